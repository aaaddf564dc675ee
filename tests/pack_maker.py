"""Packs for the tests: the development key lives here and nowhere else."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from fieldref.packs.container import MEMBERS, write_pack
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.making import describe
from fieldref.packs.manifest import Manifest
from fieldref.packs.signing import SecretKey
from fieldref.packs.store import PackStore

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


def script(text: str) -> Change:
    """A change by statements of SQL."""
    return lambda connection: connection.executescript(text)


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
    *,
    about: Manifest | None = None,
) -> Path:
    """A pack signed without the checks of `make_pack`: what a hostile publisher could make. `about` where it says
    something else of the database than the database itself."""
    write_pack(database, about or describe(database), key, "made for a test", target, level=1)
    return target


def newer(content_path: Path, folder: Path, serial: int) -> Path:
    """A pack of a later edition."""
    later = set_meta(serial=str(serial), version=f"2027.{serial}")
    return pack(changed_copy(content_path, folder / f"{serial}.db", later), folder / f"{serial}.frpack")


def problem_of(store: PackStore, path: Path) -> Problem:
    """Why `path` is refused, after checking that nothing was installed and that the sentence is complete."""
    with pytest.raises(PackError) as caught:
        store.install(path)
    sentence = caught.value.sentence()
    assert path.name in sentence
    assert "{" not in sentence
    assert not store.libraries()
    assert not list(store.folder.rglob("*.part"))
    return caught.value.problem


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
