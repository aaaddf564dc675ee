from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldref.i18n import number

if TYPE_CHECKING:
    from fieldref.ui.main_window import MainWindow
    from fieldref.ui.pages.home import HomePage


def _home(window: MainWindow) -> HomePage:
    from fieldref.ui.pages.home import HomePage

    window.navigation.open_page("home")
    page = window.navigation.page
    assert isinstance(page, HomePage)
    return page


def test_the_search_is_in_the_middle_and_not_twice(window: MainWindow, qtbot) -> None:
    page = _home(window)
    assert page.search is not None
    assert page.search.isVisible()
    assert not window.search.isVisible()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert page.search.field.hasFocus()
    qtbot.keyClicks(page.search.field, "sistec")
    qtbot.waitUntil(lambda: page.search.panel.isVisible() and page.search.panel.list.rows.rowCount() > 0)
    qtbot.keyClick(page.search.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.reader.record_id == "programme/sistec")  # Enter may come before the answer does
    assert window.reader.isVisible()
    assert window.search.isVisible()


def test_the_ways_in_carry_live_counts(window: MainWindow) -> None:
    page = _home(window)
    counts = window.context.library.info("es").counts
    assert page._ways["programmes"].accessibleName().startswith(number(counts["programme"]))
    assert page._ways["coverage"].accessibleName().startswith(number(counts["observation"]))
    assert page._ways["regions"].accessibleName().startswith("25 ")


def test_a_way_in_leads_to_its_page(window: MainWindow) -> None:
    page = _home(window)
    page._ways["topics"].clicked.emit()
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == "topics"


def test_what_was_read_and_saved_is_there(window: MainWindow) -> None:
    shelf = window.context.shelf
    assert shelf is not None
    shelf.bookmarks.add("topic/sis", title="SIS", kind="topic")
    page = _home(window)
    assert page._recent.rows.row(0).id == "programme/sisfin"
    assert page._saved.rows.row(0).id == "topic/sis"
    page._saved.opened.emit("topic/sis")
    assert window.reader.record_id == "topic/sis"
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == "topics"


def test_a_bar_of_the_timeline_opens_its_programme(window: MainWindow) -> None:
    page = _home(window)
    assert page._timeline.spec is not None
    page._timeline.activated.emit("programme/sisfin")
    assert window.reader.record_id == "programme/sisfin"


def test_without_a_file_of_ones_own_home_still_opens(window: MainWindow) -> None:
    page = _home(window)
    window.context.userdata = None
    page.retranslate()
    assert page._recent_none.isVisibleTo(page)
