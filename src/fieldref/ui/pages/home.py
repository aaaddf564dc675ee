"""Home: the search in the middle, the ways in with live counts, the cooperation over time, what was read and saved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.model import Kind, PlaceLevel
from fieldref.i18n import _, date, number
from fieldref.ui.context import Context
from fieldref.ui.figures.timeline_view import TimelineView
from fieldref.ui.kinds import kind_name, kind_of
from fieldref.ui.pages.page import Page
from fieldref.ui.timeline_data import timeline_spec
from fieldref.ui.widgets.boxes import Card, FigureBox, SectionHeader
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.rows import Row, RowList

RECENT = 5
WIDEST = 1120
WAYS = (("programmes", "programme"), ("regions", "region"), ("coverage", "coverage"), ("topics", "topic"))


class HomePage(Page):
    """The first page of a new reader, and the quickest way back for an old one."""

    key = "home"
    icon = "home"
    shows_reader = False

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
        self._news = label("small", wrap=True)
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
        self._title.setText(str(info.title).partition(":")[0])
        self._lead.setText(_("Programmes, regions and health coverage: every figure with its date and its source."))
        self._say_ways(info.counts)
        self._timeline_header.say(_("The cooperation over time"))
        self._timeline.set_spec(timeline_spec(self.context.library, language))
        self._timeline.setAccessibleName(_("The cooperation over time"))
        self._recent_header.say(_("Recently read"))
        self._saved_header.say(_("Saved"))
        self._recent.setAccessibleName(_("Recently read"))
        self._saved.setAccessibleName(_("Saved"))
        self._recent_none.setText(_("What you read appears here."))
        self._saved_none.setText(_("Save a record with {keys} to keep it here.").format(keys="Ctrl+D"))
        self._news.setText(
            _("Content {version}, built on {date}.").format(version=info.version, date=date(info.built_on))
        )
        self._show_own()

    def reload(self) -> None:
        """Other content is open."""
        self.retranslate()

    def show_record(self, _record_id: str | None) -> None:
        """The page was come back to: what was read and saved may have changed."""
        self._show_own()

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
        inside.setProperty("look", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._lead)
        column.addLayout(head)
        self._way_grid = QGridLayout()
        self._way_grid.setSpacing(12)
        for place, box in enumerate(self._ways.values()):
            self._way_grid.addWidget(box, 0, place)
            self._way_grid.setColumnStretch(place, 1)
        column.addLayout(self._way_grid)
        timeline = Card()
        timeline.body.addWidget(self._timeline_header)
        timeline.body.addWidget(self._timeline)
        column.addWidget(timeline)
        row = QHBoxLayout()
        row.setSpacing(12)
        for header, rows, none in (
            (self._recent_header, self._recent, self._recent_none),
            (self._saved_header, self._saved, self._saved_none),
        ):
            card = Card()
            rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            for widget in (header, rows, none):
                card.body.addWidget(widget)
            card.body.addStretch(1)
            row.addWidget(card, 1)
        column.addLayout(row)
        column.addWidget(self._news)
        column.addStretch(1)
        inside.setMaximumWidth(self.context.theme.px(WIDEST))
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        holder = QWidget()
        holder.setProperty("look", "page")
        centre = QHBoxLayout(holder)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.addWidget(inside, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def _connect(self) -> None:
        for key, box in self._ways.items():
            box.clicked.connect(lambda key=key: self.open_page.emit(key, None))
        for rows in (self._recent, self._saved):
            rows.opened.connect(self.open_record)

    def _say_ways(self, counts: dict[str, int]) -> None:
        library, language = self.context.library, i18n.language()
        regions = len(library.places(PlaceLevel.REGION, language))
        said = {
            "programmes": (
                number(counts.get("programme", 0)),
                _("Programmes"),
                _("Who did what, where, when, with what result"),
            ),
            "regions": (
                number(regions),
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
        userdata = self.context.userdata
        recent = [v.record_id for v in userdata.history.recent(RECENT)] if userdata is not None else []
        saved = [b.record_id for b in userdata.bookmarks.all()[-RECENT:][::-1]] if userdata is not None else []
        self._fill(self._recent, self._recent_none, recent)
        self._fill(self._saved, self._saved_none, saved)

    def _fill(self, rows: RowList, none: QWidget, ids: list[str]) -> None:
        library, language = self.context.library, i18n.language()
        made = []
        for record_id in dict.fromkeys(ids):
            kind = kind_of(record_id)
            if kind is not None and library.exists(record_id):
                ref = library.ref(record_id, language)
                made.append(Row(id=record_id, title=str(ref.title), detail=_detail(kind, ref.detail), icon=kind.value))
        rows.set_rows(made)
        rows.setVisible(bool(made))
        none.setVisible(not made)
        rows.executeDelayedItemsLayout()
        rows.setFixedHeight(sum(rows.sizeHintForRow(i) for i in range(len(made))) + 6 if made else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two ways a row where four do not fit."""
        super().resizeEvent(event)
        columns = 4 if self.width() >= self.context.theme.px(880) else 2
        for place, box in enumerate(self._ways.values()):
            self._way_grid.addWidget(box, place // columns, place % columns)
        for column in range(4):
            self._way_grid.setColumnStretch(column, 1 if column < columns else 0)


def _detail(kind: Kind, detail: str) -> str:
    return " · ".join(part for part in (kind_name(kind), detail) if part)
