"""Signed databases that hold what no content holds: code, values no page can show, links to nothing, other forms."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pack_maker import Change, changed_copy, pack, problem_of, script

from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION
from fieldref.packs.errors import Problem
from fieldref.packs.making import describe
from fieldref.packs.store import PackStore

Refused = Callable[[Change], Problem]


@pytest.fixture
def refused(store: PackStore, content_path: Path, stick: Path) -> Refused:
    """Why a pack is refused that is signed and sound, but for a change in its database."""

    def refused(change: Change) -> Problem:
        database = changed_copy(content_path, stick / "hostile.db", change)
        return problem_of(store, pack(database, stick / "hostile.frpack", about=describe(content_path)))

    return refused


SCHEMAS: dict[str, str] = {
    "trigger": "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM record; END",
    "trigger on a table of the search": "CREATE TRIGGER made AFTER INSERT ON search_body_config BEGIN SELECT 1; END",
    "trigger named as a table of the search": "CREATE TRIGGER search_name_data_x AFTER INSERT ON meta"
    " BEGIN SELECT 1; END",
    "view": "CREATE VIEW v AS SELECT * FROM meta",
    "view in place of a table": "PRAGMA foreign_keys=0; DROP TABLE event_source; CREATE VIEW event_source AS SELECT 1",
    "other virtual table": "CREATE VIRTUAL TABLE spell USING fts5(word)",
    "extra table": "CREATE TABLE extra(x)",
    "collation of its own": "CREATE TABLE made(x TEXT COLLATE nocase)",
    "AUTOINCREMENT and its sqlite_sequence": "CREATE TABLE made(id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "table in another shape": "ALTER TABLE term ADD COLUMN script TEXT",
    "generated column": "ALTER TABLE term ADD COLUMN made TEXT GENERATED ALWAYS AS (hex(id)) VIRTUAL",
    "extra index": "CREATE INDEX extra ON meta(value)",
    "expression index": "CREATE INDEX made ON record_text(lower(text))",
    "partial index": "CREATE INDEX made ON record(id) WHERE kind = 'term'",
    "index on a table of the search": "CREATE INDEX made ON search_name_config(v)",
    "settings hidden in an index": "INSERT INTO search_name(search_name, rank) VALUES ('rank', 'bm25(10.0)')",
    "statistics of words": "UPDATE sqlite_stat1 SET stat = 'x'",
    "statistics without end": "UPDATE sqlite_stat1 SET stat = hex(zeroblob(1000))",
    "statistics of bytes": "UPDATE sqlite_stat1 SET stat = x'00'",
    "statistics twice": "INSERT INTO sqlite_stat1 SELECT * FROM sqlite_stat1",
}
VALUES: dict[str, str] = {
    "text in place of a number": "UPDATE observation SET value = 'x' WHERE id = (SELECT min(id) FROM observation)",
    "a number without end": "UPDATE programme SET budget_amount = 1e308 WHERE budget_amount > 0",
    "more decimals than can be written": "UPDATE indicator SET decimals = 40",
    "a number below all": "UPDATE observation SET value = -9e999 WHERE id = (SELECT min(id) FROM observation)",
    "bytes in place of text": "UPDATE record_text SET text = x'00ff' WHERE field = 'summary'",
    "text that is no UTF-8": "UPDATE label SET name = CAST(x'61ff62' AS TEXT)",
    "half letters side by side": "UPDATE source SET publisher = CAST(x'61c3' AS TEXT), year = CAST(x'b1' AS TEXT)",
    "NUL in a text": "UPDATE label SET name = 'a' || char(0) || 'b'",
    "address of a file": "UPDATE source SET url = 'file:///etc/passwd'",
    "address that is a script": "UPDATE source SET url = 'JavaScript:alert(1)'",
    "address with a hidden sign": "UPDATE source SET url = 'https://a.org/' || char(8238) || 'x'",
    "id that is a path": "PRAGMA foreign_keys=0; INSERT INTO record VALUES ('../../x', 'term', 1, 0.1, 1)",
    "shape that is none": "UPDATE boundary SET geometry = '{}'",
    "shape of words": """UPDATE boundary SET geometry = '{"type": "Point", "coordinates": ["a", 1]}'""",
    "shape without end": "UPDATE boundary SET geometry = replace(hex(zeroblob(5000)), '0', '[')",
    "counts that are none": """UPDATE meta SET value = '{"programme": "many"}' WHERE key = 'counts'""",
    "title that is none": "UPDATE meta SET value = '[]' WHERE key = 'title'",
    "serial that is none": "UPDATE meta SET value = '1e9' WHERE key = 'serial'",
}
OVER_BUDGET: dict[str, str] = {
    "long text": "UPDATE record_text SET text = hex(zeroblob(150000))"
    " WHERE record_id = 'topic/sis' AND field = 'title'",
    "long text behind a NUL": "UPDATE record_text SET text = 'a' || char(0) || hex(zeroblob(150000))"
    " WHERE record_id = 'topic/sis' AND field = 'title'",
    "long search passage": "UPDATE search_passage SET body = hex(zeroblob(150000))"
    " WHERE id = (SELECT min(id) FROM search_passage)",
    "giant value": "UPDATE boundary SET geometry = zeroblob(5000000) WHERE id = (SELECT min(id) FROM boundary)",
}
FOREIGN: dict[str, str] = {
    "missing table": "PRAGMA foreign_keys=0; DROP TABLE event_source",
    "mark of another program": "PRAGMA application_id = 7",
    "pages of another size": "PRAGMA page_size = 65536; VACUUM",
}
BROKEN_LINKS: dict[str, str] = {
    "figures without their sources": "PRAGMA foreign_keys=0;"
    " DELETE FROM source WHERE id IN (SELECT source_id FROM observation)",
}
TABLES: tuple[tuple[dict[str, str], tuple[Problem, ...]], ...] = (
    (SCHEMAS, (Problem.HOSTILE_SCHEMA,)),
    (VALUES, (Problem.HOSTILE_CONTENT, Problem.DAMAGED_DATABASE, Problem.BROKEN_LINKS)),
    (OVER_BUDGET, (Problem.OVER_BUDGET,)),
    (FOREIGN, (Problem.FOREIGN_DATABASE,)),
    (BROKEN_LINKS, (Problem.BROKEN_LINKS,)),
)


@pytest.mark.parametrize(
    ("statements", "problems"),
    [pytest.param(sql, problems, id=name) for table, problems in TABLES for name, sql in table.items()],
)
def test_a_signature_excuses_nothing(refused: Refused, statements: str, problems: tuple[Problem, ...]) -> None:
    assert refused(script(statements)) in problems


def rewritten(name: str, before: str, after: str) -> Change:
    """Put another text into the schema itself, as no statement of SQL could."""

    def change(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = 1")
        changed = connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ? AND instr(sql, ?)",
            (before, after, name, before),
        )
        assert changed.rowcount == 1

    return change


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("record", "CHECK (kind IN (", "CHECK (length(randomblob(9)) OR kind IN ("),
        ("record", "reviewed INTEGER NOT NULL DEFAULT 1", "reviewed INTEGER NOT NULL DEFAULT (random())"),
        ("record_by_kind", "ON record(", "ON record(lower(id), "),
        ("search_name", "USING fts5(", "USING fts5(extra, "),
        ("search_body", "USING fts5", "USING fts4"),
    ],
    ids=["check", "default", "index", "options of the search", "another kind of search"],
)
def test_a_schema_that_was_rewritten(refused: Refused, name: str, before: str, after: str) -> None:
    assert refused(rewritten(name, before, after)) in (Problem.HOSTILE_SCHEMA, Problem.DAMAGED_DATABASE)


def test_an_index_that_lies_is_damage(refused: Refused) -> None:
    """A record that its index does not know would be there on one page and missing on another."""

    def lie(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = 1")
        sql = "SELECT sql FROM sqlite_schema WHERE name = 'record_by_kind'"
        before = connection.execute(sql).fetchone()[0]
        connection.execute(
            "UPDATE sqlite_schema SET sql = ? || ' WHERE position < 3' WHERE name = 'record_by_kind'", (before,)
        )
        connection.commit()
        connection.execute("PRAGMA schema_version = 99")
        connection.execute("REINDEX record_by_kind")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'record_by_kind'", (before,))

    assert refused(lie) is Problem.DAMAGED_DATABASE


def test_an_index_that_does_not_match_its_text_is_damage(refused: Refused) -> None:
    def spoil(connection: sqlite3.Connection) -> None:
        row = connection.execute(
            "SELECT id, block FROM search_body_data ORDER BY length(block) DESC LIMIT 1"
        ).fetchone()
        connection.execute("UPDATE search_body_data SET block = ? WHERE id = ?", (row[1][: len(row[1]) // 2], row[0]))

    assert refused(spoil) is Problem.DAMAGED_DATABASE


def test_the_database_must_say_what_the_manifest_says(store: PackStore, content_path: Path, stick: Path) -> None:
    path = pack(content_path, stick / "x.frpack", about=replace(describe(content_path), serial=77))
    assert problem_of(store, path) is Problem.BAD_MANIFEST


# ---- the form of the file, before SQLite believes any of it


def encoded(database: Path, target: Path, encoding: str) -> Path:
    """The same content in a file that writes letters another way."""
    with closing(sqlite3.connect(target)) as made, closing(sqlite3.connect(database)) as source:
        made.execute(f"PRAGMA encoding = '{encoding}'")
        made.execute("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        made.executemany("INSERT INTO meta VALUES (?, ?)", source.execute("SELECT key, value FROM meta"))
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        made.commit()
    return target


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_a_database_in_another_encoding(store: PackStore, content_path: Path, stick: Path, encoding: str) -> None:
    database = encoded(content_path, stick / "wide.db", encoding)
    path = pack(database, stick / "wide.frpack", about=describe(content_path))
    assert problem_of(store, path) is Problem.FOREIGN_DATABASE


def test_smaller_pages_are_read(store: PackStore, content_path: Path, stick: Path) -> None:
    small = changed_copy(content_path, stick / "s.db", script("PRAGMA page_size = 1024; VACUUM"))
    assert store.verify(pack(small, stick / "s.frpack"))


def test_a_database_that_wants_a_log_beside_it(refused: Refused, stick: Path) -> None:
    """What is not in the file itself is not signed, so nothing beside it may count."""
    assert refused(script("PRAGMA journal_mode = WAL")) is Problem.FOREIGN_DATABASE
    assert not list(stick.rglob("*-wal"))
