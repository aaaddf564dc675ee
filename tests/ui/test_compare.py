"""Comparing regions: same year where there is one, one method a row."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.ui.context import Context
from fieldref.ui.figures.compare_data import compare
from fieldref.ui.pages.compare import ComparePage

PLACES = ["region/PE-AYA", "region/PE-HUV", "region/PE-CAJ"]


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ComparePage:
    i18n.set_language("es")
    made = ComparePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


def test_every_row_is_one_indicator_and_one_method(library: Library) -> None:
    comparison = compare(library, PLACES, "es")
    ids = [row.indicator.id for theme in comparison.themes for row in theme.rows]
    assert len(ids) == len(set(ids))
    assert all(row.method for theme in comparison.themes for row in theme.rows)
    assert all(len(row.cells) == 3 for theme in comparison.themes for row in theme.rows)


def test_figures_are_of_one_year_where_there_is_one(library: Library) -> None:
    comparison = compare(library, PLACES, "es")
    for theme in comparison.themes:
        for row in theme.rows:
            periods = {cell.period for cell in row.cells if cell is not None}
            if not row.years_differ:
                assert len({re.sub(r"\D", "", p)[:4] for p in periods}) <= 1


def test_every_figure_has_a_source_in_the_list(library: Library) -> None:
    comparison = compare(library, PLACES, "es")
    listed = {source_id for source_id, _name in comparison.sources}
    cited = {c.source_id for t in comparison.themes for r in t.rows for c in r.cells if c is not None}
    facts = {source_id for place in comparison.places for source_id in place.sources}
    assert cited | facts == listed


def test_programmes_in_common_are_marked(library: Library) -> None:
    comparison = compare(library, PLACES, "es")
    assert comparison.shared["programme/prodern-2"] == 2
    assert "programme/sisfin" not in comparison.shared
    unsure = {ref.id for refs in comparison.programmes for ref in refs if not ref.tie_verified}
    assert unsure == {"programme/sistec"}


def test_without_two_regions_it_says_what_to_do(page: ComparePage) -> None:
    page.restore({"places": ["region/PE-AYA"]})
    assert page._stack.currentWidget() is page._empty
    page.restore({"places": PLACES})
    assert page._stack.currentWidget() is page._view


def test_at_most_four_and_only_those_there_are(page: ComparePage) -> None:
    wanted = [*PLACES, "region/none", 7, *PLACES, "region/PE-CUS", "region/PE-LIM"]
    page.restore({"places": wanted})
    assert page.state()["places"] == [*PLACES, "region/PE-CUS"]
    page._remove("region/PE-HUV")
    assert page.state()["places"] == ["region/PE-AYA", "region/PE-CAJ", "region/PE-CUS"]


def test_a_fifth_region_takes_the_room_of_the_first_and_gives_it_back(page: ComparePage, qtbot: QtBot) -> None:
    four = ["region/PE-AYA", "region/PE-HUV", "region/PE-CAJ", "region/PE-LIM"]
    page.restore({"places": four})
    with qtbot.waitSignal(page.undoable) as told:
        page._on_chosen("region/PE-PUN")
    assert page.state()["places"] == [*four[1:], "region/PE-PUN"]
    words, put_back = told.args
    assert str(words).startswith("Ayacucho")
    put_back()
    assert page.state()["places"] == four


def test_links_open_records(page: ComparePage, qtbot: QtBot) -> None:
    page.restore({"places": PLACES})
    assert "fieldref:programme/prodern-2" in page._view.toHtml()
    with qtbot.waitSignal(page.open_record) as opened:
        page._on_link(QUrl("fieldref:programme/prodern-2"))
    assert opened.args == ["programme/prodern-2"]
    page._on_link(QUrl("fieldref:programme/none"))


def test_a_switch_of_language_keeps_regions_and_place(page: ComparePage, qtbot: QtBot) -> None:
    page.restore({"places": PLACES, "scroll": 300})
    assert "Datos clave" in page._view.toPlainText()
    i18n.set_language("en")
    page.retranslate()
    assert "Key facts" in page._view.toPlainText()
    assert page.state()["places"] == PLACES
    assert abs(int(str(page.state()["scroll"])) - 300) < 60


def test_the_order_of_ticking_is_kept(page: ComparePage) -> None:
    page.restore({"places": ["region/PE-PUN", "region/PE-AYA"]})
    assert page.state()["places"] == ["region/PE-PUN", "region/PE-AYA"]
    page._on_chosen("region/PE-AMA")
    assert page.state()["places"] == ["region/PE-PUN", "region/PE-AYA", "region/PE-AMA"]


def test_a_region_is_chosen_by_typing_its_name(page: ComparePage, qtbot: QtBot) -> None:
    chooser = page._chooser
    chooser.click()
    panel = chooser._panel
    shown = [panel._list.rows.row(i).spoken() for i in range(panel._list.rows.rowCount())]
    assert not any(code in words for words in shown for code in ("1501p", "15R", "15L"))
    qtbot.keyClicks(panel._field, "ayacucho")
    i18n.set_language("en")
    page.retranslate()
    assert panel._field.text() == "ayacucho"
    assert panel.accessibleName() == "Choose a region"
    qtbot.keyClick(panel._field, Qt.Key.Key_Return)
    assert page.state()["places"] == ["region/PE-AYA"]
