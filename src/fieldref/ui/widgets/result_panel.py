"""The panel of results under a search field: chips that count the kinds, the list, a line that says what was done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import KindChip
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.rows import Row, RowList

_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End)


class ResultList(RowList):
    """The list of results: typing goes back to the field, moving opens nothing."""

    typed = Signal(object)
    left = Signal()
    kept = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves stay here, Enter opens, Ctrl+Enter opens and keeps; every other key is the field's."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row_id = self.current_id()
            if row_id is not None:
                control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                (self.kept if control else self.opened).emit(row_id)
        elif key == Qt.Key.Key_Up and not any(
            not self.rows.row(i).section for i in range(max(self.currentIndex().row(), 0))
        ):
            self.left.emit()
        elif key in _MOVES:
            super().keyPressEvent(event)
            self._pause.stop()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)
        else:
            self.typed.emit(event)


class ResultPanel(QFrame):
    """Hangs below its anchor, over the rest of the window, without being a window of its own."""

    opened = Signal(str)
    kept = Signal(str)
    kinds_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._over = parent
        self.setProperty("look", "panel")
        self.list = ResultList(theme)
        self.list.opened.connect(self.opened)
        self.list.kept.connect(self.kept)
        self._chips: dict[str, KindChip] = {}
        self._chip_row = QWidget()
        self._chip_layout = FlowLayout(self._chip_row, 6)
        self._remark = label("small", wrap=True)
        self._hint = label("small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (self._chip_row, self._remark, self.list, self._hint):
            layout.addWidget(widget)
        self.hide()

    def show_rows(self, rows: Sequence[Row], remark: str) -> None:
        """Show results; `remark` stands above them ('No results …') and may be empty."""
        self.list.set_rows(())
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self._hint.setVisible(bool(rows))
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        first = next((row.id for row in rows if not row.section), None)
        self.list.select(first)
        self.list.scrollToTop()

    def show_kinds(self, kinds: Sequence[tuple[str, str, str]], chosen: frozenset[str]) -> None:
        """(key, word, count) of each kind found, as chips to narrow the results by."""
        if [key for key, _, _ in kinds] != list(self._chips):
            for old in self._chips.values():
                self._chip_layout.removeWidget(old)
                old.deleteLater()
            self._chips = {key: KindChip(key, self._chip_row) for key, _, _ in kinds}
            for chip in self._chips.values():
                self._chip_layout.addWidget(chip)
                chip.clicked.connect(lambda _=False: self.kinds_changed.emit())
        for key, word, count in kinds:
            self._chips[key].say(word, count)
            self._chips[key].setChecked(key in chosen)
        self._chip_row.setVisible(bool(kinds))

    def chosen_kinds(self) -> frozenset[str]:
        """Keys of the chips that are on."""
        return frozenset(key for key, chip in self._chips.items() if chip.isChecked())

    def say(self, name: str, hint: str) -> None:
        """Name the list; `hint` names the keys."""
        self.list.setAccessibleName(name)
        self._hint.setText(hint)

    def place(self, anchor: QWidget) -> None:
        """Hang below the anchor, as wide as it, or as wide as results need."""
        parent = self._over
        corner = anchor.mapTo(parent, QPoint(0, anchor.height() + 4))
        width = min(max(anchor.width(), self._theme.px(560)), parent.width() - 16)
        x = min(max(corner.x(), 8), max(parent.width() - width - 8, 8))
        self.setFixedWidth(width)
        self.layout().activate()  # type: ignore[union-attr]
        rest = parent.height() - corner.y() - 16
        self.setFixedHeight(max(min(self._wanted_height(), rest), self._theme.px(80)))
        self.move(x, corner.y())
        self.raise_()

    def _wanted_height(self) -> int:
        rows = 0
        if self.list.isVisibleTo(self):
            self.list.executeDelayedItemsLayout()
            rows = sum(self.list.sizeHintForRow(i) for i in range(self.list.rows.rowCount())) + 8
        others = [self._chip_row, self._remark, self._hint]
        width = self.width() - 20
        height = sum(
            max(w.sizeHint().height(), w.heightForWidth(width) if w.hasHeightForWidth() else 0) + 6
            for w in others
            if w.isVisibleTo(self)
        )
        return rows + height + 20
