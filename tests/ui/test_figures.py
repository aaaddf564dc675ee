"""What all figures have in common: classes, names, pictures and vectors, tables, the views' manners."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from fieldref.content.library import Library
from fieldref.content.model import PlaceLevel
from fieldref.tables import observation_table
from fieldref.ui.asking import Asking
from fieldref.ui.figures import bars, export_button, render
from fieldref.ui.figures.classes import Scheme, classify
from fieldref.ui.figures.export_button import ExportButton, Exports, Picture
from fieldref.ui.figures.map_view import MapView
from fieldref.ui.figures.rings import clipped, hatching
from fieldref.ui.figures.table import FigureTable
from fieldref.ui.figures.table_model import Cell, Column, TableRow
from fieldref.ui.figures.timeline_data import timeline
from fieldref.ui.figures.timeline_view import TimelineView
from fieldref.ui.palettes import PALETTES
from fieldref.ui.theme import Theme

KEYS = (
    "map/programmes",
    "map/programme/sisfin",
    "map/programme/becas",
    "map/region/PE-AYA",
    "map/indicator/insured_any_census_pct",
    "trend/indicator/insured_any_pct",
    "trend/indicator/stunting_u5_microdata_pct/region/PE-AYA",
    "timeline",
)


def colours(image: QImage) -> int:
    """How many colours a picture has, roughly: an empty one has one."""
    found = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    return len(found)


# ---- classes


@given(st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=40), st.sampled_from(list(Scheme)))
def test_every_value_lies_in_the_class_the_legend_says(values: list[float], scheme: Scheme) -> None:
    if scheme is Scheme.EACH and len(set(values)) > 12:
        values = values[:12]
    classes = classify(values, 1, scheme)
    for value in values:
        low, high = classes.ranges[classes.of(value)]
        assert low - 1e-9 <= round(value, 1) <= high + 1e-9


@given(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=2, max_size=40))
def test_classes_do_not_overlap_and_rise(values: list[float]) -> None:
    ranges = classify(values, 0).ranges
    assert all(low <= high for low, high in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


def test_limits_are_round() -> None:
    classes = classify([12.3, 14.1, 22.8, 25.5, 31.2, 38.9, 44.4, 47.1, 53.3, 61.7], 1, Scheme.EQUAL)
    assert classes.breaks == (20.0, 30.0, 40.0, 50.0)
    assert classes.ranges[1] == (20.0, 29.9)


def test_no_values_no_classes() -> None:
    assert len(classify([], 1)) == 0


# ---- geometry


def test_clipping_keeps_what_is_inside(qapp: object) -> None:
    from PySide6.QtCore import QRectF

    ring = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)]
    assert sorted(set(clipped(ring, QRectF(0, 0, 10, 10)))) == [(0, 0), (0, 10), (10, 0), (10, 10)]
    assert clipped([(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], QRectF(0, 0, 10, 10)) == []


def test_hatching_stays_inside(qapp: object) -> None:
    square = [(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)]
    lines = hatching([square], 8.0)
    assert len(lines) >= 8
    for line in lines:
        for end in line:
            assert -1e-6 <= end.x() <= 40 + 1e-6
            assert -1e-6 <= end.y() <= 40 + 1e-6


# ---- pictures by name


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("palette", ["light", "dark", "contrast", "print"])
def test_every_figure_is_drawn_in_every_palette(qapp: object, library: Library, key: str, palette: str) -> None:
    image = render.figure_image(key, library, "es", PALETTES[palette], QSize(420, 360), 2.0)
    assert (image.width(), image.height()) == (840, 720)
    assert image.devicePixelRatio() == 2.0
    assert colours(image) > 4


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_is_a_vector_too(qapp: object, library: Library, key: str) -> None:
    svg = render.figure_svg(key, library, "en", PALETTES["print"], QSize(420, 360))
    root = ET.fromstring(svg)
    assert root.tag.endswith("svg")
    assert not [e for e in root.iter() if e.tag.endswith("image")], "a bitmap in a vector picture"
    assert len([e for e in root.iter() if e.tag.endswith(("path", "polyline", "polygon", "rect", "text"))]) > 10


@pytest.mark.parametrize(
    "key",
    [
        "",
        "map",
        "pie/x",
        "map/programme/none",
        "map/region/PE-LMA",
        "map/indicator/poverty_total_pct",
        "trend/indicator/none",
        "trend/indicator/insured_any_pct/region/none",
    ],
)
def test_a_figure_there_is_not(qapp: object, library: Library, key: str) -> None:
    with pytest.raises(render.UnknownFigure):
        render.figure_image(key, library, "es", PALETTES["light"], QSize(200, 200))


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_can_be_told(qapp: object, library: Library, key: str) -> None:
    said = render.described(key, library, "es")
    assert said
    assert said != render.described(key, library, "en") or key == "map/region/PE-AYA"  # a name alone


def test_paper_keeps_room_for_what_there_is(qapp: object, library: Library) -> None:
    paper = render.PaperFigures(library, PALETTES["print"])
    assert (paper.height("map/region/PE-AYA", 600, "es") or 0) > 200
    assert paper.height("map/region/none", 600, "es") is None


def test_bars_are_as_high_as_they_say(qapp: object) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QGuiApplication, QPainter

    spec = bars.BarsSpec(
        (bars.Bar("a", "Alfa", 3.0, "3"), bars.Bar("b", "Beta", 1.0, "1")), "Title", 2.0, "mean 2", "S"
    )
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    rows = bars.draw(painter, QRectF(0, 0, 300, 200), spec, PALETTES["light"])
    painter.end()
    assert len(rows) == 2
    assert rows[-1].bottom() <= bars.height_for(spec, 300, QGuiApplication.font())


# ---- tables


def table_rows() -> tuple[TableRow, ...]:
    return (
        TableRow("peru", (Cell("Peru", sort=-1.0), Cell("5", sort=5.0)), 0),
        TableRow("a", (Cell("Áncash", sort=0.0), Cell("10", sort=10.0)), 1, checked=False),
        TableRow("b", (Cell("Amazonas", sort=1.0), Cell("9", sort=9.0)), 1, checked=True),
        TableRow("c", (Cell("Callao", sort=2.0), Cell(""))),
        TableRow("", (Cell("Apart"),), 2, heading=True),
        TableRow("d", (Cell("Part", sort=0.0), Cell("99", sort=99.0)), 2),
    )


def test_sorting_never_mixes_groups(qtbot: QtBot, theme: Theme) -> None:
    table = FigureTable(theme)
    qtbot.addWidget(table)
    table.set_table((Column("place", "Place"), Column("value", "Value", number=True)), table_rows())
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    keys = [row.key for row in table.table.rows]
    assert keys.index("peru") < keys.index("a") < keys.index("b") < keys.index("") < keys.index("d")
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    keys = [row.key for row in table.table.rows]
    assert keys.index("b") < keys.index("a") < keys.index("d")
    assert table.order() == "value"


def test_space_ticks_and_enter_opens(qtbot: QtBot, theme: Theme) -> None:
    table = FigureTable(theme)
    qtbot.addWidget(table)
    table.set_table((Column("place", "Place"), Column("value", "Value", number=True)), table_rows())
    table.show()
    table.select("a")
    with qtbot.waitSignal(table.ticked) as ticked:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert ticked.args == ["a", True]
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["a"]


def test_a_click_on_the_box_ticks(qtbot: QtBot, theme: Theme) -> None:
    table = FigureTable(theme)
    qtbot.addWidget(table)
    table.set_table((Column("place", "Place"), Column("value", "Value", number=True)), table_rows())
    table.resize(400, 300)
    table.show()
    rect = table.visualRect(table.table.index(table.table.find("b"), 0))
    with qtbot.waitSignal(table.ticked) as ticked:
        where = rect.topLeft() + QPointF(12, rect.height() / 2).toPoint()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert ticked.args == ["b", False]


# ---- the views' manners


def test_items_are_children_of_the_accessibility_tree(qtbot: QtBot, theme: Theme, library: Library) -> None:
    view = MapView(theme)
    qtbot.addWidget(view)
    spec = render.figure_spec("map/programmes", library, "es")
    view.set_spec(spec)  # type: ignore[arg-type]
    view.resize(500, 500)
    view.show()
    regions = library.places(PlaceLevel.REGION, "es")
    assert len(view.items) == len(regions)
    interface = QAccessible.queryAccessibleInterface(view)
    names = [interface.child(i).text(QAccessible.Text.Name) for i in range(interface.childCount())]
    for region in regions:
        assert any(name.startswith(region.ref.title.value) for name in names)
    with qtbot.waitSignal(view.activated) as pressed:
        actions = interface.child(0).actionInterface()
        actions.doAction("Press")
    assert pressed.args == [view.items[0].key]


def test_a_new_look_is_a_new_picture(qtbot: QtBot, theme: Theme, library: Library) -> None:
    view = MapView(theme)
    qtbot.addWidget(view)
    view.set_spec(render.figure_spec("map/programmes", library, "es"))  # type: ignore[arg-type]
    view.resize(300, 320)
    view.show()
    light = view.grab().toImage().pixel(8, 8)
    theme.set_choice("dark")
    assert view.grab().toImage().pixel(8, 8) != light


# ---- taking figures along


class Answers(Asking):
    """Answers instead of a person."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def file_to_write(self, title: str, suggested: str, kinds: str) -> Path | None:
        self.suggested = suggested
        return self.path


