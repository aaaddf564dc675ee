"""Programmes: a list or a timeline with the same filters; the record is read beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.model import Label, PlaceLevel, ProgrammeSummary
from fieldref.i18n import _, number
from fieldref.sheets.words import Words
from fieldref.ui.badges import badge
from fieldref.ui.context import Context
from fieldref.ui.figures.export_button import ExportButton, Exports
from fieldref.ui.figures.timeline_data import timeline
from fieldref.ui.figures.timeline_view import TimelineView
from fieldref.ui.kinds import kind_of
from fieldref.ui.pages.page import Page
from fieldref.ui.programme_filter import FACETS, ProgrammeFilter, values, year_of
from fieldref.ui.widgets.boxes import EmptyState, SectionHeader
from fieldref.ui.widgets.buttons import SegmentedToggle
from fieldref.ui.widgets.condition_chips import Condition, ConditionChips
from fieldref.ui.widgets.facet_button import FacetButton, FacetChoice, YearsButton
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList
from fieldref.ui.widgets.search_field import SearchField

VIEWS = ("list", "timeline")


class ProgrammesPage(Page):
    """All programmes, narrowed by sector, region, years, partner, status and words."""

    key = "programmes"
    icon = "programme"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._programmes: tuple[ProgrammeSummary, ...] = ()
        self._region_names: dict[str, str] = {}
        self._labels: dict[str, dict[str, Label]] = {}
        self._filter = ProgrammeFilter()
        theme = context.theme
        self._header = SectionHeader("page-title")
        self._words = SearchField(theme)
        self._facets = {facet: FacetButton(theme) for facet in FACETS}
        self._years = YearsButton(theme)
        self._chips = ConditionChips(theme)
        self._view = VIEWS[0]
        self._toggle = SegmentedToggle([(view, "") for view in VIEWS])
        self._timeline = TimelineView(theme)
        self._timeline_area = QScrollArea()
        self._list = RowList(theme)
        self._export = ExportButton(
            theme, self._exports, csv_separator=lambda: context.settings.current.csv_separator, pictures=False
        )
        self._header.add(self._export)
        self._empty = EmptyState(theme, "filter")
        self._stack = QStackedWidget()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(120)
        self._export.said.connect(self.said)
        self._build()
        self._connect()
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Programmes")

    def retranslate(self) -> None:
        """Read the list in the current language; filters, choice and scroll place stay."""
        self._words.say(_("Filter the list…"), _("Filter the list"), _("Clear"))
        for facet, name in self._facet_names().items():
            self._facets[facet].say(name)
        self._years.say(_("Years"), _("From"), _("To"))
        self._list.setAccessibleName(self.title())
        for view, word in (("list", _("List")), ("timeline", _("Timeline"))):
            self._toggle.say(view, word, word)
        self._timeline.setAccessibleName(_("Programmes over time"))
        self._export.retranslate()
        self._empty.say(
            _("No programme fits"), _("No programme fits all the filters at once."), _("Remove all filters")
        )
        self.reload()

    def reload(self) -> None:
        """Read the library again."""
        library, language = self.context.library, i18n.language()
        self._programmes = library.programmes(language)
        places = library.places(PlaceLevel.REGION, language) + library.places(PlaceLevel.REGION_PART, language)
        self._region_names = {p.ref.id: str(p.ref.title) for p in places}
        years = [
            y
            for p in self._programmes
            for y in map(year_of, (p.period.start, p.period.end, p.period.active_in))
            if y is not None
        ]
        if years:
            self._years.set_range(min(years), max(years))
        self._show()

    def apply_theme(self) -> None:
        """Icons of the filter values are tinted anew."""
        self._show_facets()

    def show_record(self, record_id: str | None) -> None:
        """Choose the programme that is being read."""
        self._list.select(record_id)

    def main_part(self) -> QWidget:
        """The list, or the timeline in its place; the filter where nothing is left of them."""
        return self._words if self._stack.currentWidget() is self._empty else self._shown_view()

    def state(self) -> dict[str, object]:
        """Filters, view and scroll place."""
        own: dict[str, object] = {"scroll": self._list.verticalScrollBar().value()}
        if self._view != VIEWS[0]:
            own["view"] = self._view
        return self._filter.to_state() | own

    def restore(self, state: Mapping[str, object]) -> None:
        """Put filters, view and scroll place back."""
        self._view = VIEWS[1] if state.get("view") == VIEWS[1] else VIEWS[0]
        self._put_filter(ProgrammeFilter.from_state(dict(state)))
        scroll = state.get("scroll")
        if isinstance(scroll, int):
            self._list.executeDelayedItemsLayout()
            self._list.verticalScrollBar().setValue(scroll)

    # ---- inside

    def _build(self) -> None:
        facets = QWidget()
        flow = FlowLayout(facets, 6)
        for button in (*self._facets.values(), self._years):
            flow.addWidget(button)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 12, 8)
        top.setSpacing(8)
        for widget in (self._header, self._toggle, self._words, facets, self._chips):
            top.addWidget(widget)
        self._timeline_area.setWidget(self._timeline)
        self._timeline_area.setWidgetResizable(True)
        self._timeline_area.setFrameShape(QFrame.Shape.NoFrame)
        self._timeline_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in (self._list, self._timeline_area, self._empty):
            self._stack.addWidget(widget)
        self._stack.setMinimumHeight(self.context.theme.px(120))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._list.opened.connect(self.open_record)
        self._timeline.activated.connect(self._on_timeline)
        self._toggle.chosen.connect(self._on_view)
        self._chips.removed.connect(self._on_removed)
        self._empty.acted.connect(lambda: self._put_filter(ProgrammeFilter()))
        self._words.textChanged.connect(lambda _text: self._rest.start())
        self._words.key_passed.connect(self._on_key)
        self._rest.timeout.connect(self._on_changed)
        self._years.changed.connect(self._on_changed)
        for button in self._facets.values():
            button.changed.connect(self._on_changed)

    def _on_key(self, _key: object, _modifiers: object) -> None:
        self._shown_view().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_view(self, view: str) -> None:
        self._view = view
        self._show()

    def _on_timeline(self, key: str) -> None:
        if kind_of(key) is not None:
            self.open_record.emit(key)

    def _shown_view(self) -> QWidget:
        return self._list if self._view == VIEWS[0] else self._timeline

    def _put_filter(self, wanted: ProgrammeFilter) -> None:
        self._words.setText(wanted.words)
        self._years.set_span(wanted.years)
        self._filter = replace(wanted, years=self._years.span())  # no other years than there are
        self._show()

    def _on_changed(self) -> None:
        chosen = {facet: frozenset(button.chosen()) for facet, button in self._facets.items()}
        self._filter = ProgrammeFilter(**chosen, years=self._years.span(), words=self._words.text().strip())
        self._show()

    def _show(self) -> None:
        shown = [p for p in self._programmes if self._filter.lets(p)]
        counted = number(len(shown))
        whole = number(len(self._programmes))
        self._header.say(
            self.title(), counted if self._filter.empty else _("{n} of {all}").format(n=counted, all=whole)
        )
        self._list.set_rows([self._row(p) for p in shown])
        self._toggle.set_chosen(self._view)
        if not shown:
            self._stack.setCurrentWidget(self._empty)
        elif self._view == VIEWS[0]:
            self._stack.setCurrentWidget(self._list)
        else:
            only = None if self._filter.empty else frozenset(p.ref.id for p in shown)
            self._timeline.set_spec(timeline(self.context.library, i18n.language(), only=only))
            self._stack.setCurrentWidget(self._timeline_area)
        self._show_facets()
        self._show_chips()

    def _exports(self) -> Exports:
        """The list as it is filtered now."""
        from fieldref.ui.list_tables import programme_table  # not needed to read

        shown = [p for p in self._programmes if self._filter.lets(p)]
        table = programme_table(self.context.library, shown, i18n.language())
        return Exports(f"FieldRef-{self.title()}", table=table)

    def _row(self, programme: ProgrammeSummary) -> Row:
        title = str(programme.ref.title)
        regions = [self._region_names.get(r, r) for r in programme.region_ids]
        where = Words(i18n.language()).regions(regions, programme.regions_verified)
        named = programme.acronym if programme.acronym and not title.startswith(programme.acronym) else ""
        details = [
            title if named else "",
            " · ".join(part for part in (programme.sector.name, where) if part),
        ]
        word, explained = badge(programme.ref)
        return Row(
            id=programme.ref.id,
            title=named or title,
            detail="\n".join(d for d in details if d).replace("\n", "\u2028"),
            trailing=Words(i18n.language()).years(programme.period) or _("dates unknown"),
            icon=programme.sector.key,
            color=f"sector:{programme.sector.key}",
            mark=True,
            badge=word,
            badge_explained=explained,
        )

    def _facet_names(self) -> dict[str, str]:
        return {"sectors": _("Sector"), "regions": _("Region"), "statuses": _("Status"), "partners": _("Partner")}

    def _show_facets(self) -> None:
        for facet, button in self._facets.items():
            counts = self._filter.counts(self._programmes, facet)
            keys = {v for p in self._programmes for v in values(p, facet)}
            words = {key: self._word(facet, key) for key in keys}
            icon = facet == "sectors"
            button.set_choices(
                [
                    FacetChoice(key, words[key], number(counts[key]), key if icon else "", f"sector:{key}")
                    for key in sorted(keys, key=lambda k: i18n_sort_key(words[k]))
                ],
                getattr(self._filter, facet),
            )

    def _word(self, facet: str, key: str) -> str:
        if facet == "sectors":
            return next((p.sector.name for p in self._programmes if p.sector.key == key), key)
        if facet == "regions":
            return self._region_names.get(key, key)
        if facet == "statuses":
            return {"closed": _("Closed"), "active": _("Active"), "unknown": _("Not known")}.get(key, key)
        return key

    def _show_chips(self) -> None:
        conditions = [(f, v, self._word(f, v)) for f in FACETS for v in sorted(getattr(self._filter, f))]
        if self._filter.years is not None:
            conditions.append(("years", "", f"{self._filter.years[0]}–{self._filter.years[1]}"))
        said = _("Remove the filter {name}")
        self._chips.show_conditions([Condition(f"{c}:{v}", word, said.format(name=word)) for c, v, word in conditions])

    def _on_removed(self, key: str) -> None:
        condition, _colon, value = key.partition(":")
        self._put_filter(self._filter.without(condition, value))
        self._shown_view().setFocus()


def i18n_sort_key(text: str) -> tuple[str, str]:
    """Order for short lists of words put together here; records come sorted from the library."""
    from fieldref.content.folding import fold

    return fold(text), text
