"""Words in the sizes of the type scale, badges, and the thin line between parts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def label(look: str = "", *, wrap: bool = False, selectable: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of the stylesheet's look (small, muted, strong, heading, title, display), plain text only."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        made.setProperty("look", look)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def line(parent: QWidget | None = None) -> QFrame:
    """A hairline."""
    made = QFrame(parent)
    made.setProperty("look", "line")
    return made


class Badge(QLabel):
    """A short word in a box: a language, 'not verified', a status."""

    def __init__(self, *, warning: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "badge-warning" if warning else "badge")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, word: str, explained: str) -> None:
        """Show `word`; `explained` is the tooltip and what a screen reader says."""
        self.setText(word)
        self.setToolTip(explained)
        self.setAccessibleName(explained)
