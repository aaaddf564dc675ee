"""The map as a widget: hover tells, click opens, arrows go to the neighbouring region."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fieldref.ui.figures import map as map_figure
from fieldref.ui.figures.figure_items import FigureItem
from fieldref.ui.figures.figure_view import FigureView
from fieldref.ui.figures.map_layout import MapLayout
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.palettes import Palette
from fieldref.ui.theme import Theme

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class MapView(FigureView):
    """Shows a `MapSpec`. `activated` carries the place id of the region."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._spec: MapSpec | None = None
        self._layout: MapLayout | None = None
        self._selected: tuple[str, ...] = ()
        self._as_series = False
        self.setMinimumSize(180, 200)

    def set_spec(self, spec: MapSpec | None) -> None:
        """Show another map, or the same in another language."""
        self._spec = spec
        self.invalidate()

    @property
    def spec(self) -> MapSpec | None:
        """The map shown."""
        return self._spec

    def select(self, place_ids: Iterable[str], *, as_series: bool = False) -> None:
        """Outline these regions as chosen; `as_series` in the colours of their lines in a trend."""
        self._selected = tuple(place_ids)
        self._as_series = as_series
        self.update()

    def sizeHint(self) -> QSize:
        """A map that can be read without scrolling on a small laptop."""
        return QSize(480, 520)

    def first_item(self) -> int:
        """The keyboard enters at the chosen region."""
        return next((i for i, item in enumerate(self._items) if item.key in self._selected), 0)

    def paint_figure(self, painter: QPainter, rect: QRectF, palette: Palette) -> Sequence[FigureItem]:
        """Paint the map; the regions are its items, in the order of the spec."""
        if self._spec is None:
            self._layout = None
            return ()
        self._layout = layout = map_figure.draw(painter, rect, self._spec, palette)
        items = []
        for entry in self._spec.regions:
            region = layout.fitted.region(entry.place_id)
            if region is None:
                continue
            radius = layout.fitted.callout_radius
            area = region.bounds
            if region.callout is not None:
                area = QRectF(region.callout.x() - radius, region.callout.y() - radius, radius * 2, radius * 2)
            items.append(FigureItem(entry.place_id, entry.spoken(), entry.lines, area))
        return items

    def paint_mark(self, painter: QPainter, palette: Palette, hovered: int | None, focused: int | None) -> None:
        """Outlines of the hovered, chosen and focused regions."""
        if self._layout is None or self._spec is None:
            return
        key = self._items[hovered].key if hovered is not None else None
        focus = self._items[focused].key if focused is not None else None
        marks = map_figure.MapMarks(key, self._selected, self._as_series, focus)
        map_figure.draw_marks(painter, self._layout, self._spec, marks, palette)

    def item_at(self, position: QPointF) -> int | None:
        """The region under the mouse."""
        place_id = self._layout.fitted.region_at(position) if self._layout else None
        if place_id is None:
            return None
        return next((i for i, item in enumerate(self._items) if item.key == place_id), None)

    def step(self, current: int, key: Qt.Key) -> int:
        """The neighbour that lies best in the arrow's direction; without one, the nearest region that way."""
        if key not in _DIRECTIONS or self._spec is None:
            return super().step(current, key)
        here = self._items[current].key
        bordering = self._spec.shapes.neighbours_of.get(here, frozenset())
        index = {item.key: i for i, item in enumerate(self._items)}
        for candidates, reach in ((bordering, 0.35), (frozenset(index), 0.6)):
            found = self._best(here, (c for c in candidates if c in index and c != here), key, reach)
            if found is not None:
                return index[found]
        return current

    def _best(self, here: str, candidates: Iterable[str], key: Qt.Key, reach: float) -> str | None:
        """The candidate with the smallest distance, weighted by how far off the direction it lies."""
        assert self._spec is not None
        x0, y0 = self._spec.shapes.centre(here)
        dx, dy = _DIRECTIONS[key]
        best, best_cost = None, math.inf
        for place_id in sorted(candidates):
            x, y = self._spec.shapes.centre(place_id)
            distance = math.hypot(x - x0, y - y0) or 1e-9
            along = ((x - x0) * dx + (y - y0) * dy) / distance
            if along <= reach:
                continue
            cost = distance * (1 + 2.5 * (1 - along))
            if cost < best_cost:
                best, best_cost = place_id, cost
        return best
