"""The list of saved records: rows that can be put in order by dragging and by Alt+Up and Alt+Down."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.row_model import Index, RowModel
from fieldref.ui.widgets.rows import RowList


class MovableRows(RowModel):
    """Rows that can be dragged; headings take what is dropped on them."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be taken, headings receive."""
        flags = super().flags(index)
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        if self.row(index.row()).section:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction


class SavedList(RowList):
    """`moved` brings (row id, number of the row it was dropped before); the page decides what that means."""

    moved = Signal(str, int)
    stepped = Signal(str, int)
    """(row id, -1 or 1): the keyboard moves it up or down."""
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.rows = MovableRows(self)
        self.setModel(self.rows)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.set_movable(True)

    def set_movable(self, movable: bool) -> None:
        """Whether the order is the reader's own."""
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.InternalMove if movable else mode.NoDragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the row was dropped; the page puts the list in order."""
        row_id = self.current_id()
        index = self.indexAt(event.position().toPoint())
        where = QAbstractItemView.DropIndicatorPosition
        if event.source() is not self or row_id is None:
            event.ignore()
            return
        number = index.row() if index.isValid() else self.rows.rowCount()
        if index.isValid() and self.dropIndicatorPosition() in (where.BelowItem, where.OnItem):
            number += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the view itself takes no row away
        event.accept()
        self.moved.emit(row_id, number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move the row, Delete removes it."""
        row_id = self.current_id()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if row_id is not None and alt and event.key() in steps:
            self.stepped.emit(row_id, steps[Qt.Key(event.key())])
        elif row_id is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(row_id)
        else:
            super().keyPressEvent(event)

    def row_id_at(self, index: QModelIndex) -> str | None:
        """Id of the row under an index, headings included."""
        return self.rows.row(index.row()).id if index.isValid() else None
