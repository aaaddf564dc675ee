"""What a trend shows: points with their texts, and which of them may be joined."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from fieldref.ui.figures import lettering


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One figure. `year` places it; `low` and `high` are its 95 % confidence interval where the source gives one.

    `lines` is what hovering tells: value, period, source, notes.
    """

    year: int
    value: float
    text: str
    short: str = ""
    """The bare value, for the end of the line; `text` where empty."""
    low: float | None = None
    high: float | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendSeries:
    """One place in one indicator. `slot` picks colour, dash and marker; the national line has its own."""

    key: str
    name: str
    points: tuple[TrendPoint, ...]
    slot: int = 0
    national: bool = False

    def runs(self) -> Iterator[tuple[TrendPoint, ...]]:
        """Points of years that follow each other without a hole: only these are joined by a line.

        Two figures for one year (sources differ) are both drawn, but only the first one carries the line.
        """
        run: list[TrendPoint] = []
        for point in sorted(self.points, key=lambda p: p.year):
            if run and point.year == run[-1].year:
                continue
            if run and point.year != run[-1].year + 1:
                yield tuple(run)
                run = []
            run.append(point)
        if run:
            yield tuple(run)

    @property
    def has_gap(self) -> bool:
        """Whether a year between the first and the last has no figure."""
        years = {p.year for p in self.points}
        return bool(years) and max(years) - min(years) + 1 > len(years)


@dataclass(frozen=True, slots=True)
class TrendSpec:
    """A chart of one indicator, up to four places and the national line."""

    series: tuple[TrendSeries, ...]
    title: str = ""
    unit: str = ""
    decimals: int = 1
    locale_numbers: tuple[str, str] = (".", ",")
    """Decimal and thousands sign of the reader's language, for the axis."""
    percent: bool = False
    gap_note: str = ""
    """Why there are gaps; drawn under the chart when a series has one."""
    axis_note: str = ""
    """Said when the axis does not start at zero."""
    source: str = ""
    empty: str = ""
    """What to say when there is nothing to draw."""
    text_size: float = lettering.BASE

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of any series; (0, 0) when empty."""
        years = [p.year for s in self.series for p in s.points]
        return (min(years), max(years)) if years else (0, 0)

    def axis(self) -> tuple[float, float, float]:
        """Lowest value, highest value and step of the value axis, on round numbers.

        It starts at zero unless all figures lie in the upper part, where differences would be flattened; then
        `axis_note` is drawn.
        """
        values = [v for s in self.series for p in s.points for v in (p.value, p.low, p.high) if v is not None]
        if not values:
            return (0.0, 1.0, 1.0)
        low, high = min(values), max(values)
        if low >= 0 and low < high * 0.6:
            low = 0.0
        step = _round_step(max(high - low, abs(high) * 0.02, 10.0**-self.decimals * 4) / 4)
        bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
        if self.percent:
            top = min(top, 100.0) if high <= 100 else top
        return (bottom, top if top > bottom else bottom + step, step)

    def number(self, value: float, decimals: int) -> str:
        """An axis label in the reader's language."""
        text = f"{value:,.{decimals}f}"
        point, thousands = self.locale_numbers
        return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def _round_step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw)) if raw > 0 else 1.0
    for factor in (1, 2, 2.5, 5, 10):
        if raw <= factor * power * 1.0001:
            return factor * power
    return 10 * power
