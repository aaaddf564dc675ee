"""The table beside every picture: sortable, with bars in its cells and headings that span it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from fieldref.i18n import _
from fieldref.ui.figures.table_cells import BAR, SHORT_BAR, TICK_ROOM, FigureCells
from fieldref.ui.figures.table_model import Column, FigureTableModel, TableRow
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.padded_cells import PAD
from fieldref.ui.widgets.row_model import Index

_MOST_CHARACTERS = 62
"""A column wider than this wraps its texts."""
_MOST_LINES = 3
"""A text is not squeezed into more lines than this: rather the table scrolls."""
_MOST_TALL_ROWS = 60
"""With more rows than this all are one line high: measuring hundreds of texts takes too long."""
_FEWEST_CHARACTERS = 14
"""What a text of one line keeps of itself where there is little room; the rest is cut, and its tooltip has it."""


class FigureTable(QTableView):
    """Shows `TableRow`s. A double click or Enter opens; Space ticks."""

    opened = Signal(str)
    picked = Signal(str)
    """The row under the keyboard changed."""
    ticked = Signal(str, bool)
    menu_asked = Signal(str, QMenu)
    """(key of the row, menu): whoever owns the table adds what can be done with the row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.table = FigureTableModel(self)
        self.setModel(self.table)
        self._delegate = FigureCells(theme, self)
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

    def sizeHint(self) -> QSize:
        """No higher than it has to be: what stands around it gives it the rest of the room."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def set_table(self, columns: Sequence[Column], rows: Sequence[TableRow]) -> None:
        """Show another table; the chosen row, the order and the scroll place stay if they can."""
        chosen, order, place = self.current_key(), self.order(), self.verticalScrollBar().value()
        blocked = self.selectionModel().blockSignals(True)
        self.table.set_table(columns, rows)
        if self.order() != order:
            self.set_order(order)
        self.selectionModel().blockSignals(blocked)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
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

    def order(self) -> str:
        """Key of the column it is sorted by, with a minus where the order is turned round; '' is the caller's order."""
        header, columns = self.horizontalHeader(), self.table.columns
        number = header.sortIndicatorSection()
        if not 0 <= number < len(columns):
            return ""
        backwards = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return f"-{columns[number].key}" if backwards else columns[number].key

    def set_order(self, order: object) -> None:
        """Sort as `order()` said; what this table has no column for gives the caller's order."""
        key = order if isinstance(order, str) else ""
        number = next((n for n, column in enumerate(self.table.columns) if column.key == key.removeprefix("-")), -1)
        backwards = number >= 0 and key.startswith("-")
        self.sortByColumn(number, Qt.SortOrder.DescendingOrder if backwards else Qt.SortOrder.AscendingOrder)

    def lay_out(self) -> None:
        """Column widths from what stands in them, row heights from the font; a chosen row stays in view."""
        seen = self.viewport().rect().intersects(self.visualRect(self.currentIndex()))
        metrics = self.fontMetrics()
        widest = metrics.averageCharWidth() * _MOST_CHARACTERS
        tick = self._theme.px(TICK_ROOM) if any(row.checked is not None for row in self.table.rows) else 0
        tall = len(self.table.rows) <= _MOST_TALL_ROWS
        fewest = metrics.averageCharWidth() * _FEWEST_CHARACTERS
        aside = {row.group for row in self.table.rows if row.heading}
        main = [row for row in self.table.rows if row.group not in aside]
        widths, least = [], []
        for number, column in enumerate(self.table.columns):
            # Rows under a heading wrap rather than widen the column for all.
            texts = {row.cells[number].text for row in main if number < len(row.cells)}
            whole = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            words = min(widest, whole)
            longest = max((metrics.horizontalAdvance(word) for text in texts for word in text.split()), default=0)
            needs = max(longest, whole // _MOST_LINES) if tall else words if column.number else fewest
            beside = self._theme.px(BAR) if column.bar else tick if number == 0 else 0
            header = self.horizontalHeader().sectionSizeFromContents(number).width()
            widths.append(max(header, words + beside + 2 * PAD + 8))
            least.append(widths[-1] if column.bar else max(header, min(words, needs) + beside + 2 * PAD + 8))
        self._leave_out(widths, least)
        self._squeeze(widths, least)
        for number, width in enumerate(widths):
            if not self.isColumnHidden(number):
                self.setColumnWidth(number, width)
        self.horizontalHeader().setStretchLastSection(True)
        self._lay_rows()
        if seen:
            self.scrollTo(self.currentIndex())

    def _leave_out(self, widths: list[int], least: list[int]) -> None:
        """Hide spare columns, the last first, until the rest fits; a hidden column takes no width."""
        needed = list(least)
        for number, column in enumerate(self.table.columns):
            self.setColumnHidden(number, False)
            if column.bar:
                shorter = self._theme.px(BAR) - self._theme.px(SHORT_BAR)
                header = self.horizontalHeader().sectionSizeFromContents(number).width()
                needed[number] = max(header, needed[number] - shorter)
        for number in range(len(needed) - 1, -1, -1):
            if sum(needed) <= self.viewport().width():
                return
            if self.table.columns[number].spare:
                self.setColumnHidden(number, True)
                widths[number] = least[number] = needed[number] = 0

    def _squeeze(self, widths: list[int], least: list[int]) -> None:
        """Where there is little room: shorter bars first, then texts that wrap or are cut, the widest most."""
        excess = sum(widths) - self.viewport().width()
        shorter = self._theme.px(BAR) - self._theme.px(SHORT_BAR)
        bars = [number for number, column in enumerate(self.table.columns) if column.bar]
        self._delegate.bar = self._theme.px(BAR)
        for number in bars if excess > 0 else ():
            header = self.horizontalHeader().sectionSizeFromContents(number).width()
            narrower = max(header, widths[number] - shorter)
            excess -= widths[number] - narrower
            self._delegate.bar -= widths[number] - narrower
            widths[number] = least[number] = narrower
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the row and how the table is sorted: by right click, and by the menu key."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = event.pos() if event.reason() is QContextMenuEvent.Reason.Mouse else self._below_current()
        if event.reason() is QContextMenuEvent.Reason.Mouse and (clicked := self.indexAt(at)).isValid():
            self.setCurrentIndex(clicked)
        if self.current_key():
            self.menu_asked.emit(self.current_key(), menu)
        if not menu.isEmpty():
            menu.addSeparator()
        self._add_orders(menu.addMenu(_("Sort by")))
        menu.popup(self.viewport().mapToGlobal(at))

    def _below_current(self) -> QPoint:
        return self.visualRect(self.currentIndex()).bottomLeft() + QPoint(24, 0)

    def _add_orders(self, menu: QMenu) -> None:
        """A line for each column; the one it is sorted by turns the order round."""
        now = self.order()
        for number, column in enumerate(self.table.columns):
            if self.isColumnHidden(number):
                continue
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(now.removeprefix("-") == column.key)
            order = f"-{column.key}" if now == column.key else column.key
            action.triggered.connect(lambda _checked=False, order=order: self.set_order(order))
        if now:
            menu.addSeparator()
            menu.addAction(_("Usual order")).triggered.connect(lambda _checked=False: self.set_order(""))

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
