"""An activity as the fields of a programme record, in the form that the YAML files have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from fieldref.authoring.iati.activity import Activity, Location, Share, Total
from fieldref.authoring.iati.organisations import implementer, named, partners, roles
from fieldref.authoring.iati.places import BY_CODE, BY_NAME, BY_POINT, Match, Places
from fieldref.authoring.iati.results import result_statement
from fieldref.authoring.iati.sectors import Sectors
from fieldref.authoring.iati.values import Narratives, joined, language_of, one_line, preferred
from fieldref.authoring.iati.words import (
    DATES,
    GEOGRAPHIC,
    RELATED,
    SECTOR_LISTS,
    STATUS,
    Speaker,
    _,
    ngettext,
    total_name,
    word,
)
from fieldref.content.model import UNDETERMINED
from fieldref.i18n import date as spoken_date
from fieldref.i18n import money, percent, plain

Fields = dict[str, object]
"""A record as it will stand in YAML: texts, lists and blocks of them."""
Statement = dict[str, object]

POSITION = "1000"
"""Behind what editors wrote themselves."""
_GENERAL, _OBJECTIVES = "1", "2"
_SHOWN = Decimal("0.01")
"""To what a share is rounded, unless nothing would be left of it."""
_ACTIVE, _CLOSED = ("2", "3"), ("4", "5")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record made of an activity, and where each of its locations was found."""

    fields: Fields
    matches: list[tuple[Location, Match]]
    unknown_sectors: list[str]
    """DAC codes that none of the source's sectors names."""


