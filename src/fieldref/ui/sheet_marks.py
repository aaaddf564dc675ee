"""Marks over the text of a sheet: what was searched for, what the find bar found, the source that was jumped to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from fieldref.content.folding import find_all
from fieldref.ui.sought import Sought
from fieldref.ui.theme import Theme

MOST_MARKS = 200
POINTED_AT = 2000
"""Milliseconds for which the source that was jumped to is marked."""
_ONCE = Qt.ConnectionType(Qt.ConnectionType.AutoConnection.value | Qt.ConnectionType.SingleShotConnection.value)


class SheetMarks:
    """The marks of one view; each kind replaces what it marked before and leaves the others."""

    def __init__(self, view: QTextBrowser, theme: Theme) -> None:
        self._view = view
        self._theme = theme
        self._sought: list[QTextEdit.ExtraSelection] = []
        self._found: list[QTextEdit.ExtraSelection] = []
        self._pointed: list[QTextEdit.ExtraSelection] = []

    def clear(self) -> None:
        """Another text is shown."""
        self._sought, self._found, self._pointed = [], [], []
        self._view.setExtraSelections([])

    def show_found(self, marks: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Mark what the find bar found."""
        self._found = list(marks)
        self._show()

    def mark_sought(self, sought: Sought | None) -> tuple[list[QTextCursor], list[QTextCursor]]:
        """Mark the words that were searched for; None takes the marks away. Returns where their passage stands, and the
        words."""
        places: list[QTextCursor] = []
        cursors: list[QTextCursor] = []
        if sought is not None:
            places = next((found for found in map(self.places_of, sought.passages) if found), [])
            cursors = self._whole_words(sought.words, places[0].selectionStart() if places else 0)
        self._sought = [self._mark(cursor) for cursor in cursors]
        self._show()
        return places, cursors

    def show_sought(self, sought: Sought) -> bool:
        """Mark the words that were searched for and bring their passage into the upper third. False when the passage is
        not in the text: nothing is scrolled then."""
        places, cursors = self.mark_sought(sought)
        if not places:
            return False
        start, end = places[0].selectionStart(), places[0].selectionEnd()
        inside = [c for c in cursors if start <= c.selectionStart() < end]
        cursor = QTextCursor(inside[0] if inside else places[0])
        cursor.setPosition(cursor.selectionStart())
        self._view.setTextCursor(cursor)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._view.cursorRect(cursor).top() - self._view.viewport().height() // 3)
        return True

    def point_at(self, entry: QTextCursor | None) -> None:
        """Mark an entry of the list of sources for a moment; with reduced motion until the reader moves on."""
        if entry is None:
            return
        self._pointed = [self._mark(entry)]
        self._show()
        if self._theme.reduced_motion:
            self._view.verticalScrollBar().valueChanged.connect(self._point_at_nothing, _ONCE)
        else:
            QTimer.singleShot(POINTED_AT, self._view, self._point_at_nothing)

    def places_of(self, words: str) -> list[QTextCursor]:
        """Every place where `words` stand, whatever their accents and case."""
        return [self._cursor(start, end) for start, end in find_all(self._view.toPlainText(), words)]

    def _point_at_nothing(self) -> None:
        self._pointed = []
        self._show()

    def _show(self) -> None:
        self._view.setExtraSelections([*self._sought, *self._found, *self._pointed])

    def _whole_words(self, words: Sequence[str], near: int) -> list[QTextCursor]:
        """Where the words stand by themselves, not inside others; none inside a longer one's place. Of very many, those
        around the place `near`."""
        taken: list[tuple[int, int]] = []
        text = self._view.toPlainText()
        for word in sorted(words, key=len, reverse=True):
            for start, end in find_all(text, word):
                inside = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
                if not inside and not any(s < end and start < e for s, e in taken):
                    taken.append((start, end))
        nearest = sorted(taken, key=lambda place: abs(place[0] - near))[:MOST_MARKS]
        return [self._cursor(start, end) for start, end in sorted(nearest)]

    def _mark(self, cursor: QTextCursor) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(self._theme.color("warning_soft"))
        return mark

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor
