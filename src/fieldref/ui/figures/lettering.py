"""Letters of the figures: sizes in pixels, halos, wrapping. The same on every paint device."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath, QPen

BASE = 13.0
"""Text size where the caller names none, in pixels of the figure."""


def sized(font: QFont, pixels: float, *, bold: bool = False, italic: bool = False) -> QFont:
    """The font in that size. Pixels, not points: points would change with the resolution of a printer."""
    result = QFont(font)
    result.setPixelSize(max(6, round(pixels)))
    result.setBold(bold)
    result.setItalic(italic)
    return result


def width(font: QFont, text: str) -> float:
    """How far the text runs, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def height(font: QFont) -> float:
    """The height of one line, in pixels."""
    return QFontMetricsF(font).height()


def wrapped(font: QFont, text: str, room: float) -> list[str]:
    """The text in lines that fit the room; a single word longer than the room stays whole."""
    metrics = QFontMetricsF(font)
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(joined) > room:
            lines.append(word)
        elif lines:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def elided(font: QFont, text: str, room: float) -> str:
    """The text cut with an ellipsis if it does not fit."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def draw_lines(painter: QPainter, font: QFont, lines: list[str], rect: QRectF, flags: Qt.AlignmentFlag) -> float:
    """Draw lines from the top of the rectangle; returns the height used."""
    painter.setFont(font)
    step = height(font)
    for index, line in enumerate(lines):
        painter.drawText(QRectF(rect.left(), rect.top() + index * step, rect.width(), step), flags, line)
    return step * len(lines)


def draw_centred(painter: QPainter, font: QFont, centre: QPointF, lines: Sequence[str]) -> None:
    """Lines of text round a point, in the painter's pen."""
    metrics = QFontMetricsF(font)
    step = metrics.height() * 0.92
    top = centre.y() - step * len(lines) / 2
    painter.setFont(font)
    for index, line in enumerate(lines):
        x = centre.x() - metrics.horizontalAdvance(line) / 2
        painter.drawText(QPointF(x, top + index * step + metrics.ascent()), line)


def box(font: QFont, centre: QPointF, lines: Sequence[str]) -> QRectF:
    """The room that `draw_centred` takes."""
    metrics = QFontMetricsF(font)
    size = QRectF(0, 0, max(map(metrics.horizontalAdvance, lines), default=0.0), metrics.height() * 0.92 * len(lines))
    size.moveCenter(centre)
    return size


def draw_haloed(painter: QPainter, font: QFont, centre: QPointF, lines: list[str], ink: QColor, halo: QColor) -> None:
    """Centred lines of text readable over any fill: letters as outlines with a halo of the other colour. In PDF and SVG
    outlines would be most of the file: there the text stays text, on a plate of the other colour."""
    metrics = QFontMetricsF(font)
    step = metrics.height() * 0.92
    top = centre.y() - step * len(lines) / 2
    if painter.paintEngine().type() in (QPaintEngine.Type.Pdf, QPaintEngine.Type.SVG):
        _draw_on_plate(painter, font, QPointF(centre.x(), top), step, lines, ink, halo)
        return
    path = QPainterPath()
    for index, line in enumerate(lines):
        x = centre.x() - metrics.horizontalAdvance(line) / 2
        path.addText(QPointF(x, top + index * step + metrics.ascent()), font, line)
    painter.save()
    pen = QPen(halo, 2.4)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, ink)
    painter.restore()


def _draw_on_plate(
    painter: QPainter, font: QFont, top: QPointF, step: float, lines: list[str], ink: QColor, halo: QColor
) -> None:
    """Centred lines below `top`, each on a rounded plate that lets a little of the ground through."""
    metrics = QFontMetricsF(font)
    plate = QColor(halo)
    plate.setAlphaF(0.72)
    painter.save()
    painter.setFont(font)
    for index, line in enumerate(lines):
        span = metrics.horizontalAdvance(line)
        box = QRectF(top.x() - span / 2 - 1.5, top.y() + index * step + 1, span + 3, step - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(box, 2, 2)
        painter.setPen(ink)
        painter.drawText(QPointF(top.x() - span / 2, top.y() + index * step + metrics.ascent()), line)
    painter.restore()
