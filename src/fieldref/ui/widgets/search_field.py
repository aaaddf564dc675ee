"""A search field: a magnifier, the shortcut while it is empty, a cross to clear it; keys that belong to the results
are passed on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.boxes import Picture
from fieldref.ui.widgets.buttons import IconButton

ICON = 18
_PASSED_ON = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SearchField(QLineEdit):
    """`key_passed` brings arrows, Enter (with Ctrl held or not) and Escape; the owner decides what they do."""

    key_passed = Signal(object, object)
    focused = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hint = self._keys = ""
        self._magnifier = Picture(theme, "search", ICON)
        self._magnifier.setParent(self)
        self._cross = IconButton(theme, "close", parent=self)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.setCursor(Qt.CursorShape.ArrowCursor)
        self._cross.clicked.connect(self.clear)
        self._cross.hide()
        self.textChanged.connect(lambda text: self._cross.setVisible(bool(text)))
        theme.changed.connect(self.apply_theme)
        self.apply_theme()

    def say(self, placeholder: str, name: str, clear: str, keys: str = "") -> None:
        """Put the texts: what stands in the empty field, its name, what the cross does, and the keys that lead here."""
        self._hint, self._keys = placeholder, keys
        self.setAccessibleName(name)
        self._cross.say(clear)
        self._place()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Magnifier at the left, cross at the right."""
        super().resizeEvent(event)
        self._place()

    def apply_theme(self) -> None:
        """Make room for the icons at their present size."""
        px = self._theme.px
        self.setTextMargins(px(ICON + 10), 0, px(ICON + 12), 0)
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        side = px(ICON)
        self._magnifier.setGeometry(px(12), (self.height() - side) // 2, side, side)
        cross = self._cross.sizeHint()
        self._cross.setGeometry(
            self.width() - cross.width() - px(4), (self.height() - cross.height()) // 2, cross.width(), cross.height()
        )
        self._show_hint()

    def _show_hint(self) -> None:
        """As much of the hint as there is room for: without the keys, rather than cut off in a word."""
        margins, metrics = self.textMargins(), self.fontMetrics()
        room = self.width() - margins.left() - margins.right() - self._theme.px(24)
        shorter = [f"{self._hint}  {self._keys}".rstrip(), self._hint]
        while " " in shorter[-1]:
            shorter.append(shorter[-1].rpartition(" ")[0].rstrip(",…") + "…")
        fitting = (hint for hint in shorter if metrics.horizontalAdvance(hint) <= room)
        self.setPlaceholderText(next(fitting, shorter[-1]))
