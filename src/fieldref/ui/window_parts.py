"""Makes the window from what is open: sheets, searches and pages fitted together."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage

from fieldref.content.search import Searcher
from fieldref.sheets.render import Sheet, Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.ui.context import Context
from fieldref.ui.figures import lettering
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.figures.render import UnknownFigure, figure_spec, natural_height, spec_image
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.pages.gallery import GalleryPage
from fieldref.ui.pages.registry import PAGES
from fieldref.ui.tasks import SearchRunner

MAP_WIDTH, FIGURE_WIDTH = 360, 640
"""Widest figures in a sheet, in pixels at 100 %."""


class SheetMaker:
    """Sheets of whichever library is open, in the colours of the present look."""

    def __init__(self, context: Context, *, figures: bool) -> None:
        self._context = context
        self._figures = figures
        self._sheets: Sheets | None = None
        self._library: object = None

    def __call__(self, record_id: str, language: str) -> Sheet:
        """The sheet for the screen. Raises `RecordNotFound`."""
        if self._sheets is None or self._library is not self._context.library:
            self._library = self._context.library
            self._sheets = Sheets(self._context.library)
        style = SheetStyle.of(self._context.theme.palette, "screen")
        return self._sheets.html(record_id, language, figures=self._figures, style=style)


class FigureDrawer:
    """Draws the figures of sheets in the colours and sizes of the present look."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, key: str, room: QSize, language: str) -> QImage | None:
        """The picture of a slot for a column of the given width, or None for a figure there is not."""
        theme = self._context.theme
        try:
            spec = figure_spec(key, self._context.library, language, theme.px(lettering.BASE))
        except UnknownFigure:
            return None
        widest = MAP_WIDTH if isinstance(spec, MapSpec) else FIGURE_WIDTH
        width = min(room.width(), theme.px(widest))
        ratio = max((s.devicePixelRatio() for s in QGuiApplication.screens()), default=1.0)
        return spec_image(spec, theme.palette, QSize(width, round(natural_height(spec, width))), ratio)


def build_window(context: Context, language: Language, *, gallery: bool = False) -> MainWindow:
    """The window on an open library, with every page."""
    runner = SearchRunner(lambda: Searcher(context.library.path))
    pages = (*PAGES, GalleryPage) if gallery else PAGES
    context.runner = runner
    return MainWindow(context, language, pages, SheetMaker(context, figures=True), runner, FigureDrawer(context))
