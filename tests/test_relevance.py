"""Search finds what people mean: the tables of queries hold the line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks import relevance

from fieldref.content.search import Searcher

FIRST, FIRST_THREE = 0.92, 0.98


def test_the_tables_are_sound(content_path: Path) -> None:
    expectations = relevance.read(*relevance.QUERIES)
    assert len(expectations) >= 120
    assert {one.language for one in expectations} == {"es", "en"}
    assert len({(one.query, one.language) for one in expectations}) == len(expectations)
    with closing(sqlite3.connect(f"{content_path.as_uri()}?mode=ro", uri=True)) as connection:
        known = {row[0] for row in connection.execute("SELECT id FROM record")}
    assert {record for one in expectations for record in one.expected} <= known


def test_the_right_record_comes_first(content_path: Path) -> None:
    result = relevance.judge(content_path, relevance.read(*relevance.QUERIES))
    report = "\n".join(f"{one.query!r} ({one.language}): {found}" for one, found in result.misses)
    assert result.first >= FIRST, report
    assert result.first_three >= FIRST_THREE, report


def test_typing_never_leaves_a_name_unfound(content_path: Path) -> None:
    """Each region is in the first three from its fourth letter on, whatever the language."""
    with closing(sqlite3.connect(f"{content_path.as_uri()}?mode=ro", uri=True)) as connection:
        names = connection.execute(
            "SELECT r.id, t.text FROM record r JOIN record_text t ON t.record_id = r.id AND t.field = 'title'"
            " JOIN place p ON p.id = r.id WHERE p.level = 'region'"
        ).fetchall()
    assert len(names) >= 25
    with Searcher(content_path) as searcher:
        for record_id, name in names:
            for length in range(4, len(name) + 1):
                found = [hit.ref.id for hit in searcher.search(name[:length], "es", limit=3).hits]
                assert record_id in found, (name[:length], found)


@pytest.fixture(scope="module")
def searcher(content_path: Path) -> Iterator[Searcher]:
    with Searcher(content_path) as opened:
        yield opened


@pytest.mark.parametrize("kind", relevance.read(relevance.KINDS), ids=lambda kind: kind.challenge)
def test_every_kind_of_query_is_answered(searcher: Searcher, kind: relevance.Expectation) -> None:
    found = [hit.ref.id for hit in searcher.search(kind.query, kind.language, limit=3).hits]
    assert found
    assert found[0] in kind.expected, found


@pytest.mark.parametrize(
    ("query", "language", "line", "marked", "next_id"),
    [
        ("anemia huancavelica", "es", "Anemia en niños", "Anemia", "topic/anemia"),
        ("poverty in cusco", "en", "Monetary poverty", "poverty", "indicator/poverty_total_pct"),
        ("sis puno", "es", "Población con SIS", "SIS", "province/2101"),
        ("doctores huanuco", "es", "• Doctores", "Doctores", "indicator/doctors_public_per_10000"),
    ],
)
def test_a_place_and_a_subject_show_the_figure(
    searcher: Searcher, query: str, language: str, line: str, marked: str, next_id: str
) -> None:
    """The place comes first; its passage is the line of the subject with value and year, the subject marked."""
    first, second, *_ = searcher.search(query, language).hits
    assert line in first.snippet
    assert any(year in first.snippet for year in map(str, range(2010, 2027)))
    assert [first.snippet[start:end] for start, end in first.marks] == [marked]
    assert second.ref.id == next_id


def test_a_passage_in_the_other_language_begins_with_the_name_found(searcher: Searcher) -> None:
    hit = searcher.search("overgrazing", "es").hits[0]
    assert hit.language == "en"
    assert hit.snippet.startswith("Overgrazing: ")
    assert hit.snippet[slice(*hit.marks[0])] == "Overgrazing"


def test_nothing_is_guessed_of_a_query_of_which_nothing_is_known(searcher: Searcher) -> None:
    results = searcher.search("zzqx wvvv", "es")
    assert not results.hits
    assert results.corrected is None
