"""Getting the database out of a pack into a folder: alone, whole, flushed, checked; and clearing up cut-off ones."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref import locks
from fieldref.content.opening import ContentError
from fieldref.packs.container import Progress, SignedManifest, disk_problem, extract_database
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.inspection import inspect_database
from fieldref.packs.making import describe
from fieldref.packs.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = ".part"
STEM = re.compile(r"[0-9.]{1,30}-[0-9]{1,16}-[0-9a-f]{8}")
"""Version, serial, start of the hash: the name of an installed file."""
_LOCK = "installing.lock"
_SAME = ("id", "title", "version", "serial", "built_on", "schema", "languages", "counts", "licence")


def unpack(pack: Path, signed: SignedManifest, database: Path, progress: Progress | None) -> None:
    """Write the database of `pack` to `database` and check everything about it. Raises PackError."""
    try:
        with database.open("wb") as target:
            extract_database(pack, signed, target, progress)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise disk_problem(error, pack, database.parent) from error
    inspect_database(database, pack)
    _agree(database, signed.manifest, pack)


def _agree(database: Path, manifest: Manifest, pack: Path) -> None:
    """The database says the same of itself as the manifest does."""
    try:
        told = describe(database)
    except (ContentError, sqlite3.Error, ValueError, KeyError) as error:
        raise PackError(Problem.DAMAGED_DATABASE, pack, str(error)) from error
    for name in _SAME:
        if getattr(told, name) != getattr(manifest, name):
            raise PackError(Problem.BAD_MANIFEST, pack, f"manifest and database differ: {name}")


@contextlib.contextmanager
def alone(home: Path, pack: Path) -> Iterator[None]:
    """One installation into a library at a time, in whichever program. Raises PackError."""
    with contextlib.ExitStack() as stack:
        try:
            home.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locks.alone(home / _LOCK, wait=0))
        except (OSError, sqlite3.Error) as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            busy = code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            raise PackError(Problem.BUSY if busy else Problem.NOT_WRITABLE, pack, str(home)) from error
        yield


def sweep(home: Path) -> None:
    """Throw away what an installation that was cut off left behind; call it while nobody else installs. A new version
    gets its manifest after its name, so one without was never in use."""
    for leftover in (*home.glob(f".*{PART}*"), *home.glob("*.json*")):
        stem = leftover.name.removesuffix(".minisig").removesuffix(".json")
        if leftover.suffix in (".json", ".minisig") and (home / f"{stem}.db").exists():
            continue
        with contextlib.suppress(OSError):
            leftover.unlink()
    for database in home.glob("*.db"):
        if STEM.fullmatch(database.stem) and not database.with_suffix(".json").exists():
            with contextlib.suppress(OSError):
                database.unlink()
