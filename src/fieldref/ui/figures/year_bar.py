"""The year of a map: a slider over the years that have figures, and a button that plays them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from fieldref.i18n import _
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import IconButton
from fieldref.ui.widgets.labels import label

STEP_MS = 1100
"""How long each year stays while playing: long enough to look."""


class YearBar(QWidget):
    """Years in order; only those with figures can be chosen. With reduced motion there is no button to play."""

    changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._years: tuple[int, ...] = ()
        self._name = label("muted")
        self._year = label("heading")
        for words in (self._name, self._year):
            words.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._play = IconButton(theme, "play", role="accent")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setPageStep(1)
        self._slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self._slider.setMinimumWidth(theme.px(90))
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._year)
        row.addWidget(self._play)
        row.addWidget(self._slider, 1)
        row.addStretch(0)
        self._slider.valueChanged.connect(self._on_value)
        self._play.clicked.connect(self.toggle)
        self._timer.timeout.connect(self._next)
        theme.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Texts in the current language."""
        self._name.setText(_("Year"))
        self._slider.setAccessibleName(_("Year of the map"))
        self._show()

    def set_years(self, years: Sequence[int], year: int | None) -> None:
        """Offer these years and stand on one (None: the last), without a signal."""
        self._stop()
        self._years = tuple(years)
        blocked = self._slider.blockSignals(True)
        self._slider.setRange(0, max(0, len(years) - 1))
        self._slider.setValue(years.index(year) if year in years else max(0, len(years) - 1))
        self._slider.blockSignals(blocked)
        self._show()

    @property
    def year(self) -> int | None:
        """The year it stands on."""
        return self._years[self._slider.value()] if self._years else None

    @property
    def years(self) -> tuple[int, ...]:
        """The years offered."""
        return self._years

    @property
    def playing(self) -> bool:
        """Whether the years are running."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play from here (from the first year if this is the last), or pause."""
        if self.playing:
            self._stop()
        elif len(self._years) > 1 and not self._theme.reduced_motion:
            if self._slider.value() == self._slider.maximum():
                self._slider.setValue(0)
            self._timer.start()
        self._show()

    def _next(self) -> None:
        if self._slider.value() == self._slider.maximum() or not self.isVisible():
            self._stop()
        else:
            self._slider.setValue(self._slider.value() + 1)
        self._show()

    def _stop(self) -> None:
        self._timer.stop()
        self._show()

    def _on_value(self) -> None:
        self._show()
        if self.year is not None:
            self.changed.emit(self.year)

    def _show(self) -> None:
        several = len(self._years) > 1
        self._year.setText(str(self.year) if self.year is not None else "–")
        # The handle is drawn by the stylesheet and would be cut at large sizes.
        self._slider.setMinimumHeight(self._theme.px(26))
        self._slider.setVisible(several)
        self._play.setVisible(several and not self._theme.reduced_motion)
        self._play.set_icon("pause" if self.playing else "play")
        self._play.say(_("Pause") if self.playing else _("Play the years"))
