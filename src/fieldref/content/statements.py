"""Statements with their sources: those of a record, and the sentences of other records that name a place as theirs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from fieldref.content.model import Role
from fieldref.content.record_model import Mention, Statement
from fieldref.content.rows import REF_COLUMNS, TITLE_JOIN, Rows, citations, grouped, ref_of


def read_statements(rows: Rows, language: str, record_id: str) -> tuple[Statement, ...]:
    """What a record states, by role."""
    found = rows.all(
        """
        SELECT id AS statement_id, role, verified, confidence
        FROM statement WHERE record_id = :id ORDER BY role, position, id
        """,
        {"id": record_id},
    )
    return tuple(said for _, said in _told(rows, found, language))


def read_mentions(rows: Rows, language: str, place_id: str) -> tuple[Mention, ...]:
    """The sentences about a place that stand in other records, in the order of their kinds."""
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}, n.id AS statement_id, n.role, n.verified, n.confidence
        FROM statement_place AS x JOIN statement AS n ON n.id = x.statement_id
        JOIN record AS r ON r.id = n.record_id {TITLE_JOIN}
        WHERE x.place_id = :id ORDER BY r.kind DESC, r.position, n.role, n.position
        """,
        rows.values(language, id=place_id),
    )
    return tuple(Mention(ref_of(row), said) for row, said in _told(rows, found, language))


def _told(rows: Rows, found: Sequence[sqlite3.Row], language: str) -> Iterator[tuple[sqlite3.Row, Statement]]:
    """Each of the rows of `statement` that has a text, with the statement it is."""
    if not found:
        return
    ids = {"ids": json.dumps([row["statement_id"] for row in found])}
    texts = grouped(
        rows.all(
            """
            SELECT statement_id || field AS name, language, text, status
            FROM statement_text WHERE statement_id IN (SELECT value FROM json_each(:ids))
            """,
            ids,
        ),
        "name",
    )
    sources = grouped(
        rows.all(
            """
            SELECT statement_id, source_id, locator
            FROM statement_source WHERE statement_id IN (SELECT value FROM json_each(:ids))
            ORDER BY statement_id, position, source_id
            """,
            ids,
        ),
        "statement_id",
    )
    for row in found:
        number = row["statement_id"]
        text, note = (rows.choose(texts.get(f"{number}{field}", ()), language) for field in ("text", "note"))
        if text is not None:
            cited = citations(sources.get(number, ()))
            yield row, Statement(Role(row["role"]), text, bool(row["verified"]), cited, note, row["confidence"])
