"""Opening a content file: read only, and only after looking at its marks.

The marks are read from the first hundred bytes before SQLite sees the file, so that a file that is not ours is never
run through a database engine, and so that a file cut short by a stick pulled too early is told apart from a foreign
one.
"""

from __future__ import annotations

import errno
import sqlite3
import stat
import struct
from enum import StrEnum
from pathlib import Path

from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION
from fieldref.i18n import _
from fieldref.paths import file_uri

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100
_NO_SUCH_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EINVAL, errno.ENAMETOOLONG, errno.ELOOP})
_TABLES_NEEDED = frozenset(
    {"meta", "record", "record_text", "statement", "source", "place", "indicator", "observation"}
)


class Problem(StrEnum):
    """What can be wrong with a content file."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NEWER = "newer"
    OLDER = "older"


class ContentError(Exception):
    """A content file that cannot be used. `str()` gives one sentence in the reader's language, made when asked for."""

    def __init__(self, problem: Problem | str, path: Path) -> None:
        super().__init__(problem, path)
        self.problem = Problem(problem)
        self.path = path

    def __str__(self) -> str:
        return content_message(self.problem, self.path)


def content_message(problem: Problem | str, path: Path) -> str:
    """One sentence for a person, in the current language, saying what is wrong with the file and what helps."""
    problem = Problem(problem)
    if problem is Problem.MISSING:
        text = _("The content file {file} was not found.")
    elif problem is Problem.UNREADABLE:
        text = _("The content file {file} cannot be read: check that you may open it.")
    elif problem is Problem.EMPTY:
        text = _("The content file {file} is empty: copy it again.")
    elif problem is Problem.DAMAGED:
        text = _("The content file {file} is damaged or incomplete: copy it again.")
    elif problem is Problem.FOREIGN:
        text = _("The file {file} is not a FieldRef content file.")
    elif problem is Problem.NEWER:
        text = _("The content file {file} was made for a newer FieldRef: update FieldRef to open it.")
    else:
        text = _("The content file {file} was made for an older FieldRef: get a newer content file.")
    return text.format(file=printable(path))


def printable(path: Path | str) -> str:
    """A path, or a part of one, as text that any stream can write: undecodable bytes and control characters are shown
    as `�`."""
    text = str(path).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def open_content(path: Path) -> sqlite3.Connection:
    """A read-only connection to the content file at `path`; raises `ContentError`.

    The file is opened as immutable: no lock and no side file is ever made, so it may lie on a read-only stick.
    """
    _check_header(path)
    try:
        connection = sqlite3.connect(read_only_uri(path), uri=True)
    except (sqlite3.Error, OSError, ValueError) as error:
        raise ContentError(Problem.UNREADABLE, path) from error
    try:
        _restrain(connection)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        connection.execute("SELECT key, value FROM meta").fetchall()
    except sqlite3.Error as error:
        connection.close()
        raise ContentError(Problem.DAMAGED, path) from error
    if not names >= _TABLES_NEEDED:
        connection.close()
        raise ContentError(Problem.DAMAGED, path)
    return connection


def read_only_uri(path: Path) -> str:
    """The address of a file that SQLite opens for reading only, and takes as never changing."""
    return file_uri(path) + "?mode=ro&immutable=1"


def _restrain(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA trusted_schema = 0")
    connection.execute("PRAGMA cell_size_check = 1")
    connection.execute("PRAGMA cache_size = -8000")
    connection.execute("PRAGMA temp_store = 2")


def _check_header(path: Path) -> None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ContentError(Problem.FOREIGN, path)
        with path.open("rb") as file:
            header = file.read(_HEADER_SIZE)
    except ValueError as error:  # a NUL in the name
        raise ContentError(Problem.MISSING, path) from error
    except OSError as error:
        raise ContentError(Problem.MISSING if error.errno in _NO_SUCH_FILE else Problem.UNREADABLE, path) from error
    if not header:
        raise ContentError(Problem.EMPTY, path)
    if not header.startswith(_MAGIC[: len(header)]):
        raise ContentError(Problem.FOREIGN, path)
    if len(header) < _HEADER_SIZE:
        raise ContentError(Problem.DAMAGED, path)
    _check_marks(header, status.st_size, path)


def _check_marks(header: bytes, size: int, path: Path) -> None:
    application_id = struct.unpack_from(">I", header, 68)[0]
    version = struct.unpack_from(">i", header, 60)[0]
    if application_id != APPLICATION_ID:
        raise ContentError(Problem.FOREIGN, path)
    if version > SCHEMA_VERSION:
        raise ContentError(Problem.NEWER, path)
    if version < SCHEMA_VERSION:
        raise ContentError(Problem.OLDER, path)
    page_size = struct.unpack_from(">H", header, 16)[0]
    pages = struct.unpack_from(">I", header, 28)[0]
    if (65536 if page_size == 1 else page_size) * pages > size:
        raise ContentError(Problem.DAMAGED, path)
