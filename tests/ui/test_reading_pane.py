from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QFocusEvent, QGuiApplication, QImage, QTextDocument

from fieldref import i18n
from fieldref.content.library import RecordNotFound
from fieldref.sheets.words import Words
from fieldref.ui.reading_pane import ReadingPane
from fieldref.ui.sheet_view import SheetView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from fieldref.ui.context import Context
    from fieldref.ui.main_window import MainWindow
    from fieldref.ui.theme import Theme

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@dataclass(frozen=True)
class FakeSheet:
    title: str
    html: str
    language: str
    missing: bool
    reviewed: bool


def render(record_id: str, language: str) -> FakeSheet:
    if record_id.endswith("nope"):
        raise RecordNotFound(record_id)
    word = {"es": "párrafo", "en": "a somewhat longer paragraph"}[language]
    parts = "".join(f'<h2><a name="s{i}"></a>{i}</h2>' + f"<p>{word} {i}</p>" * 12 for i in range(12))
    links = (
        '<a href="fieldref:topic/sis">SIS</a> <a href="#s7">[7]</a> <a href="https://example.org/a?b=1">web</a>'
        '<a href="file:///etc/passwd">file</a><a href="javascript:1">script</a>'
    )
    return FakeSheet(
        f"{record_id} {language}",
        f"<p>Cajamarca y Áncash {links}</p>{parts}",
        language,
        language == "en",
        record_id != "programme/two",
    )


@pytest.fixture
def pane(context: Context, qtbot: QtBot) -> Iterator[ReadingPane]:
    i18n.set_language("es")
    made = ReadingPane(context, render)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    made.show_record("programme/one")
    yield made
    made.hide()


def test_links_to_records_are_told_and_not_followed(pane: ReadingPane) -> None:
    asked: list[str] = []
    pane.record_clicked.connect(asked.append)
    pane.view.anchorClicked.emit(QUrl("fieldref:topic/sis"))
    assert asked == ["topic/sis"]
    assert "párrafo" in pane.view.toPlainText()


def test_citations_jump(pane: ReadingPane) -> None:
    pane.view.anchorClicked.emit(QUrl("#s7"))
    assert pane.view.verticalScrollBar().value() > 0
    assert pane.view.anchors.place().anchor == "s7"


