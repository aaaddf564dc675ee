"""How the cells of a table of figures are painted: bars beside numbers, boxes to tick."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from fieldref.ui import icons
from fieldref.ui.figures.legend import draw_swatch
from fieldref.ui.figures.table_model import Cell
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.padded_cells import PAD, PaddedCells
from fieldref.ui.widgets.row_model import Index

_TICK = Qt.ItemDataRole.CheckStateRole
_CELL = Qt.ItemDataRole.UserRole
BAR, SHORT_BAR = 92, 36
"""Length of the longest bar in a cell, at 100 %, and where there is little room."""
TICK_ROOM = 22


class FigureCells(PaddedCells):
    """Cells with a share get a bar before their number, cells that can be ticked a box."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.bar = theme.px(BAR)
        """Length of the longest bar, in pixels."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Swatch and bar, then the text as usual."""
        cell = index.data(_CELL)
        if not isinstance(cell, Cell) or cell.swatch is None:
            words = QStyleOptionViewItem(option)
            tick = index.data(_TICK)
            if tick is not None:
                self.paint_ground(painter, option)
                self._paint_tick(painter, option.rect, ticked=Qt.CheckState(tick) == Qt.CheckState.Checked)
                words.rect.setLeft(words.rect.left() + self._theme.px(TICK_ROOM))
            super().paint(painter, words, index)
            return
        palette, rect = self._theme.palette, QRectF(option.rect)
        self.paint_ground(painter, option)
        ink = palette.selection_text if option.state & QStyle.StateFlag.State_Selected else palette.text
        painter.save()
        font = option.font
        painter.setFont(font)
        height = min(rect.height() - 8, self._theme.px(14))
        room = float(self.bar - PAD)
        bar = QRectF(rect.left() + 6, rect.center().y() - height / 2 + 0.5, max(3.0, room * cell.share), height)
        draw_swatch(painter, bar, cell.swatch, palette)
        painter.setPen(QColor(ink))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -8, 0), flags, cell.text)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The tick is painted by us: the style's own box cannot be seen in the dark."""
        super().initStyleOption(option, index)
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the tick's box ticks."""
        if index.data(_TICK) is None or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        assert isinstance(event, QMouseEvent)
        if not self._box(option.rect).adjusted(-6, -8, 6, 8).contains(event.position()):
            return False
        ticked = Qt.CheckState(index.data(_TICK)) == Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, _TICK)

    def _box(self, rect: QRect) -> QRectF:
        side = self._theme.px(14)
        return QRectF(rect.left() + PAD + 2, rect.center().y() - side / 2 + 0.5, side, side)

    def _paint_tick(self, painter: QPainter, rect: QRect, *, ticked: bool) -> None:
        palette, box = self._theme.palette, self._box(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.accent if ticked else palette.border_strong), 1.2))
        painter.setBrush(QColor(palette.accent if ticked else palette.surface))
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            icons.paint(painter, box.adjusted(1, 1, -1, -1), "check", palette.accent_text)
        painter.restore()
