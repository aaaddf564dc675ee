"""When something goes wrong that nobody expected: it is noted, shown once, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

_log = logging.getLogger("fieldref")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Catches what nobody caught, notes it in the log and shows it once; the program goes on. Install it in the
    composition root, uninstall it at the end."""

    caught = Signal(str)

    def __init__(self, log_file: Path | None, show: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self.log_file = log_file
        self._show = show if show is not None else self._show_dialog
        self._showing = False
        self.caught.connect(self._on_caught)

    def install(self) -> None:
        """From now on catch errors of this thread, of others, and Qt's messages."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        qInstallMessageHandler(note_qt_message)

    def uninstall(self) -> None:
        """Leave errors to Python and Qt again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        _log.error("Not caught:\n%s", text)
        self.caught.emit(text)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hook(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_caught(self, text: str) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            self._show(text)
        finally:
            self._showing = False

    def _show_dialog(self, text: str) -> None:
        from fieldref.ui.crash_dialog import CrashDialog  # hardly ever seen

        CrashDialog(text, self.log_file).exec()


def note_qt_message(kind: QtMsgType, _context: object, message: str) -> None:
    """Write what Qt says to the log instead of a console that nobody sees."""
    logging.getLogger("fieldref.qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", message)
