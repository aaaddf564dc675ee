"""The large parts of the window, gone through by one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def enter_next(parts: Sequence[QWidget], focus: QWidget | None) -> None:
    """Put the keyboard into the visible part after the one that has it. A part with nothing to enter, such as an empty
    reading pane, is passed over."""
    areas = [part for part in parts if part.isVisible()]
    here = next((i for i, a in enumerate(areas) if focus is not None and (a is focus or a.isAncestorOf(focus))), -1)
    following = (areas[(here + step) % len(areas)] for step in range(1, len(areas) + 1))
    target = next((target for area in following if (target := _entrance(area)) is not None), None)
    if target is not None:
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _entrance(area: QWidget) -> QWidget | None:
    """Where the keyboard enters an area."""
    if area.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return area
    return next(
        (w for w in area.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus), None
    )