def exports(library: Library) -> Exports:
    spec = render.figure_spec("map/indicator/insured_any_census_pct", library, "es")
    found = library.observations("indicator/insured_any_census_pct", "es", year=2025)
    return Exports("seguro-2025", (Picture("Mapa", spec),), observation_table(library, found, "es"))


def test_pictures_and_tables_are_saved(qtbot: QtBot, theme: Theme, library: Library, tmp_path: Path) -> None:
    button = ExportButton(theme, lambda: exports(library), csv_separator=lambda: ";", asking=Answers(tmp_path / "x"))
    qtbot.addWidget(button)
    what = exports(library)
    button.save_png(what, what.pictures[0])
    image = QImage(str(tmp_path / "x"))
    assert image.width() == 1920
    button.save_svg(what, what.pictures[0])
    assert "<svg" in (tmp_path / "x").read_text(encoding="utf-8")
    assert what.table is not None
    button.save_csv(what, what.table)
    text = (tmp_path / "x").read_text(encoding="utf-8-sig")
    assert ";" in text.splitlines()[0]
    assert "98,34" in text
    button.copy_picture(what.pictures[0])
    assert not QGuiApplication.clipboard().image().isNull()
    button.copy_table(what.table)
    assert "\t" in QGuiApplication.clipboard().text()


