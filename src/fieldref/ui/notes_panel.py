"""The reader's own note beside the sheet: saved by itself while typing, and told when it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from fieldref.i18n import _, date, pgettext
from fieldref.ui.context import Context
from fieldref.ui.widgets.buttons import IconButton
from fieldref.ui.widgets.labels import label
from fieldref.userdata import Note, NotSaved, Shelf, Trouble, utc_now
from fieldref.userdata.model import stamp

PAUSE = 700
"""Milliseconds without typing after which a note is saved."""
LONGEST = 2500
"""Milliseconds after which it is saved all the same, while the typing goes on: what a power cut may cost."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A note as it was typed, which the disk did not take; `seen` is the revision it started from."""

    text: str
    title: str
    seen: int


class NotesPanel(QFrame):
    """Edits the note of one record. `changed` tells that notes were added, changed or removed."""

    changed = Signal()
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "pane")
        self._context = context
        self._record_id: str | None = None
        self._shelf = context.shelf
        """Where the note on show belongs, whatever library is open by the time it is saved."""
        self._title = ""
        self._seen = 0
        self._stored = ""
        self._drafts: dict[tuple[Shelf, str], Draft] = {}
        """Notes of records that are not on show any more and could not be stored."""
        self._passing: dict[tuple[Shelf, str], str] = {}
        """Titles of the records with notes that were written while nothing outlives this session."""
        self._trouble: Trouble | None = None
        """Why the last text could not be stored."""
        self._told = ""
        self._heading = label("heading")
        self._about = label("small", wrap=True)
        self._status = label("small", wrap=True)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self._close = IconButton(context.theme, "close")
        self._pause, self._longest = QTimer(self), QTimer(self)
        self._build()
        for timer, wait in ((self._pause, PAUSE), (self._longest, LONGEST)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self.save)
        self._close.clicked.connect(self._on_close)
        self.editor.textChanged.connect(self._on_typed)
        self.editor.installEventFilter(self)
        self.retranslate()

    def show_record(self, record_id: str | None, title: str) -> None:
        """Edit the note of another record (None: of none); what was typed for the one before is saved first, and kept
        where that cannot be."""
        if record_id == self._record_id and self._context.shelf is self._shelf:
            self._title = title or self._title
            return
        if not self.save() and self._shelf is not None and self._record_id is not None:
            self._drafts[self._shelf, self._record_id] = self._draft()
        self._shelf, self._record_id, self._title = self._context.shelf, record_id, title
        self._stored = ""
        self._put("")  # first, so that nothing stays in it that is of another record where this one cannot be read
        self._load()
        self.editor.moveCursor(QTextCursor.MoveOperation.End)

    def renew(self) -> None:
        """Read the note again, as it may have changed in another window; never over unsaved text."""
        if self.editor.toPlainText() == self._stored:
            self._load()

    def save(self) -> bool:
        """Store what was typed, and what could not be stored before; False when the text in the editor could not be
        (it stays there)."""
        self._pause.stop()
        self._longest.stop()
        self._trouble = None
        self._save_drafts()
        shelf, text = self._shelf, self.editor.toPlainText()
        if self._record_id is None or shelf is None or text == self._stored:
            self._say_status()
            return True
        try:
            result = shelf.notes.save(self._record_id, text, title=self._title, seen=self._seen)
        except NotSaved as refused:
            self._trouble = refused.trouble
            self._say_status()
            return False
        self._told = "joined" if result.joined else "saved"
        self._seen = result.note.revision if result.note else 0
        self._stored = result.note.text if result.note else ""
        if result.joined:
            self._put(self._stored)
        elif not result.note:
            self._stored = text
            self._told = "removed" if not text.strip() else "saved"
        if not self._lasting():
            self._passing[shelf, self._record_id] = self._title
        self._say_status()
        self.changed.emit()
        return True

    def unsaved(self) -> tuple[Note, ...]:
        """Every text that would go with the window: what `save` could not store, or only in memory."""
        kept = {key: key[0].notes.get(key[1]) for key in self._passing}  # unless it was removed since
        drafts = {key: Draft(note.text, self._passing[key], note.revision) for key, note in kept.items() if note}
        drafts |= self._drafts
        if self._shelf is not None and self._record_id is not None and self.editor.toPlainText() != self._stored:
            drafts[self._shelf, self._record_id] = self._draft()
        now = stamp(utc_now())
        return tuple(
            Note(record_id, draft.text, draft.title or record_id, shelf.pack_id, now, now, draft.seen)
            for (shelf, record_id), draft in drafts.items()
            if draft.text.strip()
        )

    def why_unsaved(self) -> Trouble | None:
        """What keeps them from being stored."""
        userdata = self._context.userdata
        return self._trouble or (userdata.trouble if userdata is not None else None)

    def let_go(self) -> None:
        """The reader has what could not be stored elsewhere, or gave it up: the window may close over it."""
        self._passing.clear()
        self._drafts.clear()
        self._stored = self.editor.toPlainText()
        self._trouble = None

    def retranslate(self) -> None:
        """Put the texts into the current language; the note stays as it was written."""
        self._heading.setText(_("My note"))
        self._about.setText(_("Only on this computer; never part of the reference."))
        self.editor.setPlaceholderText(_("Write here… **bold**, *italic*, - list"))
        self.editor.setAccessibleName(_("My note"))
        self._close.say(_("Close the note"))
        self._say_status()

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Leaving the editor saves; Escape puts the note away."""
        if event.type() == QEvent.Type.FocusOut:
            self.save()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._on_close()
            return True
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Closing saves."""
        self.save()
        super().hideEvent(event)

    # ---- inside

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._about)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self._status)
        self.setMinimumWidth(self._context.theme.px(220))

    def _lasting(self) -> bool:
        return self._context.userdata is not None and self._context.userdata.permanent

    def _draft(self) -> Draft:
        return Draft(self.editor.toPlainText(), self._title, self._seen)

    def _save_drafts(self) -> None:
        """Try again; what one disk refuses once, it refuses for the others too."""
        before = len(self._drafts)
        try:
            for (shelf, record_id), draft in tuple(self._drafts.items()):
                shelf.notes.save(record_id, draft.text, title=draft.title, seen=draft.seen)
                del self._drafts[shelf, record_id]
        except NotSaved as refused:
            self._trouble = refused.trouble
        if len(self._drafts) < before:
            self.changed.emit()

    def _load(self) -> None:
        shelf = self._shelf
        note = shelf.notes.get(self._record_id) if shelf is not None and self._record_id is not None else None
        self._seen, self._stored = (note.revision, note.text) if note else (0, "")
        self._told = f"since:{note.changed}" if note else ""
        draft = self._drafts.pop((shelf, self._record_id), None) if shelf is not None and self._record_id else None
        if draft is not None:
            self._seen = draft.seen
        self._put(self._stored if draft is None else draft.text)
        self.editor.setEnabled(self._record_id is not None and shelf is not None)
        self._say_status()

    def _put(self, text: str) -> None:
        """Show a text without counting it as typed; the cursor stays where it was."""
        place = self.editor.textCursor().position()
        self.editor.blockSignals(True)
        self.editor.setPlainText(text)
        self.editor.blockSignals(False)
        cursor = self.editor.textCursor()
        cursor.setPosition(min(place, len(self.editor.toPlainText())))
        self.editor.setTextCursor(cursor)

    def _on_typed(self) -> None:
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self._told = "typing"
        self._say_status()

    def _on_close(self) -> None:
        if self.save():
            self.closed.emit()

    def _say_status(self) -> None:
        if self._trouble is not None:
            text = self._trouble.sentence()
        elif not self._lasting():
            text = _("Kept only until FieldRef closes.") if self._told not in ("", "typing") else ""
        elif self._told == "joined":
            text = _("This note was also changed in another window: both texts are kept.")
        elif self._told.startswith("since:"):
            text = _("Changed on {date}").format(date=date(self._told.partition(":")[2]))
        else:
            text = {"saved": pgettext("status", "Saved"), "removed": _("Note removed"), "typing": _("Saving…")}.get(
                self._told, ""
            )
        self._status.setText(text)
        self._status.setAccessibleName(text)
