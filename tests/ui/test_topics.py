from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldref import i18n
from fieldref.ui.pages.topics import TopicsPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.ui.context import Context


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> TopicsPage:
    i18n.set_language("es")
    made = TopicsPage(context)
    qtbot.addWidget(made)
    made.resize(480, 700)
    made.show()
    return made


def _rows(page: TopicsPage):
    return [page._list.rows.row(i) for i in range(page._list.rows.rowCount())]


def test_topics_stand_under_their_themes(page: TopicsPage, context: Context) -> None:
    rows = _rows(page)
    topics = context.library.topics("es")
    assert sorted(r.id for r in rows if not r.section) == sorted(t.id for t in topics)
    assert rows[0].section
    assert sum(int(r.trailing) for r in rows if r.section) == len(topics)
    assert all(r.title for r in rows)


def test_the_glossary_goes_from_a_to_z(page: TopicsPage, context: Context) -> None:
    page.restore({"view": "glossary"})
    letters = [r.title for r in _rows(page) if r.section]
    assert letters == sorted(letters)
    assert page._letters.isVisible()
    assert len([r for r in _rows(page) if not r.section]) == len(context.library.terms("es"))
    page._letter_chips[letters[-1]].click()
    assert page._list.verticalScrollBar().value() > 0


def test_the_record_that_is_read_is_marked_among_the_words(page: TopicsPage) -> None:
    page._on_view("words")
    page.show_record("topic/sis")
    table = page._table
    for words in ("", "salud"):
        page._words.setText(words)
        assert [table.words.id_at(index.row()) for index in table.selectionModel().selectedRows()] == ["topic/sis"]
    assert table.viewport().rect().intersects(table.visualRect(table.currentIndex()))
    page._words.setText("alpaca")
    assert not table.selectionModel().hasSelection()


def test_words_of_both_languages_stand_side_by_side(page: TopicsPage, qtbot: QtBot) -> None:
    page.restore({"view": "words", "words": "salud integral"})
    assert page._table.isVisible()
    assert page._table.words.columnCount() == 2
    words = page._table.words
    cells = {(words.index(r, 0).data(), words.index(r, 1).data()) for r in range(words.rowCount())}
    assert len(cells) == words.rowCount()
    assert any("Seguro Integral de Salud" in spanish for spanish, _ in cells)
    with qtbot.waitSignal(page.open_record):
        page._table.clicked.emit(page._table.words.index(0, 0))


def test_the_filter_is_blind_to_accents_and_says_when_nothing_is_left(page: TopicsPage) -> None:
    page._words.setText("areas naturales")
    assert [r.title for r in _rows(page) if not r.section] == ["Áreas Naturales Protegidas (ANP)"]
    page._words.setText("zzz")
    assert page._empty.isVisible()
    page._empty.acted.emit()
    assert page._list.isVisible()


def test_view_and_filter_come_back(page: TopicsPage) -> None:
    page.restore({"view": "glossary", "words": "sis"})
    state = page.state()
    page.restore({})
    page.restore(state)
    assert page.state() == state
    page.restore({"view": "nonsense"})
    assert page.state()["view"] == "topics"
