"""Rows of a list as plain data, and the model that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from fieldref.ui.widgets.text_block import Marks

Index = QModelIndex | QPersistentModelIndex


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
