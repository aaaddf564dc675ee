"""Asking the content file: plain SQL in, rows out, damage told as `ContentError`, texts chosen by language.

Every query that names a record takes `:language` (the reader's) and `:fallback` (the file's own default).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from fieldref.content.model import UNDETERMINED, Citation, Kind, Label, Period, RecordRef, Text, TextStatus
from fieldref.content.opening import ContentError, Problem

RANK = "CASE language WHEN :language THEN 0 WHEN 'und' THEN 1 WHEN :fallback THEN 2 ELSE 3 END, language"
"""Order of preference among the languages of one text."""

TITLE_LANGUAGE = f"""(
    SELECT language FROM record_text WHERE record_id = r.id AND field = 'title' ORDER BY {RANK} LIMIT 1
)"""

TITLE_JOIN = f"""
    JOIN record_text AS t ON t.record_id = r.id AND t.field = 'title' AND t.language = {TITLE_LANGUAGE}
    LEFT JOIN record_sort AS s ON s.record_id = r.id AND s.language = :sort_language
"""
"""Joins the chosen title (`t`) and its collation key (`s`) to a record (`r`)."""


def picked(record: str, field: str) -> str:
    """SQL for the text of `field` of the record named by the SQL expression `record`, in the best language."""
    return f"(SELECT text FROM record_text WHERE record_id = {record} AND field = '{field}' ORDER BY {RANK} LIMIT 1)"


PRODUCER = f"""coalesce(
    (SELECT name FROM label WHERE vocabulary = 'producer' AND key = i.producer ORDER BY {RANK} LIMIT 1), i.producer
)"""
"""The name of the producer of the indicator `i`."""


def publisher(source: str) -> str:
    """SQL for the publisher of the row `source` of that table: a proper name, or a description in the best language."""
    return f"""coalesce(
        (SELECT name FROM label WHERE vocabulary = 'publisher' AND key = {source}.publisher ORDER BY {RANK} LIMIT 1),
        {source}.publisher
    )"""


PARTNER = f"""coalesce(
    (SELECT name FROM programme_partner_text AS y
     WHERE y.programme_id = x.programme_id AND y.position = x.position ORDER BY {RANK} LIMIT 1), x.name
)"""
"""The name of the partner `x` of a programme."""

_PARENT = "(SELECT parent_id FROM place WHERE id = r.id)"
_GRANDPARENT = f"(SELECT parent_id FROM place WHERE id = {_PARENT})"

REF_COLUMNS = f"""
    r.id, r.kind, r.reviewed, t.text AS title, t.language AS title_language, t.status AS title_status,
    CASE r.kind
      WHEN 'programme' THEN
        coalesce({picked("r.id", "short_title")}, (SELECT acronym FROM programme WHERE id = r.id))
      WHEN 'province' THEN {picked(_PARENT, "title")}
      WHEN 'district' THEN {picked(_PARENT, "title")} || ', ' || {picked(_GRANDPARENT, "title")}
      WHEN 'indicator' THEN (SELECT {PRODUCER} FROM indicator AS i WHERE i.id = r.id)
      WHEN 'source' THEN (
          SELECT coalesce({publisher("o")} || ', ' || year, {publisher("o")}, year) FROM source AS o WHERE id = r.id
      )
      WHEN 'term' THEN {picked("r.id", "summary")}
    END AS detail
