"""The search as a person uses it: keys in, results out, and back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from fieldref import i18n
from fieldref.content.folding import fold
from fieldref.content.model import Kind
from fieldref.content.search import Searcher
from fieldref.ui import result_rows
from fieldref.ui.kinds import kinds_name
from fieldref.ui.result_rows import MORE
from fieldref.ui.search_box import FIRST_SHOWN
from fieldref.ui.sought import Sought
from fieldref.ui.widgets.buttons import KindChip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldref.ui.main_window import MainWindow
    from fieldref.ui.search_box import SearchBox
    from fieldref.ui.widgets.result_panel import ResultList, ResultPanel
    from fieldref.ui.widgets.search_field import SearchField

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def search(window: MainWindow, qtbot: QtBot) -> SearchBox:
    window.activateWindow()
    window.reader.view.setFocus()
    qtbot.waitUntil(window.reader.view.hasFocus)
    qtbot.keyClick(window, Key.Key_K, Modifier.ControlModifier)
    return window.search


@pytest.fixture
def searcher(content_path: Path) -> Iterator[Searcher]:
    with Searcher(content_path) as made:
        yield made


def put(search: SearchBox, qtbot: QtBot, words: str) -> ResultPanel:
    """Type and wait for the answer to what then stands there."""
    qtbot.keyClicks(search.field, words)
    qtbot.waitUntil(lambda: not search._pending and search.panel.isVisible())
    return search.panel


def ids(panel: ResultPanel) -> list[str]:
    return [panel.list.rows.row(i).id for i in range(panel.list.rows.rowCount())]


def offers(panel: ResultPanel) -> list[QPushButton]:
    return [button for button in panel.findChildren(QPushButton) if button.isVisible()]


def chips(panel: ResultPanel) -> dict[str, KindChip]:
    return {chip.key: chip for chip in panel.findChildren(KindChip) if chip.isVisible()}


def test_every_key_asks_at_once(search: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(search.field, "s")
    assert search._pending
    qtbot.waitUntil(lambda: not search._pending)
    assert search.panel.isVisible()


def test_twenty_first_and_the_rest_on_demand(search: SearchBox, qtbot: QtBot) -> None:
    panel = put(search, qtbot, "salud")
    assert len(ids(panel)) == FIRST_SHOWN + 1
    assert ids(panel)[-1] == MORE
    qtbot.keyClick(search.field, Key.Key_Down)
    qtbot.keyClick(panel.list, Key.Key_End)
    qtbot.keyClick(panel.list, Key.Key_Return)
    qtbot.waitUntil(lambda: not search._pending)
    assert panel.isVisible()
    assert len(ids(panel)) > FIRST_SHOWN + 1
    assert panel.list.currentIndex().row() == FIRST_SHOWN
    assert panel.list.hasFocus()


def test_a_slip_is_mended_and_the_original_can_be_had(search: SearchBox, qtbot: QtBot) -> None:
    panel = put(search, qtbot, "huancabelica")
    assert "region/PE-HUV" in ids(panel)
    assert "huancavelica" in fold(panel._remark.text())
    (exact,) = offers(panel)
    assert "huancabelica" in exact.text()
    exact.click()
    qtbot.waitUntil(lambda: not search._pending)
    assert search.field.text() == '"huancabelica"'
    assert ids(panel) == []


@pytest.mark.parametrize("code", ["es", "en"])
def test_nothing_found_helps(search: SearchBox, window: MainWindow, qtbot: QtBot, code: str) -> None:
    window.language.switch(code)
    search.start()
    panel = put(search, qtbot, '"zzqqxx wwvv"')
    assert ids(panel) == []
    assert i18n.language() == code
    assert "zzqqxx" in panel._remark.text()
    assert kinds_name(Kind.PROGRAMME).lower() in panel._detail.text()
    texts = [offer.text() for offer in offers(panel)]
    assert any("zzqqxx wwvv" in text and '"' not in text for text in texts)
    assert any(text.count("wwvv") == 0 for text in texts)
    assert panel.status.accessibleName().startswith(panel._remark.text()[:8])


def test_chips_stand_in_the_order_of_the_results_and_filter(search: SearchBox, qtbot: QtBot) -> None:
    panel = put(search, qtbot, "ayacucho")
    assert next(iter(panel._shown_kinds)) == "region"
    shown = chips(panel)
    assert len(shown) > 2
    shown["district"].click()
    qtbot.waitUntil(lambda: not search._pending)
    assert {row.partition("/")[0] for row in ids(panel)} <= {"district", MORE}
    assert len(chips(panel)) == len(shown)
    assert chips(panel)["district"].isChecked()


def test_a_filter_that_leaves_nothing_can_be_cleared(search: SearchBox, qtbot: QtBot) -> None:
    panel = put(search, qtbot, "prodern")
    search._kinds = frozenset({Kind.DISTRICT})
    search._ask()
    qtbot.waitUntil(lambda: not search._pending)
    assert ids(panel) == []
    offers(panel)[0].click()
    qtbot.waitUntil(lambda: not search._pending)
    assert ids(panel)


def test_an_empty_field_shows_what_was_searched_and_read(search: SearchBox, window: MainWindow, qtbot: QtBot) -> None:
    put(search, qtbot, "prodern")
    qtbot.keyClick(search.field, Key.Key_Return)
    qtbot.keyClick(window, Key.Key_K, Modifier.ControlModifier)
    search.field.clear()
    qtbot.waitUntil(search.panel.isVisible)
    shown = ids(search.panel)
    assert "recent:prodern" in shown
    assert window.reader.record_id in shown
    assert "programme/sisfin" in shown
    qtbot.keyClick(search.field, Key.Key_Down)
    qtbot.keyClick(search.panel.list, Key.Key_Up)
    qtbot.keyClick(search.field, Key.Key_Return)
    qtbot.waitUntil(lambda: search.field.text() == "prodern" and not search._pending)


def test_escape_leads_back_to_where_one_was(search: SearchBox, window: MainWindow, qtbot: QtBot) -> None:
    view = window.reader.view
    qtbot.waitUntil(lambda: not view._rest.isActive())  # its figures are drawn for the width they have now
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place, page = bar.value(), window.navigation.page
    put(search, qtbot, "ayacucho")
    qtbot.keyClick(search.field, Key.Key_Down)
    qtbot.keyClick(search.panel.list, Key.Key_Escape)
    assert not search.panel.isVisible()
    assert window.reader.view.hasFocus()
    assert window.navigation.page is page
    assert window.reader.record_id == "programme/sisfin"
    assert bar.value() == place


def test_the_whole_flow_with_keys_alone(search: SearchBox, window: MainWindow, qtbot: QtBot) -> None:
    panel = put(search, qtbot, "ayacucho")
    qtbot.keyClick(search.field, Key.Key_Down)
    assert panel.list.hasFocus()
    assert panel.list.currentIndex().row() == 1
    qtbot.keyClick(panel.list, Key.Key_PageDown)
    assert panel.list.currentIndex().row() > 1
    qtbot.keyClick(panel.list, Key.Key_End)
    assert panel.list.currentIndex().row() == len(ids(panel)) - 1
    qtbot.keyClick(panel.list, Key.Key_Home)
    assert panel.list.currentIndex().row() == 0
    qtbot.keyClick(panel.list, Key.Key_Return, Modifier.ControlModifier)
    assert panel.isVisible()
    assert window.reader.record_id == "region/PE-AYA"
    qtbot.keyClick(panel.list, Key.Key_Up)
    assert search.field.hasFocus()
    qtbot.keyClick(search.field, Key.Key_Tab)
    assert panel.isVisible()
    assert isinstance(QApplication.focusWidget(), KindChip)
    reached = set()
    for _ in range(len(chips(panel)) + 2):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        if focus is panel.list:
            break
        qtbot.keyClick(focus, Key.Key_Tab)
    assert panel.list in reached
    assert panel.isVisible()
    qtbot.keyClick(panel.list, Key.Key_Down)
    qtbot.keyClick(panel.list, Key.Key_Return)
    assert not panel.isVisible()
    assert window.reader.record_id != "region/PE-AYA"


def test_a_screen_reader_hears_the_count_and_the_present_result(
    search: SearchBox, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = put(search, qtbot, "prodern")
    said: list[str] = []
    monkeypatch.setattr(panel, "announce", said.append)
    first = panel.list.rows.row(0)
    assert panel.status.text()
    assert search.field.accessibleDescription().startswith(panel.status.text())
    assert first.title in search.field.accessibleDescription()
    qtbot.keyClick(search.field, Key.Key_Down)
    assert panel.list.rows.row(1).title in said[-1]
    assert said[-1].startswith(panel.status.text())
    assert panel.list.accessibleName()
    assert panel.accessibleName()
    assert all(chip.accessibleName() for chip in chips(panel).values())


def test_a_match_in_the_other_language_has_a_badge(searcher: Searcher) -> None:
    i18n.set_language("es")
    rows = result_rows.hit_rows(searcher.search("budget support", "es"))
    assert any(row.badge == "EN" and row.badge_explained for row in rows)


def test_a_result_opens_at_the_passage_and_marks_it(search: SearchBox, window: MainWindow, qtbot: QtBot) -> None:
    put(search, qtbot, "catastro forestal")
    assert search._results is not None
    hit = next(hit for hit in search._results.hits if hit.marks and hit.language == i18n.language())
    search._open(hit.ref.id, keep=False)
    qtbot.wait(30)
    view = window.reader.view
    assert window.reader.record_id == hit.ref.id
    marked = [selection.cursor.selectedText() for selection in view.extraSelections()]
    assert marked
    words = {fold(hit.snippet[start:end]) for start, end in hit.marks}
    assert {fold(word) for word in marked} & words
    assert 0 <= view.cursorRect().top() < view.viewport().height()
    assert fold(view.textCursor().block().text())
    window.reader.renew()  # as when the pane has got its width and the figures are drawn anew
    assert [selection.cursor.selectedText() for selection in view.extraSelections()] == marked
    window.navigation.open_record("programme/sisfin")
    assert not view.extraSelections()


def test_what_is_looked_for_travels_behind_the_address() -> None:
    sought = Sought(("una ~ de agua", "agua"), ("agua", "río"))
    record, _, section = sought.address("topic/agua").partition("#")
    assert record == "topic/agua"
    assert Sought.parse(section) == Sought(("una   de agua", "agua"), ("agua", "río"))
    assert Sought.parse("results") is None
    assert Sought((), ()).address("topic/agua") == "topic/agua"


@pytest.mark.parametrize("from_list", [False, True])
def test_who_opens_a_result_reads_on_with_the_keys(
    search: SearchBox, window: MainWindow, qtbot: QtBot, *, from_list: bool
) -> None:
    panel = put(search, qtbot, "anemia")  # the two first are longer than a page
    where: SearchField | ResultList = search.field
    if from_list:
        qtbot.keyClick(search.field, Key.Key_Down)
        where = panel.list
    qtbot.keyClick(where, Key.Key_Return)
    view = window.reader.view
    assert view.hasFocus()
    assert view.property("ring")
    before = view.verticalScrollBar().value()
    qtbot.keyClick(view, Key.Key_PageDown)
    assert view.verticalScrollBar().value() > before


def test_a_record_found_by_its_name_opens_at_its_top(search: SearchBox, window: MainWindow, qtbot: QtBot) -> None:
    view = window.reader.view
    for name, record in (("sistec", "programme/sistec"), ("huancavelica", "region/PE-HUV")):
        for _again in range(2):  # also when it is open already, further down
            put(search, qtbot, name)
            qtbot.keyClick(search.field, Key.Key_Return)
            qtbot.wait(30)
            assert window.reader.record_id == record
            assert view.verticalScrollBar().value() == 0
            assert view.extraSelections()
            view.verticalScrollBar().setValue(300)


def test_a_programme_is_found_under_its_short_name(search: SearchBox, qtbot: QtBot) -> None:
    panel = put(search, qtbot, "sistec")
    row = panel.list.rows.row(0)
    assert row.title.startswith("SISTEC · Programa")
    assert row.title_marks[0] == (0, 6)
    search.field.clear()
    put(search, qtbot, "aseguramiento universal")
    rows = [panel.list.rows.row(i) for i in range(panel.list.rows.rowCount())]
    row = next(row for row in rows if row.id == "programme/sistec")
    assert {fold(row.title[start:end]) for start, end in row.title_marks} == {"aseguramiento", "universal"}


def test_what_was_typed_is_forgotten_elsewhere(search: SearchBox, window: MainWindow, qtbot: QtBot) -> None:
    put(search, qtbot, "ayacucho")
    qtbot.keyClick(search.field, Key.Key_Escape)
    assert search.field.text() == "ayacucho"
    window.navigation.open_page("topics")
    assert search.field.text() == ""
    assert search._panel is None or not search._panel.isVisible()


def test_what_no_record_has_is_said_above_the_results(searcher: Searcher) -> None:
    i18n.set_language("es")
    results = searcher.search("xyzzy huancavelica", "es")
    assert result_rows.remark(results, ()).text == "Ninguna ficha tiene «xyzzy»: resultados sin esa palabra."


def test_the_list_tells_the_year_that_was_asked_for(search: SearchBox, qtbot: QtBot) -> None:
    put(search, qtbot, "anemia puno 2018")
    assert "67.7% (2018" in search.panel.list.rows.row(0).detail
