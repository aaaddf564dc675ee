"""The committed content file is what the committed source builds, whole and in order."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fieldref.authoring.build import BuildReport, build
from fieldref.authoring.collation import Collation
from fieldref.authoring.commands import table
from fieldref.authoring.load import load
from fieldref.authoring.problems import Problems
from fieldref.authoring.store import logical_dump
from fieldref.authoring.texts import texts_of
from fieldref.content.library import Library
from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION
from fieldref.sheets.words import Words

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "data" / "source"
COMMITTED = ROOT / "data" / "content.db"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    folder = tmp_path_factory.mktemp("content")
    source = folder / "source"
    shutil.copytree(SOURCE, source)
    return build(source, folder / "a folder # with % and ñ" / "content.db")


@pytest.fixture(scope="module")
def content(fresh: BuildReport) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(fresh.target.as_uri() + "?mode=ro", uri=True)) as connection:
        yield connection


def _count(content: sqlite3.Connection, sql: str) -> int:
    return int(content.execute(f"SELECT count(*) FROM {sql}").fetchone()[0])


def test_a_fresh_build_holds_what_the_committed_file_holds(fresh: BuildReport) -> None:
    built, committed = list(logical_dump(fresh.target)), list(logical_dump(COMMITTED))
    differing = [(new, old) for new, old in zip(built, committed, strict=False) if new != old][:3]
    assert built == committed, f"run `make content` and commit data/content.db; first differences: {differing}"


def test_the_lock_of_translations_is_up_to_date(fresh: BuildReport) -> None:
    rebuilt = fresh.target.parent.parent / "source" / "translations.lock"
    assert rebuilt.read_bytes() == (SOURCE / "translations.lock").read_bytes(), "run `make content` and commit the lock"


def test_building_twice_gives_the_same_bytes(fresh: BuildReport, tmp_path: Path) -> None:
    again = build(fresh.target.parent.parent / "source", tmp_path / "content.db")
    assert again.target.read_bytes() == fresh.target.read_bytes()


def test_everything_came_in(content: sqlite3.Connection) -> None:
    levels = dict(content.execute("SELECT level, count(*) FROM place GROUP BY level"))
    assert levels == {"country": 1, "region": 25, "region_part": 2, "statistical_unit": 1, "province": 196,
                      "district": 1891}  # fmt: skip
    kinds = dict(content.execute("SELECT kind, count(*) FROM record GROUP BY kind"))
    assert (kinds["programme"], kinds["topic"], kinds["story"], kinds["source"]) == (13, 40, 1, 140)
    assert kinds["term"] >= 90
    assert kinds["indicator"] == _count(content, "indicator") >= 53


def test_every_row_of_every_table_of_figures_is_there(content: sqlite3.Connection) -> None:
    tables = [path.read_text(encoding="utf-8") for path in sorted((SOURCE / "observations").glob("*.csv"))]
    rows = [row for text in tables for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert len(rows) == _count(content, "observation") > 9000
    assert sum(float(row["value"]) for row in rows) == pytest.approx(
        content.execute("SELECT sum(value) FROM observation").fetchone()[0]
    )


def test_the_report_accounts_for_every_file(fresh: BuildReport) -> None:
    assert all(one.rows_in == one.rows_built or not one.rows_in for one in fresh.files)
    named = {one.file for one in fresh.files}
    files = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*") if path.is_file()}
    assert files - named <= {"datapackage.json", "translations.lock", "geo/ATTRIBUTION.txt"}
    assert len(table(fresh)) < 60


def test_the_census_table_of_provinces_is_whole(content: sqlite3.Connection) -> None:
    counted = """observation AS o JOIN place AS p ON p.id = o.place_id
        WHERE p.level = 'province' AND o.indicator_id = 'indicator/insured_any_census_pct' AND o.area = 'total'"""
    assert _count(content, counted) == 196


def test_references_hold(content: sqlite3.Connection) -> None:
    assert content.execute("PRAGMA foreign_key_check").fetchall() == []
    assert content.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert content.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert content.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert content.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_words_used_have_labels(content: sqlite3.Connection) -> None:
    for vocabulary, table_name, column in (
        ("unit", "indicator", "unit"), ("method", "indicator", "method"), ("direction", "indicator", "direction"),
        ("qualifier", "observation", "qualifier"), ("population_group", "observation", "population_group"),
        ("area", "observation", "area"), ("sector", "programme", "sector_id"), ("theme", "topic", "theme_id"),
        ("theme", "indicator", "theme_id"), ("reliability", "source", "reliability"),
        ("programme_status", "programme", "status"), ("place_level", "place", "level"),
    ):  # fmt: skip
        for language in ("es", "en"):
            missing = content.execute(
                f"""SELECT DISTINCT {column} FROM {table_name} WHERE {column} <> '' AND {column} NOT IN
                (SELECT key FROM label WHERE vocabulary = ? AND language = ?)""", (vocabulary, language)
            ).fetchall()  # fmt: skip
            assert missing == [], (vocabulary, language)


def test_meta_says_what_the_file_is(content: sqlite3.Connection) -> None:
    meta = dict(content.execute("SELECT key, value FROM meta"))
    assert json.loads(meta["languages"]) == ["es", "en"]
    assert json.loads(meta["counts"])["region"] == 25
    assert json.loads(meta["counts"])["observation"] == _count(content, "observation")
    assert set(meta) >= {"id", "title", "version", "serial", "built_on", "licence", "default_language", "country_id"}


def test_no_fact_stands_without_a_source(content: sqlite3.Connection) -> None:
    bare = """statement WHERE role <> 'gap'
        AND id NOT IN (SELECT statement_id FROM statement_source)"""
    assert _count(content, bare) == 0
    told = """statement AS s WHERE s.verified = 1 AND s.role <> 'gap' AND NOT EXISTS (
        SELECT 1 FROM statement_source AS x JOIN source AS o ON o.id = x.source_id
        WHERE x.statement_id = s.id AND o.reliability <> 'D')"""
    assert _count(content, told) == 0


def test_titles_sort_as_readers_expect(content: sqlite3.Connection) -> None:
    ordered = [title for (title,) in content.execute(
        """SELECT t.text FROM place AS p JOIN record_sort AS s ON s.record_id = p.id AND s.language = 'es'
        JOIN record_text AS t ON t.record_id = p.id AND t.field = 'title'
        WHERE p.level = 'region' ORDER BY s.sort_key""")]  # fmt: skip
    assert ordered[:3] == ["Amazonas", "Áncash", "Apurímac"]
    collation = Collation()
    words = ["zorro", "oca", "Ñusta", "nube", "ñandú", "Ámbar", "«Luz»", "ámbito"]
    assert sorted(words, key=lambda word: collation.key(word, "es")) == [
        "Ámbar", "ámbito", "«Luz»", "nube", "ñandú", "Ñusta", "oca", "zorro",
    ]  # fmt: skip


def test_spanish_texts_write_numbers_as_peru_does() -> None:
    reference = load(SOURCE, Problems())
    for one in reference.every():
        for path, texts in texts_of(one.value):
            spanish, english = texts.get("es", ""), texts.get("en", "")
            where = f"{one.file}:{one.line(*path)}"
            assert not _european(spanish), (where, spanish)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u200b\ufeff]", spanish + english), (where, "invisible marks")
            assert not re.search(r"\d\s%", spanish + english), (where, "the figures of the app read 73.5% by es_PE")


def _european(text: str) -> bool:
    return bool(re.search(r"\d,\d{1,2}(?!\d)\s*%|(?<![\d -])\d{1,3} \d{3}(?![\d ])|\d{2}/\d{2}/\d{4}", text))


@pytest.mark.parametrize("arguments", [("sqlite_utils", "analyze-tables"), ("datasette", "inspect")])
def test_common_tools_open_it_without_complaint(fresh: BuildReport, arguments: tuple[str, str]) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments, str(fresh.target)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "error" not in run.stderr.lower()


def test_the_schema_asks_nothing_of_newer_sqlite() -> None:
    """Readers may have SQLite 3.37: no JSON operators, no RIGHT JOIN, no functions of later versions."""
    schema = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/fieldref/content").glob("*schema*.sql"))
    statements = "\n".join(line.split("--")[0] for line in schema.splitlines())
    for newer in ("->>", "->", "RIGHT JOIN", "FULL JOIN", "unixepoch(", "jsonb", "contentless_delete", ") STRICT"):
        assert newer.lower() not in statements.lower(), newer


def test_units_publishers_and_grades_speak_the_readers_language() -> None:
    with Library(COMMITTED) as library:
        hospitals = next(one for one in library.indicators("es") if one.unit.key == "hospitals")
        assert Words("es").figure(1, hospitals.unit, 0).endswith("1 hospital")
        assert Words("es").figure(2, hospitals.unit, 0).endswith("2 hospitales")
        summaries = library.source_summaries(["source/lamula-2019", "source/rpmesp-2019"], "es")
        assert summaries["source/lamula-2019"].publisher == "LaMula / Ministerio de Cultura"
        assert summaries["source/rpmesp-2019"].reliability.name == "A: revisada por pares"


def test_spanish_texts_write_the_month_as_the_app_does() -> None:
    files = [path for path in SOURCE.rglob("*") if path.suffix in (".csv", ".yaml")]
    assert not [path.name for path in files if "septiembre" in path.read_text(encoding="utf-8").lower()]
