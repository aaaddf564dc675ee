"""Where the reader has been, to go back and forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A page, the record read beside it, what it showed, how far the record was scrolled (0 to 1), and what the page is
    about if it is about one thing (an indicator). Filters, views and orders are how a place looked, no other place."""

    page: str
    record: str | None = None
    state: Mapping[str, object] = field(default_factory=dict)
    scroll: float = 0.0
    subject: str = ""


class History:
    """A line of places with a present one. Going somewhere new forgets what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._here = -1

    @property
    def here(self) -> Place | None:
        """The present place; None before the first."""
        return self._places[self._here] if self._places else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._here > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the reader went back and can return."""
        return self._here + 1 < len(self._places)

    def go(self, place: Place) -> None:
        """Visit a place. The same page, record and subject again only renew the present place."""
        here = self.here
        if here is not None and (here.page, here.record, here.subject) == (place.page, place.record, place.subject):
            self._places[self._here] = place
            return
        del self._places[self._here + 1 :]
        self._places.append(place)
        del self._places[:-LONGEST]
        self._here = len(self._places) - 1

    def leave(self, state: Mapping[str, object], scroll: float, subject: str = "") -> None:
        """Note how the present place looked, before leaving it."""
        here = self.here
        if here is not None:
            self._places[self._here] = replace(here, state=state, scroll=scroll, subject=subject)

    def back(self) -> Place | None:
        """One place back, or None at the first."""
        if not self.can_go_back:
            return None
        self._here -= 1
        return self._places[self._here]

    def forward(self) -> Place | None:
        """One place forward, or None at the last."""
        if not self.can_go_forward:
            return None
        self._here += 1
        return self._places[self._here]
