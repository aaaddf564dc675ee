"""Content files that came with the program or were put beside it: never installed, never removed by us."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from fieldref.content.opening import ContentError, open_content

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


def came_along(bundled: Path, program: Path) -> tuple[Path, ...]:
    """Where such files may lie: the bundled one first."""
    found: list[Path] = []
    with contextlib.suppress(OSError):
        found = sorted((program / BESIDE).glob("*.db"))
    return (bundled, *found)


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
