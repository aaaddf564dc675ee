"""The lists of the pages as tables: every line has its sources, and a spreadsheet gets what the page shows."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from frictionless import Resource
from frictionless.formats import CsvControl
from pytestqt.qtbot import QtBot

from fieldref.content.library import Library
from fieldref.content.model import PlaceLevel
from fieldref.content.record_model import Programme
from fieldref.tables import CsvStyle, Table, write_csv, write_xlsx
from fieldref.ui import list_tables
from fieldref.ui.asking import Asking
from fieldref.ui.context import Context
from fieldref.ui.figures.export_button import ExportButton
from fieldref.ui.pages.about import AboutPage
from fieldref.ui.pages.compare import ComparePage
from fieldref.ui.pages.page import Page
from fieldref.ui.pages.programmes import ProgrammesPage
from fieldref.ui.pages.regions import RegionsPage
from fieldref.ui.pages.saved import SavedPage
from fieldref.ui.pages.topics import TopicsPage
from fieldref.userdata import Bookmark

MAKERS: dict[str, Callable[[Library], Table]] = {
    "programmes": lambda lib: list_tables.programme_table(lib, lib.programmes("es"), "es"),
    "places": lambda lib: list_tables.place_table(lib, lib.places(PlaceLevel.REGION, "es"), "es"),
    "topics": lambda lib: list_tables.entry_table(lib, "Temas", lib.topics("es"), "es"),
    "words": lambda lib: list_tables.word_table(lib, lib.terms("es"), "es"),
    "sources": lambda lib: list_tables.source_table(lib, lib.sources("es"), "es"),
}


@pytest.mark.parametrize("which", MAKERS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_frictionless_reads_the_same_values(library: Library, tmp_path: Path, which: str, separator: str) -> None:
    table = MAKERS[which](library)
    assert table.rows
    path = tmp_path / "list.csv"
    write_csv(table, path, CsvStyle(separator))
    with Resource(
        path=path.name, basepath=str(tmp_path), control=CsvControl(delimiter=separator), encoding="utf-8-sig"
    ) as resource:
        assert resource.validate().valid
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=separator))
    assert lines[0] == list(table.headers)
    assert len(lines) == len(table.rows) + 1
    for line, row in zip(lines[1:], table.rows, strict=True):
        assert [cell.lstrip("'") for cell in line] == ["" if cell is None else str(cell).lstrip("'") for cell in row]


@pytest.mark.parametrize("which", MAKERS)
def test_a_workbook_has_numbers_as_numbers(library: Library, tmp_path: Path, which: str) -> None:
    table = MAKERS[which](library)
    write_xlsx(table, tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows == list(table.rows)


def test_what_is_not_verified_is_left_out_of_the_list_of_programmes(library: Library) -> None:
    table = MAKERS["programmes"](library)
    names = list(table.headers)
    for row, one in zip(table.rows, library.programmes("es"), strict=True):
        record = library.record(one.ref.id, "es")
        assert isinstance(record, Programme)
        cells = dict(zip(names, row, strict=True))
        assert cells["Start"] == (record.period.start if record.period.firm else None)
        assert cells["Budget"] == (record.budget.amount if record.budget and record.budget_verified else None)
        assert bool(cells["Regions"]) == bool(record.regions and record.regions_verified)
        assert cells["Sources"]


def test_saved_records_bring_folder_place_and_note(library: Library) -> None:
    ref = library.programmes("es")[0].ref
    mark = Bookmark(1, ref.id, "results", "", "programme", "Alt", 7, ("a", "b"), "2026-11-23T20:00:00.000000Z", "")
    gone = Bookmark(2, "programme/gone", "", "", "programme", "Se fue", None, (), "2026-11-23T20:00:00.000000Z", "")
    table = list_tables.saved_table(library, (mark, gone), {7: "Misión"}, {ref.id: "Nota"}, "es")
    assert table.rows[0][:1] == (ref.title.value,)
    assert table.rows[0][3:] == ("Misión", "a; b", "Nota", "2026-11-23", f"fieldref:{ref.id}#results")
    assert table.rows[1][0] == "Se fue"


class Answers(Asking):
    """Answers instead of a person."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def file_to_write(self, title: str, suggested: str, kinds: str) -> Path | None:
        assert title
        assert kinds
        assert suggested.isascii()
        return self.file


@pytest.mark.parametrize("kind", [ProgrammesPage, TopicsPage, AboutPage, SavedPage, RegionsPage, ComparePage])
def test_every_list_leaves_its_page(qtbot: QtBot, context: Context, tmp_path: Path, kind: type[Page]) -> None:
    assert context.shelf is not None
    context.shelf.bookmarks.add("programme/sisfin", title="SISFIN", kind="programme")
    page = kind(context)
    qtbot.addWidget(page)
    page.show()
    if isinstance(page, ComparePage):
        page.restore({"places": [place.ref.id for place in context.library.places(PlaceLevel.REGION, "es")[:2]]})
    button = page.findChild(ExportButton)
    assert isinstance(button, ExportButton)
    exports = button._exports()
    table = exports.table
    assert table is not None
    assert table.rows
    for name, save in (("a.csv", button.save_csv), ("a.xlsx", button.save_xlsx)):
        button.asking = Answers(tmp_path / name)
        save(exports, table)
        assert (tmp_path / name).stat().st_size > 100
    assert [action.text() for action in button.menu_of(exports).actions()]
