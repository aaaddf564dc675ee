"""Search finds what people mean: the table of queries holds the line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks import relevance

from fieldref.content.search import Searcher

FIRST, FIRST_THREE = 0.92, 0.98


def test_the_table_is_sound(content_path: Path) -> None:
    expectations = relevance.read(relevance.QUERIES)
    assert len(expectations) >= 120
    assert {one.language for one in expectations} == {"es", "en"}
    assert len({(one.query, one.language) for one in expectations}) == len(expectations)
    with closing(sqlite3.connect(f"{content_path.as_uri()}?mode=ro", uri=True)) as connection:
        known = {row[0] for row in connection.execute("SELECT id FROM record")}
    assert {record for one in expectations for record in one.expected} <= known


def test_the_right_record_comes_first(content_path: Path) -> None:
    result = relevance.judge(content_path, relevance.read(relevance.QUERIES))
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
