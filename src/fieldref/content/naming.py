"""Records that a part of the query names in full: the place in `anemia huancavelica`, the programme in `partners of
sistec`, the code in `ubigeo 0801`. The rest of the query then asks for something in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from fieldref.content.model import Kind
from fieldref.content.ranking import Term, kind_of

_BY_NAME = frozenset((Kind.COUNTRY, Kind.REGION, Kind.PROVINCE, Kind.DISTRICT, Kind.PROGRAMME))
"""Kinds that are asked about by name; a topic or a term in a query is what is asked."""
_LONGEST = 4
"""Words of a name inside a query."""
_MOST = 24
_CODE, _OTHER_NAME = 0, 2


def named(
    connection: sqlite3.Connection, every_word: Sequence[str], terms: Sequence[Term]
) -> dict[int, frozenset[int]]:
    """Records whose whole name, other name or code stands in the query, with the numbers of the terms that are it."""
    spelt = [term.word if term.literal else next(iter(term.others), term.word) for term in terms]
    keys: dict[str, frozenset[int]] = {}
    for words in (every_word, spelt):
        for start, end in _spans(len(words)):
            inside = set(words[start:end])
            covered = frozenset(n for n, term in enumerate(terms) if term.word in inside or spelt[n] in inside)
            if covered and end - start < len(every_word):
                keys.setdefault("".join(words[start:end]).replace(" ", ""), covered)
    if not keys:
        return {}
    found: dict[int, frozenset[int]] = {}
    for key, number, rank in connection.execute(
        f"SELECT key, search_id, rank FROM search_key WHERE key IN ({_marks(keys)}) AND rank <= {_OTHER_NAME}"
        f" ORDER BY search_id LIMIT {_MOST}",
        list(keys),
    ):
        if (kind_of(number) in _BY_NAME or (rank == _CODE and not key.isalpha())) and (
            len(keys[key]) > len(found.get(number, ()))
        ):
            found[number] = keys[key]
    return found


def holding(connection: sqlite3.Connection, numbers: Iterable[int], expression: str) -> set[int]:
    """Those of the records in which `expression` is found."""
    wanted = list(numbers)
    rows = connection.execute(
        f"SELECT rowid FROM search_body WHERE search_body MATCH ? AND rowid IN ({_marks(wanted)})",
        (expression, *wanted),
    )
    return {number for (number,) in rows}


def _spans(length: int) -> Iterable[tuple[int, int]]:
    for size in range(1, min(_LONGEST, length) + 1):
        for start in range(length - size + 1):
            yield start, start + size


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)
