"""Builds the index that `content.search` reads: every word of every record, filed so that a search may stop early.

The index is made of plain tables and FTS5 tables (see `content/search_schema.sql`). The same documents always give the
same rows, whatever order they come in.
"""

from __future__ import annotations

import pickle
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import groupby
from operator import itemgetter

from fieldref.content import ranking, vocabulary
from fieldref.content.folding import fold, joined, words
from fieldref.content.model import Kind

_HYPHENED = re.compile(r"\w+(?:[-‐‑–/.]\w+)+")
_POSSESSIVE = re.compile(r"(\w{3,})['’]s?\b")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+\b")
_BRACKETED = re.compile(r"\s*\(([^()]+)\)")
_NORM = re.compile(r"(Ley|D\.\s?Leg\.|DS|DU|RM)\s+(\d+(?:-\d+)?)([^\s,]*)")
_NORMS = {
    "ley": ("ley", "law"),
    "dleg": ("dleg", "dl", "decretolegislativo", "legislativedecree"),
    "ds": ("ds", "decretosupremo", "supremedecree"),
    "du": ("du", "decretodeurgencia", "decretourgencia", "urgencydecree", "emergencydecree"),
    "rm": ("rm", "resolucionministerial", "ministerialresolution"),
}
"""How the beginnings of laws and decrees are written."""
_BETWEEN_NAMES = re.compile(r"\s*(?:[/,;]|\by\b|\band\b)\s*")
_BREAK = " ¶ "  # between names and between texts: a phrase does not reach over it


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """All that search should know of one record in one language. Give one for each language a record has texts in."""

    record_id: str
    kind: Kind
    language: str
    """`es`, `en`, …; `und` for a record that is nothing but a proper name (a district): one document is enough then."""
    title: str
    """As the result list shows it."""
    aliases: tuple[str, ...] = ()
    """Other names a person may type: acronyms, short titles, old spellings, names in other languages. Acronyms in the
    brackets of a title (`Seguro … (SIS)`) are found without being given here."""
    codes: tuple[str, ...] = ()
    """Codes as printed, the most official first: PE-AYA, 0501, 12110, PER 09 016 11, Ley 29344 and also 29344."""
    body: str = ""
    """What the record says, as it is read: summary first, then the statements, one per line. It is shown as the matched
    passage, so plain text only. Places: name capital, traits, programmes and the titles of indicators with values
    there; programmes: name regions and partners. Then a question that joins a place and a subject finds the record."""
    importance: float = 0.5
    """0 to 1 inside its kind; kinds are weighed against each other by `content.ranking`."""
    position: int = 0
    """The editor's order inside the kind; decides between equals."""
    context: str = ""
    """A few words beside the title: sector and years of a programme, region of a province, publisher of a source."""


