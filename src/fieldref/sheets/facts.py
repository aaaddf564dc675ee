"""The box of key facts at the head of a sheet: one function per kind of record.

A fact that no source gives is told as not found, never left blank and never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldref.content.library import Library
from fieldref.content.model import Citation, Kind, PlaceLevel, RecordRef, Text, is_total
from fieldref.content.record_model import Indicator, Place, Programme, Record, Source, Story, Term, Topic
from fieldref.i18n import N_
from fieldref.sheets.words import TOTAL, Words

_TRAITS = (
    ("natural_region", N_("Natural region")),
    ("language", N_("Main languages")),
    ("main_language", N_("Main languages")),
)
"""Traits of places told first; a country's content may name others, and name these otherwise."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value: words, links, or neither when the sources do not tell it."""

    label: str
    value: str = ""
    links: Sequence[RecordRef] = ()
    citations: Sequence[Citation] = ()
    note: Text | None = None
    verified: bool = True
    between: str = ", "
    """What stands between two links."""
    web: str = ""
    """An address outside, shown as a link."""

    @property
    def known(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.value or self.links or self.web)


def key_facts(library: Library, record: Record, words: Words) -> list[Fact]:
    """The key facts of a record."""
    _ = words.say
    facts: list[Fact] = []
    if isinstance(record, Programme):
        facts = _programme(library, words, record)
    elif isinstance(record, Place):
        facts = _place(library, words, record)
    elif isinstance(record, Indicator):
        facts = _indicator(library, words, record)
    elif isinstance(record, Story):
        facts = _story(words, record)
    elif isinstance(record, Source):
        facts = _source(library, words, record)
    elif isinstance(record, Topic):
        facts = [Fact(_("Theme"), record.theme.name)]
    elif isinstance(record, Term) and record.acronym and record.acronym != str(record.title):
        facts = [Fact(_("Acronym"), record.acronym)]
    return facts


def _programme(library: Library, words: Words, programme: Programme) -> list[Fact]:
    _, texts = words.say, programme.texts
    budget = words.money(programme.budget.amount, programme.budget.currency) if programme.budget else ""
    facts = [
        Fact(
            _("Period"), words.ran(programme.period), citations=programme.period_citations, note=texts.get("dates_note")
        ),
        Fact(_("Status"), _status(words, programme.status), note=texts.get("status_note")),
        Fact(
            # whose money it is, is said only where an editor has read the record: an import brings other donors too
            _named(library, words, "budget", _("Budget")) if programme.reviewed else _("Budget"),
            budget,
            citations=programme.budget_citations,
            note=texts.get("budget_note"),
            verified=programme.budget_verified or not budget,
        ),
        Fact(
            _("Regions"),
            links=programme.regions,
            citations=programme.regions_citations,
            note=texts.get("regions_note"),
            verified=programme.regions_verified or not programme.regions,
        ),
    ]
    if programme.implementer:
        facts.append(Fact(_("Implemented by"), programme.implementer, note=texts.get("implementer_note")))
    return facts


def _named(library: Library, words: Words, fact: str, usual: str) -> str:
    """What the content calls a fact ('Belgian contribution'), else the usual name."""
    label = library.labels("fact", words.language).get(fact)
    return label.name if label else usual


def _status(words: Words, status: str) -> str:
    _ = words.say
    return {
        "closed": _("Closed"),
        "active": _("Active"),
    }.get(status, "")


def _place(library: Library, words: Words, place: Place) -> list[Fact]:
    _, texts = words.say, place.texts
    facts = []
    if place.parent is not None:
        facts.append(Fact(_("Part of"), links=_above(library, words, place), between=" › "))
    if place.capital:
        value = place.capital
        if place.capital_altitude_m is not None:
            altitude = words.measure(place.capital_altitude_m, "m")
            value = _("{place}, {altitude}").format(place=place.capital, altitude=altitude)
        facts.append(Fact(_("Capital"), value, note=texts.get("capital_note")))
    if place.area_km2 is not None:
        facts.append(Fact(_("Area"), words.measure(place.area_km2, "km²")))
    if place.authority:
        facts.append(Fact(_("Authority"), place.authority, note=texts.get("authority_note")))
    facts.extend(_traits(library, words, place))
    if place.level in (PlaceLevel.REGION, PlaceLevel.PROVINCE):
        facts.extend(_subdivisions(library, words, place))
    return facts


def _above(library: Library, words: Words, place: Place) -> list[RecordRef]:
    """The places that a place lies in, the nearest first; the country only where nothing else is nearer."""
    found: list[RecordRef] = []
    above = place.parent
    while above is not None and not (found and above.kind is Kind.COUNTRY):
        found.append(above)
        record = library.record(above.id, words.language)
        above = record.parent if isinstance(record, Place) else None
    return found


