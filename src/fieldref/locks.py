"""One program at a time, and files that another program still reads.

Both are told between running programs by the system itself, so that one that was killed lets go of everything.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def alone(lock: Path, *, wait: float) -> Iterator[None]:
    """The block runs in one program at a time. `lock` is an empty SQLite file, made when missing: it works on every
    system without another library. Raises sqlite3.Error when another program holds it for more than `wait` seconds
    or when it cannot be made."""
    with contextlib.closing(
        sqlite3.connect(lock, isolation_level=None, timeout=wait, check_same_thread=False)
    ) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


class Hold:
    """While it lasts, `remove_unless_held` leaves the file alone, in whichever program it is called. Windows does so
    by itself for every open file; elsewhere an open file can be deleted, and the next one to open it finds nothing.
    On a file system that knows no locks there is no hold, and no error."""

    def __init__(self, file: Path) -> None:
        self._handle: int | None = None
        if os.name != "nt":
            with contextlib.suppress(OSError, ValueError):  # a NUL in the name
                self._handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
                _lock(self._handle, shared=True)

    def release(self) -> None:
        """Let go."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def remove_unless_held(file: Path) -> bool:
    """Delete a file that nobody reads. False when somebody does. Raises OSError."""
    if os.name == "nt":
        try:
            file.unlink()
        except PermissionError:
            return False
        return True
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        if not _lock(handle, shared=False):
            return False
        file.unlink()
    finally:
        os.close(handle)
    return True


def _lock(handle: int, *, shared: bool) -> bool:
    """False when another program has it; True also where the file system knows no locks."""
    import fcntl

    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
