"""Passages of places in the year that was asked for: `anemia puno 2018` is not answered with the figure of 2025."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fieldref.content.folding import fold, words
from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary, Kind, Observation
from fieldref.content.search import Hit, SearchResults
from fieldref.sheets.words import Words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PLACES = frozenset((Kind.COUNTRY, Kind.REGION, Kind.PROVINCE, Kind.DISTRICT))
_AFTER_TITLE = ": "
"""Stands between an indicator and its newest figure, in a passage of a place."""


def in_asked_years(library: Library, results: SearchResults) -> SearchResults:
    """The results as they are to be read: where a passage tells the newest figure of an indicator and the query names
    years, it tells those years, or that there is no figure of them."""
    years = tuple(dict.fromkeys(int(year) for year in _YEAR.findall(results.query)))
    if not years:
        return results
    titles = {
        language: {str(one.ref.title): one for one in library.indicators(language)}
        for language in {hit.language for hit in results.hits if hit.ref.kind in _PLACES}
    }
    return replace(
        results, hits=tuple(_read(library, hit, titles.get(hit.language, {}), years) for hit in results.hits)
    )


def _read(library: Library, hit: Hit, titles: Mapping[str, IndicatorSummary], years: Sequence[int]) -> Hit:
    title, _mark, figure = hit.snippet.partition(_AFTER_TITLE)
    if hit.ref.kind not in _PLACES or title not in titles or all(str(year) in figure for year in years):
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
    text = title + _AFTER_TITLE + ", ".join(told) if told else hit.snippet
    if missing := [str(year) for year in years if year not in figures[indicator]]:
        text = speak.without_years(text, missing)
    marks = [
        (start, end) for start, end in hit.marks if end <= len(title) and text[start:end] == hit.snippet[start:end]
    ]
    marks += [match.span() for match in _YEAR.finditer(text, len(title)) if int(match[0]) in years]
    return replace(hit, snippet=text, marks=tuple(marks))


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
