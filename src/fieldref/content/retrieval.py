"""Which records a query may mean: found as typed, else mended, else as much of it as any record has.

Rows of the index lie in the order of importance, so each question takes the first few hundred and stops: the work does
not grow with the file. The order a person sees is made later, by `ranking`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product

from fieldref.content import naming
from fieldref.content.mending import Mender
from fieldref.content.model import Kind
from fieldref.content.query import Query
from fieldref.content.ranking import KIND_MARK, Term, kind_number, kind_of
from fieldref.content.terms import term_of

MOST_COUNTED = 1000
_MOST_NAMED = 160
_MOST_PARTLY_NAMED = 90
_MOST_OTHERS = 60
_MOST_OF_QUORUM = 60
_MOST_OF_SUBJECT = 12
_FEW, _VERY_FEW = 8, 3
_MOST_FOR_QUORUM = 5
_PART, _ONLY_PART = 0.25, 0.45
"""What a word is worth that has the one typed inside it, where that stands for itself elsewhere, and where not."""
_RIVALS = 0.9
"""How much farther off than the nearest word others may be and still stand in too: the ranking decides."""


class Retrieval:
    """The search of one query in one file; `found` and `keys` are the answer."""

    def __init__(self, connection: sqlite3.Connection, query: Query, kinds: frozenset[Kind]) -> None:
        self._db = connection
        self.query = query = naming.without_kinds_of_names(connection, query)
        """What was asked, as this file understands it."""
        self._mender = Mender(connection)
        telling = naming.telling(connection, query.words)
        self.terms = [self._term(word) for word in telling]
        self.light = [self._term(word) for word in (*query.light, *query.words) if word not in telling]
        self.mended = False
        """Whether a word found nowhere was taken for another."""
        self.missing: list[str] = []
        """Words found nowhere, and like no other: what is found, is found without them."""
        self.keys = naming.whole(connection, query, self.terms)
        """Records of which the whole query is a code or name, with how (see `ranking.Candidate.key_rank`)."""
        self.named: dict[int, frozenset[int]] = {}
        """Records that a part of the query names in full, with the numbers of the terms that do."""
        self.suggestion: str | None = None
        """Another query to offer."""
        self.found: dict[int, frozenset[int]] = {}
        """Every record counted, with the numbers of the terms it is known to have."""
        self._chosen: dict[int, None] = {}
        self._search()
        self.counts = _by_kind(self.found)
        self.more = len(self.found) >= MOST_COUNTED
        if kinds:
            self._keep(kinds)

    def chosen(self) -> Iterator[int]:
        """The records worth weighing: those whose names fit, and the most important of the others."""
        first = dict.fromkeys((*self.keys, *self.named, *self._chosen))
        yield from (number for number in first if number in self.found)
        others = [number for number in self.found if number not in first]
        if wanted := self.query.kinds:
            others.sort(key=lambda number: kind_of(number) not in wanted)
        yield from islice(others, _MOST_OTHERS)

    def _term(self, word: str) -> Term:
        return term_of(self._db, self._mender, word, growing=word == self.query.growing)

    # -- the steps -----------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        if self.query.kinds:
            self._find(_only(self.query.kinds))
        self._find()
        if not self.found and self.terms and not self.keys:
            self._mend()
            self._find()
            self._mended_keys()
        if self._name():  # a place and what is asked of it: nothing is missing
            self._add_keys()
            return
        if len(self.found) < _FEW and self.terms and not self.query.phrases:
            self._widen()
        if len(self.terms) > 1 and (len(self.found) < _VERY_FEW or not (self._chosen or self.named)):
            self._find_most()
        self._suggest()
        self._add_keys()

    def _add_keys(self) -> None:
        if not self.query.excluded and not self.query.phrases:
            for number in self.keys:
                self.found.setdefault(number, frozenset(range(len(self.terms))))

    def _mended_keys(self) -> None:
        """Whole names that are meant once the words are mended; where a word may stand for several, for each."""
        spellings = [[term.word] if term.literal else list(term.others)[:3] for term in self.terms]
        if self.keys or not self.mended or len(self.terms) > 3 or self.query.phrases:
            return
        for spelling in product(*spellings):
            for number, rank in naming.keys(self._db, "".join(spelling).replace(" ", "")).items():
                self.keys.setdefault(number, rank)

    def _name(self) -> bool:
        """See which records a part of the query names, and whether one has all the words; else add what they have."""
        if len(self.query.every_word) < 2 or self.query.phrases:
            return False
        self.named = naming.named(self._db, self.query.every_word, self.terms)
        if not self.named or self.query.excluded:
            return False
        if any(number in self.found for number in self.named):
            return self._add_subject()
        has = {number: set(terms) for number, terms in self.named.items()}
        for number, term in enumerate(self.terms):
            for one in naming.holding(self._db, self.named, term.expression()):
                has[one].add(number)
        self.found |= {number: frozenset(terms) for number, terms in has.items()}
        return False

    def _add_subject(self) -> bool:
        """Add what has the rest of the query for a name: after the place, its subject (`anemia huancavelica`)."""
        rest = frozenset(range(len(self.terms))).difference(*self.named.values())
        if rest:
            expression = " AND ".join(self._required(self.terms[number] for number in sorted(rest)))
            for number in self._rows("search_name", expression, _MOST_OF_SUBJECT):
                self.found.setdefault(number, rest)
                self._chosen[number] = None
        return bool(rest)

    def _rows(self, table: str, expression: str, limit: int) -> list[int]:
        rows = self._db.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {limit}", (expression,))
        return [number for (number,) in rows]

    def _required(self, terms: Iterable[Term]) -> list[str]:
        return [term.expression() for term in terms] + [_phrase(phrase) for phrase in self.query.phrases]

    def _barred(self, expression: str) -> str:
        if not self.query.excluded:
            return expression
        return f"({expression}) NOT ({' OR '.join(map(_phrase, self.query.excluded))})"

    def _find(self, only: str = "") -> None:
        """Add the records that have every term. `only`: further condition, for kinds."""
        required = self._required(self.terms)
        if not required:
            return
        everything = frozenset(range(len(self.terms)))
        expression = " AND ".join(required) + only
        named: list[int] = []
        if not self.query.excluded:
            named = self._rows("search_name", expression, _MOST_NAMED)
        if len(required) > 1 or self.query.excluded:
            partly = f"names : ({' OR '.join(required)}) AND {expression}"
            named += self._rows("search_body", self._barred(partly), _MOST_PARTLY_NAMED)
        for number in named:
            self._chosen[number] = None
            self.found[number] = everything
        for number in self._rows("search_body", self._barred(expression), MOST_COUNTED):
            self.found[number] = everything

    def _keep(self, kinds: frozenset[Kind]) -> None:
        """Only records of these kinds; as many as there are, however many others come before them."""
        self.found = {number: has for number, has in self.found.items() if kind_of(number) in kinds}
        if self.more:
            self._find(_only(kinds))
            self.counts |= _by_kind(self.found)
        self._chosen = {number: None for number in self._chosen if number in self.found}

    # -- when it is not found as typed ---------------------------------------------------------------------------------

    def _mend(self) -> None:
        """Let other words stand in for those that are found nowhere; drop those that nothing stands in for."""
        kept: list[Term] = []
        skip = False
        for term, following in zip(self.terms, [*self.terms[1:], None], strict=True):
            if skip:
                skip = False
                continue
            if following and self._mender.knows(term.word + following.word):
                kept.append(self._term(term.word + following.word))
                skip = True
                continue
            if self._rows("search_body", term.expression(), 1) or self._stand_in(term):
                kept.append(term)
            else:
                self.missing.append(term.word)
        if len(kept) < len(self.terms) and not any(term.literal for term in kept):
            kept, self.mended = [], False  # nothing of it is known: a guess at a part of it would be a guess
        self.terms = kept

    def _stand_in(self, term: Term) -> bool:
        near = self._mender.near(term.word, growing=term.growing)
        if not near or near[0][1] > 0.3:
            parts = self._mender.containing(term.word)
            if parts:
                term.literal, term.others = False, dict.fromkeys(parts, 0.5)
                return True
        if near:
            best = near[0][1]
            term.others = {word: 0.85 - 0.15 * (cost - best) for word, cost in near if cost <= best + _RIVALS}
        elif two := self._mender.parted(term.word):
            term.others = {two: 0.9}
        else:
            return False
        term.literal = False
        self.mended = True
        return True

    def _widen(self) -> None:
        """Add records that have the terms as parts of words."""
        wider = False
        for term in self.terms:
            if term.literal and len(term.word) >= 3:
                parts = [part for part in self._mender.containing(term.word) if part != term.word]
                term.others = dict.fromkeys(parts, _PART if term.records else _ONLY_PART)
                wider = wider or bool(parts)
        if wider:
            for number in self._rows("search_body", self._barred(" AND ".join(self._required(self.terms))), 100):
                if number not in self.found:
                    self.found[number] = frozenset()

    def _find_most(self) -> None:
        """Add records that have as many of the terms as any record has."""
        numbers = sorted(range(len(self.terms)), key=lambda n: self.terms[n].records)[:_MOST_FOR_QUORUM]
        all_of_them = len(numbers) == len(self.terms)
        for size in range(len(numbers) - all_of_them, 0, -1):
            for subset in combinations(numbers, size):
                parts = self._required(self.terms[n] for n in subset)
                named = f"names : ({' OR '.join(parts)}) AND {' AND '.join(parts)}"
                for expression in (named, " AND ".join(parts)):
                    for number in self._rows("search_body", self._barred(expression), _MOST_OF_QUORUM):
                        self.found[number] = self.found.get(number, frozenset()) | frozenset(subset)
                        if expression is named:
                            self._chosen[number] = None
            if len(self.found) >= _VERY_FEW:
                return

    def respelt(self, best_names: str) -> str | None:
        """The query with stand-ins in place of what was typed, those first that the best record has in its names."""
        if not self.mended:
            return None
        padded = f" {best_names} ".replace("\n", " ")
        instead: dict[str, str] = {}
        for term in self.terms:
            if not term.literal and term.others:
                instead[term.word] = next((w for w in term.others if f" {w} " in padded), next(iter(term.others)))
        return self._with(instead)

    def whole(self) -> str:
        """The query as one, its slips mended by the likeliest words."""
        return self.respelt("") or " ".join(self.query.every_word)

    def _suggest(self) -> None:
        """Offer another query where this one found nothing, or little by a word that hardly stands anywhere; and where
        it found little, add what that one finds."""
        if self.mended or self.query.phrases or self.keys:
            return
        instead = self._mender.slips(self.query.words, found=bool(self.found), few=len(self.found) <= _VERY_FEW)
        if not instead:
            return
        self.suggestion = self._with(instead)
        if self.found:
            terms = [self._term(instead.get(term.word, term.word)) for term in self.terms]
            for number in self._rows("search_body", self._barred(" AND ".join(self._required(terms))), _MOST_OTHERS):
                self.found.setdefault(number, frozenset())
            for term in self.terms:
                if term.word in instead:
                    term.others[instead[term.word]] = 0.7 if term.records else 0.95

    def _with(self, instead: dict[str, str]) -> str:
        return " ".join(instead.get(word, word) for word in self.query.every_word if word not in self.missing)


def _only(kinds: Iterable[Kind]) -> str:
    marks = " OR ".join(f'"{KIND_MARK}{kind}"' for kind in sorted(kinds))
    return f" AND ({marks})"


def _phrase(found: tuple[str, ...]) -> str:
    return f'"{" ".join(found)}"'


def _by_kind(found: Iterable[int]) -> dict[Kind, int]:
    return {kind_of(number): count for number, count in Counter(map(kind_number, found)).items()}
