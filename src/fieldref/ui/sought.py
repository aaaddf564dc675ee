"""What was looked for in a record: travels behind its address, so that the sheet opens at the passage that matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from fieldref.content.folding import fold
from fieldref.content.passages import ALSO

if TYPE_CHECKING:
    from fieldref.content.search import Hit

_SIGN = "~"
"""No section of a sheet begins with it."""
_BETWEEN = "\x1f"
_AROUND = 28
"""Letters before and after the first mark that tell its passage from others with the same word."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Pieces of text to look for, the most telling first, and the words to mark."""

    passages: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """What made this a hit, as it is written in the record. Who typed its name reads it from its top."""
        found = [hit.snippet[start:end] for start, end in hit.marks]
        found += [str(hit.ref.title)[start:end] for start, end in hit.title_marks]
        words = {fold(word): word for word in found if fold(word)}
        passages = []
        if hit.marks and not hit.by_name:
            start, end = hit.marks[0]
            before, after = hit.snippet.rfind(" ", 0, max(start - _AROUND, 0)) + 1, hit.snippet.find(" ", end + _AROUND)
            passages.append(hit.snippet[before : after if after > 0 else None].strip("… "))
            passages.append(hit.snippet[before:end].strip("… "))
            passages.append(hit.snippet[start : after if after > 0 else None].strip("… "))
            if ALSO in hit.snippet:  # the other words do not stand in the sheet, what they are words for does
                passages.append(hit.snippet.partition(ALSO)[0].rpartition(": ")[0])
            passages.append(hit.snippet[start:end])
        return cls(tuple(dict.fromkeys(p for p in passages if p)), tuple(words.values()))

    def address(self, record_id: str) -> str:
        """The record's address with this behind it; the bare id when there is nothing to look for."""
        if not self.words:
            return record_id
        parts = (_BETWEEN.join(self.passages), _BETWEEN.join(self.words))
        return f"{record_id}#{_SIGN}{_SIGN.join(part.replace(_SIGN, ' ') for part in parts)}"

    @classmethod
    def parse(cls, section: str) -> Self | None:
        """What stands behind `#` of an address; None for a plain section."""
        if not section.startswith(_SIGN):
            return None
        passages, _sep, words = section[1:].partition(_SIGN)
        return cls(
            tuple(part for part in passages.split(_BETWEEN) if part), tuple(w for w in words.split(_BETWEEN) if w)
        )
