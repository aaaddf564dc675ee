"""Work that takes longer than a blink, beside the window's thread: shown after a moment, and it can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, Qt, QThread, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from fieldref.i18n import _

Result = TypeVar("Result")
Tell = Callable[[int, int], bool]
"""Told (done, all); False means that the reader has stopped the work."""
SHOWN_AFTER = 200
"""Milliseconds until the progress is shown."""


class Work(QThread, Generic[Result]):
    """Runs `act` once. What it uses must be its own: a `Library` belongs to one thread."""

    progressed = Signal(int, int)

    def __init__(self, act: Callable[[Tell], Result]) -> None:
        super().__init__()
        self._act = act
        self._stopped = False
        self.result: Result | None = None
        self.error: Exception | None = None

    def stop(self) -> None:
        """Let the work end at its next step."""
        self._stopped = True

    def run(self) -> None:
        """The work, in the thread."""
        try:
            self.result = self._act(self._tell)
        except Exception as error:  # noqa: BLE001 - raised again where the work was asked for
            self.error = error

    def _tell(self, done: int, total: int) -> bool:
        self.progressed.emit(done, total)
        return not self._stopped


def run_beside(parent: QWidget | None, told: str, act: Callable[[Tell], Result]) -> Result | None:
    """Do the work while the window stays alive, and return what it returns; None when the reader stopped it. Raises
    what the work raises."""
    work, loop = Work(act), QEventLoop()
    dialog = QProgressDialog(told, _("Cancel"), 0, 0, parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(10**6)  # shown by our own timer
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    dialog.canceled.connect(work.stop)
    work.progressed.connect(lambda done, total: _show(dialog, done, total))
    work.finished.connect(loop.quit)
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(dialog.show)
    timer.start(SHOWN_AFTER)
    work.start()
    loop.exec(QEventLoop.ProcessEventsFlag.AllEvents)
    work.wait()
    timer.stop()
    dialog.deleteLater()
    if work.error is not None:
        raise work.error
    return work.result


def _show(dialog: QProgressDialog, done: int, total: int) -> None:
    if total > 1:
        dialog.setMaximum(total)
        dialog.setValue(done)
