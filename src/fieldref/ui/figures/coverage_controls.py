"""Which figures of an indicator are shown: year, area, population group, regions or provinces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldref.content.model import Observation, PlaceLevel
from fieldref.i18n import _
from fieldref.ui.figures.choice_button import ChoiceButton
from fieldref.ui.figures.map_data import Slice
from fieldref.ui.figures.wording import Wording
from fieldref.ui.figures.year_bar import YearBar
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import SegmentedToggle
from fieldref.ui.widgets.facet_button import FacetButton, FacetChoice
from fieldref.ui.widgets.flow_layout import FlowLayout

AREAS = ("total", "urban", "rural")
LEVELS = (PlaceLevel.REGION, PlaceLevel.PROVINCE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown of an indicator. `year` None: the one with figures for the most regions."""

    year: int | None = None
    area: str = "total"
    group: str = ""
    level: PlaceLevel = PlaceLevel.REGION
    regions: tuple[str, ...] = ()
    """Only the provinces of these regions; none: of all."""

    @classmethod
    def from_state(cls, state: Mapping[str, object]) -> Choice:
        """A choice from a page's state; what is not understood is left at its first value."""
        year, area, group, level = (state.get(name) for name in ("year", "area", "group", "level"))
        regions = state.get("regions")
        return cls(
            year if isinstance(year, int) else None,
            area if isinstance(area, str) and area in AREAS else "total",
            group if isinstance(group, str) else "",
            PlaceLevel.PROVINCE if level == PlaceLevel.PROVINCE else PlaceLevel.REGION,
            tuple(r for r in regions if isinstance(r, str)) if isinstance(regions, list) else (),
        )

    @property
    def by_province(self) -> bool:
        """Whether provinces are ranked, and not regions."""
        return self.level is PlaceLevel.PROVINCE

    def with_region(self, region_id: str) -> Choice:
        """The provinces of one region more, or of one less."""
        if region_id in self.regions:
            return replace(self, regions=tuple(r for r in self.regions if r != region_id))
        return replace(self, regions=(*self.regions, region_id))

    def to_state(self) -> dict[str, object]:
        """JSON-able values."""
        one = {"year": self.year, "area": self.area, "group": self.group, "level": str(self.level)}
        return one | {"regions": list(self.regions)}

    def of_year(self, year: int) -> Slice:
        """The slice a map draws."""
        return Slice(year, self.area, self.group)


@dataclass(frozen=True, slots=True)
class Available:
    """What there is of an indicator: nothing is offered that has no figures."""

    areas: tuple[str, ...]
    groups: tuple[str, ...]
    levels: tuple[PlaceLevel, ...]
    years: tuple[int, ...]
    """Years with a figure for some region (or province); every year if there is none with."""
    best_year: int | None
    most: int
    """Regions (or provinces) with a figure in the best year."""
    regions: frozenset[str]
    """Every region, with figures or without."""

    @classmethod
    def of(cls, observations: Sequence[Observation], choice: Choice, regions: Iterable[str]) -> Available:
        """What the observations allow, given the area, group and level chosen."""
        region_ids = set(regions)
        areas = tuple(a for a in AREAS if any(o.area == a for o in observations))
        in_area = [o for o in observations if o.area == choice.area]
        groups = tuple(dict.fromkeys(sorted(o.population_group for o in in_area)))
        chosen = [o for o in in_area if o.population_group == choice.group]
        provinces = any(o.place_id.startswith("province/") for o in chosen)
        levels = LEVELS if provinces else LEVELS[:1]
        counts: dict[int, int] = {}
        for one in chosen:
            province = one.place_id.startswith("province/")
            counted = province if choice.by_province else one.place_id in region_ids
            counts[one.year] = counts.get(one.year, 0) + counted
        some = {year: count for year, count in counts.items() if count} or counts
        best = max(some, key=lambda year: (some[year], year), default=None)
        return cls(areas, groups, levels, tuple(sorted(some)), best, some.get(best or 0, 0), frozenset(region_ids))

    def settled(self, choice: Choice) -> Choice:
        """The choice with everything that has no figures replaced by what has."""
        year = choice.year if choice.year in self.years else self.best_year
        level = choice.level if choice.level in self.levels else PlaceLevel.REGION
        regions = tuple(one for one in choice.regions if one in self.regions)
        return replace(choice, year=year, level=level, regions=regions)


class CoverageControls(QWidget):
    """The controls in two lines; those with nothing to choose from are not shown."""

    changed = Signal(object)
    """The new `Choice`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice()
        self._years = YearBar(theme)
        self._areas = SegmentedToggle([(area, "") for area in AREAS])
        self._levels = SegmentedToggle([(level, "") for level in LEVELS])
        self._group = ChoiceButton(theme)
        self._regions = FacetButton(theme)
        self._switches = QWidget()
        row = FlowLayout(self._switches, 8)
        for widget in (self._areas, self._levels, self._regions, self._group):
            row.addWidget(widget)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(16, 0, 12, 0)
        self._box.setSpacing(8)
        self._box.addWidget(self._years)
        self._box.addWidget(self._switches, 1)
        self._years.changed.connect(lambda year: self._set(year=year))
        self._areas.chosen.connect(lambda area: self._set(area=area))
        self._levels.chosen.connect(lambda level: self._set(level=PlaceLevel(level)))
        self._regions.changed.connect(lambda: self._set(regions=self._regions.chosen()))
        self._group.chosen.connect(lambda group: self._set(group=group))

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return self._choice

    def set_wide(self, wide: bool) -> None:
        """Everything in one line, or the years below the rest."""
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)

    def show_choice(
        self,
        choice: Choice,
        available: Available,
        wording: Wording,
        regions: Sequence[FacetChoice] = (),
        *,
        years: bool = True,
    ) -> None:
        """Offer what there is and show what is chosen, in the language of the wording; no signal. `regions` are those
        whose provinces are ranked. Without `years` every year is shown and there is none to choose."""
        self._choice = choice
        self._years.retranslate()
        if choice.year != self._years.year or available.years != self._years.years:
            self._years.set_years(available.years, choice.year)
        for area in AREAS:
            self._areas.say(area, wording.area(area), wording.area(area))
        self._areas.set_chosen(choice.area)
        self._areas.setVisible(len(available.areas) > 1)
        self._areas.setAccessibleName(_("Urban or rural"))
        self._levels.say(PlaceLevel.REGION, _("Regions"), _("Rank the regions"))
        self._levels.say(PlaceLevel.PROVINCE, _("Provinces"), _("Rank the provinces"))
        self._levels.set_chosen(choice.level)
        self._levels.setVisible(len(available.levels) > 1)
        self._levels.setAccessibleName(_("Rank the regions or the provinces"))
        self._group.set_choices([(group, wording.group(group)) for group in available.groups], choice.group)
        self._group.say(_("Population group"))
        self._group.setVisible(len(available.groups) > 1)
        self._regions.say(_("Regions"))
        self._regions.set_choices(regions, choice.regions)
        self._regions.setVisible(bool(regions))
        self._years.setVisible(years)
        self._box.setStretchFactor(self._years, 1 if len(available.years) > 1 else 0)
        shown = (self._areas, self._levels, self._regions, self._group)
        self._switches.setVisible(any(not widget.isHidden() for widget in shown))

    def _set(self, **changes: object) -> None:
        self._choice = replace(self._choice, **changes)  # type: ignore[arg-type]
        self.changed.emit(self._choice)
