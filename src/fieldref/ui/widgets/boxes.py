"""Card, key-figure box, section header and the page's empty state."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.labels import label


class Picture(QLabel):
    """An icon that only accompanies words; screen readers pass over it."""

    def __init__(self, theme: Theme, icon: str, size: int, role: str = "text_muted", parent: QWidget | None = None):
        super().__init__(parent)
        self._theme, self._icon, self._size, self._role = theme, icon, size, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.apply_theme)
        self.apply_theme()

    def show_icon(self, icon: str, role: str) -> None:
        """Another icon or colour."""
        self._icon, self._role = icon, role
        self.apply_theme()

    def apply_theme(self) -> None:
        """Tint and size it again."""
        side = self._theme.px(self._size)
        icon = self._theme.icon(self._icon, self._role)
        self.setPixmap(icon.pixmap(QSize(side, side), self.devicePixelRatioF()))


class Card(QFrame):
    """A raised box with rounded corners that other widgets are put into."""

    def __init__(self, parent: QWidget | None = None, margin: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(8)


class FigureBox(QFrame):
    """A figure that carries a page: large number, what it is, and where to go on a click."""

    clicked = Signal()

    def __init__(self, theme: Theme, icon: str, role: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        self._value = label("title")
        self._name = label("strong")
        self._detail = label("small", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self._value)
        top.addWidget(self._name, 1, Qt.AlignmentFlag.AlignBaseline)
        words.addLayout(top)
        words.addWidget(self._detail)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(Picture(theme, icon, 28, role), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def say(self, value: str, name: str, detail: str = "") -> None:
        """Put the figure, its name and a line about it."""
        self._value.setText(value)
        self._value.setVisible(bool(value))
        self._name.setText(name)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(" ".join(part for part in (value, name) if part))
        self.setAccessibleDescription(detail)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the box counts."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space work as a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class SectionHeader(QWidget):
    """The heading of a part of a page, or of the whole (`page-title`), with room for a control at its right."""

    def __init__(self, look: str = "heading", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(look)
        self._detail = label("small")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addWidget(self._detail)
        self._row.addStretch(1)

    def say(self, title: str, detail: str = "") -> None:
        """Put the words; `detail` is a count or a short remark."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self._row.addWidget(widget)


class EmptyState(QWidget):
    """Says why there is nothing here and what to do, with a button where something can be done."""

    acted = Signal()

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = label("heading", wrap=True)
        self._title.setAlignment(centre)
        self._detail = label("muted", wrap=True)
        self._detail.setAlignment(centre)
        self._button = QPushButton()
        self._button.clicked.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(Picture(theme, icon, 48, "border_strong"), 0, centre)
        layout.addWidget(self._title)
        layout.addWidget(self._detail)
        layout.addWidget(self._button, 0, centre)
        layout.addStretch(3)

    def say(self, title: str, detail: str, action: str = "") -> None:
        """Put the words; without `action` there is no button."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._button.setText(action)
        self._button.setVisible(bool(action))
