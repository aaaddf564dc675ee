"""Copies of the user's file, made while it is open, checked before they count, and rotated."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from fieldref.paths import make_file, put_in_place, sync_folder
from fieldref.userdata.model import Clock
from fieldref.userdata.schema import APPLICATION_ID, SCHEMA_VERSION, is_intact
from fieldref.userdata.store import connect

_NAME = re.compile(r"user-(\d{8,})-(\d{4})(\d\d)(\d\d)T\d{6}Z\.db")


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A backup on the disk. `changes` orders them: it grows even when the clock of a laptop goes backwards."""

    changes: int
    path: Path
    day: str
    """ISO date on which it was made."""


class Backups:
    """The newest `keep_last` copies, and the last one of each of the newest `keep_days` days."""

    def __init__(self, file: Path, folder: Path, clock: Clock, *, keep_last: int = 5, keep_days: int = 7) -> None:
        self._file = file
        self._folder = folder
        self._clock = clock
        self._keep_last = keep_last
        self._keep_days = keep_days

    def all(self) -> tuple[Backup, ...]:
        """Backups on the disk, the newest first; not yet checked."""
        try:
            paths = sorted(self._folder.iterdir())
        except OSError:
            return ()
        found = [(match, path) for path in paths if (match := _NAME.fullmatch(path.name))]
        backups = [Backup(int(match[1]), path, "-".join(match.group(2, 3, 4))) for match, path in found]
        return tuple(sorted(backups, reverse=True))

    def good(self) -> Iterator[Backup]:
        """Backups that prove intact, the newest first."""
        return (backup for backup in self.all() if is_good_file(backup.path))

    def make(self) -> Backup | None:
        """Copy the file as it stands, check the copy, and only then give it its name. Returns None when nothing
        changed since the last one. Safe from another thread. Raises sqlite3.Error or OSError, and leaves no trace."""
        with closing(connect(self._file)) as source:
            changes = _changes(source)
            newest = self.all()[:1]
            if newest and newest[0].changes == changes:
                return None
            moment = self._clock()
            target = self._folder / f"user-{changes:08d}-{moment:%Y%m%dT%H%M%S}Z.db"
            self._copy(source, target)
        self._rotate()
        return Backup(changes, target, f"{moment:%Y-%m-%d}")

    def keep_before(self, version: int) -> None:
        """Copy the file before it is brought to the form `version`. This copy stays, whatever is rotated: an older
        program can go on with it, and what it adds gets a copy of its own. Raises as `make` does."""
        with closing(connect(self._file)) as source:
            target = self._folder / f"before-version-{version}-{_changes(source):08d}.db"
            if not target.exists():
                self._copy(source, target)

    def _copy(self, source: sqlite3.Connection, target: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"draft-{os.getpid()}-{threading.get_ident()}.tmp"
        try:
            copy_to(source, draft)
            if not is_good_file(draft):
                raise sqlite3.DatabaseError("the copy did not prove intact")
            put_in_place(draft, target)
            sync_folder(self._folder)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove half-made copies that a killed run left behind."""
        with suppress(OSError):
            for draft in self._folder.glob("draft-*.tmp*"):
                draft.unlink(missing_ok=True)

    def _rotate(self) -> None:
        backups = self.all()
        kept = set(backups[: self._keep_last])
        days: dict[str, Backup] = {}
        for backup in backups:
            days.setdefault(backup.day, backup)
        kept.update(list(days.values())[: self._keep_days])
        for backup in backups:
            if backup not in kept:
                with suppress(OSError):
                    backup.path.unlink()


def _changes(source: sqlite3.Connection) -> int:
    """How often the file was changed since it was made."""
    (changes,) = source.execute("SELECT value FROM state WHERE key = 'changes'").fetchone()
    return int(changes)


def copy_to(source: sqlite3.Connection, target: Path) -> None:
    """Copy an open database into a new single file (no write-ahead log beside it), flushed to the disk. It is only for
    its owner, and what SQLite puts beside it follows it in that."""
    target.unlink(missing_ok=True)
    make_file(target, private=True)
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def is_good_file(path: Path) -> bool:
    """Whether a file is ours, of a version we know, and intact."""
    try:
        if path.stat().st_size == 0:
            return False
        with closing(connect(path, read_only=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            return application == APPLICATION_ID and 0 < version <= SCHEMA_VERSION and is_intact(connection)
    except (sqlite3.Error, OSError, ValueError, TypeError):
        return False
