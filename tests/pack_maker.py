"""Packs for the tests: the development key lives here and nowhere else."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from fieldref.packs.container import MEMBERS, write_pack
from fieldref.packs.making import describe
from fieldref.packs.manifest import Manifest
from fieldref.packs.signing import SecretKey

DEVELOPMENT_KEY = SecretKey(b"FieldDev", bytes(range(32)))
OTHER_KEY = SecretKey(b"Stranger", bytes(range(32, 64)))

Change = Callable[[sqlite3.Connection], object]


def changed_copy(database: Path, target: Path, *changes: Change) -> Path:
    """A copy of a content file after `changes`, each given a connection."""
    shutil.copyfile(database, target)
    with closing(sqlite3.connect(target)) as connection:
        for change in changes:
            change(connection)
        connection.commit()
    return target


def set_meta(**values: str) -> Change:
    """A change of what the content says of itself."""

    def change(connection: sqlite3.Connection) -> None:
        for key, value in values.items():
            connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))

    return change


def pack(
    database: Path,
    target: Path,
    key: SecretKey = DEVELOPMENT_KEY,
    manifest: Callable[[Manifest], Manifest] | None = None,
) -> Path:
    """A pack signed without the checks of `make_pack`: what a hostile publisher could make."""
    about = describe(database)
    write_pack(database, manifest(about) if manifest else about, key, "made for a test", target, level=1)
    return target


def members(path: Path) -> dict[str, bytes]:
    """What a pack holds."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in MEMBERS}


def rezip(entries: list[tuple[str, bytes]], target: Path, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Any zip at all."""
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target
