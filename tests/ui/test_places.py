"""A place inside a record is kept and found again; what changed is backed up while the app runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from tests.small_content import make_content

from fieldref.content.library import Library
from fieldref.paths import bundle_root
from fieldref.settings import SettingsStore
from fieldref.ui.backup_timer import BackupTimer
from fieldref.ui.context import Context
from fieldref.ui.place_menu import PlaceMenu
from fieldref.ui.reading_pane import ReadingPane
from fieldref.ui.sections import section_name, section_of
from fieldref.ui.theme import Theme
from fieldref.userdata import Shelf, UserData, open_user_data


@pytest.fixture
def userdata(tmp_path: Path) -> Iterator[UserData]:
    with open_user_data(tmp_path / "user") as data:
        yield data


@pytest.fixture
def context(tmp_path: Path, userdata: UserData) -> Iterator[Context]:
    with Library(make_content(tmp_path / "content.db")) as library:
        yield Context(library, userdata, SettingsStore(tmp_path / "settings.json"), Theme("light"))


SECTIONS = "".join(f'<h2><a name="{name}"></a>{name}</h2>' + "<p>Texto</p>" * 60 for name in ("facts", "results"))


@dataclass(frozen=True)
class Sections:
    title: str = "Seguro de salud"
    html: str = f'<h1><a name="top"></a>Seguro</h1>{SECTIONS}'
    language: str = "es"
    missing: bool = False
    reviewed: bool = True


@pytest.fixture
def reader(qtbot: QtBot, context: Context) -> ReadingPane:
    made = ReadingPane(context, lambda _record, _language: Sections())
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    made.show_record("topic/seguro")
    return made


def test_the_place_that_is_read_is_saved_and_found_again(reader: ReadingPane, context: Context, shelf: Shelf) -> None:
    places = PlaceMenu(context, reader)
    said: list[str] = []
    places.said.connect(said.append)
    reader.show_section("results")
    there = reader.view.verticalScrollBar().value()
    places.save_place()
    (mark,) = shelf.bookmarks.all()
    assert (mark.record_id, mark.place) == ("topic/seguro", "results")
    assert said == ["“Health insurance › Results” saved"]
    reader.scroll_to(0)
    reader.show_section(mark.place)
    assert reader.view.verticalScrollBar().value() == there > 0


def test_selected_text_says_which_place_is_meant(reader: ReadingPane, context: Context, shelf: Shelf) -> None:
    places = PlaceMenu(context, reader)
    cursor = reader.view.marks.places_of("results")[0]
    cursor.movePosition(cursor.MoveOperation.NextBlock, cursor.MoveMode.KeepAnchor)
    reader.view.setTextCursor(cursor)
    places.save_place()
    places.save_place()
    assert [mark.place for mark in shelf.bookmarks.all()] == ["results"]


def test_the_top_of_a_record_is_the_record(reader: ReadingPane, context: Context, shelf: Shelf) -> None:
    PlaceMenu(context, reader).menu_at(QPoint(5, 2)).actions()[-2].trigger()
    assert [mark.place for mark in shelf.bookmarks.all()] == [""]


def test_the_menu_of_the_text_copies_a_link_to_the_place(reader: ReadingPane, context: Context) -> None:
    places = PlaceMenu(context, reader)
    reader.show_section("facts")
    places.menu_at(QPoint(20, 120)).actions()[-1].trigger()
    assert QGuiApplication.clipboard().text() == "fieldref:topic/seguro#facts"


def test_every_anchor_of_the_sheets_has_a_name() -> None:
    templates = bundle_root() / "resources" / "templates"
    calls = re.compile(r'(?:section|statements)\(.*?, "([a-z-]+)"\)')
    anchors = {found for file in templates.rglob("*.html") for found in calls.findall(file.read_text("utf-8"))}
    assert {"results", "sources", "cited-by"} <= anchors
    assert [anchor for anchor in sorted(anchors) if section_name(anchor) == anchor] == []
    assert section_of("source-12") == "sources"
    assert section_of("top") == ""


# ---- backups while the app runs


def test_a_change_is_backed_up_after_a_while_and_nothing_waits_without_one(
    qtbot: QtBot, userdata: UserData, shelf: Shelf
) -> None:
    timer = BackupTimer(userdata, milliseconds=20)
    before = len(userdata.backups.all())
    assert waiting(timer) is False
    shelf.notes.save("topic/seguro", "Guardar", title="Seguro de salud")
    assert waiting(timer) is True
    qtbot.waitUntil(lambda: len(userdata.backups.all()) == before + 1)
    timer.close()
    assert waiting(timer) is False
    shelf.notes.save("topic/seguro", "Otra vez", title="Seguro de salud")
    assert waiting(timer) is False


def waiting(timer: BackupTimer) -> bool:
    return timer.waiting
