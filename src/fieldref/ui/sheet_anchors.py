"""Named places in the text of a sheet: where a reader is, in terms that hold in the other language too, and how to get
back there; and which figure or source stands at a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextBrowser

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable

FIGURE = "figure:"
"""Begins the names of anchors that stand at figures: not places to come back to, but what is cited."""
SOURCE = "source-"


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where a reader is: below which anchor and how far to the next one, and how far in the whole."""

    anchor: str
    between: float
    whole: float


@dataclass(frozen=True, slots=True)
class TopLine:
    """What stands at the upper edge: the number and text of its paragraph, and how much of that has gone above."""

    number: int
    text: str
    gone: float


class SheetAnchors:
    """The anchors of the text that a view shows."""

    def __init__(self, view: QTextBrowser) -> None:
        self._view = view

    def place(self) -> ReadingPlace:
        """Where the reader is."""
        value = self._value()
        if not value:
            return ReadingPlace("", 0.0, 0.0)  # without laying out a long sheet to its end, to look for anchors
        above, below = ("", 0.0), None
        for name, top in self._tops():
            if top > value:
                below = top
                break
            above = (name, top)
        end = below if below is not None else float(self._end())
        span = end - above[1]
        return ReadingPlace(above[0], (value - above[1]) / span if span > 0 else 0.0, self.share())

    def go_to(self, place: ReadingPlace) -> None:
        """Return to a place; without its anchor, to the same share of the whole."""
        if not place.anchor and not place.between:
            self._scroll(0)
            return
        anchors = self._tops()
        names = [name for name, _ in anchors]
        if place.anchor and place.anchor not in names:
            self.go_to_share(place.whole)
            return
        top = 0.0
        end = anchors[0][1] if anchors else float(self._end())
        if place.anchor:
            here = names.index(place.anchor)
            top = anchors[here][1]
            end = anchors[here + 1][1] if here + 1 < len(anchors) else float(self._end())
        self._scroll(top + place.between * max(end - top, 0.0))

    def top_line(self) -> TopLine | None:
        """What stands at the upper edge now; None at the very top, where there is nothing to keep."""
        if not self._value():
            return None
        block = self._view.cursorForPosition(QPoint(0, 0)).block()
        box = self._view.document().documentLayout().blockBoundingRect(block)
        return TopLine(block.blockNumber(), block.text(), (self._value() - box.top()) / max(box.height(), 1.0))

    def go_to_line(self, top: TopLine | None) -> bool:
        """Bring it back to the upper edge of the same text in another width or size. False where another one stands."""
        if top is None:
            return False
        block = self._view.document().findBlockByNumber(top.number)
        if not block.isValid() or block.text() != top.text:
            return False
        box = self._view.document().documentLayout().blockBoundingRect(block)
        self._scroll(box.top() + top.gone * box.height())
        return True

    def share(self) -> float:
        """How far down the sheet is, 0 to 1."""
        return self._value() / self._end() if self._end() else 0.0

    def go_to_share(self, share: float) -> None:
        """Go to a share of the whole."""
        self._scroll(share * self._end())

    def go_to_name(self, name: str) -> bool:
        """Bring a named anchor to the top; False where there is none of that name."""
        top = next((top for known, top in self._tops() if known == name), None)
        if top is not None:
            self._scroll(top)
        return top is not None

    def above(self, point: QPoint) -> str:
        """The anchor above a point of the view, '' above the first."""
        height = self._value() + point.y()
        return next((name for name, top in reversed(self._tops()) if top <= height), "")

    def being_read(self) -> str:
        """The anchor above the selected text or, without one, above the upper edge of what is seen."""
        cursor = self._view.textCursor()
        if cursor.hasSelection():
            cursor.setPosition(cursor.selectionStart())
            return self.above(self._view.cursorRect(cursor).center())
        return self.above(QPoint(0, self._view.viewport().height() // 10))

    def source_entry(self, anchor: str) -> QTextCursor | None:
        """The entry of the list of sources with that anchor: title, publisher, year."""
        if not anchor.startswith(SOURCE):
            return None
        for block, name in self._names():
            if name == anchor:
                cursor = QTextCursor(block)
                table = _table(cursor)
                if table is not None:
                    cell = table.cellAt(table.cellAt(cursor).row(), table.columns() - 1)
                    return _between(cell.firstCursorPosition(), cell.lastCursorPosition())
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                return cursor
        return None

    def link_before(self, position: int) -> int | None:
        """Where the last link begins that ends before a position of the text."""
        block = self._view.document().findBlock(position)
        while block.isValid():
            found = None
            iterator = block.begin()
            while not iterator.atEnd():
                piece = iterator.fragment()
                if piece.charFormat().anchorHref() and piece.position() + piece.length() <= position:
                    found = piece.position()
                iterator += 1
            if found is not None:
                return found
            block = block.previous()
        return None

    def figure_at(self, point: QPoint) -> str:
        """The name of the figure in the row of a table at a point of the view, '' where there is none."""
        cursor = self._view.cursorForPosition(point)
        table = _table(cursor)
        if table is None:
            return ""
        row = table.cellAt(cursor).row()
        first = table.cellAt(row, 0).firstCursorPosition().block()
        last = table.cellAt(row, table.columns() - 1).lastCursorPosition().block()
        names = (name for _block, name in _names_between(first, last) if name.startswith(FIGURE))
        return next(names, "").removeprefix(FIGURE)

    def _tops(self) -> list[tuple[str, float]]:
        """Places to come back to, with their height in the document, from top to bottom."""
        layout = self._view.document().documentLayout()
        found = [
            (name, layout.blockBoundingRect(block).top())
            for block, name in self._names()
            if not name.startswith(FIGURE)
        ]
        return sorted(found, key=lambda pair: pair[1])

    def _names(self) -> Iterator[tuple[QTextBlock, str]]:
        document = self._view.document()
        return _names_between(document.begin(), document.lastBlock())

    def _value(self) -> int:
        return self._view.verticalScrollBar().value()

    def _end(self) -> int:
        return self._view.verticalScrollBar().maximum()

    def _scroll(self, value: float) -> None:
        self._view.verticalScrollBar().setValue(round(value))


def _names_between(block: QTextBlock, last: QTextBlock) -> Iterator[tuple[QTextBlock, str]]:
    """The names of anchors with the blocks they are in."""
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            for name in iterator.fragment().charFormat().anchorNames():
                yield block, name
            iterator += 1
        if block == last:
            return
        block = block.next()


def _table(cursor: QTextCursor) -> QTextTable | None:
    return cast("QTextTable | None", cursor.currentTable())  # the stubs do not know of None


def _between(start: QTextCursor, end: QTextCursor) -> QTextCursor:
    cursor = QTextCursor(start)
    cursor.setPosition(end.position(), QTextCursor.MoveMode.KeepAnchor)
    return cursor
