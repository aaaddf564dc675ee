"""Search: what a person types, answered at once, in the order a person would agree with.

`Searcher` reads the index that `authoring.search_index` wrote into the content file. It never fails on a text, and its
work does not grow with the file: rows are stored in the order of their importance, so it takes the first few hundred
that match and ranks only those (`ranking`). docs/search.md explains it in one page.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from fieldref.content import vocabulary
from fieldref.content.model import UNDETERMINED, Kind, RecordRef, Text
from fieldref.content.passages import Finder, Marks
from fieldref.content.query import Query, parse
from fieldref.content.ranking import KIND_MARK, Names, Term, kind_of, score

_MOST_COUNTED = 1000
_MOST_NAMES = 200
_MOST_BODIES = 150
_ENOUGH = 3


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
    """Another query that would find (more); offered, not done."""


class SearchInterrupted(Exception):
    """The search was given up because `interrupt` was called from another thread."""


class Searcher:
    """Searches one content file through its own connection.

    One search at a time; `interrupt` may be called from any thread.
    """

    def __init__(self, path: Path) -> None:
        uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
        self._db.execute("PRAGMA query_only=1")
        self._db.execute("PRAGMA trusted_schema=0")
        self._db.execute("PRAGMA mmap_size=268435456")
        self._records: int = self._db.execute("SELECT count(*) FROM search_record").fetchone()[0]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
            return self._search(parse(query), language, kinds, limit)
        except sqlite3.OperationalError as error:
            if "interrupt" in str(error):
                raise SearchInterrupted from error
            raise

    # -- the steps of a search -----------------------------------------------------------------------------------------

    def _search(self, query: Query, language: str, kinds: frozenset[Kind], limit: int) -> SearchResults:
        if query.empty:
            return SearchResults((), {}, query.text, None, 0)
        terms = [self._term(word, word == query.every_word[-1]) for word in query.words]
        found = self._find(query, terms)
        corrected = False
        if not found:
            corrected = self._mend(terms)
            found = self._find(query, terms)
        if len(found) < _ENOUGH and len(terms) > 1:
            self._find_most(query, terms, found)
        weights = [term.weight(self._records) for term in terms]
        ranked = self._rank(query, terms, weights, found, language, kinds)
        counts = Counter(kind_of(number) for number in found)
        total = len(found) if not kinds else sum(counts[kind] for kind in kinds)
        hits = self._hits(query, terms, ranked[:limit], language)
        return SearchResults(
            hits, dict(counts), query.text, _respelt(query, terms) if corrected else None, total,
            more=len(found) >= _MOST_COUNTED,
        )  # fmt: skip

    def _term(self, word: str, growing: bool) -> Term:
        row = self._db.execute("SELECT stems, records FROM search_word WHERE word=?", (word,)).fetchone()
        if row:
            stems, records = tuple(row[0].split()), row[1]
        else:
            stems, records = vocabulary.stems(word), 0
        if word.endswith("s") and len(word) > 4 and word[:-1] not in stems:
            stems += (word[:-1],)
        return Term(word, growing, stems, records=records)

    def _find(self, query: Query, terms: list[Term]) -> dict[int, frozenset[int]]:
        """Numbers of records that have every term, each with the terms it has."""
        everything = frozenset(range(len(terms)))
        found: dict[int, frozenset[int]] = {}
        required = [term.expression() for term in terms] + [_phrase(phrase) for phrase in query.phrases]
        if not required:
            return found
        expression = " AND ".join(required)
        if query.excluded:
            expression = f"({expression}) NOT ({' OR '.join(map(_phrase, query.excluded))})"
        else:
            for (number,) in self._db.execute(
                f"SELECT rowid FROM search_name WHERE search_name MATCH ? LIMIT {_MOST_NAMES}", (expression,)
            ):
                found[number] = everything
        for (number,) in self._db.execute(
            f"SELECT rowid FROM search_body WHERE search_body MATCH ? LIMIT {_MOST_COUNTED}", (expression,)
        ):
            found[number] = everything
        if not query.excluded and not query.phrases:
            for number in self._keys(query.joined):
                found.setdefault(number, everything)
        return found

    def _keys(self, key: str) -> dict[int, int]:
        """Records of which the whole query is a code or a name."""
        return dict(self._db.execute("SELECT search_id, rank FROM search_key WHERE key=? LIMIT 60", (key,)).fetchall())

    def _find_most(self, query: Query, terms: list[Term], found: dict[int, frozenset[int]]) -> None:
        """Add records that have as many of the terms as any record has."""
        numbers = sorted(range(len(terms)), key=lambda n: terms[n].records)[:5]
        ban = f" NOT ({' OR '.join(map(_phrase, query.excluded))})" if query.excluded else ""
        for size in range(len(numbers) - (len(numbers) == len(terms)), 0, -1):
            for subset in combinations(numbers, size):
                parts = [terms[n].expression() for n in subset] + [_phrase(p) for p in query.phrases]
                for (number,) in self._db.execute(
                    "SELECT rowid FROM search_body WHERE search_body MATCH ? LIMIT 60",
                    (f"({' AND '.join(parts)}){ban}",),
                ):
                    found[number] = found.get(number, frozenset()) | frozenset(subset)
            if len(found) >= _ENOUGH:
                return

    # -- mending what is found nowhere ---------------------------------------------------------------------------------

    def _mend(self, terms: list[Term]) -> bool:
        """Give each term that is found nowhere the words it may have meant. True when a slip was mended."""
        mended = False
        for term in terms:
            if self._db.execute(
                "SELECT 1 FROM search_body WHERE search_body MATCH ? LIMIT 1", (term.expression(),)
            ).fetchone():
                continue
            near = self._near(term.word, term.growing)
            parts = self._containing(term.word)
            if parts and (not near or near[0][1] > 0.4):
                term.instead = dict.fromkeys(parts, 0.5)
            elif near:
                best = near[0][1]
                term.instead = {word: 0.85 - 0.1 * (cost - best) for word, cost in near if cost <= best + 0.4}
                mended = True
        return mended

    def _near(self, word: str, growing: bool) -> list[tuple[str, float]]:
        """Words of the vocabulary this one may be a slip of, the likeliest first."""
        if len(word) < 3 or not word.isalpha():
            return []
        heard = vocabulary.sound(word)
        keys = sorted(set(vocabulary.slips(heard)))
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT word, records, names FROM search_word WHERE id IN"
            f" (SELECT word_id FROM search_slip WHERE key IN ({marks}) LIMIT 400)",
            keys,
        ).fetchall()
        if growing and len(heard) >= 3:
            rows += self._db.execute(
                "SELECT word, records, names FROM search_word WHERE sound >= ? AND sound < ? LIMIT 60",
                (heard, heard + "\uffff"),
            ).fetchall()
        found: dict[str, float] = {}
        for other, records, names in rows:
            cost = vocabulary.closeness(word, other, unfinished=growing)
            if cost is not None:
                found[other] = cost - (0.1 if names else 0.0) - min(records, 50) / 500
        if not found and len(word) >= 6:
            found = self._alike(word, growing)
        return sorted(found.items(), key=lambda item: (item[1], item[0]))[:5]

    def _alike(self, word: str, growing: bool) -> dict[str, float]:
        """Words that share runs of three letters: for what is further off than one slip."""
        runs = " OR ".join(f'"{word[i : i + 3]}"' for i in range(len(word) - 2))
        found: dict[str, float] = {}
        for other, records in self._db.execute(
            "SELECT w.word, w.records FROM search_fragment f JOIN search_word w ON w.id = f.rowid"
            " WHERE search_fragment MATCH ? LIMIT 600",
            (runs,),
        ):
            cost = vocabulary.closeness(word, other, unfinished=growing)
            if cost is not None:
                found[other] = cost - min(records, 50) / 500
        return found

    def _containing(self, part: str) -> list[str]:
        """Words of the vocabulary with this part inside."""
        if len(part) < 3:
            return []
        rows = self._db.execute(
            "SELECT w.word FROM search_fragment f JOIN search_word w ON w.id = f.rowid"
            " WHERE search_fragment MATCH ? LIMIT 16",
            (f'"{part}"',),
        ).fetchall()
        return [word for (word,) in rows]

    # -- order and shape -----------------------------------------------------------------------------------------------

    def _rank(
        self, query: Query, terms: list[Term], weights: list[float], found: dict[int, frozenset[int]], language: str,
        kinds: frozenset[Kind],
    ) -> list[tuple[float, int, str]]:  # fmt: skip
        """(points, number, language matched) of the best, best first."""
        keys = self._keys(query.joined)
        chosen = [number for number in found if not kinds or kind_of(number) in kinds]
        chosen = chosen[: _MOST_NAMES + _MOST_BODIES] + [n for n in keys if n in found and n in chosen]
        whole = " ".join(query.every_word)
        best: dict[int, tuple[float, int, str]] = {}
        marks = ",".join("?" * len(set(chosen)))
        for number, importance, own, title, names, stems in self._db.execute(
            "SELECT r.id, r.importance, t.language, t.title, t.names, t.stems FROM search_record r"
            f" JOIN search_text t ON t.search_id = r.id WHERE r.id IN ({marks})",
            list(set(chosen)),
        ):
            points = score(
                terms, weights, whole, Names(own, title, names, stems), kind_of(number), importance, keys.get(number),
                found[number],
            )  # fmt: skip
            if own in (language, UNDETERMINED):
                points += 1
            if number not in best or points > best[number][0]:
                best[number] = (points, number, own)
        return sorted(best.values(), key=lambda item: (-item[0], item[1]))

    def _hits(
        self, query: Query, terms: list[Term], ranked: list[tuple[float, int, str]], language: str
    ) -> tuple[Hit, ...]:
        if not ranked:
            return ()
        finder = Finder(terms, query.phrases)
        marks = ",".join("?" * len(ranked))
        texts: dict[int, dict[str, tuple[str, str, str, str]]] = {}
        for number, record_id, own, title, context, body in self._db.execute(
            "SELECT r.id, r.record_id, t.language, t.title, t.context, ifnull(p.body, '') FROM search_record r"
            f" JOIN search_text t ON t.search_id = r.id LEFT JOIN search_passage p ON p.id = t.id WHERE r.id IN ({marks})",
            [number for _, number, _ in ranked],
        ):
            texts.setdefault(number, {})[own] = (record_id, title, context, body)
        return tuple(_hit(finder, points, number, texts[number], language) for points, number, _ in ranked)


def _hit(finder: Finder, points: float, number: int, texts: dict[str, tuple[str, str, str, str]], language: str) -> Hit:
    """Shape one hit: in the reader's language if it is found there, else where it is found."""
    order = sorted(texts, key=lambda own: (own != language, own != UNDETERMINED, own))
    shown = order[0]
    record_id, title, context, _ = texts[shown]
    in_title = finder.marks(title)
    best, best_seen, passage = shown, -1, ("", ())
    for own in order:
        in_body = finder.marks(texts[own][3])
        seen = len({n for _, _, n in in_body}.union(n for _, _, n in (in_title if own == shown else finder.marks(texts[own][1]))))
        if seen > best_seen:
            best, best_seen, passage = own, seen, finder.passage(texts[own][3], in_body)
        if seen >= finder.parts:
            break
    return Hit(
        ref=RecordRef(record_id, kind_of(number), Text(title, shown), context),
        snippet=passage[0],
        marks=passage[1],
        title_marks=tuple((s, e) for s, e, _ in in_title),
        language=best,
        score=round(points, 3),
        context=context,
    )


def _phrase(found: tuple[str, ...]) -> str:
    return f'"{" ".join(found)}"'


def _respelt(query: Query, terms: list[Term]) -> str | None:
    """The query with the mended words in place of those typed."""
    instead = {term.word: next(iter(term.instead)) for term in terms if term.instead}
    return " ".join(instead.get(word, word) for word in query.every_word) if instead else None