def write_index(connection: sqlite3.Connection, documents: Iterable[SearchDocument]) -> int:
    """Create and fill the index tables; returns how many records it holds. Does not commit.

    The tables must not be there yet. The caller's transaction, if any, is kept.
    """
    _create(connection)
    _wait(connection, documents)
    tally, place = _Tally(), 0
    for place, group in enumerate(_in_order(connection), start=1):
        entry = _Entry(ranking.search_id(place, group[0].kind), group)
        _write_entry(connection, entry)
        entry.count(tally)
    connection.execute("DROP TABLE temp.waiting")
    _write_words(connection, tally)
    for table in ("search_name", "search_body", "search_fragment"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    return place


def _create(connection: sqlite3.Connection) -> None:
    script = resources.files("fieldref.content").joinpath("search_schema.sql").read_text("utf-8")
    statement = ""
    for line in script.splitlines(keepends=True):  # not executescript: it would commit the caller's work
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _wait(connection: sqlite3.Connection, documents: Iterable[SearchDocument]) -> None:
    """Put the documents aside in a table of SQLite's own, which it keeps on the disk: content of any size is sorted
    without being held in memory."""
    connection.execute("CREATE TEMP TABLE waiting (record_id TEXT, weight REAL, position INTEGER, document BLOB)")
    connection.executemany(
        "INSERT INTO temp.waiting VALUES (?,?,?,?)",
        (
            (one.record_id, -ranking.static_weight(one.kind, one.importance), one.position, pickle.dumps(one))
            for one in documents
        ),
    )
    connection.execute("CREATE INDEX temp.waiting_record ON waiting (record_id)")


def _in_order(connection: sqlite3.Connection) -> Iterator[list[SearchDocument]]:
    """The documents of each record, the weightiest records first."""
    rows = connection.execute(
        """
        WITH best AS (SELECT record_id, min(weight) AS weight, position FROM temp.waiting GROUP BY record_id)
        SELECT best.record_id, waiting.document FROM best JOIN temp.waiting USING (record_id)
        ORDER BY best.weight, best.position, best.record_id, waiting.rowid
        """
    )
    for _record_id, group in groupby(rows, key=itemgetter(0)):
        yield [pickle.loads(document) for _, document in group]  # noqa: S301 - put there by ourselves


class _Tally:
    """In how many records, and in how many names, each word stands."""

    def __init__(self) -> None:
        self.records: Counter[str] = Counter()
        self.names: Counter[str] = Counter()


class _Entry:
    """One record on its way into the index: what its documents say, gathered."""

    def __init__(self, number: int, group: list[SearchDocument]) -> None:
        self.number = number
        self.group = sorted(group, key=lambda document: document.language)
        self.kind = self.group[0].kind
        self.keys: dict[str, int] = {}
        self._names: dict[str, None] = {}
        self._bodies: list[str] = []
        self._name_extras: set[str] = set()
        self._body_extras: set[str] = set()
        self._run_together: set[str] = set()  # found, but no words: nothing is mended to them
        for document in self.group:
            self._add_names(document)
            self._add_body(document)
            _collect_keys(document, self.keys)

    def _add_names(self, document: SearchDocument) -> None:
        names = _folded_names(document)
        self._names.update(dict.fromkeys(names))
        self._name_extras |= _stemmed({word for name in names for word in name.split()}, vocabulary.LANGUAGES)
        for name in (document.title, *document.aliases, *document.codes):
            self._name_extras.update(_extra_words(name))
        self._run_together.update(name.replace(" ", "") for name in names if 2 <= name.count(" ") + 1 <= 4)

    def _add_body(self, document: SearchDocument) -> None:
        text = f"{document.context}\n{document.body}"
        found = words(text)
        self._bodies.append(" ".join(found))
        self._body_extras |= _stemmed(set(found), _stem_languages(document.language))
        self._body_extras.update(_extra_words(text))

    def words_of_names(self) -> str:
        """All that is filed under the names: the names, other ways to write them, their stems, the kind."""
        others = " ".join(sorted(self._name_extras | self._run_together))
        return _BREAK.join([*self._names, others, f"{ranking.KIND_MARK}{self.kind}"])

    def words_of_body(self) -> str:
        """All that is filed under the text and not yet under the names."""
        return _BREAK.join([*self._bodies, " ".join(sorted(self._body_extras - self._name_extras))])

    def count(self, tally: _Tally) -> None:
        """Add the words of this record to the vocabulary."""
        in_names = {word for name in self._names for word in name.split()}
        in_names.update(word for word in self._name_extras if not word.startswith(vocabulary.STEM))
        tally.names.update(in_names)
        tally.records.update(in_names.union(*(body.split() for body in self._bodies)))


def _folded_names(document: SearchDocument) -> list[str]:
    """The title first, then other names and codes; folded, without repeats."""
    names = (document.title, *document.aliases, *document.codes)
    return list(dict.fromkeys(folded for name in names if (folded := fold(name))))


def _stem_languages(language: str) -> tuple[str, ...]:
    return (language,) if language in vocabulary.LANGUAGES else vocabulary.LANGUAGES


def _stemmed(found: Iterable[str], languages: Iterable[str]) -> set[str]:
    return {vocabulary.STEM + vocabulary.stem(word, language) for word in found for language in languages}


def _extra_words(text: str) -> list[str]:
    """Other ways to write what stands in `text`: joined at the hyphen, without the possessive, figures unspaced."""
    found = [joined(match[0]) for match in _HYPHENED.finditer(text)]
    found += [fold(match[1]) for match in _POSSESSIVE.finditer(text)]
    found += [joined(match[0]) for match in _GROUPED.finditer(text)]
    return [word for word in found if 1 < len(word) <= 40]


def _write_entry(connection: sqlite3.Connection, entry: _Entry) -> None:
    number, names = entry.number, entry.words_of_names()
    importance = max(document.importance for document in entry.group)
    row = (number, entry.group[0].record_id, str(entry.kind), importance)
    connection.execute("INSERT INTO search_record VALUES (?,?,?,?)", row)
    for document in entry.group:
        _write_text(connection, number, document)
    keys = ((key, number, rank) for key, rank in sorted(entry.keys.items()))
    connection.executemany("INSERT INTO search_key VALUES (?,?,?)", keys)
    connection.execute("INSERT INTO search_name(rowid, words) VALUES (?,?)", (number, names))
    row_of_body = (number, names, entry.words_of_body())
    connection.execute("INSERT INTO search_body(rowid, names, body) VALUES (?,?,?)", row_of_body)


def _write_text(connection: sqlite3.Connection, number: int, document: SearchDocument) -> None:
    languages = _stem_languages(document.language)
    stems = {vocabulary.stem(word, language) for word in words(document.title) for language in languages}
    added = connection.execute(
        "INSERT INTO search_text (search_id, language, title, context, names, stems) VALUES (?,?,?,?,?,?)",
        (
            number, document.language, document.title, document.context, "\n".join(_folded_names(document)) or " ",
            f" {' '.join(sorted(stems))} ",
        ),
    )  # fmt: skip
    if document.body:
        connection.execute("INSERT INTO search_passage VALUES (?,?)", (added.lastrowid, document.body))


def _own_acronym(title: str) -> list[str]:
    """The acronym in the brackets of a title, where it is made of the title's letters (`Seguro … Salud (SIS)`)."""
    letters = iter(joined(_BRACKETED.sub("", title)))
    found = _BRACKETED.findall(title)
    if (
        len(found) == 1
        and found[0][:2].isupper()
        and " " not in found[0]
        and all(c in letters for c in joined(found[0]))
    ):
        return found
    return []


def _listed_acronyms(title: str) -> list[str]:
    """The acronyms a title lists (`SEIA, SENACE y SINEFA`) or gives in brackets among others (`(formerly BTC/CTB)`)."""
    lists = [_parts(inside) for inside in _BRACKETED.findall(title)]
    found = [part.split()[-1] for parts in lists if len(parts) > 1 for part in parts]
    parts = _parts(_BRACKETED.sub("", title))
    if len(parts) > 1 and parts[0].isupper():
        found += [part for part in parts if part.isupper()]
    return [name for name in found if name[:2].isupper()]


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN_NAMES.split(text) if part.strip()]


