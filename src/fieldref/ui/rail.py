"""The rail at the left: the pages, as icon and word, or as icons where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from fieldref.ui import shortcuts
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import RailButton

WIDE = 168
NARROW = 56


class Rail(QFrame):
    """Buttons of the pages. `chosen` brings a page's key."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, pages: Sequence[tuple[str, str, bool]], parent: QWidget | None = None) -> None:
        """`pages` are (key, icon, at the lower end) of each page."""
        super().__init__(parent)
        self.setProperty("look", "rail")
        self._theme = theme
        self._narrow = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, RailButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(2)
        for key, icon, _lower in (p for p in pages if not p[2]):
            layout.addWidget(self._make(key, icon))
        layout.addStretch(1)
        for key, icon, _lower in (p for p in pages if p[2]):
            layout.addWidget(self._make(key, icon))
        theme.changed.connect(self._set_width)
        self._set_width()

    def say(self, names: Sequence[tuple[str, str, str]]) -> None:
        """(key, name, keys) of each page."""
        for key, name, keys in names:
            self._buttons[key].say(name, shortcuts.shown(keys) if keys else "")
        self._set_width()

    def show_page(self, key: str) -> None:
        """Mark the present page; one that has no button leaves none marked."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
        elif (checked := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
        # Tab comes to the present page; from there the arrows lead to the others.
        target = self._group.checkedButton() or next(iter(self._buttons.values()))
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is target else Qt.FocusPolicy.ClickFocus)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or icons and words."""
        if narrow != self._narrow:
            self._narrow = narrow
            for button in self._buttons.values():
                button.set_narrow(narrow)
            self._set_width()

    def _make(self, key: str, icon: str) -> RailButton:
        button = RailButton(self._theme, key, icon)
        button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
        self._group.addButton(button)
        self._buttons[key] = button
        return button

    def _set_width(self) -> None:
        needed = max((button.sizeHint().width() for button in self._buttons.values()), default=0) + 17
        self.setFixedWidth(max(self._theme.px(NARROW if self._narrow else WIDE), needed))
