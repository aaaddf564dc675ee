"""Home: the search in the middle, the ways in with live counts, the cooperation over time, what was read and saved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.i18n import _, number
from fieldref.ui import shortcuts
from fieldref.ui.badges import badge
from fieldref.ui.context import Context
from fieldref.ui.figures.timeline_data import timeline
from fieldref.ui.figures.timeline_view import TimelineView
from fieldref.ui.kinds import kind_name, kind_of
from fieldref.ui.news_card import NewsCard
from fieldref.ui.pages.page import Page
from fieldref.ui.search_box import SearchBox
from fieldref.ui.widgets.boxes import Card, FigureBox, SectionHeader
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList

RECENT = 5
WIDEST = 1160
SEARCH_WIDTH = 720
ROOMY = 900
"""From this width on (at 100 %) four ways stand in a row and the lists beside the timeline."""
WAYS = (("programmes", "programme"), ("regions", "region"), ("coverage", "coverage"), ("topics", "topic"))


class HomePage(Page):
    """The first page of a new reader, and the quickest way back for an old one."""

    key = "home"
    icon = "home"
    shows_reader = False
    shows_own_data = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._title = label("display", wrap=True)
        self._lead = label("muted", wrap=True)
        self._ways = {key: FigureBox(theme, icon) for key, icon in WAYS}
        self._timeline_header = SectionHeader()
        self._timeline = TimelineView(theme)
        self._recent_header, self._saved_header = SectionHeader(), SectionHeader()
        self._recent, self._saved = RowList(theme), RowList(theme)
        self._recent_none, self._saved_none = label("muted", wrap=True), label("muted", wrap=True)
        self._news = NewsCard(context)
        self._hint = label("small", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.search = SearchBox(context, context.runner) if context.runner is not None else None
        self._build()
        self._connect()
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Home")

    def retranslate(self) -> None:
        """Put texts and figures into the current language."""
        language = i18n.language()
        info = self.context.library.info(language)
        self._area.setAccessibleName(self.title())
        self._title.setText(str(info.title).partition(":")[0])
        self._lead.setText(_("Programmes, regions and health coverage: every figure with its date and its source."))
        if self.search is not None:
            self.search.retranslate()
        self._hint.setText(
            _("Accents, capitals and small slips do not matter. {keys} switches the language of everything.").format(
                keys=shortcuts.shown("Ctrl+L")
            )
        )
        self._say_ways(info.counts)
        self._timeline_header.say(_("The cooperation over time"))
        self._timeline.set_spec(timeline(self.context.library, language))
        self._timeline.setAccessibleName(_("The cooperation over time"))
        self._recent_header.say(_("Recently read"))
        self._saved_header.say(_("Saved"))
        self._recent.setAccessibleName(_("Recently read"))
        self._saved.setAccessibleName(_("Saved"))
        self._recent_none.setText(_("What you read appears here."))
        self._saved_none.setText(_("Save a record with {keys} to keep it here.").format(keys=shortcuts.shown("Ctrl+D")))
        self._news.retranslate()
        self._show_own()

    def reload(self) -> None:
        """Other content is open."""
        self.retranslate()

    def show_record(self, _record_id: str | None) -> None:
        """The page was come back to: what was read and saved may have changed."""
        self._show_own()
        if self.search is not None:
            self.search.forget()

    def main_part(self) -> QWidget | None:
        """The search."""
        return self.search.field if self.search is not None else None

    def restore(self, state: Mapping[str, object]) -> None:
        """Nothing to put back but the scroll place."""
        scroll = state.get("scroll")
        if isinstance(scroll, int):
            self._area.verticalScrollBar().setValue(scroll)

    def state(self) -> dict[str, object]:
        """The scroll place."""
        return {"scroll": self._area.verticalScrollBar().value()}

    # ---- inside

    def _build(self) -> None:
        inside = QWidget()
        self._inside = inside
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 20, 32, 20)
        column.setSpacing(14)
        for words in (self._title, self._lead):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        if self.search is not None:
            middle = QHBoxLayout()
            middle.addStretch(1)
            middle.addWidget(self.search, 100)
            middle.addStretch(1)
            column.addLayout(middle)
        column.addWidget(self._hint)
        self._way_grid = QGridLayout()
        self._way_grid.setSpacing(12)
        column.addLayout(self._way_grid)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column.addLayout(self._grid)
        column.addWidget(self._news)
        column.addStretch(1)
        self._cards = [self._card(self._timeline_header, self._timeline)]
        self._cards[0].body.addStretch(1)
        for header, rows, none in (
            (self._recent_header, self._recent, self._recent_none),
            (self._saved_header, self._saved, self._saved_none),
        ):
            rows.show_whole()
            card = self._card(header, rows, none)
            card.body.addStretch(1)
            self._cards.append(card)
        self._area = _scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self._arrange()

    @staticmethod
    def _card(*widgets: QWidget) -> Card:
        card = Card()
        for widget in widgets:
            card.body.addWidget(widget)
        return card

    def _arrange(self) -> None:
        """The ways beside each other and the own lists beside the timeline, or all below each other."""
        roomy = self.width() >= self.context.theme.px(ROOMY)
        columns = 4 if roomy else 2
        self._inside.setMaximumWidth(self.context.theme.px(WIDEST))
        if self.search is not None:
            self.search.setMaximumWidth(self.context.theme.px(SEARCH_WIDTH))
        for place, box in enumerate(self._ways.values()):
            self._way_grid.addWidget(box, place // columns, place % columns)
        for column in range(4):
            self._way_grid.setColumnStretch(column, 1 if column < columns else 0)
        timeline, recent, saved = self._cards
        if roomy:
            self._grid.addWidget(timeline, 0, 0, 2, 1)
            self._grid.addWidget(recent, 0, 1)
            self._grid.addWidget(saved, 1, 1, Qt.AlignmentFlag.AlignTop)
        else:
            self._grid.addWidget(timeline, 0, 0, 1, 2)
            self._grid.addWidget(recent, 1, 0)
            self._grid.addWidget(saved, 1, 1)
        self._grid.setColumnStretch(0, 5 if roomy else 1)
        self._grid.setColumnStretch(1, 3 if roomy else 1)
        self._grid.setRowStretch(1, 1)

    def _connect(self) -> None:
        for key, box in self._ways.items():
            box.clicked.connect(lambda key=key: self.open_page.emit(key, None))
        for rows in (self._recent, self._saved):
            rows.opened.connect(self.open_record)
        self._timeline.activated.connect(self._on_timeline)

    def _on_timeline(self, key: str) -> None:
        if kind_of(key) is not None:
            self.open_record.emit(key)

    def _say_ways(self, counts: dict[str, int]) -> None:
        said = {
            "programmes": (
                number(counts.get("programme", 0)),
                _("Programmes"),
                _("Who did what, where, when, with what result"),
            ),
            "regions": (
                number(self.context.library.regions()),
                _("Regions"),
                _("{provinces} provinces and {districts} districts").format(
                    provinces=number(counts.get("province", 0)), districts=number(counts.get("district", 0))
                ),
            ),
            "coverage": (
                number(counts.get("observation", 0)),
                _("Figures"),
                _("Health coverage and its context, by region and year"),
            ),
            "topics": (
                number(counts.get("topic", 0) + counts.get("term", 0)),
                _("Topics and terms"),
                _("Institutions, laws and words explained"),
            ),
        }
        for key, (value, name, detail) in said.items():
            self._ways[key].say(value, name, detail)

    def _show_own(self) -> None:
        shelf = self.context.shelf
        recent = [v.record_id for v in shelf.history.recent(RECENT)] if shelf is not None else []
        saved = [b.record_id for b in shelf.bookmarks.all()[-RECENT:][::-1]] if shelf is not None else []
        self._fill(self._recent, self._recent_none, recent)
        self._fill(self._saved, self._saved_none, saved)

    def _fill(self, rows: RowList, none: QWidget, ids: list[str]) -> None:
        library, language = self.context.library, i18n.language()
        made = []
        for ref in library.refs(list(dict.fromkeys(ids)), language):
            name, (word, explained) = ref.short_name or ref.title.value, badge(ref)
            made.append(
                Row(ref.id, name, kind_name(ref.kind), icon=ref.kind.value, badge=word, badge_explained=explained)
            )
        rows.set_rows(made)
        rows.setVisible(bool(made))
        none.setVisible(not made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer things beside each other where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def apply_theme(self) -> None:
        """Lists are as high as their rows at the new size."""
        self._arrange()
        self._show_own()


def _scrolling(inside: QWidget) -> QScrollArea:
    holder = QWidget()
    holder.setProperty("look", "page")
    centre = QHBoxLayout(holder)
    centre.setContentsMargins(0, 0, 0, 0)
    centre.addWidget(inside, 1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(holder)
    return area
