"""Choosing an indicator: a button that says which one, and a panel with a search field and the list by theme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
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
from fieldref.ui.widgets.rows import Row, RowList
from fieldref.ui.widgets.search_field import SearchField

PANEL = QSize(520, 460)


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
        self._panel = _Panel(theme, self)
        self._panel.chosen.connect(self.chosen)
        self.clicked.connect(self._open)

    def set_indicators(
        self, library: Library, indicators: Sequence[IndicatorSummary], extras: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Offer these, in the current language. `extras` are (key, word) pairs that stand before the themes."""
        self._panel.set_rows(_rows(library, indicators, extras))
        self._panel.retranslate()

    def say(self, key: str, text: str, name: str) -> None:
        """Show which one is chosen; `name` says what is being chosen."""
        self._words.setText(text)
        self.setAccessibleName(f"{name}: {text}")
        self.setToolTip(name)
        self._panel.chosen_key = key
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """A long name takes two lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """As the words need."""
        width = max(240, self.width())
        return QSize(240, self.heightForWidth(width))

    def _open(self) -> None:
        size = QSize(max(self.width(), self._theme.px(PANEL.width())), self._theme.px(PANEL.height()))
        window = self.window()
        size = size.boundedTo(window.size() - QSize(32, 32))
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        corner.setX(max(8, min(corner.x(), window.width() - size.width() - 8)))
        corner.setY(max(8, min(corner.y(), window.height() - size.height() - 8)))
        self._panel.open_at(window.mapToGlobal(corner), size)


class _Panel(QFrame):
    """The list, over the page until something is chosen or Escape is pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("look", "panel")
        self.chosen_key = ""
        self._rows: list[tuple[str, Row]] = []
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
        self._field.say(_("Search indicators…"), _("Search indicators"), _("Clear"))
        self._list.setAccessibleName(_("Indicators"))
        self.setAccessibleName(_("Choose an indicator"))

    def set_rows(self, rows: list[tuple[str, Row]]) -> None:
        """(folded text, row) pairs."""
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
        shown: list[Row] = []
        section: Row | None = None
        for folded, row in self._rows:
            if row.section:
                section = row
            elif all(word in folded for word in words):
                if section is not None:
                    shown.append(section)
                    section = None
                shown.append(row)
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


def _rows(
    library: Library, indicators: Sequence[IndicatorSummary], extras: Sequence[tuple[str, str]]
) -> list[tuple[str, Row]]:
    wording = Wording(library, i18n.language())
    rows = [(fold(word), Row(id=key, title=word)) for key, word in extras]
    theme = ""
    for one in indicators:
        if one.theme.key != theme:
            theme = one.theme.key
            rows.append(("", Row(id=f"theme/{theme}", title=one.theme.name, section=True)))
        years = str(one.last_year) if one.first_year == one.last_year else f"{one.first_year}–{one.last_year}"
        regions = ngettext("{n} region", "{n} regions", one.regions).format(n=i18n.number(one.regions, 0))
        detail = " · ".join([wording.method(one), one.producer, years, regions])
        row = Row(id=one.ref.id, title=one.ref.title.value, detail=detail)
        rows.append((fold(f"{row.title} {detail} {one.theme.name}"), row))
    return rows
