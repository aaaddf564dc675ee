"""A short message over the lower edge of the window that goes by itself, with an action such as Undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from fieldref.ui.widgets.labels import label

MILLISECONDS = 6000
MARGIN, WIDEST = 24, 640
"""Room left beside a message, and its longest line, in pixels."""
ABOVE_EDGE = 4
"""Over the status line, which can wait, rather than over the rows above it, which are being read."""


class Toast(QFrame):
    """One at a time: a new message replaces the old one. It never takes the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "toast")
        self._text = label(wrap=True)
        self._button = QPushButton()
        self._act: Callable[[], None] | None = None
        self._button.clicked.connect(self._on_act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(16)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show `text` for a while; `act` runs when the button `action` is pressed."""
        self._act = act
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(act is not None)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(MILLISECONDS)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.LanguageChange:
            self.hide()  # what it said is in the language before
        return False

    def _place(self) -> None:
        parent = self._over
        spare = 2 * MARGIN + 32 + (self._button.sizeHint().width() + 16 if self._act is not None else 0)
        room = max(parent.width() - spare, 120)
        self._text.setFixedWidth(min(self._text.fontMetrics().horizontalAdvance(self._text.text()) + 4, room, WIDEST))
        self._text.setFixedHeight(self._text.heightForWidth(self._text.width()))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - ABOVE_EDGE)

    def _on_act(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
