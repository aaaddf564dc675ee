"""What a sheet looks up beyond its own record: figures, places inside, records linked, records that cite."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass

from fieldref.content.library import Library
from fieldref.content.model import (
    Citation,
    IndicatorSummary,
    Kind,
    Label,
    Observation,
    PlaceLevel,
    RecordRef,
    Role,
    Text,
)
from fieldref.content.record_model import Place, Programme, Record, Statement
from fieldref.i18n import N_
from fieldref.sheets.plain import within
from fieldref.sheets.words import Words

MOST_LISTED = 60
"""Longer lists of places are told by their number: nobody reads two hundred names."""

_FOR_SEARCH = frozenset({"id", "search word"})
"""Notes of other names that are there to be found by, and are not names a reader is told."""
_TOLD_ELSEWHERE = frozenset(
    {
        "capital_note",
        "authority_note",
        "location_note",
        "budget_note",
        "status_note",
        "implementer_note",
        "dates_note",
        "regions_note",
        "year_note",
        "reliability_note",
    }
)
_ABOUT = {
    "name_note": N_("Name"),
    "title_note": N_("Name"),
    "sector_note": N_("Sector"),
    "confidence_note": N_("Confidence"),
}


_OLD = 5
"""A figure more years older than the content says how old it is."""


@dataclass(frozen=True, slots=True)
class Work:
    """A programme as a place tells it: what it is, when it was in words, and the first thing it did or meant to do."""

    ref: RecordRef
    sector: Label
    time: str
    """'' where the sources tell neither beginning nor end."""
    said: Statement | None
    national: bool = False


class Found:
    """The lookups of one sheet; each is made only when the template asks."""

    def __init__(self, library: Library, record: Record, words: Words) -> None:
        self._library = library
        self._record = record
        self._words = words
        self._language = words.language

    def other_names(self) -> list[str]:
        """Other names a reader may know the record by, each once."""
        shown = {str(self._record.title).casefold()}
        if self._record.short_title is not None:
            shown.add(str(self._record.short_title).casefold())
        names = []
        for alias in self._record.aliases:
            if alias.note not in _FOR_SEARCH and alias.name.casefold() not in shown:
                shown.add(alias.name.casefold())
                names.append(alias.name)
        return names

    def notes(self) -> list[tuple[str, Text]]:
        """(what it is about, note) for notes on how the record was put together that no other part tells."""
        found = [
            (self._words.say(_ABOUT[field]) if field in _ABOUT else "", text)
            if field != "confidence_note"
            else (self._confidence(), dataclasses.replace(text, value=within(text.value)))
            for field, text in self._record.texts.items()
            if field.endswith("_note") and field not in _TOLD_ELSEWHERE
        ]
        return sorted(found, key=lambda pair: not pair[0])

    def _confidence(self) -> str:
        """'Confidence A (official text or table)', as the content words the grade of the record."""
        word = self._words.say(_ABOUT["confidence_note"])
        grade = self._record.confidence if isinstance(self._record, Programme) else ""
        label = self._library.labels("confidence", self._language).get(grade)
        if not grade:
            return word
        meaning = label.name.removeprefix(f"{grade}:").strip() if label else ""
        return f"{word} {grade} ({meaning})" if meaning else f"{word} {grade}"

    def basis(self) -> list[Citation]:
        """The sources of what the sheet tells without a citation of its own: key facts, summary, definition."""
        return [Citation(source_id) for source_id in self._record.sources]

    def unverified(self) -> bool:
        """Whether the record as a whole is told as not verified: what a term means and no source says."""
        noted = self._record.said(Role.NOTE)
        return any(not statement.verified for statement in noted)

    def works(self) -> list[Work]:
        """The programmes of the place."""
        refs = self._record.programmes if isinstance(self._record, Place) else ()
        records = (self._library.record(ref.id, self._language) for ref in refs)
        return [self._work(ref, one) for ref, one in zip(refs, records, strict=True) if isinstance(one, Programme)]

    def elsewhere(self) -> list[Work]:
        """The programmes that may have reached the region although no source says so: those that reached the whole
        country, and those whose regions no source names."""
        if not isinstance(self._record, Place) or self._record.level is not PlaceLevel.REGION:
            return []
        here = {ref.id for ref in self._record.programmes}
        found = (one for one in self._library.programmes(self._language) if one.national or not one.region_ids)
        return [
            Work(p.ref, p.sector, self._words.ran(p.period), None, p.national) for p in found if p.ref.id not in here
        ]

    def _work(self, ref: RecordRef, programme: Programme) -> Work:
        said = (*programme.said(Role.RESULT), *programme.said(Role.OBJECTIVE), *programme.said(Role.FACT))
        return Work(ref, programme.sector, self._words.ran(programme.period), said[0] if said else None)

    @staticmethod
    def names(ref: RecordRef, name: str) -> bool:
        """Whether the title of a record already says a name: 'Comprehensive Health Insurance (SIS)' says SIS."""
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", str(ref.title)) is not None

    def with_figures(self) -> list[RecordRef]:
        """The places around this one, the nearest first, up to the first level that has figures of its own."""
        found: list[RecordRef] = []
        place = self._record
        while isinstance(place, Place) and place.parent is not None:
            found.append(place.parent)
            if self._library.latest(place.parent.id, self._language):
                return found
            place = self._library.record(place.parent.id, self._language)
        return []

    def age(self, observation: Observation) -> str:
        """How old a figure is, in words, where it is old; else ''."""
        years = int(self._library.info(self._language).built_on[:4]) - observation.year
        return self._words.years_ago(years) if years > _OLD else ""

    def made_by(self, indicator: IndicatorSummary) -> str:
        """How and by whom an indicator is counted, without what its title already says: '(2025 census)'."""
        title = str(indicator.ref.title)
        told = re.findall(r"\w+", title.casefold())
        method = self._words.method(indicator.method)
        parts = [] if any(word[:4] == method[:4].casefold() for word in told) else [method]
        inside = re.findall(r"\w+", " ".join(re.findall(r"\(([^)]*)\)", title)))
        names = {word[:4].casefold() for word in inside if len(word) > 3 or (len(word) == 3 and word.isupper())}
        if not names & {word[:4] for word in re.findall(r"\w+", indicator.producer.casefold())}:
            parts.append(indicator.producer)
        return " · ".join(parts)

    def latest(self) -> list[tuple[Label, list[tuple[IndicatorSummary, Observation]]]]:
        """The newest figure of each indicator for the place, by theme; in a theme the newest first."""
        known = {summary.ref.id: summary for summary in self._library.indicators(self._language)}
        themes: dict[str, tuple[Label, list[tuple[IndicatorSummary, Observation]]]] = {}
        for observation in self._library.latest(self._record.id, self._language):
            summary = known[observation.indicator_id]
            themes.setdefault(summary.theme.key, (summary.theme, []))[1].append((summary, observation))
        return [(theme, sorted(pairs, key=lambda pair: -pair[1].year)) for theme, pairs in themes.values()]

    def trends(self, most: int = 2) -> list[tuple[str, str]]:
        """(indicator id, title) of the first indicators with a line to draw for the place: three years or more."""
        found: list[tuple[str, str]] = []
        for _theme, figures in self.latest():
            for summary, _newest in figures:
                series = self._series(summary.ref.id, self._record.id)
                if len({observation.year for observation in series}) >= 3:
                    found.append((summary.ref.id, str(summary.ref.title)))
                if len(found) == most:
                    return found
        return found

    def _series(self, indicator_id: str, place_id: str) -> tuple[Observation, ...]:
        return self._library.observations(indicator_id, self._language, place_id=place_id, area="total")

    def series(self) -> list[tuple[str, list[Observation]]]:
        """The indicator's values for the whole country, newest first, under the country's name; empty when fewer
        than two."""
        country = self._library.info(self._language).country_id
        found = self._series(self._record.id, country)
        if len(found) < 2:
            return []
        return [(str(self._library.ref(country, self._language).title), list(reversed(found)))]

    def values_by_level(self) -> list[tuple[str, list[tuple[RecordRef, Observation]], str]]:
        """(level, newest value of each place, words on those left out) of the indicator."""
        newest = self._library.newest(self._record.id, self._language)
        places = {ref.id: ref for ref in self._library.refs([o.place_id for o in newest], self._language)}
        groups: dict[PlaceLevel, list[tuple[RecordRef, Observation]]] = {}
        for observation in newest:
            ref = places[observation.place_id]
            groups.setdefault(self._level(ref), []).append((ref, observation))
        found: list[tuple[str, list[tuple[RecordRef, Observation]], str]] = []
        for level in PlaceLevel:
            pairs = groups.get(level, [])
            if len(pairs) > MOST_LISTED:
                found.append((self._words.level(level, several=True), [], self._left_out(pairs)))
            elif pairs:
                found.append((self._words.level(level, several=True), pairs, ""))
        return found

    def _left_out(self, pairs: list[tuple[RecordRef, Observation]]) -> str:
        count = self._words.number(len(pairs))
        return self._words.say(N_("{count} places have a value; each is on the sheet of its place.")).format(
            count=count
        )

    def _level(self, ref: RecordRef) -> PlaceLevel:
        if ref.kind is not Kind.REGION:
            return PlaceLevel(ref.kind.value)
        return self._overlapping().get(ref.id, PlaceLevel.REGION)

    def _overlapping(self) -> dict[str, PlaceLevel]:
        levels = (PlaceLevel.REGION_PART, PlaceLevel.STATISTICAL_UNIT)
        return {place.ref.id: level for level in levels for place in self._library.places(level, self._language)}

    def inside(self) -> list[tuple[str, list[RecordRef]]]:
        """(heading with the number, places) of the places that lie in this one."""
        record = self._record
        if not isinstance(record, Place):
            return []
        found = []
        for level in PlaceLevel:
            if level is not PlaceLevel.COUNTRY:
                refs = [place.ref for place in self._library.places(level, self._language, record.id)]
                if refs:
                    name = self._words.level(level, several=True)
                    heading = self._words.say(N_("{name} ({count})")).format(
                        name=name, count=self._words.number(len(refs))
                    )
                    found.append((heading, refs))
        return found

    def related(self) -> list[tuple[str, list[RecordRef]]]:
        """The linked records by kind, except those that another part of the sheet tells."""
        record = self._record
        told = {record.id}
        if isinstance(record, Programme):
            told |= {ref.id for ref in record.regions}
        if isinstance(record, Place):
            told |= {ref.id for ref in record.programmes}
        refs = [ref for role, ref in record.related if role != "not_comparable" and ref.id not in told]
        return self._by_kind(refs)

    def _by_kind(self, refs: Iterable[RecordRef]) -> list[tuple[str, list[RecordRef]]]:
        groups: dict[Kind, dict[str, RecordRef]] = {}
        for ref in refs:
            groups.setdefault(ref.kind, {}).setdefault(ref.id, ref)
        return [(self._words.kind(kind, several=True), list(groups[kind].values())) for kind in Kind if kind in groups]

    def citing_records(self) -> list[tuple[str, list[RecordRef], str]]:
        """(kind, records, words on those left out) of everything that rests on the source."""
        found = []
        for name, refs in self._by_kind(self._library.cited_by(self._record.id, self._language)):
            listed = refs if len(refs) <= MOST_LISTED else []
            count = self._words.number(len(refs))
            more = "" if listed else self._words.say(N_("{count} records.")).format(count=count)
            found.append((name, listed, more))
        return found
