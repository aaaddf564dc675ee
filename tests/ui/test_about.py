from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from fieldref import __version__, i18n
from fieldref.ui.pages.about import AboutPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.ui.context import Context


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> AboutPage:
    i18n.set_language("es")
    made = AboutPage(context)
    qtbot.addWidget(made)
    made.resize(480, 700)
    made.show()
    return made


def test_says_which_content_is_open_and_whose_work_it_is(page: AboutPage, context: Context) -> None:
    info = context.library.info("es")
    said = [w.text() for w in page.findChildren(QLabel)]
    assert info.version in said
    assert info.licence in said
    assert any("GeoNames" in text and "CC BY" in text for text in said)


def test_every_source_is_listed_and_can_be_found(page: AboutPage, context: Context, qtbot: QtBot) -> None:
    page.restore({"view": "sources"})
    assert page._list.rows.rowCount() == len(context.library.sources("es"))
    page._words.setText("enabel")
    assert 0 < page._list.rows.rowCount() < len(context.library.sources("es"))
    page._words.setText("zzz")
    assert page._empty.isVisible()
    assert page.main_part() is page._words
    page._empty.acted.emit()
    with qtbot.waitSignal(page.open_record) as asked:
        page._list.opened.emit(page._list.rows.row(0).id)
    assert asked.args[0].startswith("source/")


def test_a_source_that_is_read_is_chosen_in_the_list(page: AboutPage, context: Context) -> None:
    source = context.library.sources("es")[3].id
    page.show_record(source)
    page.follow(source)
    assert page.state()["view"] == "sources"
    assert page._list.current_id() == source


def test_coming_back_leaves_the_view_as_it_was(page: AboutPage, context: Context) -> None:
    source = context.library.sources("es")[3].id
    page.follow(source)
    page._toggle.chosen.emit("keyboard")
    page.show_record(source)
    assert page.state()["view"] == "keyboard"
    page.restore({"view": "content"})
    page.show_record(context.library.sources("es")[5].id)
    assert page.state()["view"] == "content"
    page.follow(source)
    assert page.state()["view"] == "sources"


def test_the_report_can_be_copied(page: AboutPage) -> None:
    page._content._copy.click()
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied
    assert "SQLite" in copied


def test_the_keyboard_is_there(page: AboutPage) -> None:
    page.restore({"view": "keyboard"})
    assert "Ctrl+K" in [w.text() for w in page._keyboard.findChildren(QLabel)]
