"""The timeline: programmes as bars by sector, unknown ends drawn open, events as marks above the axis."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from fieldref.ui import icons
from fieldref.ui.figures import lettering
from fieldref.ui.figures.timeline_spec import TimelineBar, TimelineEvent, TimelineSpec
from fieldref.ui.palettes import Palette

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_OPEN_YEARS = 2.6
"""How long a bar with one unknown end is drawn before it has faded; it says nothing about its length."""
_EVENT = 11.0


@dataclass(frozen=True)
class TimelineItem:
    """A thing that can be pointed at: a bar, a chip of an undated programme, or an event."""

    key: str
    area: QRectF
    bar: TimelineBar | None = None
    event: TimelineEvent | None = None


@dataclass(frozen=True)
class TimelineLayout:
    """Where everything stands. Items run events first, then dated, then undated programmes."""

    plot: QRectF
    axis: float
    items: tuple[TimelineItem, ...]
    undated_top: float
    notes_top: float
    height: float

    def at(self, position: QPointF) -> int | None:
        """Index of the item under a position."""
        for index, item in enumerate(self.items):
            if item.area.adjusted(-2, -2, 2, 2).contains(position):
                return index
        return None


def lay_out(rect: QRectF, spec: TimelineSpec, font: QFont) -> TimelineLayout:
    """Place events, bars and chips; `height` says how tall the whole becomes at this width."""
    row = lettering.height(lettering.sized(font, spec.text_size)) + 8
    top = rect.top() + (row if spec.title else 0)
    plot = QRectF(rect.left() + 10, top, rect.width() - 10 - _year_room(spec, font) / 2, 0)
    items, levels = _place_events(spec, plot, top + (row * 0.9 if spec.events and spec.events_title else 0), row)
    axis = levels + row * 0.9
    y = axis + 8
    letters = lettering.sized(font, spec.text_size * 0.92, bold=True)
    for bar in spec.dated:
        left, right = _ends(bar, plot, spec)
        room = lettering.width(letters, bar.name) + row * 1.1
        area = QRectF(left, y, max(right - left, row), row - 6)
        # A name that does not fit in its bar stands beside it and can be clicked too.
        if area.width() < room:
            beside = area.right() + room > plot.right()
            area = area.adjusted(-(room - row * 0.6) if beside else 0, 0, 0 if beside else room - row * 0.6, 0)
            area.setLeft(max(area.left(), rect.left()))
        items.append(TimelineItem(bar.key, area, bar=bar))
        y += row
    plot.setBottom(y)
    undated_top = y + 6
    if spec.undated:
        y = undated_top + row
        x = plot.left()
        for bar in spec.undated:
            width = lettering.width(letters, bar.name) + row * 1.35 + 8
            if x + width > plot.right() and x > plot.left():
                x, y = plot.left(), y + row
            items.append(TimelineItem(bar.key, QRectF(x, y, min(width, plot.width()), row - 5), bar=bar))
            x += width + 8
        y += row
    notes_top = y + 4
    small = lettering.sized(font, spec.text_size * 0.82)
    legend = len(_legend_rows(spec, plot.width(), font)) * (row - 4)
    note = sum(len(lettering.wrapped(small, one, plot.width())) for one in spec.notes)
    height = notes_top + legend + note * lettering.height(small) + 4 - rect.top()
    return TimelineLayout(plot, axis, tuple(items), undated_top, notes_top, height)


def draw(painter: QPainter, rect: QRectF, spec: TimelineSpec, palette: Palette) -> TimelineLayout:
    """Paint the timeline from the top of the rectangle; returns where the items are."""
    font = painter.font()
    layout = lay_out(rect, spec, font)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if spec.title:
        painter.setPen(QColor(palette.text))
        bold = lettering.sized(font, spec.text_size * 1.1, bold=True)
        lettering.draw_lines(painter, bold, [spec.title], rect, _LEFT)
    _draw_axis(painter, layout, spec, palette, font)
    for item in layout.items:
        if item.event is not None:
            _draw_event(painter, item, layout, palette)
        elif item.bar is not None and item.bar.undated:
            _draw_chip(painter, item, item.bar, spec, palette, font)
        elif item.bar is not None:
            _draw_bar(painter, item, item.bar, layout, spec, palette, font)
    _draw_notes(painter, layout, spec, palette, font)
    painter.restore()
    return layout


def draw_mark(painter: QPainter, layout: TimelineLayout, index: int, palette: Palette, *, focused: bool) -> None:
    """An outline round the hovered or focused item."""
    if not 0 <= index < len(layout.items):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.focus if focused else palette.text_muted), 2.4 if focused else 1.4))
    painter.drawRoundedRect(layout.items[index].area.adjusted(-3, -3, 3, 3), 6, 6)
    painter.restore()


def _x(year: float, plot: QRectF, spec: TimelineSpec) -> float:
    return plot.left() + plot.width() * (year - spec.first) / max(1, spec.last - spec.first)


def _ends(bar: TimelineBar, plot: QRectF, spec: TimelineSpec) -> tuple[float, float]:
    start = bar.start if bar.start is not None else (bar.end or 0.0) - _OPEN_YEARS
    end = bar.end if bar.end is not None else max((bar.start or 0.0) + _OPEN_YEARS, (bar.reach or 0.0) + 0.5)
    return max(plot.left(), _x(start, plot, spec)), min(plot.right() + 6, _x(end, plot, spec))


def _place_events(spec: TimelineSpec, plot: QRectF, top: float, row: float) -> tuple[list[TimelineItem], float]:
    """Marks stacked upwards where dates are close; returns them and the line they stand on."""
    last_on_level: list[float] = []
    levels: list[tuple[TimelineEvent, float, int]] = []
    for event in sorted(spec.events, key=lambda e: e.date):
        x = _x(event.date, plot, spec)
        level = next((i for i, used in enumerate(last_on_level) if x - used >= _EVENT + 3), len(last_on_level))
        if level == len(last_on_level):
            last_on_level.append(x)
        last_on_level[level] = x
        levels.append((event, x, level))
    base = top + max(1, len(last_on_level)) * (_EVENT + 3) if spec.events else top - row * 0.4
    items = []
    for event, x, level in levels:
        y = base - (level + 1) * (_EVENT + 3) + 2
        items.append(TimelineItem(event.key, QRectF(x - _EVENT / 2, y, _EVENT, _EVENT), event=event))
    return items, base


def _year_room(spec: TimelineSpec, font: QFont) -> float:
    """Width of a year under the axis, with room around it."""
    return lettering.width(lettering.sized(font, spec.text_size * 0.85), "0000") + 14


def _draw_axis(painter: QPainter, layout: TimelineLayout, spec: TimelineSpec, palette: Palette, font: QFont) -> None:
    small = lettering.sized(font, spec.text_size * 0.85)
    plot, row = layout.plot, lettering.height(small)
    room = _year_room(spec, font)
    span = max(1, spec.last - spec.first)
    step = next((s for s in (1, 2, 5, 10, 20) if plot.width() * s / span >= room), 50)
    painter.setFont(small)
    if spec.events and spec.events_title:
        painter.setPen(QColor(palette.text_muted))
        painter.drawText(QRectF(plot.left(), plot.top(), plot.width(), row), _LEFT, spec.events_title)
    written = plot.left() - room
    for year in range(spec.first, spec.last + 1):
        if year % step:
            continue
        x = _x(year, plot, spec)
        painter.setPen(QPen(QColor(palette.grid), 1.0))
        painter.drawLine(QLineF(x, layout.axis, x, plot.bottom()))
        painter.setPen(QColor(palette.text_muted))
        left = min(max(x - room / 2, plot.left() - 10), plot.right() - room / 2)
        if left >= written + room - 8:
            painter.drawText(QRectF(left, layout.axis - row, room, row), _CENTRE, str(year))
            written = left
    painter.setPen(QPen(QColor(palette.border_strong), 1.0))
    painter.drawLine(QLineF(plot.left(), layout.axis, plot.right(), layout.axis))


def _draw_event(painter: QPainter, item: TimelineItem, layout: TimelineLayout, palette: Palette) -> None:
    middle, half = item.area.center(), _EVENT / 2
    painter.setPen(QPen(QColor(palette.surface), 1.0))
    painter.setBrush(QColor(palette.accent))
    away = (QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0))
    painter.drawPolygon(QPolygonF([middle + d for d in away]))
    painter.setPen(QPen(QColor(palette.border_strong), 1.0))
    painter.drawLine(QLineF(middle.x(), layout.axis, middle.x(), layout.axis + 5))


def _draw_bar(
    painter: QPainter,
    item: TimelineItem,
    bar: TimelineBar,
    layout: TimelineLayout,
    spec: TimelineSpec,
    palette: Palette,
    font: QFont,
) -> None:
    left, right = _ends(bar, layout.plot, spec)
    height = item.area.height()
    area = QRectF(left, item.area.top(), max(right - left, height), height)
    color = QColor(palette.sector.get(bar.sector, palette.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_bar_brush(area, color, bar))
    painter.drawRoundedRect(area, 4, 4)
    painter.setPen(QPen(color, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not bar.firm:
        _draw_dashes(painter, area, color)
    if bar.end is None:
        _draw_arrow(painter, QPointF(area.right(), area.center().y()), 1)
    if bar.start is None:
        _draw_arrow(painter, QPointF(area.left(), area.center().y()), -1)
    mark = height * 0.72
    icon_area = QRectF(area.left() + 4, area.center().y() - mark / 2, mark, mark)
    if bar.start is None:
        icon_area.moveRight(area.right() - 4)
    icons.paint(painter, icon_area, bar.sector, palette.surface)
    painter.setFont(lettering.sized(font, spec.text_size * 0.92, bold=True))
    _draw_name(painter, bar, area, palette, before=area.left() - item.area.left())


def _draw_name(painter: QPainter, bar: TimelineBar, area: QRectF, palette: Palette, *, before: float) -> None:
    """In a bar with two known ends that has room for it, else behind it, or in the room kept `before` it."""
    width, height = lettering.width(painter.font(), bar.name), area.height()
    if bar.start is not None and bar.end is not None and area.width() >= width + height * 1.3:
        painter.setPen(QColor(palette.surface))
        painter.drawText(area.adjusted(height * 0.72 + 9, 0, 0, 0), _LEFT, bar.name)
        return
    painter.setPen(QColor(palette.text))
    if before > 0:
        if width > before - 8:  # the name is longer than the years before the bar: in smaller letters
            font = painter.font()
            pixels = font.pixelSize() * max(0.7, (before - 8) / width)
            painter.setFont(lettering.sized(font, pixels - 0.5, bold=True))
            width = lettering.width(painter.font(), bar.name)
        painter.drawText(QRectF(area.left() - width - 8, area.top(), width, height), _LEFT, bar.name)
    else:
        painter.drawText(QRectF(area.right() + 9, area.top(), width + 2, height), _LEFT, bar.name)


def _bar_brush(area: QRectF, color: QColor, bar: TimelineBar) -> QBrush:
    """Solid where both ends are known; fading towards an end that is not."""
    if bar.start is not None and bar.end is not None:
        return QBrush(color)
    faded = QColor(color)
    faded.setAlpha(20)
    gradient = QLinearGradient(area.topLeft(), area.topRight())
    opens_left = bar.start is None
    gradient.setColorAt(0.0, faded if opens_left else color)
    gradient.setColorAt(0.3 if opens_left else 0.7, faded if opens_left and bar.end is None else color)
    gradient.setColorAt(1.0, faded if bar.end is None else color)
    return QBrush(gradient)


def _draw_dashes(painter: QPainter, area: QRectF, color: QColor) -> None:
    """The outline of a bar whose dates are planned or not verified."""
    painter.save()
    pen = QPen(color, 1.6)
    pen.setDashPattern([3, 2.5])
    painter.setPen(pen)
    painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), 5, 5)
    painter.restore()


def _draw_arrow(painter: QPainter, tip: QPointF, direction: int) -> None:
    path = QPainterPath(tip + QPointF(-5 * direction, -5))
    path.lineTo(tip + QPointF(0, 0))
    path.lineTo(tip + QPointF(-5 * direction, 5))
    painter.drawPath(path)


def _draw_chip(
    painter: QPainter, item: TimelineItem, bar: TimelineBar, spec: TimelineSpec, palette: Palette, font: QFont
) -> None:
    color = palette.sector.get(bar.sector, palette.accent)
    area = item.area
    pen = QPen(QColor(color), 1.3)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(QColor(palette.surface))
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
    mark = area.height() * 0.72
    icons.paint(painter, QRectF(area.left() + 9, area.center().y() - mark / 2, mark, mark), bar.sector, color)
    letters = lettering.sized(font, spec.text_size * 0.92, bold=True)
    painter.setFont(letters)
    painter.setPen(QColor(palette.text))
    text = lettering.elided(letters, bar.name, area.width() - mark - 22)
    painter.drawText(area.adjusted(mark + 15, 0, -4, 0), _LEFT, text)


def _legend_rows(spec: TimelineSpec, room: float, font: QFont) -> list[list[tuple[str, str]]]:
    small = lettering.sized(font, spec.text_size * 0.85)
    rows: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for sector, word in {bar.sector: bar.sector_word for bar in spec.bars}.items():
        width = lettering.width(small, word) + lettering.height(small) + 26
        if used + width > room and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((sector, word))
        used += width
    return [row for row in rows if row]


def _draw_notes(painter: QPainter, layout: TimelineLayout, spec: TimelineSpec, palette: Palette, font: QFont) -> None:
    row = lettering.height(lettering.sized(font, spec.text_size)) + 8
    small = lettering.sized(font, spec.text_size * 0.85)
    painter.setFont(small)
    painter.setPen(QColor(palette.text_muted))
    if spec.undated:
        title = QRectF(layout.plot.left(), layout.undated_top, layout.plot.width(), row)
        painter.drawText(title, _LEFT, spec.undated_title)
    y = layout.notes_top
    mark = lettering.height(small)
    for entries in _legend_rows(spec, layout.plot.width(), font):
        x = layout.plot.left()
        for sector, word in entries:
            color = palette.sector.get(sector, palette.accent)
            painter.fillRect(QRectF(x, y + 3, 5, mark - 4), QColor(color))
            icons.paint(painter, QRectF(x + 9, y, mark, mark), sector, color)
            painter.setPen(QColor(palette.text))
            width = lettering.width(small, word) + 4
            painter.drawText(QRectF(x + mark + 14, y, width, mark), _LEFT, word)
            x += width + mark + 24
        y += row - 4
    if spec.notes:
        note_font = lettering.sized(font, spec.text_size * 0.82)
        painter.setPen(QColor(palette.text_muted))
        lines = [line for note in spec.notes for line in lettering.wrapped(note_font, note, layout.plot.width())]
        lettering.draw_lines(painter, note_font, lines, QRectF(layout.plot.left(), y, layout.plot.width(), 0), _LEFT)
