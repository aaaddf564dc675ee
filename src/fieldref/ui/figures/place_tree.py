"""Provinces and districts of a region as a tree that can be filtered."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.folding import fold
from fieldref.content.library import Library
from fieldref.content.model import PlaceLevel, PlaceSummary
from fieldref.i18n import _
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.boxes import EmptyState
from fieldref.ui.widgets.padded_cells import PaddedCells
from fieldref.ui.widgets.search_field import SearchField

_ID = Qt.ItemDataRole.UserRole
_FOLDED = Qt.ItemDataRole.UserRole + 1
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Tree(QTreeWidget):
    """Enter opens the place; arrows fold and unfold."""

    opened = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.opened.emit(item.data(0, _ID))
            return
        super().keyPressEvent(event)


class PlaceTree(QWidget):
    """The tree of one region. `opened` carries the id of a province or district."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._region = self._chosen = ""
        self._field = SearchField(theme)
        self._tree = _Tree()
        self._tree.setProperty("look", "list")
        self._tree.setItemDelegateForColumn(1, PaddedCells(theme, self._tree))
        self._tree.setUniformRowHeights(True)
        self._tree.setColumnCount(2)
        self._tree.header().setStretchLastSection(False)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._empty = EmptyState(theme, "province")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        search = QVBoxLayout()
        search.setContentsMargins(16, 0, 12, 0)
        search.addWidget(self._field)
        layout.addLayout(search)
        layout.addWidget(self._tree, 1)
        layout.addWidget(self._empty, 1)
        self._field.textChanged.connect(lambda _text: self._filter())
        self._field.key_passed.connect(lambda _key, _modifiers: self._tree.setFocus())
        self._tree.opened.connect(self.opened)
        self._tree.itemClicked.connect(lambda item, _column: self.opened.emit(item.data(0, _ID)))

    @property
    def region(self) -> str:
        """The region whose places are shown, '' for none."""
        return self._region

    def choose(self, place_id: str) -> None:
        """Mark the place that is being read; '' or one that is not here marks none."""
        self._chosen = place_id
        self._mark()

    def show_region(self, library: Library, region_id: str, name: str) -> int:
        """Show the provinces and districts of a region, in the current language; returns how many provinces it has."""
        same = region_id == self._region
        kept = self._open_ids() if same else set()
        self._region = region_id
        self._say(name)
        language = i18n.language()
        self._tree.clear()
        provinces = library.places(PlaceLevel.PROVINCE, language, region_id) if region_id else ()
        for province in provinces:
            item = self._item(province)
            self._tree.addTopLevelItem(item)
            for district in library.places(PlaceLevel.DISTRICT, language, province.ref.id):
                item.addChild(self._item(district))
            item.setExpanded(province.ref.id in kept)
        if not same:
            self._field.clear()
        self._filter()
        self._mark()
        return len(provinces)

    def _say(self, name: str) -> None:
        self._field.say(_("Filter provinces and districts…"), _("Filter provinces and districts"), _("Clear"))
        self._tree.setHeaderLabels([_("Province and district"), _("Place code")])
        self._tree.headerItem().setTextAlignment(1, _AT_RIGHT)
        self._tree.setAccessibleName(_("Provinces and districts of {region}").format(region=name))
        if self._region:
            self._empty.say(_("No province or district fits"), _("Check the spelling, or clear the filter."))
        else:
            self._empty.say(
                _("Choose a region first"), _("Its provinces and districts are listed here, with their codes.")
            )

    def _item(self, place: PlaceSummary) -> QTreeWidgetItem:
        item = QTreeWidgetItem([place.ref.title.value, place.place_code])
        item.setData(0, _ID, place.ref.id)
        item.setData(0, _FOLDED, f"{fold(place.ref.title.value)} {place.place_code}")
        item.setSizeHint(0, QSize(0, self.fontMetrics().height() + self._theme.px(8)))
        item.setTextAlignment(1, _AT_RIGHT)
        return item

    def _mark(self) -> None:
        self._tree.clearSelection()
        for item in self._tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            if item.data(0, _ID) == self._chosen:
                self._tree.setCurrentItem(item)
                self._tree.scrollToItem(item)  # opens the province of a district

    def _open_ids(self) -> set[str]:
        items = (self._tree.topLevelItem(i) for i in range(self._tree.topLevelItemCount()))
        return {str(item.data(0, _ID)) for item in items if item is not None and item.isExpanded()}

    def _filter(self) -> None:
        words = fold(self._field.text()).split()
        any_shown = False
        for number in range(self._tree.topLevelItemCount()):
            province = self._tree.topLevelItem(number)
            assert province is not None
            own = all(word in province.data(0, _FOLDED) for word in words)
            inside = False
            for position in range(province.childCount()):
                district = province.child(position)
                assert district is not None
                fits = all(word in district.data(0, _FOLDED) for word in words)
                district.setHidden(bool(words) and not (fits or own))
                inside = inside or fits
            shown = own or inside
            province.setHidden(not shown)
            any_shown = any_shown or shown
            if words and shown:
                province.setExpanded(inside)
        self._tree.setVisible(any_shown)
        self._field.setVisible(bool(self._region))
        self._empty.setVisible(not any_shown)
