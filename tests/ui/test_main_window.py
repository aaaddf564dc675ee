from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from tests.ui.walk import cut_off

from fieldref import i18n
from fieldref.app import Options
from fieldref.settings import SettingsStore
from fieldref.ui.pages.coverage import CoveragePage
from fieldref.ui.pages.programmes import ProgrammesPage
from fieldref.ui.pages.regions import RegionsPage
from fieldref.ui.pages.saved import SavedPage
from fieldref.ui.programme_filter import ProgrammeFilter
from fieldref.ui.window_place import FRAME, fitted

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.ui.context import Context
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def test_opens_at_the_record_asked_for(window: MainWindow) -> None:
    assert window.reader.record_id == "programme/sisfin"
    assert "SISFIN" in window.reader.view.toPlainText()
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == "programmes"
    assert "SISFIN" in window.windowTitle()


def test_a_record_that_is_not_there_is_said_and_changes_nothing(window: MainWindow) -> None:
    window.navigation.open_record("programme/nope")
    assert window.reader.record_id == "programme/sisfin"
    assert "programme/nope" in window.toast.accessibleName()


def test_the_main_journey_with_keys_only(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Key.Key_K, Modifier.ControlModifier)
    assert window.search.field.hasFocus()
    qtbot.keyClicks(window.search.field, "prodern")
    qtbot.waitUntil(lambda: window.search.panel.isVisible() and window.search.panel.list.rows.rowCount() > 0)
    qtbot.keyClick(window.search.field, Key.Key_Down)
    assert window.search.panel.list.hasFocus()
    qtbot.keyClick(window.search.panel.list, Key.Key_Up)
    qtbot.keyClick(window.search.panel.list, Key.Key_Up)
    assert window.search.field.hasFocus()
    qtbot.keyClick(window.search.field, Key.Key_Return)
    assert not window.search.panel.isVisible()
    assert window.reader.record_id is not None
    assert window.reader.record_id.startswith("programme/prodern")
    found = window.reader.record_id
    qtbot.keyClick(window, Key.Key_L, Modifier.ControlModifier)
    assert window.language.code == "en"
    assert window.reader.record_id == found
    assert "Objectives" in window.reader.view.toPlainText()
    qtbot.keyClick(window, Key.Key_Left, Modifier.AltModifier)
    assert window.reader.record_id == "programme/sisfin"
    qtbot.keyClick(window, Key.Key_Right, Modifier.AltModifier)
    assert window.reader.record_id == found


def test_ctrl_enter_keeps_the_results_open(window: MainWindow, qtbot: QtBot) -> None:
    window.search.start()
    qtbot.keyClicks(window.search.field, "ayacucho")
    qtbot.waitUntil(lambda: window.search.panel.isVisible() and window.search.panel.list.rows.rowCount() > 0)
    qtbot.keyClick(window.search.field, Key.Key_Return, Modifier.ControlModifier)
    assert window.search.panel.isVisible()
    assert window.reader.record_id != "programme/sisfin"


def test_typing_in_the_results_goes_on_in_the_field(window: MainWindow, qtbot: QtBot) -> None:
    window.search.start()
    qtbot.keyClicks(window.search.field, "sal")
    qtbot.waitUntil(lambda: window.search.panel.isVisible() and window.search.panel.list.rows.rowCount() > 0)
    qtbot.keyClick(window.search.field, Key.Key_Down)
    qtbot.keyClick(window.search.panel.list, Key.Key_U)
    assert window.search.field.hasFocus()
    assert window.search.field.text() == "salu"
    qtbot.keyClick(window.search.field, Key.Key_Escape)
    assert not window.search.panel.isVisible()


def test_nothing_found_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.search.start()
    qtbot.keyClicks(window.search.field, "zzqqxxyyww")
    qtbot.waitUntil(window.search.panel.isVisible)
    assert window.search.panel.list.rows.rowCount() == 0
    said = [w.text() for w in window.search.panel.findChildren(QLabel) if w.isVisible()]
    assert any("zzqqxxyyww" in text for text in said)


