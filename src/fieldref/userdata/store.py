"""The open user file: one connection, whole transactions, and no lost writes between running copies."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fieldref.paths import file_uri
from fieldref.userdata.model import Clock, stamp
from fieldref.userdata.trouble import NotSaved, Trouble, kind_of

_BUSY_MS = 5000
_REMOTE_DRIVE = 4


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a SQLite file in autocommit mode. Any folder name works: the path travels as a URI, never by formatting."""
    uri = file_uri(path) + ("?mode=ro" if read_only else "?mode=rw")
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000)
    connection.execute("PRAGMA trusted_schema = 0")
    return connection


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Settings of every writing connection. On a file system without shared memory the journal stays as it is."""
    connection.execute("PRAGMA foreign_keys = 1")
    with suppress(sqlite3.OperationalError):
        connection.execute(f"PRAGMA journal_mode = {'DELETE' if on_another_machine(path) else 'WAL'}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_size_limit = 1048576")


def on_another_machine(path: Path) -> bool:
    """Whether the file lies in a network folder of Windows: computers that share a write-ahead log damage the file."""
    if sys.platform == "win32":
        import ctypes

        anchor = path.absolute().anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _REMOTE_DRIVE
    return False


class Store:
    """Runs reads and writes on the user's file, or on memory when `path` cannot be written (`permanent` is false)."""

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Clock, *, permanent: bool = True) -> None:
        self._connection = connection
        self.path = path
        self.permanent = permanent
        self.on_change: Callable[[], None] | None = None
        """Called after each stored change, on the thread that made it."""
        self._clock = clock
        self._identity = self._identify()
        self._seen_version = self._data_version()

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it when no other copy runs."""
        self._connection.close()

    def now(self) -> str:
        """The time, as it is stored."""
        return stamp(self._clock())

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """All rows of a query."""
        return self._connection.execute(sql, parameters).fetchall()

    def changes(self) -> int:
        """How many changes the file has seen in its life."""
        (count,) = self._connection.execute("SELECT value FROM state WHERE key = 'changes'").fetchone()
        return int(count)

    def changed_elsewhere(self) -> bool:
        """Whether another running copy changed the file since the last time of asking."""
        version = self._data_version()
        changed = version != self._seen_version
        self._seen_version = version
        return changed

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction. When the block ends without an error its changes are on the disk, power cut or not; with
        `durable=False` (reading history) the last few may be missing after a power cut, but reading never waits for
        the disk. Raises NotSaved, and then nothing of it was stored."""
        try:
            self._follow_file()
            connection = self._connection
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE state SET value = value + 1 WHERE key = 'changes'")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except (sqlite3.DatabaseError, OSError) as error:
            raise NotSaved(Trouble(kind_of(error, self.path), self.path)) from error
        if self.on_change is not None:
            self.on_change()

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _identify(self) -> tuple[int, int] | None:
        if not self.permanent:
            return None
        status = self.path.stat()
        return status.st_dev, status.st_ino

    def _follow_file(self) -> None:
        """Reopen when another copy replaced the file (it restored a backup): a write into the old one would be lost."""
        if not self.permanent or self._identify() == self._identity:
            return
        fresh = connect(self.path)
        prepare(fresh, self.path)
        self._connection.close()
        self._connection = fresh
        self._identity = self._identify()
