"""Results with their indicators as statements."""

from __future__ import annotations

from fieldref.authoring.iati.activity import Indicator, Result, Value
from fieldref.authoring.iati.values import one_line, preferred
from fieldref.authoring.iati.words import RESULTS, Speaker, _
from fieldref.i18n import plain


def result_statement(result: Result, speaker: Speaker, source: str) -> dict[str, object]:
    """One result as one statement: its title, then each indicator with what was meant and what was reached."""
    return {**speaker.say(lambda language: plain(_result(result, language, speaker.languages))), "sources": [source]}


def _result(result: Result, language: str, languages: tuple[str, ...]) -> str:
    title = preferred(one_line(result.titles), (language, *languages)) or "–"
    kind = _(RESULTS.get(result.kind, RESULTS["9"]), lang=language)
    parts = [f"{kind}: {title}", *(_indicator(one, language, languages) for one in result.indicators)]
    return ". ".join(part.rstrip(". ") for part in parts) + "."


def _indicator(indicator: Indicator, language: str, languages: tuple[str, ...]) -> str:
    wanted = (language, *languages)
    title = preferred(one_line(indicator.titles), wanted) or "–"
    parts = []
    for year, baseline in indicator.baselines:
        value = _values(baseline, wanted) or "–"
        parts.append(_("baseline {year} {value}", lang=language).format(year=year, value=value))
    for start, end, targets, actuals in indicator.periods:
        span = " – ".join(day for day in (start, end) if day)
        said = []
        if targets:
            said.append(_("target {value}", lang=language).format(value=_values(targets, wanted)))
        if actuals:
            said.append(_("reached {value}", lang=language).format(value=_values(actuals, wanted)))
        parts.append(f"{span} {', '.join(said) or '–'}".strip())
    return f"{title} [{'; '.join(' '.join(part.split()) for part in parts)}]" if parts else title


def _values(values: list[Value], wanted: tuple[str, ...]) -> str:
    """Each as written, else its comment in the first of the languages `wanted`, with what it is a part of."""
    said = []
    for one in values:
        words = one.written or preferred(one_line(one.comment), wanted)
        said.append(f"{words} ({one.dimensions})" if one.dimensions else words)
    return ", ".join(said)
