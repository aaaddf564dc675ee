"""Records as rows of a list, and figures as rows of a table. Never one query per row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from fieldref.content.model import (
    Citation,
    Direction,
    IndicatorSummary,
    Kind,
    Label,
    Method,
    Observation,
    PlaceLevel,
    PlaceSummary,
    ProgrammeSummary,
    RecordRef,
    SourceSummary,
    Text,
)
from fieldref.content.rows import (
    PARTNER,
    PRODUCER,
    RANK,
    REF_COLUMNS,
    TITLE_JOIN,
    Rows,
    grouped,
    labels_of,
    period_of,
    picked,
    publisher,
    ref_of,
)

_OBSERVATION = f"""
    o.*, (SELECT text FROM observation_note_text WHERE note_id = o.note_id ORDER BY {RANK} LIMIT 1) AS note,
    (SELECT language FROM observation_note_text WHERE note_id = o.note_id ORDER BY {RANK} LIMIT 1) AS note_language
"""


def refs_of_kind(rows: Rows, kind: Kind, language: str) -> tuple[RecordRef, ...]:
    """Every record of a kind, in the order of the alphabet."""
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS} FROM record AS r {TITLE_JOIN}
        WHERE r.kind = :kind ORDER BY s.sort_key, r.position, r.id
        """,
        rows.values(language, kind=kind.value),
    )
    return tuple(ref_of(row) for row in found)


def programmes(rows: Rows, language: str) -> tuple[ProgrammeSummary, ...]:
    """Every programme, in the order the editors gave."""
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}, p.acronym, p.sector_id, p.status, p.regions_verified, p.national,
               p.start_date, p.end_date, p.dates_verified, p.dates_planned, p.active_in
        FROM programme AS p JOIN record AS r ON r.id = p.id {TITLE_JOIN} ORDER BY r.position, r.id
        """,
        rows.values(language),
    )
    sectors = labels_of(rows, "sector", language)
    regions = grouped(
        rows.all("SELECT programme_id, place_id FROM programme_region ORDER BY programme_id, position"), "programme_id"
    )
    partners = grouped(
        rows.all(
            f"SELECT programme_id, {PARTNER} AS name FROM programme_partner AS x ORDER BY programme_id, position",
            rows.values(language),
        ),
        "programme_id",
    )
    return tuple(
        ProgrammeSummary(
            ref=ref_of(row),
            acronym=row["acronym"],
            sector=sectors.get(row["sector_id"]) or Label(row["sector_id"], row["sector_id"]),
            period=period_of(row),
            status=row["status"],
            region_ids=tuple(x["place_id"] for x in regions.get(row["id"], ())),
            partners=tuple(x["name"] for x in partners.get(row["id"], ())),
            regions_verified=bool(row["regions_verified"]),
            national=bool(row["national"]),
        )
        for row in found
    )


def places(rows: Rows, level: PlaceLevel, language: str, parent: str | None) -> tuple[PlaceSummary, ...]:
    """Places of a level, of one parent or of all, in the order of the alphabet."""
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}, p.place_code, p.parent_id, p.capital,
               coalesce(x.verified, 0) AS programmes, coalesce(x.listed - x.verified, 0) AS unverified
        FROM place AS p JOIN record AS r ON r.id = p.id {TITLE_JOIN}
        LEFT JOIN (
            SELECT place_id, count(*) AS listed, sum(regions_verified) AS verified
            FROM programme_region JOIN programme ON id = programme_id GROUP BY place_id
        ) AS x ON x.place_id = p.id
        WHERE p.level = :level AND (:parent IS NULL OR p.parent_id = :parent) ORDER BY s.sort_key, p.place_code
        """,
        rows.values(language, level=level.value, parent=parent),
    )
    return tuple(
        PlaceSummary(
            ref_of(row),
            level,
            row["place_code"],
            row["parent_id"],
            row["capital"],
            row["programmes"],
            row["unverified"],
        )
        for row in found
    )


