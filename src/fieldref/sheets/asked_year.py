"""Passages of places in the year that was asked for: `anemia puno 2018` is not answered with the figure of 2025."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fieldref.content.folding import fold, words
from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary, Kind, Observation
from fieldref.content.passages import ALSO
from fieldref.content.search import Hit, SearchResults
from fieldref.sheets.words import Words

_PLACES = frozenset((Kind.COUNTRY, Kind.REGION, Kind.PROVINCE, Kind.DISTRICT))
_AFTER_TITLE = ": "
"""Stands between an indicator and its newest figure, in a passage of a place."""


def in_asked_years(library: Library, results: SearchResults) -> SearchResults:
    """The results as they are to be read: where a passage tells the newest figure of an indicator and the query names
    years, it tells those years, or that there is no figure of them."""
    if not results.years:
        return results
    titles = {
        language: {str(one.ref.title): one for one in library.indicators(language)}
        for language in {hit.language for hit in results.hits if hit.ref.kind in _PLACES}
    }
    hits = [_read(library, hit, titles.get(hit.language, {}), results.years) for hit in results.hits]
    return replace(results, hits=tuple(hits))


def _read(library: Library, hit: Hit, titles: Mapping[str, IndicatorSummary], years: Sequence[int]) -> Hit:
    if hit.ref.kind not in _PLACES or any(str(year) in hit.ref.id for year in years):  # the code of the place itself
        return hit
    told = (title for title in titles if hit.snippet.startswith(title + _AFTER_TITLE))
    title = max(told, key=len, default="")  # some titles have such a sign inside, too
    if not title or all(str(year) in hit.snippet[len(title) :] for year in years):
        return hit
    return _in_years(library, hit, _alike(hit, title, titles), years)


def _alike(hit: Hit, title: str, titles: Mapping[str, IndicatorSummary]) -> list[IndicatorSummary]:
    """The indicator of the passage, then others with the same found words in their titles: of one subject there are
    several series, and the year asked for may stand in another."""
    found = {fold(title[start:end]) for start, end in hit.marks if end <= len(title)}
    others = [one for name, one in titles.items() if name != title and found and found.issubset(words(name))]
    return [titles[title], *others]


def _in_years(library: Library, hit: Hit, indicators: Sequence[IndicatorSummary], years: Sequence[int]) -> Hit:
    speak = Words(hit.language)
    figures = {one: _figures(library, hit, one, years) for one in indicators}
    indicator = max(indicators, key=lambda one: len(figures[one]))  # the first of those with most of the years
    told = [
        speak.dated(speak.value(one, indicator.unit, indicator.decimals), one.period, one.sample_size)
        for one in figures[indicator].values()
    ]
    title = str(indicator.ref.title)
    newest = hit.snippet.partition(ALSO)[0].rstrip("…")
    text = title + _AFTER_TITLE + ", ".join(told) if told else newest
    if missing := [str(year) for year in years if year not in figures[indicator]]:
        text = speak.without_years(text, missing)
    same = [(start, end) for start, end in hit.marks if text[start:end] == hit.snippet[start:end]]
    marks = [(start, end) for start, end in same if end <= (len(title) if told else len(newest))]
    for year in years:
        marks += [match.span() for match in re.finditer(rf"\b{year}\b", text) if match.start() > len(title)]
    return replace(hit, snippet=text, marks=tuple(sorted(set(marks))))


def _figures(library: Library, hit: Hit, indicator: IndicatorSummary, years: Sequence[int]) -> dict[int, Observation]:
    figures = {}
    for year in years:
        found = library.observations(indicator.ref.id, hit.language, place_id=hit.ref.id, year=year, area="total")
        if found:
            figures[year] = _best(found)
    return figures


def _best(found: Sequence[Observation]) -> Observation:
    """The latest period of the year, of one period the surest; as the sheet of the place chooses among years."""
    surest_first = sorted(found, key=lambda one: (one.confidence, one.citation.source_id))
    return max(surest_first, key=lambda one: one.period)
