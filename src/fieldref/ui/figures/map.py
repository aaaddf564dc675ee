"""The map: one pure function that paints the country by region, on any paint device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from fieldref.ui.figures import lettering
from fieldref.ui.figures.map_layout import MapLayout, lay_out, legend_head, legend_notes, legend_row
from fieldref.ui.figures.map_spec import PLAIN, Fill, MapSpec, Swatch
from fieldref.ui.figures.shapes import FittedRegion, hatching
from fieldref.ui.palettes import Palette, contrast_ratio

_HATCH = 9.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class MapMarks:
    """What the reader is doing with the map: outlines drawn over it."""

    hovered: str | None = None
    selected: frozenset[str] = frozenset()
    focused: str | None = None


def draw(painter: QPainter, rect: QRectF, spec: MapSpec, palette: Palette) -> MapLayout:
    """Paint the map into the rectangle; returns where things were put, for hovering and clicking."""
    font = painter.font()
    layout = lay_out(rect, spec, font)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_ground(painter, layout, spec, palette, font)
    _draw_regions(painter, layout, spec, palette)
    _draw_lakes(painter, layout, palette)
    if spec.capitals:
        _draw_capitals(painter, layout, palette)
    _draw_callouts(painter, layout, spec, palette)
    _draw_labels(painter, layout, spec, palette, font)
    _draw_legend(painter, layout, spec, palette, font)
    _draw_texts(painter, layout, spec, palette, font)
    painter.restore()
    return layout


def draw_marks(painter: QPainter, layout: MapLayout, marks: MapMarks, palette: Palette) -> None:
    """Outlines of the hovered, chosen and focused regions, over a painted map."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place_id in sorted(marks.selected):
        _outline(painter, layout, place_id, ((palette.surface, 5.0), (palette.text, 2.4)))
    if marks.hovered is not None and marks.hovered not in marks.selected:
        _outline(painter, layout, marks.hovered, ((palette.surface, 4.0), (palette.text, 1.6)))
    if marks.focused is not None:
        _outline(painter, layout, marks.focused, ((palette.surface, 6.0), (palette.focus, 3.0)))
    painter.restore()


