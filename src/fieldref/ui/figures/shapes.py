"""The shapes of the map, from the content's boundaries to paths of a given size.

Geometry is projected once (equirectangular, true to shape at the country's middle latitude) and scaled once per size,
because a paint must take milliseconds and a resize must not stutter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from fieldref.content.model import Boundary
from fieldref.ui.figures.rings import Ring, clipped, middle, path_of, placed, rings_of

_MARGIN = 0.35
"""Degrees kept free around the country."""
_EAST_SHARE = 0.3
"""How much of the spare width goes to the land side; the rest is sea, where the legend stands."""
_TOO_SMALL = (5.0, 15.0)
"""A region drawn smaller than this in both directions (pixels, on a small and on a large map) gets a callout."""
_CACHED_SIZES = 6


@dataclass(frozen=True)
class Shape:
    """One shape of the map in projected units."""

    layer: str
    place_id: str | None
    name: str
    rings: tuple[Ring, ...]
    label: tuple[float, float] | None


@dataclass(frozen=True)
class FittedRegion:
    """A region at one size: what is filled, where it is labelled, what is hit."""

    place_id: str
    path: QPainterPath
    rings: tuple[Ring, ...]
    bounds: QRectF
    anchor: QPointF
    callout: QPointF | None
    """Centre of the bubble of a region too small to click, else None."""


@dataclass(frozen=True)
class FittedMap:
    """All shapes at one size, in pixels of the target rectangle."""

    frame: QRectF
    regions: tuple[FittedRegion, ...]
    neighbours: tuple[tuple[str, QPainterPath, QPointF], ...]
    lakes: tuple[tuple[str, QPainterPath], ...]
    capitals: tuple[tuple[str, QPointF], ...]
    callout_radius: float

    def region(self, place_id: str) -> FittedRegion | None:
        """The region of that id, if the map has it."""
        return next((r for r in self.regions if r.place_id == place_id), None)

    def region_at(self, point: QPointF) -> str | None:
        """The region under a point; the bubble of a small region wins over what lies below it."""
        for region in self.regions:
            if region.callout is not None:
                away = region.callout - point
                if math.hypot(away.x(), away.y()) <= self.callout_radius + 2:
                    return region.place_id
        for region in self.regions:
            if region.bounds.contains(point) and region.path.contains(point):
                return region.place_id
        return None


class MapShapes:
    """The country's shapes, projected once; `fitted` gives them at a size and remembers the last few sizes."""

    def __init__(self, boundaries: Iterable[Boundary]) -> None:
        boundaries = tuple(boundaries)
        latitudes = [
            y for b in boundaries if b.layer == "region" for ring in rings_of(b.geometry) for _, y in ring
        ] or [0.0]
        self._stretch = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
        self._shapes = tuple(self._shape(b) for b in boundaries if b.layer != "capital")
        self._capitals = tuple(
            (b.place_id, self._project(*_point(b.geometry)))
            for b in boundaries
            if b.layer == "capital" and b.place_id and _point(b.geometry)
        )
        self._country = _bounds(s for s in self._shapes if s.layer == "region")
        self._land = _bounds(self._shapes)
        self._fitted: dict[tuple[float, ...], FittedMap] = {}
        self._placed: dict[Hashable, Any] = {}
        self.neighbours_of = _adjacency(self._shapes)
        """Regions that share a border, by place id."""

    @property
    def region_ids(self) -> tuple[str, ...]:
        """Place ids of the regions, north to south as stored."""
        return tuple(s.place_id for s in self._shapes if s.layer == "region" and s.place_id)

    @property
    def names_around(self) -> tuple[str, ...]:
        """Names of the countries around and of lakes, as the boundaries have them."""
        return tuple(s.name for s in self._shapes if s.layer != "region")

    @property
    def with_capital(self) -> frozenset[str]:
        """Regions whose capital is on the map."""
        return frozenset(place_id for place_id, _spot in self._capitals)

    def centre(self, place_id: str) -> tuple[float, float]:
        """The label point of a region in projected units (x east, y south)."""
        for shape in self._shapes:
            if shape.place_id == place_id and shape.label:
                return shape.label
        return (0.0, 0.0)

    def _project(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude * self._stretch, -latitude)

    def _shape(self, boundary: Boundary) -> Shape:
        rings = tuple([self._project(x, y) for x, y in ring] for ring in rings_of(boundary.geometry))
        label = self._project(*boundary.label) if boundary.label else middle(rings)
        return Shape(boundary.layer, boundary.place_id, boundary.name, rings, label)

    def aspect(self) -> float:
        """Width of the country by its height."""
        return self._country.width() / self._country.height() if self._country.height() else 1.0

    def fitted(self, rect: QRectF, east: float = _EAST_SHARE) -> FittedMap:
        """The map fitted into a rectangle of pixels, true to shape. `east` is the share of the spare width that goes
        to the land side."""
        key = (rect.x(), rect.y(), rect.width(), rect.height(), east)
        found = self._fitted.get(key)
        if found is None:
            found = self._fit(rect, east)
            while len(self._fitted) >= _CACHED_SIZES:
                self._fitted.pop(next(iter(self._fitted)))
            self._fitted[key] = found
        return found

    def remembered(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept for the last few keys: placing labels takes longer than painting them."""
        if key not in self._placed:
            while len(self._placed) >= _CACHED_SIZES * 2:
                self._placed.pop(next(iter(self._placed)))
            self._placed[key] = make()
        return self._placed[key]

    def _frame(self, rect: QRectF, share: float) -> tuple[QRectF, float, float, float]:
        """The part of the rectangle that has map, with the scale and offset of the projection."""
        country = self._country.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        scale = min(rect.width() / country.width(), rect.height() / country.height())
        spare = rect.width() / scale - country.width()
        east = min(spare * share, max(0.0, self._land.right() - country.right() - 0.05))
        right = country.right() + east
        # Land is known only so far north and south: a taller rectangle keeps an empty band rather than a false sea.
        top = max(self._land.top() + 0.05, country.center().y() - rect.height() / scale / 2)
        bottom = min(self._land.bottom() - 0.05, country.center().y() + rect.height() / scale / 2)
        y_offset = rect.center().y() - country.center().y() * scale
        x_offset = rect.right() - right * scale
        frame = QRectF(rect.left(), top * scale + y_offset, rect.width(), (bottom - top) * scale)
        return frame, scale, x_offset, y_offset

    def _fit(self, rect: QRectF, share: float) -> FittedMap:
        frame, scale, dx, dy = self._frame(rect, share)

        def place(ring: Ring) -> Ring:
            return placed(ring, scale, dx, dy)

        def spot(point: tuple[float, float]) -> QPointF:
            return QPointF(point[0] * scale + dx, point[1] * scale + dy)

        radius = max(6.0, min(11.0, frame.height() / 45))
        least = max(_TOO_SMALL[0], min(_TOO_SMALL[1], frame.height() / 36))
        regions, neighbours, lakes = [], [], []
        for shape in self._shapes:
            rings = tuple(place(ring) for ring in shape.rings)
            if shape.layer == "region" and shape.place_id:
                path = path_of(rings)
                bounds = path.boundingRect()
                anchor = spot(shape.label or (0.0, 0.0))
                small = bounds.width() < least and bounds.height() < least
                callout = QPointF(bounds.left() - radius * 3.2, anchor.y() + radius * 1.2) if small else None
                regions.append(FittedRegion(shape.place_id, path, rings, bounds, anchor, callout))
                continue
            inside = [part for ring in rings if len(part := clipped(ring, frame)) > 2]
            if not inside:
                continue
            if shape.layer == "lake":
                lakes.append((shape.name, path_of(inside)))
            else:
                x, y = middle(inside)
                neighbours.append((shape.name, path_of(inside), QPointF(x, y)))
        capitals = tuple((place_id, spot(point)) for place_id, point in self._capitals)
        return FittedMap(frame, tuple(regions), tuple(neighbours), tuple(lakes), capitals, radius)


def _point(geometry: dict[str, Any]) -> tuple[float, float]:
    x, y = geometry["coordinates"][:2]
    return (float(x), float(y))


def _bounds(shapes: Iterable[Shape]) -> QRectF:
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    if not points:
        return QRectF(0, 0, 1, 1)
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return QRectF(left, top, right - left, bottom - top)


def _adjacency(shapes: Iterable[Shape]) -> dict[str, frozenset[str]]:
    """Regions are neighbours when their outlines share a vertex: the borders are shared exactly."""
    owners: dict[tuple[float, float], set[str]] = {}
    regions = [s for s in shapes if s.layer == "region" and s.place_id]
    for shape in regions:
        for ring in shape.rings:
            for x, y in ring:
                owners.setdefault((round(x, 5), round(y, 5)), set()).add(shape.place_id or "")
    found: dict[str, set[str]] = {s.place_id or "": set() for s in regions}
    for together in owners.values():
        for place_id in together:
            found[place_id] |= together - {place_id}
    return {place_id: frozenset(others) for place_id, others in found.items()}
