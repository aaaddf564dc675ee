"""What other records say of a place: the sentences that name it as theirs."""

from __future__ import annotations

from fieldref.content.events import citations
from fieldref.content.model import Role
from fieldref.content.record_model import Mention, Statement
from fieldref.content.rows import REF_COLUMNS, TITLE_JOIN, Rows, grouped, ref_of


def read_mentions(rows: Rows, language: str, place_id: str) -> tuple[Mention, ...]:
    """The sentences about a place that stand in other records, in the order of their kinds."""
    values = rows.values(language, id=place_id)
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}, n.id AS statement_id, n.role, n.verified, n.confidence
        FROM statement_place AS x JOIN statement AS n ON n.id = x.statement_id
        JOIN record AS r ON r.id = n.record_id {TITLE_JOIN}
        WHERE x.place_id = :id ORDER BY r.kind DESC, r.position, n.role, n.position
        """,
        values,
    )
    if not found:
        return ()
    texts = grouped(
        rows.all(
            """
            SELECT t.statement_id || t.field AS name, t.language, t.text, t.status
            FROM statement_place AS x JOIN statement_text AS t ON t.statement_id = x.statement_id
            WHERE x.place_id = :id
            """,
            values,
        ),
        "name",
    )
    sources = grouped(
        rows.all(
            """
            SELECT c.statement_id, c.source_id, c.locator
            FROM statement_place AS x JOIN statement_source AS c ON c.statement_id = x.statement_id
            WHERE x.place_id = :id ORDER BY c.statement_id, c.position, c.source_id
            """,
            values,
        ),
        "statement_id",
    )
    mentions = []
    for row in found:
        number = row["statement_id"]
        text, note = (rows.choose(texts.get(f"{number}{field}", ()), language) for field in ("text", "note"))
        if text is not None:
            cited, verified = citations(sources.get(number, ())), bool(row["verified"])
            said = Statement(Role(row["role"]), text, verified, cited, note, row["confidence"])
            mentions.append(Mention(ref_of(row), said))
    return tuple(mentions)
