"""Two countries in one window: switched in place, each with its own saved records, notes and history."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from tests.pack_maker import pack

from fieldref import i18n
from fieldref.authoring.build import build
from fieldref.ui.content_desk import ContentDesk
from fieldref.ui.pages.home import HomePage
from fieldref.ui.pages.saved import SavedPage

if TYPE_CHECKING:
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow


@pytest.fixture(scope="module")
def bolivia(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bolivia")
    shutil.copytree(repo / "tests" / "second_country", folder / "source")
    return pack(build(folder / "source", folder / "content.db").target, folder / "bolivia.frpack")


@pytest.fixture
def desk(desk: ContentDesk, bolivia: Path) -> ContentDesk:
    """With Bolivia beside Peru."""
    desk._store.install(bolivia)
    desk.retranslate()
    return desk


def pick(desk: ContentDesk, title: str) -> None:
    """What a person does in the title bar."""
    next(action for action in desk.picker.menu().actions() if title in action.text()).trigger()


def saved_page(window: MainWindow) -> SavedPage:
    window.navigation.open_page("saved", {})
    page = window.navigation.page
    assert isinstance(page, SavedPage)
    return page


def shown(page: SavedPage) -> list[str]:
    rows = page.list.rows
    return [rows.row(at).title for at in range(rows.rowCount())]


def lines(page: SavedPage) -> list[str]:
    return [one.text() for one in page._elsewhere.lines]


def test_each_country_keeps_its_own(desk: ContentDesk, window: MainWindow, language: Language) -> None:
    window.navigation.open_record("programme/sisfin")
    window.record_actions.toggle_saved()
    window.record_actions.notes.show_record("programme/sisfin", "SISFIN")
    window.record_actions.notes.editor.setPlainText("Nota peruana")

    pick(desk, "Bolivia")
    assert window.context.library.id == "bolivia"
    assert i18n.locale_name() == "es_BO"
    page = saved_page(window)
    assert shown(page) == []
    assert len(lines(page)) == 1
    assert lines(page)[0].startswith("1 guardado en FieldRef")
    assert "Perú" in lines(page)[0]
    assert window.reader.record_id is None, "Bolivia knows nothing of a Peruvian programme"
    window.navigation.open_record("region/BO-L")
    assert window.record_actions.notes.editor.toPlainText() == ""
    window.record_actions.toggle_saved()
    assert [one.record_id for one in window.context.shelf.bookmarks.all()] == ["region/BO-L"]  # type: ignore[union-attr]
    language.switch("en")
    assert lines(page)[0].startswith("1 saved in FieldRef")
    language.switch("es")

    page._toggle.chosen.emit("notes")
    assert lines(page)[0].startswith("1 nota en FieldRef")
    (button,) = page._elsewhere.lines
    assert isinstance(button, QPushButton)
    button.click()
    assert window.context.library.id == "peru"
    assert window.context.settings.current.content_id == "peru"
    assert window.navigation.page is page
    assert len(shown(page)) == 1
    assert window.context.shelf.notes.get("programme/sisfin").text == "Nota peruana"  # type: ignore[union-attr]
    page._toggle.chosen.emit("recent")
    assert "La Paz" not in " ".join(shown(page))
    assert window.context.userdata is not None
    assert window.context.userdata.shelf("bolivia").notes.all() == ()
    assert [one.record_id for one in window.context.userdata.shelf("bolivia").history.recent()] == ["region/BO-L"]


def test_the_start_page_shows_what_belongs_to_the_country(desk: ContentDesk, window: MainWindow) -> None:
    window.navigation.open_record("programme/sisfin")
    window.record_actions.toggle_saved()
    window.navigation.open_page("home", {})
    page = window.navigation.page
    assert isinstance(page, HomePage)
    assert page._saved.rows.rowCount() == 1
    pick(desk, "Bolivia")
    assert page._saved.rows.rowCount() == 0
    assert page._recent.rows.rowCount() == 0
    pick(desk, "Perú")
    assert page._saved.rows.rowCount() == 1


def test_going_back_to_a_record_of_the_other_country(desk: ContentDesk, window: MainWindow) -> None:
    window.navigation.open_record("programme/sisfin")
    window.navigation.open_record("topic/sis")
    pick(desk, "Bolivia")
    window.navigation.open_record("region/BO-L")
    window.navigation.back()
    assert window.reader.record_id is None
    assert window.toast.isVisible()
    assert window.context.shelf is not None
    assert [one.record_id for one in window.context.shelf.history.recent()] == ["region/BO-L"]
    window.navigation.forward()
    assert window.reader.record_id == "region/BO-L"


def test_what_belongs_to_a_library_that_is_not_here(desk: ContentDesk, window: MainWindow) -> None:
    assert window.context.userdata is not None
    window.context.userdata.shelf("ecuador").bookmarks.add("topic/iess", title="IESS")
    page = saved_page(window)
    (line,) = page._elsewhere.lines
    assert isinstance(line, QLabel)
    assert "ecuador" in line.text()
    assert "no está instalada" in line.text()
    page._words.setText("algo")
    assert page._elsewhere.isHidden(), "a filter is about what is listed"


def test_other_libraries_are_looked_for_only_where_something_is_kept_of_them(
    desk: ContentDesk, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bool] = []

    def libraries() -> list[tuple[str, str]]:
        looked.append(True)
        return []

    monkeypatch.setattr(window.context, "libraries", libraries)
    page = saved_page(window)
    page.show_list()
    assert looked == []
    assert window.context.userdata is not None
    window.context.userdata.shelf("ecuador").bookmarks.add("topic/iess", title="IESS")
    page.show_list()
    assert looked == [True]


def test_a_folder_of_another_country_is_not_shown_empty(desk: ContentDesk, window: MainWindow) -> None:
    userdata = window.context.userdata
    assert userdata is not None
    userdata.folders.add("Sin nada")
    folder = userdata.folders.add("Viaje a La Paz")
    userdata.shelf("bolivia").bookmarks.add("region/BO-L", title="La Paz", folder_id=folder.id)
    page = saved_page(window)
    assert shown(page) == ["Sin nada"]
    pick(desk, "Bolivia")
    assert "Viaje a La Paz" in shown(page)
