"""A session in memory: what could be read of the user's file, where nothing can be written."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from fieldref.paths import file_uri
from fieldref.userdata.backup import Backups
from fieldref.userdata.schema import APPLICATION_ID, is_intact, migrate
from fieldref.userdata.store import connect


def load(file: Path, backups: Backups) -> sqlite3.Connection:
    """The user's data as a database in memory: from the file, else from the last good backup, else empty."""
    ways: tuple[Callable[[Path], sqlite3.Connection], ...] = (_from_open_file, _from_copy, _from_bare_file)
    for path, attempt in [(file, way) for way in ways] + [(good.path, _from_bare_file) for good in backups.all()]:
        try:
            return attempt(path)
        except (sqlite3.Error, OSError, ValueError, TypeError):
            continue
    connection = _empty()
    migrate(connection)
    return connection


def _from_open_file(file: Path) -> sqlite3.Connection:
    return _into_memory(file_uri(file) + "?mode=ro")


def _from_copy(file: Path) -> sqlite3.Connection:
    """With a log beside it, a file in a read-only folder opens only as a copy."""
    with tempfile.TemporaryDirectory() as folder:
        for end in ("", "-wal"):
            beside = file.with_name(file.name + end)
            if end == "" or beside.exists():
                shutil.copyfile(beside, Path(folder, "userdata.db" + end))
        with closing(connect(Path(folder, "userdata.db"))) as copy:
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return _into_memory(file_uri(Path(folder, "userdata.db")) + "?mode=ro")


def _from_bare_file(file: Path) -> sqlite3.Connection:
    return _into_memory(file_uri(file) + "?mode=ro&immutable=1")


def _into_memory(uri: str) -> sqlite3.Connection:
    target = _empty()
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as source:
            source.backup(target)
        (application,) = target.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID or not is_intact(target):
            raise ValueError("not a usable user file")
        migrate(target)
    except BaseException:
        target.close()
        raise
    return target


def _empty() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)