def test_ctrl_and_a_number_go_to_the_pages(window: MainWindow, qtbot: QtBot) -> None:
    pages = [key for key in window.navigation.stack if key not in ("about", "compare")]
    for number, key in enumerate(pages, start=1):
        qtbot.keyClick(window, Key(Key.Key_0 + number), Modifier.ControlModifier)
        assert window.navigation.history.here is not None
        assert window.navigation.history.here.page == key


def test_back_brings_filters_and_scroll_place_back(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.open_page("programmes", {"sectors": ["health"]})
    page = window.navigation.page
    assert page is not None
    assert page.state()["sectors"] == ["health"]
    window.reader.scroll_to(0.5)
    value = window.reader.view.verticalScrollBar().value()
    window.navigation.open_page("topics", {"view": "glossary"})
    window.navigation.open_record("topic/sis")
    window.navigation.back()
    window.navigation.back()
    assert window.navigation.page is page
    assert page.state()["sectors"] == ["health"]
    assert window.reader.record_id == "programme/sisfin"
    assert abs(window.reader.view.verticalScrollBar().value() - value) <= 1


def test_another_indicator_is_a_step_back_and_a_filter_is_none(window: MainWindow) -> None:
    window.navigation.open_page("coverage", {"indicator": "indicator/insured_any_census_pct"})
    page, history = window.navigation.page, window.navigation.history
    assert isinstance(page, CoveragePage)
    page._on_indicator("indicator/insured_any_pct")
    page._on_indicator("indicator/insured_any_pct")
    page._toggle_place("region/PE-CAL")
    assert page.state()["places"] == ["region/PE-CAL"]
    window.navigation.back()
    assert window.navigation.page is page
    assert page.state()["indicator"] == "indicator/insured_any_census_pct"
    window.navigation.forward()
    assert page.state()["indicator"] == "indicator/insured_any_pct"
    assert page.state()["places"] == ["region/PE-CAL"]
    window.navigation.open_page("programmes")
    programmes, here = window.navigation.page, history.here
    assert isinstance(programmes, ProgrammesPage)
    programmes._put_filter(ProgrammeFilter(sectors=frozenset({"health"})))
    programmes._on_view("timeline")
    window.navigation.open_page("topics")
    window.navigation.back()
    assert programmes.state()["sectors"] == ["health"]
    assert programmes.state()["view"] == "timeline"
    window.navigation.back()
    assert here is not None
    assert window.navigation.page is page


def test_the_keyboard_goes_along_to_the_page_that_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    for key in ("home", "programmes", "regions", "coverage", "topics", "saved", "about"):
        before = window.navigation.page.main_part() if window.navigation.page else None
        if before is not None:
            before.setFocus()
        window.navigation.open_page(key)
        page = window.navigation.page
        assert page is not None
        assert page.main_part() is QApplication.focusWidget(), key
    window.navigation.open_at_home("region/PE-AYA")
    assert window.reader.view.hasFocus()
    window.navigation.open_page("coverage")
    window.navigation.open_record("indicator/insured_any_pct")
    window.reader.view.setFocus()
    window.navigation.close_record()
    assert window.navigation.page is not None
    assert window.navigation.page.main_part() is QApplication.focusWidget()


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    nameless = []
    for key in window.navigation.stack:
        window.navigation.open_page(key)
        qtbot.wait(10)
        for widget in window.findChildren(QWidget):
            if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not (widget.accessibleName() or text):
                nameless.append(f"{key}: {type(widget).__name__} {widget.objectName()}")
    assert not nameless


def test_tab_reaches_search_rail_list_and_record(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.search.field.setFocus()
    reached: set[QWidget] = set()
    for _ in range(80):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
        qtbot.keyClick(focus or window, Key.Key_Tab)
    for area in (window.search, window.rail, window.navigation.stack, window.reader):
        assert any(area is w or area.isAncestorOf(w) for w in reached), area


def test_f6_goes_round_the_areas(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.search.field.setFocus()
    areas = []
    for _ in range(4):
        qtbot.keyClick(window, Key.Key_F6)
        focus = QApplication.focusWidget()
        named = {"rail": window.rail, "list": window.navigation.stack, "record": window.reader, "search": window.search}
        areas.append(next((n for n, a in named.items() if focus is not None and a.isAncestorOf(focus)), "?"))
    assert areas == ["rail", "list", "record", "search"]


def test_the_question_mark_opens_the_keyboard_sheet(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.view.setFocus()
    qtbot.keyClicks(window, "?")
    sheet = window._sheet
    assert sheet is not None
    assert sheet.isVisible()
    assert any("Ctrl+K" in w.text() for w in sheet.findChildren(QLabel))
    for width in (1366, 1024, 640):
        window.resize(width, 640)
        sheet.close()
        sheet.open()
        qtbot.wait(1)
        assert not cut_off(sheet)
        assert sheet.width() < window.width()
        assert sheet.height() < window.height()
    sheet.close()


@pytest.mark.parametrize("view", ["map", "table"])
def test_regions_with_large_letters_cut_nothing(window: MainWindow, qtbot: QtBot, view: str) -> None:
    window.resize(1366, 768)
    window.language.switch("en")
    window.context.theme.set_zoom(2.0)
    window.navigation.open_page("regions", {"view": view, "colour": "indicator/insured_any_census_pct"})
    page = window.navigation.page
    assert isinstance(page, RegionsPage)
    qtbot.wait(50)
    assert not cut_off(page)
    assert page._table.horizontalScrollBar().maximum() == 0


def test_f1_opens_the_guide_and_it_follows_the_language(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Key.Key_F1)
    guide = window._help
    assert guide is not None
    assert guide.isVisible()
    qtbot.waitUntil(guide.isActiveWindow)
    assert "Guía breve" in guide._text.toPlainText()
    window.language.switch("en")
    assert "A short guide" in guide._text.toPlainText()
    qtbot.keyClick(guide._text, Key.Key_Escape)
    assert not guide.isVisible()


def test_records_open_where_they_live_when_the_page_does_not_read_them(window: MainWindow) -> None:
    window.navigation.open_page("about")
    window.navigation.open_record("programme/sistec")
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == "programmes"
    window.navigation.open_page("home")
    window.navigation.open_record("topic/sis")
    assert window.navigation.history.here.page == "topics"


def test_each_page_remembers_its_record_and_place(window: MainWindow) -> None:
    def opened() -> str | None:
        return window.reader.record_id

    window.reader.scroll_to(0.5)
    window.navigation.open_page("topics")
    assert opened() is None
    window.navigation.open_record("topic/sis")
    window.navigation.open_page("programmes")
    assert opened() == "programme/sisfin"
    assert window.reader.scroll_share() == pytest.approx(0.5, abs=0.02)
    window.navigation.open_page("topics")
    assert opened() == "topic/sis"


@pytest.mark.parametrize(
    ("record", "page"),
    [("region/PE-AYA", "regions"), ("indicator/insured_any_pct", "coverage"), ("topic/sis", "topics")],
)
def test_what_a_search_found_opens_on_its_own_page(window: MainWindow, record: str, page: str) -> None:
    window.search.opened.emit(record)
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == page
    assert window.reader.record_id == record
    assert window.navigation.page is not None
    assert record in window.navigation.page.state().values() or page == "topics"
    window.navigation.back()
    assert window.reader.record_id == "programme/sisfin"


def test_a_link_in_a_record_stays_beside_the_list(window: MainWindow) -> None:
    window.reader.record_clicked.emit("region/PE-AYA")
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == "programmes"


def test_the_window_stands_on_the_screen_with_its_frame() -> None:
    screen = QRect(0, 0, 1366, 768)
    for wanted in (QRect(0, 0, 1366, 768), QRect(900, 500, 1200, 700), QRect(-300, -80, 800, 600)):
        placed = fitted(wanted, screen)
        assert screen.contains(placed.marginsAdded(FRAME))
    assert fitted(QRect(100, 100, 800, 500), screen) == QRect(100, 100, 800, 500)


def test_zoom_and_look_are_switched_and_remembered(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Key.Key_Plus, Modifier.ControlModifier)
    assert context.theme.zoom == pytest.approx(1.1)
    context.theme.set_choice("contrast")
    context.theme.set_density("compact")
    window.actions_.menu.aboutToShow.emit()
    still = next(action for action in window.actions_.menu.actions() if action.text() == "Menos movimiento")
    still.trigger()
    assert context.theme.reduced_motion
    window.close()
    kept = context.settings.current
    assert kept.reduced_motion
    assert (kept.zoom, kept.theme, kept.density) == (1.1, "contrast", "compact")
    assert kept.last_record == "programme/sisfin"
    assert kept.language == "es"
    assert kept.window_geometry


def test_a_new_window_opens_where_the_last_one_was(window: MainWindow, context: Context, language: Language) -> None:
    from fieldref.ui.window_parts import build_window

    window.navigation.open_page("topics", {"view": "glossary", "words": "sis"})
    window.navigation.open_record("topic/sis")
    window.close()
    again = build_window(context, language)
    again.start()
    assert again.navigation.history.here is not None
    assert again.navigation.history.here.page == "topics"
    assert again.navigation.page is not None
    assert again.navigation.page.state()["words"] == "sis"
    assert again.reader.record_id == "topic/sis"
    again.close()
    again.deleteLater()


def test_a_page_of_an_older_time_is_forgotten(context: Context, language: Language) -> None:
    from fieldref.ui.window_parts import build_window

    context.settings = SettingsStore(None)
    context.settings.update(last_page="gone", last_record="programme/gone", last_state="[1")
    made = build_window(context, language)
    made.start()
    assert made.navigation.history.here is not None
    assert made.navigation.history.here.page == "home"
    made.close()
    made.deleteLater()


def test_a_narrow_window_shows_the_rail_as_icons(window: MainWindow) -> None:
    wide = window.rail.width()
    window.resize(1024, 640)
    assert window.rail.width() < wide
    window.resize(1366, 768)
    assert window.rail.width() == wide


def test_what_was_read_is_noted(window: MainWindow, context: Context) -> None:
    assert context.shelf is not None
    assert context.shelf.history.recent(1)[0].record_id == "programme/sisfin"


def test_a_link_to_a_place_in_a_record_opens_there(window: MainWindow) -> None:
    window.start("programme/sistec#gaps")
    assert window.reader.record_id == "programme/sistec"
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == "programmes"


def test_a_double_clicked_pack_is_no_record() -> None:
    assert Options("/media/USB Ñandú #1 100%/fieldref-peru-2026.12.FRPACK").pack is not None
    assert Options("programme/sistec#gaps").pack is None
    assert Options().pack is None


@pytest.mark.parametrize("place", ["region/PE-HUV", "province/0901"])
def test_an_indicator_named_in_the_sheet_of_a_place_shows_this_place(window: MainWindow, place: str) -> None:
    window.navigation.open_at_home(place)
    window.reader.record_clicked.emit("indicator/insured_sis_census_pct")
    page = window.navigation.page
    assert isinstance(page, CoveragePage)
    state = page.state()
    assert state["indicator"] == "indicator/insured_sis_census_pct"
    assert state["places"] == [place]
    assert page._ranking.table.current_key() == place
    window.navigation.back()
    assert window.reader.record_id == place
    window.navigation.forward()
    assert page.state()["places"] == [place]


def test_an_indicator_that_is_opened_again_is_shown_again(window: MainWindow) -> None:
    first, second = "indicator/insured_any_pct", "indicator/insured_any_census_pct"
    window.search.opened.emit(first)
    page = window.navigation.page
    assert isinstance(page, CoveragePage)
    page._on_indicator(second)
    window.navigation.open_page("home")
    window.search.opened.emit(first)
    assert page.state()["indicator"] == first
    window.navigation.back()
    window.navigation.back()
    assert page.state()["indicator"] == second


def test_an_indicator_named_in_the_sheets_of_two_places_shows_each(window: MainWindow) -> None:
    for place in ("region/PE-AYA", "region/PE-HUV"):
        window.navigation.open_at_home(place)
        window.reader.record_clicked.emit("indicator/insured_sis_census_pct")
        page = window.navigation.page
        assert isinstance(page, CoveragePage)
        assert page._ranking.table.current_key() == place


def test_a_long_name_in_the_head_moves_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.open_at_home("indicator/anaemia_6_35m_microdata_pct")
    window.resize(1024, 640)
    view = window.reader.view
    qtbot.waitUntil(lambda: not view._rest.isActive())
    before = window.navigation.sizes()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert window.reader._head._name.text()
    assert window.reader._head.minimumSizeHint().width() < window.reader.width()
    qtbot.wait(30)
    assert window.navigation.sizes() == before


def test_a_copied_table_is_told_at_the_foot(window: MainWindow) -> None:
    window.navigation.open_page("coverage")
    page = window.navigation.page
    assert isinstance(page, CoveragePage)
    table = page._exports().table
    assert table is not None
    page._export.copy_table(table)
    assert window.toast.accessibleName() == "Tabla copiada"


def test_the_menu_offers_nothing_for_a_record_where_none_is_open(window: MainWindow) -> None:
    menu, save = window.actions_.menu, window.actions_._actions["save"]
    menu.aboutToShow.emit()
    assert save.isEnabled()
    window.navigation.open_page("home")
    menu.aboutToShow.emit()
    assert not save.isEnabled()
    menu.aboutToHide.emit()
    window.navigation.open_record("programme/sisfin")
    assert save.isEnabled()


def test_the_menu_says_that_it_takes_a_saved_record_out(window: MainWindow) -> None:
    action = window.actions_._actions["save"]

    def said() -> str:
        window.actions_.menu.aboutToShow.emit()
        return action.text().split("\t")[0]

    assert said() == i18n._("Save this record")
    action.trigger()
    assert said() == i18n._("Remove from saved")
    action.trigger()
    assert said() == i18n._("Save this record")


def test_what_is_removed_from_the_saved_records_is_told_at_the_foot_and_can_be_taken_back(window: MainWindow) -> None:
    shelf = window.context.shelf
    assert shelf is not None
    mark = shelf.bookmarks.add("topic/sis", title="SIS", kind="topic")
    window.navigation.open_page("saved")
    page = window.navigation.page
    assert isinstance(page, SavedPage)
    page.remove(str(mark.id))
    assert "SIS" in window.toast.accessibleName()
    window.toast._button.click()
    assert shelf.bookmarks.get("topic/sis") is not None


def test_f6_passes_over_a_pane_with_nothing_in_it(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.navigation.open_page("regions")
    page = window.navigation.page
    assert page is not None
    main = page.main_part()
    assert main is not None
    main.setFocus()
    qtbot.keyClick(window, Key.Key_F6)
    assert window.search.field.hasFocus()


def test_enter_presses_the_button_it_is_on(window: MainWindow, qtbot: QtBot) -> None:
    star = window.record_actions.star
    star.setFocus()
    qtbot.keyClick(star, Key.Key_Return)
    assert window.context.shelf is not None
    assert window.context.shelf.bookmarks.get("programme/sisfin") is not None


def test_a_note_is_written_and_put_away_with_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.reader.view.setFocus()
    qtbot.keyClick(window, Key.Key_N, Modifier.ControlModifier)
    editor = window.record_actions.notes.editor
    assert editor.hasFocus()
    qtbot.keyClicks(editor, "Preguntar en la DIRESA?")
    qtbot.keyClick(editor, Key.Key_Escape)
    assert not window.record_actions.notes.isVisible()
    assert window.reader.view.hasFocus()
    assert window.context.shelf is not None
    note = window.context.shelf.notes.get("programme/sisfin")
    assert note is not None
    assert note.text == "Preguntar en la DIRESA?"


def test_a_page_reached_by_its_number_has_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.reader.view.setFocus()
    for number in (Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_6, Key.Key_2):
        qtbot.keyClick(window, number, Modifier.ControlModifier)
        page = window.navigation.page
        assert page is not None
        focus = QApplication.focusWidget()
        assert focus is not None
        assert page.isAncestorOf(focus), page.key
