"""In which order Tab goes from part to part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_before(reader: QWidget, page: QWidget) -> None:
    """A page may be made after the reading pane, but Tab comes to it first, as the eye does."""
    none = Qt.FocusPolicy.NoFocus
    inside: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and page.isAncestorOf(widget):
        inside.append(widget)
        widget = widget.nextInFocusChain()
    last = reader.previousInFocusChain() or reader
    while last.focusPolicy() == none and last is not reader:
        last = last.previousInFocusChain() or reader
    for widget in inside:
        if widget.focusPolicy() != none:
            QWidget.setTabOrder(last, widget)
            last = widget
