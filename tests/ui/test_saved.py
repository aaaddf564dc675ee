"""The Saved page: folders, order, search within, records that left, export and import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.small_content import make_content

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.settings import SettingsStore
from fieldref.ui.asking import Asking
from fieldref.ui.context import Context
from fieldref.ui.pages.saved import SavedPage
from fieldref.ui.theme import Theme
from fieldref.userdata import NotSaved, Shelf, Trouble, TroubleKind, UserData, open_user_data


class Answers(Asking):
    """Answers instead of a person."""

    def __init__(self, parent: QWidget, *, file: Path | None = None, words: str | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.said = words

    def file_to_write(self, title: str, suggested: str, kinds: str) -> Path | None:
        assert title
        assert kinds
        assert suggested.isascii()
        return self.file

    def file_to_read(self, title: str, kinds: str) -> Path | None:
        assert title
        assert kinds
        return self.file

    def words(self, title: str, label: str, text: str = "") -> str | None:
        assert title
        assert label
        return text + (self.said or "") if self.said is not None else None


class Watch:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


@pytest.fixture
def userdata(tmp_path: Path) -> Iterator[UserData]:
    with open_user_data(tmp_path / "user", Watch()) as data:
        yield data


@pytest.fixture
def context(tmp_path: Path, userdata: UserData) -> Iterator[Context]:
    with Library(make_content(tmp_path / "content.db")) as library:
        yield Context(library, userdata, SettingsStore(tmp_path / "settings.json"), Theme("light"))


@pytest.fixture
def page(qtbot: QtBot, context: Context, userdata: UserData, shelf: Shelf) -> SavedPage:
    mission = userdata.folders.add("Misión")
    shelf.bookmarks.add("topic/seguro", title="Seguro de salud", kind="topic", tags=["salud"])
    shelf.bookmarks.add("region/ZZ-AMA", title="Amable", kind="region", folder_id=mission.id)
    shelf.bookmarks.add("programme/old", title="Programa que se fue", kind="programme", folder_id=mission.id)
    shelf.notes.save("topic/seguro", "Preguntar por el padrón", title="Seguro de salud")
    shelf.history.visited("story/alpaca", title="La alpaca", kind="story")
    shown = SavedPage(context)
    qtbot.addWidget(shown)
    shown.resize(420, 640)
    shown.show()
    return shown


def titles(page: SavedPage) -> list[str]:
    return [page.list.rows.row(at).title for at in range(page.list.rows.rowCount())]


def row_of(page: SavedPage, title: str) -> str:
    return next(row.id for at in range(page.list.rows.rowCount()) if (row := page.list.rows.row(at)).title == title)


def test_records_stand_in_their_folders(page: SavedPage) -> None:
    assert titles(page) == ["Health insurance", "Misión", "Amable", "Programa que se fue"]


def test_titles_follow_the_language(page: SavedPage) -> None:
    i18n.set_language("es")
    page.retranslate()
    assert titles(page)[0] == "Seguro de salud"


def test_a_record_that_left_the_content_stays_and_says_so(qtbot: QtBot, page: SavedPage) -> None:
    row = page.list.rows.row(3)
    assert row.badge
    assert row.badge_explained in row.spoken()
    with qtbot.assertNotEmitted(page.open_record), qtbot.waitSignal(page.said):
        page.list.opened.emit(row.id)
    assert page.shown_records() == ["topic/seguro", "region/ZZ-AMA"]


def test_a_row_opens_its_record(qtbot: QtBot, page: SavedPage) -> None:
    with qtbot.waitSignal(page.open_record) as opened:
        page.list.opened.emit(row_of(page, "Amable"))
    assert opened.args == ["region/ZZ-AMA"]


@pytest.mark.parametrize(
    ("words", "found"), [("SEGURO", []), ("insur", ["Health insurance"]), ("salud", ["Health insurance"])]
)
def test_the_filter_finds_titles_and_tags(page: SavedPage, words: str, found: list[str]) -> None:
    page.restore({"view": "saved", "words": words})
    assert titles(page) == found


def test_the_filter_finds_a_saved_part_by_its_heading(page: SavedPage, shelf: Shelf) -> None:
    shelf.bookmarks.add("topic/seguro", title="Seguro de salud", kind="topic", place="figures")
    page.restore({"view": "saved", "words": "key figures"})
    assert titles(page) == ["Health insurance › Key figures"]


def test_an_empty_list_says_what_to_do(page: SavedPage, userdata: UserData, shelf: Shelf) -> None:
    shelf.bookmarks.remove([mark.id for mark in shelf.bookmarks.all()])
    for folder in userdata.folders.all():
        userdata.folders.remove(folder.id)
    page.show_list()
    assert page._stack.currentWidget() is page._empty


def test_alt_down_moves_a_record_into_the_next_folder(qtbot: QtBot, page: SavedPage, shelf: Shelf) -> None:
    page.list.select(row_of(page, "Health insurance"))
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(page) == ["Misión", "Health insurance", "Amable", "Programa que se fue"]
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(page) == ["Misión", "Amable", "Health insurance", "Programa que se fue"]
    qtbot.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert titles(page) == ["Health insurance", "Misión", "Amable", "Programa que se fue"]
    mark = shelf.bookmarks.get("topic/seguro")
    assert mark is not None
    assert mark.folder_id is None


def test_dropping_puts_a_record_where_it_was_dropped(page: SavedPage) -> None:
    page.list.moved.emit(row_of(page, "Programa que se fue"), 0)
    assert titles(page) == ["Programa que se fue", "Health insurance", "Misión", "Amable"]
    page.list.moved.emit(row_of(page, "Health insurance"), 4)
    assert titles(page) == ["Programa que se fue", "Misión", "Amable", "Health insurance"]


def test_delete_removes_and_the_message_takes_it_back(qtbot: QtBot, page: SavedPage, shelf: Shelf) -> None:
    page.list.select(row_of(page, "Health insurance"))
    with qtbot.waitSignal(page.undoable) as told:
        qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert shelf.bookmarks.get("topic/seguro") is None
    assert "Seguro de salud" in told.args[0]
    told.args[1]()
    assert titles(page)[0] == "Health insurance"


def test_a_refused_change_is_told(
    qtbot: QtBot, page: SavedPage, monkeypatch: pytest.MonkeyPatch, userdata: UserData, shelf: Shelf
) -> None:
    trouble = Trouble(TroubleKind.DISK_FULL, userdata.path)

    def refuse(*_args: object) -> None:
        raise NotSaved(trouble)

    monkeypatch.setattr(shelf.bookmarks, "remove", refuse)
    with qtbot.waitSignal(page.said) as told:
        page.remove(row_of(page, "Amable"))
    assert told.args == [trouble.sentence()]
    assert "Amable" in titles(page)


def test_notes_and_recent_records_have_views_of_their_own(page: SavedPage) -> None:
    page.restore({"view": "notes"})
    assert titles(page) == ["Health insurance"]
    assert page.list.rows.row(0).detail == "Preguntar por el padrón"
    page.restore({"view": "notes", "words": "padron"})
    assert titles(page) == ["Health insurance"]
    page.restore({"view": "recent"})
    assert titles(page) == ["The alpaca"]
    page.menu.clear_history()
    assert titles(page) == []


def test_the_page_comes_back_as_it_was_left(page: SavedPage) -> None:
    page.restore({"view": "recent", "words": "alp", "scroll": 0})
    assert page.state() == {"view": "recent", "words": "alp", "scroll": 0}
    page.restore({"view": "nonsense", "scroll": "x"})
    assert page.state()["view"] == "saved"


def test_the_reader_shows_which_row_is_open(page: SavedPage) -> None:
    page.show_record("region/ZZ-AMA")
    assert page.list.current_id() == row_of(page, "Amable")
    page.show_record(None)
    assert page.list.current_id() is None


def test_folders_are_made_renamed_and_removed(page: SavedPage, userdata: UserData) -> None:
    page.asking = Answers(page, words=" dos")
    page.menu.new_folder()
    page.menu._rename(userdata.folders.all()[0].id)
    assert [folder.name for folder in userdata.folders.all()] == ["Misión dos", "dos"]
    page.menu._remove_folder(userdata.folders.all()[0].id)
    assert titles(page) == ["Health insurance", "Amable", "Programa que se fue", "dos"]


def test_the_menu_of_a_row_moves_and_tags(page: SavedPage, shelf: Shelf) -> None:
    row = row_of(page, "Health insurance")
    menu = page.menu.for_row(row)
    assert menu is not None
    folders = menu.actions()[0].menu()
    assert isinstance(folders, QWidget)
    next(action for action in folders.actions() if action.text() == "Misión").trigger()
    assert titles(page)[0] == "Misión"
    page.asking = Answers(page, words=", ley")
    next(action for action in menu.actions() if action.text() == "Tags…").trigger()
    mark = shelf.bookmarks.get("topic/seguro")
    assert mark is not None
    assert mark.tags == ("ley", "salud")
    assert page.menu.for_row(row_of(page, "Misión")) is not None
    assert page.menu.for_row(None) is None


def test_export_and_import(qtbot: QtBot, page: SavedPage, shelf: Shelf, tmp_path: Path) -> None:
    page.asking = Answers(page, file=tmp_path / "datos.json")
    page.menu.export()
    shelf.bookmarks.remove([mark.id for mark in shelf.bookmarks.all()])
    page.menu.import_()
    assert titles(page) == ["Health insurance", "Misión", "Amable", "Programa que se fue"]
    (tmp_path / "datos.json").write_text("no")
    with qtbot.waitSignal(page.said) as told:
        page.menu.import_()
    assert "datos.json" in told.args[0]


def test_notes_and_dossier_are_written(qtbot: QtBot, page: SavedPage, tmp_path: Path) -> None:
    for name, act in (
        ("n.html", page.menu.save_notes_page),
        ("n.txt", page.menu.save_notes_text),
        ("d.pdf", lambda: page.menu.save_dossier(notes=True)),
    ):
        page.asking = Answers(page, file=tmp_path / name)
        act()
        assert (tmp_path / name).stat().st_size > 100
    page.asking = Answers(page, file=tmp_path / "missing" / "x.pdf")
    with qtbot.waitSignal(page.said) as told:
        page.menu.save_dossier()
    assert "x.pdf" in told.args[0]


def test_another_window_is_noticed(page: SavedPage, userdata: UserData, shelf: Shelf) -> None:
    userdata.changed_elsewhere()
    with open_user_data(userdata.path.parent) as other:
        other.shelf(shelf.pack_id).bookmarks.add("story/alpaca", title="La alpaca")
        QApplication.sendEvent(page.window(), QEvent(QEvent.Type.WindowActivate))
    assert "The alpaca" in titles(page)


def test_without_a_user_file_the_page_says_so(qtbot: QtBot, context: Context) -> None:
    context.userdata = None
    page = SavedPage(context)
    qtbot.addWidget(page)
    assert titles(page) == []
    assert page._empty._title.text()
    page.menu.export()
    page.menu.save_dossier()
