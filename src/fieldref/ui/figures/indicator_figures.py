"""The figures of one indicator, and the words for where there are too few of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fieldref import i18n
from fieldref.content.model import Observation, PlaceLevel
from fieldref.i18n import _, ngettext
from fieldref.ui.figures.coverage_controls import Choice
from fieldref.ui.figures.wording import one_per_place


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """Every observation of an indicator, in all areas and groups."""

    observations: tuple[Observation, ...] = ()

    def within(self, choice: Choice) -> list[Observation]:
        """Those of the area and group chosen, of every year."""
        return [o for o in self.observations if o.area == choice.area and o.population_group == choice.group]

    def in_year(self, choice: Choice) -> list[Observation]:
        """Those of the year chosen."""
        return [o for o in self.within(choice) if o.year == choice.year]

    def places(self, choice: Choice, among: Iterable[str], *, any_year: bool = False) -> set[str]:
        """Which of the places have a figure in the year chosen, or in any."""
        found = self.within(choice) if any_year else self.in_year(choice)
        return {o.place_id for o in found} & set(among)

    def with_place(self, choice: Choice, place_id: str) -> Choice:
        """The choice, changed no more than it takes to show a place that has some figure."""
        province = place_id.startswith(f"{PlaceLevel.PROVINCE}/")
        choice = replace(choice, level=PlaceLevel.PROVINCE if province else PlaceLevel.REGION, regions=())
        if self.places(choice, [place_id]):
            return choice
        own = (o for o in self.observations if o.place_id == place_id)
        newest = max(own, key=lambda o: (o.area == "total", not o.population_group, o.year))
        return replace(choice, year=newest.year, area=newest.area, group=newest.population_group)

    def of_row(self, choice: Choice, key: str) -> Observation | None:
        """The figure of a table's row: of the year chosen, or of the period named after the @."""
        place_id, _at, period = key.partition("@")
        if period:
            found = (o for o in self.within(choice) if o.place_id == place_id and o.period == period)
            return next(found, None)
        return one_per_place(o for o in self.in_year(choice) if o.place_id == place_id).get(place_id)

    def others(self, choice: Choice, one: Observation) -> list[Observation]:
        """Further figures of the same place and period: sources differ."""
        alike = (o for o in self.within(choice) if o.place_id == one.place_id and o.period == one.period)
        return [o for o in alike if o is not one]


def few_ever(count: int) -> str:
    """Why an indicator has no map at all."""
    if not count:
        return _("No region has a figure here, so there is no map: the table lists every figure there is.")
    template = ngettext(
        "Only {n} region has a figure, so there is no map: the table lists every figure there is.",
        "Only {n} regions have a figure, so there is no map: the table lists every figure there is.",
        count,
    )
    return template.format(n=i18n.number(count, 0))


def few_in_year(count: int, year: int | None) -> str:
    """Why there is no map for one year."""
    template = ngettext(
        "In {year}, {n} region has a figure. It is in the table.",
        "In {year}, {n} regions have a figure. They are in the table.",
        count,
    )
    return template.format(year=year, n=i18n.number(count, 0))