class Records:
    """Makes records in the languages and with the places and sectors of one source."""

    def __init__(self, languages: tuple[str, ...], places: Places, sectors: Sectors) -> None:
        self._languages = languages
        self._speaker = Speaker(languages)
        self._places = places
        self._sectors = sectors

    def draw(self, activity: Activity, record_id: str, source: str) -> Drawn:
        """The record of an activity. Relations to others are added once all are known."""
        matches = [(one, self._places.match(one)) for one in activity.locations]
        start, end, dates_differ = _dates(activity)
        fields: Fields = {"id": record_id, "position": POSITION, "reviewed": "false"}
        if language_of(activity.language) != UNDETERMINED:
            fields["original"] = language_of(activity.language)
        fields["title"] = _texts(one_line(activity.titles)) or activity.identifier
        fields["summary"] = _texts(joined(activity.descriptions.get(_GENERAL, {})))
        others = [text for texts in activity.titles.values() for text in texts[1:]]
        own = [] if self._sectors.has_scheme("iati") else [activity.identifier]
        fields["aliases"] = list(dict.fromkeys([*own, *others, *activity.other_identifiers]))
        shares = self._sectors.shares(activity)
        sector, sector_note = self._sectors.choose(shares)
        fields |= {"sector": sector, "sector_note": sector_note, "start": start, "end": end}
        fields |= {"dates_verified": "false", "status": _status(activity.status)}
        if activity.status:
            fields["status_note"] = self._say(lambda lang: _("IATI activity status {code}: {words}.", lang=lang).format(
                code=activity.status, words=word(STATUS, activity.status, lang)))  # fmt: skip
        reporting = activity.reporting
        fields["confidence"] = "A" if reporting and not reporting.secondary else "B"
        fields["implementer"] = implementer(activity, self._languages)
        fields["budget"] = _budget(activity, source)
        fields["partners"] = [{"name": _texts(names)} for names in partners(activity)]
        fields["regions"] = list(dict.fromkeys(match.place for _one, match in matches if match.place))
        fields["regions_verified"] = "false"
        fields["codes"] = [*self._identifier(activity, source), *self._sectors.codes(shares, source)]
        fields["objectives"] = self._described(activity, source, of=lambda kind: kind == _OBJECTIVES)
        fields["facts"] = [*self._facts(activity, source), *self._locations(matches, source)]
        if dates_differ:
            fields["contradictions"] = [self._statement(source, lambda lang: _(
                "In the file the end ({end}) lies before the start ({start}).", lang=lang).format(
                    start=spoken_date(start or "", lang=lang), end=spoken_date(dates_differ, lang=lang)))]  # fmt: skip
        fields["results"] = [result_statement(one, self._speaker, source) for one in activity.results]
        fields["notes"] = self._described(activity, source, of=lambda kind: kind not in (_GENERAL, _OBJECTIVES))
        fields["sources"] = [source]
        return Drawn({name: value for name, value in fields.items() if value not in (None, "", [], {})}, matches,
                     self._sectors.unknown(shares))  # fmt: skip

    def _identifier(self, activity: Activity, source: str) -> list[Statement]:
        code: Statement = {"scheme": "iati", "code": activity.identifier, "status": "verified", "source": source}
        return [code] if self._sectors.has_scheme("iati") else []

    def _say(self, sentence: Callable[[str], str]) -> dict[str, str]:
        return self._speaker.say(lambda language: plain(sentence(language)))

    def _statement(self, source: str, sentence: Callable[[str], str]) -> Statement:
        return {**self._say(sentence), "sources": [source]}

    def _described(self, activity: Activity, source: str, of: Callable[[str], bool]) -> list[Statement]:
        kinds = (texts for kind, texts in sorted(activity.descriptions.items()) if of(kind) and texts)
        return [{**joined(texts), "sources": [source]} for texts in kinds]

    def _named(self, names: Narratives, language: str) -> str:
        return preferred(one_line(names), (language, *self._languages))

    # ---- facts

    def _facts(self, activity: Activity, source: str) -> list[Statement]:
        facts = []
        if activity.reporting:
            reporting = activity.reporting
            facts.append(self._statement(source, lambda lang: _("Reported by {organisation}.", lang=lang).format(
                organisation=named(reporting, (lang, *self._languages)))))  # fmt: skip
        if activity.participants:
            facts.append(self._statement(source, lambda lang: roles(activity, lang, self._languages)))
        if activity.dates:
            facts.append(self._statement(source, lambda lang: _("Dates: {dates}.", lang=lang).format(dates="; ".join(
                f"{word(DATES, kind, lang)} {spoken_date(day, lang=lang)}"
                for kind, day in sorted(activity.dates.items())))))  # fmt: skip
        facts += self._shares(activity, source)
        facts += self._totals(activity, source)
        for document in activity.documents:
            if document.url:
                facts.append(self._statement(source, lambda lang, one=document: _(  # type: ignore[misc]
                    "Document: {title}", lang=lang).format(
                        title=" · ".join(filter(None, [self._named(one.titles, lang), one.url])))))  # fmt: skip
        if activity.related:
            facts.append(
                self._statement(
                    source,
                    lambda lang: _("Related activities: {activities}.", lang=lang).format(
                        activities="; ".join(f"{ref} ({word(RELATED, kind, lang)})" for kind, ref in activity.related)
                    ),
                )
            )
        return facts

    def _shares(self, activity: Activity, source: str) -> Iterable[Statement]:
        lists: tuple[tuple[str, list[Share], Callable[[str], str]], ...] = (
            ("sector", activity.sectors, lambda lang: _("Sectors by code: {codes}.", lang=lang)),
            ("recipient-country", activity.countries, lambda lang: _("Recipient countries: {codes}.", lang=lang)),
            ("recipient-region", activity.regions, lambda lang: _("Recipient regions: {codes}.", lang=lang)),
        )
        for kind, shares, sentence in lists:
            if shares:
                yield self._statement(source, lambda lang, kind=kind, shares=shares, say=sentence: (  # type: ignore[misc]
                    say(lang).format(codes="; ".join(self._share(kind, one, lang) for one in shares))))  # fmt: skip
        if activity.in_transactions:
            yield self._statement(source, lambda lang: _in_transactions(activity, lang))

    def _share(self, kind: str, one: Share, language: str) -> str:
        parts = [_with_vocabulary(kind, one.vocabulary, one.code, language), self._named(one.names, language)]
        share = Decimal(one.percentage or 0)
        rounded = share.quantize(_SHOWN).normalize()
        parts.append(percent(rounded if rounded or not share else share, None, lang=language) if one.percentage else "")
        return " ".join(part for part in parts if part)

    def _totals(self, activity: Activity, source: str) -> Iterable[Statement]:
        groups: dict[tuple[str, str, str], list[tuple[str, Total]]] = {}
        for (kind, sort, year, currency), total in sorted(activity.totals.items()):
            groups.setdefault((kind, sort, currency), []).append((year, total))
        for (kind, sort, currency), years in groups.items():
            yield self._statement(source, lambda lang, key=(kind, sort, currency), years=years: (  # type: ignore[misc]
                f"{total_name(key[0], key[1], lang)}: "
                + "; ".join(_year_total(year, total, key[2], lang) for year, total in years) + "."))  # fmt: skip

    def _locations(self, matches: list[tuple[Location, Match]], source: str) -> Iterable[Statement]:
        for location, match in matches:
            yield self._statement(source, lambda lang, one=location, match=match: self._located(one, match, lang))  # type: ignore[misc]

    def _located(self, location: Location, match: Match, language: str) -> str:
        said = [self._named(location.names, language) or "–"]
        if location.point:
            said.append(f"({location.point[0]:g}, {location.point[1]:g})")
        said += [f"{GEOGRAPHIC.get(vocabulary, vocabulary) or '?'} {code}" for vocabulary, code in location.codes]
        if not match.place:
            return _("Location: {place}. No region of this reference: {why}.", lang=language).format(
                place=" ".join(said), why=_(match.why, lang=language))  # fmt: skip
        how = {
            BY_POINT: _("by its point", lang=language),
            BY_CODE: _("by its code", lang=language),
            BY_NAME: _("by its name", lang=language),
        }[match.how]
        text = _("Location: {place}. Region: {region} ({how}).", lang=language).format(
            place=" ".join(said), region=self._places.title(match.place), how=how)  # fmt: skip
        if match.differs:
            text += " " + _("Its name points to {region}.", lang=language).format(
                region=self._places.title(match.differs))  # fmt: skip
        return text


