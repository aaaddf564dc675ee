"""The rows of the content file while they are being composed, table by table, in the order they will be stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fieldref.authoring.collation import Collation
from fieldref.authoring.models import CodeModel, RecordModel, StatementModel
from fieldref.content.model import UNDETERMINED, Kind, Role

Row = dict[str, object]

ROLES: tuple[tuple[str, Role], ...] = (
    ("objectives", Role.OBJECTIVE),
    ("facts", Role.FACT),
    ("results", Role.RESULT),
    ("contradictions", Role.CONTRADICTION),
    ("gaps", Role.GAP),
    ("notes", Role.NOTE),
)
"""The lists of a YAML record and what their statements are."""


def source_id(reference: str) -> str:
    """The record id of a source as cited: `sisfin-tn p. 12` is `source/sisfin-tn`."""
    return f"source/{reference.split(maxsplit=1)[0]}"


def locator(reference: str) -> str | None:
    """The page or table of a citation, where one is given."""
    parts = reference.split(maxsplit=1)
    return parts[1] if len(parts) > 1 else None


@dataclass
class Rows:
    """Gathers rows. Every method adds; nothing is looked up or changed."""

    languages: tuple[str, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    """Ids of places by their code."""
    tables: dict[str, list[Row]] = field(default_factory=dict)
    _unread: set[str] = field(default_factory=set)
    _links: set[tuple[str, str, str]] = field(default_factory=set)
    _cited: dict[str, dict[str, None]] = field(default_factory=dict)

    @cached_property
    def _collation(self) -> Collation:
        return Collation()

    def add(self, table: str, **row: object) -> None:
        """One row, its columns by name."""
        self.tables.setdefault(table, []).append(row)

    def next_id(self, table: str) -> int:
        """The number the next row of `table` gets."""
        return len(self.tables.get(table, ())) + 1

    def record(
        self,
        record_id: str,
        kind: Kind,
        position: int,
        importance: float,
        title: Mapping[str, str],
        original: str,
        *,
        reviewed: bool = True,
    ) -> None:
        """A record with its title and the key it is sorted by in every language."""
        self.add("record", id=record_id, kind=str(kind), position=position, importance=importance,
                 reviewed=int(reviewed))  # fmt: skip
        if not reviewed:
            self._unread.add(record_id)
        self.text(record_id, "title", title, original)
        for language in self.languages:
            shown = title.get(language) or title.get(UNDETERMINED) or next(iter(title.values()))
            key = self._collation.key(shown, language)
            self.add("record_sort", record_id=record_id, language=language, sort_key=key)

    def text(self, record_id: str, name: str, texts: Mapping[str, str] | None, original: str) -> None:
        """One text of a record in all its languages."""
        for language, text in (texts or {}).items():
            status = self._status(record_id, language, original)
            self.add("record_text", record_id=record_id, field=name, language=language, text=text, status=status)

    def _status(self, record_id: str, language: str, original: str) -> str:
        """In a record that nobody has read no text is a reviewed translation: each stands as its publisher wrote it."""
        return "original" if language in (original, UNDETERMINED) or record_id in self._unread else "reviewed"

    def alias(self, record_id: str, name: str, language: str = UNDETERMINED, note: str | None = None) -> None:
        """Another name a person may type; the same one is kept once."""
        kept = self.tables.setdefault("alias", [])
        if not any(row["record_id"] == record_id and row["name"] == name and row["language"] == language
                   for row in reversed(kept)):  # fmt: skip
            self.add("alias", record_id=record_id, language=language, name=name, note=note)

    def link(self, from_id: str, to_id: str, role: str, position: int = 0) -> None:
        """A link, kept once even if both records name each other."""
        if (from_id, to_id, role) in self._links or (to_id, from_id, role) in self._links or from_id == to_id:
            return
        self._links.add((from_id, to_id, role))
        self.add("link", from_id=from_id, to_id=to_id, role=role, position=position)

    def cite(self, record_id: str, references: Iterable[str]) -> None:
        """Sources that the record rests on, in the order they are first named."""
        cited = self._cited.setdefault(record_id, {})
        for reference in references:
            cited.setdefault(source_id(reference))

    def finish(self) -> None:
        """Write the sources gathered by `cite`; to be called once, at the end."""
        for record_id, sources in self._cited.items():
            for position, source in enumerate(sources, 1):
                self.add("record_source", record_id=record_id, source_id=source, position=position)

    def code(self, record_id: str, code: CodeModel) -> None:
        """A code with its name and the reason it is suggested."""
        source = source_id(code.source) if code.source else None
        key = {"record_id": record_id, "scheme": code.scheme, "code": code.code}
        self.add("code", **key, status=code.status, source_id=source)
        for name, texts in (("name", code.name), ("reason", code.reason)):
            for language, text in (texts or {}).items():
                self.add("code_text", **key, field=name, language=language, text=text)
        if code.source:
            self.cite(record_id, [code.source])

    def statement(self, record_id: str, role: Role, position: int, statement: StatementModel, original: str) -> None:
        """One sentence with its note and sources."""
        number = self.next_id("statement")
        self.add("statement", id=number, record_id=record_id, role=str(role), position=position,
                 verified=int(statement.verified), confidence=statement.confidence)  # fmt: skip
        for name, texts in (("text", statement.text), ("note", statement.note)):
            for language, text in (texts or {}).items():
                status = self._status(record_id, language, original)
                self.add("statement_text", statement_id=number, field=name, language=language, text=text, status=status)
        for place, reference in enumerate(statement.sources, 1):
            self.add("statement_source", statement_id=number, source_id=source_id(reference), position=place,
                     locator=locator(reference))  # fmt: skip
        for code in dict.fromkeys(statement.places):
            self.add("statement_place", place_id=self.places[code], statement_id=number)
        self.cite(record_id, statement.sources)

    def common(self, record_id: str, kind: Kind, position: int, importance: float, record: RecordModel) -> str:
        """What every YAML record has; returns the language it was written in first."""
        original = record.original or self.languages[0]
        self.record(record_id, kind, position, importance, record.title, original, reviewed=record.reviewed)
        for name in ("short_title", "title_note", "summary"):
            field_name = "name_note" if name == "title_note" else name
            self.text(record_id, field_name, getattr(record, name), original)
        for alias in record.aliases:
            self.alias(record_id, alias)
        for code in record.codes:
            self.code(record_id, code)
        for name, role in ROLES:
            for place, statement in enumerate(getattr(record, name), 1):
                self.statement(record_id, role, place, statement, original)
        for place, topic in enumerate(record.topics, 1):
            self.link(record_id, f"topic/{topic}", "about", place)
        for place, other in enumerate(record.related, 1):
            self.link(record_id, other, "related", place)
        self.cite(record_id, record.sources)
        return original
