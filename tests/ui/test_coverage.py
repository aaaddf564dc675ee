"""The page of the indicators: never mixes methods, says where there is nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from fieldref import i18n
from fieldref.ui.context import Context
from fieldref.ui.figures import year_bar
from fieldref.ui.figures.coverage_controls import Choice
from fieldref.ui.figures.indicator_figures import IndicatorFigures
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.figures.trend_spec import TrendSpec
from fieldref.ui.pages.coverage import CoveragePage

STUNTING = "indicator/stunting_u5_microdata_pct"
CENSUS = "indicator/insured_sis_census_pct"
SURVEY = "indicator/insured_any_pct"


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> CoveragePage:
    i18n.set_language("es")
    made = CoveragePage(context)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    return made


def test_it_starts_with_an_indicator_that_has_a_map(page: CoveragePage) -> None:
    assert page.state()["indicator"] == "indicator/insured_any_census_pct"
    assert page._map.view.isVisibleTo(page)


def test_few_regions_give_a_table_and_a_reason(page: CoveragePage) -> None:
    page.restore({"indicator": SURVEY})
    assert not page._map.view.isVisibleTo(page)
    assert "Solo 1 región tiene cifra" in page._chosen._note.text()
    assert len(page._ranking.table.table.rows) == 21
    assert not page._controls._years.isVisibleTo(page)


def test_the_ranking_is_best_first_and_the_country_apart(page: CoveragePage) -> None:
    page.restore({"indicator": STUNTING})
    rows = page._ranking.table.table.rows
    assert rows[0].group == 0
    values = [row.cells[1].sort for row in rows if row.group == 1]
    assert values == sorted(values)  # type: ignore[type-var]
    assert rows[1].cells[2].text == "1"


def test_where_no_way_is_better_there_is_no_rank(page: CoveragePage) -> None:
    page.restore({"indicator": CENSUS})
    titles = [column.title for column in page._ranking.table.table.columns]
    assert "Puesto" not in titles


def test_each_row_has_period_source_and_remarks(page: CoveragePage) -> None:
    page.restore({"indicator": STUNTING})
    titles = [column.title for column in page._ranking.table.table.columns]
    assert titles == ["Lugar", "Porcentaje", "Puesto", "Periodo", "Fuente", "Observaciones"]
    for row in page._ranking.table.table.rows:
        if not row.heading:
            assert row.cells[3].text
            assert row.cells[4].text
            assert "n = " in row.cells[5].text


def test_what_qualifies_a_figure_is_told_once_in_its_row(page: CoveragePage) -> None:
    page.restore({"indicator": "indicator/maternal_deaths_count", "year": 2015})
    rows = [row for row in page._ranking.table.table.rows if not row.heading]
    assert any("(preliminar)" in row.cells[1].text for row in rows)
    assert not any("preliminar" in row.cells[-1].text for row in rows)
    page.restore({"indicator": CENSUS})
    rows = [row for row in page._ranking.table.table.rows if not row.heading]
    assert all("calculado" in row.cells[-1].text and "calculado" not in row.cells[1].text for row in rows)


def test_areas_groups_and_provinces_only_where_there_are(page: CoveragePage) -> None:
    controls = page._controls
    page.restore({"indicator": CENSUS})
    assert controls._areas.isVisibleTo(page)
    assert controls._levels.isVisibleTo(page)
    assert controls._group.isVisibleTo(page)
    page.restore({"indicator": "indicator/maternal_deaths_count"})
    assert not controls._switches.isVisibleTo(page)


def test_a_population_group_is_shown_alone(page: CoveragePage) -> None:
    page.restore({"indicator": CENSUS, "group": "quechua"})
    assert page.state()["group"] == "quechua"
    assert page._map.view.spec is not None
    assert "quechua" in page._map.view.spec.legend_title
    notes = {row.cells[-1].text for row in page._ranking.table.table.rows if not row.heading}
    assert any("3 y más años" in note for note in notes)


def test_provinces_are_ranked_apart_from_regions(page: CoveragePage) -> None:
    page.restore({"indicator": CENSUS, "level": "province"})
    keys = [row.key for row in page._ranking.table.table.rows if row.group == 1]
    assert len(keys) > 190
    assert all(key.startswith("province/") for key in keys)


INSURED = "indicator/insured_any_census_pct"
HUANCAVELICA, AYACUCHO = "region/PE-HUV", "region/PE-AYA"


def provinces(page: CoveragePage) -> list[str]:
    return [row.key for row in page._ranking.table.table.rows if row.key.startswith("province/")]


def test_each_province_names_its_region(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED, "level": "province"})
    columns = [column.title for column in page._ranking.table.table.columns]
    assert columns == ["Lugar", "Región", "Porcentaje", "Puesto", "Fuente", "Periodo", "Observaciones"]
    regions = {row.cells[0].text: row.cells[1].text for row in page._ranking.table.table.rows if not row.heading}
    assert (regions["Huaytará"], regions["Huamanga"], regions["Perú"]) == ("Huancavelica", "Ayacucho", "")


def test_the_provinces_of_some_regions_keep_their_rank_in_the_country(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED, "level": "province"})
    ranks = {row.key: row.cells[3].text for row in page._ranking.table.table.rows if not row.heading}
    assert page._ranking.bar._count.text() == "196 provincias"
    page.restore({"indicator": INSURED, "level": "province", "regions": [HUANCAVELICA, "region/none", 7]})
    assert page.state()["regions"] == [HUANCAVELICA]
    rows = page._ranking.table.table.rows
    assert [row.key for row in rows[:2]] == ["country/PE", HUANCAVELICA]
    assert len(rows) == 2 + 7
    assert {row.cells[1].text for row in rows[2:]} == {"Huancavelica"}
    assert all(row.cells[3].text == ranks[row.key] for row in rows[2:])
    assert page._ranking.bar._count.text() == "7 de 196 provincias"


def test_the_lowest_first_in_one_step(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED, "level": "province", "regions": [HUANCAVELICA]})
    order = page._ranking.bar._order
    assert order._buttons["highest"].isChecked()
    order._buttons["lowest"].click()
    rows = page._ranking.table.table.rows[2:]
    values = [row.cells[2].sort for row in rows]
    assert values == sorted(values)  # type: ignore[type-var]
    assert rows[0].cells[0].text == "Huaytará"
    assert order._buttons["lowest"].isChecked()
    page._ranking.table.set_order("place")
    assert not any(button.isChecked() for button in order._buttons.values())


def test_the_usual_order_is_called_what_it_is(page: CoveragePage) -> None:
    page.restore({"indicator": STUNTING})
    assert page._ranking.bar._order._buttons["lowest"].isChecked()


def test_ticked_regions_narrow_to_their_provinces(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED, "places": [HUANCAVELICA, AYACUCHO], "order": "value"})
    page._controls._levels.chosen.emit("province")
    assert len(provinces(page)) == 7 + 11
    assert set(page._map.view._selected) == {HUANCAVELICA, AYACUCHO}
    assert page._ranking.table.order() == "value"
    page._map.activated.emit(AYACUCHO)
    assert len(provinces(page)) == 7
    page._chosen.removed.emit(HUANCAVELICA)
    assert len(provinces(page)) == 196
    page._controls._levels.chosen.emit("region")
    assert page.state()["places"] == [HUANCAVELICA, AYACUCHO]
    assert page._ranking.table.order() == "value"


@pytest.mark.parametrize(("order", "kept"), [("period", "period"), ("-source", "-source"), ("rank", ""), ("-rank", "")])
def test_an_order_stays_with_what_it_is_by(page: CoveragePage, qtbot: QtBot, order: str, kept: str) -> None:
    page.restore({"indicator": STUNTING, "order": order})
    assert page._ranking.table.order() == order
    with qtbot.waitSignal(page.open_page) as opened:
        page._on_indicator(CENSUS)  # which has no rank
    page.restore(opened.args[1])
    assert page._ranking.table.order() == kept


def test_what_is_ordered_by_region_has_its_usual_order_among_regions(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED})
    usual = [row.key for row in page._ranking.table.table.rows]
    page.restore({"indicator": INSURED, "level": "province", "order": "region"})
    page._controls._levels.chosen.emit("region")
    assert page._ranking.table.order() == ""
    assert [row.key for row in page._ranking.table.table.rows] == usual


def test_regions_are_ticked_in_the_list(page: CoveragePage) -> None:
    button = page._controls._regions
    assert not button.isVisibleTo(page)
    page.restore({"indicator": INSURED, "level": "province"})
    assert button.isVisibleTo(page)
    assert button._actions[HUANCAVELICA].text() == "Huancavelica\t7"
    button._actions[HUANCAVELICA].trigger()
    assert page.state()["regions"] == [HUANCAVELICA]


def test_the_map_says_that_it_has_no_provinces_and_marks_the_region_of_the_row(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED, "level": "province"})
    assert page._map.view.spec is not None
    assert "no tiene límites de provincias" in page._map.view.spec.legend_note
    assert "no tiene límites de provincias" in page._exports().pictures[0].spec.legend_note  # type: ignore[union-attr]
    page._ranking.table.select("province/0906")
    assert page._map.view._selected == (HUANCAVELICA,)
    page.restore({"indicator": INSURED})
    assert "provincias" not in page._map.view.spec.legend_note


def test_colours_of_provinces_are_those_of_the_legend(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED})
    of_region = {row.cells[1].swatch: row.cells[1].sort for row in page._ranking.table.table.rows if row.group == 1}
    page.restore({"indicator": INSURED, "level": "province"})
    assert {row.cells[2].swatch for row in page._ranking.table.table.rows if row.group == 1} <= set(of_region)


def test_the_table_that_is_saved_is_the_table_that_is_seen(page: CoveragePage) -> None:
    page.restore({"indicator": INSURED, "level": "province", "regions": [HUANCAVELICA], "order": "value"})
    table = page._exports().table
    assert table is not None
    seen = [(row.cells[0].text, row.cells[1].text, row.cells[2].sort) for row in page._ranking.table.table.rows]
    assert [(row[1], row[2], row[7]) for row in table.rows] == seen
    assert table.headers[1:3] == ("Lugar", "Región")
    assert table.hxl[1:3] == ("#geo+name", "#adm1+name")
    page.restore({"indicator": INSURED})
    table = page._exports().table
    assert table is not None
    assert "Región" not in table.headers


def test_another_indicator_keeps_the_provinces_of_the_regions_chosen(page: CoveragePage, qtbot: QtBot) -> None:
    page.restore({"indicator": INSURED, "level": "province", "regions": [HUANCAVELICA], "order": "value"})
    with qtbot.waitSignal(page.open_page) as opened:
        page._on_indicator(CENSUS)
    page.restore(opened.args[1])
    assert len(provinces(page)) == 7
    before = page.state()
    i18n.set_language("en")
    page.retranslate()
    assert page.state() == before
    assert page._ranking.bar._count.text() == "7 of 196 provinces"


def test_ticking_adds_a_line_and_the_fifth_replaces_the_first(page: CoveragePage) -> None:
    page.restore({"indicator": STUNTING})
    for code in ("AYA", "CUS", "LIM", "PUN", "TAC"):
        page._ranking.table.ticked.emit(f"region/PE-{code}", True)
    assert page.state()["places"] == [f"region/PE-{code}" for code in ("CUS", "LIM", "PUN", "TAC")]
    assert page._trend.spec is not None
    assert len([s for s in page._trend.spec.series if not s.national]) == 4
    page._chosen.removed.emit("region/PE-LIM")
    assert "region/PE-LIM" not in page.state()["places"]  # type: ignore[operator]


def test_a_place_without_figures_says_so(page: CoveragePage, qtbot: QtBot) -> None:
    page.restore({"indicator": SURVEY, "places": ["region/PE-AYA"]})
    chip = page._chosen._flow.itemAt(0).widget()  # type: ignore[union-attr]
    assert "sin cifras" in chip.text()  # type: ignore[union-attr]


def test_a_single_year_draws_no_trend(page: CoveragePage) -> None:
    page.restore({"indicator": CENSUS})
    assert not page._trend.isVisibleTo(page)
    page.restore({"indicator": STUNTING})
    assert page._trend.isVisibleTo(page)


def test_the_picked_figure_tells_everything_and_can_be_cited(page: CoveragePage, qtbot: QtBot) -> None:
    page.restore({"indicator": STUNTING})
    page._ranking.table.select("region/PE-AYA")
    detail = page._ranking.detail
    assert detail.isVisibleTo(page)
    assert detail._title.text().startswith("Ayacucho: ")
    assert "Fuente: " in detail._lines.text()
    detail._cite.click()
    assert "Ayacucho" in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(page.open_record) as opened:
        detail._source.click()
    assert str(opened.args[0]).startswith("source/")


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_must_be_known_of_each_figure_is_told_once_on_the_page_and_in_each_picture(
    page: CoveragePage, language: str
) -> None:
    i18n.set_language(language)
    page.retranslate()
    page.restore({"indicator": STUNTING, "places": [AYACUCHO]})
    said = {
        "es": "Recálculo de un analista, no es un cuadro del INEI",
        "en": "Recomputed by an analyst, not an INEI table",
    }
    caveat = said[language]
    assert [text.text().count(caveat) for text in page.findChildren(QLabel) if caveat in text.text()] == [1]
    assert page._map.view.spec is not None
    assert page._trend.spec is not None
    assert caveat not in page._map.view.spec.legend_note + page._trend.spec.source
    drawn, chart = (picture.spec for picture in page._exports().pictures)
    assert isinstance(drawn, MapSpec)
    assert isinstance(chart, TrendSpec)
    assert caveat in drawn.legend_note
    assert f". {caveat}. " in chart.source


def test_enter_opens_the_place_of_a_row(page: CoveragePage, qtbot: QtBot) -> None:
    page.restore({"indicator": SURVEY})
    page._ranking.table.select(page._ranking.table.table.rows[-1].key)
    with qtbot.waitSignal(page.open_record) as opened:
        qtbot.keyClick(page._ranking.table, Qt.Key.Key_Return)
    assert "@" not in str(opened.args[0])


def test_state_comes_back_and_nonsense_is_ignored(page: CoveragePage) -> None:
    page.restore({"indicator": STUNTING, "year": 2018, "area": "rural", "places": ["region/PE-PUN"], "order": "place"})
    state = page.state()
    assert (state["year"], state["area"], state["places"]) == (2018, "rural", ["region/PE-PUN"])
    page.restore({"indicator": 3, "year": "x", "area": "moon", "group": "nobody", "places": ["region/none", 7]})
    assert page.state()["places"] == []
    page.restore(state)
    assert page.state() == state


def test_a_switch_of_language_keeps_everything(page: CoveragePage) -> None:
    page.restore({"indicator": STUNTING, "year": 2018, "places": ["region/PE-PUN"]})
    before = page.state()
    i18n.set_language("en")
    page.retranslate()
    assert page.state() == before
    assert page._ranking.table.table.columns[0].title == "Place"


def test_an_indicator_opened_elsewhere_is_shown(page: CoveragePage) -> None:
    page.follow(STUNTING)
    assert page.state()["indicator"] == STUNTING
    page.follow("topic/sis")
    assert page.state()["indicator"] == STUNTING


def test_a_state_that_names_an_indicator_wins_over_the_record_beside_it(page: CoveragePage) -> None:
    page.follow(STUNTING)
    page.restore({"indicator": "indicator/insured_any_census_pct"})
    page.show_record(STUNTING)
    assert page.state()["indicator"] == "indicator/insured_any_census_pct"
    page._open_indicator("indicator/insured_any_pct")
    page.show_record(STUNTING)
    assert page.state()["indicator"] == "indicator/insured_any_pct"
    page.follow(STUNTING)
    assert page.state()["indicator"] == STUNTING


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ({"level": "province"}, HUANCAVELICA),
        ({"level": "province", "regions": ["region/PE-CUS"]}, "province/0901"),
        ({"group": "quechua", "area": "rural"}, HUANCAVELICA),
        ({"area": "rural"}, "country/PE"),
    ],
)
def test_a_place_is_shown_whatever_was_chosen_before(page: CoveragePage, before: dict[str, object], place: str) -> None:
    page.restore({"indicator": CENSUS} | before)
    page.follow(CENSUS, place)
    assert page._ranking.table.current_key() == place
    assert place in page._places


def test_a_place_without_a_figure_in_the_year_shown_is_shown_in_one_it_has(page: CoveragePage) -> None:
    page.restore({"indicator": STUNTING})
    years = {one.year for one in page._figures.observations if one.place_id == AYACUCHO}
    missing = next(year for year in page._controls._years.years if year != max(years))
    kept = tuple(o for o in page._figures.observations if o.place_id != AYACUCHO or o.year != missing)
    page._figures = IndicatorFigures(kept)
    page._choice = Choice(year=missing)
    page._point_at(AYACUCHO)
    assert page._ranking.table.current_key() == AYACUCHO
    assert page.state()["year"] == max(years)


def test_figures_rounded_by_their_source_get_no_decimals(page: CoveragePage) -> None:
    page.restore({"indicator": "indicator/insured_any_pct"})
    rounded = [row for row in page._ranking.table.table.rows if "redondeado" in row.cells[-1].text]
    assert rounded
    assert not any("." in row.cells[2].text for row in rounded)
    assert any("." in row.cells[2].text for row in page._ranking.table.table.rows)


def test_a_very_long_publisher_is_told_whole_in_the_tooltip(page: CoveragePage) -> None:
    page.restore({"indicator": "indicator/anaemia_6_35m_new_norm_pct"})
    told = [row.cells[-2] for row in page._ranking.table.table.rows if not row.heading]
    assert {cell.text for cell in told} == {"Instituto Peruano de Economía (IPE), 2025"}
    assert all("con datos de INEI, MINSA, SUSALUD" in cell.tooltip for cell in told)
    page._ranking.table.select("region/PE-AYA")
    assert "INCORE" in page._ranking.detail._lines.text()


def test_the_menu_of_the_table_sorts_and_cites(page: CoveragePage) -> None:
    page._ranking.table.select("region/PE-PUN")
    menus: list[QMenu] = []
    page._ranking.table.menu_asked.connect(lambda _key, menu: menus.append(menu))
    QApplication.sendEvent(
        page._ranking.table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    )
    (menu,) = menus
    texts = [action.text() for action in menu.actions()]
    assert texts[:3] == ["Copiar la cita de esta cifra", "Abrir lugar", "Abrir fuente"]
    menu.actions()[0].trigger()
    assert "Puno" in QGuiApplication.clipboard().text()
    orders = menu.actions()[-1].menu()
    assert isinstance(orders, QMenu)
    by = {action.text(): action for action in orders.actions()}
    by["Lugar"].trigger()
    assert page._ranking.table.order() == "place"
    menu.close()


def test_choosing_by_words(page: CoveragePage, qtbot: QtBot) -> None:
    panel = page._head._chooser._panel
    panel.open_at(page.mapToGlobal(page.rect().topLeft()), panel.size())
    panel._field.setText("desnutricion severa")
    with qtbot.waitSignal(page._head.chosen) as chosen:
        panel._field.key_passed.emit(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert chosen.args == ["indicator/stunting_severe_u5_pct"]
    assert not panel.isVisible()


def test_years_play_and_stop_at_the_end(page: CoveragePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    page.restore({"indicator": STUNTING})
    bar = page._controls._years
    bar._timer.setInterval(1)
    bar.toggle()
    assert bar.playing
    qtbot.waitUntil(lambda: not bar.playing, timeout=10_000)
    assert page.state()["year"] == bar.years[-1]


def test_with_reduced_motion_nothing_plays(page: CoveragePage, context: Context) -> None:
    context.theme.reduced_motion = True
    context.theme.changed.emit()
    page.restore({"indicator": STUNTING})
    bar = page._controls._years
    bar.toggle()
    assert not bar.playing
    assert not bar._play.isVisibleTo(page)
    assert year_bar.STEP_MS >= 500


@pytest.mark.parametrize("width", [440, 700, 960, 1200])
def test_it_fits_every_width(page: CoveragePage, qtbot: QtBot, width: int) -> None:
    page.resize(width, 560)
    whole = page._body.widget()
    assert whole is not None
    qtbot.waitUntil(lambda: whole.width() <= page._body.viewport().width(), timeout=3000)
    assert page._ranking.table.height() >= 100


@pytest.mark.parametrize("width", [700, 964])
def test_in_a_low_window_the_page_scrolls_and_cuts_nothing_of_what_stands_behind_a_figure(
    page: CoveragePage, qtbot: QtBot, width: int
) -> None:
    page.resize(width, 560)
    page.restore({"indicator": STUNTING, "places": [AYACUCHO, HUANCAVELICA]})
    page._ranking.table.select(AYACUCHO)
    lines, table, detail = page._ranking.detail._lines, page._ranking.table, page._ranking.detail
    qtbot.waitUntil(lambda: lines.height() >= lines.heightForWidth(lines.width()), timeout=3000)
    qtbot.waitUntil(lambda: table.geometry().bottom() < detail.geometry().top(), timeout=3000)
