"""What the search index is told of every record, in every language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fieldref.authoring.rows import Row, Rows
from fieldref.content.model import UNDETERMINED

_BODY_FIRST = ("short_title", "summary", "definition", "how_to_read")
_NOT_BODY = {"title", "rights", "origin", "sector_note", "implementer_note", "confidence_note", "reliability_note"}


def documents(rows: Rows) -> Iterator[object]:
    """One `SearchDocument` a record and language; nothing where the index is not built."""
    try:
        from fieldref.authoring.search_index import SearchDocument  # noqa: PLC0415
    except ImportError:
        return
    gathered = Gathered(rows)
    for record in rows.tables["record"]:
        record_id = str(record["id"])
        for language in rows.languages:
            yield SearchDocument(
                record_id=record_id,
                kind=str(record["kind"]),
                language=language,
                title=gathered.title(record_id, language),
                aliases=gathered.aliases[record_id],
                codes=gathered.codes[record_id],
                body=gathered.body(record_id, language),
                importance=float(str(record["importance"])),
                position=int(str(record["position"])),
                context=gathered.context(record_id, language),
            )


class Gathered:
    """The rows grouped by record, ready to be asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._default = rows.languages[0]
        self._texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in rows.tables["record_text"]:
            self._texts[str(row["record_id"]), str(row["field"])][str(row["language"])] = str(row["text"])
        self._fields: dict[str, list[str]] = defaultdict(list)
        for record_id, name in self._texts:
            if name not in _NOT_BODY:
                self._fields[record_id].append(name)
        self.aliases = self._grouped("alias", "name")
        self.codes = self._grouped("code", "code")
        self._sentences = self._sentences_by_record()
        self._labels: dict[tuple[str, str, str], str] = {
            (str(row["vocabulary"]), str(row["key"]), str(row["language"])): str(row["name"])
            for row in rows.tables.get("label", ())
        }
        self._place = {str(row["id"]): row for row in rows.tables.get("place", ())}
        self._parts = {str(row["from_id"]): str(row["to_id"]) for row in rows.tables.get("link", ())
                       if row["role"] == "located_in"}  # fmt: skip
        self._own = {str(row["id"]): row for name in ("programme", "indicator", "topic", "source", "story", "term")
                     for row in rows.tables.get(name, ())}  # fmt: skip

    def _grouped(self, table: str, column: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self._rows.tables.get(table, ()):
            found[str(row["record_id"])].setdefault(str(row[column]))
        return defaultdict(tuple, {key: tuple(names) for key, names in found.items()})

    def _sentences_by_record(self) -> dict[tuple[str, str], list[str]]:
        owner = {row["id"]: str(row["record_id"]) for row in self._rows.tables.get("statement", ())}
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self._rows.tables.get("statement_text", ()):
            if row["field"] == "text":
                found[owner[row["statement_id"]], str(row["language"])].append(str(row["text"]))
        norms = {row["id"]: row for row in self._rows.tables.get("norm", ())}
        for norm in norms.values():
            for language in self._rows.languages:
                found[str(norm["topic_id"]), language].append(str(norm["reference"]))
        events = {row["id"]: str(row["record_id"]) for row in self._rows.tables.get("event", ())}
        for row in self._rows.tables.get("event_text", ()):
            found[events[row["event_id"]], str(row["language"])].append(str(row["text"]))
        return found

    def text(self, record_id: str, name: str, language: str) -> str:
        """A text in `language`, else in the default one, else in any."""
        texts = self._texts.get((record_id, name), {})
        for wanted in (language, UNDETERMINED, self._default):
            if wanted in texts:
                return texts[wanted]
        return next(iter(texts.values()), "")

    def title(self, record_id: str, language: str) -> str:
        """The title a reader of `language` sees."""
        return self.text(record_id, "title", language)

    def body(self, record_id: str, language: str) -> str:
        """Everything else that is written in the record, best first, a line each."""
        names = sorted(self._fields[record_id], key=lambda name: (name not in _BODY_FIRST, name))
        parts = [self.text(record_id, name, language) for name in names]
        parts += self._sentences.get((record_id, language), [])
        parts += self._extras(record_id, language)
        return "\n".join(dict.fromkeys(part for part in parts if part))

    def _extras(self, record_id: str, language: str) -> list[str]:
        place, own = self._place.get(record_id, {}), self._own.get(record_id, {})
        extras = [place.get("capital"), own.get("publisher"), own.get("producer"), own.get("locality")]
        extras += [row["name"] for row in self._rows.tables.get("programme_partner", ())
                   if row["programme_id"] == record_id]  # fmt: skip
        extras += [self.title(str(row["place_id"]), language) for row in self._rows.tables.get("programme_region", ())
                   if row["programme_id"] == record_id]  # fmt: skip
        return [str(extra) for extra in extras if extra]

    def context(self, record_id: str, language: str) -> str:
        """The line under a result: where the record belongs."""
        own = self._own.get(record_id, {})
        if record_id in self._place:
            return self._above(record_id, language)
        if "sector_id" in own:
            years = "–".join(str(own[name])[:4] for name in ("start_date", "end_date") if own[name])
            return " · ".join(part for part in (self._label("sector", own["sector_id"], language), years) if part)
        if "theme_id" in own:
            method = self._label("method", own.get("method"), language)
            return " · ".join(part for part in (self._label("theme", own["theme_id"], language), method) if part)
        if "publisher" in own:
            return ", ".join(str(own[name]) for name in ("publisher", "year") if own[name])
        if "locality" in own:
            place = self.title(str(own["place_id"]), language) if own["place_id"] else ""
            return ", ".join(part for part in (str(own["locality"] or ""), place) if part)
        return self.text(record_id, "summary", language)[:120] if record_id.startswith("term/") else ""

    def _label(self, vocabulary: str, key: object, language: str) -> str:
        return self._labels.get((vocabulary, str(key), language), "") if key else ""

    def _above(self, record_id: str, language: str) -> str:
        names = []
        parent = self._place[record_id]["parent_id"]
        while parent and self._place[str(parent)]["parent_id"]:
            names.append(self.title(str(parent), language))
            parent = self._place[str(parent)]["parent_id"]
        return ", ".join(names)


__all__ = ["Gathered", "Row", "documents"]
