"""The dated events of the cooperation."""

from __future__ import annotations

from fieldref.content.model import Event
from fieldref.content.rows import Rows, citations, grouped


def read_events(rows: Rows, language: str, record_id: str | None = None) -> tuple[Event, ...]:
    """The dated events of one record, or of all, oldest first."""
    where, value = "(:id IS NULL OR e.record_id = :id)", {"id": record_id}
    texts = grouped(
        rows.all(
            f"""
            SELECT x.event_id, x.language, x.text
            FROM event AS e JOIN event_text AS x ON x.event_id = e.id WHERE {where}
            """,
            value,
        ),
        "event_id",
    )
    sources = grouped(
        rows.all(
            f"""
            SELECT x.event_id, x.source_id FROM event AS e JOIN event_source AS x ON x.event_id = e.id
            WHERE {where} ORDER BY x.event_id, x.source_id
            """,
            value,
        ),
        "event_id",
    )
    events = []
    for row in rows.all(
        f"SELECT id, event_date, end_date, verified FROM event AS e WHERE {where} ORDER BY event_date, id", value
    ):
        text = rows.choose(texts.get(row["id"], ()), language)
        if text is not None:
            cited = citations(sources.get(row["id"], ()))
            events.append(Event(row["event_date"], row["end_date"], text, bool(row["verified"]), cited))
    return tuple(events)