def test_a_web_link_shows_its_address_and_waits(pane: ReadingPane, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr("fieldref.ui.link_bar.QDesktopServices.openUrl", note)
    pane.view.anchorClicked.emit(QUrl("https://example.org/a?b=1"))
    assert opened == []
    assert pane._link_bar.isVisible()
    assert "https://example.org/a?b=1" in pane._link_bar._shown.accessibleName()
    pane._link_bar._copy.click()
    assert QGuiApplication.clipboard().text() == "https://example.org/a?b=1"
    pane.view.anchorClicked.emit(QUrl("https://example.org/a?b=1"))
    pane._link_bar._open.click()
    assert opened == ["https://example.org/a?b=1"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/x", "data:text/html,x"])
def test_no_other_address_is_ever_offered(pane: ReadingPane, address: str) -> None:
    pane.view.anchorClicked.emit(QUrl(address))
    assert not pane._link_bar.isVisible()


def test_nothing_is_read_from_disk(theme: Theme, qtbot: QtBot) -> None:
    view = SheetView(theme)
    qtbot.addWidget(view)
    assert view.loadResource(2, QUrl("file:///etc/hostname")) is None
    assert view.loadResource(2, QUrl("https://example.org/x.png")) is None
    view.figure = lambda key, _room: QImage(QSize(4, 4), QImage.Format.Format_RGB32) if key == "map/x" else None
    image = view.loadResource(int(QTextDocument.ResourceType.ImageResource.value), QUrl("figure:map/x"))
    assert isinstance(image, QImage)


def test_the_place_is_kept_there_and_back(pane: ReadingPane) -> None:
    bar = pane.view.verticalScrollBar()
    for value in (0, 137, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        anchor = pane.view.anchors.place().anchor
        i18n.set_language("en")
        pane.retranslate()
        assert pane.view.anchors.place().anchor == anchor
        i18n.set_language("es")
        pane.retranslate()
        assert bar.value() == value


def test_reading_on_in_the_other_language_is_kept_too(pane: ReadingPane) -> None:
    bar = pane.view.verticalScrollBar()
    bar.setValue(200)
    i18n.set_language("en")
    pane.retranslate()
    pane.view.scrollToAnchor("s9")
    i18n.set_language("es")
    pane.retranslate()
    assert pane.view.anchors.place().anchor == "s9"


def test_a_missing_translation_has_a_badge(pane: ReadingPane) -> None:
    assert not pane._head._badge.isVisible()
    i18n.set_language("en")
    pane.retranslate()
    assert pane._head._badge.isVisible()
    assert pane._head._badge.accessibleName()


def test_what_nobody_has_reviewed_has_a_badge(pane: ReadingPane) -> None:
    assert not pane._head._unread_badge.isVisible()
    assert pane.show_record("programme/two")
    assert pane._head._unread_badge.isVisible()
    assert pane._head._unread_badge.text() == "Sin revisar"
    i18n.set_language("en")
    pane.retranslate()
    assert pane._head._unread_badge.text() == "Not reviewed"
    assert pane._head._unread_badge.accessibleName()


def test_an_unknown_record_leaves_the_present_one(pane: ReadingPane) -> None:
    assert not pane.show_record("programme/nope")
    assert pane.record_id == "programme/one"


def test_nothing_open_says_what_to_do(pane: ReadingPane) -> None:
    assert pane.show_record(None)
    assert pane.record_id is None
    assert pane._empty.isVisible()


@pytest.mark.parametrize("words", ["ancash", "ÁNCASH", "y ancash"])
def test_find_is_blind_to_accents_and_case(pane: ReadingPane, qtbot: QtBot, words: str) -> None:
    pane.find_bar.start()
    qtbot.keyClicks(pane.find_bar.field, words)
    assert len(pane.view.extraSelections()) == 1
    assert pane.view.extraSelections()[0].cursor.selectedText().lower().endswith("áncash")


def test_find_steps_round_and_closes(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.find_bar.start()
    field = pane.find_bar.field
    qtbot.keyClicks(field, "parrafo 3")
    assert pane.find_bar._found.text().startswith("1 ")
    qtbot.keyClick(field, Key.Key_Return)
    assert pane.find_bar._found.text().startswith("2 ")
    qtbot.keyClick(field, Key.Key_Return, Modifier.ShiftModifier)
    assert pane.find_bar._found.text().startswith("1 ")
    field.setText("zzz")
    assert pane.view.extraSelections() == []
    qtbot.keyClick(field, Key.Key_Escape)
    assert not pane.find_bar.isVisible()


def test_both_languages_side_by_side_scroll_together(pane: ReadingPane) -> None:
    pane.set_side_by_side(True)
    assert "párrafo" in pane.view.toPlainText()
    assert "paragraph" in pane.other.toPlainText()
    pane.view.scrollToAnchor("s6")
    assert pane.other.anchors.place().anchor == "s6"
    pane.set_side_by_side(False)
    assert not pane.other.isVisible()


def test_both_languages_are_drawn_at_once_for_the_width_they_have(window: MainWindow) -> None:
    reader = window.reader
    for on in (True, False):
        reader.set_side_by_side(on)
        for view in (reader.view, reader.other) if on else (reader.view,):
            assert view._drawn_for == view.column_width()


def test_every_kind_of_record_can_be_read(window: MainWindow) -> None:
    library = window.context.library
    ids = [
        "programme/sisfin",
        "region/PE-AYA",
        "indicator/insured_any_pct",
        library.topics("es")[0].id,
        library.terms("es")[0].id,
        library.stories("es")[0].id,
        library.places("province", "es")[0].ref.id,
        library.places("district", "es")[0].ref.id,
        library.sources("es")[0].id,
        library.info("es").country_id,
    ]
    for record_id in ids:
        window.navigation.open_record(record_id)
        assert window.reader.record_id == record_id
        assert len(window.reader.view.toPlainText()) > 20


def test_the_sheet_follows_the_look(window: MainWindow) -> None:
    before = window.reader.view.toHtml()
    window.context.theme.set_choice("dark")
    assert window.reader.view.toHtml() != before
    assert window.reader.record_id == "programme/sisfin"


def test_a_sheet_that_stands_is_not_drawn_again(window: MainWindow, qtbot: QtBot) -> None:
    view = window.reader.view
    view.figures_outgrown.emit()  # drawing anew makes the scroll bar go and come back
    qtbot.waitUntil(lambda: view._drawn_for == view.column_width() and not view._rest.isActive())
    told: list[bool] = []
    view.figures_outgrown.connect(lambda: told.append(True))
    qtbot.wait(3 * view._rest.interval())
    assert not told


def test_a_figure_of_a_sheet_is_cited_from_the_menu(window: MainWindow, context: Context) -> None:
    window.navigation.open_record("region/PE-AYA")
    view = window.reader.view
    figure = context.library.latest("region/PE-AYA", "es")[0]
    indicator = next(one for one in context.library.indicators("es") if one.ref.id == figure.indicator_id)
    value = Words("es").value(figure, indicator.unit, indicator.decimals)
    spots = [view.cursorRect(cursor).center() for cursor in view.marks.places_of(value)]
    spot = next(point for point in spots if view.anchors.figure_at(point) == figure.key)
    said: list[str] = []
    window.record_actions.said.connect(said.append)
    menu = window.record_actions.places.menu_at(spot)
    next(a for a in menu.actions() if a.text() == "Copiar la cita de esta cifra").trigger()
    assert value in QGuiApplication.clipboard().text()
    assert said == ["Cita copiada"]
    heading = view.cursorRect(view.marks.places_of("Ayacucho")[0]).center()
    assert view.anchors.figure_at(heading) == ""
    assert not any("cifra" in a.text() for a in window.record_actions.places.menu_at(heading).actions())


def test_the_ring_and_the_caret_are_for_those_who_come_by_keyboard(window: MainWindow) -> None:
    view = window.reader.view
    for reason, seen in ((Qt.FocusReason.OtherFocusReason, False), (Qt.FocusReason.TabFocusReason, True)):
        QCoreApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, reason))
        assert view.property("ring") is seen
        assert bool(view.cursorWidth()) is seen


def test_a_sheet_without_figures_follows_its_width_too(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.open_record("source/enabel-peru")
    view = window.reader.view
    rows = view.toHtml().count("<td")
    window.resize(640, 600)
    qtbot.waitUntil(lambda: view.toHtml().count("<td") < rows)


def test_what_is_read_stays_where_it_is_when_the_pane_changes(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.open_at_home("region/PE-HUV")
    view = window.reader.view
    qtbot.waitUntil(lambda: not view._rest.isActive())

    def settled() -> str:
        qtbot.wait(30)
        qtbot.waitUntil(lambda: not view._rest.isActive(), timeout=20_000)
        top = view.anchors.top_line()
        assert top is not None
        return top.text

    view.anchors.go_to_name("sources")
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 40)
    read = settled()
    window.record_actions.show_notes(True)
    assert settled() == read
    window.record_actions.show_notes(False)
    assert settled() == read
    window.context.theme.zoom_by(1)
    assert settled() == read


def test_the_keys_go_on_from_what_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.open_at_home("region/PE-HUV")
    view = window.reader.view
    qtbot.waitUntil(lambda: not view._rest.isActive())
    view.setFocus()
    bar = view.verticalScrollBar()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        bar.setValue(bar.maximum() // 2)  # by the wheel: the caret stays behind
        before = bar.value()
        qtbot.keyClick(view, key)
        assert before - view.viewport().height() < bar.value() <= before + view.viewport().height()
        caret = view.cursorRect()
        assert 0 <= caret.top() <= view.viewport().height()
    assert view.textCursor().charFormat().isAnchor()


def test_escape_leads_back_from_a_source(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.open_at_home("region/PE-HUV")
    view = window.reader.view
    qtbot.waitUntil(lambda: not view._rest.isActive())
    view.setFocus()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 4)
    place = bar.value()
    view.anchorClicked.emit(QUrl("#source-7"))
    assert bar.value() != place
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert bar.value() == place


def test_every_link_is_reached_backwards_as_forwards(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.open_at_home("region/PE-HUV")
    view = window.reader.view
    qtbot.waitUntil(lambda: not view._rest.isActive())
    view.setFocus()
    there, back = [], []
    for _step in range(60):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        assert view.hasFocus()
        there.append((view.textCursor().selectionStart(), view.textCursor().selectedText()))
    for _step in range(59):
        qtbot.keyClick(view, Qt.Key.Key_Backtab)
        assert view.hasFocus()
        back.append((view.textCursor().selectionStart(), view.textCursor().selectedText()))
    assert back == there[-2::-1]
    qtbot.keyClick(view, Qt.Key.Key_Backtab)
    assert not view.hasFocus()
