"""A button with an arrow that opens a menu below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from fieldref.ui.theme import Theme

ARROW = 12


class DropMenu(QMenu):
    """Opens under the left edge of its button: Qt would take the right one, where the button has its arrow."""

    def __init__(self, button: QWidget) -> None:
        super().__init__(button)
        self._button = button
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def showEvent(self, event: QShowEvent) -> None:
        """Into place, inside the screen."""
        super().showEvent(event)
        below = self._button.mapToGlobal(self._button.rect().bottomLeft())
        room = self.screen().availableGeometry()
        x = max(room.left(), min(below.x(), room.right() - self.width()))
        self.move(x, below.y() + 1 if below.y() + self.height() < room.bottom() else self.y())


class DropButton(QToolButton):
    """Words and an arrow at their right."""

    def __init__(self, theme: Theme, menu: type[DropMenu] = DropMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self.setProperty("look", "filter")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = menu(self)
        self.setMenu(self._menu)
        theme.changed.connect(self.apply_theme)
        self._show_arrow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens what hangs below."""
        if event.key() == Qt.Key.Key_Down:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def apply_theme(self) -> None:
        """Tint and size the arrow."""
        self._show_arrow()

    def _show_arrow(self) -> None:
        self.setIcon(self._theme.icon("chevron-down", "text_muted"))
        self.setIconSize(QSize(self._theme.px(ARROW), self._theme.px(ARROW)))
