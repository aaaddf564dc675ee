"""The map: one pure function that paints the country by region, on any paint device."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from fieldref.ui.figures import lettering
from fieldref.ui.figures.legend import draw_legend, hatch
from fieldref.ui.figures.map_layout import MapLayout, PlacedLabel, lay_out
from fieldref.ui.figures.map_spec import PLAIN, MapSpec
from fieldref.ui.figures.shapes import FittedRegion
from fieldref.ui.palettes import Palette, contrast_ratio

_HATCH = 9.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class MapMarks:
    """What the reader is doing with the map: outlines drawn over it."""

    hovered: str | None = None
    selected: tuple[str, ...] = ()
    as_series: bool = False
    """Outline the chosen regions in the colours of their lines in the trend."""
    focused: str | None = None


def draw(painter: QPainter, rect: QRectF, spec: MapSpec, palette: Palette) -> MapLayout:
    """Paint the map into the rectangle; returns where things were put, for hovering and clicking."""
    font = painter.font()
    layout = lay_out(rect, spec, font)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_ground(painter, layout, spec, palette, font)
    _draw_regions(painter, layout, spec, palette)
    _draw_lakes(painter, layout, spec, palette, font)
    _draw_capitals(painter, layout, spec.capitals, palette)
    _draw_callouts(painter, layout, spec, palette)
    _draw_labels(painter, layout, spec, palette, font)
    if layout.legend is not None:
        draw_legend(painter, layout.legend, spec, palette, font, boxed=layout.legend_in_sea)
    _draw_texts(painter, layout, spec, palette, font)
    painter.restore()
    return layout


def draw_marks(painter: QPainter, layout: MapLayout, spec: MapSpec, marks: MapMarks, palette: Palette) -> None:
    """Outlines of the hovered, chosen and focused regions, over a painted map; names that they cross stay readable."""
    font = painter.font()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number, place_id in enumerate(marks.selected):
        color = palette.series[number % len(palette.series)] if marks.as_series else palette.text
        _outline(painter, layout, place_id, ((palette.surface, 5.4), (color, 2.6)))
    if marks.hovered is not None and marks.hovered not in marks.selected:
        _outline(painter, layout, marks.hovered, ((palette.surface, 4.0), (palette.text, 1.6)))
    if marks.focused is not None:
        _outline(painter, layout, marks.focused, ((palette.surface, 6.0), (palette.focus, 3.0)))
    for label in _crossed(layout, {*marks.selected, marks.hovered, marks.focused}, font):
        _draw_label(painter, label, spec, palette, font, haloed=True)
    painter.restore()


def _crossed(layout: MapLayout, marked: Iterable[str | None], font: QFont) -> Iterator[PlacedLabel]:
    paths = [region.path for key in marked if key and (region := layout.fitted.region(key)) and region.callout is None]
    for label in layout.labels:
        box = lettering.box(lettering.sized(font, label.pixels), label.centre, label.lines).adjusted(-3, -1, 3, 1)
        if any(path.intersects(box) and not path.contains(box) for path in paths):
            yield label


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
    painter.setFont(_neighbour_letters(spec, font))
    painter.setPen(QColor(palette.text_faint))
    for box, text in _neighbour_names(layout, spec, font):
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _neighbour_letters(spec: MapSpec, font: QFont) -> QFont:
    return lettering.sized(font, spec.text_size * 0.8, italic=True)


def _neighbour_names(layout: MapLayout, spec: MapSpec, font: QFont) -> list[tuple[QRectF, str]]:
    """Names of the countries around that fit into what is seen of them."""
    letters = _neighbour_letters(spec, font)
    inner = layout.fitted.frame.adjusted(3, 3, -3, -3)
    found = []
    for name, path, middle in layout.fitted.neighbours:
        text = spec.neighbours.get(name, "")
        width, height = lettering.width(letters, text), lettering.height(letters)
        box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        near = [region for region in layout.fitted.regions if region.bounds.intersects(box)]
        free = inner.contains(box) and not any(region.path.intersects(box) for region in near)
        if text and free and path.contains(box.center()):
            found.append((box, text))
    return found


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
            hatch(painter, region.rings, swatch, palette)


def _draw_lakes(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette, font: QFont) -> None:
    """Lakes, each with its name to the east of it where there is room among the neighbours."""
    letters = lettering.sized(font, spec.text_size * 0.74, italic=True)
    for name, path in layout.fitted.lakes:
        painter.setBrush(QColor(palette.water))
        painter.setPen(QPen(QColor(palette.neighbour_border), 0.8))
        painter.drawPath(path)
        text, bounds = spec.neighbours.get(name, ""), path.boundingRect()
        height = lettering.height(letters)
        box = QRectF(bounds.right() + 3, bounds.center().y() - height / 2, lettering.width(letters, text), height)
        over_land = any(r.bounds.intersects(box) and r.path.intersects(box) for r in layout.fitted.regions)
        over_name = any(other.intersects(box) for other, _name in _neighbour_names(layout, spec, font))
        if text and layout.fitted.frame.contains(box) and not over_land and not over_name:
            painter.setFont(letters)
            painter.setPen(QColor(palette.text_muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _draw_capitals(painter: QPainter, layout: MapLayout, regions: Iterable[str], palette: Palette) -> None:
    painter.setBrush(QColor(palette.text))
    painter.setPen(QPen(QColor(palette.surface), 1.2))
    radius = max(1.6, min(3.2, layout.fitted.frame.height() / 110))
    for place_id, spot in layout.fitted.capitals:
        if place_id in regions:
            painter.drawEllipse(spot, radius, radius)


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
            hatch(painter, [_circle(region, radius - 1)], swatch, palette)


def _circle(region: FittedRegion, radius: float) -> list[tuple[float, float]]:
    centre = region.callout or region.anchor
    return [(centre.x() + radius * cos(i * pi / 12), centre.y() + radius * sin(i * pi / 12)) for i in range(24)]


def _draw_labels(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette, font: QFont) -> None:
    for label in layout.labels:
        _draw_label(painter, label, spec, palette, font, haloed=spec.all_labels)


def _draw_label(
    painter: QPainter, label: PlacedLabel, spec: MapSpec, palette: Palette, font: QFont, *, haloed: bool
) -> None:
    entry = spec.region(label.place_id)
    swatch = entry.swatch if entry else PLAIN
    ground = swatch.color(palette)
    if spec.all_labels:  # a name may be wider than its shape: it has to be read on both grounds
        ground = palette.surface
    elif label.outside:
        ground = palette.water
    ink = QColor(best_ink(ground, palette))
    letters = lettering.sized(font, label.pixels)
    if haloed or swatch.hatched:
        lettering.draw_haloed(painter, letters, label.centre, list(label.lines), ink, QColor(ground))
    else:
        # On one colour a halo is not needed, and halos take most of the time of a map.
        painter.setPen(ink)
        lettering.draw_centred(painter, letters, label.centre, label.lines)


def best_ink(ground: str, palette: Palette) -> str:
    """Of the palette's text and surface colours, the one that reads better on a colour."""
    return max((palette.text, palette.surface), key=lambda ink: contrast_ratio(ink, ground))


def _draw_texts(painter: QPainter, layout: MapLayout, spec: MapSpec, palette: Palette, font: QFont) -> None:
    if layout.title:
        painter.setPen(QColor(palette.text))
        title_font = lettering.sized(font, spec.text_size * 1.1, bold=True)
        lettering.draw_lines(painter, title_font, list(layout.title), layout.title_rect, _LEFT)
    if layout.foot:
        painter.setPen(QColor(palette.text_muted))
        foot_font = lettering.sized(font, spec.text_size * 0.82)
        lettering.draw_lines(painter, foot_font, list(layout.foot), layout.foot_rect, _LEFT)
