"""Parts of the page of an indicator: its head, the places of the trend, and all there is to know of one figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary, RecordRef
from fieldref.i18n import _
from fieldref.ui.figures.indicator_chooser import IndicatorChooser
from fieldref.ui.figures.wording import Wording
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.boxes import SectionHeader
from fieldref.ui.widgets.buttons import Chip, IconButton
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.labels import Badge, label

_COPIED_MS = 1800


def link_button() -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton()
    button.setProperty("look", "link")
    return button


class IndicatorHead(QWidget):
    """Which indicator, counted how and by whom, what must be known of each of its figures, and where its definition
    is."""

    chosen = Signal(str)
    definition = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = SectionHeader("page-title")
        self._chooser = IndicatorChooser(theme)
        self._method = Badge()
        self._about = label("muted", wrap=True)
        self._more = link_button()
        self._facts = facts = QHBoxLayout()
        facts.setSpacing(8)
        facts.addWidget(self._method)
        facts.addWidget(self._about, 1)
        facts.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 0)
        layout.setSpacing(8)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(8)
        self._top.addWidget(self._title)
        self._top.addWidget(self._chooser, 1)
        layout.addLayout(self._top)
        layout.addLayout(facts)
        self._chooser.chosen.connect(self.chosen)
        self._more.clicked.connect(self.definition)

    def add(self, widget: QWidget) -> None:
        """Put a control at the end of the line of facts."""
        self._facts.addWidget(widget)

    def set_wide(self, wide: bool) -> None:
        """Title and chooser in one line, or one below the other."""
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._top.setDirection(direction)

    def set_indicators(self, library: Library, indicators: Sequence[IndicatorSummary]) -> None:
        """Offer these in the chooser."""
        self._chooser.set_indicators(library, indicators)

    def show_indicator(self, indicator: IndicatorSummary, wording: Wording, count: str) -> None:
        """Show one; `count` is how many there are."""
        self._title.say(_("Coverage"), _("{n} indicators").format(n=count))
        self._chooser.say(indicator.ref.id, indicator.ref.title.value, _("Indicator"))
        explained = wording.library.labels("method", wording.language).get(indicator.method)
        self._method.say(wording.method(indicator), explained.description if explained else "")
        self._method.setAccessibleName(wording.method(indicator))
        about = (indicator.producer, wording.direction(indicator), wording.caveat(indicator))
        self._about.setText(" · ".join(part for part in about if part))
        self._more.setText(_("Definition"))
        self._more.setAccessibleName(_("Definition of the indicator"))


class ChosenPlaces(QWidget):
    """The places of the trend, or the regions of the provinces shown, as chips that can be removed; or how to choose
    some."""

    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._header = SectionHeader()
        self._note = label("muted", wrap=True)
        self._hint = label("small", wrap=True)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._note.setContentsMargins(0, 0, 0, 8)
        for widget in (self._note, self._header, self._hint, self._chips):
            layout.addWidget(widget)

    def show_places(self, places: Sequence[tuple[str, str, bool]], *, as_series: bool) -> None:
        """(id, name, whether there is a figure to draw) of each place; `as_series` in the colours of their lines."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        palette = self._theme.palette
        for number, (key, name, drawn) in enumerate(places):
            chip = Chip(self._theme, key, self._chips)
            text = name if drawn else _("{place}: no figures").format(place=name)
            chip.say(text, _("Remove {place}").format(place=name))
            chip.removed.connect(self.removed)
            if drawn and as_series:
                color = palette.series[number % len(palette.series)]
                chip.setStyleSheet(f"QToolButton {{ border: 2px solid {color}; }}")
            self._flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(places))
        self._hint.setVisible(not places)

    def say_note(self, note: str) -> None:
        """Why there is no map; '' where there is one."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def say_trend(self, years: int, *, by_province: bool) -> None:
        """Put the words; with a single year there is no trend to draw."""
        self._header.say(_("Over the years"))
        self._header.setVisible(years > 1)
        if by_province:
            self._hint.setText(_("Choose regions from the list or on the map to see only their provinces."))
        elif years > 1:
            self._hint.setText(_("Click regions on the map or tick them in the table: up to four, beside the country."))
        else:
            self._hint.setText(_("There is one year only, so no trend is drawn."))
            self._hint.setVisible(True)


class FigureDetail(QFrame):
    """Everything behind one figure, and its citation to copy."""

    opened = Signal(str)
    cite = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._place_id = self._source_id = ""
        self._title = label("strong", wrap=True, selectable=True)
        self._lines = label("small", wrap=True, selectable=True)
        self._cite = IconButton(theme, "cite")
        self._place = link_button()
        self._source = link_button()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COPIED_MS)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._title, 1)
        for widget in (self._place, self._source, self._cite):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 8)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._lines)
        self._cite.clicked.connect(self.cite)
        self._place.clicked.connect(self.open_place)
        self._source.clicked.connect(self.open_source)
        self._timer.timeout.connect(self._say_cite)
        self.hide()

    def open_place(self) -> None:
        """Read about the place."""
        self.opened.emit(self._place_id)

    def open_source(self) -> None:
        """Read about the source."""
        self.opened.emit(self._source_id)

    def show_figure(self, place: RecordRef, value: str, lines: Sequence[str], source_id: str) -> None:
        """Show one figure."""
        self._place_id, self._source_id = place.id, source_id
        self._title.setText(f"{place.title.value}: {value}")
        self._lines.setText(" · ".join(line for line in lines if line))
        self._place.setText(_("Open place"))
        self._source.setText(_("Open source"))
        self._say_cite()
        self.show()

    def add_line(self, line: str) -> None:
        """Say one thing more."""
        self._lines.setText(f"{self._lines.text()} · {line}")

    def clear(self) -> None:
        """There is no figure to tell about."""
        self.hide()

    def say_copied(self) -> None:
        """The citation is on the clipboard."""
        self._cite.set_icon("check", "success")
        self._cite.say(_("Citation copied"))
        self._timer.start()

    def _say_cite(self) -> None:
        self._cite.set_icon("cite", "text_muted")
        self._cite.say(_("Copy the citation of this figure"))
