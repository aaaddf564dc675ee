"""Choosing an indicator or a place: a button that says which one, and a panel with a search field and a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.folding import fold
from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary
from fieldref.i18n import _, ngettext
from fieldref.ui.figures.wording import Wording
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.boxes import Picture
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList
from fieldref.ui.widgets.search_field import SearchField

PANEL = QSize(520, 460)
_Offer = tuple[str, Row, tuple[int, ...]]
"""Folded text to search in, the row, and what to sort by among those that fit typed words."""


class IndicatorChooser(QPushButton):
    """The button. `chosen` carries an indicator id, or an extra's key (such as the number of programmes)."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = label("strong", wrap=True)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.addWidget(self._words, 1)
        row.addWidget(Picture(theme, "chevron-down", 14), 0, Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._panel = _Panel(theme, self, self._panel_words)
        self._panel.chosen.connect(self.chosen)
        self.clicked.connect(self._open)

    def set_indicators(
        self, library: Library, indicators: Sequence[IndicatorSummary], extras: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Offer these, in the current language. `extras` are (key, word) pairs that stand before the themes."""
        self._panel.set_rows(_rows(library, indicators, extras))
        self._panel.retranslate()

    def set_places(self, rows: Sequence[Row]) -> None:
        """Offer these rows instead, in their order."""
        self._panel.set_rows([(fold(f"{row.title} {row.detail}"), row, ()) for row in rows])
        self._panel.retranslate()

    def say(self, key: str, text: str, name: str) -> None:
        """Show which one is chosen; `name` says what is being chosen."""
        self._words.setText(text)
        self.setAccessibleName(f"{name}: {text}")
        self.setToolTip(name)
        self._panel.chosen_key = key
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens what hangs below."""
        if event.key() == Qt.Key.Key_Down:
            self._open()
        else:
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        """A long name takes two lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """As the words need."""
        least = self._theme.px(240)
        return QSize(least, self.heightForWidth(max(least, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Narrower than this the words would stand one below the other."""
        return QSize(self._theme.px(160), super().minimumSizeHint().height())

    @staticmethod
    def _panel_words() -> tuple[str, str, str, str]:
        """Words of the panel: in its field, of the field, of the list, of the whole."""
        return _("Search indicators…"), _("Search indicators"), _("Indicators"), _("Choose an indicator")

    def _open(self) -> None:
        size = QSize(max(self.width(), self._theme.px(PANEL.width())), self._theme.px(PANEL.height()))
        window = self.window()
        size = size.boundedTo(window.size() - QSize(32, 32))
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        corner.setX(max(8, min(corner.x(), window.width() - size.width() - 8)))
        corner.setY(max(8, min(corner.y(), window.height() - size.height() - 8)))
        self._panel.open_at(window.mapToGlobal(corner), size)


class PlaceChooser(IndicatorChooser):
    """The same for places."""

    @staticmethod
    def _panel_words() -> tuple[str, str, str, str]:
        return _("Search regions…"), _("Search regions"), _("Regions"), _("Choose a region")


class _Panel(QFrame):
    """The list, over the page until something is chosen or Escape is pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, words: Callable[[], tuple[str, str, str, str]]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._say = words
        self.setProperty("look", "panel")
        self.chosen_key = ""
        self._rows: list[_Offer] = []
        self._field = SearchField(theme)
        self._list = RowList(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        self._field.textChanged.connect(lambda _text: self._show())
        self._field.key_passed.connect(self._on_key)
        self._list.clicked.connect(lambda _index: self._choose())

    def retranslate(self) -> None:
        """Texts in the current language."""
        hint, field, listed, whole = self._say()
        self._field.say(hint, field, _("Clear"))
        self._list.setAccessibleName(listed)
        self.setAccessibleName(whole)

    def set_rows(self, rows: list[_Offer]) -> None:
        """Offer these; what is typed stays."""
        self._rows = rows
        self._show()

    def open_at(self, corner: QPoint, size: QSize) -> None:
        """Show the panel with the chosen one in sight."""
        self._field.clear()
        self.resize(size)
        self.move(corner)
        self.show()
        self._list.select(self.chosen_key)
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self) -> None:
        words = fold(self._field.text()).split()
        fit = [offer for offer in self._rows if not offer[1].section and all(word in offer[0] for word in words)]
        # For typed words the fullest series come first, wherever they belong; without, the themes give the order.
        shown = [row for _text, row, _full in (sorted(fit, key=lambda offer: offer[2]) if words else self._rows)]
        self._list.set_rows(shown)
        first = next((row.id for row in shown if not row.section), None)
        if words and first is not None:
            self._list.select(first)

    def _on_key(self, key: Qt.Key, _modifiers: object) -> None:
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}[key]
            ids = [
                self._list.rows.row(i).id
                for i in range(self._list.rows.rowCount())
                if not self._list.rows.row(i).section
            ]
            here = self._list.current_id()
            if ids:
                at = ids.index(here) + step if here in ids else 0
                self._list.select(ids[max(0, min(at, len(ids) - 1))])

    def _choose(self) -> None:
        key = self._list.current_id()
        if key:
            self.close()
            self.chosen.emit(key)


def _rows(library: Library, indicators: Sequence[IndicatorSummary], extras: Sequence[tuple[str, str]]) -> list[_Offer]:
    wording = Wording(library, i18n.language())
    rows: list[_Offer] = [(fold(word), Row(id=key, title=word), ()) for key, word in extras]
    theme = ""
    for one in indicators:
        if one.theme.key != theme:
            theme = one.theme.key
            rows.append(("", Row(id=f"theme/{theme}", title=one.theme.name, section=True), ()))
        years = str(one.last_year) if one.first_year == one.last_year else f"{one.first_year}–{one.last_year}"
        regions = ngettext("{n} region", "{n} regions", one.regions).format(n=i18n.number(one.regions, 0))
        detail = " · ".join([wording.method(one), one.producer, years, regions])
        row = Row(id=one.ref.id, title=one.ref.title.value, detail=detail)
        fullness = one.regions * (one.last_year - one.first_year + 1)
        rows.append((fold(f"{row.title} {detail} {one.theme.name}"), row, (-min(one.regions, 1), -fullness)))
    return rows
