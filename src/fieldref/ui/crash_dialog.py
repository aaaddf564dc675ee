"""The dialog for an error that nobody expected, with all that a developer needs to copy."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from fieldref import __version__
from fieldref.i18n import _


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
