"""The note beside the sheet: saved by itself, told, and never lost to another window or a full disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from tests.small_content import make_content

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.settings import SettingsStore
from fieldref.sheets.render import Sheet, Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.ui import notes_panel
from fieldref.ui.context import Context
from fieldref.ui.notes_panel import PAUSE, NotesPanel
from fieldref.ui.reading_pane import ReadingPane
from fieldref.ui.record_actions import RecordActions
from fieldref.ui.theme import Theme
from fieldref.userdata import NotSaved, Shelf, Trouble, TroubleKind, UserData, open_user_data


@pytest.fixture
def userdata(tmp_path: Path) -> Iterator[UserData]:
    with open_user_data(tmp_path / "user") as data:
        yield data


@pytest.fixture
def context(tmp_path: Path, userdata: UserData) -> Iterator[Context]:
    with Library(make_content(tmp_path / "content.db")) as library:
        yield Context(library, userdata, SettingsStore(tmp_path / "settings.json"), Theme("light"))


@pytest.fixture
def panel(qtbot: QtBot, context: Context) -> NotesPanel:
    shown = NotesPanel(context)
    qtbot.addWidget(shown)
    shown.show_record("topic/seguro", "Seguro de salud")
    shown.show()
    return shown


def text_of(shelf: Shelf, record_id: str = "topic/seguro") -> str:
    note = shelf.notes.get(record_id)
    return note.text if note else ""


def test_typing_is_saved_after_a_pause(qtbot: QtBot, panel: NotesPanel, shelf: Shelf) -> None:
    with qtbot.waitSignal(panel.changed, timeout=PAUSE * 10):
        qtbot.keyClicks(panel.editor, "Hola")
    assert text_of(shelf) == "Hola"
    assert panel._status.text() == "Saved"


def test_a_long_stretch_of_typing_is_saved_before_it_ends(
    qtbot: QtBot, context: Context, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes_panel, "LONGEST", 200)
    panel = NotesPanel(context)
    qtbot.addWidget(panel)
    panel.show_record("topic/seguro", "Seguro de salud")
    panel._pause.setInterval(60_000)
    typist = QTimer()
    typist.timeout.connect(lambda: qtbot.keyClicks(panel.editor, "a"))
    with qtbot.waitSignal(panel.changed, timeout=20_000):
        typist.start(20)
    typist.stop()
    assert text_of(shelf).startswith("aa")


def test_an_existing_note_is_continued_at_its_end(panel: NotesPanel, shelf: Shelf) -> None:
    shelf.notes.save("term/sis", "uno\ndos", title="SIS", seen=0)
    panel.show_record("term/sis", "SIS")
    panel.renew()
    assert panel.editor.textCursor().position() == len("uno\ndos")


def test_another_record_gets_its_own_note(panel: NotesPanel, shelf: Shelf) -> None:
    panel.editor.setPlainText("uno")
    panel.show_record("term/sis", "SIS")
    assert text_of(shelf) == "uno"
    assert panel.editor.toPlainText() == ""
    panel.show_record("topic/seguro", "Seguro")
    assert panel.editor.toPlainText() == "uno"
    panel.show_record(None, "")
    assert not panel.editor.isEnabled()


def test_hiding_saves(panel: NotesPanel, shelf: Shelf) -> None:
    panel.editor.setPlainText("antes de cerrar")
    panel.hide()
    assert text_of(shelf) == "antes de cerrar"


def test_emptying_removes_the_note(panel: NotesPanel, shelf: Shelf) -> None:
    panel.editor.setPlainText("x")
    panel.save()
    panel.editor.setPlainText("")
    panel.save()
    assert shelf.notes.all() == ()
    assert panel._status.text() == "Note removed"


def test_a_note_changed_in_another_window_keeps_both_texts(panel: NotesPanel, shelf: Shelf) -> None:
    panel.editor.setPlainText("aquí")
    shelf.notes.save("topic/seguro", "allá", title="t")
    panel.save()
    assert "aquí" in text_of(shelf)
    assert "allá" in text_of(shelf)
    assert panel.editor.toPlainText() == text_of(shelf)
    assert "both texts" in panel._status.text()


def test_renewing_never_overwrites_what_is_being_typed(panel: NotesPanel, shelf: Shelf) -> None:
    shelf.notes.save("topic/seguro", "de fuera", title="t")
    panel.renew()
    assert panel.editor.toPlainText() == "de fuera"
    panel.editor.setPlainText("sin guardar")
    shelf.notes.save("topic/seguro", "otra vez", title="t", seen=-1)
    panel.renew()
    assert panel.editor.toPlainText() == "sin guardar"


def test_a_full_disk_is_told_and_the_text_stays(
    panel: NotesPanel, userdata: UserData, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = Trouble(TroubleKind.DISK_FULL, userdata.path)

    def refuse(*_args: object, **_options: object) -> None:
        raise NotSaved(trouble)

    with monkeypatch.context() as patch:
        patch.setattr(shelf.notes, "save", refuse)
        panel.editor.setPlainText("importante")
        assert not panel.save()
        assert panel._status.text() == trouble.sentence()
        i18n.set_language("es")
        panel.retranslate()
        assert panel._status.text() == trouble.sentence()
    assert panel.save()
    assert text_of(shelf) == "importante"


def test_a_note_the_disk_refused_is_there_again_with_its_record(
    panel: NotesPanel, userdata: UserData, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = Trouble(TroubleKind.DISK_FULL, userdata.path)

    def refuse(*_args: object, **_options: object) -> None:
        raise NotSaved(trouble)

    with monkeypatch.context() as patch:
        patch.setattr(shelf.notes, "save", refuse)
        panel.editor.setPlainText("importante")
        panel.show_record("term/sis", "SIS")
        assert panel.editor.toPlainText() == ""
        assert panel._status.text() == trouble.sentence(), "as long as something is not stored"
        panel.show_record("topic/seguro", "Seguro de salud")
        assert panel.editor.toPlainText() == "importante"
        assert panel._status.text() == trouble.sentence()
    assert panel.save()
    assert text_of(shelf) == "importante"


def test_a_note_the_disk_refused_is_stored_as_soon_as_it_can_be(
    qtbot: QtBot, panel: NotesPanel, userdata: UserData, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise NotSaved(Trouble(TroubleKind.DISK_FULL, userdata.path))

    shelf.notes.save("topic/seguro", "de antes", title="Seguro de salud")
    panel.renew()
    with monkeypatch.context() as patch:
        patch.setattr(shelf.notes, "save", refuse)
        panel.editor.setPlainText("importante")
        panel.show_record("term/sis", "SIS")
    with qtbot.waitSignal(panel.changed, timeout=PAUSE * 10):
        assert panel.save()
    note = shelf.notes.get("topic/seguro")
    assert note is not None
    assert (note.text, note.title) == ("importante", "Seguro de salud")
    assert panel._status.text() == ""


def test_without_a_user_file_nothing_can_be_written(qtbot: QtBot, context: Context) -> None:
    context.userdata = None
    panel = NotesPanel(context)
    qtbot.addWidget(panel)
    panel.show_record("topic/seguro", "t")
    assert not panel.editor.isEnabled()


# ---- the buttons of the reading pane


@pytest.fixture
def actions(qtbot: QtBot, context: Context) -> RecordActions:
    sheets = Sheets(context.library)

    def render(record_id: str, language: str) -> Sheet:
        return sheets.html(record_id, language, style=SheetStyle(target="screen"))

    reader = ReadingPane(context, render)
    qtbot.addWidget(reader)
    made = RecordActions(context, reader)
    reader.show_record("topic/seguro")
    made.renew()
    reader.show()
    return made


def test_the_star_saves_and_removes(qtbot: QtBot, actions: RecordActions, shelf: Shelf) -> None:
    with qtbot.waitSignal(actions.said) as told:
        actions.star.click()
    assert told.args == ["“Health insurance” saved"]
    mark = shelf.bookmarks.get("topic/seguro")
    assert mark is not None
    assert (mark.title, mark.kind, mark.pack_id) == ("Health insurance", "topic", "test-reference")
    with qtbot.waitSignal(actions.undoable) as offered:
        actions.toggle_saved()
    assert shelf.bookmarks.all() == ()
    offered.args[1]()
    assert shelf.bookmarks.get("topic/seguro") is not None


def test_the_pencil_opens_the_note_beside_the_sheet(actions: RecordActions, shelf: Shelf) -> None:
    actions.pencil.setChecked(True)
    assert actions.notes.isVisible()
    actions.notes.editor.setPlainText("mía")
    actions.pencil.setChecked(False)
    assert not actions.notes.isVisible()
    assert text_of(shelf) == "mía"
    assert actions.pencil.accessibleName() == "My note"


def test_the_buttons_speak_the_language(actions: RecordActions) -> None:
    i18n.set_language("es")
    actions.retranslate()
    assert actions.star.accessibleName() == i18n._("Save this record")
