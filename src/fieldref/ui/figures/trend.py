"""The trend: figures over the years, with gaps left as gaps."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from fieldref.ui.figures import lettering
from fieldref.ui.figures.trend_spec import TrendPoint, TrendSeries, TrendSpec
from fieldref.ui.palettes import Palette

_DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (1.5, 2.5), (8, 3, 1.5, 3))
_MARKERS = ("circle", "square", "triangle", "diamond")
_LONGEST_LEADER = 80.0
"""A line that ends long before the chart does gets no leader: it would look like data."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class TrendSpot:
    """A drawn point: to hover, to walk to with the arrows, to read aloud."""

    series: TrendSeries
    point: TrendPoint
    position: QPointF


@dataclass(frozen=True)
class TrendLayout:
    """The parts of a chart, in pixels. `spots` run series by series, in years."""

    plot: QRectF
    spots: tuple[TrendSpot, ...]

    def near(self, position: QPointF, reach: float = 14.0) -> int | None:
        """Index of the spot nearest to a position, or None if none is in reach."""
        best, best_distance = None, reach
        for index, spot in enumerate(self.spots):
            distance = math.hypot(spot.position.x() - position.x(), spot.position.y() - position.y())
            if distance < best_distance:
                best, best_distance = index, distance
        return best


def draw(painter: QPainter, rect: QRectF, spec: TrendSpec, palette: Palette) -> TrendLayout:
    """Paint the chart into the rectangle; returns where the points are."""
    font = painter.font()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = _draw_texts(painter, rect, spec, palette, font)
    if not any(s.points for s in spec.series):
        painter.setPen(QColor(palette.text_muted))
        painter.setFont(lettering.sized(font, spec.text_size))
        painter.drawText(body, _CENTRE | Qt.TextFlag.TextWordWrap, spec.empty)
        painter.restore()
        return TrendLayout(body, ())
    plot = _draw_axes(painter, body, spec, palette, font)
    spots = []
    for series in sorted(spec.series, key=lambda s: not s.national):
        spots += _draw_series(painter, plot, series, spec, palette)
    _draw_names(painter, plot, body, spec, palette, font)
    painter.restore()
    return TrendLayout(plot, tuple(spots))


def draw_mark(painter: QPainter, layout: TrendLayout, index: int, palette: Palette, *, focused: bool) -> None:
    """A ring round the hovered or focused point, over a painted chart."""
    if not 0 <= index < len(layout.spots):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((palette.surface, 5.0), (palette.focus if focused else palette.text, 2.4)):
        painter.setPen(QPen(QColor(color), width))
        painter.drawEllipse(layout.spots[index].position, 8.5, 8.5)
    painter.restore()


def series_color(series: TrendSeries, palette: Palette) -> str:
    """Colour of a series: the national line takes the text's colour."""
    return palette.text_muted if series.national else palette.series[series.slot % len(palette.series)]


def _draw_texts(painter: QPainter, rect: QRectF, spec: TrendSpec, palette: Palette, font: QFont) -> QRectF:
    """Title above, notes and source below; returns what is left for the chart."""
    top, bottom = rect.top(), rect.bottom()
    painter.setPen(QColor(palette.text))
    if spec.title:
        bold = lettering.sized(font, spec.text_size * 1.1, bold=True)
        lines = lettering.wrapped(bold, spec.title, rect.width())
        top += lettering.draw_lines(painter, bold, lines, rect, _LEFT) + 4
    small = lettering.sized(font, spec.text_size * 0.82)
    notes = [spec.axis_note if spec.axis()[0] > 0 else "", spec.gap_note if any(s.has_gap for s in spec.series) else ""]
    lines = [line for note in (*notes, spec.source) if note for line in lettering.wrapped(small, note, rect.width())]
    bottom -= lettering.height(small) * len(lines)
    painter.setPen(QColor(palette.text_muted))
    lettering.draw_lines(painter, small, lines, QRectF(rect.left(), bottom, rect.width(), 0), _LEFT)
    return QRectF(rect.left(), top, rect.width(), bottom - 6 - top)


