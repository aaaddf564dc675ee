"""The shared reading pane: the sheet of one record, its actions, the find bar, and the bar that asks before a link
leaves the app."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.library import RecordNotFound
from fieldref.i18n import _
from fieldref.sheets.words import NOT_REVIEWED, WHY_NOT_REVIEWED
from fieldref.ui import shortcuts
from fieldref.ui.context import Context
from fieldref.ui.find_bar import FindBar
from fieldref.ui.sheet_view import SheetView
from fieldref.ui.sought import Sought
from fieldref.ui.widgets.boxes import EmptyState
from fieldref.ui.widgets.buttons import IconButton
from fieldref.ui.widgets.labels import Badge, label

if TYPE_CHECKING:
    from fieldref.ui.sheet_view import ReadingPlace

_log = logging.getLogger(__name__)

SMALLEST_SHEET, SIDE_WIDTH, SIDE_HEIGHT = 420, 260, 220
"""Width a sheet keeps beside another panel; width and height of that panel, at 100 %."""
FigureMaker = Callable[[str, QSize, str], QImage | None]
"""(key, room, language) → the picture of a figure slot."""


class RenderedSheet(Protocol):
    """What the pane needs of a sheet."""

    @property
    def title(self) -> str:
        """Name of the record."""

    @property
    def html(self) -> str:
        """The text, in Qt's subset of HTML."""

    @property
    def language(self) -> str:
        """The language asked for."""

    @property
    def missing(self) -> bool:
        """Whether some text had to come in another language."""

    @property
    def reviewed(self) -> bool:
        """Whether somebody has read the record, or it was only imported."""


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
        self._kept: tuple[str, int, ReadingPlace, dict[str, int]] | None = None
        theme = context.theme
        self.view = SheetView(theme)
        self.other = SheetView(theme)
        self.other.hide()
        self._side: QWidget | None = None
        self._side_placed = False
        self._name = label("strong")
        self._badge = Badge(warning=True)
        self._unread_badge = Badge(warning=True)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(2)
        self.side_by_side_button = IconButton(theme, "compare")
        self.side_by_side_button.setCheckable(True)
        self._find_button = IconButton(theme, "search")
        self._close_button = IconButton(theme, "close")
        self.find_bar = FindBar(theme, self.view)
        self._link_bar = _LinkBar()
        self._empty = EmptyState(theme, "topic")
        self._build()
        self._connect()
        self.retranslate()

    # ---- what is shown

    def show_record(self, record_id: str | None) -> bool:
        """Show a record from its top; None shows the empty pane. Returns False for a record there is not."""
        self._kept = None
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
        self._stack.setCurrentWidget(self._whole)
        self._head.show()
        self.find_bar.renew()
        return True

    def renew(self) -> None:
        """Render the same record again: the look or the content has changed."""
        if self.record_id is None:
            return
        place = self.view.place()
        if not self.show_record(self.record_id):
            self.show_record(None)
            return
        self.view.go_to(place)

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
            self.view.go_to(place)
        value = self.view.verticalScrollBar().value()
        self._kept = (language, value, place, values | {language: value})
        self.find_bar.renew()
        self.find_bar.retranslate()

    def end(self) -> None:
        """Draw no more figures: a long sheet is still being laid out while the window goes, and its content with it."""
        self.view.figure = self.other.figure = None

    def scroll_share(self) -> float:
        """How far down the reader is, 0 to 1."""
        return self.view.scroll_share()

    def scroll_to(self, share: float) -> None:
        """Go to a share of the sheet."""
        self.view.scroll_to_share(share)

    def show_section(self, anchor: str) -> None:
        """Go to a section of the open record, or to what was looked for in it (`Sought`), now and once the pane has got
        its width."""
        record_id = self.record_id
        sought = Sought.parse(anchor)

        def go() -> None:
            if self.record_id != record_id:
                return
            if sought is not None:
                self.view.show_sought(sought)
            else:
                self.view.go_to_anchor(anchor)

        go()
        QTimer.singleShot(0, self, go)

    def add_action(self, button: QWidget) -> None:
        """Put a further action (save, note, print …) before the pane's own."""
        self._actions.addWidget(button)

    def add_side(self, panel: QWidget) -> None:
        """Put a panel beside the sheet, as the reader's note; below it where the sheet would become too narrow."""
        self._side = panel
        self._whole.addWidget(panel)
        self._whole.setStretchFactor(0, 1)
        self._arrange_side()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has another place for the panel beside the sheet."""
        super().resizeEvent(event)
        self._arrange_side()

    def _arrange_side(self) -> None:
        if self._side is None:
            return
        px = self._context.theme.px
        sheets = 2 if self.other.isVisibleTo(self) else 1
        beside = self.width() >= sheets * px(SMALLEST_SHEET) + px(SIDE_WIDTH)
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._whole.orientation() != wanted or not self._side_placed:
            self._side_placed = True
            self._whole.setOrientation(wanted)
            length, side = (self.width(), px(SIDE_WIDTH)) if beside else (self.height(), px(SIDE_HEIGHT))
            self._whole.setSizes([max(length - side, 1), side])

    def set_side_by_side(self, on: bool) -> None:
        """Show both languages beside each other, or one."""
        self.side_by_side_button.setChecked(on)
        if self.other.isVisibleTo(self) == on:
            return
        self.other.setVisible(on)
        self._arrange_side()
        if on and self.record_id is not None:
            self._put_other()
        self.side_by_side_changed.emit(on)

    def set_closable(self, closable: bool) -> None:
        """Whether the pane has a cross: on pages that do not always show it."""
        self._close_button.setVisible(closable)

    # ---- inside

    def _place_to_keep(self) -> tuple[ReadingPlace, dict[str, int]]:
        """The present place; if the reader has not moved since the last switch, the one from before it, so that
        switching there and back ends exactly where it began."""
        value = self.view.verticalScrollBar().value()
        if self._kept is not None and self._kept[1] == value:
            return self._kept[2], self._kept[3]
        shown = self._shown_language
        return self.view.place(), {shown: value}

    def _put(self, sheet: RenderedSheet) -> None:
        self.title = sheet.title
        self._shown_language = i18n.language()
        self.view.show_html(sheet.html)
        self.view.setAccessibleName(sheet.title)
        self._name.setText(sheet.title)
        self._show_name()
        self._unread_badge.setVisible(not sheet.reviewed)
        self._unread_badge.say(_(NOT_REVIEWED), _(WHY_NOT_REVIEWED))
        self._badge.setVisible(sheet.missing)
        if sheet.missing:
            name = i18n.language_name(sheet.language, lang=i18n.language())
            self._badge.say(
                _("Partly translated"), _("Some of this text is not available in {language} yet.").format(language=name)
            )
        if self.other.isVisibleTo(self):
            self._put_other()

    def _put_other(self) -> None:
        codes = [code for code in i18n.available_languages() if code != i18n.language()]
        if self.record_id is None or not codes:
            return
        sheet = self.make_sheet(self.record_id, codes[0])
        self.other.show_html(sheet.html)
        self.other.setAccessibleName(sheet.title)
        self.other.go_to(self.view.place())

    def _show_name(self) -> None:
        """The head names the record once its own heading has been scrolled away."""
        away = self.view.verticalScrollBar().value() > self._context.theme.px(96)
        self._name.setText(self.title if away else "")

    def _follow(self) -> None:
        self._show_name()
        if self.other.isVisible():
            self.other.go_to(self.view.place())

    def _say_words(self) -> None:
        self.side_by_side_button.say(_("Both languages side by side"), shortcuts.shown("Ctrl+Shift+L"))
        self._find_button.say(_("Find in the record"), shortcuts.shown("Ctrl+F"))
        self._close_button.say(_("Close the record"))
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
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(16, 6, 10, 6)
        head.setSpacing(2)
        head.addWidget(self._unread_badge)
        head.addWidget(self._badge)
        head.addWidget(self._name, 1)
        head.addLayout(self._actions)
        for button in (self.side_by_side_button, self._find_button, self._close_button):
            head.addWidget(button)
        self._sheets = QSplitter(Qt.Orientation.Horizontal)
        self._sheets.setChildrenCollapsible(False)
        self._sheets.setHandleWidth(1)
        self._sheets.addWidget(self.view)
        self._sheets.addWidget(self.other)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._whole = QSplitter(Qt.Orientation.Horizontal)
        self._whole.setChildrenCollapsible(False)
        self._whole.setHandleWidth(1)
        self._whole.addWidget(self._sheets)
        self._stack.addWidget(self._whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._head, self.find_bar, self._stack, self._link_bar):
            layout.addWidget(widget)
        layout.setStretchFactor(self._stack, 1)
        self._head.hide()
        self._close_button.hide()
        self._shown_language = i18n.language()

    def _connect(self) -> None:
        for view in (self.view, self.other):
            view.record_clicked.connect(self.record_clicked)
            view.external_clicked.connect(self._link_bar.ask)
        self.view.figure = self._draw_figure(i18n.language)
        self.other.figure = self._draw_figure(
            lambda: next((c for c in i18n.available_languages() if c != i18n.language()), i18n.language())
        )
        self.view.verticalScrollBar().valueChanged.connect(self._follow)
        self.view.figures_outgrown.connect(self.renew)
        self.side_by_side_button.toggled.connect(self.set_side_by_side)
        self._find_button.clicked.connect(self.find_bar.start)
        self._close_button.clicked.connect(self.closed)


class _LinkBar(QFrame):
    """Shows where a link leads before anything is opened: this app works without a network, the browser does not."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "note")
        self._address = ""
        self._said = label("small")
        self._shown = label("strong", wrap=True, selectable=True)
        self._open = QPushButton()
        self._copy = QPushButton()
        self._no = QPushButton()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._said)
        words.addWidget(self._shown)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addLayout(words, 1)
        for button in (self._open, self._copy, self._no):
            layout.addWidget(button)
        self._open.clicked.connect(self._on_open)
        self._copy.clicked.connect(self._on_copy)
        self._no.clicked.connect(self.hide)
        self.hide()

    def ask(self, address: str) -> None:
        """Show the address and wait."""
        self._address = address
        self._shown.setText(address.replace("/", "/\u200b"))
        self._shown.setAccessibleName(address)
        self.show()
        self._open.setFocus()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self._said.setText(_("This link leaves FieldRef and needs a network:"))
        self._open.setText(_("Open in browser"))
        self._copy.setText(_("Copy address"))
        self._no.setText(_("Stay here"))

    def _on_open(self) -> None:
        self.hide()
        url = QUrl(self._address)
        if url.scheme() in ("http", "https", "mailto") and not QDesktopServices.openUrl(url):
            _log.warning("No program opened a link of scheme %s", url.scheme())

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.hide()
