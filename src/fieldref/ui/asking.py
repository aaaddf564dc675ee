"""What the app asks in a dialog of the system: a file to write or read, a word, yes or no. One object, so that a test
answers instead of a person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget


class Asking:
    """Asks the person at the window."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def file_to_write(self, title: str, suggested: str, kinds: str) -> Path | None:
        """A path to write to, or None. The system asks before it replaces a file."""
        start = str(Path(self._folder(), suggested))
        name, _kind = QFileDialog.getSaveFileName(self._parent, title, start, kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(Path(suggested).suffix)

    def file_to_read(self, title: str, kinds: str) -> Path | None:
        """An existing file, or None."""
        name, _kind = QFileDialog.getOpenFileName(self._parent, title, self._folder(), kinds)
        return Path(name) if name else None

    def words(self, title: str, label: str, text: str = "") -> str | None:
        """A line of text, or None."""
        answer, given = QInputDialog.getText(self._parent, title, label, QLineEdit.EchoMode.Normal, text)
        return answer if given else None

    @staticmethod
    def _folder() -> str:
        return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
