"""Which programmes a reader wants to see: plain rules without a window, so that counts and list agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fieldref.content.folding import fold
from fieldref.content.model import ProgrammeSummary

FACETS = ("sectors", "regions", "statuses", "partners")


@dataclass(frozen=True, slots=True)
class ProgrammeFilter:
    """Conditions; an empty one lets everything through. Values of one facet widen, facets narrow."""

    sectors: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    years: tuple[int, int] | None = None
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return self == ProgrammeFilter()

    def lets(self, programme: ProgrammeSummary) -> bool:
        """Whether the programme passes every condition."""
        return (
            all(not (chosen := getattr(self, facet)) or chosen & set(values(programme, facet)) for facet in FACETS)
            and self._in_years(programme)
            and all(word in _searched(programme) for word in fold(self.words).split())
        )

    def counts(self, programmes: Iterable[ProgrammeSummary], facet: str) -> Counter[str]:
        """How many programmes each value of a facet would show, the other conditions standing."""
        others = self.without(facet)
        return Counter(v for p in programmes if others.lets(p) for v in set(values(p, facet)))

    def without(self, condition: str, value: str = "") -> ProgrammeFilter:
        """The same with one value of a condition, or all of it, taken away."""
        kept = getattr(self, condition) - {value} if condition in FACETS and value else None
        changes: dict[str, Any] = {condition: kept if kept is not None else getattr(ProgrammeFilter(), condition)}
        return replace(self, **changes)

    def to_state(self) -> dict[str, object]:
        """As JSON-able values."""
        state: dict[str, object] = {facet: sorted(getattr(self, facet)) for facet in FACETS if getattr(self, facet)}
        if self.years is not None:
            state["years"] = list(self.years)
        if self.words:
            state["words"] = self.words
        return state

    @classmethod
    def from_state(cls, state: dict[str, object]) -> ProgrammeFilter:
        """From what `to_state` gave; what makes no sense is left out."""
        made = cls()
        for name, value in state.items():
            if name in FACETS and isinstance(value, list):
                chosen: dict[str, Any] = {name: frozenset(str(v) for v in value)}
                made = replace(made, **chosen)
            elif name == "years" and isinstance(value, list) and len(value) == 2:
                made = replace(made, years=(int(value[0]), int(value[1])))
            elif name == "words":
                made = replace(made, words=str(value))
        return made

    def _in_years(self, programme: ProgrammeSummary) -> bool:
        """A programme with an unknown end is shown for every year its known dates do not rule out."""
        if self.years is None:
            return True
        first, last = self.years
        start, end, seen = map(year_of, (programme.period.start, programme.period.last, programme.period.active_in))
        if start is None and end is None:
            return seen is not None and first <= seen <= last
        return (start is None or start <= last) and (end is None or end >= first)


def values(programme: ProgrammeSummary, facet: str) -> Sequence[str]:
    """The values a programme has in a facet."""
    if facet == "sectors":
        return (programme.sector.key,)
    if facet == "regions":
        return programme.region_ids
    if facet == "statuses":
        return (programme.status,)
    return programme.partners


def year_of(iso: str | None) -> int | None:
    """The year of an ISO date as exact as it is known."""
    return int(iso[:4]) if iso and iso[:4].isdigit() else None


def _searched(programme: ProgrammeSummary) -> str:
    parts = (programme.acronym or "", str(programme.ref.title), programme.ref.detail, *programme.partners)
    return fold(" ".join(parts))
