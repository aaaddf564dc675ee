"""What a person typed, taken apart: words, "quoted phrases", -words. Any text is a query; none is an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from fieldref.content import vocabulary
from fieldref.content.folding import fold, words
from fieldref.content.model import Kind

MOST_WORDS = 12
"""Words of a query beyond these are not looked at: nobody types them, but somebody pastes a page."""
LONGEST_WORD = 40
LONGEST_TEXT = 20_000

_QUOTED = re.compile(r'(?<!\w)([-−–]?)["“”«»„]([^"“”«»„]*)["“”«»„]')
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEFT_OUT = re.compile(r"(?:^|(?<=\s))[-−–](\w[^\s]*)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart. All words are folded."""

    text: str
    """As typed, without spaces at the ends."""
    words: tuple[str, ...]
    """The words to find: those that tell something; where none does, the last."""
    light: tuple[str, ...]
    """Words that may be missing but count where they are found: `programme`, `worked`, `list`."""
    every_word: tuple[str, ...]
    """All words typed outside the exclusions, in order: what is compared with whole titles."""
    growing: str
    """The last word typed, which may go on."""
    phrases: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]
    kinds: dict[Kind, float]
    """Kinds the person named (`distrito …`) or hinted at (`who worked …`), with the points that gives them."""
    years: tuple[int, ...]
    """Years, in order: what is known of them is wanted, but a record need not have them."""
    accented: tuple[str, ...]
    """Words typed with an accent, as typed: a title with the very same letters comes before its lookalikes."""

    def as_typed(self, words_found: Sequence[str]) -> tuple[str, ...]:
        """Folded words of the query with the accents that were typed."""
        typed = {fold(word): word for word in re.findall(r"\w+", self.text)}
        return tuple(typed.get(word, word) for word in words_found)

    @property
    def empty(self) -> bool:
        """Nothing to look for."""
        return not self.words and not self.phrases


def _clip(found: list[str]) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in found[:MOST_WORDS])


def _whole_figures(found: Sequence[str]) -> list[str]:
    """The words with figures in one: `6,500,000`, folded to three words, is `6500000`."""
    whole: list[str] = []
    growing = False
    for word in found:
        if growing and len(word) == 3 and word.isdecimal():
            whole[-1] += word
        else:
            whole.append(word)
            growing = len(word) <= 3 and word.isdecimal() and word[0] != "0"
    return whole


def _accented(text: str) -> tuple[str, ...]:
    typed = re.findall(r"\w+", unicodedata.normalize("NFC", text[:400]).lower())
    return tuple(word for word in typed if not word.isascii() and fold(word) != word)[:MOST_WORDS]


def _years(found: Sequence[str]) -> frozenset[str]:
    """Years: they narrow what is sought, but are not it. In the number of a decree (`017-2019`) there is none."""
    years: set[str] = set()
    for before, word in pairwise(("", *found)):
        if _YEAR.fullmatch(word) and (not before.isdigit() or before in years):
            years.add(word)
    return frozenset(years)


class Vocabulary(Protocol):
    """The words of a content file."""

    def knows(self, word: str) -> int:
        """In how many records the word stands."""

    def begins(self, word: str) -> bool:
        """Whether any of its words begins with this one."""


def parse(text: str, file: Vocabulary) -> Query:
    """Take a query apart. A lonely quote or dash is just a mark; a query of exclusions alone is read as plain words.

    A word that the `file` does not have is read as the small word it sounds like (`kuantos`, `rejion`); the last, which
    may go on, only where nothing in the file begins with it: `huant` is on its way to Huanta and no `want`.
    """
    text = text.strip()[:LONGEST_TEXT]
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []

    def take_phrase(match: re.Match[str]) -> str:
        if found := _clip(words(match[2])):
            (excluded if match[1] else phrases).append(found)
        return " "

    def take_excluded(match: re.Match[str]) -> str:
        if found := _clip(words(match[1])):
            excluded.append(found)
        return " "

    free = list(_clip(_whole_figures(words(_LEFT_OUT.sub(take_excluded, _QUOTED.sub(take_phrase, text))))))
    if not free and not phrases:
        free, excluded = list(_clip(_whole_figures(words(text)))), []
    free = [
        word if file.knows(word) or (at == len(free) and file.begins(word)) else vocabulary.small_word(word)
        for at, word in enumerate(free, 1)
    ]
    full = [word for word in dict.fromkeys(free) if word not in vocabulary.stop_words()]
    known_kinds = vocabulary.kinds_meant(free)
    years = _years(free)
    empty = {*vocabulary.light_words(), *known_kinds, *years}
    telling = [word for word in full if word not in empty]
    if not telling and not phrases:
        telling = full or free[-1:]
    return Query(
        text=text,
        words=tuple(telling),
        light=tuple(word for word in full if word not in telling),
        every_word=(*(word for phrase in phrases for word in phrase), *free),
        growing=free[-1] if free else "",
        phrases=tuple(phrases[:6]),
        excluded=tuple(excluded[:6]),
        kinds=dict(known_kinds[word] for word in reversed(full) if word in known_kinds and word not in telling),
        years=tuple(dict.fromkeys(int(word) for word in free if word in years)),
        accented=_accented(text),
    )
