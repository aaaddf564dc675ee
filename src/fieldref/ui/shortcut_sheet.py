"""The keyboard at a glance, opened with `?`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldref.i18n import _
from fieldref.ui import shortcuts
from fieldref.ui.language import Language
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.labels import label

WIDEST, COLUMNS_FROM = 1000, 900
"""Width of the sheet, and from which on its groups stand side by side, at 100 %."""
ROOM = 48
"""Least distance to the window's borders, both sides together."""


class ShortcutTable(QWidget):
    """Keys and what they do, by group."""

    def __init__(self, missing: frozenset[str], parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        self._missing = missing
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(32)
        self._headings: list[QLabel] = []
        self._grids: list[QGridLayout] = []
        self._lines: list[tuple[QLabel, QLabel]] = []
        for _title, lines in shortcuts.shortcut_groups(missing):
            self._columns.addWidget(self._column(len(lines)), 1)
        self.set_vertical(vertical)
        self.retranslate()

    def set_vertical(self, vertical: bool) -> None:
        """Groups below each other, or side by side."""
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if vertical else direction.LeftToRight)

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        groups = shortcuts.shortcut_groups(self._missing)
        for heading, (title, _lines) in zip(self._headings, groups, strict=True):
            heading.setText(title)
        said = [line for _title, lines in groups for line in lines]
        for (keys, does), line in zip(self._lines, said, strict=True):
            keys.setText(line.keys)
            does.setText(line.does)
        widest = max((keys.sizeHint().width() for keys, _does in self._lines), default=0)
        for grid in self._grids:
            grid.setColumnMinimumWidth(0, widest)

    def _column(self, lines: int) -> QWidget:
        column = QWidget()
        grid = QGridLayout(column)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(12)
        self._grids.append(grid)
        self._headings.append(label("strong"))
        grid.addWidget(self._headings[-1], 0, 0, 1, 2)
        for row in range(1, lines + 1):
            keys, does = label("badge"), label(wrap=True)
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(does, row, 1)
            self._lines.append((keys, does))
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(lines + 1, 1)
        return column


class ShortcutSheet(QDialog):
    """A dialog that any key which closes dialogs closes; it follows a switch of language."""

    def __init__(
        self, theme: Theme, language: Language, missing: frozenset[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "sheet")
        self._theme = theme
        self._title = label("title")
        self.table = ShortcutTable(missing)
        self.table.setProperty("look", "sheet")
        self._area = QScrollArea()
        self._area.setProperty("look", "pane")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self.table)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 20, 12, 20)
        self._layout.setSpacing(16)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._area)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.setWindowTitle(_("Keyboard"))
        self._title.setText(_("Keyboard"))
        self._area.setAccessibleName(_("Keyboard"))
        self.table.retranslate()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """As large as its words need in this window; what has no room is scrolled to."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        parent, px = self.parentWidget(), self._theme.px
        width = min(px(WIDEST), parent.width() - ROOM) if parent is not None else px(WIDEST)
        self.table.set_vertical(width < px(COLUMNS_FROM))
        margins = self._layout.contentsMargins()
        bar = self._area.verticalScrollBar().sizeHint().width()
        inside = width - margins.left() - margins.right() - bar
        aside = margins.top() + margins.bottom() + self._title.sizeHint().height() + self._layout.spacing()
        wanted = self.table.heightForWidth(inside) + aside
        self.resize(width, min(wanted, parent.height() - ROOM) if parent is not None else wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`?` closes what it opened."""
        if event.text() == "?":
            self.accept()
            return
        super().keyPressEvent(event)
