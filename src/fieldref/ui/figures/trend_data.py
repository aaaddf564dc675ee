"""Trends of the reference: one indicator over the years, chosen places against the country."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary, Observation
from fieldref.i18n import _
from fieldref.ui.figures import lettering
from fieldref.ui.figures.trend_spec import TrendPoint, TrendSeries, TrendSpec
from fieldref.ui.figures.wording import Wording

MOST_PLACES = 4
_LOW, _HIGH = "_ci95_low", "_ci95_high"


def trend(
    library: Library,
    indicator: IndicatorSummary,
    place_ids: Sequence[str],
    language: str,
    *,
    area: str = "total",
    group: str = "",
    national: bool = True,
    text_size: float = lettering.BASE,
    brief: bool = False,
) -> TrendSpec:
    """Up to four places and, unless told not to, the country. Only one indicator, so only one method.

    A picture that leaves the window names the caveat; `brief` is for a page that does."""
    wording = Wording(library, language)
    country = library.info(language).country_id
    places = [place_id for place_id in place_ids if place_id != country][:MOST_PLACES]
    bounds = _other_bound(library, indicator, language)
    series = []
    used: list[Observation] = []
    for slot, place_id in enumerate([country, *places] if national and country else places):
        found = library.observations(indicator.ref.id, language, place_id=place_id, area=area, population_group=group)
        if not found:
            continue
        used += found
        name = library.ref(place_id, language).title.value
        points = _points(found, indicator, wording, bounds)
        is_country = place_id == country
        number = slot - 1 if national and country else slot
        series.append(TrendSeries(place_id, name, points, max(0, number), is_country))
    gap_note = _(
        "No line across years without a figure: the sources give none, and nothing is filled in.", lang=language
    )
    about = [wording.method(indicator), "" if brief else wording.caveat(indicator)]
    return TrendSpec(
        tuple(series),
        unit=_unit(indicator, language),
        decimals=indicator.decimals,
        locale_numbers=_signs(language),
        percent=indicator.unit.key == "percent",
        gap_note=gap_note,
        axis_note=_("The axis does not start at zero.", lang=language),
        source=" ".join([*(f"{part}." for part in about if part), wording.sources(used)]).strip(),
        empty=_("There are no figures for these places.", lang=language),
        text_size=text_size,
    )


def _points(
    found: Sequence[Observation], indicator: IndicatorSummary, wording: Wording, bounds: dict[tuple[str, int], float]
) -> tuple[TrendPoint, ...]:
    points = []
    # The most trusted figure of a year comes first and carries the line; others of that year are drawn beside it.
    for one in sorted(found, key=lambda o: (o.year, o.confidence, _reversed(o.period))):
        other = bounds.get((one.place_id, one.year))
        low = min(one.value, other) if other is not None else None
        high = max(one.value, other) if other is not None else None
        points.append(
            TrendPoint(
                one.year,
                one.value,
                wording.value(one, indicator),
                wording.number(one.value, indicator.unit, one.decimals(indicator.decimals)),
                low,
                high,
                wording.lines(one),
            )
        )
    return tuple(points)


def _reversed(period: str) -> tuple[int, ...]:
    """Sorts later periods first."""
    return tuple(-ord(letter) for letter in period)


def _other_bound(library: Library, indicator: IndicatorSummary, language: str) -> dict[tuple[str, int], float]:
    """For a series that is one end of a confidence interval: the other end, by place and year."""
    own = indicator.ref.id
    if own.endswith(_LOW):
        partner = own.removesuffix(_LOW) + _HIGH
    elif own.endswith(_HIGH):
        partner = own.removesuffix(_HIGH) + _LOW
    else:
        return {}
    return {(o.place_id, o.year): o.value for o in library.observations(partner, language, area="total")}


def _unit(indicator: IndicatorSummary, language: str) -> str:
    if indicator.unit.key == "percent":
        return _("Per cent", lang=language)
    return indicator.unit.name


def _signs(language: str) -> tuple[str, str]:
    symbols = Locale.parse(i18n.locale_name(language)).number_symbols["latn"]
    return (symbols["decimal"], symbols["group"])
