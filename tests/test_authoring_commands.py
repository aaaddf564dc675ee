"""What an editor runs: every command, its words, its JSON and its exit code."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldref.authoring.build import build
from fieldref.authoring.difference import _SAID, _WORDS
from fieldref.authoring.store import logical_dump
from fieldref.cli import main
from fieldref.content.library import Library
from fieldref.packs.keys import load_secret
from fieldref.packs.signing import parse_public_key
from fieldref.packs.store import PackStore
from fieldref.tables import CsvStyle, Table, observation_headers, observation_table, to_csv, to_xlsx

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def source(tmp_path: Path, repo: Path) -> Path:
    folder = tmp_path / "source ñ #1"
    shutil.copytree(repo / "tests" / "second_country", folder)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `fieldref content …` and gives (exit code, JSON or text, error line)."""

    def ran(*words: object) -> tuple[int, Any, str]:
        code = main(["--lang", "en", "content", *map(str, words)])
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in words else said.out, said.err

    return ran


def test_a_source_in_order_is_told_so(run: Run, source: Path) -> None:
    code, said, trouble = run("check", "--source", source, "--json")
    assert (code, said, trouble) == (0, {"ok": True, "problems": []}, "")
    assert run("check", source, "--json")[:2] == (code, said)
    assert run("check", source / "nowhere")[0] == 1
    code, said, trouble = run("build", "--source", source, "--target", source.parent / "c.db", "--json")
    assert (code, trouble) == (0, "")
    assert said["tables"]["observation"] == 10


def test_problems_come_all_at_once_with_one_line_on_the_error_stream(run: Run, source: Path) -> None:
    for name, old, new in (
        ("observations/population.csv", "censo-2012", "censo-2112"),
        ("programmes/muestra-salud.yaml", "sector: health", "sector: helth"),
        ("content.yaml", "es_BO", "es_XX"),
    ):
        file = source / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    code, said, trouble = run("check", "--source", source, "--json")
    assert code == 1
    assert trouble.count("\n") == 1
    assert {one["file"] for one in said["problems"]} >= {"content.yaml"}
    (source / "content.yaml").write_text(
        (source / "content.yaml").read_text(encoding="utf-8").replace("es_XX", "es_BO"), encoding="utf-8"
    )
    code, said, trouble = run("check", "--source", source, "--json")
    assert {one["file"] for one in said["problems"]} == {"observations/population.csv", "programmes/muestra-salud.yaml"}
    assert all(one["line"] and one["hint"] for one in said["problems"])


