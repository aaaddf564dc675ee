"""What was imported and nobody has read says so wherever it is named: sheets, print, lists, citations, site, command
line."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fieldref.authoring.build import build
from fieldref.authoring.difference import compare_files
from fieldref.authoring.export import export
from fieldref.authoring.iati.importing import import_iati
from fieldref.authoring.status import status_report
from fieldref.citations import cite_record
from fieldref.cli import main
from fieldref.content.library import Library
from fieldref.content.record_model import Programme
from fieldref.content.search import Searcher
from fieldref.sheets.render import Sheets
from fieldref.sheets.style import SheetStyle

HERE = Path(__file__).parent
READ, UNREAD = "programme/well", "programme/xx-test-0001"
BADGE = {"es": "Sin revisar", "en": "Not reviewed"}
WHY = {"es": "nadie lo ha revisado", "en": "nobody has reviewed it"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unreviewed") / "source"
    shutil.copytree(HERE / "broken_source" / "sound", folder)
    import_iati([HERE / "iati" / "every-element.xml"], folder, folder, None)
    return folder


@pytest.fixture(scope="module")
def built(source: Path) -> Path:
    build(source, source.parent / "content.db")
    return source.parent / "content.db"


@pytest.fixture
def imported(built: Path) -> Iterator[Library]:
    with Library(built) as library:
        yield library


@pytest.mark.parametrize("code", ["es", "en"])
def test_its_sheet_says_so_on_the_screen_on_paper_and_as_text(imported: Library, code: str) -> None:
    sheets = Sheets(imported)
    for target in ("screen", "print", "web"):
        sheet = sheets.html(UNREAD, code, style=SheetStyle(target=target))
        assert BADGE[code] in sheet.html.replace("\u00a0", " ")
        assert WHY[code] in sheet.html
        assert not sheet.reviewed
        assert BADGE[code] not in sheets.html(READ, code, style=SheetStyle(target=target)).html.replace("\u00a0", " ")
    assert f"[{BADGE[code]}]" in " ".join(sheets.text(UNREAD, code).split())
    assert BADGE[code] not in sheets.text(READ, code)


@pytest.mark.parametrize("code", ["es", "en"])
def test_a_link_to_it_says_so(imported: Library, code: str) -> None:
    record = imported.record(UNREAD, code)
    assert isinstance(record, Programme)
    region = record.regions[0].id
    html = Sheets(imported).html(region, code).html
    assert html.replace("\u00a0", " ").count(BADGE[code]) >= 1
    assert Sheets(imported).json(UNREAD, code)["reviewed"] is False
    assert Sheets(imported).json(READ, code)["reviewed"] is True


def test_references_and_hits_carry_it(imported: Library, built: Path) -> None:
    by_id = {one.ref.id: one.ref.reviewed for one in imported.programmes("es")}
    assert (by_id[READ], by_id[UNREAD]) == (True, False)
    assert not imported.ref(UNREAD, "en").reviewed
    with Searcher(built) as searcher:
        assert [hit.ref.reviewed for hit in searcher.search("agua limpia alturas", "es").hits[:1]] == [False]


def test_a_citation_says_so(imported: Library) -> None:
    assert "(sin revisar)" in cite_record(imported, UNREAD, "es").text()
    assert "(not reviewed)" in cite_record(imported, UNREAD, "en").bibtex()
    assert "reviewed" not in cite_record(imported, READ, "en").text()


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_command_line_says_so(built: Path, capsys: pytest.CaptureFixture[str], code: str) -> None:
    words = ["--content", str(built), "search", "agua limpia alturas", "--lang", code]
    assert main(words) == 0
    assert f"[{BADGE[code]}]" in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["reviewed"] is False


@pytest.mark.slow
def test_the_site_says_so_on_the_page_in_the_list_and_in_the_search(built: Path, tmp_path: Path) -> None:
    export(built, tmp_path / "site", "site", lambda _words: None)
    for code, words in BADGE.items():
        page = (tmp_path / "site" / code / f"{UNREAD}.html").read_text(encoding="utf-8")
        assert words in page
        start = (tmp_path / "site" / code / "index.html").read_text(encoding="utf-8")
        assert start.count(words) == 2
        index = (tmp_path / "site" / code / "index.js").read_text(encoding="utf-8")
        told = json.loads(index.removeprefix("var INDEX=").strip().removesuffix(";"))
        assert told["not_reviewed"] == words
        assert {told["titles"][int(number)] for number in told["unread"]} >= {
            {"es": "Agua limpia para las alturas", "en": "Clean water for the uplands"}[code]
        }
        assert len(told["unread"]) == 2


def test_the_editor_is_told_which_and_when_one_is_reviewed(source: Path, built: Path, tmp_path: Path) -> None:
    found = status_report(source)[0]["unreviewed"]
    assert isinstance(found, list)
    assert [one["file"] for one in found] == ["programmes/xx-test-0001.yaml", "programmes/xx-test-0002.yaml"]
    later = tmp_path / "later.db"
    shutil.copy(built, later)
    with closing(sqlite3.connect(later)) as connection:
        connection.execute("UPDATE record SET reviewed = 1 WHERE id = ?", (UNREAD,))
        connection.commit()
    (change,) = compare_files(built, later).changed[UNREAD]
    assert (change.what, change.old, change.new) == ("reviewed", "no", "yes")
