"""How a row of a list is painted: icon, title over as many lines as it needs, detail, a short word at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTextCharFormat
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldref.ui import icons
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.row_model import Index, Row
from fieldref.ui.widgets.text_block import TextBlock


class RowDelegate(QStyledItemDelegate):
    """Paints a `Row`: icon, title over as many lines as it needs, detail below, a short word at the right."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._blocks: dict[tuple[Row, int], tuple[TextBlock, TextBlock | None, int]] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Fonts or colours have changed: lay everything out again."""
        self._blocks.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words need at the view's width."""
        width = self._view.viewport().width()
        row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(width, self._lay_out(row, width)[2] if row is not None else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row | None = index.data(Qt.ItemDataRole.UserRole)
        if row is None:
            return
        px, palette, rect = self._theme.px, self._theme.palette, option.rect
        title, detail, _ = self._lay_out(row, rect.width())
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.section:
            self._paint_section(painter, QRectF(rect), title, row)
            painter.restore()
            return
        self._paint_ground(painter, QRectF(rect), chosen, bool(state & QStyle.StateFlag.State_MouseOver))
        x, y = rect.x() + px(self._left(row)), rect.y() + self._pad()
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
        title.draw(painter, x, y)
        self._paint_right(painter, QRectF(rect), y + QFontMetricsF(self._theme.font()).ascent(), row)
        if detail is not None:
            painter.setPen(QColor(palette.text_muted))
            detail.draw(painter, x, y + title.height + px(1))
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
        self._paint_right(painter, rect, y + QFontMetricsF(self._theme.font("small")).ascent(), row)

    def _paint_right(self, painter: QPainter, rect: QRectF, base: float, row: Row) -> None:
        """Badge and short word, on the line of letters of the title."""
        px, font = self._theme.px, self._theme.font("small")
        metrics = QFontMetricsF(font)
        right = rect.right() - px(12)
        painter.setFont(font)
        if row.badge:
            width = metrics.horizontalAdvance(row.badge) + px(10)
            box = QRectF(right - width, base - metrics.ascent() - px(1), width, metrics.height() + px(2))
            painter.setPen(QPen(self._theme.color("border_strong"), 1))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(self._theme.color("text_muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.badge)
            right -= width + px(8)
        if row.trailing:
            painter.setPen(self._theme.color("text_muted"))
            painter.drawText(
                QRectF(right - px(400), base - metrics.ascent(), px(400), metrics.height()),
                Qt.AlignmentFlag.AlignRight,
                row.trailing,
            )

    def _pad(self) -> int:
        return self._theme.px(4 if self._theme.compact else 7)

    def _left(self, row: Row) -> int:
        return (16 if row.mark else 12) + (26 if row.icon else 0)

    def _right_width(self, row: Row) -> float:
        metrics = QFontMetricsF(self._theme.font("small"))
        width = metrics.horizontalAdvance(row.trailing) + self._theme.px(12) if row.trailing else 0.0
        return width + (metrics.horizontalAdvance(row.badge) + self._theme.px(20) if row.badge else 0.0)

    def _lay_out(self, row: Row, width: int) -> tuple[TextBlock, TextBlock | None, int]:
        key = (row, width)
        if key not in self._blocks:
            if len(self._blocks) > 4000:
                self._blocks.clear()
            self._blocks[key] = self._measure(row, width)
        return self._blocks[key]

    def _measure(self, row: Row, width: int) -> tuple[TextBlock, TextBlock | None, int]:
        theme, px = self._theme, self._theme.px
        room = width - px(self._left(row)) - px(12)
        marked = QTextCharFormat()
        marked.setFontWeight(700)
        marked.setBackground(theme.color("warning_soft"))
        font = theme.font("small" if row.section else "body")
        if row.section:
            font.setBold(True)
        title = TextBlock(row.title, font, room - self._right_width(row), marks=row.title_marks, marked=marked)
        if row.section:
            return title, None, round(title.height) + px(14)
        detail = None
        if row.detail:
            detail = TextBlock(
                row.detail,
                theme.font("small"),
                room,
                marks=row.detail_marks,
                marked=marked,
                most_lines=row.detail_lines,
            )
        height = title.height + (detail.height + px(1) if detail else 0) + 2 * self._pad()
        return title, detail, round(height)
