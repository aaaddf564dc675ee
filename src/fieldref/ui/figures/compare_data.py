"""Two to four regions side by side: what is compared, and what must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary, Observation, RecordRef
from fieldref.content.record_model import Place
from fieldref.i18n import _
from fieldref.ui.figures.wording import Wording

MOST = 4


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure in a cell: its number with the words of its qualifier, what it covers, and its source."""

    before: str
    number: str
    after: str
    period: str
    source_id: str
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One indicator, so one method, for all places. `years_differ`: the figures are of different years and may not be
    compared without care."""

    indicator: RecordRef
    method: str
    cells: tuple[ComparedFigure | None, ...]
    years_differ: bool


@dataclass(frozen=True, slots=True)
class ComparedTheme:
    """The rows of a theme."""

    name: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the page shows."""

    places: tuple[Place, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    programmes: tuple[tuple[RecordRef, ...], ...]
    shared: Mapping[str, int]
    """Programmes that more than one of the places have, with how many do."""
    themes: tuple[ComparedTheme, ...]
    sources: tuple[tuple[str, str], ...]
    """(id, name) in the order of their numbers."""


def compare(library: Library, place_ids: Sequence[str], language: str) -> Comparison:
    """Compare places by the newest year that all of them have; where there is none, each shows its newest."""
    records = [library.record(place_id, language) for place_id in place_ids[:MOST]]
    places = tuple(record for record in records if isinstance(record, Place))
    wording = Wording(library, language)
    themes = _themes(library, places, wording)
    cited = [cell.source_id for theme in themes for row in theme.rows for cell in row.cells if cell is not None]
    ids = list(dict.fromkeys([*(i for place in places for i in place.sources), *cited]))
    summaries = library.source_summaries(ids, language)
    counts: dict[str, int] = {}
    for place in places:
        for ref in place.programmes:
            counts[ref.id] = counts.get(ref.id, 0) + 1
    return Comparison(
        places,
        _facts(places, language),
        tuple(place.programmes for place in places),
        {programme: count for programme, count in counts.items() if count > 1},
        themes,
        tuple((i, summaries[i].ref.title.value if i in summaries else i) for i in ids),
    )


def _facts(places: Sequence[Place], language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    unknown = _("not found in the sources", lang=language)

    def measured(value: float | None, unit: str, decimals: int) -> str:
        return f"{i18n.number(value, decimals, lang=language)} {unit}" if value is not None else unknown

    rows = [
        (_("Capital", lang=language), tuple(place.capital or unknown for place in places)),
        (
            _("Altitude of the capital", lang=language),
            tuple(measured(place.capital_altitude_m, "m", 0) for place in places),
        ),
        (_("Area", lang=language), tuple(measured(place.area_km2, "km²", 0) for place in places)),
        (_("Place code", lang=language), tuple(place.level.official(place.place_code) for place in places)),
    ]
    return tuple((name, cells) for name, cells in rows if any(cell != unknown for cell in cells))


def _themes(library: Library, places: Sequence[Place], wording: Wording) -> tuple[ComparedTheme, ...]:
    language = wording.language
    indicators = {one.ref.id: one for one in library.indicators(language)}
    newest = [{o.indicator_id: o for o in library.latest(place.id, language)} for place in places]
    themes: dict[str, tuple[str, list[ComparedRow]]] = {}
    for indicator_id, indicator in indicators.items():
        found = [figures.get(indicator_id) for figures in newest]
        if not any(found):
            continue
        found = _same_year(library, indicator_id, places, found, language)
        known = [one for one in found if one is not None]
        row = ComparedRow(
            indicator.ref,
            wording.method(indicator),
            tuple(_cell(one, indicator, wording) for one in found),
            len({one.year for one in known}) > 1,
        )
        themes.setdefault(indicator.theme.key, (indicator.theme.name, []))[1].append(row)
    return tuple(ComparedTheme(name, tuple(rows)) for name, rows in themes.values())


def _same_year(
    library: Library,
    indicator_id: str,
    places: Sequence[Place],
    newest: list[Observation | None],
    language: str,
) -> list[Observation | None]:
    """The figures of the newest year that every place with figures has; their newest ones if there is no such year."""
    known = [one for one in newest if one is not None]
    if len({one.year for one in known}) < 2:
        return newest
    by_place: list[dict[int, Observation]] = []
    for place, one in zip(places, newest, strict=True):
        years: dict[int, Observation] = {}
        if one is not None:
            for other in library.observations(indicator_id, language, place_id=place.id, area="total"):
                years.setdefault(other.year, other)
        by_place.append(years)
    common = set.intersection(*(set(years) for years in by_place if years))
    if not common:
        return newest
    return [years.get(max(common)) for years in by_place]


def _cell(one: Observation | None, indicator: IndicatorSummary, wording: Wording) -> ComparedFigure | None:
    if one is None:
        return None
    said = wording.parts(one, indicator)
    return ComparedFigure(*said, wording.period(one), one.citation.source_id, wording.remarks(one, qualifier=False))