def _outline(painter: QPainter, layout: MapLayout, place_id: str, strokes: Iterable[tuple[str, float]]) -> None:
    region = layout.fitted.region(place_id)
    if region is None:
        return
    for color, width in strokes:
        pen = QPen(QColor(color), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if region.callout is not None:
            painter.drawEllipse(region.callout, layout.fitted.callout_radius, layout.fitted.callout_radius)
        else:
            painter.drawPath(region.path)


def _draw_ground(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette, font: QFont) -> None:
    frame = layout.fitted.frame
    painter.fillRect(frame, QColor(palette.water))
    painter.setBrush(QColor(palette.neighbour))
    painter.setPen(QPen(QColor(palette.neighbour_border), 1.0))
    for _, path, _ in layout.fitted.neighbours:
        painter.drawPath(path)
    letters = lettering.sized(font, spec.text_size * 0.8, italic=True)
    painter.setFont(letters)
    painter.setPen(QColor(palette.text_faint))
    for name, path, middle in layout.fitted.neighbours:
        text = spec.neighbours.get(name, "")
        width, height = lettering.width(letters, text), lettering.height(letters)
        box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        if (
            text
            and frame.adjusted(3, 3, -3, -3).contains(box)
            and not any(
                region.path.intersects(box) for region in layout.fitted.regions if region.bounds.intersects(box)
            )
            and path.contains(box.center())
        ):
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _draw_regions(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette) -> None:
    border = QPen(QColor(palette.border_strong), 0.9)
    border.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    for region in layout.fitted.regions:
        entry = spec.region(region.place_id)
        swatch = entry.swatch if entry else PLAIN
        painter.setBrush(QColor(swatch.color(palette)))
        painter.setPen(border)
        painter.drawPath(region.path)
        if swatch.hatched:
            _hatch(painter, region.rings, swatch, palette)


def _hatch(painter: QPainter, rings: Iterable[list[tuple[float, float]]], swatch: Swatch, palette: Palette) -> None:
    ink = palette.text_faint if swatch.fill is Fill.NO_DATA else palette.surface
    painter.setPen(QPen(QColor(ink), 0.9 if swatch.fill is Fill.NO_DATA else 1.6))
    painter.drawLines([QLineF(a, b) for a, b in hatching(tuple(rings), _HATCH)])


def _draw_lakes(painter: QPainter, layout: MapLayout, palette: Palette) -> None:
    painter.setBrush(QColor(palette.water))
    painter.setPen(QPen(QColor(palette.neighbour_border), 0.8))
    for path in layout.fitted.lakes:
        painter.drawPath(path)


def _draw_capitals(painter: QPainter, layout: MapLayout, palette: Palette) -> None:
    painter.setBrush(QColor(palette.text))
    painter.setPen(QPen(QColor(palette.surface), 1.0))
    for _, spot in layout.fitted.capitals:
        painter.drawEllipse(spot, 2.4, 2.4)


def _draw_callouts(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette) -> None:
    radius = layout.fitted.callout_radius
    for region in layout.fitted.regions:
        if region.callout is None:
            continue
        entry = spec.region(region.place_id)
        swatch = entry.swatch if entry else PLAIN
        painter.setPen(QPen(QColor(palette.text_muted), 1.0))
        painter.drawLine(QLineF(region.callout, region.anchor))
        painter.setPen(QPen(QColor(palette.border_strong), 1.3))
        painter.setBrush(QBrush(QColor(swatch.color(palette))))
        painter.drawEllipse(region.callout, radius, radius)
        if swatch.hatched:
            _hatch(painter, [_circle(region, radius - 1)], swatch, palette)


def _circle(region: FittedRegion, radius: float) -> list[tuple[float, float]]:
    centre = region.callout or region.anchor
    return [(centre.x() + radius * cos(i * pi / 12), centre.y() + radius * sin(i * pi / 12)) for i in range(24)]


def _draw_labels(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette, font: QFont) -> None:
    for label in layout.labels:
        entry = spec.region(label.place_id)
        swatch = entry.swatch if entry else PLAIN
        ground = swatch.color(palette)
        if label.outside:
            ground = palette.surface if spec.all_labels else palette.water
        ink = best_ink(ground, palette)
        lettering.draw_haloed(
            painter,
            lettering.sized(font, label.pixels),
            label.centre,
            list(label.lines),
            QColor(ink),
            QColor(ground),
        )


def best_ink(ground: str, palette: Palette) -> str:
    """Of the palette's text and surface colours, the one that reads better on a colour."""
    return max((palette.text, palette.surface), key=lambda ink: contrast_ratio(ink, ground))


def _draw_legend(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette, font: QFont) -> None:
    area = layout.legend
    if area is None:
        return
    if layout.fitted.frame.contains(area.center()):
        painter.setBrush(QColor(palette.surface))
        painter.setPen(QPen(QColor(palette.border), 1.0))
        painter.drawRoundedRect(area, 6, 6)
    small, row, swatch_width = legend_row(spec, font)
    x, y = area.left() + 10, area.top() + 7
    bold = lettering.sized(font, spec.text_size * 0.9, bold=True)
    painter.setPen(QColor(palette.text))
    for line in legend_head(spec, font, area.width() - 20):
        painter.setFont(bold)
        painter.drawText(QRectF(x, y, area.width() - 12, row), _LEFT, line)
        y += row - 3
    rows = -(-len(spec.legend) // layout.legend_columns) if spec.legend else 0
    column = (area.width() - 6) / layout.legend_columns
    for index, item in enumerate(spec.legend):
        left, top = x + column * (index // rows), y + row * (index % rows)
        box = QRectF(left, top + row * 0.16, swatch_width, row * 0.68)
        draw_swatch(painter, box, item.swatch, palette)
        painter.setFont(small)
        painter.setPen(QColor(palette.text))
        painter.drawText(QRectF(box.right() + 8, top, column, row), _LEFT, item.text)
    note_font = lettering.sized(font, spec.text_size * 0.82)
    painter.setPen(QColor(palette.text_muted))
    notes = legend_notes(spec, font, area.width() - 20)
    y += rows * row + 3
    for line in notes:
        painter.setFont(note_font)
        painter.drawText(QRectF(x, y, area.width() - 12, row), _LEFT, line)
        y += row


def draw_swatch(painter: QPainter, box: QRectF, swatch: Swatch, palette: Palette) -> None:
    """A sample of a region's colour, hatched where the region is."""
    painter.setPen(QPen(QColor(palette.border_strong), 0.9))
    painter.setBrush(QColor(swatch.color(palette)))
    painter.drawRect(box)
    if swatch.hatched:
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        corners = (inner.topLeft(), inner.topRight(), inner.bottomRight(), inner.bottomLeft())
        _hatch(painter, [[(p.x(), p.y()) for p in corners]], swatch, palette)


def _draw_texts(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette, font: QFont) -> None:
    if layout.title:
        painter.setPen(QColor(palette.text))
        title_font = lettering.sized(font, spec.text_size * 1.1, bold=True)
        lettering.draw_lines(painter, title_font, list(layout.title), layout.title_rect, _LEFT)
    if layout.foot:
        painter.setPen(QColor(palette.text_muted))
        foot_font = lettering.sized(font, spec.text_size * 0.82)
        lettering.draw_lines(painter, foot_font, list(layout.foot), layout.foot_rect, _LEFT)
