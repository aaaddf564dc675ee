"""What the search index is told of every record, in every language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from fieldref.authoring.figure_lines import FigureLines
from fieldref.authoring.rows import Row, Rows
from fieldref.authoring.search_index import SearchDocument
from fieldref.content.folding import fold
from fieldref.content.model import UNDETERMINED, Kind, Period, Role
from fieldref.content.passages import ALSO
from fieldref.i18n import N_
from fieldref.sheets.words import LIST_NOT_VERIFIED, Words

_BODY_FIRST = ("summary", "definition", "how_to_read")
_BEFORE = {Role.GAP: N_("Not found in the sources"), Role.CONTRADICTION: N_("Sources differ")}
_NOTE = "_note"
"""Ends the name of a field that only says how something is known: the list of results begins with what is known."""
_NOT_BODY = {"title", "short_title", "rights", "origin", "sector_note", "implementer_note", "confidence_note",
             "reliability_note"}  # fmt: skip
_NUMBER = re.compile(r"\d{4,}|\d{3}-\d{2,4}")
_OWN_TABLES = ("programme", "indicator", "topic", "source", "story", "term")


def documents(rows: Rows) -> Iterator[SearchDocument]:
    """One document a record and language in which something is written; a single one for a record that is nothing but a
    proper name. Where a reader would be shown another language's text there is none: that text is found in its own."""
    texts = Texts(rows)
    bodies = Bodies(rows, texts)
    for record in rows.tables["record"]:
        kind = Kind(str(record["kind"]))
        languages = (UNDETERMINED,) if kind is Kind.DISTRICT else rows.languages
        record_id = str(record["id"])
        for language in languages:
            if not texts.speaks(record_id, language):
                continue
            yield SearchDocument(
                record_id=record_id,
                kind=kind,
                language=language,
                title=texts.of(record_id, "title", language),
                aliases=bodies.aliases(record_id, language),
                codes=bodies.codes(record_id),
                body=bodies.body(record_id, language),
                importance=float(str(record["importance"])),
                position=int(str(record["position"])),
                context=bodies.context(record_id, language),
            )


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row[column])].append(row)
    return found


class Texts:
    """The texts of records and the words of vocabularies, by language."""

    def __init__(self, rows: Rows) -> None:
        self._default = rows.languages[0]
        self._texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in rows.tables["record_text"]:
            self._texts[str(row["record_id"]), str(row["field"])][str(row["language"])] = str(row["text"])
        self._written: dict[str, set[str]] = defaultdict(set)
        for (record_id, _name), texts in self._texts.items():
            self._written[record_id] |= set(texts) - {UNDETERMINED}
        self.fields: dict[str, list[str]] = defaultdict(list)
        for record_id, name in self._texts:
            if name not in _NOT_BODY:
                self.fields[record_id].append(name)
        self._labels = {
            (str(row["vocabulary"]), str(row["key"]), str(row["language"])): str(row["name"])
            for row in rows.tables.get("label", ())
        }

    def of(self, record_id: str, name: str, language: str) -> str:
        """A text in `language`, else in the default one, else in any."""
        texts = self._texts.get((record_id, name), {})
        for wanted in (language, UNDETERMINED, self._default):
            if wanted in texts:
                return texts[wanted]
        return next(iter(texts.values()), "")

    def speaks(self, record_id: str, language: str) -> bool:
        """Whether anything is written in `language`; also for a record whose every text is a proper name."""
        return language in self._written[record_id] or not self._written[record_id]

    def own(self, record_id: str, name: str, language: str) -> str:
        """A text in `language` or in none in particular; empty where only another language has it."""
        texts = self._texts.get((record_id, name), {})
        return texts.get(language, texts.get(UNDETERMINED, ""))

    def label(self, vocabulary: str, key: object, language: str) -> str:
        """The word for `key`; empty where there is none."""
        return self._labels.get((vocabulary, str(key), language), "") if key else ""


