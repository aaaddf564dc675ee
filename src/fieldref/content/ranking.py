"""How results are put in order. docs/search.md tells the whole of it in one page; the numbers live here."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from fieldref.content.model import Kind

KIND_MARK = "§"
"""Stands before the kind in the index, to ask for the records of one kind."""

_KINDS = tuple(Kind)
_KIND_STATIC = {
    Kind.COUNTRY: 1.0, Kind.PROGRAMME: 0.95, Kind.REGION: 0.95, Kind.TOPIC: 0.85, Kind.INDICATOR: 0.8, Kind.TERM: 0.7,
    Kind.STORY: 0.65, Kind.PROVINCE: 0.45, Kind.SOURCE: 0.25, Kind.DISTRICT: 0.2,
}  # fmt: skip
_KIND_POINTS = {
    Kind.COUNTRY: 9, Kind.PROGRAMME: 10, Kind.REGION: 10, Kind.TOPIC: 9, Kind.INDICATOR: 7, Kind.TERM: 5,
    Kind.STORY: 4, Kind.PROVINCE: 2, Kind.DISTRICT: -4, Kind.SOURCE: -6,
}  # fmt: skip


def static_weight(kind: Kind, importance: float) -> float:
    """What a record weighs before anything is asked, 0 to 1: its kind first, then its importance."""
    return round(0.75 * _KIND_STATIC[kind] + 0.25 * importance, 6)


def search_id(place: int, kind: Kind) -> int:
    """Number of a record in the index: its place in the static order, and its kind in the lowest four bits."""
    return place * 16 + _KINDS.index(kind)


def kind_of(number: int) -> Kind:
    """The kind told by a number made by `search_id`."""
    return _KINDS[number & 15]


@dataclass(slots=True)
class Term:
    """One word of the query and all that counts as finding it."""

    word: str
    growing: bool
    """The last word: anything that begins with it counts too."""
    stems: tuple[str, ...] = ()
    instead: dict[str, float] = field(default_factory=dict)
    """Words taken for it when it is found nowhere: those it may be a slip of, or a part of; with their worth, 0 to 1."""
    records: int = 0
    """How many records have the very word."""

    def expression(self) -> str:
        """As FTS5 asks for it."""
        options = [f'"{self.word}"'] if not self.instead else []
        options += [f'"·{stem}"' for stem in self.stems if not self.instead]
        options += [f'"{word}"' for word in self.instead]
        if self.growing and not self.instead:
            options.append(f'"{self.word}" *')
        return f"({' OR '.join(options)})"

    def weight(self, all_records: int) -> float:
        """Rare words tell more."""
        return 1.0 + math.log1p(all_records / (1 + self.records)) / 3

    def worth_in(self, padded: str, stems: str) -> float:
        """How well the term is found in a folded name with a space at either end: 0 not at all, 1 the very word."""
        if f" {self.word} " in padded:
            return 1.0
        for word, worth in self.instead.items():
            if f" {word} " in padded:
                return worth
        if any(f" {stem} " in stems for stem in self.stems):
            return 0.88
        at = padded.find(f" {self.word}") if self.growing else -1
        if at >= 0:
            end = padded.find(" ", at + 1)
            return 0.55 + 0.4 * len(self.word) / max(1, end - at - 1)
        return 0.0


@dataclass(slots=True)
class Names:
    """The names of a record in one language, as stored."""

    language: str
    title: str
    names: str
    stems: str


_IN_ALIAS, _IN_BODY = 0.85, 0.3
_KEY_POINTS = {0: 130.0, 1: 120.0, 2: 105.0}


def score(
    terms: list[Term], weights: list[float], whole: str, names: Names, kind: Kind, importance: float,
    key_rank: int | None, in_body: frozenset[int],
) -> float:  # fmt: skip
    """Points of a record for one query in one language.

    `whole`: the folded query; `key_rank`: how the whole query equals a code (0), title (1) or other name (2) of it;
    `in_body`: numbers of the terms known to stand somewhere in the record.
    """
    lines = names.names.split("\n")
    title = f" {lines[0]} "
    others = f" {'  '.join(lines[1:])} "
    got = 0.0
    in_title = 0
    for number, term in enumerate(terms):
        worth = term.worth_in(title, names.stems)
        in_title += worth > 0
        if worth < 1.0:
            worth = max(worth, _IN_ALIAS * term.worth_in(others, ""), _IN_BODY if number in in_body else 0.0)
        got += weights[number] * worth
    points = 100 * got / (sum(weights) or 1)
    if terms and in_title == len(terms):
        points += 10 + 15 * min(1.0, in_title / max(1, len(lines[0].split())))
    if whole and lines[0].startswith(whole):
        points += 15
    elif whole and any(line.startswith(whole) for line in lines[1:]):
        points += 10
    if key_rank is not None:
        points += _KEY_POINTS[key_rank]
    return points + _KIND_POINTS[kind] + 8 * importance
