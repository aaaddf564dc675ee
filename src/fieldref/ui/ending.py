"""Ends that come from outside the window: of the session, and of the program by Ctrl+C in its terminal or a signal."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager

if TYPE_CHECKING:
    from fieldref.ui.main_window import MainWindow

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Windows has no SIGHUP."""


class Ending(QObject):
    """Closes the window as its own button does, so that it stores what was typed, and asks where it cannot. Without
    it a signal would end the program at once, or be seen only when the window next does something. `end` it before
    the program goes on without the window."""

    _heard = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._heard.connect(window.close)  # from the listening thread, so it waits for its turn
        self._ear, self._mouth = os.pipe()
        if os.name != "nt":
            os.set_blocking(self._mouth, False)  # as Python wants it, where it can be
        self._listener = threading.Thread(target=self._listen, name="signals", daemon=True)
        self._listener.start()
        self._wake_before = signal.set_wakeup_fd(self._mouth, warn_on_full_buffer=False)
        numbers = [signal.Signals[name] for name in _SIGNALS if hasattr(signal, name)]
        self._before = {number: signal.signal(number, _told_by_pipe) for number in numbers}
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self.on_session_end)

    def on_session_end(self, session: QSessionManager) -> None:
        """Under Windows the last moment to write anything: the program is then ended without another word. Where the
        session lets it, the reader is asked and can stay."""
        if not session.allowsInteraction():
            self._window.keep()
            return
        goes = self._window.may_close()
        session.release()
        if not goes:
            session.cancel()

    def end(self) -> None:
        """Leave signals to Python again."""
        signal.set_wakeup_fd(self._wake_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._mouth)
        self._listener.join()
        os.close(self._ear)

    def _listen(self) -> None:
        while os.read(self._ear, 1):
            self._heard.emit()


def _told_by_pipe(_number: int, _frame: FrameType | None) -> None:
    """Python writes into the pipe as soon as a signal comes; this it calls only once the window does something."""
