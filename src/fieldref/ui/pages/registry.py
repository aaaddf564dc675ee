"""The pages of the window, in the order of the rail. A new page is a file beside this one and a line here."""

from __future__ import annotations

from typing import Final

from fieldref.ui.pages.about import AboutPage
from fieldref.ui.pages.compare import ComparePage
from fieldref.ui.pages.coverage import CoveragePage
from fieldref.ui.pages.home import HomePage
from fieldref.ui.pages.page import Page
from fieldref.ui.pages.programmes import ProgrammesPage
from fieldref.ui.pages.regions import RegionsPage
from fieldref.ui.pages.saved import SavedPage
from fieldref.ui.pages.topics import TopicsPage

PAGES: Final[tuple[type[Page], ...]] = (
    HomePage,
    ProgrammesPage,
    RegionsPage,
    CoveragePage,
    TopicsPage,
    SavedPage,
    ComparePage,
    AboutPage,
)
