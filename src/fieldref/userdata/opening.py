"""Opening the user's file so that the app always starts.

A file that is damaged, empty or foreign is set aside under a dated name and the last good backup comes back; where
nothing can be written the session runs in memory with what could be read. Either way the caller gets one `Trouble`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

from fieldref.locks import alone
from fieldref.paths import make_private
from fieldref.userdata import memory, recovery
from fieldref.userdata.backup import Backups
from fieldref.userdata.bookmarks import Folders
from fieldref.userdata.model import Clock, utc_now
from fieldref.userdata.schema import SCHEMA_VERSION, migrate
from fieldref.userdata.shelf import Shelf
from fieldref.userdata.store import Store, connect, prepare
from fieldref.userdata.trouble import Trouble, TroubleKind, is_damage, kind_of

FILE_NAME = "userdata.db"
BACKUP_FOLDER = "backups"
_LOCK_NAME = "opening.lock"
_LOCK_SECONDS = 10.0


class UserData:
    """The user's bookmarks, notes and history. Belongs to one thread (`backups` may be used from another).

    `trouble` is what happened at opening, or None; `permanent` is false when changes live in memory only."""

    def __init__(self, store: Store, backups: Backups, trouble: Trouble | None = None) -> None:
        self._store = store
        self.backups = backups
        self.trouble = trouble
        self.folders = Folders(store)
        self._shelves: dict[str, Shelf] = {}

    def shelf(self, pack_id: str) -> Shelf:
        """What is kept of one content library; the same object each time."""
        if pack_id not in self._shelves:
            self._shelves[pack_id] = Shelf(self._store, pack_id)
        return self._shelves[pack_id]

    @property
    def store(self) -> Store:
        """The open file, for whole-file work such as an import."""
        return self._store

    @property
    def path(self) -> Path:
        """Where the user's file is (or would be)."""
        return self._store.path

    @property
    def permanent(self) -> bool:
        """Whether changes outlive this session."""
        return self._store.permanent

    def changed_elsewhere(self) -> bool:
        """Whether another running copy changed something since the last time of asking."""
        return self._store.changed_elsewhere()

    def on_change(self, act: Callable[[], None] | None) -> None:
        """Have `act` called after each stored change, or nothing any more. Changes kept in memory do not count."""
        self._store.on_change = act if self.permanent else None

    def backup(self) -> None:
        """Make a backup if anything changed; a failure is not worth disturbing the reader, the file itself is safe."""
        if self.permanent:
            with suppress(sqlite3.Error, OSError):
                self.backups.make()

    def close(self) -> None:
        """Back up and close."""
        self.backup()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()


def open_user_data(folder: Path, clock: Clock = utc_now) -> UserData:
    """Open the user's file in `folder`, made when missing. Never raises for a bad file, folder or disk: see
    `UserData.trouble`."""
    file = folder / FILE_NAME
    backups = Backups(file, folder / BACKUP_FOLDER, clock)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _opening_lock(folder):
            _keep_to_owner(folder)
            backups.sweep()
            return _open_locked(file, backups, clock)
    except (sqlite3.Error, OSError) as error:
        return _in_memory(file, backups, clock, kind_of(error, file))


def _keep_to_owner(folder: Path) -> None:
    """What an earlier program made has the rights that the system gives new files: mostly everybody may read them."""
    for path in (*folder.glob("userdata*.db*"), *(folder / BACKUP_FOLDER).glob("*.db")):
        make_private(path)


def _open_locked(file: Path, backups: Backups, clock: Clock) -> UserData:
    verdict = recovery.examine(file)
    trouble: Trouble | None = None
    if verdict is recovery.Verdict.NEWER:
        return _in_memory(file, backups, clock, TroubleKind.NEWER)
    if verdict is recovery.Verdict.MISSING:
        restored = next(backups.good(), None)
        recovery.create(file, restored, clock)
        if restored:
            trouble = Trouble(TroubleKind.MISSING, file, backup_date=restored.day)
    elif verdict is not recovery.Verdict.GOOD:
        trouble = recovery.recover(file, backups, clock, foreign=verdict is recovery.Verdict.FOREIGN)
    store = _open_good(file, backups, clock)
    userdata = UserData(store, backups, trouble)
    if trouble and trouble.aside:
        recovery.save_readable_rows(trouble.aside, store)
    userdata.backup()
    return userdata


def _open_good(file: Path, backups: Backups, clock: Clock) -> Store:
    connection = connect(file)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < SCHEMA_VERSION:
            backups.keep_before(SCHEMA_VERSION)  # without a copy of the old state nothing is changed
            migrate(connection)
        prepare(connection, file)
        connection.execute("BEGIN IMMEDIATE")  # a file that is read-only says so here, not at the first note;
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")  # BEGIN alone quietly settles for reading
        connection.execute("ROLLBACK")
        return Store(connection, file, clock)
    except BaseException:
        connection.close()
        raise


def _in_memory(file: Path, backups: Backups, clock: Clock, kind: TroubleKind) -> UserData:
    connection = memory.load(file, backups)
    connection.execute("PRAGMA foreign_keys = 1")
    store = Store(connection, file, clock, permanent=False)
    return UserData(store, backups, Trouble(kind, file, session_only=True))


@contextmanager
def _opening_lock(folder: Path) -> Iterator[None]:
    """One process at a time creates or recovers the file; a damaged lock file locks nobody out."""
    with ExitStack() as stack:
        try:
            stack.enter_context(alone(folder / _LOCK_NAME, wait=_LOCK_SECONDS))
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
        yield
