"""Terms and topics with a column for each language, for readers who work across both."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.padded_cells import PaddedCells
from fieldref.ui.widgets.row_model import Index


class WordModel(QAbstractTableModel):
    """A line per record, a column per language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[str, tuple[str, ...]]] = []
        self._heads: tuple[str, ...] = ()

    def set_lines(self, heads: tuple[str, ...], lines: list[tuple[str, tuple[str, ...]]]) -> None:
        """(record id, its name in each language) per line."""
        self.beginResetModel()
        self._heads, self._lines = heads, lines
        self.endResetModel()

    def id_at(self, row: int) -> str:
        """The record of a line."""
        return self._lines[row][0]

    def find(self, record_id: str | None) -> int:
        """The line of a record, -1 if there is none."""
        return next((number for number, (known, _) in enumerate(self._lines) if known == record_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of languages."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The word, or a dash that says it is missing."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.isValid():
            return self._lines[index.row()][1][index.column()] or "–"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the languages."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._heads[section] if section < len(self._heads) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class WordTable(QTableView):
    """Shows the words; long ones wrap, and a row is as high as its words at this width."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = WordModel(self)
        self._chosen: str | None = None
        self.setModel(self.words)
        self.setItemDelegate(PaddedCells(theme, self))
        self.setProperty("look", "list")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def set_lines(self, heads: tuple[str, ...], lines: list[tuple[str, tuple[str, ...]]]) -> None:
        """(record id, its name in each language) per line; the chosen record stays chosen."""
        self.words.set_lines(heads, lines)
        self.fit()
        self.select(self._chosen)

    def select(self, record_id: str | None) -> None:
        """Choose the line of a record without opening it; None or one that is not here chooses none."""
        self._chosen = record_id
        number = self.words.find(record_id)
        if number < 0:
            self.clearSelection()
        else:
            self.selectRow(number)
            self.scrollTo(self.currentIndex())

    def fit(self) -> None:
        """Rows as high as their words need; nothing is measured while it is not seen."""
        if self.isVisible():
            seen = self.viewport().rect().intersects(self.visualRect(self.currentIndex()))
            self.resizeRowsToContents()
            if seen:
                self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps differently."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """What was filled while hidden is measured now."""
        super().showEvent(event)
        self.fit()
        self.scrollTo(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.words.id_at(index.row()))
