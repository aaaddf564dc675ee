"""What a map shows: texts already translated, colours named and not mixed until the palette is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fieldref.ui.figures import lettering
from fieldref.ui.figures.shapes import MapShapes
from fieldref.ui.palettes import Palette


class Fill(StrEnum):
    """Kinds of colour a region can have."""

    RAMP = "ramp"
    SECTOR = "sector"
    ACCENT = "accent"
    SOFT = "soft"
    PLAIN = "plain"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour by name. `step` is a place on the ramp; `key` a sector; `hatched` adds lines over it."""

    fill: Fill = Fill.PLAIN
    step: int = 0
    key: str = ""
    hatched: bool = False

    def color(self, palette: Palette) -> str:
        """The colour in a palette."""
        match self.fill:
            case Fill.RAMP:
                return palette.ramp[max(0, min(self.step, len(palette.ramp) - 1))]
            case Fill.SECTOR:
                return palette.sector.get(self.key, palette.accent)
            case Fill.ACCENT:
                return palette.accent
            case Fill.SOFT:
                return palette.accent_soft
            case Fill.NO_DATA:
                return palette.no_data
        return palette.surface


NO_DATA = Swatch(Fill.NO_DATA, hatched=True)
"""No value for the region: hatched, and named in the legend."""


PLAIN = Swatch()
"""A region the map says nothing about."""


@dataclass(frozen=True, slots=True)
class MapRegion:
    """One region: its name, its colour, what hovering tells (lines) and what a screen reader says."""

    place_id: str
    name: str
    swatch: Swatch = PLAIN
    value: str = ""
    lines: tuple[str, ...] = ()

    def spoken(self) -> str:
        """Name and value as one phrase."""
        return ": ".join(part for part in (self.name, self.value) if part)


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A row of the legend."""

    swatch: Swatch
    text: str


@dataclass(frozen=True, slots=True)
class MapSpec:
    """A map ready to draw."""

    shapes: MapShapes
    regions: tuple[MapRegion, ...]
    title: str = ""
    legend_title: str = ""
    legend: tuple[LegendItem, ...] = ()
    legend_note: str = ""
    source: str = ""
    """Where the figures and the shapes come from, and that the map is referential."""
    neighbours: dict[str, str] = field(default_factory=dict, hash=False)
    """Names of neighbours and lakes as they are to be written, by their name in the boundaries."""
    labels: bool = True
    all_labels: bool = False
    """Every named region gets its name, even over its borders: for maps that name a few."""
    capitals: tuple[str, ...] = ()
    """Regions whose capital gets a dot."""
    text_size: float = lettering.BASE

    def region(self, place_id: str) -> MapRegion | None:
        """The entry of a region."""
        return next((r for r in self.regions if r.place_id == place_id), None)
