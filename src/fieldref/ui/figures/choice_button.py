"""A button that says what is chosen and, pressed, offers the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from fieldref.ui.theme import Theme


class ChoiceButton(QToolButton):
    """One of a few (key, word) pairs."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._group: QActionGroup | None = None
        self.setProperty("look", "filter")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMenu(self._menu)
        theme.changed.connect(self.apply_theme)
        self.apply_theme()

    def say(self, name: str) -> None:
        """Name what is being chosen."""
        self._name = name
        self._menu.setAccessibleName(name)
        self.setToolTip(name)
        self.setAccessibleName(f"{name}: {self.text()}".replace("&&", "&"))

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these pairs and show which is chosen, without a signal."""
        self._menu.clear()
        if self._group is not None:
            self._group.deleteLater()
        self._group = QActionGroup(self)
        for key, word in choices:
            action = self._menu.addAction(word.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.triggered.connect(lambda _on=False, key=key: self.chosen.emit(key))
            self._group.addAction(action)
        self.setText(next((word for key, word in choices if key == chosen), "").replace("&", "&&"))
        self.say(self._name)

    def apply_theme(self) -> None:
        """Tint and size the arrow."""
        self.setIcon(self._theme.icon("chevron-down", "text_muted"))
        self.setIconSize(QSize(self._theme.px(12), self._theme.px(12)))
