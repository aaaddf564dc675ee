"""A source folder shown in the window: built beside it, its problems listed, shown again after a save."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieldref.ui.preview import Preview, can_build

if TYPE_CHECKING:
    from fieldref.ui.main_window import MainWindow

pytestmark = pytest.mark.slow
WAIT = 60_000


@pytest.fixture
def source(tmp_path: Path, repo: Path) -> Path:
    folder = tmp_path / "a source, ñ 100%"
    shutil.copytree(repo / "tests" / "second_country", folder)
    return folder


@pytest.fixture
def preview(window: MainWindow) -> Iterator[Preview]:
    made = Preview(window)
    yield made
    made.end()


def test_it_is_offered_where_the_tools_are(preview: Preview, window: MainWindow) -> None:
    assert can_build()
    assert preview.action in window.actions_.menu.actions()
    assert preview.action.text() == "Vista previa de una carpeta fuente…"


def test_a_folder_is_built_and_shown_and_shown_again_when_saved(
    preview: Preview, window: MainWindow, source: Path, qtbot
) -> None:
    preview.choose = lambda: source
    preview.action.trigger()
    qtbot.waitUntil(lambda: window.context.library.info("es").id == "bolivia", timeout=WAIT)
    assert f"Vista previa de {source.name}" in window.status.toolTip()
    lock = source / "translations.lock"
    before = lock.read_bytes() if lock.exists() else b""
    content = source / "content.yaml"
    content.write_text(content.read_text(encoding="utf-8").replace("serial: 1", "serial: 7"), encoding="utf-8")
    qtbot.waitUntil(lambda: window.context.library.info("es").serial == 7, timeout=WAIT)
    assert (lock.read_bytes() if lock.exists() else b"") == before


def test_an_edition_opened_after_it_is_no_preview(
    preview: Preview, window: MainWindow, source: Path, content_path: Path, qtbot
) -> None:
    preview.show_folder(source)
    qtbot.waitUntil(lambda: window.context.library.info("es").id == "bolivia", timeout=WAIT)
    assert window.read(content_path)
    assert "Vista previa" not in window.status.toolTip()


def test_problems_are_listed_and_open_their_file(preview: Preview, window: MainWindow, source: Path, qtbot) -> None:
    shown = window.context.library
    table = source / "observations" / "population.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("censo-2012", "censo-2112", 1), encoding="utf-8")
    preview.show_folder(source)
    qtbot.waitUntil(lambda: preview.faults is not None, timeout=WAIT)
    assert preview.faults is not None
    opened: list[Path] = []
    preview.faults.open_file = opened.append
    item = preview.faults.list.item(0)
    assert item is not None
    assert "censo-2012" in item.text()
    preview.faults.list.itemClicked.emit(item)
    assert opened == [table]
    assert "No existe" in item.text()
    window.language.switch("en")
    qtbot.waitUntil(lambda: "There is no" in preview.faults.list.item(0).text(), timeout=WAIT)
    assert window.context.library is shown


def test_another_folder_is_told(preview: Preview, window: MainWindow, tmp_path: Path) -> None:
    preview.show_folder(tmp_path)
    assert preview.folder is None