def _draw_axes(painter: QPainter, body: QRectF, spec: TrendSpec, palette: Palette, font: QFont) -> QRectF:
    small = lettering.sized(font, spec.text_size * 0.85)
    bottom, top, step = spec.axis()
    decimals = max(0, min(3, -math.floor(math.log10(step) + 1e-9))) if step < 1 or step % 1 else 0
    if step == 2.5:
        decimals = 1
    count = round((top - bottom) / step)
    ticks = [bottom + i * step for i in range(count + 1) if bottom + i * step <= top * 1.0001]
    labels = [spec.number(tick, decimals) for tick in ticks]
    left = max(lettering.width(small, label) for label in labels) + 8
    row = lettering.height(small)
    names = _name_room(spec, font, body.width())
    plot = QRectF(body.left() + left, body.top() + row * 1.7, body.width() - left - names, 0)
    plot.setBottom(body.bottom() - row - 6)
    painter.setFont(small)
    painter.setPen(QColor(palette.text_muted))
    painter.drawText(QRectF(body.left(), body.top(), body.width(), row), _LEFT, spec.unit)
    for tick, label in zip(ticks, labels, strict=True):
        y = _y(tick, plot, spec)
        painter.setPen(QPen(QColor(palette.border_strong if tick == 0 else palette.grid), 1.0))
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        painter.setPen(QColor(palette.text_muted))
        painter.drawText(QRectF(body.left(), y - row / 2, left - 6, row), _RIGHT, label)
    _draw_years(painter, plot, spec, palette, small)
    return plot


def _draw_years(painter: QPainter, plot: QRectF, spec: TrendSpec, palette: Palette, small: QFont) -> None:
    first, last = spec.years
    room = lettering.width(small, "0000") + 10
    fits = max(1, int(plot.width() / room))
    step = next((s for s in (1, 2, 5, 10, 20) if (last - first) / s + 1 <= fits), 50)
    years = [year for year in range(first, last + 1) if year % step == 0] or [first]
    base = plot.bottom()
    painter.setPen(QPen(QColor(palette.border_strong), 1.0))
    painter.drawLine(QLineF(plot.left(), base, plot.right(), base))
    row = lettering.height(small)
    for year in years:
        x = _x(year, plot, spec)
        painter.setPen(QPen(QColor(palette.border_strong), 1.0))
        painter.drawLine(QLineF(x, base, x, base + 4))
        painter.setPen(QColor(palette.text_muted))
        painter.drawText(QRectF(x - room / 2, base + 5, room, row), _CENTRE, str(year))


def _x(year: int, plot: QRectF, spec: TrendSpec) -> float:
    first, last = spec.years
    margin = 12.0
    if first == last:
        return plot.center().x()
    return plot.left() + margin + (plot.width() - 2 * margin) * (year - first) / (last - first)


def _y(value: float, plot: QRectF, spec: TrendSpec) -> float:
    bottom, top, _ = spec.axis()
    return plot.bottom() - plot.height() * (value - bottom) / (top - bottom)


