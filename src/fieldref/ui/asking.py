"""What the app asks in a dialog of the system: a file to write or read, a word, which way to go. One object, so that a
test answers instead of a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from fieldref.i18n import _
from fieldref.system import reason

_LAST_FOLDER = "fieldref-last-folder"
"""Property of the application: every dialog begins where the last one ended."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the writing of a file went: one sentence, '' where the person gave up, and whether the file is there."""

    sentence: str = ""
    done: bool = False


class Asking:
    """Asks the person at the window."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def file_to_write(self, title: str, suggested: str, kinds: str) -> Path | None:
        """A path to write to, or None. The system asks before it replaces a file."""
        dialog = self._dialog(f"{title}: {kinds.partition(' (')[0]}", kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Save"))
        dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))  # before it asks whether to replace a file
        dialog.selectFile(suggested)
        return self._answer(dialog)

    def save(self, suggested: str, kinds: str, write: Callable[[Path], object]) -> Outcome:
        """Have a file written where the person says, who can give up at the question or while it is made (`write`
        returns False then)."""
        path = self.file_to_write(_("Save"), suggested, kinds)
        if path is None:
            return Outcome()
        try:
            stopped = write(path) is False
        except OSError as error:
            return Outcome(_("“{name}” was not saved: {reason}").format(name=path.name, reason=reason(error, path)))
        return Outcome() if stopped else Outcome(_("Saved as “{name}”").format(name=path.name), done=True)

    def file_to_read(self, title: str, kinds: str) -> Path | None:
        """An existing file, or None."""
        dialog = self._dialog(title, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Open"))
        return self._answer(dialog)

    def words(self, title: str, label: str, text: str = "") -> str | None:
        """A line of text, or None."""
        answer, given = QInputDialog.getText(self._parent, title, label, QLineEdit.EchoMode.Normal, text)
        return answer if given else None

    def choose(self, question: str, ways: Sequence[str]) -> int:
        """Which of the `ways` to go. The last one is the safe one: Enter, Escape and closing the question take it."""
        box = QMessageBox(QMessageBox.Icon.Warning, "FieldRef", question, parent=self._parent.window())
        role = QMessageBox.ButtonRole
        roles = [role.AcceptRole, *[role.DestructiveRole] * (len(ways) - 2), role.RejectRole]
        buttons = [box.addButton(way, role) for way, role in zip(ways, roles, strict=True)]
        box.setDefaultButton(buttons[-1])
        box.setEscapeButton(buttons[-1])
        try:
            box.exec()
            clicked = box.clickedButton()
        finally:
            box.deleteLater()
        return buttons.index(clicked) if clicked in buttons else len(buttons) - 1

    def _dialog(self, title: str, kinds: str) -> QFileDialog:
        """The system's dialog where it has one; every word of Qt's own is in the window's language."""
        dialog = QFileDialog(self._parent.window(), title, self._folder(), kinds)
        for part, words in (
            (QFileDialog.DialogLabel.LookIn, _("Look in:")),
            (QFileDialog.DialogLabel.FileName, _("File name:")),
            (QFileDialog.DialogLabel.FileType, _("Kind of file:")),
            (QFileDialog.DialogLabel.Reject, _("Cancel")),
        ):
            dialog.setLabelText(part, words)
        return dialog

    @staticmethod
    def _answer(dialog: QFileDialog) -> Path | None:
        try:
            if not dialog.exec() or not dialog.selectedFiles():
                return None
            path = Path(dialog.selectedFiles()[0])
        finally:
            dialog.deleteLater()
        app = QCoreApplication.instance()
        if app is not None:
            app.setProperty(_LAST_FOLDER, str(path.parent))
        return path

    @staticmethod
    def _folder() -> str:
        """The folder used last, the person's documents, or their home."""
        app = QCoreApplication.instance()
        last = app.property(_LAST_FOLDER) if app is not None else None
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return next((folder for folder in (last, documents) if folder and Path(folder).is_dir()), str(Path.home()))
