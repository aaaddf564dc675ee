"""A list of two-line rows that opens them: a virtual model of plain rows, a delegate that paints them whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.row_delegate import RowDelegate
from fieldref.ui.widgets.row_model import Row, RowModel

PAUSE = 160
"""Milliseconds a keyboard reader must rest on a row before it is opened."""


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
        self._whole = False
        bar = self.verticalScrollBar()
        bar.setEnabled(False)  # no handle with nothing to scroll
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        self.clicked.connect(self._open_now)
        theme.changed.connect(self.apply_theme)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, keeping the chosen one if it is still there, and the scroll place if they are as many."""
        chosen = self.current_id()
        same = self.rows.rowCount() == len(rows)
        place = self.verticalScrollBar().value()
        self.rows.set_rows(rows)
        self.scheduleDelayedItemsLayout()
        self._fit()
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

    def show_whole(self) -> None:
        """Be as high as all rows, whatever the width, and never scroll: a short list among other things."""
        self._whole = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

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
        """Rows are as high as their words need at the new width; the chosen one stays in view."""
        wider = event.size().width() != event.oldSize().width()
        seen = wider and self.viewport().rect().intersects(self.visualRect(self.currentIndex()))
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if seen:
            self.executeDelayedItemsLayout()
            self.scrollTo(self.currentIndex())
        if self._whole and event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._fit)  # a height that is set while one is being set is lost

    def apply_theme(self) -> None:
        """Fonts may have changed."""
        self.scheduleDelayedItemsLayout()
        self._fit()
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

    def _fit(self) -> None:
        if self._whole:
            rows = sum(self.sizeHintForRow(number) for number in range(self.rows.rowCount()))
            self.setFixedHeight(rows + 2 * self.frameWidth() + 2 if rows else 0)