"""
"""What `ref_of` needs. The detail says: the short name of a programme, where a place lies, who makes an indicator or a
source, what a term means."""


class Rows:
    """The connection with what every query shares: the file's languages and its error."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        connection.row_factory = sqlite3.Row
        self._connection = connection
        self._path = path
        self.meta: dict[str, str] = {row["key"]: row["value"] for row in self.all("SELECT key, value FROM meta")}
        self.languages: tuple[str, ...] = tuple(_json_list(self.meta.get("languages", "[]")))
        default = self.meta.get("default_language", "")
        self.default_language: str = default or (self.languages[0] if self.languages else UNDETERMINED)

    def all(self, sql: str, values: Mapping[str, object] | None = None) -> list[sqlite3.Row]:
        """Every row of a query; raises `ContentError` when the file turns out to be damaged."""
        try:
            return self._connection.execute(sql, values or {}).fetchall()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.ProgrammingError):
                raise
            raise ContentError(Problem.DAMAGED, self._path) from error

    def one(self, sql: str, values: Mapping[str, object] | None = None) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found = self.all(sql, values)
        return found[0] if found else None

    def close(self) -> None:
        """Closes the connection; further queries are an error."""
        self._connection.close()

    def values(self, language: str, **more: object) -> dict[str, object]:
        """The named values that texts and order need, and more."""
        known = language if language in self.languages else self.default_language
        return {"language": language, "fallback": self.default_language, "sort_language": known, **more}

    def choose(self, found: Iterable[sqlite3.Row], language: str) -> Text | None:
        """The best of several rows (language, text, optionally status) of one text; None where there is no text."""
        order = {language: 0, UNDETERMINED: 1, self.default_language: 2}
        best = min(found, key=lambda row: (order.get(row["language"], 3), row["language"]), default=None)
        if best is None or not best["text"].strip():
            return None
        status = TextStatus(best["status"]) if "status" in best.keys() else TextStatus.ORIGINAL  # noqa: SIM118
        return Text(best["text"], best["language"], status)


def ref_of(row: sqlite3.Row) -> RecordRef:
    """A reference from the columns of `REF_COLUMNS`."""
    title = Text(row["title"], row["title_language"], TextStatus(row["title_status"]))
    return RecordRef(row["id"], Kind(row["kind"]), title, row["detail"] or "", bool(row["reviewed"]))


def period_of(row: sqlite3.Row) -> Period:
    """When a programme ran, from the columns of its table."""
    verified, planned = bool(row["dates_verified"]), bool(row["dates_planned"])
    return Period(row["start_date"], row["end_date"], verified, planned, row["active_in"])


def citations(found: Iterable[sqlite3.Row]) -> tuple[Citation, ...]:
    """Citations from rows of (source_id, optionally locator)."""
    return tuple(
        Citation(row["source_id"], (row["locator"] or "") if "locator" in row.keys() else "")  # noqa: SIM118
        for row in found
    )


def refs_by_id(rows: Rows, ids: Sequence[str], language: str) -> dict[str, RecordRef]:
    """References of the records among `ids` that exist, in one query."""
    if not ids:
        return {}
    found = rows.all(
        f"""
        SELECT {REF_COLUMNS}
        FROM (SELECT DISTINCT value FROM json_each(:ids)) AS wanted
        JOIN record AS r ON r.id = wanted.value
        {TITLE_JOIN}
        """,
        rows.values(language, ids=json.dumps(list(ids))),
    )
    return {row["id"]: ref_of(row) for row in found}


def labels_of(rows: Rows, vocabulary: str, language: str) -> dict[str, Label]:
    """The words of one vocabulary by key, each in the best language."""
    found = rows.all(
        f"""
        SELECT vocabulary, key, name, description, language FROM label
        WHERE vocabulary IN (:vocabulary, :vocabulary || '_one') ORDER BY key, {RANK}
        """,
        rows.values(language, vocabulary=vocabulary),
    )
    ones = {(row["key"], row["language"]): row["name"] for row in found if row["vocabulary"] != vocabulary}
    labels: dict[str, Label] = {}
    for row in found:
        if row["vocabulary"] != vocabulary:
            continue
        one = ones.get((row["key"], row["language"]), "")
        labels.setdefault(row["key"], Label(row["key"], row["name"], row["description"] or "", one))
    return labels


def grouped(found: Iterable[sqlite3.Row], key: str) -> dict[object, list[sqlite3.Row]]:
    """Rows by the value of one column, in the order they came."""
    groups: dict[object, list[sqlite3.Row]] = {}
    for row in found:
        groups.setdefault(row[key], []).append(row)
    return groups


def _json_list(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [str(item) for item in found] if isinstance(found, list) else []
