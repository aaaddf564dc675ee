"""Programmes, topics, stories, terms and sources as rows."""

from __future__ import annotations

from fieldref.authoring.load import Reference
from fieldref.authoring.models import NormModel, ProgrammeModel, StatementModel, StoryModel
from fieldref.authoring.rows import Rows, locator, source_id
from fieldref.authoring.tables import SourceRow, TermRow
from fieldref.content.model import UNDETERMINED, Kind, Role

IMPORTANCE = {
    Kind.COUNTRY: 0.8,
    Kind.PROGRAMME: 0.9,
    Kind.REGION: 0.8,
    Kind.INDICATOR: 0.7,
    Kind.TOPIC: 0.7,
    Kind.TERM: 0.6,
    Kind.STORY: 0.6,
    Kind.PROVINCE: 0.4,
    Kind.SOURCE: 0.3,
    Kind.DISTRICT: 0.2,
}
"""How much a kind weighs in search before the words are looked at."""


def compose_sources(reference: Reference, rows: Rows) -> None:
    """Sources first: everything else points at them."""
    for position, loaded in enumerate(reference.sources, 1):
        _source(rows, position, loaded.value)


def _source(rows: Rows, position: int, source: SourceRow) -> None:
    record_id = f"source/{source.id}"
    title = {UNDETERMINED: source.title} if source.title else source.described or {}
    original = rows.languages[0]
    rows.record(record_id, Kind.SOURCE, position, IMPORTANCE[Kind.SOURCE], title, original)
    if source.title:
        rows.text(record_id, "described", source.described, original)
    for name in ("year_note", "reliability_note", "rights", "origin", "note"):
        rows.text(record_id, name, getattr(source, name), original)
    year_note = (source.year_note or {}).get(original) or (source.year_note or {}).get(UNDETERMINED)
    rows.add("source", id=record_id, publisher=source.publisher, year=source.year, year_note=year_note, url=source.url,
             reliability=source.reliability, licence=source.licence, title_language=source.title_language)  # fmt: skip
    rows.alias(record_id, source.id, note="id")


def compose_programmes(reference: Reference, rows: Rows, places: dict[str, str]) -> None:
    """`places` maps place codes to record ids."""
    for position, loaded in enumerate(reference.programmes, 1):
        _programme(rows, position, loaded.value, places)


def _programme(rows: Rows, position: int, programme: ProgrammeModel, places: dict[str, str]) -> None:
    record_id = f"programme/{programme.id}"
    original = rows.common(record_id, Kind.PROGRAMME, position, IMPORTANCE[Kind.PROGRAMME], programme)
    for name in ("sector_note", "status_note", "confidence_note", "implementer_note"):
        rows.text(record_id, name, getattr(programme, name), original)
    if programme.acronym:
        rows.alias(record_id, programme.acronym, note="acronym")
    budget = programme.budget
    rows.add("programme", id=record_id, acronym=programme.acronym, sector_id=programme.sector,
             start_date=programme.start, end_date=programme.end, dates_verified=int(programme.dates_verified),
             dates_planned=int(programme.dates_planned), active_in=programme.active_in,
             status=programme.status, budget_amount=budget.amount if budget else None,
             budget_currency=budget.currency if budget else None,
             budget_verified=int(budget.verified) if budget else None,
             regions_verified=int(programme.regions_verified), implementer=programme.implementer,
             confidence=programme.confidence, national=int(programme.national))  # fmt: skip
    for part, sources in (("dates", programme.dates_sources), ("regions", programme.regions_sources)):
        rows.cite(record_id, sources)
        for place, source in enumerate(sources, 1):
            rows.add("programme_part_source", programme_id=record_id, part=part, source_id=source_id(source),
                     position=place, locator=locator(source))  # fmt: skip
    if budget:
        rows.text(record_id, "budget_note", budget.note, original)
        rows.cite(record_id, budget.sources)
        for place, source in enumerate(budget.sources, 1):
            rows.add("programme_budget_source", programme_id=record_id, source_id=source_id(source), position=place)
    for place, code in enumerate(programme.regions, 1):
        rows.add("programme_region", programme_id=record_id, place_id=places[code], position=place)
    _partners(rows, record_id, programme)


