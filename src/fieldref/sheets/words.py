"""Words, numbers and dates in the language of a sheet, which need not be that of the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fieldref import i18n
from fieldref.content.model import Kind, Label, Method, Observation, Period, PlaceLevel, RecordRef, Role, decimals_of
from fieldref.i18n import N_

if TYPE_CHECKING:
    from fieldref.content.record_model import Record

BEFORE_THE_VALUE = frozenset({"more_than", "less_than", "about", "almost", "at_least", "at_most", "up_to", "over"})

NOT_REVIEWED = N_("Not reviewed")
"""The badge of a record that was imported by machine, on the screen, on paper and in files."""
TOTAL = N_("A total: places differ in population and size, so it ranks none")
"""What is said of an indicator whose figures grow with the place."""
LIST_NOT_VERIFIED = N_("list of regions not verified")
"""The mark of a programme at a place, where no source establishes the list of its regions."""
WHY_NOT_REVIEWED = N_("Imported by machine; nobody has reviewed it yet.")

_BARE_UNITS = frozenset({"number", "count", "index", "ratio"})

_KIND = {
    Kind.COUNTRY: (N_("Country"), N_("Country")),
    Kind.PROGRAMME: (N_("Programme"), N_("Programmes")),
    Kind.REGION: (N_("Region"), N_("Regions")),
    Kind.PROVINCE: (N_("Province"), N_("Provinces")),
    Kind.DISTRICT: (N_("District"), N_("Districts")),
    Kind.INDICATOR: (N_("Indicator"), N_("Indicators")),
    Kind.TOPIC: (N_("Topic"), N_("Topics")),
    Kind.TERM: (N_("Glossary term"), N_("Glossary terms")),
    Kind.STORY: (N_("Story"), N_("Stories")),
    Kind.SOURCE: (N_("Source"), N_("Sources")),
}
_METHOD = {
    Method.SURVEY: N_("Survey"),
    Method.CENSUS: N_("Census"),
    Method.REGISTER: N_("Register"),
    Method.OTHER: N_("Other method"),
}
_LEVEL = {
    PlaceLevel.COUNTRY: (N_("Country"), N_("Country")),
    PlaceLevel.REGION: (N_("Region"), N_("Regions")),
    PlaceLevel.REGION_PART: (N_("Part of a region"), N_("Parts")),
    PlaceLevel.STATISTICAL_UNIT: (N_("Statistical unit"), N_("Statistical units")),
    PlaceLevel.PROVINCE: (N_("Province"), N_("Provinces")),
    PlaceLevel.DISTRICT: (N_("District"), N_("Districts")),
}
_ROLE = {Role.RESULT: N_("Result"), Role.OBJECTIVE: N_("Aim"), Role.FACT: N_("Fact")}
_AREA = {"total": N_("urban and rural"), "urban": N_("urban area"), "rural": N_("rural area")}
_SCHEME = {
    "dac": N_("OECD DAC purpose code"),
    "iati": N_("IATI identifier"),
    "iso_3166_2": N_("ISO 3166-2"),
}


def words_of_missing(missing: Sequence[str]) -> str:
    """What is said above results that lack some words of the query, in the language of the window; '' for none."""
    if not missing:
        return ""
    form = i18n.ngettext(
        "No record has “{words}”: results without it.", "No record has “{words}”: results without them.", len(missing)
    )
    return form.format(words=", ".join(missing))


class Words:
    """Everything that is said in one language, whatever the window speaks."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, message: str) -> str:
        """A message."""
        return i18n._(message, lang=self.language)

    def say_many(self, singular: str, plural: str, count: int) -> str:
        """The form of a message that goes with `count` things."""
        return i18n.ngettext(singular, plural, count, lang=self.language)

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number as the reader writes it."""
        return i18n.number(value, decimals, lang=self.language)

    def money(self, amount: float, currency: str) -> str:
        """An amount of money."""
        return i18n.money(amount, currency, lang=self.language)

    def millions(self, amount: float, currency: str) -> str:
        """The same as people say it: '6.5 million euros'; '' where that would round it, or is below a million."""
        count = round(amount / 1e6, 2)
        if count < 1 or count * 1e6 != amount:
            return ""
        form = i18n.ngettext(
            "{count} million {currency}", "{count} million {currency}", 1 if count == 1 else 2, lang=self.language
        )
        name = i18n.currency_name(currency, lang=self.language)
        return form.format(count=self.number(count), currency=name)

    def period(self, text: str) -> str:
        """What time something covers."""
        return i18n.period(text, lang=self.language)

    def date(self, text: str) -> str:
        """A date as exact as it is known."""
        return i18n.date(text, lang=self.language)

    def years_ago(self, years: int) -> str:
        """How long ago, in words."""
        template = i18n.ngettext("{count} year ago", "{count} years ago", years, lang=self.language)
        return template.format(count=self.number(years))

    def time(self, start: str | None, end: str | None) -> str:
        """From when to when, as far as the sources tell: what they do not tell is said. '' where they tell neither."""
        first, last = self.date(start or ""), self.date(end or "")
        if start and end:
            return self.say(N_("{start} to {end}")).format(start=first, end=last)
        if start:
            return self.say(N_("since {start}; end not found in the sources")).format(start=first)
        if end:
            return self.say(N_("until {end}; start not found in the sources")).format(end=last)
        return ""

    def ran(self, period: Period) -> str:
        """When a programme ran and how well that is known: 'planned: 2013 to 2015; still active in June 2017', 'not
        verified: since January 2006; end not found in the sources'. '' where the sources tell nothing."""
        told = self.time(period.start, period.end)
        if told and period.planned:
            told = self.say(N_("planned: {time}")).format(time=told)
        if told and not period.verified:
            told = self.say(N_("not verified: {said}")).format(said=told)
        if not period.active_in:
            return told
        date = self.date(period.active_in)
        if not told:
            return self.say(N_("active in {date}; start and end not found in the sources")).format(date=date)
        active = self.say(N_("still active in {date}")).format(date=date)
        return f"{told}; {active}"

    def years(self, period: Period) -> str:
        """The same for a row of a list: 'planned 2013–2015, active in 2017', '2006–? (not verified)'."""
        start, end = (period.start or "?")[:4], (period.end or "?")[:4]
        told = "" if not period.dated else start if start == end else f"{start}–{end}"
        if told and period.planned:
            told = self.say(N_("planned {years}")).format(years=told)
        told = self.told(told, period.verified)
        active = self.say(N_("active in {year}")).format(year=period.active_in[:4]) if period.active_in else ""
        return ", ".join(part for part in (told, active) if part)

    def role(self, role: Role) -> str:
        """What a single sentence of a record is."""
        return self.say(_ROLE.get(role, N_("Fact")))

    def regions(self, names: Sequence[str], verified: bool) -> str:
        """A list of regions, with the word that the sources do not establish it where that is so."""
        return self.told(", ".join(names), verified)

    def told(self, said: str, verified: bool) -> str:
        """Something said, with the word that it is not verified where that is so."""
        return said if verified or not said else self.say(N_("{said} (not verified)")).format(said=said)

    def programmes(self, known: int, unverified: int) -> str:
        """How many programmes worked in a place: '3 programmes', '3 programmes and 1 not verified'."""
        lang = self.language
        count = i18n.ngettext("{n} programme", "{n} programmes", known, lang=lang).format(n=self.number(known))
        if not unverified:
            return count if known else self.say(N_("No programme known"))
        more = self.number(unverified)
        if not known:
            only = i18n.ngettext("{n} programme, not verified", "{n} programmes, not verified", unverified, lang=lang)
            return only.format(n=more)
        both = i18n.ngettext("{count} and {n} not verified", "{count} and {n} not verified", unverified, lang=lang)
        return both.format(count=count, n=more)

    def measure(self, value: float, unit: str, decimals: int = 0) -> str:
        """A number with the sign of its unit: '3,312 km²'."""
        return f"{self.number(value, decimals)}{i18n.NO_BREAK_SPACE}{unit}"

    def kind(self, kind: Kind, *, several: bool = False) -> str:
        """The word for a kind of record."""
        return self.say(_KIND[kind][several])

    def counts(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """(plural word, number) for each kind of record that is there, then figures."""
        found = [(self.kind(kind, several=True), counts[kind.value]) for kind in Kind if counts.get(kind.value)]
        figures = counts.get("observation", 0)
        return [*found, (self.say(N_("Figures")), figures)] if figures else found

    def level(self, level: PlaceLevel, *, several: bool = False) -> str:
        """The word for an administrative level."""
        return self.say(_LEVEL[level][several])

    def method(self, method: Method) -> str:
        """The word for how an indicator is counted."""
        return self.say(_METHOD[method])

    def area(self, area: str) -> str:
        """Which part of a place a figure covers."""
        return self.say(_AREA[area]) if area in _AREA else area

    def scheme(self, scheme: str) -> str:
        """The name of a scheme of codes that every country uses; those of one country are named by its content."""
        return self.say(_SCHEME[scheme]) if scheme in _SCHEME else scheme

    def named(self, it: Record | RecordRef, name: str = "") -> str:
        """The name of a record for where there is no room for a badge: 'Clean water (not reviewed)', 'SISTEC (list of
        regions not verified)'."""
        name = name or it.title.value
        if not it.reviewed:
            name = self.say(N_("{name} (not reviewed)")).format(name=name)
        if not getattr(it, "tie_verified", True):
            name = self.say(N_("{name} (list of regions not verified)")).format(name=name)
        return name

    def only_in(self, code: str) -> str:
        """The badge of a text that exists in the language `code` only."""
        known = {"es": self.say(N_("Only in Spanish")), "en": self.say(N_("Only in English"))}
        name = i18n.language_name(code, lang=self.language)
        return known.get(code) or self.say(N_("Only in another language: {language}")).format(language=name)

    def in_language(self, code: str) -> str:
        """'in Spanish', of a title as it is printed."""
        known = {"es": self.say(N_("in Spanish")), "en": self.say(N_("in English")), "fr": self.say(N_("in French"))}
        return known.get(code) or i18n.language_name(code, lang=self.language)

    def figure(self, value: float, unit: Label, decimals: int) -> str:
        """A value with its unit."""
        if unit.key.startswith("percent"):
            return i18n.percent(value, decimals, lang=self.language)
        words = self.number(value, decimals)
        return words if unit.key in _BARE_UNITS else f"{words} {unit.with_number(value)}"

    def sample(self, observation: Observation) -> str:
        """The number of answers that a survey's figure rests on: 'n = 242'; '' where it is not told."""
        return self.sample_size(observation.sample_size) if observation.sample_size is not None else ""

    def sample_size(self, size: int) -> str:
        """'n = 1,242'."""
        return f"n = {self.number(size)}"

    def dated(self, value: str, period: str, sample_size: int | None) -> str:
        """A value in words with its period and sample: '54.5% (2025, n = 242)'."""
        about = self.period(period)
        if sample_size is not None:
            about += f", {self.sample_size(sample_size)}"
        return f"{value} ({about})".replace(") (", ", ")

    def without_years(self, said: str, years: Sequence[str]) -> str:
        """A figure, with the years that were asked for and of which there is none."""
        form = i18n._("{said}; no figure for {years}", lang=self.language)
        return form.format(said=said, years=", ".join(years))

    def value(self, observation: Observation, unit: Label, decimals: int) -> str:
        """A figure with its unit and its qualifier in words: 'more than 73.5%', '1,234 people (preliminary)'."""
        return self.qualified(observation.value, observation.qualifier, unit, decimals)

    def qualified(self, value: float, qualifier: Label | None, unit: Label, decimals: int) -> str:
        """The same of a bare value."""
        words = self.figure(value, unit, decimals_of(value, qualifier, decimals))
        return " ".join(part for part in self.around(words, qualifier) if part)

    @staticmethod
    def around(number: str, qualifier: Label | None) -> tuple[str, str, str]:
        """What stands before a number in words, the number, what stands after it."""
        if qualifier is None:
            return "", number, ""
        return (
            (qualifier.name, number, "") if qualifier.key in BEFORE_THE_VALUE else ("", number, f"({qualifier.name})")
        )
