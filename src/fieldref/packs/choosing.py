"""Which content file to open: the newest that fits, of those that came with the program, lie beside it or were
installed; and when one fails its check, the next."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.content.opening import ContentError, open_content

if TYPE_CHECKING:
    from fieldref.packs.store import PackStore

BESIDE = "content"
"""Folder beside the program whose `*.db` files are content to choose from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A content file that could be opened, and where it comes from."""

    path: Path
    id: str
    serial: int
    version: str
    pinned: bool = False
    """Chosen by the person although a newer one was there."""
    current: bool = False
    """The one its library used last."""
    title: dict[str, str] = field(default_factory=dict)
    """By language; empty for an installed one, whose manifest has it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The file to open, and what is wrong with those that should have come first."""

    path: Path
    failed: tuple[ContentError, ...]


def came_along(bundled: Path, program: Path) -> tuple[Path, ...]:
    """The content files that came with the program or were put beside it: never installed, never removed by us."""
    found: list[Path] = []
    with contextlib.suppress(OSError):
        found = sorted((program / BESIDE).glob("*.db"))
    return (bundled, *found)


def choose(outside: tuple[Path, ...], store: PackStore | None, preferred: str | None = None) -> Choice:
    """The file to open: of the library the person picked last (`preferred`; else the one of the first of `outside`),
    the version they pinned, else the newest. `outside` are content files that were not installed, the bundled one
    first. Raises ContentError when none can be opened."""
    failed: list[ContentError] = []
    candidates = described(outside, failed)
    for pack_id in store.libraries() if store else ():
        assert store is not None
        candidates.extend(
            Candidate(one.path, pack_id, one.manifest.serial, one.manifest.version, one.pinned, one.current)
            for one in store.versions(pack_id)
        )
    if candidates and preferred not in {one.id for one in candidates}:
        preferred = candidates[0].id
    first = _meant([one for one in candidates if one.id == preferred], outside, store)
    candidates.sort(key=lambda one: (one is first, one.id == preferred, one.serial, one.current), reverse=True)
    for candidate in candidates:
        try:
            open_content(candidate.path).close()
        except ContentError as error:
            failed.append(error)
            continue
        return Choice(candidate.path, tuple(failed))
    raise failed[0] if failed else ContentError("missing", outside[0])


def _meant(candidates: list[Candidate], outside: tuple[Path, ...], store: PackStore | None) -> Candidate | None:
    """Of one library: the version that the person or the last installation chose, unless something newer came with
    the program. An installed version that nothing points to (an installation was cut off) is not meant."""
    if not candidates:
        return None
    back = store is not None and store.went_outside(candidates[0].id)
    chosen = [one for one in candidates if one.pinned or (back and one.path in outside)]
    pointed = any(one.current for one in candidates)
    open_to = [one for one in candidates if one.path in outside or one.current or not pointed]
    return max(chosen or open_to, key=lambda one: (one.serial, one.current))


def described(paths: tuple[Path, ...], failed: list[ContentError] | None = None) -> list[Candidate]:
    """The content files among `paths`; what is wrong with the others is added to `failed`."""
    found = []
    for path in paths:
        try:
            found.append(_described(path))
        except ContentError as error:
            if failed is not None and error.problem != "missing":
                failed.append(error)
    return found


def _described(path: Path) -> Candidate:
    with contextlib.closing(open_content(path)) as connection:
        try:
            told = dict(
                connection.execute("SELECT key, value FROM meta WHERE key IN ('id', 'serial', 'version', 'title')")
            )
            title = json.loads(told["title"])
            titles = {str(key): str(title[key]) for key in title} if isinstance(title, dict) else {}
            return Candidate(path, str(told["id"]), int(told["serial"]), str(told["version"]), title=titles)
        except (sqlite3.Error, KeyError, ValueError) as error:
            raise ContentError("damaged", path) from error
