"""Backs up the reader's own data some minutes after a change, beside the window's thread. Nothing wakes up while
nothing changes."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer

from fieldref.userdata import UserData

MINUTES = 10


class BackupTimer(QObject):
    """Follows the changes of the user's file; `close` before the file is closed."""

    def __init__(
        self, userdata: UserData, parent: QObject | None = None, *, milliseconds: int = MINUTES * 60_000
    ) -> None:
        super().__init__(parent)
        self._userdata = userdata
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self._back_up)
        userdata.on_change(self._on_change)

    @property
    def waiting(self) -> bool:
        """Whether a change is waiting for its backup."""
        return self._timer.isActive()

    def close(self) -> None:
        """No backup after this; one that is being made is waited for."""
        self._userdata.on_change(None)
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()

    def _on_change(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _back_up(self) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread = threading.Thread(target=self._userdata.backup, name="backup")
        self._thread.start()
