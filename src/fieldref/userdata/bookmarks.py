"""Bookmarks and their folders, tags and order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fieldref.userdata.model import Bookmark, Folder
from fieldref.userdata.schema import checksum
from fieldref.userdata.store import Store

_COLUMNS = "b.id, b.record_id, b.place, b.pack_id, b.kind, b.title, b.folder_id, b.created, b.changed"


class Bookmarks:
    """Saved records of one library, in the user's order: folder by folder, those without a folder first."""

    def __init__(self, store: Store, pack_id: str) -> None:
        self._store = store
        self._pack_id = pack_id

    def all(self) -> tuple[Bookmark, ...]:
        """Every bookmark, in order."""
        return _select(self._store, "WHERE b.pack_id = ?", (self._pack_id,))

    def get(self, record_id: str, place: str = "") -> Bookmark | None:
        """The bookmark of a record (or of a place inside it), or None."""
        return _one(self._store, self._pack_id, record_id, place)

    def saved_ids(self) -> frozenset[str]:
        """Ids of all records that have a bookmark, for marking them in lists."""
        rows = self._store.rows("SELECT DISTINCT record_id FROM bookmark WHERE pack_id = ?", (self._pack_id,))
        return frozenset(str(row[0]) for row in rows)

    def tags(self) -> tuple[str, ...]:
        """Every tag in use, in whatever library, in alphabetical order."""
        return tuple(str(row[0]) for row in self._store.rows("SELECT DISTINCT tag FROM bookmark_tag ORDER BY tag"))

    def add(
        self,
        record_id: str,
        *,
        title: str,
        kind: str = "",
        place: str = "",
        folder_id: int | None = None,
        tags: Iterable[str] = (),
    ) -> Bookmark:
        """Save a record; one that is saved already stays as it is. Raises NotSaved."""
        now = self._store.now()
        draft = Bookmark(0, record_id, place, self._pack_id, kind, title, folder_id, _clean(tags), now, now)
        return self._write(draft)

    def put_back(self, bookmark: Bookmark) -> Bookmark:
        """Undo a removal: same library, dates, tags and folder, at the end of it. Raises NotSaved."""
        folders = {row[0] for row in self._store.rows("SELECT id FROM folder")}
        return self._write(bookmark if bookmark.folder_id in folders else replace(bookmark, folder_id=None))

    def remove(self, bookmark_ids: Iterable[int]) -> None:
        """Forget bookmarks. Notes stay. Raises NotSaved."""
        with self._store.write() as connection:
            connection.executemany("DELETE FROM bookmark WHERE id = ?", [(one,) for one in bookmark_ids])

    def move(self, bookmark_ids: Sequence[int], folder_id: int | None, index: int) -> None:
        """Put bookmarks, in the order given, at a place of a folder (or of no folder). `index` counts the bookmarks
        of that folder and library without the moved ones; past the end means the end. Raises NotSaved."""
        moved = list(dict.fromkeys(bookmark_ids))
        with self._store.write() as connection:
            rows = connection.execute(
                "SELECT id FROM bookmark WHERE folder_id IS ? AND pack_id = ? ORDER BY position, id",
                (folder_id, self._pack_id),
            )
            order = [row[0] for row in rows if row[0] not in moved]
            order[index:index] = moved
            now = self._store.now()
            connection.executemany(
                "UPDATE bookmark SET folder_id = ?, changed = ? WHERE id = ? AND folder_id IS NOT ?",
                [(folder_id, now, one, folder_id) for one in moved],
            )
            connection.executemany(
                "UPDATE bookmark SET position = ? WHERE id = ?", [(at, one) for at, one in enumerate(order)]
            )

    def set_tags(self, bookmark_id: int, tags: Iterable[str]) -> None:
        """Replace the tags of a bookmark. Raises NotSaved."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM bookmark_tag WHERE bookmark_id = ?", (bookmark_id,))
            write_tags(connection, bookmark_id, tags)
            connection.execute("UPDATE bookmark SET changed = ? WHERE id = ?", (self._store.now(), bookmark_id))

    def _write(self, draft: Bookmark) -> Bookmark:
        with self._store.write() as connection:
            insert(connection, draft)
        found = _one(self._store, draft.pack_id, draft.record_id, draft.place)
        if found is None:  # removed by another window within the same instant
            raise LookupError(draft.record_id)
        return found


class Folders:
    """Named groups of bookmarks, in the user's order."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> tuple[Folder, ...]:
        """Every folder, in order."""
        rows = self._store.rows("SELECT id, name FROM folder ORDER BY position, id")
        return tuple(Folder(int(str(row[0])), str(row[1])) for row in rows)

    def only_elsewhere(self, pack_id: str) -> frozenset[int]:
        """Ids of the folders in which there are bookmarks, but none of this library."""
        rows = self._store.rows(
            "SELECT folder_id FROM bookmark WHERE folder_id IS NOT NULL GROUP BY folder_id HAVING NOT max(pack_id = ?)",
            (pack_id,),
        )
        return frozenset(int(str(row[0])) for row in rows)

    def add(self, name: str) -> Folder:
        """A folder of that name: a new one, or the one that exists. Raises NotSaved, ValueError for an empty name."""
        with self._store.write() as connection:
            folder_id = folder_named(connection, name)
        return Folder(folder_id, _checked_name(name))

    def rename(self, folder_id: int, name: str) -> None:
        """Rename a folder; a name that another folder has brings both together. Raises NotSaved, ValueError."""
        wanted = _checked_name(name)
        with self._store.write() as connection:
            twin = connection.execute(
                "SELECT id FROM folder WHERE name = ? AND id <> ?", (wanted, folder_id)
            ).fetchone()
            if twin:
                connection.execute("UPDATE bookmark SET folder_id = ? WHERE folder_id = ?", (twin[0], folder_id))
                connection.execute("DELETE FROM folder WHERE id = ?", (folder_id,))
            else:
                connection.execute("UPDATE folder SET name = ? WHERE id = ?", (wanted, folder_id))

    def remove(self, folder_id: int) -> None:
        """Remove a folder; its bookmarks stay, without a folder. Raises NotSaved."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM folder WHERE id = ?", (folder_id,))

    def reorder(self, folder_ids: Sequence[int]) -> None:
        """Put folders in the order given. Raises NotSaved."""
        with self._store.write() as connection:
            connection.executemany(
                "UPDATE folder SET position = ? WHERE id = ?", [(at, one) for at, one in enumerate(folder_ids)]
            )


def every(store: Store) -> tuple[Bookmark, ...]:
    """The bookmarks of all libraries, in order."""
    return _select(store, "")


def _one(store: Store, pack_id: str, record_id: str, place: str) -> Bookmark | None:
    where = "WHERE b.pack_id = ? AND b.record_id = ? AND b.place = ?"
    return next(iter(_select(store, where, (pack_id, record_id, place))), None)


def _select(store: Store, where: str, parameters: tuple[object, ...] = ()) -> tuple[Bookmark, ...]:
    tags: dict[int, list[str]] = {}
    for bookmark_id, tag in store.rows("SELECT bookmark_id, tag FROM bookmark_tag ORDER BY tag"):
        tags.setdefault(int(str(bookmark_id)), []).append(str(tag))
    rows: list[tuple[object, ...]] = store.rows(
        f"SELECT {_COLUMNS} FROM bookmark b LEFT JOIN folder f ON f.id = b.folder_id {where} "  # noqa: S608 - ours
        "ORDER BY f.id IS NOT NULL, f.position, f.id, b.position, b.id",
        parameters,
    )
    return tuple(_bookmark(row, tags) for row in rows)


def insert(connection: sqlite3.Connection, bookmark: Bookmark) -> bool:
    """Write a bookmark at the end of its folder, inside a transaction; False when the place is saved already."""
    (position,) = connection.execute(
        "SELECT COALESCE(MAX(position), -1) + 1 FROM bookmark WHERE folder_id IS ?", (bookmark.folder_id,)
    ).fetchone()
    cursor = connection.execute(
        "INSERT OR IGNORE INTO bookmark "
        "(record_id, place, pack_id, kind, title, folder_id, position, created, changed, checksum) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            bookmark.record_id,
            bookmark.place,
            bookmark.pack_id,
            bookmark.kind,
            bookmark.title,
            bookmark.folder_id,
            position,
            bookmark.created,
            bookmark.changed,
            checksum(bookmark.record_id, bookmark.place, bookmark.pack_id, bookmark.title, bookmark.created),
        ),
    )
    if cursor.rowcount == 0 or cursor.lastrowid is None:
        return False
    write_tags(connection, cursor.lastrowid, bookmark.tags)
    return True


def write_tags(connection: sqlite3.Connection, bookmark_id: int, tags: Iterable[str]) -> None:
    """Add tags to a bookmark, inside a transaction."""
    connection.executemany(
        "INSERT OR IGNORE INTO bookmark_tag VALUES (?, ?)", [(bookmark_id, tag) for tag in _clean(tags)]
    )


def folder_named(connection: sqlite3.Connection, name: str) -> int:
    """Id of the folder of that name, made when missing, inside a transaction."""
    wanted = _checked_name(name)
    connection.execute(
        "INSERT OR IGNORE INTO folder (name, position) SELECT ?, COALESCE(MAX(position), -1) + 1 FROM folder", (wanted,)
    )
    return int(connection.execute("SELECT id FROM folder WHERE name = ?", (wanted,)).fetchone()[0])


def _checked_name(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise ValueError("a folder needs a name")
    return wanted


def _clean(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({" ".join(tag.split()) for tag in tags} - {""}))


def _bookmark(row: tuple[object, ...], tags: dict[int, list[str]]) -> Bookmark:
    bookmark_id = int(str(row[0]))
    record_id, place, pack_id, kind, title = (str(value) for value in row[1:6])
    folder_id = None if row[6] is None else int(str(row[6]))
    mine = tuple(tags.get(bookmark_id, ()))
    return Bookmark(bookmark_id, record_id, place, pack_id, kind, title, folder_id, mine, str(row[7]), str(row[8]))
