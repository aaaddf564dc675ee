"""A record's sheet as a document: links that tell instead of going, figures drawn on demand, a place that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QHelpEvent, QImage, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QToolTip, QWidget

from fieldref.content.folding import find_all
from fieldref.ui.sought import Sought
from fieldref.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable

RECORD_SCHEME = "fieldref"
FIGURE_SCHEME = "figure"
BESIDE = 0.4
"""Share of the column that a figure gets beside the key facts."""
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
MOST_MARKS = 200
POINTED_AT = 2000
"""Milliseconds for which the source that was jumped to is marked."""
_ONCE = Qt.ConnectionType(Qt.ConnectionType.AutoConnection.value | Qt.ConnectionType.SingleShotConnection.value)
COLUMN = 720
"""Widest line of text, in pixels at 100 %: longer ones are hard to follow."""


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where a reader is: below which anchor and how far to the next one, and how far in the whole."""

    anchor: str
    between: float
    whole: float


class SheetView(QTextBrowser):
    """Shows HTML made by `sheets`. It opens nothing by itself: no file, no network address, no script."""

    record_clicked = Signal(str)
    external_clicked = Signal(str)
    figures_outgrown = Signal()
    """The column has another width now: figures want to be drawn anew."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.figure: Callable[[str, QSize], QImage | None] | None = None
        """Draws `figure:` images; given the key and the room there is."""
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self._drawn_for = 0
        """Width of the column that the figures were drawn for; 0 as long as there are none."""
        self._sought: list[QTextEdit.ExtraSelection] = []
        self._found: list[QTextEdit.ExtraSelection] = []
        self._pointed: list[QTextEdit.ExtraSelection] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(150)
        self._rest.timeout.connect(self._on_rested)
        self.anchorClicked.connect(self._on_anchor)

    def show_html(self, html: str) -> None:
        """Show another sheet, from its top."""
        self.document().setDefaultFont(self._theme.font())
        self._drawn_for = 0
        self._sought, self._found, self._pointed = [], [], []
        self.setExtraSelections([])
        self.setHtml(html)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, _kind: int, name: QUrl | str) -> Any:
        """Figures are drawn; nothing else is ever fetched, from no disk and no network."""
        url = QUrl(name)
        if url.scheme() == FIGURE_SCHEME and self.figure is not None:
            key, _mark, place = url.toString().partition(":")[2].partition("?")
            room = self._drawn_for = self.column_width()
            return self.figure(key, QSize(round(room * BESIDE) if place == "beside" else room, self.height()))
        return None

    def column_width(self) -> int:
        """Width of the column of text now, with room for the scroll bar that a longer text will need."""
        bar = self.verticalScrollBar()
        coming = 0 if bar.isVisible() else bar.sizeHint().width()
        return max(self.viewport().width() - coming - self._theme.px(8), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable: the room beside it grows, not its lines. Margins change only when they must."""
        bar = self.verticalScrollBar().sizeHint().width()
        spare = self.width() - bar - 2 * self.frameWidth() - self._theme.px(COLUMN)
        side = max(self._theme.px(16), spare // 2)
        margins = self.viewportMargins()
        if margins.left() != side:
            self.setViewportMargins(side, 0, max(side - bar, self._theme.px(8)), 0)
        super().resizeEvent(event)
        if self._outgrown():
            self._rest.start()

    def _outgrown(self) -> bool:
        """Whether figures were drawn for another width. That a scroll bar comes and goes makes no other width."""
        return self._drawn_for not in (0, self.column_width())

    def _on_rested(self) -> None:
        if self._outgrown() and self.isVisible():
            self.figures_outgrown.emit()

    # ---- the place in the text

    def scroll_share(self) -> float:
        """How far down the sheet is, 0 to 1."""
        bar = self.verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() else 0.0

    def scroll_to_share(self, share: float) -> None:
        """Go to a share of the whole."""
        bar = self.verticalScrollBar()
        bar.setValue(round(share * bar.maximum()))

    def place(self) -> ReadingPlace:
        """Where the reader is, in terms that hold in the other language too."""
        value = self.verticalScrollBar().value()
        if not value:
            return ReadingPlace("", 0.0, 0.0)  # without laying out a long sheet to its end, to look for anchors
        above, below = ("", 0.0), None
        for name, top in self._anchors():
            if top > value:
                below = top
                break
            above = (name, top)
        end = below if below is not None else float(self.verticalScrollBar().maximum())
        span = end - above[1]
        return ReadingPlace(above[0], (value - above[1]) / span if span > 0 else 0.0, self.scroll_share())

    def go_to(self, place: ReadingPlace) -> None:
        """Return to a place; without its anchor, to the same share of the whole."""
        if not place.anchor and not place.between:
            self.verticalScrollBar().setValue(0)
            return
        anchors = self._anchors()
        names = [name for name, _ in anchors]
        if place.anchor and place.anchor not in names:
            self.scroll_to_share(place.whole)
            return
        top = 0.0
        end = anchors[0][1] if anchors else float(self.verticalScrollBar().maximum())
        if place.anchor:
            here = names.index(place.anchor)
            top = anchors[here][1]
            end = anchors[here + 1][1] if here + 1 < len(anchors) else float(self.verticalScrollBar().maximum())
        self.verticalScrollBar().setValue(round(top + place.between * max(end - top, 0.0)))

    def go_to_anchor(self, anchor: str) -> bool:
        """Bring a named anchor to the top; False where there is none of that name."""
        top = next((top for name, top in self._anchors() if name == anchor), None)
        if top is None:
            return False
        self.verticalScrollBar().setValue(round(top))
        return True

    def anchor_at(self, point: QPoint) -> str:
        """The anchor above a point of the view, '' above the first."""
        return self._anchor_above(self.verticalScrollBar().value() + point.y())

    def anchor_being_read(self) -> str:
        """The anchor above the selected text or, without one, above the upper edge of what is seen."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.setPosition(cursor.selectionStart())
            return self.anchor_at(self.cursorRect(cursor).center())
        return self.anchor_at(QPoint(0, self.viewport().height() // 10))

    def _anchor_above(self, height: float) -> str:
        return next((name for name, top in reversed(self._anchors()) if top <= height), "")

    def _anchors(self) -> list[tuple[str, float]]:
        """Named anchors with their height in the document, from top to bottom."""
        found: list[tuple[str, float]] = []
        layout = self.document().documentLayout()
        block = self.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                names = iterator.fragment().charFormat().anchorNames()
                if names:
                    top = layout.blockBoundingRect(block).top()
                    found.extend((name, top) for name in names)
                iterator += 1
            block = block.next()
        return sorted(found, key=lambda pair: pair[1])

    # ---- sources

    def viewportEvent(self, event: QEvent) -> bool:
        """A mark such as [1] tells its source when the mouse rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            entry = self._entry(self.anchorAt(event.pos()).removeprefix("#"))
            if entry is not None:
                told = " ".join(entry.selectedText().split())
                QToolTip.showText(event.globalPos(), f"<p>{escape(told)}</p>", self.viewport())
                return True
        return super().viewportEvent(event)

    def _entry(self, anchor: str) -> QTextCursor | None:
        """The entry of the list of sources with that anchor: title, publisher, year."""
        if not anchor.startswith("source-"):
            return None
        block = self.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                if anchor in iterator.fragment().charFormat().anchorNames():
                    cursor = QTextCursor(block)
                    table = cast("QTextTable | None", cursor.currentTable())  # the stubs do not know of None
                    if table is not None:
                        cell = table.cellAt(table.cellAt(cursor).row(), table.columns() - 1)
                        return self._cursor(cell.firstPosition(), cell.lastPosition())
                    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                    return cursor
                iterator += 1
            block = block.next()
        return None

    def _point_at(self, anchor: str) -> None:
        """Mark an entry of the list of sources for a moment; with reduced motion until the reader moves on."""
        entry = self._entry(anchor)
        if entry is None:
            return
        self._pointed = [self._mark(entry)]
        self._show_marks()
        if self._theme.reduced_motion:
            self.verticalScrollBar().valueChanged.connect(self._point_at_nothing, _ONCE)
        else:
            QTimer.singleShot(POINTED_AT, self, self._point_at_nothing)

    def _point_at_nothing(self) -> None:
        self._pointed = []
        self._show_marks()

    def _show_marks(self) -> None:
        self.setExtraSelections([*self._sought, *self._found, *self._pointed])

    # ---- finding

    def show_found(self, marks: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Mark what the find bar found, in place of what it found before."""
        self._found = list(marks)
        self._show_marks()

    def show_sought(self, sought: Sought | None) -> bool:
        """Mark the words that were searched for and bring their passage into the upper third; None takes the marks
        away. False when the passage is not in the text: nothing is scrolled then."""
        cursors = [] if sought is None else self._whole_words(sought.words)
        self._sought = [self._mark(cursor) for cursor in cursors]
        self._show_marks()
        if sought is None:
            return False
        places = next((found for found in map(self.places_of, sought.passages) if found), [])
        if not places:
            return False
        start, end = places[0].selectionStart(), places[0].selectionEnd()
        inside = [c for c in cursors if start <= c.selectionStart() < end]
        cursor = QTextCursor(inside[0] if inside else places[0])
        cursor.setPosition(cursor.selectionStart())
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(
            self.verticalScrollBar().value() + self.cursorRect(cursor).top() - self.viewport().height() // 3
        )
        return True

    def _whole_words(self, words: Sequence[str]) -> list[QTextCursor]:
        """Where the words stand by themselves, not inside others; the longest first, none inside another's place."""
        taken: list[tuple[int, int]] = []
        text = self.toPlainText()
        for word in sorted(words, key=len, reverse=True):
            for start, end in find_all(text, word):
                inside = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
                if not inside and not any(s < end and start < e for s, e in taken):
                    taken.append((start, end))
            if len(taken) > MOST_MARKS:
                break
        return [self._cursor(start, end) for start, end in sorted(taken)[:MOST_MARKS]]

    def _mark(self, cursor: QTextCursor) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(self._theme.color("warning_soft"))
        return mark

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def places_of(self, words: str) -> list[QTextCursor]:
        """Every place where `words` stand, whatever their accents and case."""
        return [self._cursor(start, end) for start, end in find_all(self.toPlainText(), words)]

    def _on_anchor(self, url: QUrl) -> None:
        if not url.scheme() and url.hasFragment():
            self.scrollToAnchor(url.fragment())
            self._point_at(url.fragment())
        elif url.scheme() == RECORD_SCHEME:
            record, _, anchor = url.toString().partition(":")[2].partition("#")
            self.record_clicked.emit(record.strip("/"))
            if anchor:
                self.scrollToAnchor(anchor)
        elif url.scheme() in SAFE_SCHEMES:
            self.external_clicked.emit(bytes(url.toEncoded().data()).decode("ascii", "replace"))
