"""Where the parts of the page of an indicator stand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fieldref.ui.figures.coverage_controls import CoverageControls
from fieldref.ui.figures.coverage_parts import ChosenPlaces, IndicatorHead
from fieldref.ui.figures.coverage_ranking import CoverageRanking
from fieldref.ui.figures.trend_view import TrendView
from fieldref.ui.theme import Theme

_WIDE = 800
"""From this width on (at 100 %) map and figures stand side by side."""


class CoverageBody(QScrollArea):
    """Head and controls above, map and figures below: side by side where there is room, else one below the other.
    What does not fit scrolls; nothing is cut."""

    def __init__(
        self,
        theme: Theme,
        head: IndicatorHead,
        controls: CoverageControls,
        picture: QWidget,
        chosen: ChosenPlaces,
        trend: TrendView,
        ranking: CoverageRanking,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._head, self._controls = head, controls
        self._picture, self._trend, self._ranking = picture, trend, ranking
        self._few = False
        for part in (trend, ranking):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        side.addWidget(chosen)
        side.addWidget(trend, 5)
        side.addWidget(ranking, 6)
        self._figures = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._figures.setContentsMargins(16, 0, 12, 8)
        self._figures.setSpacing(12)
        self._figures.addWidget(picture, 4)
        self._figures.addLayout(side, 6)
        self._whole = QWidget()
        self._whole.setProperty("look", "page")
        self._column = QVBoxLayout(self._whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(head)
        self._column.addWidget(controls)
        self._column.addLayout(self._figures, 1)
        self.setWidget(self._whole)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def fit(self, *, few: bool) -> None:
        """Another indicator, or letters of another size. With `few` regions there is no map, and the table has its
        room."""
        self._few = few
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        self._share_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something inside takes more lines, or less: a scroll area does not ask how high broken lines become, and
        parts would lie over each other."""
        if watched is self._whole and event.type() == QEvent.Type.LayoutRequest:
            self._keep_height()
        return super().eventFilter(watched, event)

    def _share_out(self) -> None:
        px = self._theme.px
        wide = self.width() >= px(_WIDE)
        self._figures.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._head.set_wide(wide)
        self._controls.set_wide(wide)
        shares = wide or self._few
        self._picture.setMinimumHeight(px(230 if wide else 430))
        self._trend.setMinimumHeight(px(190 if shares else 250))
        self._ranking.table.setMinimumHeight(px(130 if shares else 320))
        self._keep_height()

    def _keep_height(self) -> None:
        self._whole.setMinimumHeight(self._column.minimumHeightForWidth(self.viewport().width()))
