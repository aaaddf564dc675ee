"""The timeline: what is not known is drawn open and said to be so."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from fieldref.content.library import Library
from fieldref.ui.figures import timeline, timeline_data
from fieldref.ui.figures.timeline_spec import TimelineBar, TimelineSpec, decimal_year
from fieldref.ui.figures.timeline_view import TimelineView
from fieldref.ui.palettes import PALETTES
from fieldref.ui.theme import Theme


@pytest.mark.parametrize(
    ("iso", "end", "year"),
    [
        ("2012", False, 2012.0),
        ("2012", True, 2013.0),
        ("2012-04", False, 2012.25),
        ("2018-12", True, 2019.0),
        (None, False, None),
        ("", True, None),
    ],
)
def test_dates_as_decimal_years(iso: str | None, end: bool, year: float | None) -> None:
    assert decimal_year(iso, end=end) == (pytest.approx(year) if year is not None else None)


def test_every_programme_and_event_is_on_it(qapp: object, library: Library) -> None:
    spec = timeline_data.timeline(library, "es")
    layout = timeline.lay_out(QRectF(0, 0, 900, 0), spec, QGuiApplication.font())
    assert {i.key for i in layout.items if i.bar} == {p.ref.id for p in library.programmes("es")}
    assert len([i for i in layout.items if i.event]) == len(library.events("es"))
    assert spec.first <= 1965
    assert spec.last >= 2019


@pytest.mark.parametrize("width", [320, 560, 900, 1500])
def test_nothing_overlaps_and_nothing_is_cut(qapp: object, library: Library, width: int) -> None:
    spec = timeline_data.timeline(library, "es")
    layout = timeline.lay_out(QRectF(0, 0, width, 0), spec, QGuiApplication.font())
    bars = [i.area for i in layout.items if i.bar]
    for number, area in enumerate(bars):
        assert not any(area.intersects(other) for other in bars[number + 1 :])
        assert area.bottom() <= layout.height


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_long_name_before_its_bar_stays_inside(qapp: object, library: Library, language: str) -> None:
    spec = timeline_data.timeline(library, language, 26.0)
    layout = timeline.lay_out(QRectF(6, 0, 440, 0), spec, QGuiApplication.font())
    assert all(item.area.left() >= 6 for item in layout.items if item.bar)


def test_unknown_dates_are_said_in_words(library: Library) -> None:
    spec = timeline_data.timeline(library, "es")
    assert spec.undated
    for bar in spec.undated:
        assert re.search("no (se encontraron|encontrados) en las fuentes", bar.period)
    for bar in spec.dated:
        if bar.end is None:
            assert re.search("fin no encontrado en las fuentes|todavía activo en", bar.period)
    assert spec.has_open_end
    assert spec.open_note


def test_only_a_bar_without_an_end_reaches_somewhere(library: Library) -> None:
    bars = {bar.key: bar for bar in timeline_data.timeline(library, "es").bars}
    for programme in library.programmes("es"):
        bar = bars[programme.ref.id]
        assert bar.reach is None or bar.end is None
        assert bar.reach is not None or not (programme.period.dated and programme.period.active_in) or bar.end


def test_an_open_end_fades(qapp: object) -> None:
    def lightness(end: float | None) -> int:
        bar = TimelineBar("a", "A", "health", "Health", 1980.0, end, "")
        spec = TimelineSpec((bar,), (), 1970, 2000)
        image = QImage(800, 200, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        layout = timeline.draw(painter, QRectF(0, 0, 800, 200), spec, PALETTES["light"])
        painter.end()
        area = layout.items[0].area
        x = round(area.left() + (layout.plot.width() * 2.4 / 30))
        return image.pixelColor(x, round(area.top() + 2.5)).lightness()

    assert lightness(None) > lightness(1990.0) + 40


def test_keys_walk_and_open(qtbot: QtBot, theme: Theme, library: Library) -> None:
    view = TimelineView(theme)
    qtbot.addWidget(view)
    view.set_spec(timeline_data.timeline(library, "es"))
    view.resize(900, view.heightForWidth(900))
    view.show()
    assert len(view.items) == len(library.programmes("es")) + len(library.events("es"))
    qtbot.keyClick(view, Qt.Key.Key_End)
    key = view.current_key
    assert key.startswith("programme/")
    with qtbot.waitSignal(view.activated) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [key]
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.items[0].lines


def test_it_is_as_tall_as_it_needs(qtbot: QtBot, theme: Theme, library: Library) -> None:
    view = TimelineView(theme)
    qtbot.addWidget(view)
    view.set_spec(timeline_data.timeline(library, "es"))
    assert view.heightForWidth(400) > view.heightForWidth(1200) > 100
