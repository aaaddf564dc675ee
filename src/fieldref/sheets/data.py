"""A record as plain data, for programs: the fields of its dataclass by name, each text with its language."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any

from fieldref.content.library import Library
from fieldref.content.model import Citation, Observation, Text
from fieldref.content.record_model import Indicator, Place, Record, Source


def as_data(library: Library, record: Record, language: str) -> dict[str, Any]:
    """The record, its sources spelled out, its newest figures or its citing records, and the content's version."""
    data: dict[str, Any] = {"language": language, **_plain(record)}
    figures = shown_figures(library, record, language)
    citations = [*cited_by_record(record), *(observation.citation for observation in figures)]
    cited = list(dict.fromkeys([*record.sources, *(citation.source_id for citation in citations)]))
    summaries = library.source_summaries(cited, language)
    data["sources"] = [_plain(summaries[source_id]) for source_id in cited if source_id in summaries]
    if isinstance(record, Place):
        data["figures"] = [_plain(observation) for observation in figures]
    if isinstance(record, Source):
        data["cited_by"] = [_plain(ref) for ref in library.cited_by(record.id, language)]
    info = library.info(language)
    data["content"] = {"id": info.id, "version": info.version, "licence": info.licence}
    return data


def cited_by_record(record: Record) -> list[Citation]:
    """What a record itself cites: its statements, amounts, norms, events and codes."""
    found = [citation for statement in record.statements for citation in statement.citations]
    for part in ("period_citations", "budget_citations", "regions_citations"):
        found += getattr(record, part, ())
    found += [citation for mention in getattr(record, "mentions", ()) for citation in mention.said.citations]
    for part in ("norms", "events"):
        found += [citation for item in getattr(record, part, ()) for citation in item.citations]
    return found + [Citation(code.source_id) for code in record.codes if code.source_id]


def shown_figures(library: Library, record: Record, language: str) -> tuple[Observation, ...]:
    """The figures that the sheet of a record shows: the newest of a place, those of an indicator."""
    if isinstance(record, Place):
        return library.latest(record.id, language)
    if isinstance(record, Indicator):
        country = library.info(language).country_id
        series = library.observations(record.id, language, place_id=country, area="total")
        return (*library.newest(record.id, language), *series)
    return ()


def _plain(value: object) -> Any:
    if isinstance(value, Text):
        return {"text": value.value, "language": value.language, "status": value.status.value}
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
