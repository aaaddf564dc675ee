"""A button that says what is chosen and, pressed, offers the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.drop_button import DropButton


class ChoiceButton(DropButton):
    """One of a few (key, word) pairs."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._group: QActionGroup | None = None

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
