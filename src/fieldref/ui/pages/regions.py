"""Regions: the map or the table of them, coloured by programmes or by an indicator, and what lies inside each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.model import IndicatorSummary, Kind, PlaceLevel, PlaceSummary
from fieldref.content.record_model import Place
from fieldref.i18n import _
from fieldref.tables import observation_table
from fieldref.ui.context import Context
from fieldref.ui.figures import lettering, map_data, ranking_data
from fieldref.ui.figures.export_button import ExportButton, Exports, Picture
from fieldref.ui.figures.map_colour import PROGRAMMES, MapColour
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.figures.map_view import MapView
from fieldref.ui.figures.place_tree import PlaceTree
from fieldref.ui.figures.ranking_data import apart_places
from fieldref.ui.figures.render import FEW_REGIONS
from fieldref.ui.figures.table import FigureTable
from fieldref.ui.figures.wording import Wording
from fieldref.ui.kinds import kind_of
from fieldref.ui.pages.page import Page
from fieldref.ui.widgets.boxes import SectionHeader
from fieldref.ui.widgets.buttons import SegmentedToggle
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList

VIEWS = ("map", "table", "places")
_LEAST_MAP = 290
"""Height of the map with its legend and foot, at 100 %."""
_LEAST_VIEW = 80
"""Height of map, table or tree, at 100 %, where there is no more."""
_LIST_FROM = 700
"""From this width on (at 100 %) the list of regions stands beside the map."""


class RegionsPage(Page):
    """Map ↔ table ↔ provinces and districts. A click reads the region's record beside the page."""

    key = "regions"
    icon = "region"
    list_share = 0.5

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._indicators: dict[str, IndicatorSummary] = {}
        self._regions: tuple[PlaceSummary, ...] = ()
        self._colour = PROGRAMMES
        self._region = ""
        self._header = SectionHeader("page-title")
        self._toggle = SegmentedToggle([(view, "") for view in VIEWS])
        self._colouring = MapColour(theme)
        self._compare = QPushButton()
        self._compare.setProperty("look", "link")
        self._export = ExportButton(theme, self._exports, csv_separator=lambda: context.settings.current.csv_separator)
        self._map = MapView(theme)
        self._list = RowList(theme)
        self._table = FigureTable(theme)
        self._tree = PlaceTree(theme)
        self._stack = QStackedWidget()
        self._export.said.connect(self.said)
        self._build()
        self._connect()
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Regions")

    def retranslate(self) -> None:
        """Map, list and table in the current language; view, colours and choice stay."""
        words = {
            "map": (_("Map"), _("Show the map")),
            "table": (_("Table"), _("Show the table")),
            "places": (_("Provinces"), _("Show provinces and districts")),
        }
        for view, (word, explained) in words.items():
            self._toggle.say(view, word, explained)
        self._export.retranslate()
        self._compare.setText(_("Compare regions…"))
        self._map.setAccessibleName(_("Map of the regions"))
        self._list.setAccessibleName(_("List of the regions"))
        self._table.setAccessibleName(_("Table of the regions"))
        self._colouring.retranslate()
        self._read()

    def reload(self) -> None:
        """Another content file: indicators and regions are read again."""
        self._read()

    def apply_theme(self) -> None:
        """Larger letters need a taller map."""
        self._fit()

    def show_record(self, record_id: str | None) -> None:
        """Outline the region that is read, or the one the province or district read lies in."""
        region = self._region_of(record_id) if record_id else None
        self._tree.choose(record_id or "")
        if region:
            self._choose(region)

    def main_part(self) -> QWidget:
        """The map or the table; in the provinces, the tree."""
        return {"map": self._map, "table": self._table}.get(self._view, self._tree)

    def state(self) -> dict[str, object]:
        """View, colours, year, region and order of the table."""
        return {
            "view": self._view,
            "colour": self._colour,
            "year": self._colouring.year,
            "region": self._region,
            "order": self._table.order(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Put view, colours, year and region back."""
        colour, year, region = state.get("colour"), state.get("year"), state.get("region")
        self._colour = colour if isinstance(colour, str) and colour in self._indicators else PROGRAMMES
        self._stand_on(year if isinstance(year, int) else None)
        self._region = region if isinstance(region, str) and self.context.library.exists(region) else ""
        view = state.get("view")
        self._show_view(view if isinstance(view, str) and view in VIEWS else "map")
        self._show()
        self._table.set_order(state.get("order"))
        if self._region:
            self._table.select(self._region)

    # ---- inside

    @property
    def _view(self) -> str:
        return VIEWS[self._stack.currentIndex()]

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 12, 8)
        head.setSpacing(8)
        parts: tuple[QWidget, ...] = (self._header, self._toggle, self._colouring)
        for widget in parts:
            head.addWidget(widget)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._map, 3)
        row.addWidget(self._list, 2)
        self._list.hide()
        # With large letters the legend would leave no room for the country: then the map scrolls.
        area = QScrollArea()
        area.setWidget(beside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        views: tuple[QWidget, ...] = (area, self._table, self._tree)
        for view in views:
            self._stack.addWidget(view)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 6)
        foot.addWidget(self._compare)
        foot.addStretch(1)
        foot.addWidget(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        self._toggle.set_chosen("map")

    def _connect(self) -> None:
        self._toggle.chosen.connect(self._show_view)
        self._colouring.chosen.connect(self._on_colour)
        self._colouring.year_changed.connect(self._show)
        self._map.activated.connect(self._on_region)
        self._list.opened.connect(self._on_region)
        self._table.opened.connect(self._on_region)
        self._table.clicked.connect(lambda _index: self._on_region(self._table.current_key()))
        self._tree.opened.connect(self.open_record)
        self._compare.clicked.connect(
            lambda: self.open_page.emit("compare", {"places": [self._region]} if self._region else None)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room the list stands beside the map."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._list.setVisible(self.width() >= self.context.theme.px(_LIST_FROM))
        self._map.setMinimumHeight(self.context.theme.px(_LEAST_MAP))
        # What scrolls by itself asks for no room of what stands above it.
        self._stack.setMinimumHeight(self.context.theme.px(_LEAST_VIEW))

    def _read(self) -> None:
        library, language = self.context.library, i18n.language()
        self._regions = library.places(PlaceLevel.REGION, language)
        usable = [one for one in library.indicators(language) if one.regions >= FEW_REGIONS]
        self._indicators = {one.ref.id: one for one in usable}
        if self._colour not in self._indicators:
            self._colour = PROGRAMMES
        self._colouring.offer(library, usable)
        self._stand_on(self._colouring.year)
        self._show()

    def _stand_on(self, year: int | None) -> None:
        self._colouring.stand_on(self.context.library, self._indicators.get(self._colour), year)

    def _on_colour(self, key: str) -> None:
        self._colour = key
        self._stand_on(None)
        self._show()

    def _on_region(self, place_id: str) -> None:
        if place_id:
            self._choose(place_id)
            self.open_record.emit(place_id)

    def _choose(self, place_id: str) -> None:
        self._region = place_id
        self._map.select([place_id])
        self._list.select(place_id)
        self._table.select(place_id)
        if self._view == "places":
            self._show_tree()

    def _show_view(self, view: str) -> None:
        self._stack.setCurrentIndex(VIEWS.index(view))
        self._toggle.set_chosen(view)
        self._colouring.setVisible(view != "places")
        if view == "places":
            self._show_tree()
        else:
            self._say_header()

    def _show_tree(self) -> None:
        library, language = self.context.library, i18n.language()
        region = self._region if self._region and library.exists(self._region) else ""
        name = library.ref(region, language).title.value if region else ""
        provinces = self._tree.show_region(library, region, name)
        if region:
            self._header.say(_("Provinces of {region}").format(region=name), i18n.number(provinces, 0))
        else:
            self._say_header()

    def _say_header(self) -> None:
        self._header.say(self.title(), i18n.number(len(self._regions), 0))

    def _show(self) -> None:
        library, language = self.context.library, i18n.language()
        self._say_header()
        indicator = self._indicators.get(self._colour)
        spec = self._spec(on_page=True)
        self._map.set_spec(spec)
        values = {entry.place_id: entry.value for entry in spec.regions}
        self._list.set_rows(
            [Row(id=p.ref.id, title=p.ref.title.value, detail=values.get(p.ref.id, "")) for p in self._regions]
        )
        if indicator is None:
            self._table.set_table(ranking_data.region_columns(), ranking_data.region_rows(library, language))
        else:
            wording = Wording(library, language)
            found = library.observations(indicator.ref.id, language, year=self._colouring.year, area="total")
            rows = ranking_data.figure_rows(library, indicator, found, self._regions, wording)
            self._table.set_table(ranking_data.figure_columns(indicator), rows)
        if self._region:
            self._choose(self._region)
        elif self._view == "places":
            self._show_tree()

    def _spec(self, *, on_page: bool) -> MapSpec:
        """The map that is coloured now; for a file in full, with names and sources."""
        library, language = self.context.library, i18n.language()
        shapes, size = map_data.shapes_of(library), self._map.text_pixels() if on_page else lettering.BASE
        indicator, year = self._indicators.get(self._colour), self._colouring.year
        if indicator is None or year is None:
            return map_data.programmes_map(library, shapes, language, size)
        chosen = map_data.Slice(year)
        return map_data.indicator_map(library, shapes, indicator, chosen, language, size, brief=on_page)

    def _exports(self) -> Exports:
        """The map and its figures, in full: with names and sources."""
        from fieldref.ui.list_tables import place_table  # not needed to read

        library, language = self.context.library, i18n.language()
        indicator, year = self._indicators.get(self._colour), self._colouring.year
        pictures = (Picture(_("Map"), self._spec(on_page=False)),)
        if indicator is None or year is None:
            places = self._regions + apart_places(library, language)
            return Exports(PROGRAMMES, pictures, place_table(library, places, language))
        shown = library.observations(indicator.ref.id, language, year=year, area="total")
        name = f"{indicator.ref.id.partition('/')[2]}-{year}"
        return Exports(name, pictures, observation_table(library, shown, language))

    def _region_of(self, record_id: str) -> str | None:
        """The region a record is or lies in."""
        library, language = self.context.library, i18n.language()
        for _step in range(3):
            if kind_of(record_id) is Kind.REGION:
                return record_id
            if kind_of(record_id) not in (Kind.PROVINCE, Kind.DISTRICT) or not library.exists(record_id):
                return None
            record = library.record(record_id, language)
            if not isinstance(record, Place) or record.parent is None:
                return None
            record_id = record.parent.id
        return None
