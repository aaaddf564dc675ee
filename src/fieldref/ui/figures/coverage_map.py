"""The map of an indicator in the year chosen, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from fieldref import i18n
from fieldref.content.model import IndicatorSummary
from fieldref.i18n import _
from fieldref.ui.context import Context
from fieldref.ui.figures import lettering, map_data
from fieldref.ui.figures.coverage_controls import Choice
from fieldref.ui.figures.export_button import Picture
from fieldref.ui.figures.indicator_figures import IndicatorFigures, few_in_year
from fieldref.ui.figures.map_data import Slice
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.figures.map_view import MapView
from fieldref.ui.figures.render import FEW_REGIONS
from fieldref.ui.figures.shapes import MapShapes
from fieldref.ui.widgets.boxes import EmptyState


class CoverageMap(QStackedWidget):
    """Regions in colours, also where their provinces are ranked beside it: then it says so, and chooses regions."""

    activated = Signal(str)
    """A region."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view = MapView(context.theme)
        self._none = EmptyState(context.theme, "table")
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.addWidget(self.view)
        self.addWidget(self._none)
        self.view.activated.connect(self.activated)

    def retranslate(self) -> None:
        """Name in the current language; `show_figures` puts the rest."""
        self.view.setAccessibleName(_("Map of the indicator"))

    def show_figures(self, indicator: IndicatorSummary, figures: IndicatorFigures, choice: Choice) -> None:
        """Show the year chosen; with figures for very few regions, say so."""
        here = figures.places(choice, self._shapes.region_ids)
        if choice.year is None or len(here) < FEW_REGIONS:
            self.setCurrentWidget(self._none)
            self._none.say(_("Too few regions for a map"), few_in_year(len(here), choice.year))
            return
        self.setCurrentWidget(self.view)
        self.view.set_spec(self._spec(indicator, choice, choice.of_year(choice.year), on_page=True))

    def mark(self, choice: Choice, places: Sequence[str], region: str) -> None:
        """Outline the places of the trend, or the regions whose provinces are shown: those chosen, else the `region` of
        the province one is at."""
        if choice.by_province:
            self.view.select(choice.regions or ((region,) if region else ()))
        else:
            self.view.select(places, as_series=True)

    def pictures(self, indicator: IndicatorSummary, choice: Choice) -> list[Picture]:
        """The map that is seen, in full: with the name of the indicator and every source; none where there is none."""
        if choice.year is None or self.isHidden() or self.currentWidget() is not self.view:
            return []
        return [Picture(_("Map"), self._spec(indicator, choice, choice.of_year(choice.year), on_page=False))]

    @property
    def _shapes(self) -> MapShapes:
        return map_data.shapes_of(self._context.library)

    def _spec(self, indicator: IndicatorSummary, choice: Choice, chosen: Slice, *, on_page: bool) -> MapSpec:
        size = self.view.text_pixels() if on_page else lettering.BASE
        library, language = self._context.library, i18n.language()
        spec = map_data.indicator_map(library, self._shapes, indicator, chosen, language, size, brief=on_page)
        if not choice.by_province:
            return spec
        note = _("The map shows the regions: this content has no boundaries of provinces.")
        return replace(spec, legend_note=f"{spec.legend_note} · {note}" if spec.legend_note else note)
