"""The shape of the user's file, as ordered small migrations.

A migration is a tuple of statements; `PRAGMA user_version` counts those that were applied. Never change one that was
released: add another. Rows that matter carry a checksum of their own, because SQLite does not notice a flipped bit
inside a text, and because rows that prove intact can then be saved out of a damaged file.
"""

from __future__ import annotations

import sqlite3
import zlib

APPLICATION_ID = 0x46525544
"""'FRUD', so that a file of another program is known for what it is."""

_MOST_USED = """coalesce((SELECT pack_id FROM
    (SELECT pack_id FROM bookmark UNION ALL SELECT pack_id FROM note UNION ALL SELECT pack_id FROM visit)
    WHERE pack_id <> '' GROUP BY pack_id ORDER BY count(*) DESC, pack_id LIMIT 1), '')"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO state VALUES ('changes', 0)",
        """CREATE TABLE folder (
             id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, position INTEGER NOT NULL)""",
        """CREATE TABLE bookmark (
             id INTEGER PRIMARY KEY,
             record_id TEXT NOT NULL, place TEXT NOT NULL DEFAULT '',
             pack_id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
             folder_id INTEGER REFERENCES folder(id) ON DELETE SET NULL,
             position INTEGER NOT NULL,
             created TEXT NOT NULL, changed TEXT NOT NULL, checksum INTEGER NOT NULL,
             UNIQUE (record_id, place))""",
        "CREATE INDEX bookmark_by_folder ON bookmark(folder_id, position)",
        """CREATE TABLE bookmark_tag (
             bookmark_id INTEGER NOT NULL REFERENCES bookmark(id) ON DELETE CASCADE, tag TEXT NOT NULL,
             PRIMARY KEY (bookmark_id, tag)) WITHOUT ROWID""",
        """CREATE TABLE note (
             record_id TEXT PRIMARY KEY, text TEXT NOT NULL,
             title TEXT NOT NULL, pack_id TEXT NOT NULL,
             created TEXT NOT NULL, changed TEXT NOT NULL, revision INTEGER NOT NULL, checksum INTEGER NOT NULL
           ) WITHOUT ROWID""",
        """CREATE TABLE visit (
             record_id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, pack_id TEXT NOT NULL,
             visited TEXT NOT NULL, times INTEGER NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE search (
             query TEXT PRIMARY KEY, language TEXT NOT NULL, searched TEXT NOT NULL) WITHOUT ROWID""",
    ),
    # 2: each content library has its own. What named none goes to the library that most is kept of. Columns and
    # checksums stay, so that a program that knows only version 1 still reads the file.
    (
        *(
            f"UPDATE {table} SET pack_id = {_MOST_USED} WHERE pack_id = ''"  # noqa: S608 - ours
            for table in ("bookmark", "note", "visit")
        ),
        "UPDATE bookmark SET checksum = checksum(record_id, place, pack_id, title, created)",
        """CREATE TABLE bookmark_of_library (
             id INTEGER PRIMARY KEY,
             record_id TEXT NOT NULL, place TEXT NOT NULL DEFAULT '',
             pack_id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
             folder_id INTEGER REFERENCES folder(id) ON DELETE SET NULL,
             position INTEGER NOT NULL,
             created TEXT NOT NULL, changed TEXT NOT NULL, checksum INTEGER NOT NULL,
             UNIQUE (pack_id, record_id, place))""",
        """INSERT INTO bookmark_of_library
             SELECT id, record_id, place, pack_id, kind, title, folder_id, position, created, changed, checksum
             FROM bookmark""",
        "DROP TABLE bookmark",
        "ALTER TABLE bookmark_of_library RENAME TO bookmark",
        "CREATE INDEX bookmark_by_folder ON bookmark(folder_id, position)",
        """CREATE TABLE note_of_library (
             record_id TEXT NOT NULL, text TEXT NOT NULL,
             title TEXT NOT NULL, pack_id TEXT NOT NULL,
             created TEXT NOT NULL, changed TEXT NOT NULL, revision INTEGER NOT NULL, checksum INTEGER NOT NULL,
             PRIMARY KEY (pack_id, record_id)
           ) WITHOUT ROWID""",
        """INSERT INTO note_of_library
             SELECT record_id, text, title, pack_id, created, changed, revision, checksum FROM note""",
        "DROP TABLE note",
        "ALTER TABLE note_of_library RENAME TO note",
        """CREATE TABLE visit_of_library (
             record_id TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, pack_id TEXT NOT NULL,
             visited TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (pack_id, record_id)) WITHOUT ROWID""",
        "INSERT INTO visit_of_library SELECT record_id, title, kind, pack_id, visited, times FROM visit",
        "DROP TABLE visit",
        "ALTER TABLE visit_of_library RENAME TO visit",
    ),
)

SCHEMA_VERSION = len(MIGRATIONS)


def checksum(*fields: str) -> int:
    """CRC-32 of the fields of a row."""
    return zlib.crc32("\x1f".join(fields).encode())


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open file up to `SCHEMA_VERSION`: all steps, or none. The connection is in autocommit mode, and leaves
    without foreign keys: with them, a table that is replaced would take the rows that point to it along."""
    connection.execute("PRAGMA foreign_keys = 0")
    connection.create_function("checksum", -1, checksum, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {max(version, SCHEMA_VERSION)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_intact(connection: sqlite3.Connection) -> bool:
    """Whether the structure and every checksum hold. May raise sqlite3.DatabaseError when they do not."""
    (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        return False
    bookmarks = connection.execute("SELECT checksum, record_id, place, pack_id, title, created FROM bookmark")
    notes = connection.execute("SELECT checksum, record_id, text, created, changed FROM note")
    return all(row[0] == checksum(*row[1:]) for rows in (bookmarks, notes) for row in rows)
