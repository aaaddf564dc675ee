"""Makes the window from what is open: sheets, searches and pages fitted together."""

from __future__ import annotations

from fieldref.content.search import Searcher
from fieldref.sheets.render import Sheet, Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.ui.context import Context
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.pages.gallery import GalleryPage
from fieldref.ui.pages.registry import PAGES
from fieldref.ui.tasks import SearchRunner


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


def build_window(context: Context, language: Language, *, gallery: bool = False) -> MainWindow:
    """The window on an open library, with every page."""
    runner = SearchRunner(lambda: Searcher(context.library.path))
    pages = (*PAGES, GalleryPage) if gallery else PAGES
    return MainWindow(context, language, pages, SheetMaker(context, figures=False), runner)
