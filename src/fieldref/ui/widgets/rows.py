"""Lists of two-line rows: a virtual model of plain rows, a delegate that paints them whole, a view that opens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldref.ui import icons
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.text_block import Marks, TextBlock

Index = QModelIndex | QPersistentModelIndex
PAUSE = 160
"""Milliseconds a keyboard reader must rest on a row before it is opened."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Colours are roles of the palette ('sector:health'); `icon` and `mark` always come with a word in
    `detail` or `trailing`, for a colour alone says nothing."""

    id: str
    title: str
    detail: str = ""
    trailing: str = ""
    icon: str = ""
    color: str = "text_muted"
    mark: bool = False
    """Whether a bar in `color` stands at the left."""
    badge: str = ""
    badge_explained: str = ""
    section: bool = False
    """A heading between rows, which cannot be chosen."""
    title_marks: Marks = ()
    detail_marks: Marks = ()
    detail_lines: int = 0
    """Most lines of the detail; 0 shows all of it."""

    def spoken(self) -> str:
        """What a screen reader says."""
        return ". ".join(part for part in (self.title, self.trailing, self.detail, self.badge_explained) if part)


class RowModel(QAbstractListModel):
    """Rows in, roles out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the delegate, its words for everybody else."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        return row.badge_explained if role == Qt.ItemDataRole.ToolTipRole and row.badge else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and self.row(index.row()).section:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row(self, number: int) -> Row:
        """One row."""
        return self._rows[number]

    def find(self, row_id: str) -> int:
        """Where the row with this id stands, -1 if it does not."""
        return next((i for i, row in enumerate(self._rows) if row.id == row_id and not row.section), -1)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows. The same ids in the same order (a switch of language) keep selection and scroll place."""
        new = tuple(rows)
        if [r.id for r in new] == [r.id for r in self._rows]:
            self._rows = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.replace_rows(new)

    def replace_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows and forget selection and scroll place."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()


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
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(palette.focus), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 2, -3, -2), 6, 6)
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
        self._paint_right(painter, QRectF(rect), y, row)
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
        self._paint_right(painter, rect, y, row)

    def _paint_right(self, painter: QPainter, rect: QRectF, y: float, row: Row) -> None:
        px, font = self._theme.px, self._theme.font("small")
        metrics = QFontMetricsF(font)
        right = rect.right() - px(12)
        base = y + QFontMetricsF(self._theme.font()).ascent()
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


class RowList(QListView):
    """A list of rows. A click opens a row at once, the keyboard after a short rest; Enter opens at once."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self._delegate = RowDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setProperty("look", "list")
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._open_current)
        self.clicked.connect(self._open_now)
        theme.changed.connect(self.apply_theme)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, keeping the chosen one if it is still there, and the scroll place if they are as many."""
        chosen = self.current_id()
        same = self.rows.rowCount() == len(rows)
        place = self.verticalScrollBar().value()
        self.rows.set_rows(rows)
        self.scheduleDelayedItemsLayout()
        if chosen is not None:
            self.select(chosen, scroll=False)
        if same and place:
            self.executeDelayedItemsLayout()
            self.verticalScrollBar().setValue(place)

    def show_anew(self, rows: Sequence[Row]) -> None:
        """Show other rows from the top, the first that can be chosen being chosen: nothing of before is kept."""
        self.rows.replace_rows(rows)
        first = next((i for i, row in enumerate(rows) if not row.section), -1)
        if first >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.rows.index(first), flag)
        self.verticalScrollBar().setValue(0)

    def current_id(self) -> str | None:
        """Id of the chosen row."""
        index = self.currentIndex()
        return self.rows.row(index.row()).id if index.isValid() and index.row() < self.rows.rowCount() else None

    def select(self, row_id: str | None, *, scroll: bool = True) -> None:
        """Choose a row without opening it; an unknown id or None chooses nothing."""
        number = self.rows.find(row_id) if row_id is not None else -1
        if number < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self.rows.index(number)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll:
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; moving opens after a rest; a letter goes to the row that starts with it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self._pause.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their words need at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def apply_theme(self) -> None:
        """Fonts may have changed."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _open_now(self, index: QModelIndex) -> None:
        self._pause.stop()
        self._emit(index)

    def _open_current(self) -> None:
        self._pause.stop()
        self._emit(self.currentIndex())

    def _emit(self, index: QModelIndex) -> None:
        if index.isValid() and not self.rows.row(index.row()).section:
            self.opened.emit(self.rows.row(index.row()).id)
