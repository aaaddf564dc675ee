"""What a person typed, taken apart: words, "quoted phrases", -words. Any text is a query; none is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldref.content.folding import joined, words
from fieldref.content.vocabulary import stop_words

MOST_WORDS = 12
"""Words of a query beyond these are not looked at: nobody types them, but somebody pastes a page."""
LONGEST_WORD = 40
LONGEST_TEXT = 20_000

_QUOTED = re.compile(r'(?<!\w)(-?)["“”«»„]([^"“”«»„]*)["“”«»„]')
_LEFT_OUT = re.compile(r"(?:^|(?<=\s))[-−–](\w[^\s]*)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart. All words are folded."""

    text: str
    """As typed, without spaces at the ends."""
    words: tuple[str, ...]
    """The words to find, without those that say nothing (unless there are no others)."""
    every_word: tuple[str, ...]
    """All words typed outside the exclusions, in order: what is compared with whole titles."""
    phrases: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]
    joined: str
    """All wanted words run together, as codes and whole names are filed."""

    @property
    def empty(self) -> bool:
        """Nothing to look for."""
        return not self.words and not self.phrases


def _clip(found: list[str]) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in found[:MOST_WORDS])


def parse(text: str) -> Query:
    """Take a query apart. A lonely quote or dash is just a mark; a query of exclusions alone is read as plain words."""
    text = text.strip()[:LONGEST_TEXT]
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []

    def take_phrase(match: re.Match[str]) -> str:
        found = _clip(words(match[2]))
        if found:
            (excluded if match[1] else phrases).append(found)
        return " "

    def take_excluded(match: re.Match[str]) -> str:
        if found := _clip(words(match[1])):
            excluded.append(found)
        return " "

    rest = _LEFT_OUT.sub(take_excluded, _QUOTED.sub(take_phrase, text))
    free = list(_clip(words(rest)))
    if not free and not phrases:
        free, excluded = list(_clip(words(text))), []
    telling = [word for word in dict.fromkeys(free) if word not in stop_words()]
    every = [word for phrase in phrases for word in phrase] + free
    return Query(
        text=text,
        words=tuple(telling) or (() if phrases else tuple(dict.fromkeys(free))),
        every_word=tuple(every),
        phrases=tuple(phrases[:6]),
        excluded=tuple(excluded[:6]),
        joined=joined(" ".join(every)),
    )
