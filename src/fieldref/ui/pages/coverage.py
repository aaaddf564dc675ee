"""Coverage: an indicator on the map, in a ranking and over the years, each figure with what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.model import IndicatorSummary
from fieldref.i18n import _
from fieldref.tables import observation_table
from fieldref.ui.context import Context
from fieldref.ui.figures import trend_data
from fieldref.ui.figures.coverage_body import CoverageBody
from fieldref.ui.figures.coverage_controls import Available, Choice, CoverageControls
from fieldref.ui.figures.coverage_map import CoverageMap
from fieldref.ui.figures.coverage_parts import ChosenPlaces, IndicatorHead
from fieldref.ui.figures.coverage_ranking import CoverageRanking
from fieldref.ui.figures.export_button import ExportButton, Exports, Picture
from fieldref.ui.figures.indicator_figures import IndicatorFigures, few_ever
from fieldref.ui.figures.ranking_data import RankedPlaces
from fieldref.ui.figures.render import FEW_REGIONS
from fieldref.ui.figures.trend_view import TrendView
from fieldref.ui.figures.wording import Wording
from fieldref.ui.pages.page import Page
from fieldref.ui.widgets.boxes import EmptyState
from fieldref.ui.widgets.facet_button import FacetChoice


class CoveragePage(Page):
    """One indicator at a time, so that survey, census and register are never in one line or one ranking."""

    key = "coverage"
    icon = "coverage"
    list_share = 0.62
    shows_reader = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._indicators: dict[str, IndicatorSummary] = {}
        self._known = RankedPlaces(context.library, i18n.language())
        self._figures = IndicatorFigures()
        self._indicator = ""
        self._choice = Choice()
        self._places: tuple[str, ...] = ()
        self._head = IndicatorHead(theme)
        self._export = ExportButton(theme, self._exports, csv_separator=lambda: context.settings.current.csv_separator)
        self._head.add(self._export)
        self._controls = CoverageControls(theme)
        self._map = CoverageMap(context)
        self._chosen = ChosenPlaces(theme)
        self._trend = TrendView(theme)
        self._ranking = CoverageRanking(context)
        self._body = CoverageBody(
            theme, self._head, self._controls, self._map, self._chosen, self._trend, self._ranking
        )
        self._empty = EmptyState(theme, "coverage")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._body)
        layout.addWidget(self._empty)
        self._connect()
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Coverage")

    def retranslate(self) -> None:
        """Everything in the current language; indicator, year, places and order stay."""
        self._export.retranslate()
        self._map.retranslate()
        self._trend.setAccessibleName(_("Trend of the chosen places"))
        self._ranking.retranslate()
        self._empty.say(_("No figures"), _("This content file has no indicators. Another one may have them."))
        self._read()

    def reload(self) -> None:
        """Another content file."""
        self._read()

    def apply_theme(self) -> None:
        """Chips carry the colours of their lines."""
        self._show()

    def follow(self, record_id: str, origin: str = "") -> None:
        """An indicator that is opened is shown here; one that was named in the sheet of a place, with this place."""
        if record_id not in self._indicators:
            return
        if record_id != self._indicator:
            self._open_indicator(record_id)
        if any(one.place_id == origin for one in self._figures.observations):
            self._point_at(origin)

    @classmethod
    def subject_of(cls, state: Mapping[str, object]) -> str:
        """The indicator."""
        return str(state.get("indicator", ""))

    def main_part(self) -> QWidget | None:
        """The table, which every indicator has."""
        return self._ranking.table if self._indicators else None

    def state(self) -> dict[str, object]:
        """Indicator, year, area, group, level, regions, places and order of the table."""
        own = {"indicator": self._indicator, "places": list(self._places), "order": self._ranking.table.order()}
        return own | self._choice.to_state()

    def restore(self, state: Mapping[str, object]) -> None:
        """Put them back."""
        indicator, places = state.get("indicator"), state.get("places")
        if isinstance(indicator, str) and indicator in self._indicators:
            self._indicator = indicator
        self._choice = Choice.from_state(state)
        known = places if isinstance(places, list) else []
        self._places = tuple(p for p in known if isinstance(p, str) and self.context.library.exists(p))
        self._places = self._places[: trend_data.MOST_PLACES]
        self._load()
        self._ranking.table.set_order(state.get("order"))
        self._ranking.table.scrollToTop()

    # ---- inside

    def _connect(self) -> None:
        self._export.said.connect(self.said)
        self._head.chosen.connect(self._on_indicator)
        self._head.definition.connect(lambda: self.open_record.emit(self._indicator))
        self._controls.changed.connect(self._on_choice)
        self._map.activated.connect(self._toggle_place)
        self._chosen.removed.connect(self._toggle_place)
        self._ranking.ticked.connect(self._toggle_trend)
        self._ranking.opened.connect(self.open_record)
        self._ranking.picked.connect(self._mark_places)

    def _read(self) -> None:
        library, language = self.context.library, i18n.language()
        found = library.indicators(language)
        self._indicators = {one.ref.id: one for one in found}
        self._known = RankedPlaces(library, language)
        if self._indicator not in self._indicators:
            first = next((one for one in found if one.regions >= FEW_REGIONS), found[0] if found else None)
            self._indicator = first.ref.id if first else ""
        self._places = tuple(p for p in self._places if library.exists(p))
        self._body.setVisible(bool(found))
        self._empty.setVisible(not found)
        if found:
            self._head.set_indicators(library, found)
            self._load()

    def _load(self) -> None:
        found = self.context.library.observations(self._indicator, i18n.language(), area=None, population_group=None)
        self._figures = IndicatorFigures(found)
        self._show()

    def _on_indicator(self, indicator_id: str) -> None:
        """Another indicator is another place, from which one can go back to this one."""
        if indicator_id != self._indicator:
            state = self.state()
            kept = {name: state[name] for name in ("places", "order", "level", "regions")}
            self.open_page.emit(self.key, kept | {"indicator": indicator_id})

    def _open_indicator(self, indicator_id: str) -> None:
        self._indicator = indicator_id
        self._choice = Choice()
        self._load()
        self._ranking.table.scrollToTop()

    def _point_at(self, place_id: str) -> None:
        """Choose a place and bring it into view, once the page has its size."""
        self._choice = self._figures.with_place(self._choice, place_id)
        self._places = (*(p for p in self._places if p != place_id), place_id)[-trend_data.MOST_PLACES :]
        self._show()
        table = self._ranking.table
        table.select(place_id)
        QTimer.singleShot(0, self, lambda: table.scrollTo(table.currentIndex()))

    def _on_choice(self, choice: Choice) -> None:
        ticked = tuple(place.ref.id for place in self._known.regions if place.ref.id in self._places)
        if choice.by_province and not self._choice.by_province and ticked:
            choice = replace(choice, regions=ticked)  # who ticked regions wants their provinces
        self._choice = choice
        self._show()

    def _toggle_place(self, place_id: str) -> None:
        """A region of the map: for the trend, or for the provinces of it."""
        if self._choice.by_province:
            self._on_choice(self._choice.with_region(place_id))
        else:
            self._toggle_trend(place_id)

    def _toggle_trend(self, place_id: str) -> None:
        if place_id in self._places:
            self._places = tuple(p for p in self._places if p != place_id)
        else:
            # A fifth place takes the room of the one chosen first.
            self._places = (*self._places, place_id)[-trend_data.MOST_PLACES :]
        self._show()

    # ---- showing

    def _show(self) -> None:
        if self._indicator not in self._indicators:
            return
        library, language = self.context.library, i18n.language()
        indicator = self._indicators[self._indicator]
        wording = Wording(library, language)
        regions = [place.ref.id for place in self._known.regions]
        available = Available.of(self._figures.observations, self._choice, regions)
        self._choice = available.settled(self._choice)
        self._head.show_indicator(indicator, wording, i18n.number(len(self._indicators), 0))
        few = available.most < FEW_REGIONS and not self._choice.by_province
        ever = self._figures.places(self._choice, regions, any_year=True)
        self._chosen.say_note(few_ever(len(ever)) if few else "")
        self._map.setHidden(few)
        self._map.show_figures(indicator, self._figures, self._choice)
        self._controls.show_choice(self._choice, available, wording, self._region_facets(), years=not few)
        # Ticks are for the trend; of provinces there is mostly one year.
        ticked = self._places if len(available.years) > 1 or not self._choice.by_province else None
        self._ranking.show_figures(indicator, self._figures, self._choice, self._known, ticked, ranked=not few)
        self._show_trend(indicator)
        self._mark_places()
        self._body.fit(few=few)

    def _mark_places(self) -> None:
        self._map.mark(self._choice, self._places, self._ranking.region_of_current())

    def _region_facets(self) -> list[FacetChoice]:
        """The regions whose provinces can be chosen; none while regions are ranked."""
        if not self._choice.by_province:
            return []
        found = self._known.provinces_by_region(self._figures.in_year(self._choice))
        return [FacetChoice(one.ref.id, one.ref.title.value, i18n.number(count, 0)) for one, count in found]

    def _show_trend(self, indicator: IndicatorSummary) -> None:
        library, language = self.context.library, i18n.language()
        spec = trend_data.trend(
            library,
            indicator,
            self._places,
            language,
            area=self._choice.area,
            group=self._choice.group,
            text_size=self._trend.text_pixels(),
            brief=True,
        )
        by_province = self._choice.by_province
        drawn = set(self._choice.regions) if by_province else {series.key for series in spec.series}
        chosen = library.refs(self._choice.regions if by_province else self._places, language)
        self._chosen.show_places([(p.id, p.title.value, p.id in drawn) for p in chosen], as_series=not by_province)
        self._trend.set_spec(spec)
        several = {point.year for series in spec.series for point in series.points}
        self._trend.setVisible(len(several) > 1)
        self._chosen.say_trend(len(several), by_province=by_province)

    def _exports(self) -> Exports:
        """What is seen now, in full: with the name of the indicator and every source."""
        library, language = self.context.library, i18n.language()
        indicator = self._indicators[self._indicator]
        year = self._choice.year
        pictures = self._map.pictures(indicator, self._choice)
        if self._trend.spec is not None and not self._trend.isHidden():
            trend = trend_data.trend(
                library, indicator, self._places, language, area=self._choice.area, group=self._choice.group
            )
            pictures.append(Picture(_("Trend"), replace(trend, title=indicator.ref.title.value)))
        shown = self._ranking.shown()
        name = f"{indicator.ref.id.partition('/')[2]}-{year}" if year else indicator.ref.id
        return Exports(name, tuple(pictures), observation_table(library, shown, language) if shown else None)
