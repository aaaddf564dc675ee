"""Results with their indicators: what the file says of them, and the statements made of it."""

from __future__ import annotations

from collections.abc import Iterable

from fieldref.authoring.iati.activity import Indicator, Result, Value
from fieldref.authoring.iati.reading import Element
from fieldref.authoring.iati.values import Narratives, clean, decimal, iso_date, narratives, one_line, preferred
from fieldref.authoring.iati.words import RESULTS, Speaker, _
from fieldref.i18n import date as spoken_date
from fieldref.i18n import plain

_PERCENTAGE = "2"


def read_result(element: Element) -> Result:
    """A result as it is told in the file."""
    result = Result(element.get("type"), narratives(element.first("title")), narratives(element.first("description")))
    for one in element.each("indicator"):
        share = one.get("measure") == _PERCENTAGE
        indicator = Indicator(narratives(one.first("title")), narratives(one.first("description")))
        for baseline in one.each("baseline"):
            year = baseline.get("year") or baseline.get("iso-date")
            indicator.baselines.append((year, _values([baseline], share)))
        for period in one.each("period"):
            targets, actuals = (_values(period.each(name), share) for name in ("target", "actual"))
            start, end = (
                (child.get("iso-date") if (child := period.first(name)) else "")
                for name in ("period-start", "period-end")
            )
            indicator.periods.append((start, end, targets, actuals))
        result.indicators.append(indicator)
    return result


def _values(elements: Iterable[Element], share: bool) -> list[Value]:
    """Baselines, targets or actuals; without those that have neither a value nor a comment."""
    found = []
    for element in elements:
        written, comment = clean(element.get("value")), narratives(element.first("comment"))
        if share and decimal(written) is not None:
            written += "%"
        dimensions = ", ".join(f"{one.get('name')}: {one.get('value')}" for one in element.each("dimension"))
        if written or comment:
            found.append(Value(written, comment, dimensions))
    return found


def result_statement(result: Result, speaker: Speaker, source: str) -> dict[str, object]:
    """One result as one statement: its title, then each indicator with what was meant and what was reached."""
    return {**speaker.say(lambda language: plain(_result(result, language, speaker.languages))), "sources": [source]}


def _result(result: Result, language: str, languages: tuple[str, ...]) -> str:
    kind = _(RESULTS.get(result.kind, RESULTS["9"]), lang=language)
    title, description = _texts(result.titles, result.descriptions, (language, *languages))
    parts = [f"{kind}: {title}", description, *(_indicator(one, language, languages) for one in result.indicators)]
    return ". ".join(part.rstrip(". ") for part in parts if part) + "."


def _texts(titles: Narratives, descriptions: Narratives, languages: tuple[str, ...]) -> tuple[str, str]:
    """Title and description; the second is empty where it only repeats the first, and takes the place of a missing
    one."""
    title, description = (preferred(one_line(texts), languages) for texts in (titles, descriptions))
    return title or description or "–", description if title and description != title else ""


def _indicator(indicator: Indicator, language: str, languages: tuple[str, ...]) -> str:
    wanted = (language, *languages)
    title, description = _texts(indicator.titles, indicator.descriptions, wanted)
    parts = []
    for year, baseline in indicator.baselines:
        value = _said(baseline, wanted) or "–"
        said = _("baseline {value}", lang=language).format(value=value)
        if year:
            said = _("baseline {year}: {value}", lang=language).format(year=_day(year, language), value=value)
        parts.append(said)
    for start, end, targets, actuals in indicator.periods:
        span = " – ".join(dict.fromkeys(_day(day, language) for day in (start, end) if day))
        told = []
        if targets:
            told.append(_("target {value}", lang=language).format(value=_said(targets, wanted)))
        if actuals:
            told.append(_("reached {value}", lang=language).format(value=_said(actuals, wanted)))
        parts.append(f"{span}: {', '.join(told) or '–'}" if span else ", ".join(told) or "–")
    said = f"{title} ({description.rstrip('. ')})" if description else title
    return f"{said} [{'; '.join(' '.join(part.split()) for part in parts)}]" if parts else said


def _said(values: list[Value], wanted: tuple[str, ...]) -> str:
    """Each as written, else its comment in the first of the languages `wanted`, with what it is a part of."""
    said = []
    for one in values:
        words = one.written or preferred(one_line(one.comment), wanted)
        said.append(f"{words} ({one.dimensions})" if one.dimensions else words)
    return ", ".join(said)


def _day(text: str, language: str) -> str:
    """A day of the calendar in words; what is none stays as it is written."""
    return spoken_date(iso_date(text) or text, lang=language)