def indicators(rows: Rows, language: str, spans: Mapping[str, tuple[int, int, int]]) -> tuple[IndicatorSummary, ...]:
    """Every indicator by theme, in the order the editors gave; `spans` as from `indicator_spans`."""
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}, i.theme_id, i.method, {PRODUCER} AS producer_name, i.unit, i.direction, i.decimals
        FROM indicator AS i JOIN theme AS h ON h.id = i.theme_id JOIN record AS r ON r.id = i.id {TITLE_JOIN}
        ORDER BY h.position, r.position, r.id
        """,
        rows.values(language),
    )
    caveats = grouped(
        rows.all("SELECT record_id, language, text, status FROM record_text WHERE field = 'caveat'"), "record_id"
    )
    themes, units = labels_of(rows, "theme", language), labels_of(rows, "unit", language)
    return tuple(
        IndicatorSummary(
            ref=ref_of(row),
            theme=themes.get(row["theme_id"]) or Label(row["theme_id"], row["theme_id"]),
            method=Method(row["method"]),
            producer=row["producer_name"],
            unit=units.get(row["unit"]) or Label(row["unit"], row["unit"]),
            direction=Direction(row["direction"]),
            decimals=row["decimals"],
            first_year=spans.get(row["id"], (0, 0, 0))[0],
            last_year=spans.get(row["id"], (0, 0, 0))[1],
            regions=spans.get(row["id"], (0, 0, 0))[2],
            caveat=rows.choose(caveats.get(row["id"], ()), language),
        )
        for row in found
    )


def indicator_spans(rows: Rows) -> dict[str, tuple[int, int, int]]:
    """(first year, last year, number of first-level regions) of every indicator that has a value."""
    found = rows.all(
        """
        SELECT o.indicator_id AS id, min(o.first) AS first, max(o.last) AS last, sum(p.level = 'region') AS regions
        FROM (
            SELECT indicator_id, place_id, min(year) AS first, max(year) AS last
            FROM observation GROUP BY indicator_id, place_id
        ) AS o JOIN place AS p ON p.id = o.place_id
        GROUP BY o.indicator_id
        """
    )
    return {row["id"]: (row["first"], row["last"], row["regions"]) for row in found}


def sources(rows: Rows, ids: Sequence[str], language: str) -> dict[str, SourceSummary]:
    """The sources among `ids`, as entries of a list of sources."""
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}, {publisher("x")} AS publisher, x.year, x.url, x.reliability, x.title_language AS printed,
               {picked("x.id", "reliability_note")} AS reliability_note,
               coalesce({picked("x.id", "year_note")}, x.year_note) AS year_note
        FROM (SELECT DISTINCT value FROM json_each(:ids)) AS wanted
        JOIN source AS x ON x.id = wanted.value JOIN record AS r ON r.id = x.id {TITLE_JOIN}
        """,
        rows.values(language, ids=json.dumps(list(ids))),
    )
    grades = labels_of(rows, "reliability", language) or labels_of(rows, "confidence", language)
    return {
        row["id"]: SourceSummary(
            ref=ref_of(row),
            publisher=row["publisher"],
            year=row["year"],
            year_note=row["year_note"],
            url=row["url"],
            reliability=graded(row["reliability"], grades, row["reliability_note"]),
            printed_in=row["printed"],
        )
        for row in found
    }


def graded(grade: str, grades: Mapping[str, Label], note: str | None) -> Label:
    """How far a source is to be trusted: its grade, in its own words where it has some ('A: peer-reviewed')."""
    label = grades.get(grade) or Label(grade, grade)
    if not note:
        return label
    words = note[0].lower() + note[1:] if note[1:2].islower() else note
    return Label(label.key, f"{grade}: {words}", label.description)


def cited_by(rows: Rows, source_id: str, language: str) -> tuple[RecordRef, ...]:
    """Every record that rests on a source, by kind; a figure counts for its indicator."""
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}
        FROM (
            SELECT record_id AS id FROM record_source WHERE source_id = :id
            UNION SELECT s.record_id FROM statement_source AS x JOIN statement AS s ON s.id = x.statement_id
                  WHERE x.source_id = :id
            UNION SELECT record_id FROM code WHERE source_id = :id
            UNION SELECT programme_id FROM programme_budget_source WHERE source_id = :id
            UNION SELECT n.topic_id FROM norm_source AS x JOIN norm AS n ON n.id = x.norm_id WHERE x.source_id = :id
            UNION SELECT e.record_id FROM event_source AS x JOIN event AS e ON e.id = x.event_id
                  WHERE x.source_id = :id
            UNION SELECT indicator_id FROM observation WHERE source_id = :id
        ) AS x
        JOIN record AS r ON r.id = x.id {TITLE_JOIN}
        WHERE r.id <> :id
        ORDER BY s.sort_key, r.id
        """,
        rows.values(language, id=source_id),
    )
    order = {kind: position for position, kind in enumerate(Kind)}
    return tuple(sorted((ref_of(row) for row in found), key=lambda ref: order[ref.kind]))


def observations(rows: Rows, language: str, chosen: Mapping[str, object]) -> tuple[Observation, ...]:
    """The figures of an indicator that fit `chosen` (indicator, place, year, area, population_group; None: any)."""
    return _observations(
        rows,
        f"""
        SELECT {_OBSERVATION}
        FROM observation AS o JOIN record AS r ON r.id = o.place_id
        WHERE o.indicator_id = :indicator
          AND (:place IS NULL OR o.place_id = :place)
          AND (:year IS NULL OR o.year = :year)
          AND (:area IS NULL OR o.area = :area)
          AND (:population_group IS NULL OR o.population_group = :population_group)
        ORDER BY r.kind = 'country' DESC, r.kind, r.position, o.place_id, o.year, o.period, o.area, o.population_group,
                 o.confidence, o.source_id
        """,
        language,
        chosen,
    )


def latest(rows: Rows, place_id: str, language: str) -> tuple[Observation, ...]:
    """The newest figure of each indicator for a place, whole area and everybody, by theme and indicator."""
    return _observations(
        rows,
        f"""
        SELECT {_OBSERVATION}
        FROM (
            SELECT *, row_number() OVER (
                PARTITION BY indicator_id ORDER BY year DESC, period DESC, confidence, source_id
            ) AS age
            FROM observation WHERE place_id = :place AND area = 'total' AND population_group = ''
        ) AS o
        JOIN indicator AS i ON i.id = o.indicator_id JOIN theme AS h ON h.id = i.theme_id
        JOIN record AS r ON r.id = i.id
        WHERE o.age = 1 ORDER BY h.position, r.position, r.id
        """,
        language,
        {"place": place_id},
    )


def newest(rows: Rows, indicator_id: str, language: str) -> tuple[Observation, ...]:
    """The newest figure of an indicator for each place (whole area, everybody), the country first, districts left
    out."""
    return _observations(
        rows,
        f"""
        SELECT {_OBSERVATION}
        FROM (
            SELECT *, row_number() OVER (
                PARTITION BY place_id ORDER BY year DESC, period DESC, confidence, source_id
            ) AS age
            FROM observation WHERE indicator_id = :indicator AND area = 'total' AND population_group = ''
        ) AS o
        JOIN record AS r ON r.id = o.place_id LEFT JOIN record_sort AS s
          ON s.record_id = r.id AND s.language = :sort_language
        WHERE o.age = 1 AND r.kind <> 'district'
        ORDER BY r.kind = 'country' DESC, r.kind = 'region' DESC, s.sort_key, r.id
        """,
        language,
        {"indicator": indicator_id},
    )


def _observations(rows: Rows, sql: str, language: str, value: Mapping[str, object]) -> tuple[Observation, ...]:
    found = rows.all(sql, rows.values(language, **value))
    words = labels_of(rows, "qualifier", language) if any(row["qualifier"] for row in found) else {}
    return tuple(
        Observation(
            indicator_id=row["indicator_id"],
            place_id=row["place_id"],
            year=row["year"],
            period=row["period"],
            area=row["area"],
            population_group=row["population_group"],
            value=row["value"],
            qualifier=(words.get(row["qualifier"]) or Label(row["qualifier"], row["qualifier"]))
            if row["qualifier"]
            else None,
            sample_size=row["sample_size"],
            confidence=row["confidence"],
            citation=Citation(row["source_id"], row["locator"] or ""),
            note=Text(row["note"], row["note_language"]) if row["note"] else None,
        )
        for row in found
    )
