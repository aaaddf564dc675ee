"""What can go wrong with the user's file, each told in one sentence that says what to expect."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fieldref.i18n import _, date
from fieldref.system import is_full

_ROOM_NEEDED = 256 * 1024
"""Free bytes under which an I/O error of SQLite is taken to be a full disk."""


class TroubleKind(StrEnum):
    """Causes that the reader is told apart."""

    RESTORED = "restored"
    STARTED_EMPTY = "started_empty"
    FOREIGN = "foreign"
    MISSING = "missing"
    NEWER = "newer"
    READ_ONLY = "read_only"
    DISK_FULL = "disk_full"
    BUSY = "busy"
    UNWRITABLE = "unwritable"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One event to tell the user. `aside` is where the unreadable file was put; `backup_date` the day (ISO) of the
    backup that came back; `session_only` says that this run keeps its changes in memory alone."""

    kind: TroubleKind
    path: Path
    aside: Path | None = None
    backup_date: str = ""
    session_only: bool = False

    def sentence(self) -> str:
        """What happened, in the language of the interface."""
        if self.aside is not None or self.kind is TroubleKind.MISSING:
            return self._recovered()
        if self.kind is TroubleKind.NEWER:
            return _(
                "Your bookmarks and notes were made with a newer FieldRef: they can be read here, "
                "but nothing is kept after closing."
            )
        return self._session() if self.session_only else _("Not saved: {reason}.").format(reason=self.reason())

    def reason(self) -> str:
        """Why something could not be stored, as the end of a sentence."""
        match self.kind:
            case TroubleKind.READ_ONLY:
                text = _("the folder “{folder}” is read-only")
            case TroubleKind.DISK_FULL:
                text = _("the disk is full")
            case TroubleKind.BUSY:
                text = _("another program holds the file of your bookmarks and notes")
            case TroubleKind.NEWER:
                text = _("your notes were made with a newer FieldRef")
            case _other:
                text = _("“{folder}” cannot be written")
        return text.format(folder=self.path.parent)

    def _recovered(self) -> str:
        day = date(self.backup_date) if self.backup_date else ""
        aside = self.aside.name if self.aside else ""
        if self.kind is TroubleKind.MISSING:
            text = _("The file of your bookmarks and notes was missing; the backup of {date} was restored.")
        elif self.kind is TroubleKind.FOREIGN and day:
            text = _(
                "The file of your bookmarks and notes belonged to another program; it is kept as “{name}”, "
                "and the backup of {date} was restored."
            )
        elif day:
            text = _(
                "The file of your bookmarks and notes was damaged; it is kept as “{name}”, "
                "and the backup of {date} was restored."
            )
        else:
            text = _(
                "The file of your bookmarks and notes could not be read and there was no backup; "
                "it is kept as “{name}”, and a new one was started."
            )
        return text.format(name=aside, date=day)

    def _session(self) -> str:
        match self.kind:
            case TroubleKind.READ_ONLY:
                text = _("The folder “{folder}” is read-only: new bookmarks and notes are lost when FieldRef closes.")
            case TroubleKind.DISK_FULL:
                text = _("The disk is full: new bookmarks and notes are lost when FieldRef closes.")
            case TroubleKind.BUSY:
                text = _(
                    "Another program holds the file of your bookmarks and notes: "
                    "new ones are lost when FieldRef closes."
                )
            case _other:
                text = _("“{folder}” cannot be written: new bookmarks and notes are lost when FieldRef closes.")
        return text.format(folder=self.path.parent)


class NotSaved(Exception):
    """A change was not stored; what was stored before is untouched. `trouble.sentence()` tells why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.kind.value)
        self.trouble = trouble


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file itself is broken (and not the disk or the folder)."""
    return _primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


def kind_of(error: sqlite3.Error | OSError, path: Path) -> TroubleKind:
    """The cause behind a failed write or opening of the file at `path`."""
    if isinstance(error, OSError):
        return _of_os_error(error, path)
    code = _primary(error)
    if code == sqlite3.SQLITE_FULL:
        return TroubleKind.DISK_FULL
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TroubleKind.BUSY
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return TroubleKind.READ_ONLY
    if _is_full(path):
        return TroubleKind.DISK_FULL
    return TroubleKind.READ_ONLY if code == sqlite3.SQLITE_CANTOPEN else TroubleKind.UNWRITABLE


def _of_os_error(error: OSError, path: Path) -> TroubleKind:
    if is_full(error):
        return TroubleKind.DISK_FULL
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return TroubleKind.READ_ONLY
    return TroubleKind.DISK_FULL if _is_full(path) else TroubleKind.UNWRITABLE


def _primary(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_NEEDED
    except OSError:
        return False
