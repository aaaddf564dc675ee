"""How a row of a list is painted: icon, title over as many lines as it needs, detail, a short word at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTextCharFormat
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldref.ui import icons
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.row_model import Index, Row
from fieldref.ui.widgets.text_block import TextBlock

BESIDE = 0.5
"""Share of the line that the short word at the right may take from a title that needs more than the rest."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The words of a row, broken into lines; `trailing` is None where it stands at the right of the title."""

    title: TextBlock
    trailing: TextBlock | None
    detail: TextBlock | None
    height: int


class RowDelegate(QStyledItemDelegate):
    """Paints a `Row`: icon, title over as many lines as it needs, detail below, a short word at the right; below the
    title where beside it the title would be broken into bits."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._blocks: dict[tuple[Row, int], _Blocks] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Fonts or colours have changed: lay everything out again."""
        self._blocks.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words need at the view's width."""
        width = self._view.viewport().width()
        row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(width, self._lay_out(row, width).height if row is not None else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row | None = index.data(Qt.ItemDataRole.UserRole)
        if row is None:
            return
        px, palette, rect = self._theme.px, self._theme.palette, option.rect
        blocks = self._lay_out(row, rect.width())
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.section:
            self._paint_section(painter, QRectF(rect), blocks.title, row)
            painter.restore()
            return
        self._paint_ground(painter, QRectF(rect), chosen, bool(state & QStyle.StateFlag.State_MouseOver))
        x, y = rect.x() + px(self._left(row)), float(rect.y() + self._pad())
        if row.mark:
            bar = QRectF(rect.x() + px(6), rect.y() + px(7), px(4), rect.height() - px(14))
            path = QPainterPath()
            path.addRoundedRect(bar, 2, 2)
            painter.fillPath(path, self._theme.color(row.color))
        if row.icon:
            line = QFontMetricsF(self._theme.font()).height()
            side = px(18)
            place = QRectF(rect.x() + px(16 if row.mark else 10), y + (line - side) / 2, side, side)
            icons.paint(painter, place, row.icon, self._theme.color(row.color).name())
        painter.setPen(QColor(palette.text))
        blocks.title.draw(painter, x, y)
        base = y + QFontMetricsF(self._theme.font()).ascent()
        self._paint_right(painter, QRectF(rect), base, row.badge, "" if blocks.trailing else row.trailing)
        painter.setPen(QColor(palette.text_muted))
        y += blocks.title.height + px(1)
        for block in (blocks.trailing, blocks.detail):
            if block is not None:
                block.draw(painter, x, y)
                y += block.height
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, chosen: bool, hovered: bool) -> None:
        if not (chosen or hovered):
            return
        path = QPainterPath()
        path.addRoundedRect(rect.adjusted(3, 1, -3, -1), 6, 6)
        painter.fillPath(path, self._theme.color("selection" if chosen else "surface_sunken"))

    def _paint_section(self, painter: QPainter, rect: QRectF, title: TextBlock, row: Row) -> None:
        painter.setPen(self._theme.color("text_muted"))
        y = rect.bottom() - title.height - self._theme.px(4)
        title.draw(painter, rect.x() + self._theme.px(12), y)
        base = y + QFontMetricsF(self._theme.font("small")).ascent()
        self._paint_right(painter, rect, base, row.badge, row.trailing)

    def _paint_right(self, painter: QPainter, rect: QRectF, base: float, badge: str, trailing: str) -> None:
        """Badge and short word, on the line of letters of the title."""
        px, font = self._theme.px, self._theme.font("small")
        metrics = QFontMetricsF(font)
        right = rect.right() - px(12)
        painter.setFont(font)
        if badge:
            width = metrics.horizontalAdvance(badge) + px(10)
            box = QRectF(right - width, base - metrics.ascent() - px(1), width, metrics.height() + px(2))
            painter.setPen(QPen(self._theme.color("border_strong"), 1))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(self._theme.color("text_muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge)
            right -= width + px(8)
        if trailing:
            painter.setPen(self._theme.color("text_muted"))
            painter.drawText(
                QRectF(right - px(400), base - metrics.ascent(), px(400), metrics.height()),
                Qt.AlignmentFlag.AlignRight,
                trailing,
            )

    def _pad(self) -> int:
        return self._theme.px(4 if self._theme.compact else 7)

    def _left(self, row: Row) -> int:
        return (16 if row.mark else 12) + (26 if row.icon else 0)

    def _trailing_width(self, row: Row) -> float:
        metrics = QFontMetricsF(self._theme.font("small"))
        return metrics.horizontalAdvance(row.trailing) + self._theme.px(12) if row.trailing else 0.0

    def _badge_width(self, row: Row) -> float:
        metrics = QFontMetricsF(self._theme.font("small"))
        return metrics.horizontalAdvance(row.badge) + self._theme.px(20) if row.badge else 0.0

    def _lay_out(self, row: Row, width: int) -> _Blocks:
        key = (row, width)
        if key not in self._blocks:
            if len(self._blocks) > 4000:
                self._blocks.clear()
            self._blocks[key] = self._measure(row, width)
        return self._blocks[key]

    def _measure(self, row: Row, width: int) -> _Blocks:
        theme, px = self._theme, self._theme.px
        room = width - px(self._left(row)) - px(12)
        font, small = theme.font("small" if row.section else "body"), theme.font("small")
        if row.section:
            font.setBold(True)
        beside = room - self._badge_width(row)
        trailing = self._trailing_width(row)
        fits = QFontMetricsF(font).horizontalAdvance(row.title) <= beside - trailing
        below = bool(trailing) and not fits and trailing > beside * BESIDE
        marked = QTextCharFormat()
        marked.setFontWeight(700)
        marked.setBackground(theme.color("warning_soft"))
        title = TextBlock(row.title, font, beside if below else beside - trailing, marks=row.title_marks, marked=marked)
        if row.section:
            return _Blocks(title, None, None, round(title.height) + px(14))
        second = TextBlock(row.trailing, small, room) if below else None
        third = None
        if row.detail:
            third = TextBlock(
                row.detail, small, room, marks=row.detail_marks, marked=marked, most_lines=row.detail_lines
            )
        under = sum(block.height for block in (second, third) if block is not None)
        height = title.height + (under + px(1) if under else 0) + 2 * self._pad()
        return _Blocks(title, second, third, round(height))
