"""For editors: a source folder built aside and shown in the window, and built again whenever a file in it is saved.

The window knows nothing of the authoring tools: it runs `fieldref content build` as a process of its own, which also
keeps it free meanwhile. Where those tools are not installed, as in the program readers get, there is no menu entry.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QFileSystemWatcher,
    QObject,
    QProcess,
    QProcessEnvironment,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldref import i18n
from fieldref.i18n import _
from fieldref.paths import package_folder
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.widgets.labels import label

SETTLED_MS = 600
"""Editors save in several steps: the build waits for the last one."""
_TOOLS = ("fieldref.authoring", "pydantic", "ruamel.yaml", "sqlite_utils", "pyuca")
_log = logging.getLogger(__name__)


def can_build() -> bool:
    """Whether the authoring tools are here."""
    if getattr(sys, "frozen", False):
        return False
    try:
        return all(importlib.util.find_spec(name) is not None for name in _TOOLS)
    except ModuleNotFoundError:
        return False


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem of the source as the build told it."""

    file: str
    line: int
    text: str


class Preview(QObject):
    """Builds a source folder and shows it. `choose` asks for the folder and may be replaced in a test."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._aside = tempfile.TemporaryDirectory(prefix="fieldref-preview-", ignore_cleanup_errors=True)
        self._number = 0
        self._process: QProcess | None = None
        self._again = False
        self.folder: Path | None = None
        self.faults: FaultsDialog | None = None
        self.choose: Callable[[], Path | None] = self._ask
        self.action = QAction(window)
        self.action.triggered.connect(lambda _checked=False: self._on_chosen())
        self._watcher = QFileSystemWatcher(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self.build)
        self._watcher.fileChanged.connect(lambda _path: self._settled.start())
        self._watcher.directoryChanged.connect(lambda _path: self._settled.start())
        window.language.changed.connect(self.retranslate)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.end)
        self._attach()
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.action.setText(_("Preview source folder…"))
        if self.faults is not None:
            self.build()  # which tells the problems in the new language

    def show_folder(self, folder: Path) -> None:
        """Build `folder`, show it, and go on doing so whenever it changes."""
        if not (folder / "content.yaml").is_file():
            self._window.toast.say(_("This folder has no content.yaml: it is no source folder."))
            return
        self.folder = folder
        self.build()

    def build(self) -> None:
        """Build the folder again. A build that runs is waited for, then follows another."""
        if self.folder is None:
            return
        if self._process is not None:
            self._again = True
            return
        self._watch(self.folder)
        self._number += 1
        self._window.toast.say(_("Building the preview…"))
        target = Path(self._aside.name) / f"{self._number}.db"
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        ways = [str(package_folder().parent), environment.value("PYTHONPATH")]
        environment.insert("PYTHONPATH", os.pathsep.join(way for way in ways if way))
        environment.insert("PYTHONIOENCODING", "utf-8")
        process.setProcessEnvironment(environment)
        process.finished.connect(lambda _code, _status: self._on_built(process, target))
        process.errorOccurred.connect(lambda error: self._on_error(process, error))
        self._process = process
        words = ["-m", "fieldref", "--lang", i18n.language(), "content", "build", "--json", "--no-lock"]
        process.start(sys.executable, [*words, "--source", str(self.folder), "--target", str(target)])

    def end(self) -> None:
        """Stop building and watching, and take away what was built."""
        self.folder = None
        self._settled.stop()
        if self._process is not None:
            process, self._process = self._process, None
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(2000)
        self._aside.cleanup()

    # ---- inside

    def _ask(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._window, _("Choose a source folder"), str(self.folder or ""))
        return Path(name) if name else None

    def _on_chosen(self) -> None:
        folder = self.choose()
        if folder is not None:
            self.show_folder(folder)

    def _watch(self, folder: Path) -> None:
        """Watch what is there now: an editor that saves by renaming leaves its file unwatched."""
        known = set(self._watcher.files()) | set(self._watcher.directories())
        wanted = {str(path) for path in (folder, *folder.rglob("*")) if not path.name.startswith(".")}
        if gone := known - wanted:
            self._watcher.removePaths(sorted(gone))
        if fresh := wanted - known:
            self._watcher.addPaths(sorted(fresh))

    def _on_error(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._done(process)
            self._window.toast.say(_("The preview could not be built: {reason}").format(reason=process.errorString()))

    def _on_built(self, process: QProcess, target: Path) -> None:
        said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        complaint = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        self._done(process)
        try:
            report = json.loads(said)
        except ValueError:
            report = {}
        if report.get("ok") and target.is_file():
            self._open(target)
        elif report.get("problems"):
            self._tell([Fault(one["file"], one["line"], _in_words(one)) for one in report["problems"]])
        else:
            _log.warning("Preview not built: %s", complaint)
            reason = report.get("error") or complaint.rpartition("\n")[2]
            self._window.toast.say(_("The preview could not be built: {reason}").format(reason=reason))
        if self._again:
            self._again = False
            self.build()

    def _done(self, process: QProcess) -> None:
        if self._process is process:
            self._process = None
        process.deleteLater()

    def _open(self, path: Path) -> None:
        assert self.folder is not None
        before = self._window.context.library.path
        if not self._window.read(path, self.folder.name):
            return
        if before.parent == path.parent:
            before.unlink(missing_ok=True)
        if self.faults is not None:
            self.faults.close()
        self._window.toast.say(_("The preview is open: {folder}.").format(folder=self.folder))

    def _tell(self, faults: list[Fault]) -> None:
        assert self.folder is not None
        if self.faults is None:
            self.faults = FaultsDialog(self._window.language, self.folder, self._window)
            self.faults.rebuild.clicked.connect(lambda _checked=False: self.build())
            self.faults.finished.connect(self._forget)
        self.faults.show_faults(self.folder, faults)
        self.faults.show()

    def _forget(self) -> None:
        if self.faults is not None:
            self.faults.deleteLater()
            self.faults = None

    def _attach(self) -> None:
        menu = self._window.actions_.menu
        last = next((action for action in reversed(menu.actions()) if action.isSeparator()), None)
        self._window.addAction(self.action)
        if last is not None:
            menu.insertAction(last, self.action)
        else:
            menu.addAction(self.action)


class FaultsDialog(QDialog):
    """The problems of a source, each of which opens its file."""

    def __init__(self, language: Language, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._how, self._what = label("muted", wrap=True), label(wrap=True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)
        self.open_file: Callable[[Path], object] = lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.rebuild = QPushButton()
        buttons.addButton(self.rebuild, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (self._what, self.list, self._how, buttons):
            layout.addWidget(part)
        self.resize(720, 440)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language; the problems are told in that of their build."""
        self.setWindowTitle(_("Problems in the source"))
        self.list.setAccessibleName(_("Problems in the source"))
        self._what.setText(
            _("The source has to be mended before it can be shown. The window still shows what it showed.")
        )
        self._how.setText(_("Click a problem to open its file."))
        self.rebuild.setText(_("Build the preview again"))

    def show_faults(self, folder: Path, faults: list[Fault]) -> None:
        """List problems of the files in `folder`."""
        self._folder = folder
        self.list.clear()
        for fault in faults:
            item = QListWidgetItem(fault.text)
            item.setData(Qt.ItemDataRole.UserRole, fault.file)
            self.list.addItem(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        path = self._folder / str(item.data(Qt.ItemDataRole.UserRole))
        if path.exists():
            self.open_file(path)


def _in_words(problem: dict[str, object]) -> str:
    place = f"{problem['file']}:{problem['line']}" if problem["line"] else str(problem["file"])
    named = f"{place}: {problem['field']}" if problem["field"] else place
    hint = f" → {problem['hint']}" if problem["hint"] else ""
    return f"{named}: {problem['message']}{hint}"
