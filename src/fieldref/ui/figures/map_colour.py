"""What colours a map of the regions: the number of programmes, or an indicator in a year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary
from fieldref.i18n import _
from fieldref.ui.figures.indicator_chooser import IndicatorChooser
from fieldref.ui.figures.render import best_year
from fieldref.ui.figures.wording import Wording
from fieldref.ui.figures.year_bar import YearBar
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.labels import label

PROGRAMMES = "programmes"


class MapColour(QWidget):
    """Choosing it, and the year, with what must be known not to misread the figures."""

    chosen = Signal(str)
    year_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chooser = IndicatorChooser(theme)
        self._years = YearBar(theme)
        self._caveat = label("muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._chooser, self._years, self._caveat):
            layout.addWidget(widget)
        self._chooser.chosen.connect(self.chosen)
        self._years.changed.connect(lambda _year: self.year_changed.emit())

    @property
    def year(self) -> int | None:
        """The year chosen; None before an indicator was."""
        return self._years.year

    def retranslate(self) -> None:
        """The words of the year; the rest is said with what is offered."""
        self._years.retranslate()

    def offer(self, library: Library, indicators: Sequence[IndicatorSummary]) -> None:
        """Offer the number of programmes and these, in the current language."""
        self._chooser.set_indicators(library, indicators, [(PROGRAMMES, _("Number of programmes"))])

    def stand_on(self, library: Library, indicator: IndicatorSummary | None, year: int | None) -> None:
        """Stand on an indicator (None: the number of programmes) and a year (None: the one with most regions)."""
        key = indicator.ref.id if indicator is not None else PROGRAMMES
        word = indicator.ref.title.value if indicator is not None else _("Number of programmes")
        self._chooser.say(key, word, _("Colour the map by"))
        self._years.setVisible(indicator is not None)
        caveat = ""
        if indicator is not None:
            self._years.set_years(library.years(indicator.ref.id), year or best_year(library, indicator))
            caveat = Wording.caveat(indicator)
        self._caveat.setText(caveat)
        self._caveat.setVisible(bool(caveat))
