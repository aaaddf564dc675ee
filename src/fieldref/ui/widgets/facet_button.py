"""A filter button: a list to tick, with a live count beside each value, that stays open while one chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFormLayout, QSpinBox, QWidget, QWidgetAction

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.drop_button import DropButton, DropMenu
from fieldref.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value of a filter: key, word, how many rows it would show (as the reader writes it), icon."""

    key: str
    word: str
    count: str
    icon: str = ""
    color: str = "text_muted"


class _OpenMenu(DropMenu):
    """A menu whose ticks do not close it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable() and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            action.trigger()
            return
        super().keyPressEvent(event)


class FacetButton(DropButton):
    """Names a filter; pressed, it shows the values. Carries the number of ticked ones."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _OpenMenu, parent)
        self._actions: dict[str, QAction] = {}
        self._icons: dict[str, tuple[str, str]] = {}
        self._menu.setToolTipsVisible(True)

    def say(self, name: str) -> None:
        """Name the filter."""
        self._name = name
        self._menu.setAccessibleName(name)
        self._show_number()

    def set_choices(self, choices: Sequence[FacetChoice], chosen: Iterable[str]) -> None:
        """Show the values; present ones are changed in place, so that an open menu stays as it is."""
        ticked = set(chosen)
        if [c.key for c in choices] != list(self._actions):
            self._menu.clear()
            self._actions = {c.key: self._menu.addAction("") for c in choices}
            for action in self._actions.values():
                action.setCheckable(True)
                action.triggered.connect(lambda _=False: self._on_triggered())
        self._icons = {choice.key: (choice.icon, choice.color) for choice in choices if choice.icon}
        for choice in choices:
            action = self._actions[choice.key]
            action.setText(f"{choice.word}\t{choice.count}".replace("&", "&&"))
            action.setChecked(choice.key in ticked)
            action.setEnabled(choice.count != "0" or choice.key in ticked)
        self._show_number()

    def chosen(self) -> tuple[str, ...]:
        """Keys of the ticked values, in their order."""
        return tuple(key for key, action in self._actions.items() if action.isChecked())

    def _on_triggered(self) -> None:
        self._show_number()
        self.changed.emit()

    def _show_number(self) -> None:
        for key, (icon, color) in self._icons.items():  # Qt draws no tick where there is an icon
            chosen = self._actions[key].isChecked()
            self._actions[key].setIcon(self._theme.icon("check", "text") if chosen else self._theme.icon(icon, color))
        ticked = [action.text().split("\t")[0] for action in self._actions.values() if action.isChecked()]
        self.setText(f"{self._name} · {len(ticked)}" if ticked else self._name)
        self.setAccessibleName(f"{self._name}: {', '.join(ticked)}".replace("&&", "&") if ticked else self._name)
        self.setProperty("active", bool(ticked))
        self.style().unpolish(self)
        self.style().polish(self)


class YearsButton(DropButton):
    """A filter for a span of years: two fields in a menu."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._panel = QWidget()
        self._form = QFormLayout(self._panel)
        self._first, self._last = QSpinBox(), QSpinBox()
        self._names = (label(), label())
        for spin, name in zip((self._first, self._last), self._names, strict=True):
            spin.setGroupSeparatorShown(False)
            spin.valueChanged.connect(self._on_value)
            self._form.addRow(name, spin)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(self._panel)
        self._menu.addAction(action)

    def say(self, name: str, first: str, last: str) -> None:
        """Name the filter and its two fields."""
        self._name = name
        self._menu.setAccessibleName(name)
        for spin, named, text in zip((self._first, self._last), self._names, (first, last), strict=True):
            named.setText(text)
            spin.setAccessibleName(text)
        self._show_span()

    def set_range(self, first: int, last: int) -> None:
        """The years there are; the whole of them means no filter."""
        if (first, last) == (self._first.minimum(), self._last.maximum()):
            return
        for spin, value in ((self._first, first), (self._last, last)):
            spin.blockSignals(True)
            spin.setRange(first, last)
            spin.setValue(value)
            spin.blockSignals(False)
        self._show_span()

    def span(self) -> tuple[int, int] | None:
        """The years chosen, or None for all."""
        first, last = sorted((self._first.value(), self._last.value()))
        whole = (self._first.minimum(), self._first.maximum())
        return None if (first, last) == whole else (first, last)

    def set_span(self, span: tuple[int, int] | None) -> None:
        """Choose years without a signal."""
        first, last = span if span is not None else (self._first.minimum(), self._first.maximum())
        for spin, value in ((self._first, first), (self._last, last)):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)
        self._show_span()

    def _on_value(self) -> None:
        self._show_span()
        self.changed.emit()

    def _show_span(self) -> None:
        span = self.span()
        text = f"{self._name} · {span[0]}–{span[1]}" if span else self._name
        self.setText(text)
        self.setAccessibleName(text)
        self.setProperty("active", span is not None)
        self.style().unpolish(self)
        self.style().polish(self)
