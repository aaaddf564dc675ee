"""Checks of the figures: known places and indicators, ranges, doubles, and one method to one indicator."""

from __future__ import annotations

import difflib
import re
from typing import Any

from fieldref.authoring.compose_places import place_ids
from fieldref.authoring.load import Loaded, Reference
from fieldref.authoring.problems import Problems
from fieldref.authoring.tables import IndicatorRow, ObservationRow
from fieldref.i18n import _

FIRST_YEAR, LAST_YEAR = 1900, 2100


def check_figures(reference: Reference, problems: Problems) -> None:
    """Every observation, one by one and against the others."""
    figures = _Figures(reference, problems)
    for one in reference.observations:
        figures.check(one)


class _Figures:
    def __init__(self, reference: Reference, problems: Problems) -> None:
        self._problems = problems
        self._indicators = {one.value.id: one.value for one in reference.indicators}
        self._sources = {one.value.id: one.value for one in reference.sources}
        self._notes = {one.value.key for one in reference.notes}
        self._places = place_ids(reference)
        self._place_ids = set(self._places.values()) | {f"province/{p.value.place_code}" for p in reference.provinces}
        self._seen: dict[tuple[object, ...], Loaded[ObservationRow]] = {}

    def check(self, one: Loaded[ObservationRow]) -> None:
        value = one.value
        self._word(one, "indicator", value.indicator, self._indicators)
        self._word(one, "source", value.source.split()[0], self._sources)
        if value.place not in self._places and value.place not in self._place_ids:
            self._word(one, "place", value.place, self._places)
        if value.note:
            self._word(one, "note", value.note, self._notes)
        self._time(one)
        self._double(one)
        indicator = self._indicators.get(value.indicator)
        if indicator:
            self._range(one, indicator)
            self._method(one, indicator)

    def _add(self, one: Loaded[Any], name: str, message: str, hint: str) -> None:
        self._problems.add(one.file, one.line(), name, message, hint)

    def _word(self, one: Loaded[Any], name: str, value: str, known: dict[str, Any] | set[str]) -> None:
        if value in known:
            return
        close = difflib.get_close_matches(value, known, 1)
        hint = _("Did you mean “{name}”?").format(name=close[0]) if close else _("Add it first, or mend the name.")
        self._add(one, name, _("There is no “{name}”.").format(name=value), hint)

    def _time(self, one: Loaded[ObservationRow]) -> None:
        value = one.value
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            self._add(
                one,
                "year",
                _("The year {year} cannot be.").format(year=value.year),
                _("It must lie between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR),
            )
            return
        years = [int(found) for found in re.findall(r"\d{4}", value.period)]
        if years and not min(years) <= value.year <= max(years):
            self._add(one, "period", _("The period {period} does not hold the year {year}.").format(
                period=value.period, year=value.year), _("Mend one of the two."))  # fmt: skip

    def _double(self, one: Loaded[ObservationRow]) -> None:
        value = one.value
        place = self._places.get(value.place, value.place)
        key = (value.indicator, place, value.year, value.period, value.area, value.group, value.source)
        other = self._seen.setdefault(key, one)
        if other is not one:
            self._add(one, "value", _("This figure is given twice."), _("It stands in {file}, line {line}.").format(
                file=other.file, line=other.line()))  # fmt: skip

    def _range(self, one: Loaded[ObservationRow], indicator: IndicatorRow) -> None:
        low, high = indicator.minimum, indicator.maximum
        if (low is not None and one.value.value < low) or (high is not None and one.value.value > high):
            limits = _("from {low} to {high}").format(low=_limit(low), high=_limit(high))
            self._add(one, "value", _("{value} lies outside the range of “{indicator}” ({limits}).").format(
                value=one.value.value, indicator=indicator.id, limits=limits),
                _("Check the decimal point, and that the figure belongs to this indicator."))  # fmt: skip

    def _method(self, one: Loaded[ObservationRow], indicator: IndicatorRow) -> None:
        source = self._sources.get(one.value.source.split()[0])
        if source and source.methods and indicator.method not in source.methods:
            self._add(one, "source", _("“{source}” gives {methods} figures; “{indicator}” is a {method}.").format(
                source=source.id, methods=", ".join(source.methods), indicator=indicator.id, method=indicator.method),
                _("Survey, census and register never share an indicator: use the one made for it."))  # fmt: skip


def _limit(value: float | None) -> str:
    return "…" if value is None else f"{value:g}"