def _collect_keys(document: SearchDocument, keys: dict[str, int]) -> None:
    title = document.title
    for names, rank in (
        (document.codes, 0),
        ((title, _BRACKETED.sub("", title)), 1),
        ((*document.aliases, *_own_acronym(title)), 2),
        (_listed_acronyms(title), 3),
    ):
        for name in names:
            for key in {joined(name)[:120], *_as_norm(name)} - {""}:
                keys[key] = min(rank, keys.get(key, rank))


def _as_norm(name: str) -> Iterator[str]:
    """The ways to write a law or decree, with and without who issued it: `decretosupremo0082010`, `ds0082010sa`."""
    if match := _NORM.match(name):
        for spelt in _NORMS[joined(match[1])]:
            yield spelt + joined(match[2])
            yield spelt + joined(match[2] + match[3])


def _write_words(connection: sqlite3.Connection, tally: _Tally) -> None:
    """The vocabulary: words of names first, then by how many records have them."""
    order = sorted(tally.records, key=lambda word: (-min(tally.names[word], 50), -tally.records[word], word))
    for number, word in enumerate((w for w in order if len(w) <= 40), start=1):
        heard = vocabulary.sound(word)
        connection.execute(
            "INSERT INTO search_word VALUES (?,?,?,?,?,?)",
            (number, word, heard, " ".join(vocabulary.stems(word)), tally.records[word], tally.names[word]),
        )
        if len(word) >= 3 and not word.isdigit():
            connection.execute("INSERT INTO search_fragment(rowid, word) VALUES (?,?)", (number, word))
        if word.isalpha() and len(word) >= 3:
            keys = vocabulary.keys_of_slips(word, by_hand=tally.names[word] > 0)
            connection.executemany("INSERT INTO search_slip VALUES (?,?)", ((key, number) for key in keys))
