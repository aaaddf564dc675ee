"""Pages, reading pane and history as one: where the reader is, and how to get elsewhere and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from fieldref.content.model import Kind
from fieldref.ui.context import Context
from fieldref.ui.history import History, Place
from fieldref.ui.kinds import kind_of
from fieldref.ui.page_stack import PageStack
from fieldref.ui.shares import Shares
from fieldref.ui.tab_order import put_before

if TYPE_CHECKING:
    from fieldref.ui.pages.page import Page
    from fieldref.ui.pages.registry import Door
    from fieldref.ui.reading_pane import ReadingPane

PLACES = frozenset({Kind.COUNTRY, Kind.REGION, Kind.PROVINCE, Kind.DISTRICT})
SMALLEST_LIST = 260
MOST_FOR_CONTROLS = 0.6
"""The controls of a page get the width they need, up to this part of it."""


class Navigation(QSplitter):
    """The middle of the window: the present page and, at its right, the reading pane, which is made when it is first
    needed or asked for."""

    moved = Signal()
    """The reader is somewhere else now."""
    not_found = Signal(str)
    said = Signal(str)
    """One sentence on what a page did."""
    undoable = Signal(str, object)
    """The same, and what takes it back."""

    def __init__(
        self,
        context: Context,
        pages: Sequence[Door],
        make_reader: Callable[[], ReadingPane],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._context = context
        self._last: dict[str, Place] = {}
        """How each page was left."""
        self.history = History()
        self._make_reader = make_reader
        self._reader: ReadingPane | None = None
        self.stack = PageStack(context, pages)
        self.shares = Shares(self.stack)
        self.addWidget(self.stack)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setStretchFactor(0, 0)
        self.stack.setMinimumWidth(context.theme.px(SMALLEST_LIST))
        self.stack.made.connect(self._connect_page)
        self.splitterMoved.connect(self._on_dragged)

    @property
    def has_reader(self) -> bool:
        """Whether the reading pane has been made: as long as it has not, it has nothing to be told."""
        return self._reader is not None

    @property
    def reader(self) -> ReadingPane:
        """The reading pane."""
        return self._reader or self.prepare_reader()

    def prepare_reader(self) -> ReadingPane:
        """Make the reading pane, if it is not there yet: nobody sees it before a record is opened."""
        if self._reader is None:
            self._reader = reader = self._make_reader()
            reader.hide()
            self.addWidget(reader)
            self.setStretchFactor(1, 1)
            reader.record_clicked.connect(self._follow)
            reader.closed.connect(self.close_record)
            reader.side_by_side_changed.connect(lambda _on: self._show_parts())
        return self._reader

    # ---- going places

    @property
    def page(self) -> Page | None:
        """The present page."""
        return self.stack.if_made(self.history.here.page) if self.history.here else None

    def open_page(self, key: str, state: Mapping[str, object] | None = None) -> None:
        """Go to a page, to the record that was last read there and to the place in it."""
        if key not in self.stack:
            return
        self._leave()
        last = self._last.get(key)
        if last is None or last.record is None or not self._context.library.exists(last.record):
            last = Place(key)
        fresh = dict(state) if state is not None else self.stack.state_of(key)
        subject = self.stack.kind(key).subject_of(fresh)
        self._arrive(Place(key, last.record, fresh, last.scroll, subject), restore=state is not None)

    def enter_page(self, key: str) -> None:
        """Go to a page by keyboard, which is on its main part then."""
        self.open_page(key)
        target = self.page.main_part() if self.page is not None else None
        if target is not None and target.isVisible():
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_record(self, address: str) -> None:
        """Read a record: beside the present page if it has room for it, else on the page where such records live. The
        address is its id, with `#section` for a place inside it. Links inside a record lead here: the list one came
        from stays."""
        self._open(address, self._page_for(kind_of(address.partition("#")[0])))

    def open_at_home(self, address: str) -> None:
        """Read a record on the page where such records live, wherever the reader is: what a search found."""
        self._open(address, self.stack.home_of(kind_of(address.partition("#")[0])))

    def read(self, address: str) -> None:
        """The same, and the keyboard goes into the text: whoever searched wants to read on."""
        self.open_at_home(address)
        if self.has_reader and self.reader.isVisible():
            self.reader.view.take_keys()

    def close_record(self) -> None:
        """Put the record away and stay on the page."""
        here = self.history.here
        if here is not None and here.record is not None:
            self._leave()
            self._arrive(self._place(here.page, None), restore=False)

    def back(self) -> None:
        """To the place before."""
        if self.history.can_go_back:
            self._leave()
            place = self.history.back()
            assert place is not None
            self._show(place, restore=True)

    def forward(self) -> None:
        """To the place one came back from."""
        if self.history.can_go_forward:
            self._leave()
            place = self.history.forward()
            assert place is not None
            self._show(place, restore=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both parts grow and shrink with the window."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_out()

    def here(self) -> Place | None:
        """The present place as it looks now."""
        self._leave()
        return self.history.here

    # ---- changes that concern everybody

    def retranslate(self) -> None:
        """The language has changed."""
        self._tell("retranslate")
        if self.has_reader:
            self.reader.retranslate()

    def apply_theme(self) -> None:
        """Colours or sizes have changed."""
        self.stack.setMinimumWidth(self._context.theme.px(SMALLEST_LIST))
        self._tell("apply_theme")
        if self.has_reader:
            self.reader.renew()

    def reload(self) -> None:
        """Other content is open."""
        self._tell("reload")
        if self.has_reader:
            self.reader.renew()

    def own_data_changed(self) -> None:
        """Something was saved or noted: pages that show such things read it again."""
        page = self.page
        if page is not None and page.shows_own_data:
            page.reload()

    # ---- inside

    def _follow(self, address: str) -> None:
        """A link in a record. An indicator named in the sheet of a place opens where the place can be seen in it."""
        kind, read = kind_of(address.partition("#")[0]), self.reader.record_id
        if kind is Kind.INDICATOR and read is not None and kind_of(read) in PLACES:
            self._open(address, self.stack.home_of(kind), origin=read)
        else:
            self.open_record(address)

    def _open(self, address: str, key: str, origin: str = "") -> None:
        record_id, _sep, section = address.partition("#")
        if not self._context.library.exists(record_id):
            self.not_found.emit(record_id)
            return
        self._leave()
        self._arrive(self._place(key, record_id), restore=False, reading=True)
        self.stack.page(key).follow(record_id, origin)
        if section:
            self.reader.show_section(section)

    def _place(self, key: str, record_id: str | None) -> Place:
        state = self.stack.state_of(key)
        return Place(key, record_id, state, subject=self.stack.kind(key).subject_of(state))

    def _page_for(self, kind: Kind | None) -> str:
        """The present page if such records are read beside it, else the page where they live."""
        here = self.history.here
        if here is not None:
            page = self.stack.kind(here.page)
            reading = page.shows_reader or here.record is not None
            if reading and (page.reads is None or kind in page.reads):
                return here.page
        return self.stack.home_of(kind)

    def _leave(self) -> None:
        page = self.page
        if page is not None:
            state, scroll = page.state(), self.reader.scroll_share() if self.has_reader else 0.0
            self.history.leave(state, scroll, page.subject_of(state))
            here = self.history.here
            assert here is not None
            self._last[here.page] = here

    def _arrive(self, place: Place, *, restore: bool, reading: bool = False) -> None:
        self.history.go(place)
        self._show(place, restore=restore, reading=reading)

    def _show(self, place: Place, *, restore: bool, reading: bool = False) -> None:
        page = self.stack.page(place.page)
        self.stack.catch_up(place.page)
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        self.stack.setCurrentWidget(page)
        if restore:
            page.restore(place.state)
        self._show_parts()  # first, so that the sheet is made for the width it will have
        if place.record is not None or page.shows_reader or self.has_reader:
            self._read(place)
        page.show_record(place.record)
        self._show_parts()  # the pane may have been made only now
        if inside and focus is not None and not focus.isVisible():
            target = self.reader.view if reading else page.main_part()
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit()

    def _read(self, place: Place) -> None:
        if place.record != self.reader.record_id or place.record is None:
            if not self.reader.show_record(place.record):
                self.reader.show_record(None)
                self.not_found.emit(place.record)  # of a library that was open before
            self.reader.scroll_to(place.scroll)

    def _show_parts(self) -> None:
        page, here = self.page, self.history.here
        if page is None or here is None or not self.has_reader:
            return
        shows = page.shows_reader or here.record is not None
        whole = shows and self.reader.side_by_side_button.isChecked() and here.record is not None
        self.reader.setVisible(shows)
        self.reader.set_closable(not page.shows_reader)
        self.stack.setVisible(not whole)
        self._share_out()

    def _share_out(self) -> None:
        """Give list and record their parts of the width, if both are there."""
        if not (self.has_reader and self.stack.isVisibleTo(self) and self.reader.isVisibleTo(self)):
            return
        total, page = max(self.width(), 2), self.page
        if page is None:
            return
        needed = min(page.minimumSizeHint().width() / total, MOST_FOR_CONTROLS)
        share = max(self.shares.of(page.key, page.list_share), needed)
        self.setSizes([round(total * share), round(total * (1 - share))])

    def _on_dragged(self, position: int, _index: int) -> None:
        if self.page is not None and self.has_reader and self.stack.isVisible() and self.reader.isVisible():
            self.shares.drag(self.page.key, position / max(self.width(), 1))

    def _connect_page(self, page: Page) -> None:
        page.open_record.connect(self.open_record)
        page.open_page.connect(self.open_page)
        page.said.connect(self.said)
        page.undoable.connect(self.undoable)
        if page.search is not None:
            page.search.opened.connect(self.read)
            page.search.kept.connect(self.open_at_home)
        if self.has_reader:
            put_before(self.reader, page)

    def _tell(self, change: str) -> None:
        self.stack.tell(change, self.history.here.page if self.history.here else "")
