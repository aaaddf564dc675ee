"""The legend of a map: what each colour stands for, in a column on the sea or in lines below the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from fieldref.ui.figures import lettering
from fieldref.ui.figures.map_spec import Fill, MapSpec, Swatch
from fieldref.ui.figures.rings import hatching
from fieldref.ui.palettes import Palette

_HATCH = 9.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PAD = QPointF(10, 7)
_GAP = 18.0


@dataclass(frozen=True)
class LegendLayout:
    """Where the parts of a legend stand, from its top left corner."""

    size: QSizeF
    head: tuple[str, ...]
    items: tuple[QPointF, ...]
    notes: tuple[str, ...]
    notes_top: float
    row: float
    area: QRectF = field(default_factory=QRectF)

    def at(self, area: QRectF) -> LegendLayout:
        """The same legend at a place."""
        return replace(self, area=area)


def lay_out_legend(spec: MapSpec, font: QFont, room: float | None) -> LegendLayout | None:
    """The legend in one column as narrow as it can be (`room` None), or in lines as wide as the room; None without
    anything to say."""
    if not spec.legend and not spec.legend_note:
        return None
    small, bold, tiny = _fonts(spec, font)
    row = lettering.height(small) + 4
    swatch = _swatch_width(small) + 8
    widths = [swatch + lettering.width(small, item.text) for item in spec.legend]
    if room is None:
        note_width = min(spec.text_size * 13, lettering.width(tiny, spec.legend_note))
        inner = max([*widths, note_width, spec.text_size * 9 if spec.legend_title else 0.0])
    else:
        inner = room - 2 * _PAD.x()
    head = tuple(lettering.wrapped(bold, spec.legend_title, inner)) if spec.legend_title else ()
    notes = tuple(lettering.wrapped(tiny, spec.legend_note, inner)) if spec.legend_note else ()
    if room is None and head:
        inner = max(inner, *(lettering.width(bold, line) for line in head))
    top = _PAD.y() + len(head) * (row - 3) + (3 if head else 0)
    items, x, y = [], 0.0, top
    for width in widths:
        if x > 0 and (room is None or x + width > inner):
            x, y = 0.0, y + row
        items.append(QPointF(_PAD.x() + x, y))
        x += width + _GAP
    notes_top = y + (row if spec.legend else 0) + 2
    height = notes_top + len(notes) * (row - 3) + _PAD.y()
    return LegendLayout(QSizeF(inner + 2 * _PAD.x(), height), head, tuple(items), notes, notes_top, row)


def draw_legend(
    painter: QPainter, layout: LegendLayout, spec: MapSpec, palette: Palette, font: QFont, *, boxed: bool
) -> None:
    """Paint the legend at its place; `boxed` gives it a ground and a border."""
    area = layout.area
    if boxed:
        painter.setBrush(QColor(palette.surface))
        painter.setPen(QPen(QColor(palette.border), 1.0))
        painter.drawRoundedRect(area, 6, 6)
    small, bold, tiny = _fonts(spec, font)
    x, room = area.left() + _PAD.x(), area.width() - _PAD.x()
    painter.setPen(QColor(palette.text))
    painter.setFont(bold)
    for number, line in enumerate(layout.head):
        top = area.top() + _PAD.y() + number * (layout.row - 3)
        painter.drawText(QRectF(x, top, room, layout.row), _LEFT, line)
    painter.setFont(small)
    for spot, item in zip(layout.items, spec.legend, strict=True):
        corner = area.topLeft() + spot
        box = QRectF(corner.x(), corner.y() + layout.row * 0.16, _swatch_width(small), layout.row * 0.68)
        draw_swatch(painter, box, item.swatch, palette)
        painter.setPen(QColor(palette.text))
        words = QRectF(box.right() + 8, corner.y(), area.right() - box.right(), layout.row)
        painter.drawText(words, _LEFT, item.text)
    painter.setFont(tiny)
    painter.setPen(QColor(palette.text_muted))
    for number, line in enumerate(layout.notes):
        top = area.top() + layout.notes_top + number * (layout.row - 3)
        painter.drawText(QRectF(x, top, room, layout.row), _LEFT, line)


def draw_swatch(painter: QPainter, box: QRectF, swatch: Swatch, palette: Palette) -> None:
    """A sample of a region's colour, hatched where the region is."""
    painter.setPen(QPen(QColor(palette.border_strong), 0.9))
    painter.setBrush(QColor(swatch.color(palette)))
    painter.drawRect(box)
    if swatch.hatched:
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        corners = (inner.topLeft(), inner.topRight(), inner.bottomRight(), inner.bottomLeft())
        hatch(painter, [[(p.x(), p.y()) for p in corners]], swatch, palette)


def hatch(painter: QPainter, rings: Iterable[list[tuple[float, float]]], swatch: Swatch, palette: Palette) -> None:
    """Diagonal lines inside rings: dark over 'no data', light over a colour."""
    ink = palette.text_faint if swatch.fill in (Fill.NO_DATA, Fill.PLAIN) else palette.surface
    painter.setPen(QPen(QColor(ink), 0.9 if swatch.fill is Fill.NO_DATA else 1.6))
    painter.drawLines([QLineF(a, b) for a, b in hatching(tuple(rings), _HATCH)])


def _fonts(spec: MapSpec, font: QFont) -> tuple[QFont, QFont, QFont]:
    size = spec.text_size
    return (
        lettering.sized(font, size * 0.9),
        lettering.sized(font, size * 0.9, bold=True),
        lettering.sized(font, size * 0.82),
    )


def _swatch_width(small: QFont) -> float:
    return lettering.height(small) * 1.25
