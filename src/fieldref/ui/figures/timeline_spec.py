"""What a timeline shows: programmes as bars by sector, events as marks."""

from __future__ import annotations

from dataclasses import dataclass

from fieldref.ui.figures import lettering


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A programme. `start` and `end` are decimal years; None was not found in the sources and is drawn open. `reach` is
    the latest year of which something is told, where that is no end: the bar goes on at least to there. `firm` false:
    its dates are planned or not verified, and its outline is dashed."""

    key: str
    name: str
    sector: str
    sector_word: str
    start: float | None
    end: float | None
    period: str
    lines: tuple[str, ...] = ()
    reach: float | None = None
    firm: bool = True

    @property
    def undated(self) -> bool:
        """Whether neither end is known: such a programme has no place on the axis."""
        return self.start is None and self.end is None


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened at a date (decimal year)."""

    key: str
    date: float
    period: str
    text: str


@dataclass(frozen=True, slots=True)
class TimelineSpec:
    """A timeline ready to draw."""

    bars: tuple[TimelineBar, ...]
    events: tuple[TimelineEvent, ...]
    first: int
    last: int
    events_title: str = ""
    undated_title: str = ""
    open_note: str = ""
    dashed_note: str = ""
    title: str = ""
    text_size: float = lettering.BASE

    @property
    def dated(self) -> tuple[TimelineBar, ...]:
        """Bars with at least one known end, oldest first."""
        known = [bar for bar in self.bars if not bar.undated]
        return tuple(sorted(known, key=lambda b: (b.start if b.start is not None else b.end or 0.0, b.name)))

    @property
    def undated(self) -> tuple[TimelineBar, ...]:
        """Bars without any known date, in the order given."""
        return tuple(bar for bar in self.bars if bar.undated)

    @property
    def has_open_end(self) -> bool:
        """Whether any dated bar is open at one end, so that the note is needed."""
        return any(bar.start is None or bar.end is None for bar in self.dated)

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be said of the bars below them."""
        dashed = any(not bar.firm for bar in self.dated)
        told = (self.open_note if self.has_open_end else "", self.dashed_note if dashed else "")
        return tuple(note for note in told if note)


def decimal_year(iso: str | None, *, end: bool = False) -> float | None:
    """2012 → 2012.0, 2012-04 → 2012.25; as an end the last moment of the period: 2015 → 2016.0."""
    if not iso:
        return None
    parts = [int(p) for p in iso.split("-")[:3] if p.isdigit()]
    if not parts:
        return None
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (13 if end else 1)
    day = parts[2] if len(parts) > 2 else 1
    if end and len(parts) == 2:
        month += 1
    return year + (month - 1) / 12 + (day - 1) / 365
