"""Content that comes into the open window: shown before it is used, used in place, and one step back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.pack_maker import DEVELOPMENT_KEY, OTHER_KEY, changed_copy, pack, set_meta

from fieldref import i18n
from fieldref.packs.errors import Problem
from fieldref.packs.signing import PublicKey
from fieldref.ui.content_desk import ContentDesk, dropped_pack
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.packs_dialog import PacksDialog, Step
from fieldref.ui.trust_dialog import TrustDialog


def edit(connection: sqlite3.Connection) -> None:
    title = "UPDATE record_text SET text = text || ' (2)' WHERE record_id = ? AND field = 'title'"
    connection.execute(title, ("programme/sisfin",))


@pytest.fixture
def newer(content_path: Path, tmp_path: Path) -> Path:
    """A pack with a changed title, on a stick."""
    folder = tmp_path / "USB Ñandú #1 100%"
    folder.mkdir()
    database = changed_copy(content_path, folder / "newer.db", set_meta(serial="900", version="2027.1"), edit)
    return pack(database, folder / "newer.frpack")


def proposed(desk: ContentDesk, file: Path, qtbot: QtBot, step: Step = Step.PROPOSED) -> PacksDialog:
    desk.take(file)
    dialog = desk.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.step is step, timeout=20_000)
    return dialog


def shown(dialog: PacksDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if not one.isHidden())


def test_a_pack_is_shown_installed_in_place_and_undone(
    desk: ContentDesk, window: MainWindow, newer: Path, qtbot: QtBot, content_path: Path
) -> None:
    dialog = proposed(desk, newer, qtbot)
    text = shown(dialog)
    assert DEVELOPMENT_KEY.public.fingerprint in text
    assert "2027.1" in text
    assert window.context.library.path == content_path, "nothing has happened yet"
    titles = [dialog.list.rows.row(i).title for i in range(dialog.list.rows.rowCount())]
    assert any("(2)" in title for title in titles)
    dialog.act.click()
    qtbot.waitUntil(lambda: dialog.step is Step.INSTALLED, timeout=20_000)
    assert window.context.library.path != content_path
    assert window.reader.record_id == "programme/sisfin"
    assert "(2)" in window.reader.view.toPlainText()
    assert i18n.language() == "es"
    dialog.act.click()
    assert window.context.library.path == content_path
    assert "(2)" not in window.reader.view.toPlainText()


def test_the_dialog_speaks_the_language_of_the_window(
    desk: ContentDesk, newer: Path, qtbot: QtBot, language: Language
) -> None:
    dialog = proposed(desk, newer, qtbot)
    spanish = shown(dialog)
    language.switch("en")
    english = shown(dialog)
    assert "Signed by" in english
    assert "Firmado por" in spanish
    assert "Firmado por" not in english
    language.switch("es")
    assert shown(dialog) == spanish


def test_leaving_the_dialog_changes_nothing(desk: ContentDesk, window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    before = window.context.library.path
    proposed(desk, newer, qtbot).close_button.click()
    assert window.context.library.path == before
    assert not desk._store.libraries()
    assert not list(desk._store.folder.rglob("*.part"))
    proposed(desk, newer, qtbot)  # the lock is free again


def test_older_content_asks_first(
    desk: ContentDesk, window: MainWindow, newer: Path, content_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk._store.install(newer)
    older = pack(content_path, tmp_path / "older.frpack")
    dialog = proposed(desk, older, qtbot, Step.REFUSED)
    assert dialog.problem is not None
    assert dialog.problem.problem is Problem.OLDER
    assert dialog.act.isVisible()
    dialog.act.click()
    qtbot.waitUntil(lambda: dialog.step is Step.PROPOSED, timeout=20_000)


def test_a_refused_pack_has_one_sentence_and_no_way_on(desk: ContentDesk, tmp_path: Path, qtbot: QtBot) -> None:
    junk = tmp_path / "junk.frpack"
    junk.write_bytes(b"PK\x03\x04" + b"junk" * 100)
    dialog = proposed(desk, junk, qtbot, Step.REFUSED)
    assert "junk.frpack" in shown(dialog)
    assert not dialog.act.isVisible()


def test_an_unknown_key_is_trusted_only_after_comparing(
    desk: ContentDesk, content_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    database = changed_copy(content_path, tmp_path / "s.db", set_meta(serial="901"))
    dialog = proposed(desk, pack(database, tmp_path / "s.frpack", OTHER_KEY), qtbot, Step.REFUSED)
    assert dialog.problem is not None
    assert dialog.problem.problem is Problem.UNKNOWN_KEY
    dialog.act.click()
    trust = dialog.findChild(TrustDialog)
    assert trust is not None
    assert not trust.add.isEnabled()
    trust.text.setPlainText("not a key")
    assert not trust.compared.isEnabled()
    trust.text.setPlainText(OTHER_KEY.public.encode())
    assert trust.fingerprint.text() == OTHER_KEY.public.fingerprint
    assert not trust.add.isEnabled(), "the fingerprint has not been compared yet"
    trust.name.setText("Oficina de La Paz")
    trust.compared.setChecked(True)
    trust.add.click()
    qtbot.waitUntil(lambda: dialog.step is Step.PROPOSED, timeout=20_000)
    assert "Oficina de La Paz" in shown(dialog)


def test_another_library_is_picked_in_the_toolbar(
    desk: ContentDesk, window: MainWindow, content_path: Path, tmp_path: Path
) -> None:
    assert desk.picker.isHidden()
    other = changed_copy(content_path, tmp_path / "b.db", set_meta(id="bolivia", title='{"es": "FieldRef Bolivia"}'))
    desk._store.install(pack(other, tmp_path / "b.frpack"))
    desk.retranslate()
    assert not desk.picker.isHidden()
    names = [action.text() for action in desk.picker.menu().actions()]
    assert "FieldRef Bolivia" in names
    desk.open_library("bolivia")
    assert window.context.library.info("es").id == "bolivia"
    assert window.context.settings.current.content_id == "bolivia"


def test_by_keyboard_alone(desk: ContentDesk, window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    """Enter installs what is proposed, Escape leaves; Tab reaches everything in between."""
    dialog = proposed(desk, newer, qtbot)
    assert dialog.focusWidget() is dialog.act
    reached = set()
    for _ in range(20):
        focus = dialog.focusWidget()
        assert focus is not None
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {dialog.act, dialog.close_button, dialog.list} <= reached
    dialog.act.setFocus()
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.step is Step.INSTALLED, timeout=20_000)
    assert dialog.focusWidget() is dialog.close_button
    assert "(antes: 2026" in shown(dialog)
    qtbot.keyClick(dialog.close_button, Qt.Key.Key_Escape)
    assert desk.dialog is None


def test_a_refusal_is_left_by_enter(
    desk: ContentDesk, newer: Path, content_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    """Older content is used on purpose, never by leaving a message."""
    desk._store.install(newer)
    dialog = proposed(desk, pack(content_path, tmp_path / "older.frpack"), qtbot, Step.REFUSED)
    assert dialog.focusWidget() is dialog.close_button
    assert "No se ha cambiado nada." in shown(dialog)
    qtbot.keyClick(dialog.close_button, Qt.Key.Key_Return)
    assert desk.dialog is None


def test_cancelling_while_it_is_checked(desk: ContentDesk, newer: Path, qtbot: QtBot) -> None:
    desk.take(newer)
    dialog = desk.dialog
    assert dialog is not None
    assert dialog.step is Step.CHECKING
    assert dialog.progress.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert not desk._store.libraries()
    assert not list(desk._store.folder.rglob("*.part"))


def test_what_a_careful_reader_is_told(
    desk: ContentDesk, newer: Path, content_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    """Older than what is in use, and signed by somebody else than before: both are said before anything happens."""
    desk._store.keys = (replace(DEVELOPMENT_KEY.public, name="Oficina de Lima"), OTHER_KEY.public)
    dialog = proposed(desk, newer, qtbot)
    assert dialog._warning.isHidden()
    dialog.close_button.click()
    desk._store.install(newer)
    dialog = proposed(desk, pack(content_path, tmp_path / "older.frpack", OTHER_KEY), qtbot, Step.REFUSED)
    dialog.act.click()
    qtbot.waitUntil(lambda: dialog.step is Step.PROPOSED, timeout=20_000)
    assert "Es más antiguo que el contenido en uso (2027.1)." in shown(dialog)
    assert "Oficina de Lima" in dialog._warned.text()


def test_what_is_pasted_is_a_key_and_never_the_name_of_a_file(language: Language, tmp_path: Path, qtbot: QtBot) -> None:
    """The name of a file on another computer would make Windows go and ask that computer."""
    OTHER_KEY.public.to_file(tmp_path / "a.pub")
    dialog = TrustDialog(language, tmp_path / "keys")
    qtbot.addWidget(dialog)
    dialog.text.setPlainText(str(tmp_path / "a.pub"))
    assert not dialog.compared.isEnabled()
    dialog.asking.file_to_read = lambda *_words: tmp_path / "a.pub"  # type: ignore[method-assign]
    dialog._choose.click()
    assert dialog.fingerprint.text() == OTHER_KEY.public.fingerprint
    assert dialog.name.text() == "a"
    key = OTHER_KEY.public
    PublicKey(key.key_id, key.key, "Oficina Lima").to_file(tmp_path / "clave.pub")
    dialog.asking.file_to_read = lambda *_words: tmp_path / "clave.pub"  # type: ignore[method-assign]
    dialog._choose.click()
    assert dialog.name.text() == "Oficina Lima", "of another key, another name; and not that of the file"
    qtbot.keyClicks(dialog.name, "!")
    dialog.text.setPlainText(DEVELOPMENT_KEY.public.encode())
    assert dialog.name.text() == "Oficina Lima!", "what a person wrote stays"


def test_a_pack_is_dropped_on_the_window(desk: ContentDesk, window: MainWindow, newer: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(newer))])
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(300, 300), *given)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), *given))
    dialog = desk.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.step is Step.PROPOSED, timeout=20_000)


def test_what_is_dropped(tmp_path: Path) -> None:
    def data(*names: str) -> QMimeData:
        made = QMimeData()
        made.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
        return made

    assert dropped_pack(data("Ñ #1 100%.frpack")) == tmp_path / "Ñ #1 100%.frpack"
    assert dropped_pack(data("a.exe")) is None
    assert dropped_pack(data("a.frpack", "b.frpack")) is None
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.frpack")])
    assert dropped_pack(web) is None


def test_the_search_follows_the_content(
    desk: ContentDesk, window: MainWindow, newer: Path, content_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    runner = window.context.runner
    assert runner is not None
    with qtbot.waitSignal(runner.found, timeout=20_000):
        runner.ask("sis", "es")
    database = changed_copy(
        content_path,
        tmp_path / "t.db",
        set_meta(serial="902"),
        lambda c: c.execute("UPDATE search_text SET title = 'Otra cosa' WHERE language = 'es'"),
    )
    assert desk._open(desk._store.install(pack(database, tmp_path / "t.frpack")).path)
    with qtbot.waitSignal(runner.found, timeout=20_000) as answer:
        runner.ask("sis", "es")
    results = answer.args[1]
    assert results.hits[0].ref.title.value == "Otra cosa"
