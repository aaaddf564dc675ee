"""How results are put in order. docs/search.md tells the whole of it in one page; the numbers live here."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from fieldref.content.model import Kind
from fieldref.content.query import Query

KIND_MARK = "§"
"""Stands before the kind in the index, to ask for the records of one kind."""

_KINDS = tuple(Kind)
_SOURCE = _KINDS.index(Kind.SOURCE)
_KIND_STATIC = {
    Kind.COUNTRY: 1.0, Kind.PROGRAMME: 0.95, Kind.REGION: 0.95, Kind.TOPIC: 0.85, Kind.INDICATOR: 0.85, Kind.TERM: 0.7,
    Kind.STORY: 0.65, Kind.PROVINCE: 0.45, Kind.SOURCE: 0.25, Kind.DISTRICT: 0.2,
}  # fmt: skip
_KIND_POINTS = {
    Kind.COUNTRY: 9.0, Kind.PROGRAMME: 10.0, Kind.REGION: 11.0, Kind.TOPIC: 9.0, Kind.INDICATOR: 7.5, Kind.TERM: 0.0,
    Kind.STORY: 1.0, Kind.PROVINCE: 2.0, Kind.DISTRICT: -2.0, Kind.SOURCE: -9.0,
}  # fmt: skip
_KEY_POINTS = {0: 230.0, 1: 220.0, 2: 215.0, 3: 185.0}
_IN_ALIAS, _IN_BODY = 0.85, 0.3
_TELLING = 4
"""Letters from which on it tells something how much of a word is typed."""
_KEY_AND_WORDS = 0.05
_SOURCE_NAMES = 0.6
_NAMED, _NAMED_WITH_REST = 6.0, 40.0
_KEY_OF_SOURCE = 95.0
"""For the short name by which editors cite a source."""
_SAME_ACCENT = 4.0
_OWN_LANGUAGE = 1.0


def static_weight(kind: Kind, importance: float) -> float:
    """What a record weighs before anything is asked, 0 to 1: its kind first, then its importance."""
    return round(0.75 * _KIND_STATIC[kind] + 0.25 * importance, 6)


def search_id(place: int, kind: Kind) -> int:
    """Number of a record in the index: its place in the static order, and its kind in the lowest four bits."""
    return place * 16 + _KINDS.index(kind)


def kind_of(number: int) -> Kind:
    """The kind told by a number made by `search_id`."""
    return _KINDS[number & 15]


def kind_number(number: int) -> int:
    """The same as a bare number, 0 to 15: quicker to count and look up by."""
    return number & 15


def place_of(number: int) -> int:
    """The place in the static order told by a number made by `search_id`; of the last record, how many there are."""
    return number >> 4


@dataclass(slots=True)
class Term:
    """One word of the query and all that counts as finding it."""

    word: str
    growing: bool
    """The last word: anything that begins with it counts too."""
    stems: tuple[str, ...] = ()
    records: int = 0
    """How many records have the very word."""
    endings: tuple[str, ...] = ()
    """The words that begin with a growing one, where they are few: asking for each is quicker than for all."""
    literal: bool = True
    """Whether the word itself counts; not when it is found nowhere and others stand in for it."""
    others: dict[str, float] = field(default_factory=dict)
    """Words (or two words) taken for it: those it may be a slip of, or a part of; with their worth, 0 to 1."""

    def expression(self) -> str:
        """As FTS5 asks for it."""
        options = [f'"{word}"' for word in self.others]
        if self.literal:
            options += [f'"{self.word}"', *(f'"·{stem}"' for stem in self.stems)]
            options += [f'"{word}"' for word in self.endings]
            if self.growing and not self.endings:
                options.append(f'"{self.word}" *')
        return f"({' OR '.join(options)})"

    def weight(self, all_records: int) -> float:
        """Rare words tell more; of a word that still grows too little is known to say so."""
        rare = 1.0 + math.log1p(all_records / (1 + self.records)) / 3
        return min(rare, 0.5 + 0.3 * len(self.word)) if self.growing and not self.records else rare

    def worth_in(self, padded: str, stems: str) -> float:
        """How well the term is found in a folded name with a space at either end: 0 not at all, 1 the very word."""
        if self.literal and f" {self.word} " in padded:
            return 1.0
        for word, worth in self.others.items():
            if f" {word} " in padded:
                return worth
        if not self.literal:
            return 0.0
        if not self.growing or len(self.word) >= _TELLING:
            for stem in self.stems:
                if f" {stem} " in stems:
                    return 0.88
        if self.growing and (at := padded.find(f" {self.word}")) >= 0:
            share = len(self.word) / max(1, padded.find(" ", at + 1) - at - 1)
            return 0.75 if len(self.word) < _TELLING else 0.75 + 0.2 * share
        return 0.0


@dataclass(slots=True)
class Candidate:
    """A record that matches, in one language, with its names as stored."""

    kind_number: int
    """Its kind, as `kind_number` tells it."""
    importance: float
    language: str
    title: str
    names: str
    stems: str
    has: frozenset[int]
    """Numbers of the terms known to stand somewhere in it."""
    named: frozenset[int]
    """Numbers of the terms that are its whole name, where the query asks for more (see `naming`)."""
    key_rank: int | None
    """How the whole query equals a code (0), title (1), other name (2) or a part of one (3) of it."""


class Scale:
    """Weighs the candidates of one query. Made once per query."""

    def __init__(
        self, query: Query, terms: list[Term], light: list[Term], whole: str, language: str, all_records: int
    ) -> None:
        """`whole` is the query as one, its slips mended."""
        self._query = query
        phrases = [Term(" ".join(phrase), growing=False) for phrase in query.phrases]
        self._terms = [*terms, *phrases]
        self._phrases = frozenset(range(len(terms), len(terms) + len(phrases)))
        self._light = light
        self._language = language
        self._weights = [term.weight(all_records) for term in self._terms]
        self._whole = whole
        self._sum = sum(self._weights) or 1.0
        self._of_kind = [_KIND_POINTS[kind] + query.kinds.get(kind, 0.0) for kind in _KINDS]

    def points(self, candidate: Candidate) -> float:
        """Points of one candidate: up to 100 for the words, then what the whole query, the kind and the rest add."""
        first, _, rest = candidate.names.partition("\n")
        title, others = f" {first} ", f" {rest} ".replace("\n", "  ") if rest else ""
        got, in_title = 0.0, 0
        has = candidate.has | self._phrases if self._phrases else candidate.has
        named = candidate.named
        is_source = candidate.kind_number == _SOURCE
        share = _SOURCE_NAMES if is_source else 1.0
        for number, term in enumerate(self._terms):
            worth = 1.0 if named and number in named else term.worth_in(title, candidate.stems)
            if worth:
                in_title += 1
            if worth < 1.0:
                if others and (elsewhere := _IN_ALIAS * term.worth_in(others, "")) > worth:
                    worth = elsewhere
                if worth < _IN_BODY and number in has:
                    worth = _IN_BODY
            got += self._weights[number] * worth * share
        points = 100 * got / self._sum + self._whole_points(first, rest, in_title)
        if named:
            points += self._named_points(named, has)
        if candidate.key_rank is not None:  # the words only decide between equals
            by_key = _KEY_POINTS[candidate.key_rank]
            if is_source and candidate.key_rank > 1:
                by_key = _KEY_OF_SOURCE
            points = by_key + _KEY_AND_WORDS * points
        return points + self._besides(candidate, title, others)

    def _besides(self, candidate: Candidate, title: str, others: str) -> float:
        """What the small words, the kind, importance, language and accents add."""
        points = 0.0
        for term in self._light:
            points += 6 * max(term.worth_in(title, candidate.stems), 0.8 * term.worth_in(others, ""))
        points += self._of_kind[candidate.kind_number] + 8 * candidate.importance
        if candidate.language in (self._language, "und"):
            points += _OWN_LANGUAGE
        if self._query.accented and any(word in candidate.title.lower() for word in self._query.accented):
            points += _SAME_ACCENT
        return points

    def _named_points(self, named: frozenset[int], has: frozenset[int]) -> float:
        """What a record gains whose whole name is in the query: more, the more of the rest it has."""
        rest = [number for number in range(len(self._terms)) if number not in named]
        all_of_it = sum(self._weights[number] for number in rest) or 1.0
        share = sum(self._weights[number] for number in rest if number in has) / all_of_it
        return _NAMED + _NAMED_WITH_REST * share

    def _whole_points(self, title: str, others: str, in_title: int) -> float:
        """What is added when the query as a whole fits a name."""
        points = 0.0
        if self._terms and in_title == len(self._terms):
            points += (8 if in_title == 1 else 20) + 12 * min(1.0, in_title / (title.count(" ") + 1))
        if self._whole and title.startswith(self._whole):
            points += 1 + 8 * len(self._whole) / len(title) + (12 if " " in self._whole else 0)
        elif self._whole and (others.startswith(self._whole) or f"\n{self._whole}" in others):
            points += 4
        return points
