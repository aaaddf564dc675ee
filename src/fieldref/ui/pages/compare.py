"""Compare: two to four regions side by side, each figure with its year and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.model import PlaceLevel, PlaceSummary
from fieldref.i18n import _
from fieldref.tables import observation_table
from fieldref.ui.context import Context
from fieldref.ui.figures.compare_data import MOST, compare
from fieldref.ui.figures.compare_html import LINK, comparison_html
from fieldref.ui.figures.export_button import ExportButton, Exports
from fieldref.ui.figures.indicator_chooser import PlaceChooser
from fieldref.ui.figures.ranking_data import apart_places
from fieldref.ui.pages.page import Page
from fieldref.ui.widgets.boxes import EmptyState, SectionHeader
from fieldref.ui.widgets.condition_chips import Condition, ConditionChips
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.row_model import Row

FEWEST = 2


class ComparePage(Page):
    """Regions as columns; every row is one indicator, so methods are never mixed."""

    key = "compare"
    icon = "compare"
    on_rail = False
    shows_reader = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._places: tuple[str, ...] = ()
        self._offered: tuple[PlaceSummary, ...] = ()
        theme = context.theme
        self._header = SectionHeader("page-title")
        self._chooser = PlaceChooser(theme)
        self._export = ExportButton(
            theme, self._exports, csv_separator=lambda: context.settings.current.csv_separator, pictures=False
        )
        self._chips = ConditionChips(theme)
        self._hint = label("small", wrap=True)
        self._view = QTextBrowser()
        self._view.setOpenLinks(False)
        self._empty = EmptyState(theme, "compare")
        self._stack = QStackedWidget()
        self._export.said.connect(self.said)
        self._build()
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Compare regions")

    def retranslate(self) -> None:
        """The comparison in the current language; places and scroll place stay."""
        self._header.say(self.title())
        self._chooser.say("", _("Add a region…"), _("Regions"))
        self._export.retranslate()
        self._view.setAccessibleName(_("Comparison"))
        self._empty.say(
            _("Choose two to four regions"),
            _("Their facts, programmes and figures stand side by side, each with its year and source."),
            _("Add a region…"),
        )
        self._hint.setText(_("Figures are of the newest year that all the regions have."))
        self.reload()

    def reload(self) -> None:
        """Read the library again."""
        library, language = self.context.library, i18n.language()
        self._offered = library.places(PlaceLevel.REGION, language) + apart_places(library, language)
        self._places = self._known(self._places)
        self._show(keep_place=True)

    def apply_theme(self) -> None:
        """The table is in the colours of the palette."""
        self._show(keep_place=True)

    def main_part(self) -> QWidget:
        """The comparison, or what adds a region to it."""
        return self._view if len(self._places) >= FEWEST else self._chooser

    def state(self) -> dict[str, object]:
        """The regions and the scroll place."""
        return {"places": list(self._places), "scroll": self._view.verticalScrollBar().value()}

    def restore(self, state: Mapping[str, object]) -> None:
        """Put them back."""
        places, scroll = state.get("places"), state.get("scroll")
        self._places = self._known(places if isinstance(places, list) else [])[:MOST]
        self._show()
        if isinstance(scroll, int):
            self._view.verticalScrollBar().setValue(scroll)

    # ---- inside

    def _build(self) -> None:
        self._header.add(self._chooser)
        self._header.add(self._export)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 12, 8)
        head.setSpacing(8)
        parts: tuple[QWidget, ...] = (self._header, self._chips, self._hint)
        for part in parts:
            head.addWidget(part)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        self._view.document().setDocumentMargin(14)
        # The table is as wide as the room and its words wrap: a bar below would only be a rounding of Qt's.
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self._chooser.chosen.connect(self._on_chosen)
        self._chips.removed.connect(self._remove)
        self._empty.acted.connect(self._chooser.click)
        self._view.anchorClicked.connect(self._on_link)

    def _on_chosen(self, place_id: str) -> None:
        # In the order of choosing, so that columns do not jump; a fifth takes the room of the first.
        if place_id in self._places:
            return
        before = self._places
        self._places = (*before, place_id)[-MOST:]
        self._show()
        if before and before[0] not in self._places:
            name = self.context.library.ref(before[0], i18n.language()).title.value
            self.undoable.emit(
                _("{place} made room: four at most are compared").format(place=name), lambda: self._put_back(before)
            )

    def _put_back(self, places: tuple[str, ...]) -> None:
        self._places = self._known(places)
        self._show()

    def _known(self, places: Iterable[object]) -> tuple[str, ...]:
        """Those that the open library offers, each once."""
        known = {place.ref.id for place in self._offered}
        return tuple(dict.fromkeys(place for place in places if isinstance(place, str) and place in known))

    def _remove(self, place_id: str) -> None:
        self._places = tuple(place for place in self._places if place != place_id)
        self._show()

    def _on_link(self, url: QUrl) -> None:
        record_id = url.toString().removeprefix(LINK)
        if self.context.library.exists(record_id):
            self.open_record.emit(record_id)

    def _show(self, *, keep_place: bool = False) -> None:
        language = i18n.language()
        self._chooser.set_places([self._row(place) for place in self._offered if place.ref.id not in self._places])
        names = {place.ref.id: place.ref.title.value for place in self._offered}
        remove = _("Remove {place}")
        self._chips.show_conditions([Condition(p, names[p], remove.format(place=names[p])) for p in self._places])
        enough = len(self._places) >= FEWEST
        self._stack.setCurrentWidget(self._view if enough else self._empty)
        self._hint.setVisible(enough)
        self._export.setVisible(enough)
        if enough:
            bar = self._view.verticalScrollBar()
            place = bar.value()
            comparison = compare(self.context.library, self._places, language)
            self._view.document().setDefaultFont(self.context.theme.font())
            self._view.setHtml(comparison_html(comparison, self.context.theme.palette))
            bar.setValue(place if keep_place else 0)

    @staticmethod
    def _row(place: PlaceSummary) -> Row:
        apart = {PlaceLevel.REGION_PART: _("Part of a region"), PlaceLevel.STATISTICAL_UNIT: _("Statistical unit")}
        return Row(id=place.ref.id, title=place.ref.title.value, detail=apart.get(place.level, place.capital or ""))

    def _exports(self) -> Exports:
        """The newest figures of the places, each with its own year and source."""
        library, language = self.context.library, i18n.language()
        figures = [one for place in self._places for one in library.latest(place, language)]
        names = [place.partition("/")[2] for place in self._places]
        return Exports("-".join(("FieldRef", *names)), table=observation_table(library, figures, language))
