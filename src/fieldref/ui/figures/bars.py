"""Ranking bars: the same figure of several places, longest first or best first, as the caller ordered them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from fieldref.ui.figures import lettering
from fieldref.ui.figures.legend import draw_swatch
from fieldref.ui.figures.map_spec import PLAIN, Swatch
from fieldref.ui.palettes import Palette

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Bar:
    """One place: its name, its value and the value as text."""

    key: str
    name: str
    value: float
    text: str
    swatch: Swatch = PLAIN
    strong: bool = False
    """Drawn bold: the place the reader is looking at."""


@dataclass(frozen=True, slots=True)
class BarsSpec:
    """A ranking ready to draw. `reference` is a value marked by a line through all bars (the national figure)."""

    bars: tuple[Bar, ...]
    title: str = ""
    reference: float | None = None
    reference_text: str = ""
    source: str = ""
    text_size: float = lettering.BASE


def row_height(spec: BarsSpec, font: QFont) -> float:
    """Height of one bar with its name."""
    return lettering.height(lettering.sized(font, spec.text_size * 0.9)) + 5


def height_for(spec: BarsSpec, width: float, font: QFont) -> float:
    """Height the whole ranking takes at a width."""
    small = lettering.sized(font, spec.text_size * 0.82)
    foot = len(lettering.wrapped(small, spec.source, width)) * lettering.height(small) if spec.source else 0
    bold = lettering.sized(font, spec.text_size * 1.1, bold=True)
    head = len(lettering.wrapped(bold, spec.title, width)) * lettering.height(bold) + 4 if spec.title else 0
    reference = lettering.height(small) + 2 if spec.reference is not None else 0
    return head + reference + len(spec.bars) * row_height(spec, font) + foot + 4


def draw(painter: QPainter, rect: QRectF, spec: BarsSpec, palette: Palette) -> tuple[QRectF, ...]:
    """Paint the ranking from the top of the rectangle; returns the row of each bar, for pointing at."""
    font = painter.font()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    small = lettering.sized(font, spec.text_size * 0.82)
    letters = lettering.sized(font, spec.text_size * 0.9)
    bold = lettering.sized(font, spec.text_size * 0.9, bold=True)
    top = rect.top()
    if spec.title:
        title = lettering.sized(font, spec.text_size * 1.1, bold=True)
        painter.setPen(QColor(palette.text))
        top += lettering.draw_lines(painter, title, lettering.wrapped(title, spec.title, rect.width()), rect, _LEFT) + 4
    names = max((lettering.width(bold, bar.name) for bar in spec.bars), default=0.0) + 10
    names = min(names, rect.width() * 0.4)
    texts = max((lettering.width(bold, bar.text) for bar in spec.bars), default=0.0) + 10
    room = max(10.0, rect.width() - names - texts)
    longest = max([abs(bar.value) for bar in spec.bars] + [abs(spec.reference or 0.0)], default=1.0) or 1.0
    step = row_height(spec, font)
    if spec.reference is not None:
        top += lettering.height(small) + 2
    rows = []
    for index, bar in enumerate(spec.bars):
        row = QRectF(rect.left(), top + index * step, rect.width(), step)
        rows.append(row)
        painter.setFont(bold if bar.strong else letters)
        painter.setPen(QColor(palette.text))
        painter.drawText(row.adjusted(0, 0, 0, 0), _LEFT, lettering.elided(bold, bar.name, names - 6))
        length = room * max(0.0, bar.value) / longest
        draw_swatch(painter, QRectF(rect.left() + names, row.top() + 3, length, step - 6), bar.swatch, palette)
        painter.setPen(QColor(palette.text))
        painter.drawText(QRectF(row.right() - texts, row.top(), texts, step), _RIGHT, bar.text)
    if spec.reference is not None:
        x = rect.left() + names + room * spec.reference / longest
        _draw_reference(painter, QLineF(x, top, x, top + len(rows) * step), rect, spec, palette, small)
    foot = top + len(rows) * step + 2
    painter.setPen(QColor(palette.text_muted))
    if spec.source:
        lines = lettering.wrapped(small, spec.source, rect.width())
        lettering.draw_lines(painter, small, lines, QRectF(rect.left(), foot, rect.width(), 0), _LEFT)
    painter.restore()
    return tuple(rows)


def _draw_reference(
    painter: QPainter, line: QLineF, rect: QRectF, spec: BarsSpec, palette: Palette, small: QFont
) -> None:
    painter.setPen(QPen(QColor(palette.text), 1.4, Qt.PenStyle.DashLine))
    painter.drawLine(line)
    painter.setFont(small)
    painter.setPen(QColor(palette.text_muted))
    width, height = lettering.width(small, spec.reference_text) + 4, lettering.height(small)
    left = min(max(line.x1() - width / 2, rect.left()), rect.right() - width)
    painter.drawText(QRectF(left, line.y1() - height - 1, width, height), _LEFT, spec.reference_text)