def _draw_series(
    painter: QPainter, plot: QRectF, series: TrendSeries, spec: TrendSpec, palette: Palette
) -> list[TrendSpot]:
    color = QColor(series_color(series, palette))
    pen = QPen(color, 2.6 if series.national else 2.2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    dashes = () if series.national else _DASHES[series.slot % len(_DASHES)]
    if dashes:
        pen.setDashPattern([d / pen.widthF() * 1.6 for d in dashes])
    for run in series.runs():
        if len(run) > 1:
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline([QPointF(_x(p.year, plot, spec), _y(p.value, plot, spec)) for p in run])
    spots = []
    for point in sorted(series.points, key=lambda p: p.year):
        spot = QPointF(_x(point.year, plot, spec), _y(point.value, plot, spec))
        if point.low is not None and point.high is not None:
            _draw_interval(painter, spot.x(), _y(point.low, plot, spec), _y(point.high, plot, spec), color)
        painter.setPen(QPen(QColor(palette.surface), 1.2))
        painter.setBrush(color)
        _draw_marker(painter, spot, "dot" if series.national else _MARKERS[series.slot % len(_MARKERS)])
        spots.append(TrendSpot(series, point, spot))
    return spots


def _draw_interval(painter: QPainter, x: float, low: float, high: float, color: QColor) -> None:
    painter.setPen(QPen(color, 1.2))
    painter.drawLine(QLineF(x, low, x, high))
    for y in (low, high):
        painter.drawLine(QLineF(x - 4, y, x + 4, y))


def _draw_marker(painter: QPainter, spot: QPointF, shape: str) -> None:
    match shape:
        case "square":
            painter.drawRect(QRectF(spot.x() - 4.2, spot.y() - 4.2, 8.4, 8.4))
        case "triangle":
            corners = (QPointF(0, -5.8), QPointF(5.4, 4.2), QPointF(-5.4, 4.2))
            painter.drawPolygon(QPolygonF([spot + d for d in corners]))
        case "diamond":
            away = (QPointF(0, -6.2), QPointF(6.2, 0), QPointF(0, 6.2), QPointF(-6.2, 0))
            painter.drawPolygon(QPolygonF([spot + d for d in away]))
        case "dot":
            painter.drawEllipse(spot, 3.6, 3.6)
        case _:
            painter.drawEllipse(spot, 4.8, 4.8)


def _name_room(spec: TrendSpec, font: QFont, room: float) -> float:
    letters = lettering.sized(font, spec.text_size * 0.9, bold=True)
    widest = max((lettering.width(letters, line) for s in spec.series for line in (s.name, _last(s))), default=0.0)
    return min(widest + 18, room * 0.4)


def _last(series: TrendSeries) -> str:
    last = max(series.points, key=lambda p: p.year, default=None)
    return f"{last.short or last.text} · {last.year}" if last else ""


def _draw_names(painter: QPainter, plot: QRectF, body: QRectF, spec: TrendSpec, palette: Palette, font: QFont) -> None:
    """Each line's name and last value beside its end, moved apart where they would collide; without room for both,
    the name alone."""
    bold = lettering.sized(font, spec.text_size * 0.9, bold=True)
    plain = lettering.sized(font, spec.text_size * 0.85)
    ends = []
    for series in spec.series:
        if series.points:
            last = max(series.points, key=lambda p: p.year)
            ends.append((_y(last.value, plot, spec), _x(last.year, plot, spec), series))
    ends.sort(key=lambda e: e[0])
    name_height = lettering.height(bold)
    each = (plot.bottom() + 4 - body.top()) / max(1, len(ends))
    step = name_height + lettering.height(plain) - 2
    both = step <= each
    step = step if both else min(name_height, each)
    tops = _spread([e[0] - step / 2 for e in ends], min(step + 5, each), body.top(), plot.bottom() + 4)
    left, room = plot.right() + 14, body.right() - plot.right() - 14
    for top, (y, x, series) in zip(tops, ends, strict=True):
        color = QColor(series_color(series, palette))
        if left - x < _LONGEST_LEADER:
            painter.setPen(QPen(color, 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(x + 8, y, left - 3, top + step / 2))
        painter.setPen(color)
        painter.setFont(bold)
        name_row = QRectF(left, top, room, name_height)
        painter.drawText(name_row, _LEFT, lettering.elided(bold, series.name, room))
        if both:
            painter.setPen(QColor(palette.text))
            painter.setFont(plain)
            text = lettering.elided(plain, _last(series), room)
            painter.drawText(name_row.translated(0, name_height - 2), _LEFT, text)


def _spread(tops: list[float], step: float, least: float, most: float) -> list[float]:
    """Positions at least a step apart, pushed down and then up again so that the last stays inside."""
    placed: list[float] = []
    for top in tops:
        placed.append(max(top, placed[-1] + step if placed else least))
    limit = most - step
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - step
    return placed