def test_what_cannot_be_saved_is_said(qtbot: QtBot, theme: Theme, library: Library, tmp_path: Path) -> None:
    button = ExportButton(theme, lambda: exports(library), asking=Answers(tmp_path / "none" / "x"))
    qtbot.addWidget(button)
    what = exports(library)
    for save in (button.save_png, button.save_svg):
        with qtbot.waitSignal(button.said) as said:
            save(what, what.pictures[0])
        assert str(said.args[0]).startswith("“x” was not saved: ")
    button.asking = Answers(None)
    button.save_png(what, what.pictures[0])


def test_a_picture_that_cannot_be_made_is_said_and_leaves_no_empty_file(
    qtbot: QtBot, theme: Theme, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_button, "spec_image", lambda *_args: QImage())
    button = ExportButton(theme, lambda: exports(library), asking=Answers(tmp_path / "x"))
    qtbot.addWidget(button)
    what = exports(library)
    with qtbot.waitSignal(button.said) as said:
        button.save_png(what, what.pictures[0])
    assert said.args == ["“x” was not saved: the picture could not be made"]
    assert not (tmp_path / "x").exists()


def test_the_menu_names_pictures_and_table(qtbot: QtBot, theme: Theme, library: Library) -> None:
    button = ExportButton(theme, lambda: exports(library))
    qtbot.addWidget(button)
    assert [action.text() for action in button.menu_of(exports(library)).actions()] == ["Mapa", "Table"]


def test_of_a_very_large_picture_only_what_is_seen_is_kept(qtbot: QtBot, library: Library, theme: Theme) -> None:
    view = TimelineView(theme)
    qtbot.addWidget(view)
    view.set_spec(timeline(library, "es"))
    view.resize(800, 400)
    whole = view.grab().toImage()
    view.resize(800, 60_000)
    picture = view._picture_now(QRect(0, 30_000, 800, 600))
    assert picture.width() * picture.height() <= 4_000_000
    assert view._kept.contains(QRect(0, 30_000, 800, 600))
    assert view._picture_now(QRect(0, 30_100, 800, 600)) is picture
    assert view._picture_now(QRect(0, 0, 800, 600)) is not picture
    screen = QRect(0, 0, 800, 9_000)  # larger than what is kept otherwise: all that is seen has to be there
    assert view._picture_now(screen) is view._picture_now(screen)
    assert view._kept.contains(screen)
    view.resize(800, 400)
    assert view.grab().toImage() == whole
