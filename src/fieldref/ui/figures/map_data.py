"""Maps of the reference: programmes by region, one programme, one region, an indicator in a year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary, Observation, PlaceLevel, ProgrammeSummary
from fieldref.content.record_model import Programme
from fieldref.i18n import _, ngettext
from fieldref.sheets.words import Words
from fieldref.ui.figures import lettering
from fieldref.ui.figures.classes import Classes, Scheme, classify
from fieldref.ui.figures.map_spec import NO_DATA, PLAIN, Fill, LegendItem, MapRegion, MapSpec, Swatch
from fieldref.ui.figures.shapes import MapShapes
from fieldref.ui.figures.wording import Wording, one_per_place

RAMP_STEPS = 7
_NAMED_PROGRAMMES = 6


@dataclass(frozen=True, slots=True)
class Slice:
    """Which figures of an indicator a map shows."""

    year: int
    area: str = "total"
    group: str = ""
    scheme: Scheme = Scheme.QUANTILE


@lru_cache(maxsize=2)
def shapes_of(library: Library) -> MapShapes:
    """The shapes of an open content file, projected: once for all its maps."""
    return MapShapes(library.boundaries())


@lru_cache(maxsize=8)
def _territories(source: str, target: str) -> dict[str, str]:
    """Country names of one language in another."""
    try:
        before, after = Locale.parse(source), Locale.parse(target)
    except (UnknownLocaleError, ValueError):
        return {}
    return {name: after.territories.get(code, name) for code, name in before.territories.items()}


def neighbour_names(library: Library, shapes: MapShapes, language: str) -> dict[str, str]:
    """Names of the countries around and of lakes, in the reader's language where its name is known."""
    known = _territories(library.info(language).default_language, language)
    told = library.labels("map_name", language)
    return {name: told[name].name if name in told else known.get(name, name) for name in shapes.names_around}


def region_names(library: Library, language: str) -> dict[str, str]:
    """Region id → name."""
    return {place.ref.id: place.ref.title.value for place in library.places(PlaceLevel.REGION, language)}


def programmes_map(library: Library, shapes: MapShapes, language: str, text_size: float = lettering.BASE) -> MapSpec:
    """Regions by how many programmes are known to have worked there; hatched where others are told whose list of
    regions is not verified. Nought is not 'no data': it is said in words."""
    by_region: dict[str, list[ProgrammeSummary]] = {}
    programmes = library.programmes(language)
    for programme in programmes:
        for region_id in programme.region_ids:
            by_region.setdefault(region_id, []).append(programme)
    names = region_names(library, language)
    words = Words(language)
    known = {i: sum(p.regions_verified for p in found) for i, found in by_region.items()}
    counts = sorted(set(known.values()) - {0})
    regions = []
    for region_id in shapes.region_ids:
        found = by_region.get(region_id, [])
        sure = known.get(region_id, 0)
        swatch = Swatch(Fill.RAMP, _count_step(counts, sure)) if sure else PLAIN
        regions.append(
            MapRegion(
                region_id,
                names.get(region_id, region_id),
                replace(swatch, hatched=len(found) > sure),
                words.programmes(sure, len(found) - sure),
                tuple(_short(p, language) for p in found[:_NAMED_PROGRAMMES]),
            )
        )
    unplaced = sum(not programme.region_ids for programme in programmes)
    note = ngettext(
        "{n} programme names no region in the sources.", "{n} programmes name no region in the sources.", unplaced,
        lang=language,
    )  # fmt: skip
    return MapSpec(
        shapes,
        tuple(regions),
        legend_title=_("Programmes by region", lang=language),
        legend=_programmes_legend(counts, regions, words),
        legend_note=note.format(n=unplaced) if unplaced else "",
        source=Wording(library, language).referential(),
        neighbours=neighbour_names(library, shapes, language),
        text_size=text_size,
    )


def _programmes_legend(counts: list[int], regions: list[MapRegion], words: Words) -> tuple[LegendItem, ...]:
    """Each number of programmes that some region has: none first, then those known, then those not verified."""
    steps = [Swatch(Fill.RAMP, _count_step(counts, count)) for count in counts]
    legend = [LegendItem(step, words.programmes(count, 0)) for step, count in zip(steps, counts, strict=True)]
    if any(region.swatch.fill is PLAIN.fill for region in regions):
        legend.insert(0, LegendItem(PLAIN, words.programmes(0, 0)))
    if any(region.swatch.hatched for region in regions):
        legend.append(LegendItem(Swatch(hatched=True), _("and 1 or more not verified", lang=words.language)))
    return tuple(legend)


def programme_map(
    library: Library, shapes: MapShapes, programme: Programme, language: str, text_size: float = lettering.BASE
) -> MapSpec:
    """The regions of one programme, in its sector's colour; hatched where the list is not verified."""
    inside = {ref.id for ref in programme.regions}
    names = region_names(library, language)
    swatch = Swatch(Fill.SECTOR, key=programme.sector.key, hatched=not programme.regions_verified)
    word = (
        _("Its regions", lang=language)
        if programme.regions_verified
        else _("Its regions (list not verified)", lang=language)
    )
    regions = tuple(
        MapRegion(i, names.get(i, i) if i in inside else "", swatch if i in inside else PLAIN)
        for i in shapes.region_ids
    )
    return MapSpec(
        shapes,
        regions,
        legend=(LegendItem(swatch, word),) if inside else (),
        legend_note="" if inside else _("Its regions were not found in the sources.", lang=language),
        source=Wording(library, language).referential(),
        all_labels=True,
        text_size=text_size,
    )


def region_map(
    library: Library, shapes: MapShapes, place_id: str, language: str, text_size: float = lettering.BASE
) -> MapSpec:
    """Where a region lies: it alone is coloured and named."""
    names = region_names(library, language)
    regions = tuple(
        MapRegion(i, names.get(i, i) if i == place_id else "", Swatch(Fill.ACCENT) if i == place_id else PLAIN)
        for i in shapes.region_ids
    )
    return MapSpec(
        shapes,
        regions,
        legend_note=_("Dot: the capital.", lang=language) if place_id in shapes.with_capital else "",
        source=Wording(library, language).referential(),
        neighbours=neighbour_names(library, shapes, language),
        all_labels=True,
        capitals=(place_id,),
        text_size=text_size,
    )


def indicator_map(
    library: Library,
    shapes: MapShapes,
    indicator: IndicatorSummary,
    chosen: Slice,
    language: str,
    text_size: float = lettering.BASE,
    *,
    brief: bool = False,
) -> MapSpec:
    """An indicator by region in one year. Strong colours are high values, whatever is better; the legend says which.

    A picture that leaves the window names indicator, caveat and sources in full; `brief` is for a page that does."""
    found = library.observations(
        indicator.ref.id, language, year=chosen.year, area=chosen.area, population_group=chosen.group
    )
    figures = {i: o for i, o in one_per_place(found).items() if i in shapes.region_ids}
    wording = Wording(library, language)
    classes = classify((o.value for o in figures.values()), indicator.decimals, chosen.scheme)
    names = region_names(library, language)
    regions = tuple(
        _indicator_region(i, names.get(i, i), figures.get(i), classes, indicator, wording) for i in shapes.region_ids
    )
    legend = [
        LegendItem(class_swatch(classes, index), _range(low, high, indicator, wording))
        for index, (low, high) in enumerate(classes.ranges)
    ]
    if len(figures) < len(shapes.region_ids):
        legend.append(LegendItem(NO_DATA, _("No data", lang=language)))
    notes = [wording.method(indicator), wording.direction(indicator), wording.qualified(figures.values())]
    if not brief:
        notes.append(wording.caveat(indicator))
    return MapSpec(
        shapes,
        regions,
        legend_title=slice_title(None if brief else indicator, chosen, wording),
        legend=tuple(legend),
        legend_note=" · ".join(note for note in notes if note),
        source=f"{wording.sources(figures.values(), brief=brief)} {wording.referential()}".strip(),
        neighbours=neighbour_names(library, shapes, language),
        text_size=text_size,
    )


def slice_title(indicator: IndicatorSummary | None, chosen: Slice, wording: Wording) -> str:
    """'Children with anaemia, 2023, Rural': what a map or ranking shows."""
    parts = [indicator.ref.title.value] if indicator is not None else []
    parts.append(str(chosen.year))
    if chosen.area != "total":
        parts.append(wording.area(chosen.area))
    if chosen.group:
        parts.append(wording.group(chosen.group))
    return ", ".join(parts)


def class_swatch(classes: Classes, index: int) -> Swatch:
    """The colour of a class."""
    return Swatch(Fill.RAMP, classes.ramp_index(index, RAMP_STEPS))


def _indicator_region(
    place_id: str,
    name: str,
    figure: Observation | None,
    classes: Classes,
    indicator: IndicatorSummary,
    wording: Wording,
) -> MapRegion:
    if figure is None:
        return MapRegion(place_id, name, NO_DATA, _("No data", lang=wording.language))
    swatch = class_swatch(classes, classes.of(figure.value))
    return MapRegion(place_id, name, swatch, wording.value(figure, indicator), wording.lines(figure))


def _range(low: float, high: float, indicator: IndicatorSummary, wording: Wording) -> str:
    upper = wording.number(high, indicator.unit, indicator.decimals)
    if low == high:
        return upper
    return f"{i18n.number(low, indicator.decimals, lang=wording.language)}–{upper}"


def _count_step(counts: list[int], count: int) -> int:
    if len(counts) < 2:
        return RAMP_STEPS // 2
    return 1 + round(counts.index(count) * (RAMP_STEPS - 2) / (len(counts) - 1))


def _short(programme: ProgrammeSummary, language: str) -> str:
    return Words(language).named(replace(programme.ref, tie_verified=programme.regions_verified), programme.brief)
