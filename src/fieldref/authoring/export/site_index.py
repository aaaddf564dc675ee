"""The search index of the static edition: a script that a page loads, with the words of every record and the table by
which letters are folded, taken from the app's own folding."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from fieldref.content.folding import fold, words
from fieldref.content.model import UNDETERMINED, Kind
from fieldref.content.vocabulary import light_words, stop_words
from fieldref.i18n import _
from fieldref.sheets.words import NOT_REVIEWED, Words

_LETTERS = (
    (0x20, 0x250), (0x2B0, 0x370), (0x370, 0x400), (0x1E00, 0x1F00), (0x2000, 0x2150), (0x2150, 0x2190),
    (0x2200, 0x2270), (0xA720, 0xA7B0), (0xFB00, 0xFB07), (0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0xFF00, 0xFF60),
)  # fmt: skip
"""Letters and signs that texts and readers of Latin script may write; the rest is left as it is."""
_SHORTEST = 2
_NAMES_ONLY = frozenset({Kind.PROVINCE.value, Kind.DISTRICT.value, Kind.SOURCE.value})
"""Their texts say nothing that their names do not."""


def folding_table() -> dict[str, str]:
    """Every letter of those ranges that folding changes, with what becomes of it ('' drops it)."""
    table = {}
    for first, end in _LETTERS:
        for point in range(first, end):
            letter = chr(point)
            folded = fold(f"a{letter}a")[1:-1]
            if folded != letter:
                table[letter] = folded
    return table


def write_index(
    connection: sqlite3.Connection, codes: tuple[str, ...], addresses: dict[str, str], folder: Path
) -> None:
    """`words.js`, the same for all, and an `index.js` a language with the names of records. A record has the same
    number in every language: a reader may type either. Raises OSError."""
    numbers, entries = _entries(connection, codes)
    shared = {
        "FOLD": json.dumps(folding_table(), ensure_ascii=True, separators=(",", ":")),
        "WORDS": _json(_stepwise(_line(word, entries[word]) for word in sorted(entries))),
        "ADDRESSES": _json(_stepwise(addresses[record_id] for record_id in numbers)),
        "STOP": _json(dict.fromkeys(sorted(stop_words() | light_words()), 1)),
    }
    shown = {code: [_shown(connection, record_id, code) for record_id in numbers] for code in codes}
    shared["WORTH"] = _json("".join(str(min(9, worth)) for _title, _context, worth in shown[codes[0]]))
    _script(folder / "words.js", shared)
    imported = connection.execute("SELECT id FROM record WHERE NOT reviewed ORDER BY id").fetchall()
    unread = {numbers[record_id]: 1 for (record_id,) in imported if record_id in numbers}
    for code in codes:
        contexts = list(dict.fromkeys(context for _title, context, _worth in shown[code]))
        place = {context: number for number, context in enumerate(contexts)}
        say = Words(code)
        index = {
            "titles": [title for title, _context, _worth in shown[code]],
            "contexts": contexts,
            "context": [place[context] for _title, context, _worth in shown[code]],
            "kinds": {kind.value: say.kind(kind) for kind in Kind},
            "unread": unread,
            "not_reviewed": _(NOT_REVIEWED, lang=code),
            "found": _("Found: {count}", lang=code),
            "none": _("Nothing found.", lang=code),
        }
        _script(folder / code / "index.js", {"INDEX": _json(index)})


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _script(path: Path, values: dict[str, str]) -> None:
    path.write_text("".join(f"var {name}={value};\n" for name, value in values.items()), encoding="utf-8", newline="\n")


def _entries(
    connection: sqlite3.Connection, codes: tuple[str, ...]
) -> tuple[dict[str, int], dict[str, dict[int, bool]]]:
    """(number by record, {word: {number: whether it is in a name}}), with the words of every language."""
    found = connection.execute(
        f"""
        SELECT s.record_id, t.names, coalesce(p.body, '')
        FROM search_record AS s JOIN search_text AS t ON t.search_id = s.id
        LEFT JOIN search_passage AS p ON p.id = t.id
        WHERE t.language IN ({", ".join("?" for _code in (*codes, UNDETERMINED))}) ORDER BY s.id, t.language
        """,
        (*codes, UNDETERMINED),
    )
    said_everywhere = stop_words() | light_words()
    numbers: dict[str, int] = {}
    entries: dict[str, dict[int, bool]] = defaultdict(dict)
    for record_id, names, body in found:
        number = numbers.setdefault(record_id, len(numbers))
        for word in words(names.replace("\n", " ")):
            entries[word][number] = True
        if record_id.partition("/")[0] in _NAMES_ONLY:
            continue
        for word in words(body):
            if len(word) >= _SHORTEST and word not in said_everywhere:
                entries[word].setdefault(number, False)
    return numbers, entries


def _shown(connection: sqlite3.Connection, record_id: str, code: str) -> tuple[str, str, int]:
    """(title, context, importance from 0 to 10) of a record in the list of what was found."""
    title, context, importance = connection.execute(
        """
        SELECT t.title, t.context, s.importance FROM search_record AS s JOIN search_text AS t ON t.search_id = s.id
        WHERE s.record_id = ? ORDER BY t.language = ? DESC, t.language = ? DESC LIMIT 1
        """,
        (record_id, code, UNDETERMINED),
    ).fetchone()
    return title, context, round(10 * importance)


def _line(word: str, numbers: dict[int, bool]) -> str:
    """A word and its records, each told by the step from the one before, in base 36; `!` marks a name."""
    steps, last = [], 0
    for number in sorted(numbers):
        steps.append(("!" if numbers[number] else "") + _base36(number - last))
        last = number
    return f"{word} {','.join(steps)}"


def _stepwise(texts: Iterable[str]) -> str:
    """Texts, a line each, told by how much of the one before they begin with, in one digit in base 36, and the rest."""
    lines, last = [], ""
    for text in texts:
        same = 0
        while same < min(35, len(text), len(last)) and text[same] == last[same]:
            same += 1
        lines.append(_base36(same) + text[same:])
        last = text
    return "\n".join(lines)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits
