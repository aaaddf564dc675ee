"""Tables of the reference: regions with their programmes, places by a figure with everything that stands behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.model import Direction, IndicatorSummary, Observation, PlaceLevel, PlaceSummary
from fieldref.i18n import _
from fieldref.ui.figures.classes import Classes, classify
from fieldref.ui.figures.map_data import class_swatch
from fieldref.ui.figures.map_spec import PLAIN
from fieldref.ui.figures.table_model import Cell, Column, TableRow
from fieldref.ui.figures.wording import Wording, one_per_place

COUNTRY, RANKED, APART = 0, 1, 2
"""Groups of rows: the country first, then what is ranked, then parts and statistical units, which are not."""
_APART_LEVELS = (PlaceLevel.REGION_PART, PlaceLevel.STATISTICAL_UNIT)


class RankedPlaces:
    """The places that are ranked, in one language; provinces, which are many, are read when first asked for."""

    def __init__(self, library: Library, language: str) -> None:
        self._library = library
        self._language = language

    @cached_property
    def regions(self) -> tuple[PlaceSummary, ...]:
        """Every region."""
        return self._library.places(PlaceLevel.REGION, self._language)

    @cached_property
    def provinces(self) -> tuple[PlaceSummary, ...]:
        """Every province."""
        return self._library.places(PlaceLevel.PROVINCE, self._language)

    def provinces_by_region(self, observations: Sequence[Observation]) -> list[tuple[PlaceSummary, int]]:
        """Every region with how many of its provinces have a figure."""
        with_figure = {one.place_id for one in observations}
        counts = Counter(place.parent_id for place in self.provinces if place.ref.id in with_figure)
        return [(region, counts[region.ref.id]) for region in self.regions]


def region_columns() -> tuple[Column, ...]:
    """Headings of the table of regions."""
    return (
        Column("place", _("Region")),
        Column("capital", _("Capital")),
        Column("programmes", _("Programmes"), number=True, explained=_("Programmes known to have worked there")),
        Column("code", _("Code"), number=True, explained=_("Place code")),
    )


def region_rows(library: Library, language: str) -> tuple[TableRow, ...]:
    """Every region; parts and the statistical unit stand apart."""
    rows = [_region_row(n, place, RANKED) for n, place in enumerate(library.places(PlaceLevel.REGION, language))]
    apart = apart_places(library, language)
    if apart:
        rows.append(_apart_heading())
        rows += [_region_row(n, place, APART) for n, place in enumerate(apart)]
    return tuple(rows)


def apart_places(library: Library, language: str) -> tuple[PlaceSummary, ...]:
    """Parts of regions and statistical units: inside or across regions, so never ranked with them."""
    return tuple(place for level in _APART_LEVELS for place in library.places(level, language))


def figure_columns(indicator: IndicatorSummary, *, by_province: bool = False) -> tuple[Column, ...]:
    """Headings of the table of an indicator; `by_province` with the region of each place."""
    value = _("Per cent") if indicator.unit.key == "percent" else indicator.unit.name.capitalize()
    explained = _("1 is best among all provinces") if by_province else _("1 is best")
    rank = (Column("rank", _("Rank"), number=True, explained=explained),)
    period, source = Column("period", _("Period"), spare=True), Column("source", _("Source"), spare=True)
    return (
        Column("place", _("Place")),
        *((Column("region", _("Region")),) if by_province else ()),
        Column("value", value, number=True, bar=True),
        *(rank if indicator.direction is not Direction.NEUTRAL else ()),
        *((source, period) if by_province else (period, source)),  # of many provinces, the period is mostly the year
        Column("remarks", _("Remarks"), spare=True, explained=_("Qualifier, sample, confidence and notes")),
    )


def figure_rows(
    library: Library,
    indicator: IndicatorSummary,
    observations: Sequence[Observation],
    places: Sequence[PlaceSummary],
    wording: Wording,
    ticked: Sequence[str] | None = None,
    within: Sequence[str] = (),
    regions: Sequence[PlaceSummary] = (),
) -> tuple[TableRow, ...]:
    """The country, the places given in ranked order, then what stands apart. Without `ticked` nothing can be ticked.

    Of provinces, which are given with all `regions`, only those `within` some are told, below these regions themselves;
    ranks stay those of all."""
    language = wording.language
    figures = one_per_place(observations)
    own = {place.ref.id: number for number, place in enumerate(places)}
    ranked = {i: o for i, o in figures.items() if i in own}
    parents = {p.ref.id: p.parent_id for p in places if p.level is PlaceLevel.PROVINCE}
    drawn = set(parents.values())
    on_map = [o.value for i, o in figures.items() if i in drawn]  # whose colours the legend explains
    classes = classify(on_map or (o.value for o in ranked.values()), indicator.decimals)
    best_first = indicator.direction is not Direction.LOWER_BETTER
    ordered = sorted(ranked.values(), key=lambda o: (-o.value if best_first else o.value, own[o.place_id]))
    ranks = _ranks(ordered, indicator, len(places))
    widest = max((abs(o.value) for o in figures.values()), default=1.0) or 1.0
    names = {place.ref.id: (place.ref.title.value, float(n)) for n, place in enumerate(places)}
    maker = _RowMaker(indicator, wording, classes, widest, ticked, _regions_of(parents, regions))
    above = library.refs([library.info(language).country_id, *within], language)
    rows = [
        maker.row(figures[ref.id], (ref.title.value, float(n - len(above))), COUNTRY, None)
        for n, ref in enumerate(above)
        if ref.id in figures
    ]
    meant = (o for o in ordered if not within or parents.get(o.place_id) in within)
    rows += [maker.row(o, names[o.place_id], RANKED, ranks.get(o.place_id)) for o in meant]
    apart = [] if within else [place for place in apart_places(library, language) if place.ref.id in figures]
    if apart:
        rows.append(_apart_heading())
        rows += [maker.row(figures[p.ref.id], (p.ref.title.value, float(n)), APART, None) for n, p in enumerate(apart)]
    return tuple(rows)


def history_columns(indicator: IndicatorSummary) -> tuple[Column, ...]:
    """Headings of the table of every figure there is, for an indicator that few places have."""
    columns = {column.key: column for column in figure_columns(indicator)}
    columns["value"] = replace(columns["value"], bar=False)
    return tuple(columns[key] for key in ("place", "period", "value", "source", "remarks"))


def history_rows(
    library: Library, indicator: IndicatorSummary, observations: Sequence[Observation], wording: Wording
) -> tuple[TableRow, ...]:
    """Every figure, place by place, newest first: nothing is ranked."""
    ids = list(dict.fromkeys(o.place_id for o in observations))
    names = {ref.id: ref.title.value for ref in library.refs(ids, wording.language)}
    rows = []
    for one in sorted(observations, key=lambda o: (ids.index(o.place_id), -o.year)):
        cells = (
            Cell(names.get(one.place_id, one.place_id), sort=float(ids.index(one.place_id))),
            Cell(wording.period(one), sort=one.period),
            Cell(wording.bare(one, indicator.decimals), sort=one.value),
            _source(wording, one),
            Cell(wording.remarks(one), tooltip="\n".join(wording.lines(one))),
        )
        rows.append(TableRow(f"{one.place_id}@{one.period}", cells))
    return tuple(rows)


def _source(wording: Wording, one: Observation) -> Cell:
    shown, whole = wording.publisher(one)
    return Cell(shown, tooltip=whole)


@dataclass(frozen=True, slots=True)
class _Rank:
    """A rank as it is shown, and what has to be known of it."""

    number: int
    shown: str
    explained: str


class _RowMaker:
    """Makes rows of one table."""

    def __init__(
        self,
        indicator: IndicatorSummary,
        wording: Wording,
        classes: Classes,
        widest: float,
        ticked: Sequence[str] | None,
        region_of: Mapping[str, Cell],
    ) -> None:
        self._indicator = indicator
        self._wording = wording
        self._classes = classes
        self._widest = widest
        self._ticked = ticked
        self._region_of = region_of

    def row(self, one: Observation, name: tuple[str, float], group: int, rank: _Rank | None) -> TableRow:
        """One place."""
        wording = self._wording
        swatch = class_swatch(self._classes, self._classes.of(one.value)) if group == RANKED else PLAIN
        number = wording.bare(one, self._indicator.decimals)
        period = Cell(wording.period(one), sort=one.period)
        source = _source(wording, one)
        cells = (
            Cell(name[0], sort=name[1], tooltip=name[0]),
            *((self._region_of.get(one.place_id, Cell("")),) if self._region_of else ()),
            Cell(number, sort=one.value, swatch=swatch, share=max(0.0, one.value) / self._widest),
            *self._rank(rank),
            *((source, period) if self._region_of else (period, source)),
            Cell(wording.remarks(one), tooltip="\n".join(wording.lines(one))),
        )
        ticked = None if self._ticked is None or group == COUNTRY else one.place_id in self._ticked
        return TableRow(one.place_id, cells, group, checked=ticked)

    def _rank(self, rank: _Rank | None) -> tuple[Cell, ...]:
        if self._indicator.direction is Direction.NEUTRAL:
            return ()
        if rank is None:
            return (Cell(""),)
        return (Cell(rank.shown, sort=float(rank.number), tooltip=rank.explained),)


def _regions_of(parents: Mapping[str, str | None], regions: Sequence[PlaceSummary]) -> dict[str, Cell]:
    """The cell that names the region of each province."""
    cells = {region.ref.id: Cell(region.ref.title.value, sort=float(n)) for n, region in enumerate(regions)}
    return {place: cells[parent] for place, parent in parents.items() if parent in cells}


def _ranks(ordered: Sequence[Observation], indicator: IndicatorSummary, all_places: int) -> dict[str, _Rank]:
    """Rank by place; equal values share one. Where no way is better there is no rank. Where some places have no figure
    the rank is told with the number of those that have one: the first of five is not the first."""
    if indicator.direction is Direction.NEUTRAL:
        return {}
    ranks: dict[str, _Rank] = {}
    before: float | None = None
    rank = 0
    for number, one in enumerate(ordered, start=1):
        shown = round(one.value, indicator.decimals)
        if shown != before:
            rank, before = number, shown
        if len(ordered) < all_places:
            few = i18n.number(len(ordered), 0)
            shown_rank = _("{rank} of {n}").format(rank=i18n.number(rank, 0), n=few)
            explained = _("Only {n} of {all} have a figure for this year.").format(
                n=few, all=i18n.number(all_places, 0)
            )
            ranks[one.place_id] = _Rank(rank, shown_rank, explained)
        else:
            ranks[one.place_id] = _Rank(rank, i18n.number(rank, 0), "")
    return ranks


def _region_row(number: int, place: PlaceSummary, group: int) -> TableRow:
    # Parts and units keep no list of programmes of their own: nothing is said rather than nought.
    count = Cell("") if group == APART else _programmes_cell(place)
    cells = (
        Cell(place.ref.title.value, sort=float(number)),
        Cell(place.capital or ""),
        count,
        Cell(place.level.official(place.place_code), sort=place.place_code),
    )
    return TableRow(place.ref.id, cells, group)


def _programmes_cell(place: PlaceSummary) -> Cell:
    words = i18n.number(place.programmes, 0)
    if place.unverified:
        words = _("{n} (+{more} not verified)").format(n=words, more=i18n.number(place.unverified, 0))
    return Cell(words, sort=place.programmes + place.unverified / 100)


def _apart_heading() -> TableRow:
    return TableRow("", (Cell(_("Parts of a region and statistical units: shown apart, never ranked")),), APART, True)
