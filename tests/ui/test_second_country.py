"""The window on another country: it opens, searches, maps and prints."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize

from fieldref import i18n
from fieldref.authoring.build import build
from fieldref.content.library import Library
from fieldref.settings import SettingsStore
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.figures.render import figure_image, figure_spec
from fieldref.ui.palettes import PALETTES
from fieldref.ui.printing import Printout

if TYPE_CHECKING:
    from fieldref.ui.context import Context
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow
    from fieldref.ui.theme import Theme


@pytest.fixture(scope="module")
def bolivia(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bolivia")
    shutil.copytree(repo / "tests" / "second_country", folder / "source")
    return build(folder / "source", folder / "content.db").target


@pytest.fixture
def second(bolivia: Path) -> Iterator[Library]:
    with Library(bolivia) as library:
        yield library


@pytest.fixture
def context(second: Library, theme: Theme, tmp_path: Path) -> Iterator[Context]:
    from fieldref.ui.context import Context
    from fieldref.userdata.opening import open_user_data

    with open_user_data(tmp_path / "own") as userdata:
        yield Context(second, userdata, SettingsStore(None), theme)


@pytest.fixture
def window(context: Context, language: Language) -> Iterator[MainWindow]:
    from fieldref.ui.window_parts import build_window

    language.write_as(context.library.info("es").locales)
    made = build_window(context, language)
    made.start("region/BO-L")
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    made.end()
    made.deleteLater()


def test_it_opens_on_every_page_in_both_languages(window: MainWindow, language: Language) -> None:
    assert i18n.locale_name() == "es_BO"
    assert "2.719.344" in window.reader.view.toPlainText()
    for code in ("es", "en", "es"):
        language.switch(code)
        for page in ("home", "programmes", "regions", "coverage", "topics", "saved", "about"):
            window.navigation.open_page(page, {})
    window.navigation.open_record("programme/muestra-salud")
    assert "ficticio" in window.reader.view.toPlainText()


def test_it_searches(window: MainWindow, qtbot) -> None:
    found: list[object] = []
    assert window.context.runner is not None
    window.context.runner.found.connect(lambda _number, results: found.append(results))
    window.search.field.setFocus()
    qtbot.keyClicks(window.search.field, "potosi")
    qtbot.waitUntil(lambda: any(getattr(one, "total", 0) for one in found), timeout=5000)


def test_it_maps(second: Library, qapp) -> None:
    spec = figure_spec("map/indicator/population_census_count", second, "es")
    assert isinstance(spec, MapSpec)
    assert len(spec.regions) == 9
    image = figure_image("map/region/BO-S", second, "es", PALETTES["light"], QSize(400, 400))
    assert len({image.pixelColor(x, y).name() for x in range(20, 380, 20) for y in range(20, 380, 20)}) > 3


def test_it_prints(second: Library, qapp) -> None:
    pages = Printout(second, ["region/BO-L", "programme/muestra-salud"], "es", also=("en",)).pdf()
    assert pages.startswith(b"%PDF")
    assert len(pages) > 10_000
