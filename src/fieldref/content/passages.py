"""The passage of a text in which a query is found, and where in it the found words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from fieldref.content.folding import GAP, level
from fieldref.content.ranking import Term

ALSO = " • "
"""In a line of a text: what follows are other words for it, shown only where they are what was found. The sign is one
that folds the quick way."""

PASSAGE = 170
"""Longest passage, in letters."""

_MOST, _MOST_OF_ONE = 40, 8
"""Marks looked for in one text: of several words the best passage may come late, of one the first is as good as any."""

Marks = tuple[tuple[int, int], ...]


def _choices(term: Term) -> Iterator[tuple[str, str]]:
    """What counts as the term, as few as do (a beginning makes the whole words with it unneeded): patterns, each with
    letters without which it cannot be."""
    for word in term.others:
        yield rf"{word.replace(' ', '[^a-z0-9]+')}\b", word.partition(" ")[0]
    if not term.literal:
        return
    yield re.escape(term.word) + (r"\w*" if term.growing else r"\b"), term.word
    if len(term.word) > 3 and term.word.isdecimal():  # as it is written: 6,500,000
        head = len(term.word) % 3 or 3
        groups = [term.word[:head], *(term.word[at : at + 3] for at in range(head, len(term.word), 3))]
        yield "[^a-z0-9]".join(groups) + r"\b", groups[0]
    for stem in term.stems:
        root = stem.rstrip("iy") if len(stem) > 4 else stem
        if not (term.growing and root.startswith(term.word)):
            yield re.escape(root) + (r"\w{0,6}\b" if len(root) > 2 else r"\b"), root


class Finder:
    """Finds the words of one query in texts as they are written. Made once per query."""

    def __init__(self, terms: Iterable[Term], phrases: Sequence[tuple[str, ...]] = ()) -> None:
        options = [r"\b" + r"[\W\x1f]+".join(map(re.escape, phrase)) + r"\b" for phrase in phrases]
        needed = {phrase[0] for phrase in phrases}
        for term in terms:
            choices = list(_choices(term))
            options.append(rf"\b(?:{'|'.join(pattern for pattern, _ in choices)})")
            needed.update(letters for _, letters in choices)
        self._needed = tuple(needed)
        self.parts = len(options)
        self._pattern = re.compile("|".join(f"({option})" for option in options)) if options else None
        first = "".join(sorted({letters[0] for letters in needed}))
        self._first_letters = re.compile(rf"[{re.escape(first)}](?<!\w.)", re.DOTALL) if first else None
        """Where one of their words may begin: a few letters are found quicker than a pattern is tried everywhere."""

    def marks(self, text: str) -> list[tuple[int, int, int]]:
        """Where the query is found in `text`: (start, end, number of the term); only the first so many."""
        if self._pattern is None or self._first_letters is None:
            return []
        most = _MOST_OF_ONE if self.parts == 1 else _MOST
        levelled = level(text)
        if GAP in levelled:
            return self._marks_over_gaps(levelled, most)
        begin = min((at for letters in self._needed if (at := levelled.find(letters)) >= 0), default=-1)
        if begin < 0:  # most texts end here: to look for letters is much quicker than for patterns
            return []
        found: list[tuple[int, int, int]] = []
        end = 0
        for beginning in self._first_letters.finditer(levelled, begin):
            at = beginning.start()
            if at >= end and (match := self._pattern.match(levelled, at)):
                end = match.end()
                found.append((at, end, match.lastindex or 0))
                if len(found) >= most:
                    break
        return found

    def _marks_over_gaps(self, levelled: str, most: int) -> list[tuple[int, int, int]]:
        """The same where apostrophes or loose accents stand inside words: look without them, then count them in."""
        assert self._pattern is not None
        gaps = [match.start() for match in re.finditer(GAP, levelled)]
        found = []
        for match in self._pattern.finditer(levelled.replace(GAP, "")):
            start, end = match.span()
            for gap in gaps:
                if gap > end:
                    break
                if gap <= start:
                    start += 1
                if gap < end or gap <= start:
                    end += 1
            found.append((start, end, match.lastindex or 0))
            if len(found) >= most:
                break
        return found

    def nearness(self, found: list[tuple[int, int, int]]) -> float:
        """How near each other the words of the query stand: 1 side by side in the order typed, 0 nowhere near."""
        if self.parts < 2:
            return 0.0
        best = 0.0
        for at, (start, _, number) in enumerate(found):
            run, last = 1, number
            for s, _, following in found[at + 1 : at + self.parts]:
                if following != last + 1 or s - start > 25 * run:
                    break
                run, last = run + 1, following
            close = {n for s, _, n in found[at : at + 8] if s - start <= PASSAGE}
            best = max(best, (run - 1) / (self.parts - 1), 0.4 * (len(close) - 1) / (self.parts - 1))
        return best

    def passage(
        self, text: str, found: list[tuple[int, int, int]], titled: frozenset[int] = frozenset()
    ) -> tuple[str, Marks]:
        """The passage of `text` with most of what was `found` in it by `marks`, on one line, and its marks. What the
        title tells already (`titled`, numbers of terms) counts little: of a place, show what was asked about it; and
        better in one line than over two."""
        if not found:
            return self._cut(text, 0, []), ()
        best, best_worth = found[0][0], (-1, -1, -1)
        for at, (start, _, _) in enumerate(found if self.parts > 1 else ()):
            line = text.find("\n", start)
            near = [(e, number) for s, e, number in found[at : at + 12] if e - start <= PASSAGE - 30]
            inside = {number for _, number in near}
            in_line = {number for e, number in near if e <= line or line < 0}
            worth = (len(inside - titled), len(in_line - titled), len(inside))
            if worth > best_worth:
                best, best_worth = start, worth
        begin = self._beginning(text, best)
        cut = self._cut(text, begin, found)
        shift = begin - (1 if cut.startswith("…") else 0)
        end = begin + len(cut) - cut.startswith("…") - cut.endswith("…")
        marks = tuple((s - shift, e - shift) for s, e, _ in found if s >= begin and e <= end)
        return cut, marks

    @staticmethod
    def _beginning(text: str, place: int) -> int:
        """Where to begin so that `place` is read in its sentence: the line's start if near or if all of it can be
        shown, else a word's start."""
        line, after = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        if place - line <= 60 or (after if after >= 0 else len(text)) - line <= PASSAGE:
            return line
        space = text.find(" ", place - 45, place)
        return space + 1 if space >= 0 else max(line, place - 40)

    @staticmethod
    def _cut(text: str, begin: int, found: list[tuple[int, int, int]]) -> str:
        end = min(len(text), begin + PASSAGE)
        line = text.find("\n", begin, end)
        if line >= begin + 60 or (line >= 0 and not any(line < s < end for s, _, _ in found)):
            end = line if line > begin else end
        if (also := text.find(ALSO, begin, end)) >= 0:
            end = Finder._end_of_names(text, begin, also, end, found)
        if end < len(text) and text[end] not in " \n," and (space := text.rfind(" ", begin + 60, end)) > 0:
            end = space
        before = "…" if begin > 0 and text[begin - 1] != "\n" else ""
        after = "…" if end < len(text) and text[end] != "\n" and not 0 <= also <= end else ""
        return before + text[begin:end].replace("\n", " ") + after

    @staticmethod
    def _end_of_names(text: str, begin: int, also: int, end: int, found: list[tuple[int, int, int]]) -> int:
        """Where to end a line with other words behind it: before them, or after those without which it is not found."""
        told = {number for s, e, number in found if begin <= s and e <= also}
        needed = [e for s, e, number in found if also < s and e <= end and number not in told]
        if not needed:
            return also
        comma = text.find(",", needed[-1], end)
        return comma if comma > 0 else end
