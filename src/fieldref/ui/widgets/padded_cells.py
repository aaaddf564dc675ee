"""Cells of tables and trees with room around their words, in line with the headings above them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.row_model import Index

PAD = 5
"""Room between a cell's words and its border, besides what the style leaves, in pixels."""


class PaddedCells(QStyledItemDelegate):
    """Paints a cell's own ground over all of it and its words inside the padding."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of a chosen cell reaches its borders, the words do not."""
        self.paint_ground(painter, option)
        super().paint(painter, self.inside(option), index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As the text needs, with room around it."""
        size = super().sizeHint(self.inside(option), index)
        return QSize(size.width() + 2 * PAD, size.height() + self._theme.px(8))

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Fill a chosen cell to its borders."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(self._theme.palette.selection))

    @staticmethod
    def inside(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
        """The cell without its padding."""
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(PAD, 0, -PAD, 0)
        return inside
