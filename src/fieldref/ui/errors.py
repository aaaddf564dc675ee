"""When something goes wrong: a plain sentence for a known problem, a dialog that can be copied for an unknown one."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from fieldref import __version__
from fieldref.i18n import _

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
        CrashDialog(text, self.log_file).exec()


class CrashDialog(QDialog):
    """Says that something went wrong and that the program goes on, with what a developer needs to copy."""

    def __init__(self, details: str, log_file: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._report = f"FieldRef {__version__} · Qt {qVersion()} · {platform.platform()}\n\n{details}"
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._where = QLabel()
        self._where.setWordWrap(True)
        self._details = QPlainTextEdit(self._report)
        self._details.setReadOnly(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report))
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._said, self._details, self._where, self._buttons):
            layout.addWidget(widget)
        self.resize(680, 420)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.setWindowTitle(_("Something went wrong"))
        self._said.setText(
            _("FieldRef met an error it did not expect. You can go on; if it happens again, restart the program.")
        )
        self._where.setVisible(self._log_file is not None and self._log_file.is_file())
        self._where.setText(_("The error is also noted in {file}").format(file=self._log_file))
        self._details.setAccessibleName(_("Details of the error"))
        self._copy.setText(_("Copy details"))


def note_qt_message(kind: QtMsgType, _context: object, message: str) -> None:
    """Write what Qt says to the log instead of a console that nobody sees."""
    logging.getLogger("fieldref.qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", message)
