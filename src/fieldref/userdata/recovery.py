"""Judging a user file, setting a bad one aside, bringing the last good state back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from enum import StrEnum
from itertools import count
from pathlib import Path

from fieldref.paths import put_in_place, sync_folder
from fieldref.userdata import bookmarks, notes
from fieldref.userdata.backup import Backup, Backups, copy_to
from fieldref.userdata.model import Bookmark, Clock, Note
from fieldref.userdata.schema import APPLICATION_ID, SCHEMA_VERSION, checksum, is_intact, migrate
from fieldref.userdata.store import Store, connect
from fieldref.userdata.trouble import Trouble, TroubleKind, is_damage

_HEADER = b"SQLite format 3\0"
_HEADER_SIZE = 100
_BESIDE = ("-wal", "-shm", "-journal")


class Verdict(StrEnum):
    """What a user file proved to be."""

    GOOD = "good"
    MISSING = "missing"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NEWER = "newer"


def examine(file: Path) -> Verdict:
    """Judge a file. Raises sqlite3.Error or OSError when the disk, not the file, is the trouble."""
    if not file.exists():
        return Verdict.MISSING
    with file.open("rb") as stream:
        header = stream.read(_HEADER_SIZE)
        if len(header) < _HEADER_SIZE or not header.startswith(_HEADER):
            return Verdict.DAMAGED
    try:
        with closing(connect(file)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION_ID:
                return Verdict.FOREIGN
            if version > SCHEMA_VERSION:
                return Verdict.NEWER
            return Verdict.GOOD if version > 0 and is_intact(connection) else Verdict.DAMAGED
    except (sqlite3.DatabaseError, UnicodeDecodeError, TypeError) as error:
        if isinstance(error, sqlite3.OperationalError) and not is_damage(error) and not _is_shape_error(error):
            raise
        return Verdict.DAMAGED


def recover(file: Path, backups: Backups, clock: Clock, *, foreign: bool) -> Trouble:
    """Set the file aside and put the last good backup (else a new file) in its place."""
    restored = next(backups.good(), None)
    draft = _draft(file, restored)  # first, so that a full disk leaves everything where it was
    aside = _aside_name(file, clock)
    put_in_place(file, aside)
    _move_log(file, aside)
    put_in_place(draft, file)
    sync_folder(file.parent)
    if restored is None:
        return Trouble(TroubleKind.STARTED_EMPTY, file, aside=aside)
    kind = TroubleKind.FOREIGN if foreign else TroubleKind.RESTORED
    return Trouble(kind, file, aside=aside, backup_date=restored.day)


def create(file: Path, backup: Backup | None, clock: Clock) -> None:
    """Create a file that is missing: from a backup, or new and empty."""
    draft = _draft(file, backup)
    _move_log(file, _aside_name(file, clock))  # a log without its file is kept, and never replayed into another
    put_in_place(draft, file)
    sync_folder(file.parent)


def _draft(file: Path, backup: Backup | None) -> Path:
    """A complete file under another name: a run killed meanwhile leaves no half-made user file."""
    draft = file.with_name(f"{file.name}.draft")
    with closing(sqlite3.connect(":memory:" if backup is None else backup.path, isolation_level=None)) as source:
        if backup is None:
            migrate(source)
        copy_to(source, draft)
    return draft


def _aside_name(file: Path, clock: Clock) -> Path:
    """A dated name that is free. Nothing is ever deleted or replaced."""
    stem = f"userdata-damaged-{clock():%Y-%m-%d-%H%M%S}"
    names = (file.with_name(f"{stem}{'' if number == 1 else f'-{number}'}.db") for number in count(1))
    return next(name for name in names if not any(name.with_name(name.name + end).exists() for end in ("", *_BESIDE)))


def save_readable_rows(aside: Path, store: Store) -> None:
    """Bring rows that prove intact from a damaged file into the restored one: what was written after the last backup.
    Best effort; the damaged file itself is only read."""
    with suppress(sqlite3.Error, OSError), closing(connect(aside, read_only=True)) as damaged:
        damaged.text_factory = _strict_text
        (application,) = damaged.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            return
        with store.write() as connection:
            for bookmark in _readable_bookmarks(damaged):
                bookmarks.insert(connection, bookmark)
            for note in _readable_notes(damaged):
                stored = notes.read(connection, note.pack_id, note.record_id)
                if stored is None or stored.changed < note.changed:
                    notes.put(connection, note)


def _readable_bookmarks(damaged: sqlite3.Connection) -> Iterator[Bookmark]:
    sql = "SELECT checksum, record_id, place, pack_id, title, created, kind, changed FROM bookmark NOT INDEXED"
    for row in _readable(damaged, sql):
        if all(isinstance(value, str) for value in row[1:]) and row[0] == checksum(*map(str, row[1:6])):
            record_id, place, pack_id, title, created, kind, changed = map(str, row[1:])
            yield Bookmark(0, record_id, place, pack_id, kind, title, None, (), created, changed)


def _readable_notes(damaged: sqlite3.Connection) -> Iterator[Note]:
    sql = "SELECT checksum, record_id, text, created, changed, title, pack_id FROM note"
    for row in _readable(damaged, sql):
        if all(isinstance(value, str) for value in row[1:]) and row[0] == checksum(*map(str, row[1:5])):
            record_id, text, created, changed, title, pack_id = map(str, row[1:])
            yield Note(record_id, text, title, pack_id, created, changed, 0)


def _readable(damaged: sqlite3.Connection, sql: str) -> Iterator[tuple[object, ...]]:
    """Rows up to the first one that cannot be read."""
    try:
        yield from damaged.execute(sql)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def _strict_text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _is_shape_error(error: sqlite3.OperationalError) -> bool:
    """'no such table' or 'no such column': ours by name, but not in shape."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_ERROR


def _move_log(file: Path, aside: Path) -> None:
    for end in _BESIDE:
        beside = file.with_name(file.name + end)
        if beside.exists():
            with suppress(OSError):
                put_in_place(beside, aside.with_name(aside.name + end))
