"""What the window expects of every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldref.content.model import Kind
from fieldref.ui.context import Context

if TYPE_CHECKING:
    from fieldref.ui.search_box import SearchBox


class Page(QWidget):
    """One page of the window: a subclass per file, listed in `registry.PAGES`.

    A subclass builds its widgets in the constructor without any visible text and ends with `self.retranslate()`,
    which fills in the texts in the current language and is called again after each switch.
    """

    key: ClassVar[str]
    """Stable name, kept in the history and the settings."""
    icon: ClassVar[str] = "info"
    """Name of its icon in `icons.GLYPHS`."""
    on_rail: ClassVar[bool] = True
    """Whether the rail at the left has a button for it."""
    shows_reader: ClassVar[bool] = True
    """Whether the shared reading pane stays visible at its right."""
    reads: ClassVar[frozenset[Kind] | None] = None
    """Kinds of record that are read beside it; others open on their own page. None: all."""
    shows_own_data: ClassVar[bool] = False
    """Whether it shows what the reader saved or read, and has to be told when that changes."""
    list_share: ClassVar[float] = 0.36
    """Part of the width the page has beside a record, until somebody drags the line between them."""

    search: SearchBox | None = None
    """A search field of the page's own; the one of the toolbar is hidden meanwhile."""

    open_record = Signal(str)
    """A record the reader wants to read, by id."""
    open_page = Signal(str, object)
    """(key, state): another page, with a state for its `restore` (None to leave it as it was)."""

    said = Signal(str)
    """One sentence on what was done, for the message at the foot of the window."""
    undoable = Signal(str, object)
    """The same, and what takes it back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    @classmethod
    def title(cls) -> str:
        """The page's name in the current language: the rail shows it before the page is made."""
        raise NotImplementedError

    def heading(self) -> str:
        """The page's name in the current language: window title, screen readers."""
        return self.title()

    def retranslate(self) -> None:
        """Put every text, number and name into the current language, keeping selection, filters and scroll place."""

    def apply_theme(self) -> None:
        """Take colours, fonts and sizes from `context.theme` again: it or the zoom has changed."""

    def reload(self) -> None:
        """Read the library again: another content file is open."""

    def show_record(self, record_id: str | None) -> None:
        """The reading pane shows this record now (None: nothing): select it in the page's list if it is there."""

    def follow(self, record_id: str, origin: str = "") -> None:
        """This record was opened just now, by a link in the sheet of `origin` if that is a place: go where it is. One
        that only came back with the page's state leads nowhere."""

    @classmethod
    def subject_of(cls, state: Mapping[str, object]) -> str:  # noqa: ARG003 - for pages that have one
        """What the page is about in that state, where that is one thing of several: another one is a step to come back
        from. Filters are no subject."""
        return ""

    def main_part(self) -> QWidget | None:
        """Where the keyboard goes when the page takes the place of the one it was in; None leaves that to Qt."""
        return None

    def state(self) -> dict[str, object]:
        """Filters, selection and scroll place, as JSON-able values, to come back to."""
        return {}

    def restore(self, state: Mapping[str, object]) -> None:
        """Go back to what `state()` gave. Unknown or old keys are ignored."""