def _texts(texts: dict[str, str]) -> object:
    """Texts as YAML has them: a plain one where the language is not known and there is no other."""
    return texts[UNDETERMINED] if set(texts) == {UNDETERMINED} else texts


def _with_vocabulary(kind: str, vocabulary: str, code: str, language: str) -> str:
    """A code after the name of its list; a country or region of the usual list needs none."""
    if kind == "sector":
        scheme = _(SECTOR_LISTS[vocabulary], lang=language) if vocabulary in SECTOR_LISTS else vocabulary
        scheme = _("own list:", lang=language) if vocabulary in ("98", "99") else scheme
    else:
        scheme = "" if vocabulary in ("", "1") or kind == "recipient-country" else vocabulary
        scheme = _("own list:", lang=language) if scheme == "99" else scheme
    return f"{scheme} {code}" if scheme else code


def _in_transactions(activity: Activity, language: str) -> str:
    names = {
        "sector": _("sector", lang=language),
        "recipient-country": _("country", lang=language),
        "recipient-region": _("region", lang=language),
    }
    codes = "; ".join(
        f"{names[kind]} {_with_vocabulary(kind, vocabulary, code, language)} × {count}"
        for (kind, vocabulary, code), count in sorted(activity.in_transactions.items())
    )
    return _("Told with single transactions: {codes}.", lang=language).format(codes=codes)


def _year_total(year: str, total: Total, currency: str, language: str) -> str:
    amount = money(total.amount.quantize(Decimal("0.01")), currency, lang=language)
    entries = ngettext("{count} entry", "{count} entries", total.count, lang=language).format(count=total.count)
    span = year.replace("/", "–") or _("no year", lang=language)
    return f"{span} {amount} ({entries})"


def _status(code: str) -> str:
    return "active" if code in _ACTIVE else "closed" if code in _CLOSED else "unknown"


def _dates(activity: Activity) -> tuple[str | None, str | None, str]:
    """(start, end, an end that cannot be): the actual dates, else the planned ones."""
    start = activity.dates.get("2") or activity.dates.get("1")
    end = activity.dates.get("4") or activity.dates.get("3")
    if start and end and end < start[: len(end)]:
        return start, None, end
    return start, end, ""


def _budget(activity: Activity, source: str) -> Fields | None:
    """The sum of the budgets where they are all of one type and currency; else none can be told in one figure."""
    kinds = {(sort, currency) for kind, sort, _year, currency in activity.totals if kind == "budget"}
    if len(kinds) != 1:
        return None
    amount = sum((total.amount for key, total in activity.totals.items() if key[0] == "budget"), Decimal(0))
    if amount <= 0:
        return None
    return {"amount": _written(amount), "currency": next(iter(kinds))[1], "verified": "false", "sources": [source]}


def _written(amount: Decimal) -> str:
    """An amount with its cents, if it has any; more decimals are what a spreadsheet left over."""
    text = f"{amount.quantize(Decimal('0.01')):f}"
    return text.removesuffix(".00")