def _traits(library: Library, words: Words, place: Place) -> list[Fact]:
    usual = {trait: words.say(label) for trait, label in _TRAITS}
    named = {key: label.name for key, label in library.labels("trait", words.language).items()}
    facts = []
    for trait in dict.fromkeys((*usual, *place.traits)):
        values = place.traits.get(trait, ())
        if values:
            names = ", ".join(value.label.name for value in values)
            label = named.get(trait) or usual.get(trait) or trait
            facts.append(Fact(label, names, verified=all(value.verified for value in values)))
    return facts


def _subdivisions(library: Library, words: Words, place: Place) -> list[Fact]:
    _ = words.say
    below = PlaceLevel.PROVINCE if place.level is PlaceLevel.REGION else PlaceLevel.DISTRICT
    count = len(library.places(below, words.language, place.id))
    label = _("Provinces") if below is PlaceLevel.PROVINCE else _("Districts")
    return [Fact(label, words.number(count))] if count else []


def _indicator(library: Library, words: Words, indicator: Indicator) -> list[Fact]:
    _ = words.say
    direction = {
        "higher_better": _("A higher value is better"),
        "lower_better": _("A lower value is better"),
    }.get(indicator.direction.value, _("Neither higher nor lower is better"))
    if is_total(indicator.unit.key):
        direction = words.say(TOTAL)
    return [
        Fact(_("Theme"), indicator.theme.name),
        Fact(_("How it is counted"), words.method(indicator.method)),
        Fact(_("Producer"), indicator.producer),
        Fact(_("Unit"), indicator.unit.description or indicator.unit.name),
        Fact(_("Direction"), direction),
        *_reach(library, words, indicator),
    ]


def _reach(library: Library, words: Words, indicator: Indicator) -> list[Fact]:
    _ = words.say
    for summary in library.indicators(words.language):
        if summary.ref.id == indicator.id and summary.first_year:
            first, last = str(summary.first_year), str(summary.last_year)
            years = first if first == last else f"{first}–{last}"
            regions = words.number(summary.regions) if summary.regions else _("none")
            return [Fact(_("Years"), years), Fact(_("Regions with a value"), regions)]
    return []


def _story(words: Words, story: Story) -> list[Fact]:
    _ = words.say
    facts = []
    if story.programme is not None:
        facts.append(Fact(_("Programme"), links=[story.programme]))
    if story.place is not None:
        facts.append(Fact(_("Region"), links=[story.place]))
    if story.locality:
        facts.append(Fact(_("Place"), story.locality, note=story.texts.get("location_note")))
    if story.altitude_m is not None:
        facts.append(Fact(_("Altitude"), words.measure(story.altitude_m, "m")))
    if story.latitude is not None and story.longitude is not None:
        facts.append(Fact(_("Coordinates"), coordinates(words, story.latitude, story.longitude)))
    if story.url:
        facts.append(Fact(_("Original text"), web=story.url))
    return facts


def coordinates(words: Words, latitude: float, longitude: float) -> str:
    """Degrees with the hemisphere in the reader's letters: '13.306° S, 74.813° W'."""
    _ = words.say
    north = _("{degrees}° N") if latitude >= 0 else _("{degrees}° S")
    east = _("{degrees}° E") if longitude >= 0 else _("{degrees}° W")
    return ", ".join(
        half.format(degrees=words.number(abs(value), 4)) for half, value in ((north, latitude), (east, longitude))
    )


def _source(library: Library, words: Words, source: Source) -> list[Fact]:
    _, texts = words.say, source.texts
    reliability = library.source_summaries([source.id], words.language)[source.id].reliability.name
    year = source.year or ("" if "year_note" in texts else source.year_note or "")
    facts = [
        Fact(_("Publisher"), source.publisher or ""),
        Fact(_("Year"), year or (str(texts["year_note"]) if "year_note" in texts else "")),
        Fact(_("Reliability"), reliability, note=_unless_said(texts.get("reliability_note"), reliability)),
    ]
    if source.url:
        facts.append(Fact(_("Address"), web=source.url))
    if source.licence:
        facts.append(Fact(_("Licence"), source.licence))
    return facts


def _unless_said(note: Text | None, words: str) -> Text | None:
    """The note, unless it only repeats the words it stands under."""
    return None if note is None or str(note).casefold() in words.casefold() else note


def masthead(record: Record) -> tuple[str, str]:
    """(title, subtitle): of a programme the short name leads and the full title follows."""
    title = str(record.title)
    if isinstance(record, Programme):
        short = str(record.short_title or record.acronym or "")
        if short and short != title:
            return short, title
    return title, ""
