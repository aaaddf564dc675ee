"""Bookmarks and notes as one JSON file, to carry to another computer and to merge there. Described in
docs/user-data.md."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from fieldref.i18n import _, ngettext
from fieldref.paths import write_atomically
from fieldref.userdata import bookmarks, notes
from fieldref.userdata.model import Bookmark, Note, stamp
from fieldref.userdata.opening import UserData

FORMAT = "fieldref-user-data"
VERSION = 1
LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is still read; a lifetime of notes is far smaller."""


class ExchangeFault(StrEnum):
    """Why a file cannot be imported."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    NOT_OURS = "not_ours"
    NEWER = "newer"


class ExchangeError(Exception):
    """A file that cannot be imported; nothing was changed."""

    def __init__(self, fault: ExchangeFault, name: str) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.name = name

    def sentence(self) -> str:
        """What is wrong, in the language of the interface."""
        match self.fault:
            case ExchangeFault.UNREADABLE:
                text = _("“{name}” cannot be read.")
            case ExchangeFault.TOO_LARGE:
                text = _("“{name}” is too large to be a file of bookmarks and notes.")
            case ExchangeFault.NEWER:
                text = _("“{name}” was made with a newer FieldRef: update FieldRef to import it.")
            case _other:
                text = _("“{name}” is not a file of bookmarks and notes of FieldRef.")
        return text.format(name=self.name)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `notes_joined` counts notes whose two texts were put one below the other."""

    bookmarks_added: int = 0
    bookmarks_known: int = 0
    notes_added: int = 0
    notes_known: int = 0
    notes_joined: int = 0
    skipped: int = 0
    """Entries that made no sense."""

    def sentence(self) -> str:
        """The result, in the language of the interface."""
        marks = ngettext("{count} bookmark added", "{count} bookmarks added", self.bookmarks_added)
        texts = ngettext("{count} note added", "{count} notes added", self.notes_added)
        parts = [marks.format(count=self.bookmarks_added), texts.format(count=self.notes_added)]
        if self.notes_joined:
            joined = ngettext(
                "{count} note differed: both texts are kept",
                "{count} notes differed: both texts are kept",
                self.notes_joined,
            )
            parts.append(joined.format(count=self.notes_joined))
        if self.bookmarks_known + self.notes_known:
            known = ngettext(
                "{count} was already here", "{count} were already here", self.bookmarks_known + self.notes_known
            )
            parts.append(known.format(count=self.bookmarks_known + self.notes_known))
        if self.skipped:
            skipped = ngettext("{count} entry could not be read", "{count} entries could not be read", self.skipped)
            parts.append(skipped.format(count=self.skipped))
        return "; ".join(parts) + "."


def export_data(userdata: UserData) -> dict[str, Any]:
    """Everything worth carrying, as JSON-able values. History stays at home."""
    folders = {folder.id: folder.name for folder in userdata.folders.all()}
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported": userdata.store.now(),
        "folders": list(folders.values()),
        "bookmarks": [
            {
                "record": mark.record_id,
                "place": mark.place,
                "content": mark.pack_id,
                "kind": mark.kind,
                "title": mark.title,
                "folder": folders.get(mark.folder_id) if mark.folder_id is not None else None,
                "tags": list(mark.tags),
                "created": mark.created,
                "changed": mark.changed,
            }
            for mark in bookmarks.every(userdata.store)
        ],
        "notes": [
            {
                "record": note.record_id,
                "content": note.pack_id,
                "title": note.title,
                "text": note.text,
                "created": note.created,
                "changed": note.changed,
            }
            for note in notes.every(userdata.store)
        ],
    }


def write_file(userdata: UserData, path: Path) -> None:
    """Write the exchange file. Raises OSError."""
    text = json.dumps(export_data(userdata), ensure_ascii=False, indent=2)
    write_atomically(path, f"{text}\n".encode())


def read_file(userdata: UserData, path: Path, pack_id: str) -> ImportResult:
    """Merge a file into the user's data, all of it or nothing; entries that name no library go to that of `pack_id`.
    Raises ExchangeError, NotSaved."""
    try:
        if path.stat().st_size > LARGEST:
            raise ExchangeError(ExchangeFault.TOO_LARGE, path.name)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ExchangeError(ExchangeFault.UNREADABLE, path.name) from error
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(ExchangeFault.NOT_OURS, path.name) from error
    return merge(userdata, data, pack_id, path.name)


