"""The buttons of the open record: save, note, print and send, cite. Fitted to the window's reading pane."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QToolButton

from fieldref.i18n import _
from fieldref.ui import shortcuts
from fieldref.ui.asking import Asking
from fieldref.ui.context import Context
from fieldref.ui.notes_panel import NotesPanel
from fieldref.ui.place_menu import PlaceMenu
from fieldref.ui.reading_pane import ReadingPane
from fieldref.ui.saving import save_bookmark
from fieldref.ui.share_menu import ShareMenu
from fieldref.ui.unsaved_notes import may_close
from fieldref.ui.widgets.buttons import IconButton
from fieldref.userdata import Bookmark, NotSaved, Shelf


class RecordActions(QObject):
    """Puts its buttons into the reading pane and keeps them true. The window connects `said` to its message, and
    calls `renew` when another record is shown, `retranslate` and `apply_theme` as for everything else."""

    said = Signal(str)
    """One sentence on what happened."""
    undoable = Signal(str, object)
    """(sentence, function that takes it back)."""
    changed = Signal()
    """The reader's own data changed."""

    def __init__(self, context: Context, reader: ReadingPane) -> None:
        super().__init__(reader)
        self._context = context
        self._reader = reader
        self.star = IconButton(context.theme, "star")
        self.pencil = IconButton(context.theme, "note")
        self.share = IconButton(context.theme, "share")
        self.pencil.setCheckable(True)
        self.notes = NotesPanel(context)
        self.asking = Asking(reader)
        self._leaving = False
        self.notes.hide()
        self.menu = ShareMenu(context, lambda: reader.record_id, reader)
        self.share.setMenu(self.menu)
        self.share.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button in (self.star, self.pencil, self.share):
            reader.add_action(button)
        reader.add_side(self.notes)
        self.star.clicked.connect(self.toggle_saved)
        self.pencil.toggled.connect(self.show_notes)
        self.notes.closed.connect(lambda: self.pencil.setChecked(False))
        self.notes.changed.connect(self._on_changed)
        self.menu.said.connect(self.said)
        self.places = PlaceMenu(context, reader)
        self.places.said.connect(self.said)
        self.places.changed.connect(self._on_changed)
        self.retranslate()

    @property
    def saved(self) -> bool:
        """Whether the open record is among the saved ones."""
        shelf, record_id = self._context.shelf, self._reader.record_id
        return shelf is not None and record_id is not None and shelf.bookmarks.get(record_id) is not None

    def renew(self) -> None:
        """Another record is shown, or the reader's data changed elsewhere."""
        record_id = self._reader.record_id
        self.notes.show_record(record_id, self._reader.title)
        self._say_state()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.share.say(_("Print, send, cite"), shortcuts.shown("Ctrl+P"))
        self.menu.retranslate()
        self.notes.retranslate()
        self._say_state()

    def apply_theme(self) -> None:
        """Tint the icons."""
        self.menu.apply_theme()
        self._say_state()

    def toggle_saved(self) -> None:
        """Save the open record, or remove it from the saved ones."""
        shelf, record_id = self._context.shelf, self._reader.record_id
        if record_id is None:
            return
        mark = shelf.bookmarks.get(record_id) if shelf is not None else None
        if shelf is None or mark is None:
            self.said.emit(save_bookmark(self._context, record_id))
        else:
            self._remove(shelf, mark)
        self._on_changed()

    def show_notes(self, on: bool) -> None:
        """Show the note beside the sheet, ready to be written, or put it away."""
        self.pencil.setChecked(on)
        if on:
            self.notes.show_record(self._reader.record_id, self._reader.title)
            self.notes.renew()
            self.notes.show()
            self.notes.editor.setFocus()
        elif self.notes.save():
            writing = (focus := QApplication.focusWidget()) is not None and self.notes.isAncestorOf(focus)
            self.notes.hide()
            if writing:
                self._reader.view.take_keys()
        else:
            self.pencil.setChecked(True)

    def toggle_note(self) -> None:
        """Write a note on the open record, or put it away."""
        if self._reader.isVisible() and self._reader.record_id is not None:
            self.pencil.toggle()

    def print_record(self) -> None:
        """The preview of the open record."""
        if self._reader.record_id is not None:
            self.menu.print_preview(self._reader.record_id)

    def may_close(self) -> bool:
        """The window is to go: keep what was typed. False where that cannot be and the reader stays."""
        if self._leaving:
            return False  # asked already, and not answered yet
        self._leaving = True
        try:
            return may_close(self.notes, self.asking)
        finally:
            self._leaving = False

    def _remove(self, shelf: Shelf, mark: Bookmark) -> None:
        try:
            shelf.bookmarks.remove([mark.id])
        except NotSaved as refused:
            self.said.emit(refused.trouble.sentence())
        else:
            self.undoable.emit(_("“{title}” removed").format(title=mark.title), lambda: self._put_back(mark))

    def _put_back(self, mark: Bookmark) -> None:
        shelf = self._context.shelf
        if shelf is None:
            return
        try:
            shelf.bookmarks.put_back(mark)
        except NotSaved as refused:
            self.said.emit(refused.trouble.sentence())
        self._on_changed()

    def _on_changed(self) -> None:
        self._say_state()
        self.changed.emit()

    def _say_state(self) -> None:
        shelf, record_id = self._context.shelf, self._reader.record_id
        saved = self.saved
        noted = shelf is not None and record_id is not None and shelf.notes.get(record_id) is not None
        self.star.set_icon("star-filled" if saved else "star", "accent" if saved else "text_muted")
        self.star.say(_("Remove from saved") if saved else _("Save this record"), shortcuts.shown("Ctrl+D"))
        self.pencil.set_icon("note", "accent" if noted else "text_muted")
        self.pencil.say(_("My note") if noted else _("Write a note"), shortcuts.shown("Ctrl+N"))
