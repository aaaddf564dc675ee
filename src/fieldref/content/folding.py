"""Text made blind to accents, case and apostrophes, and the way back to the text as it was written.

Folding goes letter by letter, so it never depends on what stands around a letter: `fold(fold(x)) == fold(x)`, and a
place in the folded text can always be led back to the original, to mark what matched.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

GAP = "\x1f"
"""In levelled text: an apostrophe or a loose accent, which matching steps over."""
WIDE = "\x1e"
"""In levelled text: a letter that folds to several (ß, æ, ½); such texts take the slow way."""

_SPECIAL = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
_APOSTROPHES = frozenset("'’‘‛`´ʼʻʽˈʹ′＇ꞌ\u00ad\u200b\u200c\u200d\u2060\ufeff")  # with the marks that cannot be seen


def _fold_letter(letter: str) -> str:
    """What one letter becomes: letters, digits, one space, or nothing."""
    if letter in _APOSTROPHES:
        return ""
    before, text = "", letter
    for _ in range(4):  # the second round already changes nothing but a handful of oddities
        before, text = text, unicodedata.normalize("NFKD", text.casefold())
        text = "".join(_SPECIAL.get(c, c) for c in text if unicodedata.category(c) not in ("Mn", "Me"))
        if text == before:
            break
    if not text:
        return ""
    if letter not in _APOSTROPHES and all(c in _APOSTROPHES for c in text):
        return ""
    return re.sub(" +", " ", "".join(c if c.isalnum() else " " for c in text if c not in _APOSTROPHES)) or " "


class _Folding(dict[int, str]):
    """Letter to folded letters, filled as letters are met."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_letter(chr(point))
        return folded


class _Levelling(dict[int, str]):
    """Letter to exactly one letter, so that places do not move."""

    def __missing__(self, point: int) -> str:
        folded = _fold_letter(chr(point))
        level = self[point] = GAP if not folded else WIDE if len(folded) > 1 else folded
        return level


_QUICK = "cp1252"
"""Nearly every text here can be written in these 256 letters, and those are levelled at once, as bytes."""


@lru_cache(maxsize=1)
def _quick_levels() -> bytes:
    table = bytearray(range(256))
    for byte in range(256):
        try:
            letter = bytes([byte]).decode(_QUICK)
        except UnicodeDecodeError:
            table[byte] = ord(" ")
            continue
        folded = _fold_letter(letter)
        table[byte] = ord(GAP if not folded else folded if len(folded) == 1 and folded.isascii() else WIDE)
    return bytes(table)


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding()


@lru_cache(maxsize=1)
def _levelling() -> _Levelling:
    return _Levelling()


def _spread(text: str) -> str:
    """`text` folded, its spaces as they come."""
    try:
        quick = text.encode(_QUICK).translate(_quick_levels()).decode("ascii")
    except UnicodeEncodeError:
        return text.translate(_folding())
    if WIDE in quick:
        return text.translate(_folding())
    return quick.replace(GAP, "") if GAP in quick else quick


def fold(text: str) -> str:
    """`text` as search compares it: no accents, no case, no apostrophes, single spaces for all else.

    >>> fold("Q'eros, Áncash (ÑUÑOA)")
    'qeros ancash nunoa'
    """
    return " ".join(_spread(text).split())


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _spread(text).split()


def joined(text: str) -> str:
    """`text` folded, without any space: how codes and whole names are compared (`PE-AYA` → `peaya`)."""
    return "".join(_spread(text).split())


def level(text: str) -> str:
    """`text` folded without moving anything: same length, apostrophes as GAP, letters that widen as WIDE."""
    try:
        return text.encode(_QUICK).translate(_quick_levels()).decode("ascii")
    except UnicodeEncodeError:
        return text.translate(_levelling())


def fold_map(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its letters, the place in `text` it came from.

    Runs of spaces are one space, as in `fold`, but a space at either end is kept.
    """
    table = _folding()
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for folded in table[ord(letter)]:
            if folded == " " and letters and letters[-1] == " ":
                continue
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def find_all(text: str, query: str) -> list[tuple[int, int]]:
    """Every place where `query` stands in `text`, as (start, end), blind to accents, case and apostrophes.

    Finds parts of words too, as one expects of Ctrl+F. Never overlapping; empty when nothing of `query` is left after
    folding.
    """
    wanted = fold(query)
    if not wanted:
        return []
    if WIDE not in (levelled := level(text)):
        pattern = f"{GAP}*".join(f"[ {GAP}]+" if letter == " " else re.escape(letter) for letter in wanted)
        return [match.span() for match in re.finditer(pattern, levelled)]
    folded, places = fold_map(text)
    found: list[tuple[int, int]] = []
    start = folded.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        first, last = places[start], places[end - 1] + 1
        if not found or first >= found[-1][1]:
            found.append((first, last))
        start = folded.find(wanted, end)
    return found
