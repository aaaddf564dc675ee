"""The page of the regions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fieldref import i18n
from fieldref.ui.context import Context
from fieldref.ui.figures.map_colour import PROGRAMMES
from fieldref.ui.figures.map_spec import NO_DATA
from fieldref.ui.pages.regions import RegionsPage


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> RegionsPage:
    i18n.set_language("es")
    made = RegionsPage(context)
    qtbot.addWidget(made)
    made.resize(480, 640)
    made.show()
    return made


def test_it_starts_with_programmes_on_the_map(page: RegionsPage) -> None:
    assert page.state()["view"] == "map"
    assert page.state()["colour"] == PROGRAMMES
    assert page._map.spec is not None
    assert len(page._map.items) == 25


def test_a_region_of_the_map_is_opened(page: RegionsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.open_record) as opened:
        page._map.activated.emit("region/PE-AYA")
    assert opened.args == ["region/PE-AYA"]
    assert page.state()["region"] == "region/PE-AYA"


def test_an_indicator_colours_map_and_table(page: RegionsPage) -> None:
    page._on_colour("indicator/stunting_u5_microdata_pct")
    assert page._map.spec is not None
    assert not any(r.swatch == NO_DATA for r in page._map.spec.regions)
    assert page._colouring.year == 2025
    assert page._table.table.columns[1].bar
    assert len([r for r in page._table.table.rows if r.group == 1]) == 25


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_must_be_known_of_the_figures_stands_above_map_and_table(page: RegionsPage, language: str) -> None:
    i18n.set_language(language)
    page.retranslate()
    page._on_colour("indicator/insured_any_census_pct")
    caveat = {"es": "Lo que declararon las personas censadas", "en": "What the people enumerated said"}[language]
    for view in ("map", "table"):
        page._show_view(view)
        shown = [text.text() for text in page.findChildren(QLabel) if text.isVisibleTo(page)]
        assert [text.count(caveat) for text in shown if caveat in text] == [1]
        assert page._map.spec is not None
        assert caveat not in page._map.spec.legend_note
    page._on_colour(PROGRAMMES)
    assert not any(caveat in text.text() for text in page.findChildren(QLabel) if text.isVisibleTo(page))


def test_only_indicators_with_a_map_are_offered(page: RegionsPage) -> None:
    assert "indicator/poverty_total_pct" not in page._indicators
    assert "indicator/insured_any_census_pct" in page._indicators


def test_parts_of_lima_and_the_statistical_unit_stand_apart(page: RegionsPage) -> None:
    rows = page._table.table.rows
    heading = next(i for i, row in enumerate(rows) if row.heading)
    apart = {row.key for row in rows[heading + 1 :]}
    assert apart == {"region/PE-LMA", "region/PE-15R", "region/PE-15L"}
    page._table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    rows = page._table.table.rows
    heading = next(i for i, row in enumerate(rows) if row.heading)
    assert {row.key for row in rows[heading + 1 :]} == apart


def test_the_table_is_in_the_order_of_the_alphabet(page: RegionsPage) -> None:
    names = [row.cells[0].text for row in page._table.table.rows[:3]]
    assert names == ["Amazonas", "Áncash", "Apurímac"]
    page._table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [row.cells[0].text for row in page._table.table.rows[:3]] == names


def test_state_comes_back(page: RegionsPage, context: Context, qtbot: QtBot) -> None:
    page.restore(
        {
            "view": "table",
            "colour": "indicator/maternal_deaths_count",
            "year": 2004,
            "region": "region/PE-PUN",
            "order": "-value",
        }
    )
    state = page.state()
    assert state == {
        "view": "table",
        "colour": "indicator/maternal_deaths_count",
        "year": 2004,
        "region": "region/PE-PUN",
        "order": "-value",
    }
    other = RegionsPage(context)
    qtbot.addWidget(other)
    other.restore(state)
    assert other.state() == state


@pytest.mark.parametrize("state", [{}, {"view": 3, "colour": "x", "year": "y", "region": "region/none", "order": "z"}])
def test_a_state_that_makes_no_sense_is_ignored(page: RegionsPage, state: dict[str, object]) -> None:
    page.restore(state)
    assert page.state()["view"] == "map"
    assert page.state()["colour"] == PROGRAMMES
    assert page.state()["region"] == ""


def test_a_switch_of_language_keeps_everything(page: RegionsPage) -> None:
    page.restore({"colour": "indicator/maternal_deaths_count", "year": 2004, "region": "region/PE-PUN"})
    before = page.state()
    i18n.set_language("en")
    page.retranslate()
    assert page.state() == before
    assert page._map.spec is not None
    assert page._map.spec.legend_note == "Register · A total: places differ in population and size, so it ranks none"


@pytest.mark.parametrize(
    ("record", "region"),
    [("region/PE-CUS", "region/PE-CUS"), ("province/0501", "region/PE-AYA"), ("district/050102", "region/PE-AYA")],
)
def test_the_record_that_is_read_is_outlined(page: RegionsPage, record: str, region: str) -> None:
    page.show_record(record)
    assert page.state()["region"] == region


def test_other_records_leave_the_choice(page: RegionsPage) -> None:
    page.show_record("region/PE-CUS")
    page.show_record("topic/sis")
    page.show_record(None)
    assert page.state()["region"] == "region/PE-CUS"


def test_places_are_filtered_without_accents(page: RegionsPage, qtbot: QtBot) -> None:
    page.restore({"view": "places", "region": "region/PE-AYA"})
    tree = page._tree
    assert tree._tree.topLevelItemCount() == 11
    tree._field.setText("vilcas huaman")
    shown = [i for i in range(11) if not tree._tree.topLevelItem(i).isHidden()]  # type: ignore[union-attr]
    assert len(shown) == 1
    tree._field.setText("zzz")
    assert not tree._tree.isVisibleTo(tree)
    assert tree._empty.isVisibleTo(tree)


def test_a_place_of_the_tree_is_opened(page: RegionsPage, qtbot: QtBot) -> None:
    page.restore({"view": "places", "region": "region/PE-AYA"})
    tree = page._tree._tree
    first = tree.topLevelItem(0)
    assert first is not None
    tree.setCurrentItem(first)
    with qtbot.waitSignal(page.open_record) as opened:
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert str(opened.args[0]).startswith("province/05")


def test_the_place_that_is_read_is_marked_in_the_tree(page: RegionsPage) -> None:
    page._show_view("places")
    tree = page._tree._tree
    district = next(one.ref.id for one in page.context.library.places("district", "es", "province/0501"))
    for place in ("province/0501", district):
        page.show_record(place)
        page.retranslate()
        assert [item.data(0, Qt.ItemDataRole.UserRole) for item in tree.selectedItems()] == [place]
        assert tree.viewport().rect().contains(tree.visualItemRect(tree.selectedItems()[0]))
    page.show_record("region/PE-AYA")
    assert tree.selectedItems() == []


def test_without_a_region_the_tree_says_what_to_do(page: RegionsPage) -> None:
    page.restore({"view": "places"})
    assert page._tree._empty.isVisibleTo(page._tree)


def test_comparing_starts_from_the_region(page: RegionsPage, qtbot: QtBot) -> None:
    page.show_record("region/PE-CUS")
    with qtbot.waitSignal(page.open_page) as opened:
        page._compare.click()
    assert opened.args == ["compare", {"places": ["region/PE-CUS"]}]


def test_a_wide_page_has_the_list_beside_the_map(page: RegionsPage, qtbot: QtBot) -> None:
    assert not page._list.isVisible()
    page.resize(900, 600)
    assert page._list.isVisible()


def test_the_provinces_of_a_region_are_named_and_counted(page: RegionsPage) -> None:
    page.show_record("region/PE-HUV")
    page._show_view("places")
    assert (page._header._title.text(), page._header._detail.text()) == ("Provincias de Huancavelica", "7")
    page._show_view("map")
    assert (page._header._title.text(), page._header._detail.text()) == ("Regiones", "25")
