"""A search field: a magnifier, the shortcut while it is empty, a cross to clear it; keys that belong to the results
are passed on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from fieldref.ui.theme import Theme

_PASSED_ON = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SearchField(QLineEdit):
    """`key_passed` brings arrows, Enter (with Ctrl held or not) and Escape; the owner decides what they do."""

    key_passed = Signal(object, object)
    focused = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._magnifier = QAction(self)
        self.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._cross = QAction(self)
        self._cross.triggered.connect(self.clear)
        self._cross.setVisible(False)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(lambda text: self._cross.setVisible(bool(text)))
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.apply_theme)
        self.apply_theme()

    def say(self, placeholder: str, name: str, clear: str) -> None:
        """Put the texts: what stands in the empty field, its name, and what the cross does."""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self._magnifier.setText(name)
        self._cross.setText(clear)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys for the results are passed on, the others edit."""
        if event.key() in _PASSED_ON or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.key_passed.emit(event.key(), event.modifiers())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the reader is here."""
        super().focusInEvent(event)
        self.focused.emit()

    def sizeHint(self) -> QSize:
        """Comfortable to hit."""
        size = super().sizeHint()
        return QSize(max(size.width(), self._theme.px(240)), max(size.height(), self._theme.px(34)))

    def apply_theme(self) -> None:
        """Tint the icons."""
        self._magnifier.setIcon(self._theme.icon("search", "text_muted"))
        self._cross.setIcon(self._theme.icon("close", "text_muted"))
