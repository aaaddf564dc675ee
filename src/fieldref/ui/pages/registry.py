"""The pages of the window, in the order of the rail. A new page is a file beside this one and an entry here.

The rail needs a page's name and icon at once, its class only when somebody goes there: modules of pages are imported
on the first visit, or beforehand while nobody waits (`ui.warming`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fieldref.i18n import N_, _

if TYPE_CHECKING:
    from fieldref.ui.pages.page import Page


@dataclass(frozen=True, slots=True)
class Door:
    """What the window knows of a page before it is made; a test holds it against the page's own attributes."""

    key: str
    icon: str
    name: str
    """Its title, as the message catalogs have it."""
    kind: Callable[[], type[Page]]
    """The class, imported when asked for."""
    on_rail: bool = True

    def title(self) -> str:
        """The page's name in the current language."""
        return _(self.name)


def _home() -> type[Page]:
    from fieldref.ui.pages.home import HomePage

    return HomePage


def _programmes() -> type[Page]:
    from fieldref.ui.pages.programmes import ProgrammesPage

    return ProgrammesPage


def _regions() -> type[Page]:
    from fieldref.ui.pages.regions import RegionsPage

    return RegionsPage


def _coverage() -> type[Page]:
    from fieldref.ui.pages.coverage import CoveragePage

    return CoveragePage


def _topics() -> type[Page]:
    from fieldref.ui.pages.topics import TopicsPage

    return TopicsPage


def _saved() -> type[Page]:
    from fieldref.ui.pages.saved import SavedPage

    return SavedPage


def _compare() -> type[Page]:
    from fieldref.ui.pages.compare import ComparePage

    return ComparePage


def _about() -> type[Page]:
    from fieldref.ui.pages.about import AboutPage

    return AboutPage


def _gallery() -> type[Page]:
    from fieldref.ui.pages.gallery import GalleryPage

    return GalleryPage


PAGES: Final[tuple[Door, ...]] = (
    Door("home", "home", N_("Home"), _home),
    Door("programmes", "programme", N_("Programmes"), _programmes),
    Door("regions", "region", N_("Regions"), _regions),
    Door("coverage", "coverage", N_("Coverage"), _coverage),
    Door("topics", "topic", N_("Topics"), _topics),
    Door("saved", "saved", N_("Saved"), _saved),
    Door("compare", "compare", N_("Compare regions"), _compare, on_rail=False),
    Door("about", "about", N_("About"), _about),
)

GALLERY: Final = Door("gallery", "gallery", N_("Gallery"), _gallery)
"""For developers: every widget on one page."""
