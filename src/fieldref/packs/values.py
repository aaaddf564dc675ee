"""What the values of a content file may be: of the type their column says, of bounded length, real text, and, where
they are addresses, ids, shapes or lists, of the form that the program reads them in.

SQLite itself lets any value stand in any column; a reader that expects a number must not meet a text.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from fieldref.content.schema import schema_sql, search_schema_sql
from fieldref.packs.errors import PackError, Problem

MAX_ROWS = 20_000_000
"""Over all tables: about eighty times what 250,000 records need."""
MAX_TEXT = 200_000
"""Letters of all texts of one row: a whole sheet is at most a few thousand."""
MAX_SHAPE = 2_000_000
"""Letters of one boundary: the largest region has 14,000."""
MAX_VALUE = 4_000_000
"""Bytes of one value or row of whatever kind; SQLite enforces it while reading."""
MAX_NUMBER = 10**15
"""No figure of a country is larger, and with more digits a page could not write it down."""
MAX_DECIMALS = 6
MAX_RECORDS = 1_000_000
_NUMBER = (
    f"typeof(max({{column}})) IN ('text', 'blob') OR max({{column}}) > {MAX_NUMBER} OR min({{column}}) < -{MAX_NUMBER}"
)
_WRONG = {
    "TEXT": "typeof(min({column})) NOT IN ('text', 'null') OR typeof(max({column})) = 'blob'",
    "REAL": _NUMBER,
    "INTEGER": f"{_NUMBER} OR max(typeof({{column}}) = 'real')",
    "BLOB": "max(typeof({column}) NOT IN ('blob', 'null'))",
}
"""What may not be true of a column. In the order of SQLite come NULL, numbers, texts, blobs: the ends tell of all."""
_ADDRESSES = (("source", "url"), ("story", "url"))
_SAFE_ADDRESSES = ("http://", "https://", "mailto:")
_META_TEXTS = ("id", "version", "built_on", "licence")
_META_NUMBERS = ("serial",)
_SHAPES = {"Point": 1, "MultiPoint": 2, "LineString": 2, "MultiLineString": 3, "Polygon": 3, "MultiPolygon": 4}
"""Kinds of GeoJSON geometry and how deep their numbers lie."""


def check_values(connection: sqlite3.Connection, pack: Path) -> None:
    """Check every value. The schema has been compared already. Raises PackError and sqlite3.Error."""
    rows = 0
    for table, columns in _tables():
        rows += _check_table(connection, table, columns, pack)
        if rows > MAX_ROWS:
            raise PackError(Problem.OVER_BUDGET, pack, f"{rows} rows")
        _check_text(connection, table, [name for name, declared in columns if declared == "TEXT"], pack)
    _check_ids(connection, pack)
    _check_decimals(connection, pack)
    _check_addresses(connection, pack)
    _check_shapes(connection, pack)
    _check_meta(connection, pack)


def _tables() -> list[tuple[str, list[tuple[str, str]]]]:
    """Our own plain tables with (column, declared type), the largest kinds last."""
    with closing(sqlite3.connect(":memory:")) as own:
        own.executescript(schema_sql() + search_schema_sql())
        names = [
            str(row[0])
            for row in own.execute(
                "SELECT m.name FROM pragma_table_list AS m WHERE m.schema = 'main' AND m.type = 'table'"
                " AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name"
            )
        ]
        return [
            (name, [(str(row[1]), str(row[2]).upper()) for row in own.execute(f'PRAGMA table_info("{name}")')])
            for name in names
        ]


def _check_table(connection: sqlite3.Connection, table: str, columns: list[tuple[str, str]], pack: Path) -> int:
    """Types of a whole table in one pass; returns its number of rows."""
    parts = []
    for name, declared in columns:
        parts.append(_WRONG[declared].format(column=f'"{name}"'))
        parts.append(f'max(length("{name}"))' if declared == "BLOB" else "0")
    query = f'SELECT count(*), {", ".join(parts)} FROM "{table}"'  # noqa: S608 - our own names
    rows, *found = connection.execute(query).fetchone()
    for (name, _declared), wrong, longest in zip(columns, found[::2], found[1::2], strict=True):
        if wrong:
            raise PackError(Problem.HOSTILE_CONTENT, pack, f"{table}.{name}")
        if (longest or 0) > MAX_TEXT:
            raise PackError(Problem.OVER_BUDGET, pack, f"{table}.{name}: {longest}")
    return int(rows)


def _check_text(connection: sqlite3.Connection, table: str, columns: list[str], pack: Path) -> None:
    """Text is UTF-8 (SQLite does not mind, Python does, in the middle of a page), of bounded length, without NUL."""
    if not columns:
        return
    joined = " || ' ' || ".join(f"coalesce(\"{name}\", '')" for name in columns)
    limit = MAX_SHAPE if table == "boundary" else MAX_TEXT
    # Closed whatever happens: Windows does not delete the file of a refused pack while a query on it is open.
    with closing(connection.execute(f'SELECT {joined} FROM "{table}"')) as cursor:  # noqa: S608 - our own names
        while rows := cursor.fetchmany(2000):  # decoding checks for UTF-8; the spaces keep half letters apart
            longest = max(len(row[0]) for row in rows)
            if longest > limit:
                raise PackError(Problem.OVER_BUDGET, pack, f"{table}: {longest}")
            if any("\0" in row[0] for row in rows):
                raise PackError(Problem.HOSTILE_CONTENT, pack, table)


def _check_ids(connection: sqlite3.Connection, pack: Path) -> None:
    count = int(connection.execute("SELECT count(*) FROM record").fetchone()[0])
    if count > MAX_RECORDS:
        raise PackError(Problem.OVER_BUDGET, pack, f"{count} records")
    query = "SELECT 1 FROM record WHERE id NOT GLOB '[a-z]*/[a-zA-Z0-9]*' OR length(id) > 200" + " OR id GLOB ?" * 3
    if connection.execute(query, ("*[^a-zA-Z0-9/_.-]*", "*/*/*", "*..*")).fetchone():
        raise PackError(Problem.HOSTILE_CONTENT, pack, "record.id")


def _check_decimals(connection: sqlite3.Connection, pack: Path) -> None:
    if connection.execute("SELECT 1 FROM indicator WHERE decimals NOT BETWEEN 0 AND ?", (MAX_DECIMALS,)).fetchone():
        raise PackError(Problem.HOSTILE_CONTENT, pack, "indicator.decimals")


def _check_addresses(connection: sqlite3.Connection, pack: Path) -> None:
    """Addresses are opened by a click: nothing but the web and mail, nothing invisible inside."""
    for table, column in _ADDRESSES:
        query = f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 - our own names
        for (address,) in connection.execute(query):
            if not address.startswith(_SAFE_ADDRESSES) or not address.isprintable() or " " in address:
                raise PackError(Problem.HOSTILE_CONTENT, pack, f"{table}.{column}")


def _check_shapes(connection: sqlite3.Connection, pack: Path) -> None:
    for (text,) in connection.execute("SELECT geometry FROM boundary"):
        try:
            shape = json.loads(text)
            fits = isinstance(shape, dict) and _fits(shape.get("coordinates"), _SHAPES.get(str(shape.get("type")), 0))
        except (ValueError, RecursionError):
            fits = False
        if not fits:
            raise PackError(Problem.HOSTILE_CONTENT, pack, "boundary.geometry")


def _fits(value: object, depth: int) -> bool:
    """Whether these are coordinates, `depth` lists deep, each a finite longitude and latitude."""
    if not isinstance(value, list) or not value or depth < 1:
        return False
    if depth > 1:
        return all(_fits(one, depth - 1) for one in value)
    return len(value) in (2, 3) and all(_is_number(one) and abs(one) <= 1e6 for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _check_meta(connection: sqlite3.Connection, pack: Path) -> None:
    """The description of the file has the entries and forms the program reads at start."""
    told = dict(connection.execute("SELECT key, value FROM meta"))
    for key, right in _meta_rules(told):
        if not right:
            raise PackError(Problem.HOSTILE_CONTENT, pack, f"meta.{key}")


def _meta_rules(told: dict[str, str]) -> Iterator[tuple[str, bool]]:
    for key in _META_TEXTS:
        yield key, bool(told.get(key, "").strip())
    for key in _META_NUMBERS:
        text = told.get(key, "")
        yield key, text.isascii() and text.isdigit() and len(text) <= 16
    title = _document(told, "title")
    yield "title", isinstance(title, dict) and bool(title) and all(isinstance(one, str) for one in title.values())
    languages = _document(told, "languages")
    yield "languages", isinstance(languages, list) and bool(languages) and all(isinstance(x, str) for x in languages)
    counts = _document(told, "counts")
    yield "counts", isinstance(counts, dict) and all(type(one) is int and 0 <= one < 2**53 for one in counts.values())


def _document(told: dict[str, str], key: str) -> object:
    try:
        return json.loads(told.get(key, ""))
    except (ValueError, RecursionError):
        return None
