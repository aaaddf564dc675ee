"""Where content comes into the open window: a menu entry, a pack dropped on it, another library, a step back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout

from fieldref import i18n
from fieldref.content.opening import ContentError
from fieldref.i18n import _
from fieldref.packs.container import SUFFIX
from fieldref.packs.errors import PackError
from fieldref.packs.signing import trusted_keys
from fieldref.packs.store import PackStore
from fieldref.ui.asking import Asking
from fieldref.ui.library_picker import LibraryPicker
from fieldref.ui.main_window import MainWindow
from fieldref.ui.packs_dialog import PacksDialog
from fieldref.ui.trust_dialog import TrustDialog

_log = logging.getLogger(__name__)


class ContentDesk(QObject):
    """Opens other content in the window in place: same record, same language. `key_folders` are the folders of
    trusted keys, the person's own first."""

    def __init__(self, window: MainWindow, store: PackStore, key_folders: Sequence[Path]) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        window.context.before = lambda: store.before(self.library_id)
        window.context.libraries, window.context.open_library = self._libraries, self.open_library
        self._key_folders = tuple(key_folders)
        self.asking = Asking(window)
        self.dialog: PacksDialog | None = None
        self._told: Callable[[], None] | None = None
        self.picker = LibraryPicker()
        self.install_action, self.back_action = QAction(window), QAction(window)
        self.install_action.triggered.connect(lambda _checked=False: self.ask())
        self.back_action.triggered.connect(lambda _checked=False: self.go_back())
        self.picker.chosen.connect(self.open_library)
        self._attach()
        window.language.changed.connect(self.retranslate)
        window.context.theme.changed.connect(self.apply_theme)
        self.retranslate()
        window.navigation.own_data_changed()  # other libraries and the version before are at hand from now on

    @property
    def library_id(self) -> str:
        """Id of the library being read."""
        return self._window.context.library.id

    def end(self) -> None:
        """Let go of a pack that is being checked."""
        if self.dialog is not None:
            self.dialog.reject()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.install_action.setText(_("Install content…"))
        before = self._store.before(self.library_id)
        self.back_action.setVisible(before is not None)
        if before is not None:
            self.back_action.setText(_("Go back to content {version}").format(version=before.version))
        self.picker.show_libraries(self._libraries(), self.library_id)
        self.apply_theme()
        if self._told is not None and self._window.toast.isVisible():
            self._told()

    def _tell(self, say: Callable[[], None]) -> None:
        """Say something in the message of the window, and again when the language changes meanwhile."""
        self._told = say
        say()

    def apply_theme(self) -> None:
        """Tint the icons."""
        self.install_action.setIcon(self._window.context.theme.icon("download"))
        self.back_action.setIcon(self._window.context.theme.icon("back"))

    def tell_at_start(self, failed: Sequence[ContentError]) -> None:
        """One sentence about content that could not be used, or about a folder in which nothing is kept."""
        context = self._window.context
        trouble = context.userdata.trouble if context.userdata is not None else None
        if failed:
            version = context.library.info(i18n.language()).version
            text = _("{problem} Content {version} is open instead.").format(problem=failed[0], version=version)
            self._window.toast.say(text)
        elif trouble is not None:
            self._window.toast.say(trouble.sentence())
        elif context.settings.problem is not None:
            self._window.toast.say(_("Your settings are kept only until FieldRef closes: the folder is read-only."))

    # ---- ways in

    def ask(self) -> None:
        """Let the person choose a pack."""
        kind = _("Content packs")
        file = self.asking.file_to_read(_("Choose a content pack"), f"{kind} (*{SUFFIX})")
        if file is not None:
            self.take(file)

    def take(self, pack: Path) -> None:
        """Check a pack and show what it is; nothing is changed before the person says so."""
        self.end()
        window = self._window
        dialog = PacksDialog(window.context.theme, window.language, self._store, pack, window)
        dialog.content_installed.connect(self._on_installed)
        dialog.open_record.connect(window.navigation.open_record)
        dialog.add_key.connect(self._on_add_key)
        dialog.go_back.connect(self.go_back)
        dialog.finished.connect(lambda _result, done=dialog: self._forget(done))
        self.dialog = dialog
        dialog.open()
        dialog.check()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A pack may be dropped anywhere on the window."""
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            pack = dropped_pack(event.mimeData())
            if pack is not None:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent):
                    self.take(pack)
                return True
        return False

    # ---- changing what is open

    def open_library(self, library_id: str) -> None:
        """Read another installed library."""
        found = self._store.in_use(library_id)
        if found is not None and self._open(found.path):
            self._window.context.settings.update(content_id=library_id)

    def go_back(self) -> None:
        """Use the version before, at once."""
        before = self._store.before(self.library_id)
        if before is None:
            return
        if not self._open(before.path):
            return
        try:
            self._store.roll_back(self.library_id)
        except PackError as error:
            self._window.toast.say(error.sentence())
            return
        self.retranslate()
        toast, version = self._window.toast, before.version
        self._tell(lambda: toast.say(_("Content {version} is in use again.").format(version=version)))

    def _open(self, path: Path) -> bool:
        """Open another content file in place, where it can be opened."""
        if not self._window.read(path):
            return False
        self.retranslate()
        version = self._window.context.library.info(i18n.language()).version
        _log.info("Content %s of %s is open", version, self.library_id)
        return True

    def _on_installed(self, path: Path) -> None:
        if not self._open(path):
            return
        library = self._window.context.library.info(i18n.language())
        self._window.context.settings.update(content_id=library.id)
        self._tell(lambda: self._say_installed(library.id, library.version))

    def _say_installed(self, library_id: str, version: str) -> None:
        text = _("Content {version} is in use.").format(version=version)
        if self._store.before(library_id) is None:
            self._window.toast.say(text)
        else:
            self._window.toast.say(text, _("Go back"), self.go_back)

    def _on_add_key(self, key_id: str) -> None:
        dialog = TrustDialog(self._window.language, self._key_folders[0], key_id, self.dialog or self._window)
        dialog.accepted.connect(self._on_key_added)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_key_added(self) -> None:
        self._store.keys = trusted_keys(*self._key_folders)
        if self.dialog is not None:
            self.dialog.check()

    # ---- inside

    def _libraries(self) -> list[tuple[str, str]]:
        language = i18n.language()
        titles = {
            one.id: one.title.get(language) or next(iter(one.title.values()), one.id) for one in self._store.outside
        }
        for library_id in self._store.libraries():
            versions = self._store.versions(library_id)
            if versions:
                titles[library_id] = versions[0].manifest.title_in(language)
        return sorted(titles.items(), key=lambda item: item[1].casefold())

    def _attach(self) -> None:
        window = self._window
        menu = window.actions_.menu
        entries = menu.actions()
        last = next((a for a in reversed(entries) if a.isSeparator()), None)
        for action in (self.install_action, self.back_action):
            window.addAction(action)
            menu.insertAction(last, action) if last is not None else menu.addAction(action)
        if last is not None:
            menu.insertSeparator(self.install_action)
        layout = window.toolbar.layout()
        if isinstance(layout, QHBoxLayout):
            layout.insertWidget(2, self.picker)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def _forget(self, dialog: PacksDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()


def dropped_pack(data: QMimeData) -> Path | None:
    """The one pack that is being dropped, or None."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].suffix.lower() == SUFFIX else None
