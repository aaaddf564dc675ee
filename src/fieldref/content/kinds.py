"""What each kind of record adds to the common part: one function per kind."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fieldref.content.events import read_events
from fieldref.content.model import Direction, Kind, Label, Method, PlaceLevel, RecordRef
from fieldref.content.record_model import (
    Indicator,
    Money,
    Norm,
    Partner,
    Place,
    Programme,
    Record,
    Source,
    Story,
    Term,
    Topic,
    Trait,
)
from fieldref.content.rows import (
    PARTNER,
    PRODUCER,
    REF_COLUMNS,
    TITLE_JOIN,
    Rows,
    citations,
    grouped,
    labels_of,
    period_of,
    publisher,
    ref_of,
    refs_by_id,
)
from fieldref.content.statements import read_mentions

Common = dict[str, Any]
"""The fields of `Record`, as keyword arguments of its subclasses."""


def _side(rows: Rows, table: str, record_id: str) -> sqlite3.Row:
    row = rows.one(f"SELECT * FROM {table} WHERE id = :id", {"id": record_id})
    if row is None:
        raise LookupError(record_id)  # a record of this kind always has its row: foreign keys and the build see to it
    return row


def _ref(rows: Rows, record_id: str | None, language: str) -> RecordRef | None:
    return refs_by_id(rows, [record_id], language).get(record_id) if record_id else None


def _label(labels: dict[str, Label], key: str) -> Label:
    return labels.get(key) or Label(key, key)


def _programme(rows: Rows, common: Common, language: str) -> Programme:
    value = {"id": common["id"]}
    row = _side(rows, "programme", common["id"])
    budget = None
    if row["budget_amount"] is not None and row["budget_currency"]:
        budget = Money(row["budget_amount"], row["budget_currency"])
    partners = rows.all(
        f"SELECT {PARTNER} AS name, record_id FROM programme_partner AS x WHERE programme_id = :id ORDER BY position",
        rows.values(language, **value),
    )
    explained = refs_by_id(rows, [p["record_id"] for p in partners if p["record_id"]], language)
    regions = rows.all(
        f"""
        SELECT {REF_COLUMNS} FROM programme_region AS x JOIN record AS r ON r.id = x.place_id {TITLE_JOIN}
        WHERE x.programme_id = :id ORDER BY x.position, r.id
        """,
        rows.values(language, **value),
    )
    budget_sources = rows.all(
        "SELECT source_id FROM programme_budget_source WHERE programme_id = :id ORDER BY position", value
    )
    parts = grouped(
        rows.all("SELECT * FROM programme_part_source WHERE programme_id = :id ORDER BY part, position", value), "part"
    )
    return Programme(
        **common,
        acronym=row["acronym"],
        sector=_label(labels_of(rows, "sector", language), row["sector_id"]),
        period=period_of(row),
        period_citations=citations(parts.get("dates", ())),
        status=row["status"],
        budget=budget,
        budget_verified=bool(row["budget_verified"]),
        budget_citations=citations(budget_sources),
        regions=tuple(ref_of(region) for region in regions),
        regions_verified=bool(row["regions_verified"]),
        regions_citations=citations(parts.get("regions", ())),
        national=bool(row["national"]),
        partners=tuple(Partner(p["name"], explained.get(p["record_id"])) for p in partners),
        implementer=row["implementer"],
        confidence=row["confidence"],
    )


def _place(rows: Rows, common: Common, language: str) -> Place:
    row = _side(rows, "place", common["id"])
    programmes = rows.all(
        f"""
        SELECT {REF_COLUMNS}, p.regions_verified
        FROM programme_region AS x JOIN programme AS p ON p.id = x.programme_id
        JOIN record AS r ON r.id = p.id {TITLE_JOIN}
        WHERE x.place_id = :id ORDER BY r.position, r.id
        """,
        rows.values(language, id=common["id"]),
    )
    return Place(
        **common,
        level=PlaceLevel(row["level"]),
        place_code=row["place_code"],
        parent=_ref(rows, row["parent_id"], language),
        capital=row["capital"],
        capital_altitude_m=row["capital_altitude_m"],
        capital_latitude=row["capital_latitude"],
        capital_longitude=row["capital_longitude"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        area_km2=row["area_km2"],
        authority=row["authority"],
        traits=_traits(rows, common["id"], language),
        programmes=tuple(replace(ref_of(p), tie_verified=bool(p["regions_verified"])) for p in programmes),
        mentions=read_mentions(rows, language, common["id"]),
        events=read_events(rows, language, common["id"]) if common["kind"] is Kind.COUNTRY else (),
    )


def _traits(rows: Rows, place_id: str, language: str) -> dict[str, tuple[Trait, ...]]:
    found = rows.all(
        "SELECT trait, value, verified FROM place_trait WHERE place_id = :id ORDER BY trait, position", {"id": place_id}
    )
    traits: dict[str, tuple[Trait, ...]] = {}
    for name, group in grouped(found, "trait").items():
        labels = labels_of(rows, str(name), language)
        traits[str(name)] = tuple(Trait(_label(labels, row["value"]), bool(row["verified"])) for row in group)
    return traits


def _indicator(rows: Rows, common: Common, language: str) -> Indicator:
    row = rows.one(
        f"SELECT i.*, {PRODUCER} AS producer_name FROM indicator AS i WHERE i.id = :id",
        rows.values(language, id=common["id"]),
    )
    if row is None:
        raise LookupError(common["id"])
    return Indicator(
        **common,
        theme=_label(labels_of(rows, "theme", language), row["theme_id"]),
        method=Method(row["method"]),
        producer=row["producer_name"],
        unit=_label(labels_of(rows, "unit", language), row["unit"]),
        direction=Direction(row["direction"]),
        decimals=row["decimals"],
        not_comparable=tuple(ref for role, ref in common["related"] if role == "not_comparable"),
    )


def _topic(rows: Rows, common: Common, language: str) -> Topic:
    row = _side(rows, "topic", common["id"])
    return Topic(
        **common,
        theme=_label(labels_of(rows, "theme", language), row["theme_id"]),
        norms=_norms(rows, common["id"], language),
    )


def _norms(rows: Rows, topic_id: str, language: str) -> tuple[Norm, ...]:
    value = {"id": topic_id}
    texts = grouped(
        rows.all(
            """
            SELECT x.norm_id || x.field AS name, x.language, x.text
            FROM norm AS n JOIN norm_text AS x ON x.norm_id = n.id WHERE n.topic_id = :id
            """,
            value,
        ),
        "name",
    )
    sources = grouped(
        rows.all(
            """
            SELECT x.norm_id, x.source_id FROM norm AS n JOIN norm_source AS x ON x.norm_id = n.id
            WHERE n.topic_id = :id ORDER BY x.norm_id, x.source_id
            """,
            value,
        ),
        "norm_id",
    )
    return tuple(
        Norm(
            row["reference"],
            rows.choose(texts.get(f"{row['id']}role", ()), language),
            row["date_issued"] or None,
            row["date_published"] or None,
            bool(row["verified"]),
            rows.choose(texts.get(f"{row['id']}note", ()), language),
            citations(sources.get(row["id"], ())),
        )
        for row in rows.all("SELECT * FROM norm WHERE topic_id = :id ORDER BY position, id", value)
    )


def _term(rows: Rows, common: Common, _language: str) -> Term:
    return Term(**common, acronym=_side(rows, "term", common["id"])["acronym"])


def _story(rows: Rows, common: Common, language: str) -> Story:
    row = _side(rows, "story", common["id"])
    return Story(
        **common,
        programme=_ref(rows, row["programme_id"], language),
        place=_ref(rows, row["place_id"], language),
        locality=row["locality"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        altitude_m=row["altitude_m"],
        url=row["url"],
    )


def _source(rows: Rows, common: Common, language: str) -> Source:
    row = _side(rows, "source", common["id"])
    named = rows.one(
        f"SELECT {publisher('x')} AS name FROM source AS x WHERE id = :id", rows.values(language, id=common["id"])
    )
    return Source(
        **common,
        publisher=named["name"] if named else None,
        year=row["year"],
        year_note=row["year_note"],
        url=row["url"],
        reliability=row["reliability"],
        licence=row["licence"],
    )


BUILDERS: dict[Kind, Callable[[Rows, Common, str], Record]] = {
    Kind.COUNTRY: _place,
    Kind.PROGRAMME: _programme,
    Kind.REGION: _place,
    Kind.PROVINCE: _place,
    Kind.DISTRICT: _place,
    Kind.INDICATOR: _indicator,
    Kind.TOPIC: _topic,
    Kind.TERM: _term,
    Kind.STORY: _story,
    Kind.SOURCE: _source,
}
