"""Records that a part of the query names in full: the place in `anemia huancavelica`, the programme in `partners of
sistec`, the code in `ubigeo 0801`. The rest of the query then asks for something in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from fieldref.content import vocabulary
from fieldref.content.model import Kind
from fieldref.content.query import Query
from fieldref.content.ranking import Term, kind_of

_BY_NAME = frozenset((Kind.COUNTRY, Kind.REGION, Kind.PROVINCE, Kind.DISTRICT, Kind.PROGRAMME))
"""Kinds that are asked about by name; a topic or a term in a query is what is asked."""
_LONGEST = 4
"""Words of a name inside a query."""
_MOST = 24
_CODE, _OTHER_NAME = 0, 2


@dataclass(frozen=True, slots=True)
class _Span:
    """A name that stands in a query."""

    terms: frozenset[int]
    """The numbers of the terms in it."""
    mended: bool
    """Whether it stands among the mended words, not among those typed."""
    start: int
    end: int

    def within(self, other: _Span) -> bool:
        """Whether it stands inside a longer name."""
        return self != other and self.mended == other.mended and other.start <= self.start and self.end <= other.end


def keys(connection: sqlite3.Connection, key: str) -> dict[int, int]:
    """Records that have this (joined) code or name, with how: code 0, title 1, other name 2, a part of one 3."""
    found = connection.execute("SELECT search_id, rank FROM search_key WHERE key=? LIMIT 60", (key,))
    return dict(found.fetchall())


def telling(connection: sqlite3.Connection, words: Sequence[str]) -> list[str]:
    """The words to find, without those that name the country: in a reference of one country they tell nothing."""
    told = [word for word in words if not any(kind_of(n) is Kind.COUNTRY for n in keys(connection, word))]
    return told or list(words)


def without_kinds_of_names(connection: sqlite3.Connection, query: Query) -> Query:
    """The query, but a word that is a part of a name names no kind: `Lima Provincias` is a region of that name, not the
    provinces of Lima. The word is then one to find."""
    if not query.kinds or query.phrases:
        return query
    every, asked, meant = query.every_word, set(query.words), vocabulary.kinds_meant(query.every_word)
    spans: dict[str, frozenset[str]] = {}
    for start, end in _spans(len(every)):
        inside = every[start:end]
        own = frozenset(word for word in inside if word in meant and word not in asked)
        if own and asked.intersection(inside) and len(inside) < len(every):
            spans.setdefault("".join(inside), own)
    named = _kinds_named(connection, spans)
    for key, own in spans.items():
        theirs = {meant[word][0] for word in own}
        if named.get(key, theirs).isdisjoint(theirs) and not named[key].isdisjoint(_BY_NAME):
            return replace(
                query,
                words=tuple(dict.fromkeys(word for word in every if word in asked | own)),
                light=tuple(word for word in query.light if word not in own),
                kinds={kind: by for kind, by in query.kinds.items() if kind not in theirs},
            )
    return query


def _kinds_named(connection: sqlite3.Connection, spans: Collection[str]) -> dict[str, set[Kind]]:
    """The kinds of the records whose whole name or code is one of `spans`."""
    kinds: dict[str, set[Kind]] = {}
    for key, number in connection.execute(
        f"SELECT key, search_id FROM search_key WHERE key IN ({_marks(spans)}) AND rank <= {_OTHER_NAME}",
        list(spans),
    ):
        kinds.setdefault(key, set()).add(kind_of(number))
    return kinds


def whole(connection: sqlite3.Connection, query: Query, terms: Sequence[Term]) -> dict[int, int]:
    """Records that the whole query names, or else its telling words; a kind that is named (`programmes in …`) rules out
    others then."""
    if found := keys(connection, "".join(query.every_word)):
        return found
    if query.phrases:
        return {}
    found = keys(connection, "".join(query.words))
    if not found and any(not term.records for term in terms):  # siss, Ubigeos
        found = keys(connection, "".join(t.word if t.records else t.word.removesuffix("s") for t in terms))
    return {number: rank for number, rank in found.items() if not query.kinds or kind_of(number) in query.kinds}


def named(
    connection: sqlite3.Connection, every_word: Sequence[str], terms: Sequence[Term]
) -> dict[int, frozenset[int]]:
    """Records whose whole name, other name or code stands in the query, with the numbers of the terms that are it. A
    longer name hides those inside it: `prodern i` asks for phase I, not for what `prodern` alone names."""
    spelt = [term.word if term.literal else next(iter(term.others), term.word) for term in terms]
    spans: dict[str, _Span] = {}
    for words in (every_word, spelt):
        for start, end in _spans(len(words)):
            inside = set(words[start:end])
            covered = frozenset(n for n, term in enumerate(terms) if term.word in inside or spelt[n] in inside)
            if covered and end - start < len(every_word):
                spans.setdefault("".join(words[start:end]).replace(" ", ""), _Span(covered, words is spelt, start, end))
    if not spans:
        return {}
    rows = [
        (spans[key], number)
        for key, number, rank in connection.execute(
            f"SELECT key, search_id, rank FROM search_key WHERE key IN ({_marks(spans)}) AND rank <= {_OTHER_NAME}"
            f" ORDER BY search_id LIMIT {_MOST}",
            list(spans),
        )
        if kind_of(number) in _BY_NAME or (rank == _CODE and not key.isalpha())
    ]
    longest = {span for span, _number in rows}
    found: dict[int, frozenset[int]] = {}
    for span, number in rows:
        if not any(map(span.within, longest)) and len(span.terms) > len(found.get(number, ())):
            found[number] = span.terms
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
