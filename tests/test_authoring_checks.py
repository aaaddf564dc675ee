"""Broken source files are all told in one run, each with its file, its line and what to write instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldref.authoring.build import build, check
from fieldref.authoring.load import load
from fieldref.authoring.problems import Problem, Problems, SourceProblems
from fieldref.authoring.translations import accept
from fieldref.i18n import language, set_language

HERE = Path(__file__).parent / "broken_source"


@pytest.fixture(autouse=True)
def english():
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    shutil.copytree(HERE / "sound", folder)
    return folder


def _problems(folder: Path) -> list[Problem]:
    return check(folder)


def _break(folder: Path) -> None:
    """Lay the broken files over the sound source; the stale text was locked when both languages said the same."""
    shutil.copytree(HERE / "broken", folder, dirs_exist_ok=True)
    stale = folder / "topics" / "stale.yaml"
    written = stale.read_text(encoding="utf-8")
    stale.write_text(written.replace("30 metros", "20 metros"), encoding="utf-8")
    accept(load(folder, Problems()), folder)
    stale.write_text(written, encoding="utf-8")


TWELVE = {
    ("observations/double.csv", 3): "This figure is given twice.",
    ("observations/mixed.csv", 2): "“ledger” gives register figures; “wells_pct” is a survey.",
    ("observations/range.csv", 2): "615.0 lies outside the range of “wells_pct” (from 0 to 100).",
    ("observations/sourceless.csv", 2): "This field is missing.",
    ("observations/year.csv", 2): "The year 2918 cannot be.",
    ("programmes/lost.yaml", 8): "There is no “77”.",
    ("programmes/mute.yaml", 3): "The text is missing in this language: en.",
    ("programmes/short.yaml", 11): "“1403” does not fit here.",
    ("sources.csv", 6): "The source “nameless” has neither title nor publisher.",
    ("topics/adrift.yaml", 5): "There is no “topic/pumps”.",
    ("topics/stale.yaml", 6): "The original changed, but its translation (en) did not.",
    ("topics/unmarked.yaml", 6): "What rests on no checked source stands here as verified.",
}


def test_the_sound_source_has_no_problem(source: Path) -> None:
    assert _problems(source) == []


def test_twelve_broken_files_give_twelve_located_messages_in_one_run(source: Path) -> None:
    _break(source)
    found = _problems(source)
    assert {(one.file, one.line): one.message for one in found} == TWELVE
    assert len(found) == len(TWELVE)
    assert all(one.hint for one in found), "every message says what to write instead"
    assert all(one.field for one in found if one.file != "sources.csv")


def test_a_broken_source_leaves_the_content_file_as_it_was(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "content.db"
    build(source, target)
    before = target.read_bytes()
    _break(source)
    with pytest.raises(SourceProblems) as told:
        build(source, target)
    assert len(told.value.problems) == len(TWELVE)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


def test_messages_speak_the_readers_language(source: Path) -> None:
    _break(source)
    english_words = {one.message for one in _problems(source)}
    set_language("es")
    assert not english_words & {one.message for one in _problems(source)}


def test_accepting_a_translation_settles_it(source: Path) -> None:
    _break(source)
    assert accept(load(source, Problems()), source, "topics/stale.yaml") == 1
    assert "topics/stale.yaml" not in {one.file for one in _problems(source)}


def test_moving_a_sentence_is_no_change(source: Path) -> None:
    accept(load(source, Problems()), source)
    path = source / "programmes" / "well.yaml"
    text = path.read_text(encoding="utf-8")
    first = "  - es: Se cavaron 12 pozos.\n    en: 12 wells were dug.\n    sources: [report p. 7]\n"
    assert first in text
    path.write_text(text.replace(first, "").replace("gaps:", first + "gaps:"), encoding="utf-8")
    assert _problems(source) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        ("programmes/well.yaml", "sector: water", "secktor: water", 4, "There is no field of this name."),
        ("programmes/well.yaml", "status: unknown", "status: over", 7, "“over” is not a known word here."),
        ("programmes/well.yaml", "start: 2012-04", "start: 04/2012", 5, "“04/2012” does not fit here."),
        ("programmes/well.yaml", "  amount: 1000", "  amount: 1.000.000", 10, "“1.000.000” does not fit here."),
        ("programmes/well.yaml", "id: well", "id: well\nid: well", 2, "This field is given twice."),
        ("programmes/well.yaml", "topics: [pump]", "topics: [pump", 38, "YAML: a bracket is not closed."),
        ("programmes/well.yaml", "id: well", "id: a: well", 1, "YAML: a colon stands where it may not"),
        ("places/provinces.csv", "0101,01", "101,01", 2, "“101” does not fit here."),
        ("places/districts.csv", "010101,0101", "020101,0101", 2, "020101 does not begin with 0101."),
        ("observations/water.csv", ",61.5,", ',"61,5",', 2, "“61,5” does not fit here."),
        ("observations/water.csv", "2020,2020,total,,61.5", "2020,2018,total,,61.5", 2, "does not hold the year 2020"),
        ("observations/water.csv", "poll,table 1", "pol,table 1", 2, "There is no “pol”."),
        ("sectors.csv", ",", ";", 1, "The columns are parted by semicolons."),
        ("aliases.csv", "region/XX-ONE", "region/XX-ON", 2, "There is no “region/XX-ON”."),
    ],
)
def test_slips_are_found_where_they_are(source: Path, name: str, old: str, new: str, line: int, words: str) -> None:
    path = source / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new) if name == "sectors.csv" else text.replace(old, new, 1), encoding="utf-8")
    assert any(one.file == name and one.line == line and words in one.message for one in _problems(source)), [
        str(one) for one in _problems(source)
    ]


def test_another_name_that_is_given_twice_is_told(source: Path) -> None:
    path = source / "aliases.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{text.splitlines()[1]}\n", encoding="utf-8")
    (found,) = _problems(source)
    assert (found.file, found.line, found.field) == ("aliases.csv", len(text.splitlines()) + 1, "name")
    assert "is given twice" in found.message


def test_a_table_saved_in_another_encoding_is_told(source: Path) -> None:
    path = source / "places" / "regions.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    assert any("not UTF-8" in one.message for one in _problems(source))


def test_a_byte_order_mark_does_no_harm(source: Path) -> None:
    path = source / "places" / "regions.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert _problems(source) == []


def test_a_missing_table_is_told(source: Path) -> None:
    (source / "terms.csv").unlink()
    assert [(one.file, one.line) for one in _problems(source)] == [("terms.csv", 0)]


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "words"),
    [
        (
            "observations/water.csv",
            "2020,2020,total",
            "2025,2025,total",
            "year",
            "The year 2025 is later than its source",
        ),
        ("content.yaml", "version: 2026.11", "version: 2026.12", "built_on", "Edition 2026.12 is later than the day"),
        ("observations/water.csv", "2020,2020,total", "2027,2027-01,total", "period", "The period 2027-01 is later"),
        (
            "programmes/well.yaml",
            "start: 2012-04\n",
            "active_in: 2027-02\ndates_sources: [report]\n",
            "active_in",
            "The date 2027-02 is later than the edition",
        ),
    ],
)
def test_nothing_is_later_than_its_source_or_the_edition(
    source: Path, name: str, old: str, new: str, field: str, words: str
) -> None:
    path = source / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [one for one in _problems(source) if one.file == name and one.field == field and words in one.message]
    assert found, [str(one) for one in _problems(source)]
    assert found[0].line > 0
    assert found[0].hint


@pytest.mark.parametrize(
    ("dates", "field", "words"),
    [
        ("start: 2012-04\ndates_sources: [memory]", "dates_sources", "What rests on no checked source"),
        ("active_in: '2019'", "dates_sources", "No source is given."),
        ("end: 2012-04\nactive_in: '2019'\ndates_sources: [report]", "active_in", "It was still active after its end."),
        ("regions_sources: [memory]", "regions_sources", "What rests on no checked source"),
    ],
)
def test_dates_and_regions_rest_on_sources_as_every_fact_does(source: Path, dates: str, field: str, words: str) -> None:
    path = source / "programmes" / "well.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("start: 2012-04", dates), encoding="utf-8")
    found = _problems(source)
    assert [one.field.partition(".")[0] for one in found] == [field], [str(one) for one in found]
    assert words in found[0].message
    assert "verified: false" in found[0].hint or field == "active_in" or "sources.csv" in found[0].hint


def test_a_census_indicator_takes_its_own_year_only(source: Path) -> None:
    path = source / "indicators.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("wells_pct,"))
    cells = row.split(",")
    title = lines[0].split(",").index("title_en")
    cells[2], cells[title] = "census", f"{cells[title]} (2017 census)"
    path.write_text("\n".join([line if line != row else ",".join(cells) for line in lines]) + "\n", encoding="utf-8")
    told = [one.message for one in _problems(source)]
    assert any("“wells_pct” is of the census of 2017; this figure is of 2020." in one for one in told), told


def test_editions_follow_one_another(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "content.db"
    build(source, target)
    assert check(source, target) == []
    path = source / "content.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("version: 2026.11", "version: 2026.11.1").replace("serial: 1", "serial: 8"), "utf-8")
    told = {one.field: one for one in check(source, target)}
    assert set(told) == {"serial", "built_on"}
    assert told["serial"].hint == "Write serial: 2"
    assert (told["serial"].file, told["serial"].line) == ("content.yaml", 6)
    path.write_text(
        text.replace("version: 2026.11", "version: 2026.12")
        .replace("serial: 1", "serial: 2")
        .replace("11-23", "12-01"),
        "utf-8",
    )
    assert check(source, target) == []


def test_a_total_makes_no_place_better(source: Path) -> None:
    path = source / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    assert ",percent," in text
    path.write_text(text.replace(",percent,", ",wells,"), encoding="utf-8")
    assert any("is a total, which grows with the place" in one.message for one in _problems(source))
