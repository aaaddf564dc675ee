"""Write composed rows as a content file: the same rows give the same file content, byte for byte in a logical dump."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from fieldref.authoring.models import ContentModel
from fieldref.authoring.rows import Row, Rows
from fieldref.authoring.search_index import SearchDocument, write_index
from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION, schema_sql
from fieldref.paths import put_in_place

_PARENTS_FIRST = ("record", "source", "sector", "theme", "place", "programme", "indicator")


def store(rows: Rows, meta: Iterable[Row], documents: Iterable[SearchDocument], target: Path) -> None:
    """Make the file beside `target` and put it there only once it is whole."""
    fresh = target.with_name(target.name + ".new")
    fresh.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            _fill(connection, rows, meta, documents)
        put_in_place(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, rows: Rows, meta: Iterable[Row], documents: Iterable[SearchDocument]) -> None:
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executescript(schema_sql())
    connection.execute("BEGIN")
    database = Database(connection)
    database.table("meta").insert_all(meta)
    for table in sorted(rows.tables, key=lambda name: (name not in _PARENTS_FIRST, name)):
        columns = ", ".join(f'"{name}"' for name in rows.tables[table][0])
        marks = ", ".join(f":{name}" for name in rows.tables[table][0])
        connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows.tables[table])
    connection.execute("COMMIT")
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise ValueError(f"broken references between tables: {sorted({(row[0], row[2]) for row in broken})}")
    connection.execute("BEGIN")
    write_index(connection, documents)
    connection.execute("COMMIT")
    database.vacuum()
    connection.execute("ANALYZE")
    connection.execute("PRAGMA optimize")
    connection.execute("DROP TABLE IF EXISTS sqlite_stat4")  # samples that some builds of SQLite make, others not


def meta_rows(content: ContentModel, rows: Rows) -> list[Row]:
    """What the file says of itself."""
    counts: dict[str, int] = {}
    parts = {row["id"]: str(row["level"]) for row in rows.tables["place"]}
    for row in rows.tables["record"]:
        name = parts.get(row["id"], str(row["kind"]))  # parts of regions are records of that kind, but no regions
        counts[name] = counts.get(name, 0) + 1
    counts["observation"] = len(rows.tables.get("observation", ()))
    counts["statement"] = len(rows.tables.get("statement", ()))
    values = {
        "id": content.id,
        "title": json.dumps(content.title, ensure_ascii=False, sort_keys=True),
        "version": content.version,
        "serial": str(content.serial),
        "built_on": content.built_on,
        "licence": content.licence,
        "languages": json.dumps(content.languages),
        "default_language": content.default_language,
        "map_sources": json.dumps([f"source/{name}" for name in content.map_sources]),
        "news": json.dumps(content.news, ensure_ascii=False, sort_keys=True),
        "locales": json.dumps(content.locales, sort_keys=True),
        "country_id": f"country/{content.country}",
        "counts": json.dumps(counts, sort_keys=True),
    }
    return [{"key": key, "value": value} for key, value in values.items()]


def logical_dump(path: Path) -> Iterator[str]:
    """The content as SQL text: equal for two files that hold the same, whatever their pages look like."""
    with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)) as connection:
        for pragma in ("application_id", "user_version"):
            yield f"PRAGMA {pragma} = {connection.execute(f'PRAGMA {pragma}').fetchone()[0]}"
        yield from connection.iterdump()
