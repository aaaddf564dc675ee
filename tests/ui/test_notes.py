"""The note beside the sheet: saved by itself, told, and never lost to another window or a full disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from tests.small_content import make_content

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.settings import SettingsStore
from fieldref.sheets.render import Sheet, Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.ui import notes_panel
from fieldref.ui.asking import Asking
from fieldref.ui.context import Context
from fieldref.ui.notes_panel import PAUSE, NotesPanel
from fieldref.ui.reading_pane import ReadingPane
from fieldref.ui.record_actions import RecordActions
from fieldref.ui.theme import Theme
from fieldref.userdata import NotSaved, Shelf, Trouble, TroubleKind, UserData, open_user_data

if TYPE_CHECKING:
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow


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


def refusing_with(trouble: Trouble) -> Callable[..., None]:
    """What stands in for storing a note where it cannot be stored."""

    def refuse(*_args: object, **_options: object) -> None:
        raise NotSaved(trouble)

    return refuse


def test_a_full_disk_is_told_and_the_text_stays(
    panel: NotesPanel, userdata: UserData, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = Trouble(TroubleKind.DISK_FULL, userdata.path)
    with monkeypatch.context() as patch:
        patch.setattr(shelf.notes, "save", refusing_with(trouble))
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
    with monkeypatch.context() as patch:
        patch.setattr(shelf.notes, "save", refusing_with(trouble))
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
    refuse = refusing_with(Trouble(TroubleKind.DISK_FULL, userdata.path))
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


# ---- closing while the disk refuses


Refusing = pytest.MonkeyPatch
"""Its `undo` lets the disk take notes again."""


class Answers(Asking):
    """Goes the `ways` one after the other, instead of a person."""

    def __init__(self, parent: QWidget, *ways: int, file: Path | None = None) -> None:
        super().__init__(parent)
        self.left = list(ways)
        self.file = file
        self.questions: list[str] = []
        self.while_asked: Callable[[], object] = lambda: None

    def choose(self, question: str, ways: Sequence[str]) -> int:
        assert len(ways) == 3
        self.questions.append(question)
        self.while_asked()
        return self.left.pop(0)

    def file_to_write(self, title: str, suggested: str, kinds: str) -> Path | None:
        return self.file


@pytest.fixture
def refusing(actions: RecordActions, shelf: Shelf, userdata: UserData, monkeypatch: pytest.MonkeyPatch) -> Refusing:
    """Notes on two records that a full disk did not take."""

    refuse = refusing_with(Trouble(TroubleKind.DISK_FULL, userdata.path))
    monkeypatch.setattr(shelf.notes, "save", refuse)
    actions.show_notes(True)
    actions.notes.editor.setPlainText("uno\nmás")
    actions.notes.show_record("term/sis", "SIS")
    actions.notes.editor.setPlainText("dos")
    return monkeypatch


def asked(actions: RecordActions, *ways: int, file: Path | None = None) -> Answers:
    actions.asking = Answers(actions.notes, *ways, file=file)
    return actions.asking


def test_closing_stores_and_asks_nothing(actions: RecordActions, shelf: Shelf) -> None:
    answers = asked(actions)
    actions.show_notes(True)
    actions.notes.editor.setPlainText("a tiempo")
    assert actions.may_close()
    assert not answers.questions
    assert text_of(shelf) == "a tiempo"


def test_closing_tries_once_more_what_the_disk_refused(
    actions: RecordActions, refusing: Refusing, shelf: Shelf
) -> None:
    answers = asked(actions)
    refusing.undo()
    assert actions.may_close()
    assert not answers.questions
    assert (text_of(shelf), text_of(shelf, "term/sis")) == ("uno\nmás", "dos")


def test_what_cannot_be_stored_is_asked_about_and_stays(
    actions: RecordActions, refusing: Refusing, shelf: Shelf
) -> None:
    answers = asked(actions, 2)
    assert not actions.may_close()
    assert answers.questions == [
        "The notes on “Health insurance”, “SIS” could not be stored and will be lost: the disk is full."
    ]
    refusing.undo()
    assert actions.may_close()
    assert (text_of(shelf), text_of(shelf, "term/sis")) == ("uno\nmás", "dos")


def test_what_cannot_be_stored_can_be_taken_along_as_text(
    actions: RecordActions, refusing: Refusing, tmp_path: Path
) -> None:
    answers = asked(actions, 0, 0, file=tmp_path / "none" / "notes.txt")
    answers.while_asked = lambda: setattr(answers, "file", tmp_path / "notes.txt") if answers.left == [0] else None
    assert actions.may_close()
    assert answers.questions[1].startswith("“notes.txt” was not saved: ")
    assert answers.questions[1].endswith(answers.questions[0])
    text = (tmp_path / "notes.txt").read_text(encoding="utf-8")
    for part in ("Health insurance", "topic/seguro", "uno\nmás", "SIS", "term/sis", "dos"):
        assert part in text
    assert actions.may_close(), "what is in the file is not asked about again"
    assert len(answers.questions) == 2


def test_who_gives_up_saving_the_text_is_asked_again(actions: RecordActions, refusing: Refusing) -> None:
    answers = asked(actions, 0, 2, file=None)
    assert not actions.may_close()
    assert len(answers.questions) == 2


def test_what_cannot_be_stored_can_be_given_up(actions: RecordActions, refusing: Refusing) -> None:
    answers = asked(actions, 1)
    assert actions.may_close()
    assert actions.may_close()
    assert len(answers.questions) == 1


def test_a_note_that_was_to_be_removed_is_no_loss(actions: RecordActions, shelf: Shelf, refusing: Refusing) -> None:
    answers = asked(actions)
    actions.notes.editor.setPlainText("")
    actions.notes.show_record("topic/seguro", "Seguro")
    actions.notes.editor.setPlainText(" \n")
    assert actions.may_close()
    assert not answers.questions


def test_a_note_that_was_only_kept_in_memory_is_asked_about(
    qtbot: QtBot, context: Context, actions: RecordActions, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("not a folder")
    with open_user_data(tmp_path / "taken") as passing:
        assert not passing.permanent
        context.userdata = passing
        actions.renew()
        actions.show_notes(True)
        answers = asked(actions, 2, 1)
        assert actions.may_close(), "as long as nothing was written"
        actions.notes.editor.setPlainText("solo en esta sesión")
        assert not actions.may_close()
        folder = tmp_path / "taken"
        assert answers.questions == [
            f"The note on “Health insurance” could not be stored and will be lost: “{folder}” cannot be written."
        ]
        assert actions.may_close()
        assert len(answers.questions) == 2
        actions.notes.editor.setPlainText("")
        assert actions.may_close(), "a note that was removed is no loss"


def test_closing_twice_asks_once(actions: RecordActions, refusing: Refusing) -> None:
    answers = asked(actions, 2)
    answers.while_asked = lambda: again.append(actions.may_close())
    again: list[bool] = []
    assert not actions.may_close()
    assert again == [False]
    assert len(answers.questions) == 1


def test_the_window_stays_while_a_note_cannot_be_stored(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    shelf = window.context.shelf
    assert shelf is not None
    refuse = refusing_with(Trouble(TroubleKind.READ_ONLY, Path("/media/usb/userdata.db")))
    with monkeypatch.context() as patch:
        patch.setattr(shelf.notes, "save", refuse)
        window.navigation.open_record("topic/seguro")
        window.record_actions.show_notes(True)
        window.record_actions.notes.editor.setPlainText("importante")
        answers = asked(window.record_actions, 2)
        assert not window.close()
        assert window.isVisible()
        told = "La nota sobre «Seguro de salud» no se pudo guardar y se perderá: la carpeta «{}» es de solo lectura."
        assert answers.questions == [told.format(Path("/media/usb"))]
    assert window.close()
    assert text_of(shelf) == "importante"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, None])
def test_the_safe_way_is_the_one_that_is_ready(qtbot: QtBot, qapp: QApplication, key: Qt.Key | None) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def answer() -> None:
        box = next(one for one in qapp.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
        if key is None:
            box.close()
        else:
            qtbot.keyClick(box, key)

    QTimer.singleShot(50, answer)
    assert Asking(parent).choose("¿Qué hacer?", ("Guardar", "Perder", "Volver")) == 2


def test_the_other_ways_are_buttons(qtbot: QtBot, qapp: QApplication) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    ways = ("Guardar", "Perder", "Volver")
    for number, way in enumerate(ways):

        def press(wanted: str = way) -> None:
            box = next(one for one in qapp.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
            next(button for button in box.buttons() if button.text() == wanted).click()

        QTimer.singleShot(50, press)
        assert Asking(parent).choose("¿Qué hacer?", ways) == number


def test_a_note_that_cannot_be_read_does_not_get_the_text_of_another(
    panel: NotesPanel, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    panel.editor.setPlainText("de seguro")
    with monkeypatch.context() as patch:
        patch.setattr(shelf.notes, "get", refuse)
        with pytest.raises(sqlite3.OperationalError):
            panel.show_record("term/sis", "SIS")
    panel.save()
    assert (text_of(shelf), text_of(shelf, "term/sis")) == ("de seguro", "")
