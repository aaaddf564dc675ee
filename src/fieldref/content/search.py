"""Search: what a person types, answered at once, in the order a person would agree with.

`Searcher` reads the index that `authoring.search_index` wrote into the content file. It never fails on a text, and its
work does not grow with the file: rows are stored in the order of their importance, so it takes the first few hundred
that match and ranks only those (`ranking`). docs/search.md explains it in one page.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from fieldref.content import vocabulary
from fieldref.content.mending import Mender
from fieldref.content.model import UNDETERMINED, Kind, RecordRef, Text
from fieldref.content.opening import ContentError, Problem, read_only_uri
from fieldref.content.passages import Finder, Marks
from fieldref.content.query import Query, parse
from fieldref.content.ranking import Candidate, Scale, kind_number, kind_of, place_of
from fieldref.content.retrieval import Retrieval

_NEAR = 6.0
"""Points for words that stand side by side, as typed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One found record."""

    ref: RecordRef
    snippet: str
    """The matched passage, or the beginning of the text; one line."""
    marks: Marks
    """(start, end) of found words in `snippet`."""
    title_marks: Marks
    """(start, end) of found words in `ref.title`."""
    language: str
    """The language in which it matched; `und` for a proper name. Not the reader's: show a badge."""
    score: float
    context: str
    acronym: str = ""
    """Of a programme."""
    by_name: bool = False
    """Whether the whole query is found in the names of the record: who types a name wants the record, not a passage."""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to one query."""

    hits: tuple[Hit, ...]
    counts: dict[Kind, int]
    """How many records of each kind match, whatever kinds were asked for."""
    query: str
    corrected: str | None
    """What was searched instead, when some word is found nowhere as typed; None when it was found as typed."""
    total: int
    """How many match among the kinds asked for; `more` tells that it is only a lower bound."""
    more: bool = False
    did_you_mean: str | None = None
    """Another query that would find more; offered, not done."""
    years: tuple[int, ...] = ()
    """Years that were asked for: the passages do not heed them, `sheets.asked_year` does."""
    missing: tuple[str, ...] = ()
    """Words that stand in no record and are like none that do: the hits are found without them."""


class SearchInterrupted(Exception):
    """The search was given up because `interrupt` was called from another thread."""


class Searcher:
    """Searches one content file through its own connection.

    One search at a time, from any thread; `interrupt` may be called from another meanwhile. Raises `ContentError` for a
    file without a sound index, on opening or later.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = sqlite3.connect(read_only_uri(path), uri=True, check_same_thread=False, cached_statements=256)
        except (sqlite3.Error, ValueError) as error:
            raise ContentError(Problem.UNREADABLE if path.exists() else Problem.MISSING, path) from error
        try:
            self._db.execute("PRAGMA query_only = 1")
            self._db.execute("PRAGMA trusted_schema = 0")
            self._db.execute("PRAGMA cache_size = -16000")
            newest = self._db.execute("SELECT ifnull(max(id), 0) FROM search_record").fetchone()[0]
        except sqlite3.Error as error:
            self._db.close()
            raise ContentError(Problem.DAMAGED, path) from error
        self._records = place_of(newest)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Do now what would make the first mistyped word slow (0.15 s): to be called when nobody waits."""
        vocabulary.stems("warming")
        vocabulary.closeness("warming", "warmed")
        self.search("warming", vocabulary.LANGUAGES[0])

    def interrupt(self) -> None:
        """Give up the search that is running, if any: it raises `SearchInterrupted`."""
        self._db.interrupt()

    def search(
        self, query: str, language: str, *, kinds: frozenset[Kind] = frozenset(), limit: int = 50
    ) -> SearchResults:
        """The best `limit` records for `query`, for a reader of `language`, of `kinds` (none: all kinds).

        Never raises on any text. Raises `SearchInterrupted` after `interrupt`.
        """
        try:
            return self._search(parse(query, Mender(self._db)), language, kinds, limit)
        except sqlite3.OperationalError as error:
            if "interrupt" in str(error):
                raise SearchInterrupted from error
            raise ContentError(Problem.DAMAGED, self._path) from error
        except sqlite3.DatabaseError as error:
            raise ContentError(Problem.DAMAGED, self._path) from error

    def _search(self, query: Query, language: str, kinds: frozenset[Kind], limit: int) -> SearchResults:
        if query.empty:
            return SearchResults((), {}, query.text, None, 0)
        found = Retrieval(self._db, query, kinds)
        ranked = self._rank(found, language)[:limit]
        return SearchResults(
            hits=self._hits(query, found, ranked, language),
            counts=found.counts,
            query=query.text,
            corrected=found.respelt(ranked[0].names) if ranked else None,
            total=len(found.found),
            more=found.more,
            did_you_mean=found.suggestion,
            years=query.years,
            missing=query.as_typed(found.missing) if ranked else (),
        )

    def _rank(self, found: Retrieval, language: str) -> list[_Ranked]:
        """The records worth weighing, best first, each in the language in which it weighs most."""
        scale = Scale(found.query, found.terms, found.light, found.whole(), language, self._records)
        chosen = list(found.chosen())
        best: dict[int, _Ranked] = {}
        nothing: frozenset[int] = frozenset()
        for number, importance, own, title, names, stems in self._db.execute(
            "SELECT r.id, r.importance, t.language, t.title, t.names, t.stems FROM search_record r"
            f" JOIN search_text t ON t.search_id = r.id WHERE r.id IN ({_marks(chosen)})",
            chosen,
        ):
            points = scale.points(
                Candidate(
                    kind_number(number),
                    importance,
                    own,
                    title,
                    names,
                    stems,
                    found.found[number],
                    found.named.get(number, nothing),
                    found.keys.get(number),
                )
            )
            if number not in best or points > best[number].points:
                best[number] = _Ranked(points, number, names, own)
        return sorted(best.values(), key=lambda ranked: (-ranked.points, ranked.number))

    def _hits(self, query: Query, found: Retrieval, ranked: list[_Ranked], language: str) -> tuple[Hit, ...]:
        finder = Finder([*found.terms, *found.light], query.phrases)
        texts: dict[int, dict[str, _Stored]] = {}
        numbers = [one.number for one in ranked]
        for number, record_id, reviewed, own, title, context, body, acronym in self._db.execute(
            "SELECT r.id, r.record_id, o.reviewed, t.language, t.title, t.context, ifnull(p.body, ''),"
            " ifnull(g.acronym, '')"
            " FROM search_record r JOIN record o ON o.id = r.record_id JOIN search_text t ON t.search_id = r.id"
            " LEFT JOIN search_passage p ON p.id = t.id LEFT JOIN programme g ON g.id = r.record_id"
            f" WHERE r.id IN ({_marks(numbers)})",
            numbers,
        ):
            texts.setdefault(number, {})[own] = _Stored(record_id, bool(reviewed), title, context, body, acronym)
        hits = [_hit(finder, one, texts[one.number], language) for one in ranked]
        return tuple(sorted(hits, key=lambda hit: -hit.score))


@dataclass(frozen=True, slots=True)
class _Ranked:
    points: float
    number: int
    names: str
    language: str
    """The language of the names."""


@dataclass(frozen=True, slots=True)
class _Stored:
    record_id: str
    reviewed: bool
    title: str
    context: str
    body: str
    acronym: str


def _marks(values: list[int]) -> str:
    return ",".join("?" * len(values))


def _hit(finder: Finder, ranked: _Ranked, texts: dict[str, _Stored], language: str) -> Hit:
    """Shape one hit: in the reader's language if it is found there, else where it is found."""
    order = sorted(texts, key=lambda own: (own != language, own != UNDETERMINED, own))
    shown = order[0]
    main = texts[shown]
    in_title = finder.marks(main.title)
    titled = frozenset(number for _, _, number in in_title)
    in_names = {number for _, _, number in finder.marks(ranked.names)}
    best, best_seen = shown, -1
    passage: tuple[str, Marks] = ("", ())
    near = 0.0
    for own in order:
        in_body = finder.marks(texts[own].body)
        in_own_title = in_title if own == shown else finder.marks(texts[own].title)
        near = max(near, finder.nearness(in_body), finder.nearness(in_own_title))
        numbers = {number for _, _, number in (*in_body, *in_own_title)}
        if own == ranked.language and len(numbers) < finder.parts:  # by another name it is found in this language too
            numbers |= in_names
        seen = len(numbers)
        if seen > best_seen:
            best, best_seen, passage = own, seen, finder.passage(texts[own].body, in_body, titled)
            if own != shown and in_own_title:  # the name that was found, since it is not the one shown
                passage = _after(texts[own].title, in_own_title, passage)
        if seen >= finder.parts:
            break
    return Hit(
        ref=RecordRef(main.record_id, kind_of(ranked.number), Text(main.title, shown), main.context, main.reviewed),
        snippet=passage[0],
        marks=passage[1],
        title_marks=tuple((start, end) for start, end, _ in in_title),
        language=best,
        score=round(ranked.points + _NEAR * near, 3),
        context=main.context,
        acronym=main.acronym,
        by_name=len(titled | in_names) >= finder.parts,
    )


def _after(title: str, in_title: list[tuple[int, int, int]], passage: tuple[str, Marks]) -> tuple[str, Marks]:
    """A passage with the title of its language before it."""
    before = f"{title}: " if passage[0] else title
    marks = tuple((start, end) for start, end, _ in in_title)
    return before + passage[0], marks + tuple((s + len(before), e + len(before)) for s, e in passage[1])
