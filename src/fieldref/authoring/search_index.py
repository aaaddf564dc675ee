"""Builds the index that `content.search` reads: every word of every record, filed so that a search may stop early.

The index is made of plain tables and FTS5 tables (see `content/search_schema.sql`). The same documents always give the
same rows, whatever order they come in.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from fieldref.content import ranking, vocabulary
from fieldref.content.folding import fold, joined, words
from fieldref.content.model import Kind

_HYPHENED = re.compile(r"\w+(?:[-‐‑–/.]\w+)+")
_POSSESSIVE = re.compile(r"(\w{3,})['’]s?\b")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+\b")
_BRACKETED = re.compile(r"\s*\(([^()]+)\)")
_LAW = re.compile(r"^Ley\s")
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
    by_record: dict[str, list[SearchDocument]] = defaultdict(list)
    for document in documents:
        by_record[document.record_id].append(document)
    order = sorted(by_record.values(), key=_static_order)
    tally = _Tally()
    for place, group in enumerate(order, start=1):
        group.sort(key=lambda d: d.language)
        _write_record(connection, ranking.search_id(place, group[0].kind), group, tally)
    _write_words(connection, tally)
    for table in ("search_name", "search_body", "search_fragment"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    return len(order)


def _create(connection: sqlite3.Connection) -> None:
    script = resources.files("fieldref.content").joinpath("search_schema.sql").read_text("utf-8")
    statement = ""
    for line in script.splitlines(keepends=True):  # not executescript: it would commit the caller's work
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _static_order(group: list[SearchDocument]) -> tuple[float, int, str]:
    best = max(group, key=lambda d: d.importance)
    return (-ranking.static_weight(best.kind, best.importance), best.position, best.record_id)


class _Tally:
    """In how many records, and in how many names, each word stands; and in which languages it was met."""

    def __init__(self) -> None:
        self.records: Counter[str] = Counter()
        self.names: Counter[str] = Counter()


def _stem_languages(language: str) -> tuple[str, ...]:
    return (language,) if language in vocabulary.LANGUAGES else vocabulary.LANGUAGES


def _extra_words(text: str) -> list[str]:
    """Other ways to write what stands in `text`: joined at the hyphen, without the possessive, figures unspaced."""
    found = [joined(match[0]) for match in _HYPHENED.finditer(text)]
    found += [fold(match[1]) for match in _POSSESSIVE.finditer(text)]
    found += [joined(match[0]) for match in _GROUPED.finditer(text)]
    return [word for word in found if 1 < len(word) <= 40]


def _stemmed(found: Iterable[str], languages: Iterable[str]) -> set[str]:
    return {vocabulary.STEM + vocabulary.stem(word, language) for word in found for language in languages}


def _write_record(connection: sqlite3.Connection, number: int, group: list[SearchDocument], tally: _Tally) -> None:
    first = group[0]
    importance = max(d.importance for d in group)
    connection.execute("INSERT INTO search_record VALUES (?,?,?,?)", (number, first.record_id, first.kind, importance))
    names: list[str] = []
    bodies: list[str] = []
    name_extras: set[str] = set()
    run_together: set[str] = set()  # found, but no words: nothing is mended to them
    body_extras: set[str] = set()
    keys: dict[str, int] = {}
    for place, document in enumerate(group):
        own_names = [document.title, *document.aliases]
        lines = list(dict.fromkeys(folded for name in own_names if (folded := fold(name))))
        code_lines = list(dict.fromkeys(folded for code in document.codes if (folded := fold(code))))
        for name in (*lines, *code_lines):
            if name not in names:
                names.append(name)
        name_words = {word for name in (*lines, *code_lines) for word in name.split()}
        name_extras |= _stemmed(name_words, vocabulary.LANGUAGES)
        for name in (*own_names, *document.codes):
            name_extras.update(_extra_words(name))
        run_together.update(line.replace(" ", "") for line in lines if 2 <= line.count(" ") + 1 <= 4)
        text = f"{document.context}\n{document.body}"
        body = words(text)
        bodies.append(" ".join(body))
        body_extras |= _stemmed(set(body), _stem_languages(document.language))
        body_extras.update(_extra_words(text))
        _collect_keys(document, keys)
        title = fold(document.title)
        title_stems = {vocabulary.stem(w, s) for w in title.split() for s in _stem_languages(document.language)}
        text_id = number * 8 + place
        connection.execute(
            "INSERT INTO search_text VALUES (?,?,?,?,?,?,?,?)",
            (
                text_id, number, document.language, document.title, document.context, "\n".join(lines),
                f" {' '.join(sorted(title_stems))} ", "\n".join(code_lines),
            ),
        )  # fmt: skip
        if document.body:
            connection.execute("INSERT INTO search_passage VALUES (?,?)", (text_id, document.body))
    connection.executemany(
        "INSERT INTO search_key VALUES (?,?,?)", ((key, number, rank) for key, rank in sorted(keys.items()))
    )
    mark = f"{ranking.KIND_MARK}{first.kind}"
    name_part = _BREAK.join([*names, " ".join(sorted(name_extras | run_together)), mark])
    connection.execute("INSERT INTO search_name(rowid, words) VALUES (?,?)", (number, name_part))
    body_part = _BREAK.join([*bodies, " ".join(sorted(body_extras - name_extras))])
    connection.execute("INSERT INTO search_body(rowid, names, body) VALUES (?,?,?)", (number, name_part, body_part))
    in_names = {word for name in names for word in name.split()}
    in_names.update(word for word in name_extras if not word.startswith(vocabulary.STEM))
    tally.names.update(in_names)
    tally.records.update(in_names.union(*(body.split() for body in bodies)))


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
    found = [part.split()[-1] for inside in _BRACKETED.findall(title) if len(_BETWEEN_NAMES.split(inside)) > 1
             for part in _BETWEEN_NAMES.split(inside) if part]  # fmt: skip
    parts = [part for part in _BETWEEN_NAMES.split(_BRACKETED.sub("", title)) if part]
    if len(parts) > 1 and parts[0].isupper():
        found += [part for part in parts if part.isupper()]
    return [name for name in found if name[:2].isupper()]


def _collect_keys(document: SearchDocument, keys: dict[str, int]) -> None:
    title = document.title
    for names, rank in (
        (document.codes, 0),
        ((title, _BRACKETED.sub("", title)), 1),
        ((*document.aliases, *_own_acronym(title)), 2),
        (_listed_acronyms(title), 3),
    ):
        for name in names:
            for key in {joined(name)[:120], joined(_LAW.sub("law ", name))[:120]} - {""}:
                keys[key] = min(rank, keys.get(key, rank))


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
            connection.executemany(
                "INSERT INTO search_slip VALUES (?,?)", ((key, number) for key in sorted(set(vocabulary.slips(heard))))
            )
