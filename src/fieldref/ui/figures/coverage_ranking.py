"""The figures of an indicator as a ranked table: of regions, or of the provinces of some of them; and what stands
behind the figure the keyboard is on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.citations import cite_observation
from fieldref.content.model import Direction, IndicatorSummary, Observation
from fieldref.i18n import _, ngettext
from fieldref.ui.context import Context
from fieldref.ui.figures import ranking_data
from fieldref.ui.figures.coverage_controls import Choice
from fieldref.ui.figures.coverage_parts import FigureDetail
from fieldref.ui.figures.indicator_figures import IndicatorFigures
from fieldref.ui.figures.ranking_data import RankedPlaces
from fieldref.ui.figures.table import FigureTable
from fieldref.ui.figures.wording import Wording
from fieldref.ui.widgets.buttons import SegmentedToggle
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.labels import label

HIGHEST, LOWEST = "highest", "lowest"


class RankingBar(QWidget):
    """How many places the table has, and which end of the ranking comes first."""

    order_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = label("strong")
        self._order = SegmentedToggle([(HIGHEST, ""), (LOWEST, "")])
        row = FlowLayout(self, 8)
        row.addWidget(self._count)
        row.addWidget(self._order)
        self._order.chosen.connect(self.order_chosen)

    def retranslate(self) -> None:
        """Names in the current language."""
        self._order.say(HIGHEST, _("Highest first"), _("Order by the figure, the highest first"))
        self._order.say(LOWEST, _("Lowest first"), _("Order by the figure, the lowest first"))
        self._order.setAccessibleName(_("Order of the figures"))

    def show_order(self, order: str) -> None:
        """Which end comes first; '' when the table is ordered by something else."""
        self._order.set_chosen(order)

    def say_count(self, shown: int, every: int, *, by_province: bool) -> None:
        """How many places there are, and of how many."""
        if by_province:
            words = ngettext("{n} province", "{n} provinces", shown)
            if shown < every:
                words = ngettext("{n} of {all} provinces", "{n} of {all} provinces", every)
        else:
            words = ngettext("{n} region", "{n} regions", shown)
        self._count.setMinimumHeight(self._order.sizeHint().height())  # in one line with the buttons
        self._count.setText(words.format(n=i18n.number(shown, 0), all=i18n.number(every, 0)))


class CoverageRanking(QWidget):
    """Table, its bar and the detail of one figure."""

    opened = Signal(str)
    """A record to read: a place or a source."""
    ticked = Signal(str)
    """A place for the trend."""
    picked = Signal()
    """The keyboard is on another row."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._figures = IndicatorFigures()
        self._choice = Choice()
        self._indicator: IndicatorSummary | None = None
        self._region_of: dict[str, str] = {}
        self.bar = RankingBar()
        self.table = FigureTable(context.theme)
        self.detail = FigureDetail(context.theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        self.bar.order_chosen.connect(self._on_order)
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda _column, _order: self._show_order())
        self.table.ticked.connect(lambda place_id, _on: self.ticked.emit(place_id))
        self.table.opened.connect(lambda key: self.opened.emit(key.partition("@")[0]))
        self.table.picked.connect(self._on_picked)
        self.table.menu_asked.connect(self._add_to_menu)
        self.detail.opened.connect(self.opened)
        self.detail.cite.connect(self._copy_citation)

    def retranslate(self) -> None:
        """Names in the current language; `show_figures` puts the rest."""
        self.table.setAccessibleName(_("Figures by place"))
        self.bar.retranslate()

    def show_figures(
        self,
        indicator: IndicatorSummary,
        figures: IndicatorFigures,
        choice: Choice,
        known: RankedPlaces,
        ticked: Sequence[str] | None,
        *,
        ranked: bool,
    ) -> None:
        """Show the figures chosen; not `ranked`, every one there is, of every year. `ticked` as in the ranking."""
        self._indicator, self._figures, self._choice = indicator, figures, choice
        library, wording = self._context.library, Wording(self._context.library, i18n.language())
        self.bar.setVisible(ranked)
        if ranked:
            self._rank(indicator, known, wording, ticked)
        else:
            rows = ranking_data.history_rows(library, indicator, figures.within(choice), wording)
            self.table.set_table(ranking_data.history_columns(indicator), rows)
        self._show_order()
        self._show_detail(self.table.current_key())

    def region_of_current(self) -> str:
        """The region of the province the keyboard is on, '' for none."""
        place_id = self.table.current_key().partition("@")[0]
        return self._region_of.get(place_id, "") if self._choice.by_province else ""

    def shown(self) -> list[Observation]:
        """The figures in the order of the table, each followed by those of sources that differ."""
        found: list[Observation] = []
        for key in dict.fromkeys(row.key for row in self.table.table.rows if not row.heading):
            one = self._figures.of_row(self._choice, key)
            if one is not None:
                found += [one, *self._figures.others(self._choice, one)]
        return found

    # ---- inside

    def _rank(
        self,
        indicator: IndicatorSummary,
        known: RankedPlaces,
        wording: Wording,
        ticked: Sequence[str] | None,
    ) -> None:
        library, choice = self._context.library, self._choice
        by_province, within = choice.by_province, choice.regions if choice.by_province else ()
        places = known.provinces if by_province else known.regions
        in_year = self._figures.in_year(choice)
        rows = ranking_data.figure_rows(library, indicator, in_year, places, wording, ticked, within, known.regions)
        self.table.set_table(ranking_data.figure_columns(indicator, by_province=by_province), rows)
        with_figure = {one.place_id for one in in_year}
        counted = [place for place in places if place.ref.id in with_figure]
        self._region_of = {place.ref.id: place.parent_id or "" for place in counted if by_province}
        shown = sum(row.group == ranking_data.RANKED for row in rows)
        self.bar.say_count(shown, len(counted), by_province=by_province)

    def _on_order(self, order: str) -> None:
        self.table.set_order("value" if order == LOWEST else "-value")
        self.table.scrollToTop()

    def _show_order(self) -> None:
        """The usual order is the best first; where no way is better, the highest."""
        if self._indicator is None:
            return
        order = self.table.order()
        lowest = order == "value" if order else self._indicator.direction is Direction.LOWER_BETTER
        by_figure = order in ("", "value", "-value")
        self.bar.show_order((LOWEST if lowest else HIGHEST) if by_figure else "")

    def _on_picked(self, key: str) -> None:
        self._show_detail(key)
        self.picked.emit()

    def _show_detail(self, key: str) -> None:
        one = self._figures.of_row(self._choice, key)
        if one is None or self._indicator is None:
            self.detail.clear()
            return
        library, language = self._context.library, i18n.language()
        wording = Wording(library, language)
        place = library.ref(one.place_id, language)
        others = self._figures.others(self._choice, one)
        value = wording.value(one, self._indicator)
        self.detail.show_figure(place, value, wording.lines(one), one.citation.source_id)
        if others:
            said = "; ".join(f"{wording.value(o, self._indicator)} ({wording.source(o)})" for o in others)
            self.detail.add_line(_("Sources differ: {others}").format(others=said))

    def _add_to_menu(self, _key: str, menu: QMenu) -> None:
        """The same as beside the figure, for a right click and the menu key."""
        for text, act in (
            (_("Copy the citation of this figure"), self._copy_citation),
            (_("Open place"), self.detail.open_place),
            (_("Open source"), self.detail.open_source),
        ):
            menu.addAction(text).triggered.connect(lambda _checked=False, act=act: act())

    def _copy_citation(self) -> None:
        one = self._figures.of_row(self._choice, self.table.current_key())
        if one is not None:
            reference = cite_observation(self._context.library, one, i18n.language())
            QGuiApplication.clipboard().setText(reference.text())
            self.detail.say_copied()
