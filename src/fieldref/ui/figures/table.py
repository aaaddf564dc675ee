"""The table beside every picture: sortable, with bars in its cells and headings that span it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fieldref.ui import icons
from fieldref.ui.figures.legend import draw_swatch
from fieldref.ui.figures.table_model import Cell, Column, FigureTableModel, TableRow
from fieldref.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_PAD = 5
"""Room between a cell's text and its border, in line with the headings."""
_TICK = Qt.ItemDataRole.CheckStateRole
_TICK_ROOM = 22
_CELL = Qt.ItemDataRole.UserRole
_BAR, _SHORT_BAR = 92, 36
"""Length of the longest bar in a cell, at 100 %, and where there is little room."""
_MOST_CHARACTERS = 62
"""A column wider than this wraps its texts."""
_MOST_LINES = 3
"""A text is not squeezed into more lines than this: rather the table scrolls."""
_MOST_TALL_ROWS = 60
"""With more rows than this all are one line high: measuring hundreds of texts takes too long."""


class _BarDelegate(QStyledItemDelegate):
    """Cells with a share get a bar behind their number."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bar = theme.px(_BAR)
        """Length of the longest bar, in pixels."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Swatch and bar, then the text as usual."""
        cell = index.data(_CELL)
        if not isinstance(cell, Cell) or cell.swatch is None:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, QColor(self._theme.palette.selection))
            tick = index.data(_TICK)
            inside = self._inside(option)
            if tick is not None:
                self._paint_tick(painter, option.rect, ticked=Qt.CheckState(tick) == Qt.CheckState.Checked)
                inside.rect.setLeft(inside.rect.left() + self._theme.px(_TICK_ROOM))
            super().paint(painter, inside, index)
            return
        palette, rect = self._theme.palette, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(palette.selection))
            ink = palette.selection_text
        else:
            ink = palette.text
        painter.save()
        font = option.font
        painter.setFont(font)
        height = min(rect.height() - 8, self._theme.px(14))
        room = float(self.bar - _PAD)
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
        return QRectF(rect.left() + _PAD + 2, rect.center().y() - side / 2 + 0.5, side, side)

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

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As the text needs, with room around it."""
        size = super().sizeHint(self._inside(option), index)
        return QSize(size.width() + 2 * _PAD, size.height() + self._theme.px(8))

    @staticmethod
    def _inside(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        return inside


class FigureTable(QTableView):
    """Shows `TableRow`s. A double click or Enter opens; Space ticks."""

    opened = Signal(str)
    picked = Signal(str)
    """The row under the keyboard changed."""
    ticked = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.table = FigureTableModel(self)
        self.setModel(self.table)
        self._delegate = _BarDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setProperty("look", "list")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.table.ticked.connect(self.ticked)
        self.table.layoutChanged.connect(self._lay_rows)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self.lay_out)

    def set_table(self, columns: Sequence[Column], rows: Sequence[TableRow]) -> None:
        """Show another table; the chosen row and the scroll place stay if they can."""
        chosen, place = self.current_key(), self.verticalScrollBar().value()
        header = self.horizontalHeader()
        blocked = self.selectionModel().blockSignals(True)
        self.table.set_table(columns, rows)
        self.selectionModel().blockSignals(blocked)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.lay_out()
        if chosen:
            self.select(chosen, scroll=False)
        self.verticalScrollBar().setValue(place)

    def current_key(self) -> str:
        """Key of the chosen row, '' for none."""
        index = self.currentIndex()
        rows = self.table.rows
        return rows[index.row()].key if index.isValid() and index.row() < len(rows) else ""

    def select(self, key: str, *, scroll: bool = True) -> None:
        """Choose a row without opening it."""
        number = self.table.find(key)
        if number < 0:
            self.clearSelection()
            return
        index = self.table.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        if scroll:
            self.scrollTo(index)

    def order(self) -> list[int]:
        """Column and direction it is sorted by, for a page's state."""
        header = self.horizontalHeader()
        return [header.sortIndicatorSection(), header.sortIndicatorOrder().value]

    def set_order(self, order: object) -> None:
        """Sort as `order()` said; anything else gives the caller's order."""
        if isinstance(order, list) and len(order) == 2 and all(isinstance(n, int) for n in order):
            self.sortByColumn(order[0], Qt.SortOrder(1 if order[1] else 0))
        else:
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def lay_out(self) -> None:
        """Column widths from what stands in them, row heights from the font."""
        metrics = self.fontMetrics()
        widest = metrics.averageCharWidth() * _MOST_CHARACTERS
        tick = self._theme.px(_TICK_ROOM) if any(row.checked is not None for row in self.table.rows) else 0
        aside = {row.group for row in self.table.rows if row.heading}
        main = [row for row in self.table.rows if row.group not in aside]
        widths, least = [], []
        for number, column in enumerate(self.table.columns):
            # Rows under a heading wrap rather than widen the column for all.
            texts = {row.cells[number].text for row in main if number < len(row.cells)}
            words = min(widest, max((metrics.horizontalAdvance(text) for text in texts), default=0))
            longest = max((metrics.horizontalAdvance(word) for text in texts for word in text.split()), default=0)
            beside = self._theme.px(_BAR) if column.bar else tick if number == 0 else 0
            header = self.horizontalHeader().sectionSizeFromContents(number).width()
            widths.append(max(header, words + beside + 2 * _PAD + 8))
            least.append(
                widths[-1]
                if column.bar
                else max(header, min(words, max(longest, words // _MOST_LINES)) + beside + 2 * _PAD + 8)
            )
        self._leave_out(widths, least)
        self._squeeze(widths, least)
        for number, width in enumerate(widths):
            if not self.isColumnHidden(number):
                self.setColumnWidth(number, width)
        self.horizontalHeader().setStretchLastSection(True)
        self._lay_rows()

    def _leave_out(self, widths: list[int], least: list[int]) -> None:
        """Hide spare columns, the last first, until the rest fits; a hidden column takes no width."""
        tall = len(self.table.rows) <= _MOST_TALL_ROWS
        needed = list(least if tall else widths)
        for number, column in enumerate(self.table.columns):
            self.setColumnHidden(number, False)
            if column.bar:
                shorter = self._theme.px(_BAR) - self._theme.px(_SHORT_BAR)
                header = self.horizontalHeader().sectionSizeFromContents(number).width()
                needed[number] = max(header, needed[number] - shorter)
        for number in range(len(needed) - 1, -1, -1):
            if sum(needed) <= self.viewport().width():
                return
            if self.table.columns[number].spare:
                self.setColumnHidden(number, True)
                widths[number] = least[number] = needed[number] = 0

    def _squeeze(self, widths: list[int], least: list[int]) -> None:
        """Where there is little room: shorter bars first, then texts that wrap, the widest most."""
        excess = sum(widths) - self.viewport().width()
        shorter = self._theme.px(_BAR) - self._theme.px(_SHORT_BAR)
        bars = [number for number, column in enumerate(self.table.columns) if column.bar]
        self._delegate.bar = self._theme.px(_BAR)
        for number in bars if excess > 0 else ():
            header = self.horizontalHeader().sectionSizeFromContents(number).width()
            narrower = max(header, widths[number] - shorter)
            excess -= widths[number] - narrower
            self._delegate.bar -= widths[number] - narrower
            widths[number] = least[number] = narrower
        if len(self.table.rows) > _MOST_TALL_ROWS:
            return
        while excess > 0:
            number = max(range(len(widths)), key=lambda n: (widths[n] > least[n], widths[n]))
            if widths[number] <= least[number]:
                return
            step = min(excess, 12, widths[number] - least[number])
            widths[number] -= step
            excess -= step

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.lay_out()

    def _lay_rows(self) -> None:
        self.clearSpans()
        for number, row in enumerate(self.table.rows):
            if row.heading and len(self.table.columns) > 1:
                self.setSpan(number, 0, 1, len(self.table.columns))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + self._theme.px(10))
        if len(self.table.rows) <= _MOST_TALL_ROWS:
            self.setWordWrap(True)
            self.resizeRowsToContents()
        else:
            self.setWordWrap(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks the row wherever the keyboard is in it."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._open(index)
        elif event.key() == Qt.Key.Key_Space and index.isValid():
            row = self.table.rows[index.row()]
            if row.checked is not None:
                self.ticked.emit(row.key, not row.checked)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row the reader is on."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            row = self.table.rows[current.row()]
            if not row.heading:
                self.picked.emit(row.key)

    def _open(self, index: QModelIndex) -> None:
        row = self.table.rows[index.row()]
        if not row.heading:
            self.opened.emit(row.key)
