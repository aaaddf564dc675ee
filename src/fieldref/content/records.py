"""One record with everything that is told about it: the common part here, what its kind adds in `kinds`.

A record is read with a fixed number of queries, whatever the size of the file.
"""

from __future__ import annotations

import sqlite3

from fieldref.content.kinds import BUILDERS, Common
from fieldref.content.model import Kind, RecordRef, Text
from fieldref.content.record_model import Alias, Code, Record
from fieldref.content.rows import REF_COLUMNS, TITLE_JOIN, Rows, grouped, ref_of
from fieldref.content.statements import read_statements

INVERSE = {
    "about": "told_in",
    "explains": "explained_by",
    "works_in": "has_work_of",
    "located_in": "contains",
    "related": "related",
    "see": "see",
    "not_comparable": "not_comparable",
}
"""How a link is named when read from its far end; a role not listed here keeps its name."""


def read_record(rows: Rows, record_id: str, language: str) -> Record | None:
    """The record with this id as the subclass of its kind; None where there is none."""
    row = rows.one("SELECT id, kind, reviewed FROM record WHERE id = :id", {"id": record_id})
    if row is None:
        return None
    kind = Kind(row["kind"])
    return BUILDERS[kind](rows, _common(rows, record_id, kind, bool(row["reviewed"]), language), language)


def _common(rows: Rows, record_id: str, kind: Kind, reviewed: bool, language: str) -> Common:
    texts = _texts(rows, record_id, language)
    title = texts.pop("title", None) or Text(record_id, "und")
    return {
        "id": record_id,
        "kind": kind,
        "title": title,
        "short_title": texts.pop("short_title", None),
        "summary": texts.pop("summary", None),
        "texts": texts,
        "aliases": _aliases(rows, record_id, language),
        "codes": _codes(rows, record_id, language),
        "statements": read_statements(rows, language, record_id),
        "sources": tuple(
            row["source_id"]
            for row in rows.all(
                "SELECT source_id FROM record_source WHERE record_id = :id ORDER BY position, source_id",
                {"id": record_id},
            )
        ),
        "related": _related(rows, record_id, language),
        "reviewed": reviewed,
    }


def _texts(rows: Rows, record_id: str, language: str) -> dict[str, Text]:
    found = rows.all(
        "SELECT field, language, text, status FROM record_text WHERE record_id = :id ORDER BY field", {"id": record_id}
    )
    chosen = ((str(field), rows.choose(group, language)) for field, group in grouped(found, "field").items())
    return {field: text for field, text in chosen if text is not None}


def _aliases(rows: Rows, record_id: str, language: str) -> tuple[Alias, ...]:
    found = rows.all(
        "SELECT name, language, note FROM alias WHERE record_id = :id ORDER BY language <> :language, language, name",
        {"id": record_id, "language": language},
    )
    return tuple(Alias(row["name"], row["language"], row["note"] or "") for row in found)


def _codes(rows: Rows, record_id: str, language: str) -> tuple[Code, ...]:
    texts = grouped(
        rows.all(
            "SELECT scheme || ' ' || code || ' ' || field AS name, language, text FROM code_text WHERE record_id = :id",
            {"id": record_id},
        ),
        "name",
    )
    found = rows.all(
        "SELECT scheme, code, status, source_id FROM code WHERE record_id = :id ORDER BY scheme, code",
        {"id": record_id},
    )

    def text(row: sqlite3.Row, field: str) -> Text | None:
        return rows.choose(texts.get(f"{row['scheme']} {row['code']} {field}", ()), language)

    return tuple(
        Code(
            row["scheme"],
            row["code"],
            row["status"] == "suggested",
            text(row, "name"),
            text(row, "reason"),
            row["source_id"],
        )
        for row in found
    )


def _related(rows: Rows, record_id: str, language: str) -> tuple[tuple[str, RecordRef], ...]:
    found = rows.all(
        f"""
        SELECT x.role, x.far, {REF_COLUMNS}
        FROM (
            SELECT role, 0 AS far, to_id AS id, position FROM link WHERE from_id = :id
            UNION ALL
            SELECT role, 1 AS far, from_id AS id, position FROM link WHERE to_id = :id
        ) AS x
        JOIN record AS r ON r.id = x.id
        {TITLE_JOIN}
        ORDER BY x.far, x.role, x.position, s.sort_key, r.id
        """,
        rows.values(language, id=record_id),
    )
    related: dict[tuple[str, str], tuple[str, RecordRef]] = {}
    for row in found:
        role = INVERSE.get(row["role"], row["role"]) if row["far"] else row["role"]
        related.setdefault((role, row["id"]), (role, ref_of(row)))
    return tuple(related.values())