@pytest.mark.parametrize(
    ("words", "code"),
    [(("check", "--source", "nowhere"), 1), (("chek",), 2), (("export",), 2), (("new", "programme", "Not An Id"), 2),
     (("diff", "a.db", "b.db"), 1), (("pack", "--key", "none"), 1), (("import-table", "none.csv"), 1)],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(run: Run, words: tuple[str, ...], code: int) -> None:
    ended, _said, trouble = run(*words)
    assert ended == code
    assert trouble.strip()
    assert trouble.count("\n") == 1


# ---- beginning a record


@pytest.mark.parametrize("kind", ["programme", "topic", "story"])
def test_a_new_record_is_explained_by_the_check(run: Run, source: Path, kind: str) -> None:
    code, said, _trouble = run("new", kind, "norte-2", "--source", source, "--json")
    assert code == 0
    text = Path(said["file"]).read_text(encoding="utf-8")
    assert "never guess" in text
    assert "nunca adivinar" in text
    _code, said, _trouble = run("check", "--source", source, "--json")
    mine = [one for one in said["problems"] if one["file"].endswith("norte-2.yaml")]
    assert mine
    assert all(one["line"] and one["hint"] for one in mine)
    assert {"title", "summary"} <= {one["field"].split(".")[0] for one in mine}
    code, _said, trouble = run("new", kind, "norte-2", "--source", source)
    assert (code, trouble.count("\n")) == (1, 1)
    assert Path(said["problems"][0]["file"]).name == "norte-2.yaml"


# ---- looking


def test_status_counts_what_waits(run: Run, source: Path) -> None:
    code, said, _trouble = run("status", "--source", source, "--json")
    assert code == 0
    assert said["languages"]["es"] == said["languages"]["en"]
    assert said["stale"] == []
    assert {"objectives.1", "dates_verified", "budget"} <= {one["field"] for one in said["unverified"]}
    assert all(one["line"] for one in said["unverified"])
    assert said["oldest"] == [{"indicator": "population_census_count", "as_of": "2012"}]
    assert any(one["file"] == "topics/censo.yaml" for one in said["single_source"])
    run("build", "--source", source, "--target", source.parent / "c.db")
    topic = source / "topics" / "censo.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("en un día", "en un solo día"), encoding="utf-8")
    _code, said, _trouble = run("status", "--source", source, "--json")
    assert [one["file"] for one in said["stale"]] == ["topics/censo.yaml"]


def test_a_difference_is_told_in_words(run: Run, source: Path) -> None:
    old = build(source, source.parent / "old.db").target
    table = source / "observations" / "population.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",110436,", ",110437,"), encoding="utf-8")
    topic = source / "topics" / "censo.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("in one day", "in a single day"), encoding="utf-8")
    run("new", "topic", "nuevo", "--source", source)
    (source / "topics" / "nuevo.yaml").unlink()
    story = (source / "stories" / "muestra.yaml").read_text(encoding="utf-8")
    (source / "stories" / "otra.yaml").write_text(story.replace("id: muestra\n", "id: otra\n"), encoding="utf-8")
    (source / "stories" / "muestra.yaml").unlink()
    code, said, trouble = run("diff", old, source, "--json")
    assert (code, trouble) == (0, "")
    assert list(said["added"]) == ["story/otra"]
    assert list(said["removed"]) == ["story/muestra"]
    figure = said["changed"]["indicator/population_census_count"]
    assert [(one["old"], one["new"]) for one in figure] == [("110436.0", "110437.0")]
    assert "region/BO-N" in figure[0]["what"]
    (text,) = [one for one in said["changed"]["topic/censo"] if one["what"] == "summary (en)"]
    assert "in one day" in text["old"]
    assert "in a single day" in text["new"]
    _code, words, _trouble = run("diff", old, old)
    assert words.strip() == "Both say the same."


def test_a_difference_tells_how_well_a_programme_is_known(run: Run, source: Path) -> None:
    old = build(source, source.parent / "old.db").target
    path = next((source / "programmes").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("dates_verified: false", "dates_verified: false\ndates_planned: true\nnational: true"),
        encoding="utf-8",
    )
    _code, said, _trouble = run("diff", old, source, "--json")
    (changes,) = said["changed"].values()
    assert [(one["what"], one["old"], one["new"]) for one in changes] == [
        ("dates_planned", "no", "yes"),
        ("national", "no", "yes"),
    ]


def test_everything_that_can_differ_has_a_word(content_path: Path) -> None:
    with closing(sqlite3.connect(content_path)) as connection:
        told = {what.partition(" ")[0] for query in _SAID for _id, what, *_rest in connection.execute(query)}
    assert told - _WORDS.keys() == set()


def test_a_source_named_twice_is_told_instead_of_one_left_out(run: Run, source: Path, tmp_path: Path) -> None:
    code, said, _trouble = run("check", "--source", source, tmp_path, "--json")
    assert (code, said["error"]) == (2, f"Name one source folder: {source} or {tmp_path}.")


# ---- a spreadsheet out and in again


def _exported(run: Run, database: Path, folder: Path, *words: str) -> Path:
    assert run("export", "--from", database, "--format", "csv", *words, folder)[0] == 0
    return folder / "observations.csv"


def _edited(table: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    table.write_text(text.getvalue(), encoding="utf-8", newline="")


@pytest.mark.slow
def test_the_round_trip_of_the_whole_reference_changes_nothing(
    run: Run, repo: Path, tmp_path: Path, content_path: Path
) -> None:
    source = tmp_path / "source"
    shutil.copytree(repo / "data" / "source", source)
    before = {path.name: path.read_bytes() for path in (source / "observations").iterdir()}
    table = _exported(run, content_path, tmp_path / "out", "--hxl")
    code, said, _trouble = run("import-table", table, "--source", source, "--complete", "--json")
    assert (code, said["changes"]) == (0, [])
    assert {path.name: path.read_bytes() for path in (source / "observations").iterdir()} == before
    # every row told anew: the same file again
    _edited(table, lambda rows: rows.reverse())
    assert run("import-table", table, "--source", source, "--complete", "--json")[1]["changes"] == []
    fresh = build(source, tmp_path / "content.db").target
    assert list(logical_dump(fresh)) == list(logical_dump(content_path))


def test_edits_come_back_with_a_dry_run_first(run: Run, source: Path) -> None:
    database = build(source, source.parent / "c.db").target
    table = _exported(run, database, source.parent / "out")

    def edit(rows: list[dict[str, str]]) -> None:
        rows[1] |= {"value": "581348", "qualifier": "preliminary"}
        rows[2]["place"] = rows[2]["place"].lstrip("0")  # a spreadsheet dropped the zero
        rows.append({**rows[3], "period": "2012-11", "value": "1500000", "note": ""})

    _edited(table, edit)
    file = source / "observations" / "population.csv"
    before = file.read_bytes()
    code, said, _trouble = run("import-table", table, "--source", source, "--dry-run", "--json")
    assert (code, said["written"], file.read_bytes()) == (0, False, before)
    told = [(one["change"], one["field"], one["old"], one["new"]) for one in said["changes"]]
    assert told == [
        ("changed", "value", "581347", "581348"),
        ("changed", "qualifier", "", "preliminary"),
        ("added", "value", None, "1500000"),
    ]
    assert run("import-table", table, "--source", source)[0] == 0
    with Library(build(source, source.parent / "d.db").target) as library:
        found = library.observations("indicator/population_census_count", "es", place_id="region/BO-H")
        assert [one.value for one in found] == [581348]


def test_what_a_spreadsheet_makes_of_numbers_and_months_is_not_taken_for_a_change(run: Run, source: Path) -> None:
    table = source / "observations" / "population.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0]["period"] = f"{rows[0]['year']}-11"
    _edited(table, lambda lines: lines.__setitem__(0, rows[0]))
    exported = _exported(run, build(source, source.parent / "c.db").target, source.parent / "out")

    def edit(lines: list[dict[str, str]]) -> None:
        month = next(line for line in lines if line["period"].endswith("-11"))
        month["period"] += "-01"

    _edited(exported, edit)
    assert run("import-table", exported, "--source", source, "--json")[1]["changes"] == []
    text = exported.read_text(encoding="utf-8")
    semicolons = io.StringIO(newline="")
    writer = csv.writer(semicolons, delimiter=";")
    written = list(csv.reader(io.StringIO(text, newline="")))
    at = written[0].index("value")
    written[1][at] = "1,234"
    writer.writerows(written)
    exported.write_text(semicolons.getvalue(), encoding="utf-8-sig", newline="")
    code, said, _trouble = run("import-table", exported, "--source", source, "--json")
    assert code == 1
    assert [(one["file"], one["line"], one["field"]) for one in said["problems"]] == [("observations.csv", 2, "value")]
    exported.write_bytes(text.replace("place_id", "plaçe_id").encode("cp1252"))
    assert "UTF-8" in run("import-table", exported, "--source", source)[2]


def test_a_table_that_is_wrong_is_refused_whole(run: Run, source: Path) -> None:
    database = build(source, source.parent / "c.db").target
    table = _exported(run, database, source.parent / "out")

    def edit(rows: list[dict[str, str]]) -> None:
        rows[1]["value"] = "much"
        rows[2]["qualifier"] = "nearly"

    _edited(table, edit)
    before = (source / "observations" / "population.csv").read_bytes()
    code, said, trouble = run("import-table", table, "--source", source, "--json")
    assert (code, trouble.count("\n")) == (1, 1)
    assert ("observations.csv", 3) in {(one["file"], one["line"]) for one in said["problems"]}
    assert (source / "observations" / "population.csv").read_bytes() == before


@pytest.mark.parametrize("form", ["csv", "semicolon", "xlsx"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_table_that_the_app_saves_comes_back(run: Run, source: Path, form: str, language: str) -> None:
    with Library(build(source, source.parent / "c.db").target) as library:
        found = library.observations("indicator/population_census_count", language)
        table = observation_table(library, found, language)
    rows = [list(row) for row in table.rows]
    rows[1][6] = 12345.5
    table = type(table)(table.title, table.headers, tuple(map(tuple, rows)), table.hxl, table.notes)
    path = source.parent / ("t.xlsx" if form == "xlsx" else "t.csv")
    style = CsvStyle(";", ",", hxl=True) if form == "semicolon" else CsvStyle()
    path.write_bytes(to_xlsx(table, hxl=True) if form == "xlsx" else to_csv(table, style))
    code, said, _trouble = run("import-table", path, "--source", source, "--json")
    assert code == 0
    assert [(one["field"], one["new"]) for one in said["changes"]] == [("value", "12345.5")]


def test_the_table_of_provinces_that_the_app_saves_comes_back(run: Run, source: Path) -> None:
    """It names the region of each, which is for reading."""
    with Library(build(source, source.parent / "c.db").target) as library:
        found = library.observations("indicator/population_census_count", "es")
        table = observation_table(library, found, "es")
    rows = tuple(
        (*row[:2], "Altiplano", *row[2:6], row[6] if n else 12345, *row[7:]) for n, row in enumerate(table.rows)
    )
    path = source.parent / "t.csv"
    path.write_bytes(to_csv(Table(table.title, observation_headers("es", regions=True), rows)))
    code, said, _trouble = run("import-table", path, "--source", source, "--json")
    assert code == 0
    assert [(one["field"], one["new"]) for one in said["changes"]] == [("value", "12345")]


# ---- handing out


def test_a_key_a_pack_and_a_signature(run: Run, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = build(source, tmp_path / "c.db").target
    monkeypatch.setenv("FIELDREF_KEY_PASSWORD", "una frase larga")
    code, said, _trouble = run("keygen", tmp_path / "office.key", "--name", "Office", "--json")
    assert (code, said["sealed"]) == (0, True)
    assert run("keygen", tmp_path / "office.key")[0] == 1
    code, packed, _trouble = run(
        "pack", "--from", database, "--key", tmp_path / "office.key", "--into", tmp_path, "--json"
    )
    assert (code, packed["fingerprint"]) == (0, said["fingerprint"])
    public = parse_public_key((tmp_path / "office.pub").read_text(encoding="utf-8"))
    assert public.name == "Office"
    assert PackStore(tmp_path / "installed", (public,)).verify(Path(packed["pack"])).manifest.id == "bolivia"
    assert run("sign", database, "--key", tmp_path / "office.key")[0] == 0
    assert (tmp_path / "c.db.minisig").is_file()
    monkeypatch.setenv("FIELDREF_KEY_PASSWORD", "otra")
    code, _said, trouble = run("sign", database, "--key", tmp_path / "office.key")
    assert (code, trouble.count("\n")) == (1, 1)
    monkeypatch.delenv("FIELDREF_KEY_PASSWORD")
    assert run("sign", database, "--key", tmp_path / "office.key")[0] == 2
    assert run("keygen", tmp_path / "open.key", "--no-password")[0] == 0
    assert load_secret(tmp_path / "open.key").key_id
