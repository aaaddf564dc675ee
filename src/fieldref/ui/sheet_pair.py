"""The sheet in one language, in both beside each other, and a panel beside or below them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from fieldref.ui.sheet_view import SheetView
from fieldref.ui.theme import Theme

SMALLEST_SHEET, SIDE_WIDTH, SIDE_HEIGHT = 420, 260, 220
"""Width a sheet keeps beside another panel; width and height of that panel, at 100 %."""


class SheetPair(QSplitter):
    """`view` is the sheet in the language of the window, `other` the one beside it, hidden until it is asked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.view = SheetView(theme)
        self.other = SheetView(theme)
        self.other.hide()
        self._side: QWidget | None = None
        self._side_placed = False
        sheets = QSplitter(Qt.Orientation.Horizontal)
        sheets.addWidget(self.view)
        sheets.addWidget(self.other)
        self.addWidget(sheets)
        for splitter in (self, sheets):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)

    @property
    def both(self) -> bool:
        """Whether both languages are shown."""
        return self.other.isVisibleTo(self)

    def show_both(self, on: bool) -> None:
        """Show both languages, or one."""
        self.other.setVisible(on)
        self._arrange()

    def add_side(self, panel: QWidget) -> None:
        """Put a panel beside the sheet, as the reader's note; below it where the sheet would become too narrow."""
        self._side = panel
        self.addWidget(panel)
        self.setStretchFactor(0, 1)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has another place for the panel beside the sheet."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._side is None:
            return
        px = self._theme.px
        beside = self.width() >= (2 if self.both else 1) * px(SMALLEST_SHEET) + px(SIDE_WIDTH)
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.orientation() != wanted or not self._side_placed:
            self._side_placed = True
            self.setOrientation(wanted)
            length, side = (self.width(), px(SIDE_WIDTH)) if beside else (self.height(), px(SIDE_HEIGHT))
            self.setSizes([max(length - side, 1), side])
