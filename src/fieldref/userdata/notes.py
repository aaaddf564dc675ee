"""Private notes, one for a record of a library. Text written in two places at once is joined, never overwritten."""

from __future__ import annotations

import sqlite3

from fieldref.userdata.model import Note, SavedNote
from fieldref.userdata.schema import checksum
from fieldref.userdata.store import Store

DIVIDER = "\n\n* * *\n\n"
"""Between two texts that were joined: a thematic break in Markdown, readable as plain text."""

_SELECT = "SELECT record_id, text, title, pack_id, created, changed, revision FROM note"
_ONE = _SELECT + " WHERE pack_id = ? AND record_id = ?"


class Notes:
    """The notes on one library."""

    def __init__(self, store: Store, pack_id: str) -> None:
        self._store = store
        self._pack_id = pack_id

    def get(self, record_id: str) -> Note | None:
        """The note on a record, or None."""
        rows = self._store.rows(_ONE, (self._pack_id, record_id))
        return _note(rows[0]) if rows else None

    def all(self) -> tuple[Note, ...]:
        """Every note, the last changed first."""
        rows = self._store.rows(_SELECT + " WHERE pack_id = ? ORDER BY changed DESC", (self._pack_id,))
        return tuple(_note(row) for row in rows)

    def record_ids(self) -> frozenset[str]:
        """Ids of all records that have a note, for marking them in lists."""
        rows = self._store.rows("SELECT record_id FROM note WHERE pack_id = ?", (self._pack_id,))
        return frozenset(str(row[0]) for row in rows)

    def save(self, record_id: str, text: str, *, title: str, seen: int = 0) -> SavedNote:
        """Store the text of a note; an empty text removes it. `seen` is the revision that the writer started from
        (0: there was none). When the note changed meanwhile, the other text is kept below this one. Raises NotSaved.
        """
        now = self._store.now()
        with self._store.write() as connection:
            stored = read(connection, self._pack_id, record_id)
            joined = stored is not None and stored.revision != seen and stored.text.strip() != text.strip()
            if stored is not None and joined:
                text = join(text, stored.text)
            if not text.strip():
                connection.execute("DELETE FROM note WHERE pack_id = ? AND record_id = ?", (self._pack_id, record_id))
                return_note = None
            elif stored is not None and stored.text == text:
                return_note = stored
            else:
                created = stored.created if stored else now
                return_note = put(connection, Note(record_id, text, title, self._pack_id, created, now, 0))
        return SavedNote(return_note, joined)


def join(newer: str, older: str) -> str:
    """Two texts of one note as one; what the other contains in lines of its own, whole or between dividers, is not
    repeated: two copies that write to a note in turn would else double it each time."""
    above, below = newer.strip(), older.strip()
    missing = [part for part in below.split(DIVIDER) if not _stands_in(part.strip(), above)]
    if not missing:
        return newer
    return older if _stands_in(above, below) else DIVIDER.join([above, *missing])


def _stands_in(part: str, text: str) -> bool:
    """Whether the lines of `part` are in `text`, whole: “10” is not in “Call 2010”."""
    return not part or f"\n{part}\n" in f"\n{text}\n"


def every(store: Store) -> tuple[Note, ...]:
    """The notes on all libraries, the last changed first."""
    return tuple(_note(row) for row in store.rows(_SELECT + " ORDER BY changed DESC"))


def read(connection: sqlite3.Connection, pack_id: str, record_id: str) -> Note | None:
    """The note on a record, inside a transaction."""
    row = connection.execute(_ONE, (pack_id, record_id)).fetchone()
    return _note(row) if row else None


def put(connection: sqlite3.Connection, note: Note) -> Note:
    """Write a note inside a transaction and return it with its new revision: the file's count of changes, so that
    a note that was removed and written anew never looks like the one before."""
    (changes,) = connection.execute("SELECT value FROM state WHERE key = 'changes'").fetchone()
    revision = int(changes) + 1
    connection.execute(
        "INSERT OR REPLACE INTO note (record_id, text, title, pack_id, created, changed, revision, checksum) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            note.record_id,
            note.text,
            note.title,
            note.pack_id,
            note.created,
            note.changed,
            revision,
            checksum(note.record_id, note.text, note.created, note.changed),
        ),
    )
    return Note(note.record_id, note.text, note.title, note.pack_id, note.created, note.changed, revision)


def _note(row: tuple[object, ...]) -> Note:
    record_id, text, title, pack_id, created, changed = (str(value) for value in row[:6])
    return Note(record_id, text, title, pack_id, created, changed, int(str(row[6])))
