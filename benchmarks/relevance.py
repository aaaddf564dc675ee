"""Whether search finds what a person means: the share of queries whose first hit, or first three, is right.

    python -m benchmarks.relevance [--content data/content.db] [--queries TABLE...] [--misses]

The queries are in tables, `tests/relevance.tsv` and `tests/query_kinds.tsv` where no others are named: query, language
of the reader, record ids any of which is right (with | between), and what makes the query hard.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fieldref.content.search import Searcher

ROOT = Path(__file__).resolve().parent.parent
KINDS = ROOT / "tests" / "query_kinds.tsv"
"""Every kind of query that search answers, with an example: what makes it hard is its name."""
QUERIES = (KINDS, ROOT / "tests" / "relevance.tsv")
CONTENT = ROOT / "data" / "content.db"


@dataclass(frozen=True)
class Expectation:
    """One query and the records any of which is a right first answer."""

    query: str
    language: str
    expected: frozenset[str]
    challenge: str


@dataclass(frozen=True)
class Judgement:
    """How the queries of a table fared; shares are 0 to 1."""

    queries: int
    first: float
    first_three: float
    misses: tuple[tuple[Expectation, tuple[str, ...]], ...]
    """Those not right at the first place, with the first three ids found."""


def read(*tables: Path) -> list[Expectation]:
    """The queries of some tables."""
    found: list[Expectation] = []
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            found += [
                Expectation(row["query"], row["language"], frozenset(row["expected"].split("|")), row["challenge"])
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            ]
    return found


def judge(content: Path, expectations: list[Expectation]) -> Judgement:
    """Search for each and compare."""
    first = three = 0
    misses: list[tuple[Expectation, tuple[str, ...]]] = []
    with Searcher(content) as searcher:
        for one in expectations:
            found = tuple(hit.ref.id for hit in searcher.search(one.query, one.language, limit=3).hits)
            first += found[:1] != () and found[0] in one.expected
            three += not one.expected.isdisjoint(found)
            if found[:1] == () or found[0] not in one.expected:
                misses.append((one, found))
    count = len(expectations)
    return Judgement(count, first / count, three / count, tuple(misses))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Whether search finds what a person means.")
    parser.add_argument("--content", type=Path, default=CONTENT)
    parser.add_argument("--queries", type=Path, nargs="+", default=QUERIES)
    parser.add_argument("--misses", action="store_true", help="list the queries whose first hit is not the right one")
    arguments = parser.parse_args()
    result = judge(arguments.content, read(*arguments.queries))
    report: dict[str, object] = {
        "queries": result.queries,
        "first_hit": round(result.first, 4),
        "first_three": round(result.first_three, 4),
        "missed_by_challenge": dict(Counter(one.challenge for one, _ in result.misses)),
    }
    if arguments.misses:
        report["misses"] = [
            {"query": one.query, "language": one.language, "expected": sorted(one.expected), "found": list(found)}
            for one, found in result.misses
        ]
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
