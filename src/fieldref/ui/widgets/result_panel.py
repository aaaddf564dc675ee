"""The panel of results under a search field: chips that count the kinds, a line that says what was done, the list,
and a line that counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import KindChip
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.remark import Remark
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList

_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End)
_MEASURED = 12
"""Rows that are measured to know how high the panel wants to be: no window shows more."""


class ResultList(RowList):
    """The list of results: typing goes back to the field, moving opens nothing."""

    typed = Signal(object)
    left = Signal()
    escaped = Signal()
    kept = Signal(str)
    moved = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves stay here, Enter opens, Ctrl+Enter opens and keeps; every other key is the field's."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row_id = self.current_id()
            if row_id is not None:
                control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                (self.kept if control else self.opened).emit(row_id)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Up and not any(
            not self.rows.row(i).section for i in range(max(self.currentIndex().row(), 0))
        ):
            self.left.emit()
        elif key in _MOVES:
            super().keyPressEvent(event)
            self._pause.stop()
            self.moved.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)
        else:
            self.typed.emit(event)

    def step(self, by: int) -> None:
        """Choose the row so many further on, or the last there is in that direction; headings are passed over."""
        here = self.currentIndex().row()
        open_rows = [i for i in range(self.rows.rowCount()) if not self.rows.row(i).section]
        ahead = [i for i in open_rows if i > here] if by > 0 else [i for i in reversed(open_rows) if i < here]
        if ahead:
            self.setCurrentIndex(self.rows.index(ahead[min(abs(by), len(ahead)) - 1]))
            self.moved.emit()

    def rows_in_view(self) -> int:
        """How many rows a page is."""
        return max(self.viewport().height() // max(self.sizeHintForRow(0), 1) - 1, 1)


class ResultPanel(QFrame):
    """Hangs below its anchor, over the rest of the window, without being a window of its own."""

    opened = Signal(str)
    kept = Signal(str)
    kinds_changed = Signal()
    offered = Signal(str)
    """The key of an offer that was taken up."""
    escaped = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._over = parent
        self.setProperty("look", "panel")
        self.list = ResultList(theme)
        self.list.opened.connect(self.opened)
        self.list.kept.connect(self.kept)
        self.list.escaped.connect(self.escaped)
        self._chips: dict[str, KindChip] = {}
        self._shown_kinds: list[str] = []
        self._chip_row = QWidget()
        self._chip_layout = FlowLayout(self._chip_row, 6)
        self._remark = label("strong", wrap=True)
        self._detail = label("muted", wrap=True)
        self._offer_row = QWidget()
        self._offer_layout = FlowLayout(self._offer_row, 6)
        self._offers: list[QPushButton] = []
        self.status = label("small")
        self._hint = label("small")
        foot = QHBoxLayout()
        foot.addWidget(self.status)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (self._chip_row, self._remark, self._detail, self._offer_row, self.list):
            layout.addWidget(widget)
        layout.addLayout(foot)
        self.hide()

    def show_rows(self, rows: Sequence[Row], remark: Remark, status: str = "") -> None:
        """Show results, the first of them chosen; the remark stands above them, the status below."""
        self.list.show_anew(rows)
        self.list.setVisible(bool(rows))
        self._hint.setVisible(bool(rows))
        for shown, text in ((self._remark, remark.text), (self._detail, remark.detail), (self.status, status)):
            if shown.text() != text:
                shown.setText(text)
            shown.setVisible(bool(text))
        self._show_offers(remark.offers)

    def show_kinds(self, kinds: Sequence[tuple[str, str, str]], chosen: frozenset[str]) -> None:
        """(key, word, count) of each kind found, as chips to narrow the results by, in the order given."""
        keys = [key for key, _, _ in kinds]
        for key, word, count in kinds:
            if key not in self._chips:
                self._chips[key] = KindChip(key, self._chip_row)
                self._chips[key].clicked.connect(lambda _=False: self.kinds_changed.emit())
            self._chips[key].say(word, count)
            self._chips[key].setChecked(key in chosen)
        if keys != self._shown_kinds:
            self._shown_kinds = keys
            self._chip_layout.arrange([self._chips[key] for key in keys])
            for key, chip in self._chips.items():
                chip.setVisible(key in keys)
        self._chip_row.setVisible(bool(kinds))

    def chosen_kinds(self) -> frozenset[str]:
        """Keys of the chips that are on."""
        return frozenset(key for key in self._shown_kinds if self._chips[key].isChecked())

    def say(self, name: str, hint: str) -> None:
        """Name the list; `hint` names the keys."""
        self.setAccessibleName(name)
        self.list.setAccessibleName(name)
        self._hint.setText(hint)

    def announce(self, words: str) -> None:
        """Let a screen reader say it without moving the focus."""
        self.status.setAccessibleName(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.status, words))

    def tab_order(self, field: QWidget) -> None:
        """Tab goes from the field through chips and offers to the list."""
        before = field
        for widget in (*(self._chips[key] for key in self._shown_kinds), *self._offers, self.list):
            if widget.isVisibleTo(self):
                QWidget.setTabOrder(before, widget)
                before = widget

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape on a chip or an offer puts the panel away."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def place(self, anchor: QWidget) -> None:
        """Hang below the anchor, as wide as it, or as wide as results need."""
        parent = self._over
        corner = anchor.mapTo(parent, QPoint(0, anchor.height() + 4))
        width = min(max(anchor.width(), self._theme.px(560)), parent.width() - 16)
        x = min(max(corner.x(), 8), max(parent.width() - width - 8, 8))
        if self.width() != width:
            self.resize(width, self.height())
            self.layout().activate()  # type: ignore[union-attr]
        words = self.status.sizeHint().width() + self._hint.sizeHint().width() + self._theme.px(24)
        self._hint.setVisible(self.list.isVisibleTo(self) and words <= width)  # the keys stand in the list of keys too
        rest = parent.height() - corner.y() - 16
        height = max(min(self._wanted_height(), rest), self._theme.px(80))
        if self.geometry().getRect() != (x, corner.y(), width, height):
            self.setGeometry(x, corner.y(), width, height)
        self.raise_()

    def _show_offers(self, offers: Sequence[tuple[str, str]]) -> None:
        if not offers and not self._offers:
            self._offer_row.hide()
            return
        for old in self._offers:
            self._offer_layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._offers = []
        for key, words in offers:
            button = QPushButton(words.replace("&", "&&"), self._offer_row)
            button.setAccessibleName(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, key=key: self.offered.emit(key))
            self._offer_layout.addWidget(button)
            self._offers.append(button)
            button.show()
        self._offer_row.setVisible(bool(offers))

    def _wanted_height(self) -> int:
        rows = 0
        if self.list.isVisibleTo(self):
            count = self.list.rows.rowCount()
            rows = sum(self.list.sizeHintForRow(i) for i in range(min(count, _MEASURED))) + 8
            if count > _MEASURED:
                rows = rows * count // _MEASURED
        parts = [self._chip_row, self._remark, self._detail, self._offer_row]
        width = self.width() - 20
        height = sum(
            (w.heightForWidth(width) if w.hasHeightForWidth() else w.sizeHint().height()) + 6
            for w in parts
            if w.isVisibleTo(self)
        )
        foot = max((w.sizeHint().height() for w in (self.status, self._hint) if w.isVisibleTo(self)), default=0)
        return rows + height + foot + 26
