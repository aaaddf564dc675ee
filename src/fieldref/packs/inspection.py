"""What the database inside a pack may hold: our tables, our indexes, and nothing that runs.

The signature says who made a pack; this says that even a signed one can only carry text and numbers. The schema is
compared, object by object, with the one this program would make, so triggers, views and other virtual tables have no
place to hide. Nothing but `sqlite_schema` is read before that comparison. What the values may be is in `values`.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION, schema_sql, search_schema_sql
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.values import MAX_VALUE, check_values

SchemaObject = tuple[str, str, str]
"""(kind, name, normalised SQL)"""

_HEADER = 100
_LARGEST_PAGE = 16_384
"""Bytes of a page; ours have 4,096. A larger one makes every small read a large one."""
_UTF8 = 1
_STATISTICS = ("table", "sqlite_stat1", "create table sqlite_stat1(tbl,idx,stat)")
"""What ANALYZE makes: counts of rows, by which SQLite plans its queries."""
_COUNTS = re.compile(r"[0-9]{1,16}( [0-9]{1,16}){0,40}( unordered| noskipscan| sz=[0-9]{1,16})*")
_LONGEST_SQL = 100_000
"""Letters of one statement of the schema."""
_TIME_CHECK_EVERY = 100_000
_MAX_STEPS = 20_000
"""Times the progress handler may be called: bounds what a made-up file can cost us."""


def inspect_database(database: Path, pack: Path) -> None:
    """Check the unpacked file at `database` (`pack` names it in messages). It is opened for writing because FTS5's own
    integrity check is an INSERT that changes nothing; call it on the temporary copy. Raises PackError."""
    try:
        _check_header(database, pack)
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            _guard(connection)
            _check_marks(connection, pack)
            known = known_schema()
            _check_schema(connection, known, pack)
            _check_statistics(connection, pack)
            _check_health(connection, known, pack)
            check_values(connection, pack)
    except (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError) as error:
        raise _told(error, pack) from error


def known_schema() -> frozenset[SchemaObject]:
    """Every object this program's own schema makes."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema_sql() + search_schema_sql())
        return frozenset(_objects(connection))


def _told(error: Exception, pack: Path) -> PackError:
    """SQLite's complaint as ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return PackError(Problem.NO_SPACE, pack)
    if code in (sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_INTERRUPT) or "too big" in str(error):
        return PackError(Problem.OVER_BUDGET, pack, str(error))
    return PackError(Problem.DAMAGED_DATABASE, pack, str(error))


def _check_header(database: Path, pack: Path) -> None:
    """What SQLite would believe before it has read a single table: how it writes letters, what lies beside the file,
    how large a page is."""
    with database.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(b"SQLite format 3\0"):
        raise PackError(Problem.FOREIGN_DATABASE, pack, "header")
    page, write_form, read_form = struct.unpack_from(">HBB", header, 16)
    (encoding,) = struct.unpack_from(">I", header, 56)
    if (write_form, read_form, encoding) != (1, 1, _UTF8) or not 512 <= page <= _LARGEST_PAGE:
        raise PackError(Problem.FOREIGN_DATABASE, pack, "form of the file")


def _guard(connection: sqlite3.Connection) -> None:
    steps = 0

    def too_long() -> int:
        nonlocal steps
        steps += 1
        return int(steps > _MAX_STEPS)

    connection.set_progress_handler(too_long, _TIME_CHECK_EVERY)
    for category, limit in (
        (sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LONGEST_SQL),
        (sqlite3.SQLITE_LIMIT_COLUMN, 200),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    ):
        connection.setlimit(category, limit)
    for pragma in ("trusted_schema = 0", "cell_size_check = 1", "mmap_size = 0", "temp_store = 2"):
        connection.execute(f"PRAGMA {pragma}")


def _check_marks(connection: sqlite3.Connection, pack: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise PackError(Problem.FOREIGN_DATABASE, pack)
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    if schema != SCHEMA_VERSION:  # of a newer one the manifest would have told
        raise PackError(Problem.BAD_MANIFEST if schema > SCHEMA_VERSION else Problem.OLDER_FORM, pack, f"form {schema}")
    connection.execute("PRAGMA journal_mode = MEMORY")  # no side file, whatever the check of the index may touch


def _check_schema(connection: sqlite3.Connection, known: frozenset[SchemaObject], pack: Path) -> None:
    found = set()
    for kind, name, sql in _objects(connection):
        if (kind, name, sql) == _STATISTICS:
            continue
        if (kind, name, sql) not in known:
            raise PackError(Problem.HOSTILE_SCHEMA, pack, _shown(f"{kind} {name}"))
        found.add((kind, name, sql))
    if missing := known - found:
        raise PackError(Problem.FOREIGN_DATABASE, pack, min(missing)[1])


def _check_statistics(connection: sqlite3.Connection, pack: Path) -> None:
    """Made-up counts would only cost time, but there is no need to let SQLite read anything else here."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", _STATISTICS[1:2]).fetchone():
        return
    seen = set()
    for table, index, counts in connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1"):
        if not isinstance(counts, str) or not _COUNTS.fullmatch(counts) or (table, index) in seen:
            raise PackError(Problem.HOSTILE_SCHEMA, pack, _STATISTICS[1])
        seen.add((table, index))


def _objects(connection: sqlite3.Connection) -> list[SchemaObject]:
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    return [(str(kind), str(name), _normal(str(sql))) for kind, name, sql in rows]


def _normal(sql: str) -> str:
    """One spelling of a statement: comments and white space do not count."""
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", " ", sql)).strip().lower().replace("if not exists ", "")


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)[:80]


def _check_health(connection: sqlite3.Connection, known: frozenset[SchemaObject], pack: Path) -> None:
    """The whole check, indexes against tables too (30 ms for 10 MB): an index that lies shows a wrong figure."""
    result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise PackError(Problem.DAMAGED_DATABASE, pack, str(result))
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise PackError(Problem.BROKEN_LINKS, pack, str(broken[0]))
    for kind, name, sql in known:
        if kind == "table" and sql.startswith("create virtual table") and " fts5" in sql:
            settings = {row[0] for row in connection.execute(f'SELECT k FROM "{name}_config"')}  # noqa: S608 - our own
            if not settings <= {"version"}:
                raise PackError(Problem.HOSTILE_SCHEMA, pack, f"settings of {name}")
            connection.execute(f'INSERT INTO "{name}"("{name}") VALUES (\'integrity-check\')')  # noqa: S608 - our own
