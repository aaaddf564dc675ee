"""Rings of points, the outlines shapes are made of: read from GeoJSON, cut, hatched, made into paths."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

Ring = list[tuple[float, float]]

_NEAREST = 0.6
"""Vertices closer than this (pixels) are one."""


def rings_of(geometry: dict[str, Any]) -> list[Ring]:
    """Every ring of a Polygon or MultiPolygon, holes included (paths are filled odd-even)."""
    kind = geometry.get("type")
    coordinates = geometry.get("coordinates") or []
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else []
    return [[(float(p[0]), float(p[1])) for p in ring] for polygon in polygons for ring in polygon if len(ring) > 3]


def clipped(ring: Ring, frame: QRectF) -> Ring:
    """The part of a ring inside the frame (Sutherland–Hodgman): SVG Tiny cannot clip, so neighbours are cut here."""
    edges = (
        (0, frame.left(), 1.0),
        (0, frame.right(), -1.0),
        (1, frame.top(), 1.0),
        (1, frame.bottom(), -1.0),
    )
    result = ring
    for axis, limit, sign in edges:
        source, result = result, []
        for index, point in enumerate(source):
            before = source[index - 1]
            inside, was_inside = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
            if inside != was_inside:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                result.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside:
                result.append(point)
        if not result:
            break
    return result


def path_of(rings: Iterable[Ring]) -> QPainterPath:
    """Closed subpaths, filled odd-even so that holes stay holes."""
    path = QPainterPath()
    for ring in rings:
        if len(ring) > 2:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
            path.closeSubpath()
    return path


def hatching(rings: Sequence[Ring], step: float) -> list[tuple[QPointF, QPointF]]:
    """Diagonal lines inside the rings, as segments: drawn the same on screen, in PDF and in SVG (no pattern brush)."""
    crossings: dict[int, list[float]] = {}
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
            # In the turned frame u runs along a line, v across the lines.
            v0, v1 = x0 + y0, x1 + y1
            if v0 == v1:
                continue
            low, high = min(v0, v1), max(v0, v1)
            for line in range(math.ceil(low / step), math.ceil(high / step)):
                share = (line * step - v0) / (v1 - v0)
                crossings.setdefault(line, []).append((x0 - y0) + share * ((x1 - y1) - (x0 - y0)))
    segments = []
    for line, found in crossings.items():
        found.sort()
        v = line * step
        for u0, u1 in zip(found[::2], found[1::2], strict=False):
            segments.append((QPointF((v + u0) / 2, (v - u0) / 2), QPointF((v + u1) / 2, (v - u1) / 2)))
    return segments


def placed(ring: Ring, scale: float, dx: float, dy: float) -> Ring:
    """The ring in pixels, without vertices too near to the one before to be seen: they cost time and draw nothing."""
    nearest = _NEAREST / scale
    kept: Ring = []
    x0 = y0 = math.inf
    for x, y in ring:
        if abs(x - x0) + abs(y - y0) >= nearest:
            kept.append((x * scale + dx, y * scale + dy))
            x0, y0 = x, y
    return kept if len(kept) > 3 else [(x * scale + dx, y * scale + dy) for x, y in ring]


def middle(rings: Sequence[Ring]) -> tuple[float, float]:
    """Centre of gravity of the largest ring: good enough for a name in a big neighbour."""
    best, best_area = (0.0, 0.0), 0.0
    for ring in rings:
        area = cx = cy = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
            cross = x0 * y1 - x1 * y0
            area += cross
            cx += (x0 + x1) * cross
            cy += (y0 + y1) * cross
        if abs(area) > best_area:
            best, best_area = (cx / (3 * area), cy / (3 * area)), abs(area)
    return best
