"""Makes the window from what is open: sheets, searches and pages fitted together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage

from fieldref import i18n
from fieldref.ui.context import Context
from fieldref.ui.figures import lettering
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.pages.registry import GALLERY, PAGES
from fieldref.ui.tasks import SearchRunner
from fieldref.ui.warming import Warming

if TYPE_CHECKING:
    from fieldref.content.search import Searcher
    from fieldref.sheets.render import Sheet, Sheets

MAP_WIDTH, FIGURE_WIDTH = 360, 640
"""Widest figures in a sheet, in pixels at 100 %."""

BESIDE_FROM = 520
"""From this width of the column on, in pixels at 100 %, a map stands beside the key facts and not below them."""
COLUMNS_FROM, NAMES_FROM = 480, 380
"""From these on, tables have columns, and key facts stand beside their names and not below them."""


class SheetMaker:
    """Sheets of whichever library is open, in the colours of the present look."""

    def __init__(self, context: Context, *, figures: bool) -> None:
        self._context = context
        self._figures = figures
        self.room: Callable[[], int] | None = None
        """Width of the column of text now, in pixels."""
        self._sheets: Sheets | None = None
        self._library: object = None

    def __call__(self, record_id: str, language: str) -> Sheet:
        """The sheet for the screen. Raises `RecordNotFound`."""
        from fieldref.sheets.style import SheetStyle

        theme = self._context.theme
        room = self.room() if self.room is not None else theme.px(COLUMNS_FROM)
        style = replace(
            SheetStyle.of(theme.palette, "screen"),
            beside=room >= theme.px(BESIDE_FROM),
            narrow_facts=room < theme.px(NAMES_FROM),
            narrow_tables=room < theme.px(COLUMNS_FROM),
            scale=theme.zoom,
        )
        return self.sheets().html(record_id, language, figures=self._figures, style=style)

    def sheets(self) -> Sheets:
        """The sheets of the library that is open now."""
        from fieldref.sheets.render import Sheets  # with Jinja2: not needed for the first window

        if self._sheets is None or self._library is not self._context.library:
            self._library = self._context.library
            self._sheets = Sheets(self._context.library)
        return self._sheets


class FigureDrawer:
    """Draws the figures of sheets in the colours and sizes of the present look."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, key: str, room: QSize, language: str) -> QImage | None:
        """The picture of a slot for a column of the given width, or None for a figure there is not or has no room."""
        from fieldref.ui.figures.map_spec import MapSpec
        from fieldref.ui.figures.render import UnknownFigure, figure_spec, natural_height, spec_image

        theme = self._context.theme
        try:
            spec = figure_spec(key, self._context.library, language, theme.px(lettering.BASE))
        except UnknownFigure:
            return None
        widest = MAP_WIDTH if isinstance(spec, MapSpec) else FIGURE_WIDTH
        width = min(room.width(), theme.px(widest))
        ratio = max((s.devicePixelRatio() for s in QGuiApplication.screens()), default=1.0)
        size = QSize(width, round(natural_height(spec, width)))
        return None if size.isEmpty() else spec_image(spec, theme.palette, size, ratio)


def build_window(context: Context, language: Language, *, gallery: bool = False) -> MainWindow:
    """The window on an open library, with every page."""
    runner = SearchRunner(lambda: _searcher(context))
    pages = (*PAGES, GALLERY) if gallery else PAGES
    context.runner = runner
    maker = SheetMaker(context, figures=True)
    window = MainWindow(context, language, pages, maker, runner, FigureDrawer(context))
    maker.room = lambda: window.reader.view.column_width()  # noqa: PLW0108 - not made yet
    return window


def warm_up(window: MainWindow, first: Callable[[], object]) -> Warming:
    """From the first painting on: `first`, then what records and pages will need when they are first opened."""
    return Warming(window, _pieces(window, first))


def _pieces(window: MainWindow, first: Callable[[], object]) -> Iterator[object]:
    """One piece of work before each `yield`."""
    first()
    yield None
    window.navigation.prepare_reader()
    yield None
    if window.context.runner is not None:
        window.context.runner.prepare()  # in its own thread
    yield None
    make = window.reader.make_sheet
    if isinstance(make, SheetMaker):
        yield from make.sheets().prepare()
    for door in PAGES:
        door.kind()
        yield None
    for code in i18n.available_languages():
        i18n.language_name(code, lang=code)
        i18n.number(0.5, lang=code)
        yield None


def _searcher(context: Context) -> Searcher:
    from fieldref.content.search import Searcher  # in the thread of the search, when the first letter is typed

    return Searcher(context.library.path)
