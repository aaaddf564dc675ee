"""What the database inside a pack may hold: our tables, our indexes, and nothing that runs.

The signature says who made a pack; this says that even a signed one can only carry text and numbers. The schema is
compared, object by object, with the one this program would make, so triggers, views and other virtual tables have no
place to hide. Nothing but `sqlite_schema` is read before that comparison.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION, schema_sql, search_schema_sql
from fieldref.packs.errors import PackError, Problem

MAX_ROWS = 20_000_000
"""Over all tables: about eighty times what 250,000 records need."""
MAX_TEXT = 200_000
"""Characters in one text: a sheet is at most a few thousand."""
_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")
_STATISTICS = ("sqlite_stat1", "sqlite_stat4")
_TIME_CHECK_EVERY = 100_000
_MAX_STEPS = 20_000
"""Times the progress handler may be called: bounds what a made-up file can cost us."""


def inspect_database(database: Path, pack: Path) -> None:
    """Check the unpacked file at `database` (`pack` names it in messages). It is opened for writing because FTS5's own
    integrity check is an INSERT that changes nothing; call it on the temporary copy. Raises PackError."""
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            _guard(connection)
            _check_marks(connection, pack)
            _check_schema(connection, pack)
            _check_health(connection, pack)
            _check_budget(connection, pack)
    except (sqlite3.DatabaseError, UnicodeError, OverflowError) as error:
        raise PackError(Problem.DAMAGED_DATABASE, pack, str(error)) from error


def _guard(connection: sqlite3.Connection) -> None:
    steps = 0

    def too_long() -> int:
        nonlocal steps
        steps += 1
        return int(steps > _MAX_STEPS)

    connection.set_progress_handler(too_long, _TIME_CHECK_EVERY)
    connection.execute("PRAGMA trusted_schema = 0")
    connection.execute("PRAGMA cell_size_check = 1")
    connection.execute("PRAGMA mmap_size = 0")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def _check_marks(connection: sqlite3.Connection, pack: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise PackError(Problem.FOREIGN_DATABASE, pack)
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    if schema > SCHEMA_VERSION:
        raise PackError(Problem.NEWER_APP_NEEDED, pack, str(schema))
    if schema != SCHEMA_VERSION:
        raise PackError(Problem.FOREIGN_DATABASE, pack)
    if str(connection.execute("PRAGMA journal_mode").fetchone()[0]).lower() == "wal":
        raise PackError(Problem.FOREIGN_DATABASE, pack)


def _check_schema(connection: sqlite3.Connection, pack: Path) -> None:
    known = known_schema()
    virtual = {name for kind, name, sql in known if kind == "table" and sql.startswith("create virtual table")}
    found = set()
    for kind, name, sql in _objects(connection):
        if name in _STATISTICS and kind == "table":
            continue
        if _is_shadow(name, virtual):
            # SQLite writes these itself, each version in its own words; it refuses to read one that is not a table.
            if kind not in ("table", "index") or (sql and not sql.startswith("create table")):
                raise PackError(Problem.HOSTILE_SCHEMA, pack, f"{kind} {name}")
            continue
        if (kind, name, sql) not in known:
            raise PackError(Problem.HOSTILE_SCHEMA, pack, f"{kind} {name}"[:80])
        found.add((kind, name, sql))
    missing = {entry for entry in known if not _is_shadow(entry[1], virtual)} - found
    if missing:
        raise PackError(Problem.FOREIGN_DATABASE, pack, min(missing)[1])


def known_schema() -> frozenset[tuple[str, str, str]]:
    """(kind, name, normalised SQL) of every object this program's own schema makes."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema_sql() + search_schema_sql())
        return frozenset(_objects(connection))


def _objects(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    return [(str(kind), str(name), _normal(str(sql))) for kind, name, sql in rows]


def _normal(sql: str) -> str:
    """One spelling of a statement: comments and white space do not count."""
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", " ", sql)).strip().lower().replace("if not exists ", "")


def _is_shadow(name: str, virtual: set[str]) -> bool:
    return any(name == table + suffix for table in virtual for suffix in _SHADOWS)


def _check_health(connection: sqlite3.Connection, pack: Path) -> None:
    result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if result != "ok":
        raise PackError(Problem.DAMAGED_DATABASE, pack, str(result))
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise PackError(Problem.BROKEN_LINKS, pack, str(broken[0]))
    for kind, name, sql in known_schema():
        if kind == "table" and sql.startswith("create virtual table") and " fts5" in sql:
            connection.execute(f'INSERT INTO "{name}"("{name}") VALUES (\'integrity-check\')')  # noqa: S608 - our own name


def _check_budget(connection: sqlite3.Connection, pack: Path) -> None:
    rows = 0
    for kind, name, sql in sorted(known_schema()):
        if kind != "table" or sql.startswith("create virtual table") or name.startswith("sqlite_"):
            continue
        rows += int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - our own name
        if rows > MAX_ROWS:
            raise PackError(Problem.OVER_BUDGET, pack, f"{rows} rows")
    for table, column in (("record_text", "text"), ("statement_text", "text"), ("meta", "value")):
        query = f'SELECT max(length("{column}")) FROM "{table}"'  # noqa: S608 - our own names
        longest = connection.execute(query).fetchone()[0]
        if (longest or 0) > MAX_TEXT:
            raise PackError(Problem.OVER_BUDGET, pack, f"{table}: {longest}")
