"""The words of a query as one content file knows them: in how many records, with which stems and endings."""

from __future__ import annotations

import sqlite3

from fieldref.content import vocabulary
from fieldref.content.mending import Mender
from fieldref.content.ranking import Term

_PREFIXES_INDEXED = 4
_MOST_ENDINGS = 24


def term_of(connection: sqlite3.Connection, mender: Mender, word: str, *, growing: bool) -> Term:
    """A word and all that counts as finding it. `growing`: it is the last one typed and may go on."""
    row = connection.execute("SELECT stems, records FROM search_word WHERE word=?", (word,)).fetchone()
    stems: tuple[str, ...] = ()
    if row:
        stems = tuple(row[0].split())
    elif not growing or not mender.begins(word):  # what is but a beginning has no ending to take off
        stems = vocabulary.stems(word)
    if word.endswith("s") and len(word) > 4 and word[:-1] not in stems:
        stems += (word[:-1],)  # Peru's, folded to perus
    return Term(word, growing, stems, row[1] if row else 0, _endings(connection, word) if growing else ())


def _endings(connection: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """The words that begin with this one; none where they are many, or so short that the index knows at once."""
    if len(word) <= _PREFIXES_INDEXED:
        return ()
    rows = connection.execute(
        f"SELECT word FROM search_word WHERE word > ? AND word < ? LIMIT {_MOST_ENDINGS + 1}",
        (word, word + "\U0010ffff"),
    ).fetchall()
    return tuple(ending for (ending,) in rows) if len(rows) <= _MOST_ENDINGS else ()
