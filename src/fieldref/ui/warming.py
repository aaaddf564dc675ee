"""What the first window can do without, done once it stands painted and nobody is waiting."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

PAUSE = 40
"""Milliseconds between two pieces: keys and clicks come first."""


class Warming(QObject):
    """Takes one of `pieces` (each a short piece of work) after the other, from the first painting of `window` on; then
    nothing is left of it, no timer either. A start makes many objects and throws few away: the collector of garbage,
    if it was put to sleep, wakes up at the end."""

    def __init__(self, window: QWidget, pieces: Iterator[object]) -> None:
        super().__init__(window)
        self._pieces = pieces
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The first painting starts it."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(0)
        return False

    def stop(self) -> None:
        """The window goes: leave the rest undone."""
        self._window.removeEventFilter(self)
        self._timer.stop()
        gc.enable()

    def _next(self) -> None:
        try:
            next(self._pieces)
        except StopIteration:
            gc.collect()
            gc.freeze()
            gc.enable()
            _give_back()
        else:
            self._timer.start(PAUSE)


def _give_back() -> None:
    """Hand what only starting needed back to the system, where the C library can (glibc): 1 MB of it."""
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
