"""The timeline as a widget: as tall as it needs to be, every bar and event can be pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldref.ui.figures import timeline
from fieldref.ui.figures.figure_items import FigureItem
from fieldref.ui.figures.figure_view import FigureView
from fieldref.ui.figures.timeline_spec import TimelineSpec
from fieldref.ui.palettes import Palette
from fieldref.ui.theme import Theme


class TimelineView(FigureView):
    """Shows a `TimelineSpec`. `activated` carries the key of the programme or event."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._spec: TimelineSpec | None = None
        self._layout: timeline.TimelineLayout | None = None
        self._heights: dict[tuple[int, float], int] = {}
        """Height by width and size of text: a layout asks for the same many times over."""
        self.setMinimumWidth(320)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_spec(self, spec: TimelineSpec | None) -> None:
        """Show another timeline, or the same in another language."""
        self._spec = spec
        self._heights.clear()
        self.updateGeometry()
        self.invalidate()

    @property
    def spec(self) -> TimelineSpec | None:
        """The timeline shown, with the widget's text size."""
        return replace(self._spec, text_size=self.text_pixels()) if self._spec else None

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more rows of chips and legend."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        known = width, self.text_pixels()
        if known not in self._heights:
            spec = self.spec
            room = QRectF(4, 4, width - 8, 0)
            self._heights[known] = round(timeline.lay_out(room, spec, self.font()).height) + 10 if spec else 0
        return self._heights[known]

    def sizeHint(self) -> QSize:
        """Wide; the height follows."""
        return QSize(760, self.heightForWidth(760))

    def minimumSizeHint(self) -> QSize:
        """Never cut off below."""
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def paint_figure(self, painter: QPainter, rect: QRectF, palette: Palette) -> Sequence[FigureItem]:
        """Paint the timeline; events and programmes are its items."""
        spec = self.spec
        if spec is None:
            self._layout = None
            return ()
        self._layout = timeline.draw(painter, rect, spec, palette)
        items = []
        for item in self._layout.items:
            if item.bar is not None:
                lines = (item.bar.sector_word, item.bar.period, *item.bar.lines)
                items.append(FigureItem(item.key, item.bar.name, lines, item.area))
            elif item.event is not None:
                items.append(FigureItem(item.key, item.event.period, (item.event.text,), item.area))
        return items

    def paint_mark(self, painter: QPainter, palette: Palette, hovered: int | None, focused: int | None) -> None:
        """Outlines of the hovered and the focused item."""
        if self._layout is None:
            return
        if hovered is not None:
            timeline.draw_mark(painter, self._layout, hovered, palette, focused=False)
        if focused is not None:
            timeline.draw_mark(painter, self._layout, focused, palette, focused=True)

    def item_at(self, position: QPointF) -> int | None:
        """The bar or event under the mouse."""
        return self._layout.at(position) if self._layout else None
