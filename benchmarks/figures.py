"""How long figures take: painting the map, hitting a region, the other pictures, the pages that show them.

    python -m benchmarks.figures

Milliseconds, the middle of several runs, as one JSON object. Limits: map 20, hit 2, switch of language 100.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.paths import find_paths
from fieldref.settings import SettingsStore
from fieldref.ui.application import make_theme
from fieldref.ui.context import Context
from fieldref.ui.figures import map as map_figure
from fieldref.ui.figures import render
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.pages.compare import ComparePage
from fieldref.ui.pages.coverage import CoveragePage
from fieldref.ui.pages.page import Page
from fieldref.ui.pages.regions import RegionsPage
from fieldref.ui.palettes import PALETTES

RUNS = 9
RECT = QRectF(0, 0, 760, 620)
CHOROPLETH = "indicator/insured_any_census_pct"
SERIES = "indicator/stunting_u5_microdata_pct"
PLACES = ["region/PE-AYA", "region/PE-CUS", "region/PE-LIM", "region/PE-PUN"]


def milliseconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """The middle of so many runs."""
    taken = []
    for _run in range(runs):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return round(median(taken), 2)


def drawing(library: Library) -> dict[str, float]:
    """Pictures without widgets."""
    palette = PALETTES["light"]
    spec = render.figure_spec(f"map/{CHOROPLETH}", library, "es", 14.0)
    assert isinstance(spec, MapSpec)
    image = QImage(RECT.size().toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    first = time.perf_counter()
    layout = map_figure.draw(painter, RECT, spec, palette)
    first = (time.perf_counter() - first) * 1000
    points = [QPointF(x * 7.5, x * 6.1) for x in range(100)]
    size = QSize(640, 420)
    result = {
        "map_first_paint": round(first, 2),
        "map_paint": milliseconds(lambda: map_figure.draw(painter, RECT, spec, palette)),
        "map_hit": milliseconds(lambda: [layout.fitted.region_at(point) for point in points]) / 100,
    }
    painter.end()
    for key in (f"map/{CHOROPLETH}", "map/programme/sisfin", f"trend/{SERIES}/{PLACES[0]}", "timeline"):
        result[f"image {key}"] = milliseconds(lambda key=key: render.figure_image(key, library, "es", palette, size))
        result[f"svg {key}"] = milliseconds(lambda key=key: render.figure_svg(key, library, "es", palette, size), 3)
    return result


def pages(app: QApplication, context: Context) -> dict[str, dict[str, float]]:
    """Pages at the size of a small laptop's window: made, filled and switched to the other language."""
    states: tuple[tuple[type[Page], dict[str, object]], ...] = (
        (RegionsPage, {"colour": SERIES, "region": PLACES[0]}),
        (CoveragePage, {"indicator": SERIES, "places": PLACES}),
        (CoveragePage, {"indicator": CHOROPLETH, "level": "province"}),
        (ComparePage, {"places": PLACES}),
    )
    results: dict[str, dict[str, float]] = {}
    for kind, state in states:
        started = time.perf_counter()
        page = kind(context)
        made = (time.perf_counter() - started) * 1000
        page.resize(1196, 660)
        page.show()
        app.processEvents()

        def fill(page: Page = page, state: dict[str, object] = state) -> None:
            page.restore(state)
            app.processEvents()

        def switch(page: Page = page) -> None:
            i18n.set_language("en" if i18n.language() == "es" else "es")
            page.retranslate()
            app.processEvents()

        name = f"{kind.key} {state.get('level', '')}".strip()
        results[name] = {"make": round(made, 1), "fill": milliseconds(fill), "switch_language": milliseconds(switch)}
        page.close()
        page.deleteLater()
        app.processEvents()
    return results


def measure() -> dict[str, object]:
    """Everything, on the bundled content."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    settings = SettingsStore(None)
    paths = find_paths()
    theme = make_theme(paths, settings)
    theme.apply(app)
    i18n.set_language("es")
    with Library(paths.content_file) as library:
        context = Context(library, None, settings, theme)
        return {"drawing": drawing(library), "pages": pages(app, context)}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
