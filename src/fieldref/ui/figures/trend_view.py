"""The trend as a widget: hover tells value, period and source; arrows walk along a line and between lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fieldref.ui.figures import trend
from fieldref.ui.figures.figure_items import FigureItem
from fieldref.ui.figures.figure_view import FigureView
from fieldref.ui.figures.trend_spec import TrendSpec
from fieldref.ui.palettes import Palette
from fieldref.ui.theme import Theme


class TrendView(FigureView):
    """Shows a `TrendSpec`. `activated` carries the key of the point's series."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._spec: TrendSpec | None = None
        self._layout: trend.TrendLayout | None = None
        self.setMinimumSize(240, 170)

    def set_spec(self, spec: TrendSpec | None) -> None:
        """Show another chart, or the same in another language."""
        self._spec = spec
        self.invalidate()

    @property
    def spec(self) -> TrendSpec | None:
        """The chart shown."""
        return self._spec

    def sizeHint(self) -> QSize:
        """Wide, as lines over years are read, and no higher than it has to be: it takes the room there is."""
        return QSize(520, self.minimumHeight())

    def paint_figure(self, painter: QPainter, rect: QRectF, palette: Palette) -> Sequence[FigureItem]:
        """Paint the chart; its points are the items."""
        if self._spec is None:
            self._layout = None
            return ()
        self._layout = trend.draw(painter, rect, self._spec, palette)
        return [
            FigureItem(
                spot.series.key,
                f"{spot.series.name}, {spot.point.year}: {spot.point.text}",
                spot.point.lines,
                QRectF(spot.position.x() - 7, spot.position.y() - 7, 14, 14),
            )
            for spot in self._layout.spots
        ]

    def paint_mark(self, painter: QPainter, palette: Palette, hovered: int | None, focused: int | None) -> None:
        """Rings round the hovered and the focused point."""
        if self._layout is None:
            return
        if hovered is not None:
            trend.draw_mark(painter, self._layout, hovered, palette, focused=False)
        if focused is not None:
            trend.draw_mark(painter, self._layout, focused, palette, focused=True)

    def item_at(self, position: QPointF) -> int | None:
        """The nearest point in reach of the mouse."""
        return self._layout.near(position) if self._layout else None

    def step(self, current: int, key: Qt.Key) -> int:
        """Left and right along the line; up and down to the line drawn above or below at that year."""
        if self._layout is None or key not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            return super().step(current, key)
        spots = self._layout.spots
        here = spots[current]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            there = current + (1 if key == Qt.Key.Key_Right else -1)
            same = 0 <= there < len(spots) and spots[there].series.key == here.series.key
            return there if same else current
        up = key == Qt.Key.Key_Up
        others = [
            (abs(spot.point.year - here.point.year), abs(spot.position.y() - here.position.y()), index)
            for index, spot in enumerate(spots)
            if spot.series.key != here.series.key and (spot.position.y() < here.position.y()) == up
        ]
        return min(others)[2] if others else current
