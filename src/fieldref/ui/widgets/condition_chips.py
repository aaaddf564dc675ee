"""A row of chips, one for each condition that is set; a click takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import Chip
from fieldref.ui.widgets.flow_layout import FlowLayout


@dataclass(frozen=True, slots=True)
class Condition:
    """What is set: a key to remove it by, the word on the chip, and what a click does."""

    key: str
    word: str
    explained: str


class ConditionChips(QWidget):
    """Hidden while nothing is set."""

    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Condition, ...] = ()
        self._flow = FlowLayout(self, 6)
        self.hide()

    def show_conditions(self, conditions: Sequence[Condition]) -> None:
        """Put these in place of what was shown."""
        if tuple(conditions) == self._shown:
            return
        self._shown = tuple(conditions)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for condition in conditions:
            chip = Chip(self._theme, condition.key, self)
            chip.say(condition.word, condition.explained)
            chip.removed.connect(self.removed)
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(conditions))