def _partners(rows: Rows, record_id: str, programme: ProgrammeModel) -> None:
    for place, partner in enumerate(programme.partners, 1):
        names = partner.name
        name = names.get(UNDETERMINED) or names.get(rows.languages[0]) or next(iter(names.values()))
        rows.add("programme_partner", programme_id=record_id, position=place, name=name, record_id=partner.record)
        if UNDETERMINED not in partner.name:
            for language, text in partner.name.items():
                rows.add("programme_partner_text", programme_id=record_id, position=place, language=language, name=text)
        if partner.record and partner.record.startswith("term/"):
            rows.link(record_id, partner.record, "see", place)


def compose_topics(reference: Reference, rows: Rows) -> None:
    """Topics with their legal norms."""
    for position, loaded in enumerate(reference.topics, 1):
        topic = loaded.value
        record_id = f"topic/{topic.id}"
        rows.common(record_id, Kind.TOPIC, position, IMPORTANCE[Kind.TOPIC], topic)
        rows.add("topic", id=record_id, theme_id=topic.theme)
        for place, norm in enumerate(topic.norms, 1):
            _norm(rows, record_id, place, norm)


def _norm(rows: Rows, topic_id: str, position: int, norm: NormModel) -> None:
    number = rows.next_id("norm")
    rows.add("norm", id=number, topic_id=topic_id, position=position, reference=norm.reference,
             date_issued=norm.issued, date_published=norm.published, verified=int(norm.verified))  # fmt: skip
    for name, texts in (("role", norm.role), ("note", norm.note)):
        for language, text in (texts or {}).items():
            rows.add("norm_text", norm_id=number, field=name, language=language, text=text)
    for source in dict.fromkeys(norm.sources):
        rows.add("norm_source", norm_id=number, source_id=source_id(source))
    rows.cite(topic_id, norm.sources)


def compose_terms(reference: Reference, rows: Rows) -> None:
    """The glossary. The definition is the summary of the record; one that no source was checked for says so, in the
    words of the source that stands for what is told from memory (reliability D)."""
    unchecked = next((one.value for one in reference.sources if one.value.reliability == "D"), None)
    for position, loaded in enumerate(reference.terms, 1):
        _term(rows, position, loaded.value)
        if not loaded.value.verified and unchecked and unchecked.described:
            mark = StatementModel(text=unchecked.described, sources=(unchecked.id,), verified=False)
            rows.statement(f"term/{loaded.value.id}", Role.NOTE, 1, mark, rows.languages[0])


def _term(rows: Rows, position: int, term: TermRow) -> None:
    record_id = f"term/{term.id}"
    original = rows.languages[0]
    rows.record(record_id, Kind.TERM, position, IMPORTANCE[Kind.TERM], term.title, original)
    rows.text(record_id, "summary", term.definition, original)
    rows.cite(record_id, term.sources)
    rows.add("term", id=record_id, acronym=term.acronym)
    for alias in ((term.acronym,) if term.acronym else ()) + term.aliases:
        rows.alias(record_id, alias)
    for place, other in enumerate(term.related, 1):
        rows.link(record_id, other, "see", place)


def compose_stories(reference: Reference, rows: Rows, places: dict[str, str]) -> None:
    """`places` maps place codes to record ids."""
    for position, loaded in enumerate(reference.stories, 1):
        _story(rows, position, loaded.value, places)


def _story(rows: Rows, position: int, story: StoryModel, places: dict[str, str]) -> None:
    record_id = f"story/{story.id}"
    original = rows.common(record_id, Kind.STORY, position, IMPORTANCE[Kind.STORY], story)
    for name in ("rights", "location_note"):
        rows.text(record_id, name, getattr(story, name), original)
    programme = f"programme/{story.programme}" if story.programme else None
    rows.add("story", id=record_id, programme_id=programme, place_id=places[story.place] if story.place else None,
             locality=story.locality, latitude=story.latitude, longitude=story.longitude,
             altitude_m=story.altitude_m, url=story.url)  # fmt: skip
    for place, other in enumerate(story.located_in, 1):
        rows.link(record_id, other, "located_in", place)
    if programme:
        rows.link(record_id, programme, "about", 0)