class Bodies:
    """Composes body, context, other names and codes of a record from the rows that concern it."""

    def __init__(self, rows: Rows, texts: Texts) -> None:
        self._texts = texts
        tables: Mapping[str, list[Row]] = defaultdict(list, rows.tables)
        self._alias = _grouped(tables["alias"], "record_id")
        self._code = _grouped(tables["code"], "record_id")
        self._norm = _grouped(tables["norm"], "topic_id")
        self._partner = _grouped(tables["programme_partner"], "programme_id")
        self._regions = _grouped(tables["programme_region"], "programme_id")
        self._workers = _grouped(tables["programme_region"], "place_id")
        self._traits = _grouped(tables["place_trait"], "place_id")
        self._place = {str(row["id"]): row for row in tables["place"]}
        self._own = {str(row["id"]): row for name in _OWN_TABLES for row in tables[name]}
        self._figures = FigureLines(tables, self._title, texts.label)
        self._sentences = _sentences(tables)
        self._titles = {fold(str(row["text"])) for row in tables["record_text"] if row["field"] == "title"}

    def aliases(self, record_id: str, language: str) -> tuple[str, ...]:
        """Other names, the short title first."""
        names = [self._texts.of(record_id, "short_title", language)]
        names += [str(row["name"]) for row in self._alias.get(record_id, ())]
        capital = str(self._place.get(record_id, {}).get("capital") or "")
        if fold(capital) not in self._titles:  # a town that gives its name to no place is looked for by it
            names.append(capital)
        title = self._texts.of(record_id, "title", language)
        return tuple(dict.fromkeys(name for name in names if name and name != title))

    def codes(self, record_id: str) -> tuple[str, ...]:
        """Codes as printed, and laws by name and bare number."""
        found = [str(row["code"]) for row in self._code.get(record_id, ())]
        for row in self._norm.get(record_id, ()):
            reference = str(row["reference"])
            found += [reference, *_NUMBER.findall(reference)]
        return tuple(dict.fromkeys(found))

    def body(self, record_id: str, language: str) -> str:
        """Everything else that is written in the record, best first, a line each."""
        names = sorted(self._texts.fields[record_id], key=lambda name: (name not in _BODY_FIRST, name))
        notes = [name for name in names if name.endswith(_NOTE)]
        parts = [self._texts.own(record_id, name, language) for name in names if name not in notes]
        parts += self._sentences.get((record_id, language), [])
        parts += self._of_programme(record_id, language) + self._of_place(record_id, language)
        parts += [self._texts.own(record_id, name, language) for name in notes]
        own, place = self._own.get(record_id, {}), self._place.get(record_id, {})
        extras = [place.get("capital"), place.get("authority"), own.get("publisher"), own.get("producer")]
        extras += [own.get("locality"), own.get("implementer")]
        parts += [str(extra) for extra in extras if extra]
        return "\n".join(dict.fromkeys(part for part in parts if part))

    def _of_programme(self, record_id: str, language: str) -> list[str]:
        if "budget_amount" not in self._own.get(record_id, {}):
            return []
        partners = ", ".join(str(row["name"]) for row in self._partner.get(record_id, ()))
        regions = [self._title(row["place_id"], language) for row in self._regions.get(record_id, ())]
        own, words = self._own[record_id], Words(language)
        return [_budget(own, words), partners, words.regions(regions, bool(own["regions_verified"]))]

    def _of_place(self, record_id: str, language: str) -> list[str]:
        if record_id not in self._place:
            return []
        traits = (self._texts.label(str(row["trait"]), row["value"], language)
                  for row in self._traits.get(record_id, ()))  # fmt: skip
        programmes = []
        for row in self._workers.get(record_id, ()):
            programme = str(row["programme_id"])
            short = self._texts.of(programme, "short_title", language)
            names = [short, self._title(programme, language)]
            if not self._own[programme]["regions_verified"]:
                names.append(Words(language).say(LIST_NOT_VERIFIED))
            programmes.append(" · ".join(dict.fromkeys(names)))
        return [", ".join(dict.fromkeys(traits)), *programmes, *self._figures.of(record_id, language)]

    def _title(self, record_id: object, language: str) -> str:
        return self._texts.of(str(record_id), "title", language)

    def context(self, record_id: str, language: str) -> str:
        """A few words beside the title: where the record belongs."""
        own = self._own.get(record_id, {})
        if record_id in self._place:
            return self._above(record_id, language)
        if "sector_id" in own:
            years = Words(language).years(_period(own))
            return _joined(" · ", self._texts.label("sector", own["sector_id"], language), years)
        if "theme_id" in own:
            method = self._texts.label("method", own.get("method"), language)
            return _joined(" · ", self._texts.label("theme", own["theme_id"], language), method)
        if "publisher" in own:
            return _joined(", ", own["publisher"], own["year"])
        if "locality" in own:
            return _joined(", ", own["locality"], self._title(own["place_id"], language) if own["place_id"] else "")
        return ""

    def _above(self, record_id: str, language: str) -> str:
        names = []
        parent = self._place[record_id]["parent_id"]
        while parent and self._place[str(parent)]["parent_id"]:
            names.append(self._title(parent, language))
            parent = self._place[str(parent)]["parent_id"]
        return ", ".join(dict.fromkeys(names))


def _budget(programme: Row, words: Words) -> str:
    """The budget as a sheet gives it, and as people write it: `EUR 6,500,000 • 6500000, 6.5 millones de euros`."""
    if not programme["budget_amount"]:
        return ""
    amount, currency = float(str(programme["budget_amount"])), str(programme["budget_currency"])
    said = words.told(words.money(amount, currency), bool(programme["budget_verified"]))
    return said + ALSO + ", ".join(filter(None, (f"{amount:.0f}", words.millions(amount, currency))))


def _period(programme: Row) -> Period:
    start, end, active = (str(programme[n]) if programme[n] else None for n in ("start_date", "end_date", "active_in"))
    return Period(start, end, bool(programme["dates_verified"]), bool(programme["dates_planned"]), active)


def _joined(mark: str, *parts: object) -> str:
    return mark.join(str(part) for part in parts if part)


def _sentences(tables: Mapping[str, list[Row]]) -> dict[tuple[str, str], list[str]]:
    """What each record says, with what a passage of it must not be read without: that it is not verified, that it is
    what the sources do not say, or on what they differ."""
    statement = {row["id"]: row for row in tables["statement"]}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in tables["statement_text"]:
        if row["field"] == "text":
            one, words = statement[row["statement_id"]], Words(str(row["language"]))
            said = words.told(str(row["text"]), bool(one["verified"]))
            if before := _BEFORE.get(Role(str(one["role"]))):
                said = f"{words.say(before)}: {said}"
            found[str(one["record_id"]), words.language].append(said)
    happened = {row["id"]: str(row["record_id"]) for row in tables["event"]}
    for row in tables["event_text"]:
        found[happened[row["event_id"]], str(row["language"])].append(str(row["text"]))
    return found
