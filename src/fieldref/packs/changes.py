"""What is new between two content files, record by record."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from fieldref.content.opening import read_only_uri


@dataclass(frozen=True, slots=True)
class Changes:
    """Record ids, sorted. A record counts as changed when any text, statement or figure of it differs."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


# One row per thing a record says, without the row numbers that a rebuild may give anew. `observation` counts for the
# indicator and for the place.
_SAYS = (
    "SELECT record_id, 't', field, language, text FROM record_text",
    (
        "SELECT s.record_id, 's', s.role, t.language || t.field, t.text"
        " FROM statement s JOIN statement_text t ON t.statement_id = s.id"
    ),
    (
        "SELECT s.record_id, 'c', c.source_id, coalesce(c.locator, ''), s.verified"
        " FROM statement s JOIN statement_source c ON c.statement_id = s.id"
    ),
    "SELECT record_id, 'a', language, name, coalesce(note, '') FROM alias",
    "SELECT record_id, 'k', scheme, code, status FROM code",
    "SELECT from_id, 'l', role, to_id, '' FROM link",
    (
        "SELECT id, 'p', coalesce(start_date, '') || '/' || coalesce(end_date, ''), status, coalesce(budget_amount, '')"
        " FROM programme"
    ),
    "SELECT programme_id, 'r', place_id, '', '' FROM programme_region",
    "SELECT indicator_id, 'o', place_id || period || area || population_group, source_id, value FROM observation",
    "SELECT topic_id, 'n', reference, coalesce(date_published, ''), verified FROM norm",
    "SELECT id, 'u', coalesce(publisher, ''), coalesce(url, ''), coalesce(year, '') FROM source",
)


def compare(old: Path, new: Path) -> Changes:
    """What `new` holds beside `old`. Both are checked content files. Raises sqlite3.DatabaseError."""
    before, after = _digests(old), _digests(new)
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(key for key in after.keys() & before.keys() if after[key] != before[key])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _digests(path: Path) -> dict[str, int]:
    """A number per record that changes with what the record says, whatever the order of its rows."""
    with closing(sqlite3.connect(read_only_uri(path), uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = 0")
        digests = {str(row[0]): 0 for row in connection.execute("SELECT id FROM record")}
        for statement in _SAYS:
            for record, *said in connection.execute(statement):
                line = "\x1f".join(map(str, said)).encode("utf-8", "surrogatepass")
                said_number = int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())
                digests[record] = (digests[record] + said_number) % (1 << 128)
    return digests
