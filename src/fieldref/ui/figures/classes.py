"""Classes of a coloured map: limits that are round, that no class is empty between, and that the legend tells truly."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """How limits are chosen."""

    QUANTILE = "quantile"
    """About as many regions in each class: ranks are easy to see."""
    EQUAL = "equal"
    """Classes of the same width: distances are easy to see."""
    EACH = "each"
    """One class for each value: for small counts."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Class limits. `ranges` are (lowest, highest) as a legend says them, in the unit of the values."""

    breaks: tuple[float, ...]
    ranges: tuple[tuple[float, float], ...]
    decimals: int

    def __len__(self) -> int:
        return len(self.ranges)

    def of(self, value: float) -> int:
        """The class of a value, 0 for the lowest. The value is rounded as it is shown before it is compared."""
        return bisect_right(self.breaks, round(value, self.decimals))

    def ramp_index(self, index: int, steps: int) -> int:
        """The colour of a class on a ramp of so many steps: classes spread over the whole ramp."""
        return steps // 2 if len(self) < 2 else round(index * (steps - 1) / (len(self) - 1))


def classify(values: Iterable[float], decimals: int, scheme: Scheme = Scheme.QUANTILE, count: int = 5) -> Classes:
    """Classes for the values, fewer than `count` when the values do not fill so many. No values: no classes."""
    shown = sorted(round(value, decimals) for value in values)
    distinct = sorted(set(shown))
    if not distinct:
        return Classes((), (), decimals)
    if scheme is Scheme.EACH or len(distinct) <= count:
        breaks = distinct[1:]
    else:
        breaks = _limits(shown, decimals, scheme, count)
    return Classes(tuple(breaks), _ranges(breaks, distinct, decimals), decimals)


def _limits(shown: Sequence[float], decimals: int, scheme: Scheme, count: int) -> list[float]:
    low, high = shown[0], shown[-1]
    if scheme is Scheme.EQUAL:
        raw = [low + (high - low) * i / count for i in range(1, count)]
    else:
        raw = [_quantile(shown, i / count) for i in range(1, count)]
    finest = 10.0**-decimals
    for step in _steps(high - low, finest):
        rounded = sorted({round(round(value / step) * step, decimals) for value in raw})
        rounded = [value for value in rounded if low < value <= high]
        if len(rounded) == count - 1 and (scheme is Scheme.EQUAL or _filled(rounded, shown, count)):
            return rounded
    return sorted({value for value in (round(v, decimals) for v in raw) if low < value <= high})


def _filled(breaks: Sequence[float], shown: Sequence[float], count: int) -> bool:
    """Whether rounding kept the classes near the same size: none below half of an equal share."""
    sizes = [0] * (len(breaks) + 1)
    for value in shown:
        sizes[bisect_right(breaks, value)] += 1
    return min(sizes) * 2 >= len(shown) / count


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The limit between two neighbours of an ordered list, half way."""
    position = share * len(ordered)
    index = min(len(ordered) - 1, max(1, round(position)))
    return (ordered[index - 1] + ordered[index]) / 2


def _steps(span: float, finest: float) -> list[float]:
    """Round steps from coarse to fine: 5, 2 and 1 times powers of ten, never finer than what is shown."""
    power = math.floor(math.log10(span)) if span > 0 else 0
    steps = [factor * 10.0**p for p in range(power, power - 6, -1) for factor in (5, 2, 1)]
    return [step for step in steps if step >= finest * 0.999 and step < span]


def _ranges(breaks: Sequence[float], distinct: Sequence[float], decimals: int) -> tuple[tuple[float, float], ...]:
    """What the legend says: from each limit to the last value shown before the next one."""
    unit = 10.0**-decimals
    lows = [distinct[0], *breaks]
    highs = [*(round(value - unit, decimals) for value in breaks), distinct[-1]]
    if len(breaks) == len(distinct) - 1 and list(breaks) == list(distinct[1:]):
        highs = lows
    return tuple(zip(lows, highs, strict=True))
