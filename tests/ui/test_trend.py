"""Trends: gaps stay gaps, axes are honest, every point tells its source."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary
from fieldref.ui.figures import trend, trend_data
from fieldref.ui.figures.trend_spec import TrendPoint, TrendSeries, TrendSpec
from fieldref.ui.figures.trend_view import TrendView
from fieldref.ui.palettes import PALETTES
from fieldref.ui.theme import Theme


def indicator(library: Library, name: str, language: str = "es") -> IndicatorSummary:
    return next(i for i in library.indicators(language) if i.ref.id == f"indicator/{name}")


def series(*years_and_values: tuple[int, float]) -> TrendSeries:
    return TrendSeries("x", "X", tuple(TrendPoint(year, value, str(value)) for year, value in years_and_values))


def test_only_years_in_a_row_are_joined() -> None:
    runs = list(series((2010, 1), (2011, 2), (2013, 3), (2015, 4), (2016, 5)).runs())
    assert [[p.year for p in run] for run in runs] == [[2010, 2011], [2013], [2015, 2016]]


def test_two_figures_of_a_year_are_both_drawn_but_carry_one_line() -> None:
    line = series((2010, 1), (2010, 9), (2011, 2))
    assert [[p.value for p in run] for run in line.runs()] == [[1, 2]]
    assert not line.has_gap
    assert len(line.points) == 3


@pytest.mark.parametrize(
    ("values", "starts_at_zero"),
    [((5.0, 40.0), True), ((88.0, 95.0), False), ((0.0, 1.0), True), ((60.0, 99.0), False)],
)
def test_the_axis_starts_at_zero_unless_that_hides_the_differences(
    values: tuple[float, float], starts_at_zero: bool
) -> None:
    spec = TrendSpec((series((2010, values[0]), (2011, values[1])),), percent=True)
    bottom, top, step = spec.axis()
    assert (bottom == 0) is starts_at_zero
    assert bottom <= min(values)
    assert max(values) <= top <= 100
    assert step > 0


def test_a_gap_is_told(library: Library) -> None:
    spec = trend_data.trend(library, indicator(library, "insured_any_pct"), ["region/PE-CAL"], "es")
    assert any(s.has_gap for s in spec.series)
    assert "nada se rellena" in spec.gap_note


def test_every_point_tells_period_and_source(library: Library) -> None:
    spec = trend_data.trend(library, indicator(library, "stunting_u5_microdata_pct"), ["region/PE-AYA"], "es")
    points = [p for s in spec.series for p in s.points]
    assert points
    for point in points:
        assert any(line.startswith("Periodo: ") for line in point.lines)
        assert any(line.startswith("Fuente: ") for line in point.lines)
    assert any("n = " in line for p in points for line in p.lines)


def test_at_most_four_places_and_the_country(library: Library) -> None:
    places = [f"region/PE-{code}" for code in ("AYA", "CUS", "LIM", "PUN", "TAC")]
    spec = trend_data.trend(library, indicator(library, "stunting_u5_microdata_pct"), places, "en")
    assert len([s for s in spec.series if not s.national]) == 4
    assert len([s for s in spec.series if s.national]) == 1
    assert len({s.slot for s in spec.series if not s.national}) == 4


def test_one_end_of_an_interval_brings_the_other(library: Library) -> None:
    low = indicator(library, "poverty_extreme_group_ci95_low")
    spec = trend_data.trend(library, low, ["region/PE-HUV"], "es")
    for point in spec.series[0].points:
        assert point.low is not None
        assert point.high is not None
        assert point.low <= point.value <= point.high


def test_numbers_are_written_as_the_reader_does(library: Library) -> None:
    spec = trend_data.trend(library, indicator(library, "maternal_deaths_count"), [], "es")
    assert spec.number(1234.5, 1) == "1,234.5"


@pytest.mark.parametrize("size", [(240, 170), (640, 300), (1200, 240)])
def test_points_lie_inside_the_plot(qapp: object, library: Library, size: tuple[int, int]) -> None:
    places = ["region/PE-AYA", "region/PE-CUS", "region/PE-LIM", "region/PE-PUN"]
    spec = trend_data.trend(library, indicator(library, "stunting_u5_microdata_pct"), places, "es")
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    layout = trend.draw(painter, QRectF(0, 0, *size), spec, PALETTES["light"])
    painter.end()
    assert layout.spots
    for spot in layout.spots:
        assert layout.plot.adjusted(-1, -1, 1, 1).contains(spot.position)
        nearest = layout.near(spot.position)
        assert nearest is not None
        assert layout.spots[nearest].position == spot.position


def test_nothing_to_draw_says_so(qapp: object, library: Library) -> None:
    spec = trend_data.trend(library, indicator(library, "insured_any_pct"), ["region/PE-AYA"], "es", area="rural")
    assert not spec.series
    assert spec.empty
    image = QImage(300, 200, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    assert trend.draw(painter, QRectF(0, 0, 300, 200), spec, PALETTES["light"]).spots == ()
    painter.end()


def test_arrows_walk_along_the_line_and_between_lines(qtbot: QtBot, theme: Theme, library: Library) -> None:
    view = TrendView(theme)
    qtbot.addWidget(view)
    spec = trend_data.trend(library, indicator(library, "stunting_u5_microdata_pct"), ["region/PE-AYA"], "es")
    view.set_spec(spec)
    view.resize(640, 320)
    view.show()
    names = [item.name for item in view.items]
    assert all(": " in name for name in names)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    first = view._current
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view._current == (first or 0) + 1
    here = view.current_key
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_key in (here, "region/PE-AYA", "country/PE")
    with qtbot.waitSignal(view.activated):
        qtbot.keyClick(view, Qt.Key.Key_Return)
