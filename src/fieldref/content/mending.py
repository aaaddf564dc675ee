"""What a word may have meant that is found nowhere: slips of the keyboard and of the ear, parts of words, words run
together. Every question to the file is answered from an index, so none takes longer in a larger file."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable

from fieldref.content import vocabulary

_MOST_ALIKE = 600
_MOST_PARTS = 16
_RELATED = 0.7
"""How far off a word is taken to be of which only the stem sounds the same."""
_FARTHEST = 1.6
"""How far off a word may be to stand in unasked. Farther ones are other words: `greater` is not `created`."""
_LOOSELY = 1.9
"""How far off a word may be to be offered: about two slips."""
_ONE_SLIP, _SAME_SOUND = 0.8, 0.3
"""How far off a word is at most that is one slip away, and one that sounds the same."""
_RARE, _COMMON = 2, 4
"""Records: a word in no more than so many may be a slip of one in so many times more."""


_Found = tuple[str, int, int, str]
"""A word, in how many records and names it stands, and its stems (empty: not looked at)."""


class Mender:
    """Asks the vocabulary of one content file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def knows(self, word: str) -> int:
        """In how many records the very word stands."""
        row = self._db.execute("SELECT records FROM search_word WHERE word=?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def begins(self, word: str) -> bool:
        """Whether any known word begins with this one."""
        after = (word, word + "\U0010ffff")
        return (
            self._db.execute("SELECT 1 FROM search_word WHERE word > ? AND word < ? LIMIT 1", after).fetchone()
            is not None
        )

    def near(self, word: str, *, growing: bool = False, loosely: bool = False) -> list[tuple[str, float]]:
        """Words this one may be a slip of, with how far they are (0 the same sound), the likeliest first.

        `growing`: the word may not be finished. `loosely`: also words one would offer, but not search for unasked.
        """
        if len(word) < 3 or not word.isalpha() or not word.isascii():
            return []
        found = self._weighed(word, self._one_slip_away(word, growing), growing, loosely)
        if not found and len(word) >= 4:
            found = self._weighed(word, self._alike(word), growing, loosely)
        return sorted(found.items(), key=lambda item: (item[1], item[0]))[:5]

    def _one_slip_away(self, word: str, growing: bool) -> list[_Found]:
        heard = vocabulary.sound(word)
        keys = vocabulary.keys_of_slips(word)
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            "SELECT word, records, names, stems FROM search_word WHERE id IN"
            f" (SELECT word_id FROM search_slip WHERE key IN ({marks}) LIMIT 400)",
            keys,
        ).fetchall()
        if growing and len(heard) >= 3:
            rows += self._db.execute(
                "SELECT word, records, names, stems FROM search_word WHERE sound >= ? AND sound < ? LIMIT 60",
                (heard, heard + "\uffff"),
            ).fetchall()
        return rows

    def _alike(self, word: str) -> list[_Found]:
        """Words that share runs of three letters: for what is further off than one slip."""
        runs = " OR ".join(f'"{word[i : i + 3]}"' for i in range(len(word) - 2))
        return self._db.execute(
            "SELECT w.word, w.records, w.names, '' FROM search_fragment f JOIN search_word w ON w.id = f.rowid"
            f" WHERE search_fragment MATCH ? LIMIT {_MOST_ALIKE}",
            (runs,),
        ).fetchall()

    @staticmethod
    def _weighed(word: str, rows: list[_Found], growing: bool, loosely: bool) -> dict[str, float]:
        found: dict[str, float] = {}
        for other, records, names, roots in rows:
            if not other.isalpha() or other == word:
                continue
            cost = vocabulary.closeness(word, other, unfinished=growing, more=int(loosely))
            if cost is None and roots and vocabulary.related(word, roots.split()):
                cost = _RELATED
            if cost is None:
                continue
            cost -= (0.15 if names else 0.0) + min(math.log2(1 + records) * 0.03, 0.2)
            if cost <= (_LOOSELY if loosely else _FARTHEST):
                found[other] = cost
        return found

    def slips(self, words: Iterable[str], *, found: bool, few: bool) -> dict[str, str]:
        """Words of a query that may be slips, with what each may have meant. `found`: whether the query finds anything
        as it is, and whether that is `few`."""
        instead: dict[str, str] = {}
        for word in words:
            records = self.knows(word)
            if records > _RARE or (not few and (records or self.begins(word))):
                continue
            if near := self.near(word, loosely=not found):
                best, cost = near[0]
                # where the word is not found, but others of its stem are, it is a slip if it sounds like a known one
                far = cost >= (_ONE_SLIP if records else _SAME_SOUND)
                if not (found and far) and self.knows(best) >= _COMMON * records:
                    instead[word] = best
        return instead

    def containing(self, part: str) -> list[str]:
        """Words with this part (three letters or more) inside, the most telling first."""
        if len(part) < 3 or not part.isalnum():
            return []
        rows = self._db.execute(
            "SELECT w.word FROM search_fragment f JOIN search_word w ON w.id = f.rowid"
            f" WHERE search_fragment MATCH ? LIMIT {_MOST_PARTS}",
            (f'"{part}"',),
        ).fetchall()
        return [word for (word,) in rows]

    def parted(self, word: str) -> str | None:
        """Two known words that were typed as one (`saludpublica`), or None."""
        if len(word) < 6 or not word.isascii():
            return None
        best: tuple[int, str] | None = None
        for at in range(2, len(word) - 1):
            first, second = word[:at], word[at:]
            known = min(self.knows(first), self.knows(second))
            if known and (best is None or known > best[0]):
                best = (known, f"{first} {second}")
        return best[1] if best else None
