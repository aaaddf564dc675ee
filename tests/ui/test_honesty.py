"""What is planned, not verified or preliminary says so on every surface that shows it. A new surface has its line in
`PERIOD` or `REGIONS`; that none reads the dates past the words is held by the last test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldref import i18n
from fieldref.authoring.export.shapes import write_shapes
from fieldref.content.library import Library
from fieldref.content.model import PlaceLevel
from fieldref.content.search import Searcher
from fieldref.sheets.render import Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.sheets.words import Words
from fieldref.ui import list_tables
from fieldref.ui.chat_text import chat_text
from fieldref.ui.context import Context
from fieldref.ui.figures import map_data, ranking_data, timeline_data
from fieldref.ui.figures.compare_data import compare
from fieldref.ui.figures.compare_html import comparison_html
from fieldref.ui.figures.wording import Wording
from fieldref.ui.pages.programmes import ProgrammesPage
from fieldref.ui.palettes import PALETTES

SOURCE = Path(list_tables.__file__).parents[1]
PLANNED, UNVERIFIED, UNSURE = "programme/sisfin", "programme/pafs-sis", "programme/sistec"
HERE = "region/PE-HUV"
WORDS = {
    "es": {"planned": "previsto", "active": "activo en", "unverified": "sin verificar"},
    "en": {"planned": "planned", "active": "active in", "unverified": "not verified"},
}
Surface = Callable[[Context, Library, str, str], str]


@pytest.fixture(params=["es", "en"])
def code(request: pytest.FixtureRequest) -> str:
    i18n.set_language(request.param)
    return str(request.param)


def _row(context: Context, _library: Library, record_id: str, _code: str) -> str:
    page = ProgrammesPage(context)
    rows = [page._list.rows.row(n) for n in range(page._list.rows.rowCount())]
    row = next(row for row in rows if row.id == record_id)
    page.deleteLater()
    return f"{row.title} {row.detail} {row.trailing}"


def _hit(_context: Context, library: Library, record_id: str, code: str) -> str:
    with Searcher(library.path) as searcher:
        title = library.ref(record_id, code).title.value
        return next(hit.context for hit in searcher.search(title, code).hits if hit.ref.id == record_id)


def _bar(_context: Context, library: Library, record_id: str, code: str) -> str:
    return next(bar.period for bar in timeline_data.timeline(library, code).bars if bar.key == record_id)


def _table(_context: Context, library: Library, record_id: str, code: str) -> str:
    one = [one for one in library.programmes(code) if one.ref.id == record_id]
    return " ".join(str(cell) for cell in list_tables.programme_table(library, one, code).rows[0])


def _sheet(target: str) -> Surface:
    def text(_context: Context, library: Library, record_id: str, code: str) -> str:
        html = Sheets(library).html(record_id, code, style=SheetStyle(target=target)).html  # type: ignore[arg-type]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|&nbsp;|\u00a0", " ", html))

    return text


PERIOD: dict[str, Surface] = {
    "list": _row,
    "search": _hit,
    "timeline": _bar,
    "table": _table,
    "screen": _sheet("screen"),
    "paper": _sheet("print"),
    "web": _sheet("web"),
    "text": lambda _c, lib, record_id, code: " ".join(Sheets(lib).text(record_id, code).split()),
    "message": lambda _c, lib, record_id, code: chat_text(lib, record_id, code),
}


@pytest.mark.parametrize("surface", PERIOD)
def test_a_planned_period_is_told_as_planned(context: Context, library: Library, code: str, surface: str) -> None:
    said = PERIOD[surface](context, library, PLANNED, code)
    assert WORDS[code]["planned"] in said.lower()
    assert WORDS[code]["active"] in said
    assert "2017" in said


@pytest.mark.parametrize("surface", PERIOD)
def test_dates_that_are_not_verified_say_so(context: Context, library: Library, code: str, surface: str) -> None:
    said = PERIOD[surface](context, library, UNVERIFIED, code)
    mark = WORDS[code]["unverified"]
    assert re.search(rf"{mark}.{{0,40}}2006|2006.{{0,12}}{mark}", said, re.IGNORECASE), said


def test_the_bar_of_a_planned_period_has_no_end(library: Library, code: str) -> None:
    spec = timeline_data.timeline(library, code)
    bar = next(bar for bar in spec.bars if bar.key == PLANNED)
    assert (bar.start, bar.end, bar.firm) == (2013.0, None, False)
    assert bar.reach is not None
    assert bar.reach > 2017
    assert {spec.open_note, spec.dashed_note} == set(spec.notes)


def _map(_context: Context, library: Library, _record_id: str, code: str) -> str:
    spec = map_data.programmes_map(library, map_data.shapes_of(library), code)
    region = spec.region(HERE)
    assert region is not None
    assert region.swatch.hatched
    assert any(item.swatch.hatched and WORDS[code]["unverified"] in item.text for item in spec.legend)
    assert WORDS[code]["unverified"] in region.value
    return " ".join(region.lines)


def _region_table(_context: Context, library: Library, _record_id: str, code: str) -> str:
    cells = next(row.cells for row in ranking_data.region_rows(library, code) if row.key == HERE)
    return f"SISTEC: {cells[2].text}"


REGIONS: dict[str, Surface] = {
    "map": _map,
    "table of regions": _region_table,
    "compare": lambda _c, lib, _r, code: comparison_html(
        compare(lib, [HERE, "region/PE-AYA"], code), PALETTES["light"]
    ),
    "sheet of the region": _sheet("screen"),
    "paper": _sheet("print"),
    "web": _sheet("web"),
    "text": lambda _c, lib, record_id, code: " ".join(Sheets(lib).text(record_id, code).split()),
}


@pytest.mark.parametrize("surface", REGIONS)
def test_a_programme_listed_here_without_proof_says_so(
    context: Context, library: Library, code: str, surface: str
) -> None:
    said = REGIONS[surface](context, library, HERE, code)
    assert re.search(rf"SISTEC.{{0,160}}{WORDS[code]['unverified']}", said), said


@pytest.mark.parametrize("surface", ["list", "screen", "paper", "web", "text", "message"])
def test_its_own_list_of_regions_says_so(context: Context, library: Library, code: str, surface: str) -> None:
    said = PERIOD[surface](context, library, UNSURE, code)
    assert re.search(rf"San Mart.n.{{0,12}}{WORDS[code]['unverified']}", said), said


def test_counts_of_programmes_keep_what_is_not_verified_apart(library: Library, code: str, tmp_path: Path) -> None:
    place = next(one for one in library.places(PlaceLevel.REGION, code) if one.ref.id == HERE)
    assert (place.programmes, place.unverified) == (3, 1)
    row = list_tables.place_table(library, [place], code).rows[0]
    assert row[4:6] == (3, 1)
    write_shapes(library.path, tmp_path, lambda _words: None)
    shapes = json.loads((tmp_path / "regions.geojson").read_text(encoding="utf-8"))
    told = next(one["properties"] for one in shapes["features"] if one["id"] == HERE)
    assert told["programmes_not_verified"] == [UNSURE]
    assert UNSURE not in told["programmes"]
    data = Sheets(library).json(HERE, code)
    assert [ref["id"] for ref in data["programmes"] if not ref["tie_verified"]] == [UNSURE]


def test_a_preliminary_total_is_told_and_ranks_no_place(library: Library, code: str) -> None:
    indicator = next(one for one in library.indicators(code) if one.ref.id == "indicator/maternal_deaths_count")
    found = library.observations(indicator.ref.id, code, year=2015, area="total")
    places = library.places(PlaceLevel.REGION, code)
    rows = ranking_data.figure_rows(library, indicator, found, places, Wording(library, code))
    assert len(ranking_data.figure_columns(indicator)) == len(rows[0].cells) == 5
    assert all("preliminar" in row.cells[1].text for row in rows if not row.heading)
    chosen = map_data.Slice(2015)
    spec = map_data.indicator_map(library, map_data.shapes_of(library), indicator, chosen, code)
    assert "preliminar" in spec.legend_note
    assert Words(code).say("A total: places differ in population and size, so it ranks none") in spec.legend_note


def test_what_a_total_is_no_basis_for_is_said_once(library: Library, code: str) -> None:
    totals = [one for one in library.indicators(code) if one.total and one.caveat is not None]
    assert totals
    for one in totals:  # the note on totals says it, whatever the indicator
        assert not {"ordena", "rank"} & {word[:6] if code == "es" else word[:4] for word in str(one.caveat).split()}


def test_no_total_is_better_or_worse(library: Library) -> None:
    assert {one.direction.value for one in library.indicators("en") if one.total} == {"neutral"}


def test_limits_of_a_figure_stand_beside_it(library: Library, code: str) -> None:
    said = " ".join(Sheets(library).text(HERE, code).split())
    for words in {
        "es": ("no donde trabaja", "activos o no; la fecha es la del archivo usado", "n = 242"),
        "en": ("not where they work", "active or not; the date is that of the file used", "n = 242"),
    }[code]:
        assert words in said


def test_a_region_tells_of_national_programmes_and_of_topics(library: Library, code: str) -> None:
    html = Sheets(library).html(HERE, code).html
    part = html[html.index('name="elsewhere"') : html.index('name="mentions"')]
    assert "fieldref:programme/pafs-sis" in part
    assert "fieldref:programme/sisfin" in part
    assert "fieldref:programme/sistec" not in part
    topics = html[html.index('name="mentions"') :]
    assert re.search(r"fieldref:topic/aus.{0,200}(Regiones piloto|Pilot regions)", topics, re.DOTALL)
    for words in {"es": ("Resultado:", "Objetivo:", "Dato:"), "en": ("Result:", "Aim:", "Fact:")}[code]:
        assert words in html


@pytest.mark.parametrize("record_id", [PLANNED, UNVERIFIED, UNSURE, HERE, "topic/aus", "indicator/insured_sis_pct"])
def test_a_message_has_the_sources_of_what_it_says_and_no_others(library: Library, code: str, record_id: str) -> None:
    text = chat_text(library, record_id, code)
    listed = re.findall(r"^\[(\d+)\] ", text, re.MULTILINE)
    body = re.sub(r"^\[\d+\] .*$", "", text, flags=re.MULTILINE)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert set(re.findall(r"\[(\d+)\]", body)) == set(listed)
    for line in body.splitlines():
        assert not line.startswith("• ") or re.search(r"\[\d+\]$", line), line


def test_a_message_names_the_programme_and_where_sources_differ(library: Library, code: str) -> None:
    assert chat_text(library, UNSURE, code).startswith("*SISTEC: ")
    assert {"es": "Las fuentes", "en": "Sources differ"}[code] in chat_text(library, PLANNED, code)


def test_no_surface_reads_the_dates_past_the_words() -> None:
    """Dates come out through `Words.ran` and `Words.years`; those who draw, filter and export cells are named here."""
    allowed = {
        "sheets/words.py",
        "ui/figures/timeline_data.py",
        "ui/programme_filter.py",
        "ui/pages/programmes.py",
        "ui/list_tables.py",
    }
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"period\.(start|end|last)\b", path.read_text(encoding="utf-8"))
    }
    assert found == allowed
