"""Find in the record: blind to accents and case, every place marked, the present one told from the others."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTextEdit, QWidget

from fieldref.i18n import _, number
from fieldref.ui.sheet_view import SheetView
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import IconButton
from fieldref.ui.widgets.labels import label


class FindBar(QFrame):
    """A field with the number of places found; Enter goes to the next, Shift+Enter back, Escape closes."""

    def __init__(self, theme: Theme, view: SheetView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._places: list[QTextCursor] = []
        self._here = 0
        self.setProperty("look", "bar")
        self.field = QLineEdit()
        self._found = label("small")
        self._previous = IconButton(theme, "chevron-up")
        self._next = IconButton(theme, "chevron-down")
        self._close = IconButton(theme, "close")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self.field, 1)
        for widget in (self._found, self._previous, self._next, self._close):
            layout.addWidget(widget)
        self.field.textChanged.connect(lambda: self._search(keep=False))
        self._previous.clicked.connect(lambda: self._step(-1))
        self._next.clicked.connect(lambda: self._step(1))
        self._close.clicked.connect(self.leave)
        theme.changed.connect(self._mark)
        self.hide()
        self.retranslate()

    def start(self) -> None:
        """Show the bar and wait for words; a selection in the text is taken as them."""
        chosen = self._view.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search(keep=False)

    def leave(self) -> None:
        """Close the bar and take the marks away."""
        self.hide()
        self._places = []
        self._mark()
        self._view.setFocus()

    def renew(self) -> None:
        """The text has changed: find again."""
        if self.isVisible():
            self._search(keep=True)

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.field.setPlaceholderText(_("Find in this record…"))
        self.field.setAccessibleName(_("Find in this record"))
        self._previous.say(_("Previous place"), "Shift+Enter")
        self._next.say(_("Next place"), "Enter")
        self._close.say(_("Close"), "Esc")
        self._say_found()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, Enter goes on, Shift+Enter goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _search(self, *, keep: bool) -> None:
        self._places = self._view.marks.places_of(self.field.text()) if self.isVisible() else []
        self._here = min(self._here, max(len(self._places) - 1, 0)) if keep else 0
        self._mark()
        if not keep:
            self._reveal()
        self._say_found()

    def _step(self, by: int) -> None:
        if self._places:
            self._here = (self._here + by) % len(self._places)
            self._mark()
            self._reveal()
            self._say_found()

    def _reveal(self) -> None:
        if self._places:
            cursor = QTextCursor(self._places[self._here])
            cursor.clearSelection()
            self._view.setTextCursor(cursor)
            self._view.ensureCursorVisible()

    def _mark(self) -> None:
        marks = []
        for number_, cursor in enumerate(self._places):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            here = number_ == self._here
            mark.format.setBackground(self._theme.color("accent" if here else "selection"))
            mark.format.setForeground(self._theme.color("accent_text" if here else "selection_text"))
            marks.append(mark)
        self._view.marks.show_found(marks)

    def _say_found(self) -> None:
        if not self.field.text().strip():
            self._found.setText("")
        elif not self._places:
            self._found.setText(_("Not found"))
        else:
            self._found.setText(_("{here} of {all}").format(here=number(self._here + 1), all=number(len(self._places))))
