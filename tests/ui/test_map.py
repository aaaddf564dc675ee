"""The map: every region is there, can be hit and walked to, and says what it shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from fieldref.content.library import Library
from fieldref.ui.figures import map_data
from fieldref.ui.figures.map_layout import lay_out
from fieldref.ui.figures.map_spec import NO_DATA, PLAIN, Fill, MapSpec
from fieldref.ui.figures.map_view import MapView
from fieldref.ui.figures.shapes import MapShapes
from fieldref.ui.palettes import PALETTES
from fieldref.ui.theme import Theme

RECT = QRectF(0, 0, 520, 560)


@pytest.fixture
def shapes(library: Library) -> MapShapes:
    return map_data.shapes_of(library)


@pytest.fixture
def spec(library: Library, shapes: MapShapes) -> MapSpec:
    return map_data.programmes_map(library, shapes, "es")


def indicator_spec(library: Library, shapes: MapShapes, name: str, year: int, language: str = "es") -> MapSpec:
    indicator = next(i for i in library.indicators(language) if i.ref.id == f"indicator/{name}")
    return map_data.indicator_map(library, shapes, indicator, map_data.Slice(year), language)


@pytest.mark.parametrize("size", [(203, 261), (215, 290), (220, 200), (300, 380)])
def test_names_of_a_programme_never_change_places(
    qapp: object, library: Library, shapes: MapShapes, size: tuple[int, int]
) -> None:
    record = library.record("programme/prodern-2", "es")
    spec = map_data.programme_map(library, shapes, record, "es")  # type: ignore[arg-type]
    labels = lay_out(QRectF(0, 0, *size), spec, QFont()).labels
    order = [label.lines[0] for label in sorted(labels, key=lambda label: label.centre.y())]
    assert [name for name in order if name in ("Pasco", "Junín", "Huancavelica", "Ayacucho")] == [
        "Pasco",
        "Junín",
        "Huancavelica",
        "Ayacucho",
    ]


def test_all_regions_are_on_the_map(shapes: MapShapes, spec: MapSpec) -> None:
    assert len(shapes.region_ids) == 25
    assert {r.place_id for r in spec.regions} == set(shapes.region_ids)
    assert all(r.name for r in spec.regions)


@pytest.mark.parametrize("size", [(300, 380), (520, 560), (900, 420), (420, 900), (1600, 1200)])
def test_every_region_is_hit_at_its_label_point(qapp: object, shapes: MapShapes, size: tuple[int, int]) -> None:
    fitted = shapes.fitted(QRectF(0, 0, *size))
    for region in fitted.regions:
        point = region.callout or region.anchor
        assert fitted.region_at(point) == region.place_id


def test_the_map_is_true_to_shape(qapp: object, shapes: MapShapes) -> None:
    small, large = shapes.fitted(RECT), shapes.fitted(QRectF(0, 0, 1040, 1120))
    for one, other in zip(small.regions, large.regions, strict=True):
        aspect, other_aspect = (b.width() / b.height() for b in (one.bounds, other.bounds))
        # Vertices nearer than a pixel are left out, so small regions differ a little.
        assert aspect == pytest.approx(other_aspect, rel=0.05)


def test_the_smallest_region_has_a_callout(qapp: object, shapes: MapShapes) -> None:
    callouts = [r.place_id for r in shapes.fitted(RECT).regions if r.callout is not None]
    assert callouts == ["region/PE-CAL"]


def test_nothing_is_hit_in_the_sea(qapp: object, shapes: MapShapes) -> None:
    assert shapes.fitted(RECT).region_at(QPointF(5, 300)) is None


def test_neighbours_are_mutual(shapes: MapShapes) -> None:
    for region, others in shapes.neighbours_of.items():
        assert others, region
        assert all(region in shapes.neighbours_of[other] for other in others)


def test_labels_do_not_cover_each_other_nor_the_legend(qapp: object, library: Library, shapes: MapShapes) -> None:
    spec = indicator_spec(library, shapes, "insured_any_census_pct", 2025)
    for width, height in ((360, 420), (520, 560), (900, 600)):
        layout = lay_out(QRectF(0, 0, width, height), spec, QFont())
        assert len(layout.labels) >= 5
        assert layout.legend is not None
        for label in layout.labels:
            assert not layout.legend.area.contains(label.centre)
        regions = [r for r in layout.fitted.regions if r.bounds.intersects(layout.legend.area)]
        corner = layout.legend.area.topRight()
        assert not any(r.path.contains(corner) for r in regions)


def test_only_regions_on_the_coast_are_named_in_the_sea(qapp: object, shapes: MapShapes, spec: MapSpec) -> None:
    coast = {"TUM", "PIU", "LAM", "LAL", "ANC", "LIM", "CAL", "ICA", "ARE", "MOQ", "TAC"}
    for width, height in ((360, 420), (590, 520), (900, 600)):
        named = lay_out(QRectF(0, 0, width, height), spec, QFont()).labels
        assert {label.place_id[-3:] for label in named if label.outside} <= coast


def test_the_legend_stands_in_the_sea_where_it_can(qapp: object, shapes: MapShapes, spec: MapSpec) -> None:
    assert lay_out(QRectF(0, 0, 590, 520), spec, QFont()).legend_in_sea
    assert not lay_out(QRectF(0, 0, 300, 420), spec, QFont()).legend_in_sea


def test_no_data_is_hatched_and_in_the_legend(library: Library, shapes: MapShapes) -> None:
    spec = indicator_spec(library, shapes, "anaemia_6_35m_pct", 2021)
    missing = [r for r in spec.regions if r.swatch == NO_DATA]
    assert missing
    assert all(r.value == "Sin dato" for r in missing)
    assert spec.legend[-1].swatch == NO_DATA


def test_nought_programmes_is_not_no_data(library: Library, spec: MapSpec) -> None:
    none = [r for r in spec.regions if r.swatch == PLAIN]
    assert none
    assert all(r.swatch.fill is not Fill.NO_DATA for r in spec.regions)
    assert spec.legend[0].swatch == PLAIN


def test_a_list_of_regions_that_is_not_verified_is_marked(library: Library, shapes: MapShapes, spec: MapSpec) -> None:
    record = library.record("programme/sistec", "es")
    marked = map_data.programme_map(library, shapes, record, "es")  # type: ignore[arg-type]
    assert all(r.swatch.hatched for r in marked.regions if r.name)
    assert any("lista de regiones sin verificar" in line for r in spec.regions for line in r.lines)


def test_the_legend_names_method_and_direction(library: Library, shapes: MapShapes) -> None:
    assert "Censo" in indicator_spec(library, shapes, "insured_any_census_pct", 2025).legend_note
    english = indicator_spec(library, shapes, "stunting_u5_microdata_pct", 2025, "en")
    assert english.legend_note == "Survey · Lower is better · Recomputed by an analyst, not an INEI table"
    assert "Referential map" in english.source
    assert english.neighbours["Brasil"] == "Brazil"


def test_every_figure_on_the_map_tells_period_and_source(library: Library, shapes: MapShapes) -> None:
    for region in indicator_spec(library, shapes, "stunting_u5_microdata_pct", 2025).regions:
        if region.swatch != NO_DATA:
            assert region.lines[0].startswith("Periodo: ")
            assert region.lines[1].startswith("Fuente: ")


def test_colours_come_from_the_palette(qapp: object, spec: MapSpec) -> None:
    assert {r.swatch.color(PALETTES["dark"]) for r in spec.regions} <= {
        *PALETTES["dark"].ramp, PALETTES["dark"].surface
    }  # fmt: skip


def make_view(qtbot: QtBot, theme: Theme, spec: MapSpec) -> MapView:
    view = MapView(theme)
    qtbot.addWidget(view)
    view.set_spec(spec)
    view.resize(520, 560)
    view.show()
    assert view.items
    return view


def centre_of(view: MapView, key: str) -> QPointF:
    region = view._layout.fitted.region(key)  # type: ignore[union-attr]
    assert region is not None
    return region.callout or region.anchor


def test_a_click_opens_the_region(qtbot: QtBot, theme: Theme, spec: MapSpec) -> None:
    view = make_view(qtbot, theme, spec)
    for key in ("region/PE-CUS", "region/PE-CAL"):
        with qtbot.waitSignal(view.activated) as opened:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre_of(view, key).toPoint())
        assert opened.args == [key]


def test_hovering_tells_the_region(qtbot: QtBot, theme: Theme, spec: MapSpec) -> None:
    view = make_view(qtbot, theme, spec)
    with qtbot.waitSignal(view.pointed) as pointed:
        qtbot.mouseMove(view, centre_of(view, "region/PE-LOR").toPoint())
    assert pointed.args == ["region/PE-LOR"]


def test_arrows_go_to_the_neighbour_and_enter_opens(qtbot: QtBot, theme: Theme, spec: MapSpec) -> None:
    view = make_view(qtbot, theme, spec)
    view.select(["region/PE-CUS"])
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current_key == "region/PE-CUS"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current_key in ("region/PE-MDD", "region/PE-PUN")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current_key in view.spec.shapes.neighbours_of["region/PE-MDD"] | {"region/PE-CUS"}  # type: ignore[union-attr]
    with qtbot.waitSignal(view.activated):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_every_region_is_reached_by_arrows(qtbot: QtBot, theme: Theme, spec: MapSpec) -> None:
    view = make_view(qtbot, theme, spec)
    arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    reached, waiting = {0}, [0]
    while waiting:
        here = waiting.pop()
        for key in arrows:
            there = view.step(here, key)
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    assert reached == set(range(len(view.items)))


def test_the_same_item_stays_current_in_another_language(
    qtbot: QtBot, theme: Theme, library: Library, shapes: MapShapes, spec: MapSpec
) -> None:
    view = make_view(qtbot, theme, spec)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_End)
    key = view.current_key
    view.set_spec(map_data.programmes_map(library, shapes, "en"))
    assert view.items
    assert view.current_key == key
