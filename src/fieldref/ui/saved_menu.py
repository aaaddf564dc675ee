"""The menus of the Saved page: what to do with a row, with a folder, and with everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.filenames import file_name
from fieldref.i18n import _
from fieldref.paths import write_atomically
from fieldref.ui.saved_rows import FOLDER
from fieldref.ui.working import Tell, run_beside
from fieldref.userdata import Bookmark, Note, UserData
from fieldref.userdata.exchange import ExchangeError, read_file, write_file
from fieldref.userdata.markup import notes_html, notes_text

if TYPE_CHECKING:
    from fieldref.ui.pages.saved import SavedPage


class SavedMenu:
    """Makes the menus and does what they say, through the page."""

    def __init__(self, page: SavedPage) -> None:
        self._page = page
        self.general = QMenu(page)
        self._texts: list[tuple[QAction, Callable[[], str]]] = []
        for text, icon, act in (
            (lambda: _("New folder…"), "folder", self.new_folder),
            (lambda: _("Save the list as PDF…"), "print", self.save_dossier),
            (lambda: _("Save the list as PDF with my notes…"), "", lambda: self.save_dossier(notes=True)),
            (lambda: _("Save my notes as web page…"), "share", self.save_notes_page),
            (lambda: _("Save my notes as text…"), "", self.save_notes_text),
            (lambda: _("Export bookmarks and notes…"), "download", self.export),
            (lambda: _("Import bookmarks and notes…"), "", self.import_),
            (lambda: _("Clear what was read and searched"), "trash", self.clear_history),
        ):
            action = self.general.addAction("")
            action.setData(icon)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self._texts.append((action, text))
        self.apply_theme()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        for action, text in self._texts:
            action.setText(text())

    def apply_theme(self) -> None:
        """Tint the icons."""
        for action, _text in self._texts:
            if action.data():
                action.setIcon(self._page.context.theme.icon(str(action.data())))

    def for_row(self, row_id: str | None) -> QMenu | None:
        """The menu of a row or of a folder's heading."""
        if row_id is not None and row_id.startswith(FOLDER):
            return self._for_folder(int(row_id.removeprefix(FOLDER)))
        mark = self._page.bookmark(row_id)
        return self._for_bookmark(mark) if mark is not None else None

    # ---- everything

    def new_folder(self) -> None:
        """Ask for a name and make a folder."""
        name = self._page.asking.words(_("New folder"), _("Name of the folder"))
        if name and name.strip():
            self._page.change(lambda data: data.folders.add(name))

    def save_dossier(self, *, notes: bool = False) -> None:
        """What the list shows, as one PDF with a table of contents."""
        records = self._page.shown_records()
        if not records or self._page.shelf is None:
            self._page.said.emit(_("There is nothing in the list to print."))
            return
        texts = {note.record_id: note.text for note in self._page.shelf.notes.all()} if notes else {}
        from fieldref.ui.printing import write_pdf  # not needed to read

        title, library, language = _("My saved records"), self._page.context.library, i18n.language()

        def write(path: Path, tell: Tell) -> bool:
            with Library(library.path) as own:  # a library belongs to one thread
                return write_pdf(own, records, language, path, dossier=title, notes=texts, progress=tell)

        self._write(
            file_name("FieldRef", title, language, library.info(language).version, suffix="pdf"),
            _("PDF file (*.pdf)"),
            lambda path: run_beside(self._page, _("Making the PDF…"), partial(write, path)) or False,
        )

    def save_notes_page(self) -> None:
        """All notes as one HTML file."""
        self._save_notes("html", _("Web page (*.html)"), notes_html)

    def save_notes_text(self) -> None:
        """All notes as plain text."""
        self._save_notes("txt", _("Text file (*.txt)"), notes_text)

    def export(self) -> None:
        """Bookmarks and notes as the file that another computer imports."""
        userdata = self._page.userdata
        if userdata is not None:
            name = file_name("FieldRef", _("My saved records"), suffix="json")
            self._write(name, _kinds(), lambda path: write_file(userdata, path))

    def import_(self) -> None:
        """Merge such a file."""
        path = self._page.asking.file_to_read(_("Import bookmarks and notes"), _kinds())
        if path is None:
            return
        told: list[str] = []

        def merge(data: UserData) -> None:
            try:
                told.append(read_file(data, path, self._page.context.library.id).sentence())
            except ExchangeError as error:
                told.append(error.sentence())

        if self._page.change(merge):
            self._page.said.emit(told[0])

    def clear_history(self) -> None:
        """Forget what was read and searched."""
        if self._page.change_shelf(lambda shelf: shelf.history.clear()):
            self._page.context.settings.update(recent_searches=())
            self._page.said.emit(_("What was read and searched is forgotten."))

    # ---- one row

    def _for_bookmark(self, mark: Bookmark) -> QMenu:
        menu = QMenu(self._page)
        folders = menu.addMenu(_("Move to folder"))
        self._add(folders, _("No folder"), lambda: self._move(mark, None))
        for folder in self._page.userdata.folders.all() if self._page.userdata else ():
            self._add(folders, folder.name, partial(self._move, mark, folder.id))
        self._add(folders, _("New folder…"), lambda: self._move_to_new(mark))
        self._add(menu, _("Tags…"), lambda: self._tag(mark))
        self._add(menu, _("Move up"), lambda: self._page.list.stepped.emit(str(mark.id), -1))
        self._add(menu, _("Move down"), lambda: self._page.list.stepped.emit(str(mark.id), 1))
        menu.addSeparator()
        self._add(menu, _("Remove from saved"), lambda: self._page.remove(str(mark.id)))
        return menu

    def _for_folder(self, folder_id: int) -> QMenu:
        menu = QMenu(self._page)
        self._add(menu, _("Rename folder…"), lambda: self._rename(folder_id))
        self._add(menu, _("Remove folder, keep its records"), lambda: self._remove_folder(folder_id))
        return menu

    @staticmethod
    def _add(menu: QMenu, text: str, act: Callable[[], object]) -> None:
        action = menu.addAction(text.replace("&", "&&"))
        action.triggered.connect(lambda _checked=False: act())

    def _move(self, mark: Bookmark, folder_id: int | None) -> None:
        self._page.change_shelf(lambda shelf: shelf.bookmarks.move([mark.id], folder_id, 10**6))

    def _move_to_new(self, mark: Bookmark) -> None:
        name = self._page.asking.words(_("New folder"), _("Name of the folder"))
        if name and name.strip():
            shelf = self._page.shelf
            if shelf is not None:
                self._page.change(lambda data: shelf.bookmarks.move([mark.id], data.folders.add(name).id, 10**6))

    def _tag(self, mark: Bookmark) -> None:
        text = self._page.asking.words(_("Tags"), _("Tags, separated by commas"), ", ".join(mark.tags))
        if text is not None:
            self._page.change_shelf(lambda shelf: shelf.bookmarks.set_tags(mark.id, text.split(",")))

    def _rename(self, folder_id: int) -> None:
        folders = self._page.userdata.folders.all() if self._page.userdata else ()
        old = next((folder.name for folder in folders if folder.id == folder_id), "")
        name = self._page.asking.words(_("Rename folder"), _("Name of the folder"), old)
        if name and name.strip():
            self._page.change(lambda data: data.folders.rename(folder_id, name))

    def _remove_folder(self, folder_id: int) -> None:
        self._page.change(lambda data: data.folders.remove(folder_id))

    # ---- files

    def _save_notes(self, suffix: str, kinds: str, text: Callable[[Iterable[Note]], str]) -> None:
        shelf = self._page.shelf
        if shelf is not None:
            name = file_name("FieldRef", _("My notes"), suffix=suffix)
            self._write(name, kinds, lambda path: write_atomically(path, text(shelf.notes.all()).encode()))

    def _write(self, name: str, kinds: str, write: Callable[[Path], object]) -> None:
        if told := self._page.asking.save(name, kinds, write).sentence:
            self._page.said.emit(told)


def _kinds() -> str:
    return _("Bookmarks and notes (*.json)")
