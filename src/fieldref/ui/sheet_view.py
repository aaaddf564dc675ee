"""A record's sheet as a document: links that tell instead of going, figures drawn on demand, a place that is kept."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QImage, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QToolTip, QWidget

from fieldref.ui.sheet_anchors import SheetAnchors
from fieldref.ui.sheet_marks import SheetMarks
from fieldref.ui.theme import Theme

RECORD_SCHEME = "fieldref"
FIGURE_SCHEME = "figure"
BESIDE = 0.4
"""Share of the column that a figure gets beside the key facts."""
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
BY_KEYS = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)
COLUMN = 720
"""Widest line of text, in pixels at 100 %: longer ones are hard to follow."""


class SheetView(QTextBrowser):
    """Shows HTML made by `sheets`. It opens nothing by itself: no file, no network address, no script."""

    record_clicked = Signal(str)
    external_clicked = Signal(str)
    figures_outgrown = Signal()
    """The column has another width now: figures want to be drawn anew, and tables may have to do without columns."""

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
        # Words wrap anywhere and figures are drawn to the width: a bar below would only be a rounding of Qt's.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._drawn_for = 0
        """Width of the column that the sheet and its figures were made for; 0 as long as nothing is shown."""
        self.pinned: int | None = None
        """Where a switch of language put the reader: stays to the pixel until somebody moves, so that it leads back."""
        self._jumped_from: tuple[int, QTextCursor] | None = None
        self.anchors = SheetAnchors(self)
        self.marks = SheetMarks(self, theme)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(150)
        self._rest.timeout.connect(self._on_rested)
        self.anchorClicked.connect(self._on_anchor)

    def show_html(self, html: str) -> None:
        """Show another sheet, from its top."""
        self.document().setDefaultFont(self._theme.font())
        self._drawn_for = self.column_width()
        self.marks.clear()
        self._jumped_from = self.pinned = None
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
        """Keep the column readable: the room beside it grows, not its lines, and what is read stays where it is.
        Margins change only when they must."""
        wider = event.size().width() != event.oldSize().width() and self.verticalScrollBar().value() != self.pinned
        top = self.anchors.top_line() if wider and self._drawn_for else None
        bar = self.verticalScrollBar().sizeHint().width()
        spare = self.width() - bar - 2 * self.frameWidth() - self._theme.px(COLUMN)
        side = max(self._theme.px(16), spare // 2)
        margins = self.viewportMargins()
        if margins.left() != side:
            self.setViewportMargins(side, 0, max(side - bar, self._theme.px(8)), 0)
        super().resizeEvent(event)
        self.anchors.go_to_line(top)
        if self._outgrown():
            self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters move what is read; it comes back to where it was."""
        larger = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        top = self.anchors.top_line() if larger and self._drawn_for else None
        super().changeEvent(event)
        self.anchors.go_to_line(top)

    def _outgrown(self) -> bool:
        """Whether the sheet was made for another width. That a scroll bar comes and goes makes no other width."""
        return self._drawn_for not in (0, self.column_width())

    def _on_rested(self) -> None:
        if self._outgrown() and self.isVisible():
            self.figures_outgrown.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for those who come by keyboard; who clicks into a text knows where they are."""
        super().focusInEvent(event)
        self._show_ring(by_keys=event.reason() in BY_KEYS)

    def take_keys(self) -> None:
        """Have the keyboard, and show it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._show_ring(by_keys=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Who reads on by keyboard sees where the keys go. Escape leads back from a source to what led there."""
        self._show_ring(by_keys=True)
        if event.key() == Qt.Key.Key_Escape and self._jumped_from is not None:
            value, caret = self._jumped_from
            self._jumped_from = None
            self.setTextCursor(caret)
            self.verticalScrollBar().setValue(value)
            return
        self._fetch_caret()
        super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes to the next link from where one reads, not from the first of the sheet; back to the one before."""
        self._fetch_caret()
        caret = self.textCursor()
        if following and (caret.hasSelection() or not caret.position()):
            return super().focusNextPrevChild(True)
        # Qt looks on behind a selection, and anew without one. Backwards it misses links that begin a cell.
        start = caret.position() if following else self.anchors.link_before(caret.selectionStart())
        if start is None:
            caret.setPosition(1)
            caret.setPosition(0, QTextCursor.MoveMode.KeepAnchor)
            self._put_caret(caret)
            return super().focusNextPrevChild(False)
        caret.setPosition(max(start - 1, 0))
        caret.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        self._put_caret(caret)
        return super().focusNextPrevChild(True)

    def _fetch_caret(self) -> None:
        """The keys go on from what is seen: a caret that was left elsewhere, by the mouse wheel or by going back, would
        pull the text to where it stands."""
        where = self.cursorRect()
        if where.bottom() < 0 or where.top() > self.viewport().height():
            self._put_caret(self.cursorForPosition(QPoint(0, where.height())))

    def _put_caret(self, caret: QTextCursor) -> None:
        place = self.verticalScrollBar().value()
        self.setTextCursor(caret)
        self.verticalScrollBar().setValue(place)

    def _show_ring(self, *, by_keys: bool) -> None:
        self.setCursorWidth(1 if by_keys else 0)
        if self.property("ring") != by_keys:
            self.setProperty("ring", by_keys)
            self.style().unpolish(self)
            self.style().polish(self)

    def viewportEvent(self, event: QEvent) -> bool:
        """A mark such as [1] tells its source when the mouse rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            entry = self.anchors.source_entry(self.anchorAt(event.pos()).removeprefix("#"))
            if entry is not None:
                told = " ".join(entry.selectedText().split())
                QToolTip.showText(event.globalPos(), f"<p>{escape(told)}</p>", self.viewport())
                return True
        return super().viewportEvent(event)

    def _on_anchor(self, url: QUrl) -> None:
        if not url.scheme() and url.hasFragment():
            self._jumped_from = (self.verticalScrollBar().value(), self.textCursor())
            self.scrollToAnchor(url.fragment())
            self.marks.point_at(self.anchors.source_entry(url.fragment()))
        elif url.scheme() == RECORD_SCHEME:
            record, _, anchor = url.toString().partition(":")[2].partition("#")
            self.record_clicked.emit(record.strip("/"))
            if anchor:
                self.scrollToAnchor(anchor)
        elif url.scheme() in SAFE_SCHEMES:
            self.external_clicked.emit(bytes(url.toEncoded().data()).decode("ascii", "replace"))
