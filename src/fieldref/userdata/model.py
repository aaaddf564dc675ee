"""The user's own data as frozen dataclasses.

Times are ISO 8601 in UTC with microseconds and a final Z, so that sorting the text sorts the time. Titles are those of
the moment of saving: a record that has left the content can still be named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Tells the time, with its zone. Passed in, so that tests own the time."""


def utc_now() -> datetime:
    """The clock of everyday use."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as it is stored: 2026-11-23T20:05:16.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Folder:
    """A named group of bookmarks; folders do not nest."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A saved record, or a place inside one (`place` is the anchor in its sheet, '' for the whole record)."""

    id: int
    record_id: str
    place: str
    pack_id: str
    """Id of the content library it belongs to."""
    kind: str
    title: str
    folder_id: int | None
    tags: tuple[str, ...]
    created: str
    changed: str


@dataclass(frozen=True, slots=True)
class Note:
    """A private note on a record: plain text with simple Markdown. `revision` grows with every change."""

    record_id: str
    text: str
    title: str
    pack_id: str
    created: str
    changed: str
    revision: int


@dataclass(frozen=True, slots=True)
class SavedNote:
    """The result of saving: the note as it now stands (None when it was emptied), and whether a text written
    meanwhile by another window was joined to it."""

    note: Note | None
    joined: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A record that was read: when last, and how many times."""

    record_id: str
    title: str
    kind: str
    pack_id: str
    visited: str
    times: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How much is kept of a library that is not the open one."""

    pack_id: str
    saved: int
    notes: int
    recent: int


@dataclass(frozen=True, slots=True)
class PastSearch:
    """A search that led somewhere."""

    query: str
    language: str
    searched: str
