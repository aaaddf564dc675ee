"""The items of a picture (regions, points, bars), and what makes them real for screen readers.

Each has a child of the picture's widget that paints nothing, takes no mouse and no Tab, but has a name, a place and can
be pressed. Children are used instead of a QAccessibleInterface of our own because Qt owns interfaces and Python owns
their wrappers; children live and die with the widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


@dataclass(frozen=True, slots=True)
class FigureItem:
    """A thing in a picture: what opens it, what it is called, what else is told of it, where it is."""

    key: str
    name: str
    lines: tuple[str, ...]
    area: QRectF

    def tooltip(self) -> str:
        """Name and lines, as simple rich text."""
        rest = "".join(f"<br>{escape(line)}" for line in self.lines if line)
        return f"<p style='white-space:pre-wrap'><b>{escape(self.name)}</b>{rest}</p>"

    def spoken(self) -> str:
        """Name and lines as one phrase."""
        return ". ".join([self.name, *(line for line in self.lines if line)])


class ItemProxy(QAbstractButton):
    """An item as screen readers see it: no picture, no mouse, no Tab, but a name and a press."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture below is what is seen."""

    def sizeHint(self) -> QSize:
        """Takes no part in any layout."""
        return QSize(0, 0)


class ItemProxies:
    """One proxy an item, kept in step with the picture. `pressed` is given the number of the item."""

    def __init__(self, widget: QWidget, pressed: Callable[[int], None]) -> None:
        self._widget = widget
        self._pressed = pressed
        self._proxies: list[ItemProxy] = []

    def place(self, items: Sequence[FigureItem]) -> None:
        """As many as there are items, each where its item is."""
        while len(self._proxies) > len(items):
            self._proxies.pop().deleteLater()
        while len(self._proxies) < len(items):
            proxy, number = ItemProxy(self._widget), len(self._proxies)
            proxy.clicked.connect(lambda _=False, number=number: self._pressed(number))
            proxy.show()
            self._proxies.append(proxy)
        for proxy, item in zip(self._proxies, items, strict=True):
            proxy.setGeometry(item.area.toAlignedRect())
            proxy.setAccessibleName(item.name)
            proxy.setAccessibleDescription(". ".join(line for line in item.lines if line))

    def tell_focus(self, number: int) -> None:
        """Tell a screen reader that the keyboard is on this item."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self._proxies[number], QAccessible.Event.Focus))
