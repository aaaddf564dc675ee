"""Rows and columns of the table beside a picture, and how they are ordered: groups are never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from fieldref.ui.figures.map_spec import Swatch
from fieldref.ui.widgets.row_model import Index


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it tells, which is how an order names it; heading; whether its cells are numbers and have bars."""

    key: str
    title: str
    number: bool = False
    bar: bool = False
    explained: str = ""
    spare: bool = False
    """Whether it is left out where there is no room: what it says stands beside the table and in its tooltips too."""

    def alignment(self) -> int:
        """Numbers stand at the right, words at the left."""
        side = Qt.AlignmentFlag.AlignRight if self.number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `sort` is what it is ordered by; `share` (0 to 1) draws a bar in the colour of `swatch`."""

    text: str
    sort: float | str | None = None
    swatch: Swatch | None = None
    share: float = 0.0
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row. Rows are sorted inside their group only; a heading spans all columns and stays first in its group."""

    key: str
    cells: tuple[Cell, ...]
    group: int = 0
    heading: bool = False
    checked: bool | None = None
    """None: the row has nothing to tick."""


class FigureTableModel(QAbstractTableModel):
    """Rows in, roles out."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._given: tuple[TableRow, ...] = ()
        self._rows: tuple[TableRow, ...] = ()
        self._order: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows as they stand now."""
        return self._rows

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    def set_table(self, columns: Sequence[Column], rows: Sequence[TableRow]) -> None:
        """Show another table, in the order chosen before."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._given = tuple(rows)
        self._rows = self._sorted()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are, headings included."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment, ticks, tooltips."""
        row, column = self._rows[index.row()], index.column()
        cell = row.cells[column] if column < len(row.cells) else Cell("")
        answer: Any = None
        if role == Qt.ItemDataRole.DisplayRole:
            answer = cell.text
        elif role == Qt.ItemDataRole.UserRole:
            answer = cell
        elif role == Qt.ItemDataRole.ToolTipRole:
            answer = cell.tooltip or None
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            answer = f"{self._columns[column].title}: {cell.text}" if cell.text else None
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            answer = self._columns[column].alignment()
        elif role == Qt.ItemDataRole.CheckStateRole and column == 0 and row.checked is not None:
            answer = Qt.CheckState.Checked if row.checked else Qt.CheckState.Unchecked
        elif role == Qt.ItemDataRole.FontRole and row.heading:
            answer = QFont()
            answer.setBold(True)
        return answer

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick is told; the page decides and shows the table again."""
        if role != Qt.ItemDataRole.CheckStateRole or self._rows[index.row()].checked is None:
            return False
        self.ticked.emit(self._rows[index.row()].key, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        row = self._rows[index.row()]
        if row.heading:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and row.checked is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column headings."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.explained or None
        return column.alignment() if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column inside each group; -1 gives the order of the caller back."""
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order) if column >= 0 else None
        self._rows = self._sorted()
        self.layoutChanged.emit()

    def find(self, key: str) -> int:
        """Where the row with this key stands, -1 if it does not."""
        return next((i for i, row in enumerate(self._rows) if row.key == key and not row.heading), -1)

    def _sorted(self) -> tuple[TableRow, ...]:
        if self._order is None or self._order[0] >= len(self._columns):
            return self._given
        column, order = self._order
        backwards = order == Qt.SortOrder.DescendingOrder

        def value(row: TableRow) -> float | str | None:
            cell = row.cells[column] if column < len(row.cells) else Cell("")
            return cell.sort if cell.sort is not None else (cell.text or None)

        result: list[TableRow] = []
        for group in dict.fromkeys(row.group for row in self._given):
            rows = [row for row in self._given if row.group == group]
            known = [row for row in rows if not row.heading and value(row) is not None]
            # Numbers before words, so that a column with both never fails to sort.
            known.sort(key=lambda row: _comparable(value(row)), reverse=backwards)
            result += [row for row in rows if row.heading]
            result += known
            # What is not known is last either way.
            result += [row for row in rows if not row.heading and value(row) is None]
        return tuple(result)


def _comparable(value: float | str | None) -> tuple[int, float, str]:
    return (0, float(value), "") if isinstance(value, int | float) else (1, 0.0, str(value))
