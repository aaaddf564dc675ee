"""The pages of the window, one on top of the other: made when first visited, told of changes when visited again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldref.content.model import Kind
from fieldref.ui.context import Context
from fieldref.ui.kinds import HOME_PAGE

if TYPE_CHECKING:
    from fieldref.ui.pages.page import Page
    from fieldref.ui.pages.registry import Door

_CHANGES = ("apply_theme", "reload", "retranslate")
"""What a page may have missed, in the order in which it catches up."""


class PageStack(QStackedWidget):
    """The page in sight changes at once; those out of sight catch up with a change of language, look or content when
    they are shown again."""

    made = Signal(QWidget)
    """A page has been made: it wants to be connected."""

    def __init__(self, context: Context, doors: Sequence[Door], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._doors = {door.key: door for door in doors}
        self._pages: dict[str, Page] = {}
        self._missed: dict[str, set[str]] = {}

    def __contains__(self, key: object) -> bool:
        """Whether there is such a page."""
        return key in self._doors

    def __iter__(self) -> Iterator[str]:
        """The key of every page there is, in their order."""
        return iter(self._doors)

    def kind(self, key: str) -> type[Page]:
        """The class of a page, which tells much of it before it is made."""
        return self._doors[key].kind()

    def if_made(self, key: str) -> Page | None:
        """A page, unless nobody has been there yet."""
        return self._pages.get(key)

    def page(self, key: str) -> Page:
        """A page, made now if nobody has been there yet."""
        if key not in self._pages:
            page = self.kind(key)(self._context)
            page.setProperty("look", "page")
            self._pages[key] = page
            self.addWidget(page)
            self.made.emit(page)
        return self._pages[key]

    def state_of(self, key: str) -> dict[str, object]:
        """How a page looks now; empty where nobody has been."""
        return self._pages[key].state() if key in self._pages else {}

    def home_of(self, kind: Kind | None) -> str:
        """The page where records of a kind live."""
        home = HOME_PAGE.get(kind) if kind is not None else None
        return home if home is not None and home in self._doors else next(iter(self._doors))

    def tell(self, change: str, here: str) -> None:
        """A change that concerns everybody: the page `here` is in sight."""
        for key, page in self._pages.items():
            if key == here:
                getattr(page, change)()
            else:
                self._missed.setdefault(key, set()).add(change)

    def catch_up(self, key: str) -> None:
        """Tell a page what it has missed."""
        missed = self._missed.pop(key, set())
        for change in _CHANGES:
            if change in missed:
                getattr(self._pages[key], change)()