def merge(userdata: UserData, data: object, pack_id: str, name: str = "") -> ImportResult:
    """Merge values as `export_data` gives them. A bookmark that is there stays, with the tags of both; of two notes
    the newer text stands above the older one. Raises ExchangeError, NotSaved."""
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("version"), int):
        raise ExchangeError(ExchangeFault.NOT_OURS, name)
    if data["version"] > VERSION:
        raise ExchangeError(ExchangeFault.NEWER, name)
    now = userdata.store.now()
    counts = dict.fromkeys(ImportResult.__slots__, 0)
    with userdata.store.write() as connection:
        for folder in _entries(data, "folders"):
            if isinstance(folder, str) and folder.strip():
                bookmarks.folder_named(connection, folder)
        for entry in _entries(data, "bookmarks"):
            counts[_merge_bookmark(connection, entry, pack_id, now)] += 1
        for entry in _entries(data, "notes"):
            counts[_merge_note(connection, entry, pack_id, now)] += 1
    return ImportResult(**counts)


def _merge_bookmark(connection: sqlite3.Connection, entry: object, library: str, now: str) -> str:
    if not isinstance(entry, dict) or not _text(entry, "record"):
        return "skipped"
    folder = _text(entry, "folder").strip()
    folder_id = bookmarks.folder_named(connection, folder) if folder else None
    listed = entry.get("tags")
    tags = tuple(tag for tag in listed if isinstance(tag, str)) if isinstance(listed, list) else ()
    record_id, place, pack_id, kind = (_text(entry, name) for name in ("record", "place", "content", "kind"))
    title, pack_id = _text(entry, "title") or record_id, pack_id or library
    created, changed = _time(entry, "created", now), _time(entry, "changed", now)
    mark = Bookmark(0, record_id, place, pack_id, kind, title, folder_id, tags, created, changed)
    if bookmarks.insert(connection, mark):
        return "bookmarks_added"
    found = connection.execute(
        "SELECT id FROM bookmark WHERE pack_id = ? AND record_id = ? AND place = ?", (pack_id, record_id, place)
    ).fetchone()
    bookmarks.write_tags(connection, found[0], tags)
    connection.execute(
        "UPDATE bookmark SET folder_id = ? WHERE id = ? AND folder_id IS NULL AND ? IS NOT NULL",
        (folder_id, found[0], folder_id),
    )
    return "bookmarks_known"


def _merge_note(connection: sqlite3.Connection, entry: object, library: str, now: str) -> str:
    if not isinstance(entry, dict) or not _text(entry, "record") or not _text(entry, "text").strip():
        return "skipped"
    created, changed = _time(entry, "created", now), _time(entry, "changed", now)
    title = _text(entry, "title") or _text(entry, "record")
    pack_id = _text(entry, "content") or library
    arrived = Note(_text(entry, "record"), _text(entry, "text"), title, pack_id, created, changed, 0)
    stored = notes.read(connection, pack_id, arrived.record_id)
    if stored is None:
        notes.put(connection, arrived)
        return "notes_added"
    newer, older = (arrived, stored) if arrived.changed > stored.changed else (stored, arrived)
    text = notes.join(newer.text, older.text)
    if text.strip() == stored.text.strip():
        return "notes_known"
    created, changed = min(arrived.created, stored.created), max(arrived.changed, stored.changed)
    notes.put(connection, replace(newer, text=text, created=created, changed=changed))
    return "notes_known" if text == arrived.text else "notes_joined"


def _entries(data: dict[str, Any], name: str) -> list[object]:
    found = data.get(name)
    return found if isinstance(found, list) else []


def _text(entry: dict[str, Any], name: str) -> str:
    """A text that the file can store: a lone surrogate, legal in JSON, is not one."""
    value = entry.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _time(entry: dict[str, Any], name: str, now: str) -> str:
    """A time as we store it; one that is unreadable or still to come becomes now."""
    try:
        moment = datetime.fromisoformat(_text(entry, name))
        return min(stamp(moment), now) if moment.tzinfo else now
    except (ValueError, OverflowError):
        return now
