"""The shared reading pane: the sheet of one record, its actions, the find bar, and the bar that asks before a link
leaves the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.library import RecordNotFound
from fieldref.i18n import _
from fieldref.ui import shortcuts
from fieldref.ui.context import Context
from fieldref.ui.find_bar import FindBar
from fieldref.ui.link_bar import LinkBar
from fieldref.ui.pane_head import PaneHead, RenderedSheet
from fieldref.ui.sheet_pair import SheetPair
from fieldref.ui.sought import Sought
from fieldref.ui.widgets.boxes import EmptyState

if TYPE_CHECKING:
    from fieldref.ui.sheet_anchors import ReadingPlace

STILL = 6
"""Pixels by which a text may shift by itself, as its column gets another width, without anybody having scrolled."""
FigureMaker = Callable[[str, QSize, str], QImage | None]
"""(key, room, language) → the picture of a figure slot."""
Renderer = Callable[[str, str], RenderedSheet]
"""(record id, language) → sheet for the screen. Raises `RecordNotFound`."""


class ReadingPane(QFrame):
    """Shows one record, or both languages of it side by side."""

    record_clicked = Signal(str)
    closed = Signal()
    side_by_side_changed = Signal(bool)

    def __init__(
        self, context: Context, render: Renderer, figure: FigureMaker | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "pane")
        self._context = context
        self.make_sheet = render
        self._figure = figure
        self.record_id: str | None = None
        self.title = ""
        self._shown_language = i18n.language()
        self._sought: Sought | None = None
        self._kept: tuple[str, int, ReadingPlace, dict[str, int]] | None = None
        theme = context.theme
        self._head = PaneHead(theme)
        self.side_by_side_button = self._head.side_by_side
        self._pair = SheetPair(theme)
        self.view, self.other = self._pair.view, self._pair.other
        self.find_bar = FindBar(theme, self.view)
        self._link_bar = LinkBar()
        self._empty = EmptyState(theme, "topic")
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.retranslate()

    # ---- what is shown

    def show_record(self, record_id: str | None) -> bool:
        """Show a record from its top; None shows the empty pane. Returns False for a record there is not."""
        self._kept = self._sought = None
        self._link_bar.hide()
        if record_id is None:
            self.record_id, self.title = None, ""
            self._stack.setCurrentWidget(self._empty)
            self._head.hide()
            return True
        try:
            sheet = self.make_sheet(record_id, i18n.language())
        except RecordNotFound:
            return False
        self.record_id = record_id
        self._put(sheet)
        self._stack.setCurrentWidget(self._pair)
        self._head.show()
        self.find_bar.renew()
        return True

    def renew(self) -> None:
        """Render the same record again: the look or the content has changed."""
        if self.record_id is None:
            return
        bar, kept, sought = self.view.verticalScrollBar(), self._kept, self._sought
        place, line, value, end = self.view.anchors.place(), self.view.anchors.top_line(), bar.value(), bar.maximum()
        if not self.show_record(self.record_id):
            self.show_record(None)
            return
        self._sought = sought
        self.view.marks.mark_sought(sought)
        if not self.view.anchors.go_to_line(line):
            self.view.anchors.go_to(place)
        if bar.maximum() == end:  # nothing has moved: to the pixel
            bar.setValue(value)
            self._kept = kept

    def retranslate(self) -> None:
        """Show the same record in the current language, at the same place."""
        self._say_words()
        if self.record_id is None:
            return
        place, values = self._place_to_keep()
        try:
            sheet = self.make_sheet(self.record_id, i18n.language())
        except RecordNotFound:
            return
        self._put(sheet)
        language = i18n.language()
        if language in values:
            self.view.verticalScrollBar().setValue(values[language])
        else:
            self.view.anchors.go_to(place)
        value = self.view.pinned = self.view.verticalScrollBar().value()
        self._kept = (language, value, place, values | {language: value})
        self.find_bar.renew()

    def end(self) -> None:
        """Draw no more figures: a long sheet is still being laid out while the window goes, and its content with it."""
        self.view.figure = self.other.figure = None

    def scroll_share(self) -> float:
        """How far down the reader is, 0 to 1."""
        return self.view.anchors.share()

    def scroll_to(self, share: float) -> None:
        """Go to a share of the sheet."""
        self.view.anchors.go_to_share(share)

    def show_section(self, anchor: str) -> None:
        """Go to a section of the open record, or to what was looked for in it (`Sought`), now and once the pane has got
        its width."""
        record_id = self.record_id
        sought = Sought.parse(anchor)

        def go() -> None:
            if self.record_id != record_id:
                return
            if sought is not None:
                self._sought = sought
                if not self.view.marks.show_sought(sought) and not sought.passages:
                    self.scroll_to(0)  # its name was typed: it is read from its top, even if it was open already
            else:
                self.view.anchors.go_to_name(anchor)

        go()
        QTimer.singleShot(0, self, go)

    def add_action(self, button: QWidget) -> None:
        """Put a further action (save, note, print …) before the pane's own."""
        self._head.add_action(button)

    def add_side(self, panel: QWidget) -> None:
        """Put a panel beside the sheet, as the reader's note."""
        self._pair.add_side(panel)

    def set_side_by_side(self, on: bool) -> None:
        """Show both languages beside each other, or one."""
        self.side_by_side_button.setChecked(on)
        if self._pair.both == on:
            return
        self._pair.show_both(on)
        self.side_by_side_changed.emit(on)  # the window gives the pane another room
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.renew()  # for the width that each has now: figures made for another one would be seen for a moment

    def set_closable(self, closable: bool) -> None:
        """Whether the pane has a cross: on pages that do not always show it."""
        self._head.close_button.setVisible(closable)

    # ---- inside

    def _place_to_keep(self) -> tuple[ReadingPlace, dict[str, int]]:
        """The present place; if the reader has not moved since the last switch, the one from before it, so that
        switching there and back ends exactly where it began."""
        value = self.view.verticalScrollBar().value()
        if self._kept is not None and abs(self._kept[1] - value) <= STILL:
            return self._kept[2], self._kept[3]
        return self.view.anchors.place(), {self._shown_language: value}

    def _put(self, sheet: RenderedSheet) -> None:
        self.title = sheet.title
        self._shown_language = i18n.language()
        self.view.show_html(sheet.html)
        self.view.setAccessibleName(sheet.title)
        self._head.show_sheet(sheet)
        self._follow()
        if self._pair.both:
            self._put_other()

    def _put_other(self) -> None:
        codes = [code for code in i18n.available_languages() if code != i18n.language()]
        if self.record_id is None or not codes:
            return
        sheet = self.make_sheet(self.record_id, codes[0])
        self.other.show_html(sheet.html)
        self.other.setAccessibleName(sheet.title)
        self.other.anchors.go_to(self.view.anchors.place())

    def _follow(self) -> None:
        """The head names the record once its own heading has been scrolled away; the other language follows."""
        self._head.show_name(self.view.verticalScrollBar().value() > self._context.theme.px(96))
        if self.other.isVisible():
            self.other.anchors.go_to(self.view.anchors.place())

    def _say_words(self) -> None:
        self._head.retranslate()
        self._empty.say(
            _("Nothing open yet"),
            _("Choose a record in the list, or press {keys} to search.").format(keys=shortcuts.shown("Ctrl+K")),
        )
        self.find_bar.retranslate()
        self._link_bar.retranslate()

    def _draw_figure(self, language: Callable[[], str]) -> Callable[[str, QSize], QImage | None]:
        def draw(key: str, room: QSize) -> QImage | None:
            return self._figure(key, room, language()) if self._figure is not None else None

        return draw

    def _build(self) -> None:
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._pair)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._head, self.find_bar, self._stack, self._link_bar):
            layout.addWidget(widget)
        layout.setStretchFactor(self._stack, 1)
        self._head.hide()

    def _connect(self) -> None:
        for view in (self.view, self.other):
            view.record_clicked.connect(self.record_clicked)
            view.external_clicked.connect(self._link_bar.ask)
            view.figures_outgrown.connect(self.renew)
        self.view.figure = self._draw_figure(i18n.language)
        self.other.figure = self._draw_figure(
            lambda: next((c for c in i18n.available_languages() if c != i18n.language()), i18n.language())
        )
        self.view.verticalScrollBar().valueChanged.connect(self._follow)
        self.side_by_side_button.toggled.connect(self.set_side_by_side)
        self._head.find_button.clicked.connect(self.find_bar.start)
        self._head.close_button.clicked.connect(self.closed)
