"""Vocabularies, indicators and observations as rows."""

from __future__ import annotations

from fieldref.authoring.compose_records import IMPORTANCE
from fieldref.authoring.load import Reference
from fieldref.authoring.rows import Rows, source_id
from fieldref.authoring.tables import IndicatorRow
from fieldref.content.model import Kind


def compose_vocabularies(reference: Reference, rows: Rows) -> None:
    """Sectors, themes and the labels of all small vocabularies; sectors and themes are labels too."""
    for sector in reference.sectors:
        rows.add("sector", id=sector.value.id, position=sector.value.position)
        _label(rows, "sector", sector.value.id, sector.value.name)
    for theme in reference.themes:
        rows.add("theme", id=theme.value.id, position=theme.value.position, used_by=theme.value.used_by)
        _label(rows, "theme", theme.value.id, theme.value.name)
    for label in reference.labels:
        value = label.value
        _label(rows, value.vocabulary, value.key, value.name, value.description)


def _label(
    rows: Rows, vocabulary: str, key: str, names: dict[str, str], descriptions: dict[str, str] | None = None
) -> None:
    kept = {(row["vocabulary"], row["key"], row["language"]): row for row in rows.tables.get("label", ())}
    for language, name in names.items():
        description = (descriptions or {}).get(language)
        old = kept.get((vocabulary, key, language))
        if old is not None:
            old["description"] = old["description"] or description
            continue
        rows.add("label", vocabulary=vocabulary, key=key, language=language, name=name, description=description)


def compose_indicators(reference: Reference, rows: Rows) -> None:
    """One record per concept and method."""
    for position, loaded in enumerate(reference.indicators, 1):
        _indicator(rows, position, loaded.value)
    cited: dict[str, dict[str, None]] = {}
    for observation in reference.observations:
        cited.setdefault(observation.value.indicator, {}).setdefault(observation.value.source)
    for indicator, sources in cited.items():
        rows.cite(f"indicator/{indicator}", sources)


def _indicator(rows: Rows, position: int, indicator: IndicatorRow) -> None:
    record_id = f"indicator/{indicator.id}"
    original = rows.languages[0]
    rows.record(record_id, Kind.INDICATOR, position, IMPORTANCE[Kind.INDICATOR], indicator.title, original)
    rows.text(record_id, "short_title", indicator.short, original)
    rows.text(record_id, "definition", indicator.definition, original)
    rows.text(record_id, "how_to_read", indicator.how_to_read, original)
    rows.text(record_id, "caveat", indicator.caveat, original)
    rows.text(record_id, "not_comparable_why", indicator.not_comparable_why, original)
    rows.add("indicator", id=record_id, theme_id=indicator.theme, method=indicator.method, producer=indicator.producer,
             unit=indicator.unit, direction=indicator.direction, decimals=indicator.decimals,
             minimum=indicator.minimum, maximum=indicator.maximum)  # fmt: skip
    for place, other in enumerate(indicator.not_comparable, 1):
        rows.link(record_id, f"indicator/{other.removeprefix('indicator/')}", "not_comparable", place)
    for place, topic in enumerate(indicator.topics, 1):
        rows.link(f"topic/{topic.removeprefix('topic/')}", record_id, "explains", place)
    rows.cite(record_id, indicator.sources)


def compose_observations(reference: Reference, rows: Rows, places: dict[str, str]) -> None:
    """The figures. A place is named by its code, or by its record id where a code would be ambiguous."""
    notes = {}
    for number, loaded in enumerate(reference.notes, 1):
        notes[loaded.value.key] = number
        rows.add("observation_note", id=number, key=loaded.value.key)
        for language, text in loaded.value.text.items():
            rows.add("observation_note_text", note_id=number, language=language, text=text)
    for number, one in enumerate(reference.observations, 1):
        value = one.value
        rows.add("observation", id=number, indicator_id=f"indicator/{value.indicator}",
                 place_id=value.place if "/" in value.place else places[value.place], year=value.year,
                 period=value.period, area=value.area, population_group=value.group, value=value.value,
                 qualifier=value.qualifier, sample_size=value.sample_size, confidence=value.confidence,
                 source_id=source_id(value.source), locator=value.locator,
                 note_id=notes[value.note] if value.note else None)  # fmt: skip


def compose_aliases(reference: Reference, rows: Rows) -> None:
    """Other names, from the table that holds them for all kinds."""
    for loaded in reference.aliases:
        value = loaded.value
        rows.alias(value.record_id, value.name, value.language, value.note)
