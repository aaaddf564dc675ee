"""What a template is given to speak of sources and texts: citation numbers, badges, linked acronyms.

A view lives for one rendering. It numbers sources in the order in which they are first cited, links each acronym once
a section, and notes whether any text had to come in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from fieldref.content.library import Library
from fieldref.content.model import UNDETERMINED, Citation, PlaceLevel, RecordRef, SourceSummary, Text, TextStatus
from fieldref.content.record_model import Record
from fieldref.i18n import N_
from fieldref.sheets.style import SheetStyle
from fieldref.sheets.words import LIST_NOT_VERIFIED, NOT_REVIEWED, WHY_NOT_REVIEWED, Words


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation as printed: the number of its source and where in it."""

    number: int
    locator: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The acronyms that running text may have, with a pattern that finds them as whole words."""

    terms: Mapping[str, RecordRef]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, terms: Mapping[str, RecordRef]) -> Glossary:
        """The glossary of the terms of a library."""
        if not terms:
            return cls(terms, None)
        longest_first = sorted(terms, key=lambda acronym: (-len(acronym), acronym))
        words = "|".join(re.escape(acronym) for acronym in longest_first)
        return cls(terms, re.compile(rf"(?<![\w\-/])(?:{words})(?![\w\-/])"))


class View:
    """One rendering of one record in one language."""

    def __init__(
        self, library: Library, record: Record, words: Words, style: SheetStyle, glossary: Glossary, *, figures: bool
    ) -> None:
        self.library = library
        self.record = record
        self.words = words
        self.language = words.language
        self.style = style
        self.figures = figures
        self.missing = False
        self._glossary = glossary
        self._linked: set[str] = set()
        self._numbers: dict[str, int] = {}

    def foreign(self, text: Text) -> bool:
        """Whether a text is not in the reader's language; noted for the whole sheet."""
        foreign = not text.is_in(self.language)
        self.missing = self.missing or foreign
        return foreign

    def badge(self, text: Text | None) -> str:
        """The words of the badge of a text: that it is in another language, or translated by machine; else ''."""
        if text is None:
            return ""
        if self.foreign(text):
            return self.words.only_in(text.language)
        return self.words.say(N_("Machine translation")) if text.status is TextStatus.MACHINE else ""

    def unread(self, it: Record | RecordRef) -> str:
        """The words of the badge of a record that was imported and that nobody has reviewed; else ''."""
        return "" if it.reviewed else self.words.say(NOT_REVIEWED)

    def unsure(self, it: RecordRef) -> str:
        """The mark of a programme that is listed here by a list of regions which is not verified; else ''."""
        return "" if it.tie_verified else self.words.say(LIST_NOT_VERIFIED)

    def why_unread(self) -> str:
        """What that badge means."""
        return self.words.say(WHY_NOT_REVIEWED)

    def titled(self, source: SourceSummary) -> str:
        """What has to be known of a source's title: that it is in another language, or our description; else ''."""
        if source.printed_in is None:
            return "" if source.ref.title.language == UNDETERMINED else self.words.say(N_("our description"))
        return "" if source.printed_in == self.language else self.words.in_language(source.printed_in)

    def begin_section(self) -> str:
        """Starts a section, in which each acronym may be linked once more. Returns '' for use in a template."""
        self._linked.clear()
        return ""

    def acronyms(self, text: str) -> Markup:
        """Running text, escaped, with the first of each acronym linked to its term."""
        if self._glossary.pattern is None:
            return escape(text)
        parts, end = Markup(), 0
        for match in self._glossary.pattern.finditer(text):
            parts += escape(text[end : match.start()]) + self._acronym(match[0])
            end = match.end()
        return parts + escape(text[end:])

    def _acronym(self, acronym: str) -> Markup:
        term = self._glossary.terms[acronym]
        if acronym in self._linked or term.id == self.record.id:
            return escape(acronym)
        self._linked.add(acronym)
        return Markup(
            '<a href="fieldref:{}" title="{}" class="term" style="color:{}; text-decoration:none">{}</a>'
        ).format(term.id, term.detail or term.title, self.style.link, acronym)

    def scheme(self, scheme: str) -> str:
        """The name of a scheme of codes, as the content names it."""
        label = self.library.labels("code_scheme", self.language).get(scheme)
        return label.name if label else self.words.scheme(scheme)

    def level(self, level: PlaceLevel) -> str:
        """The word for an administrative level, as the content names it: region, department …"""
        label = self.library.labels("place_level", self.language).get(level.value)
        return label.name if label else self.words.level(level)

    def cite(self, citations: Iterable[Citation]) -> list[Mark]:
        """The numbers of the cited sources in order, giving new ones where they are cited for the first time."""
        marks = (Mark(self._number(citation.source_id), citation.locator) for citation in citations)
        return sorted(marks, key=lambda mark: mark.number)

    def citing(self, source_id: str) -> list[Citation]:
        """A citation of one source, for what carries no list of them."""
        return [Citation(source_id)]

    def _number(self, source_id: str) -> int:
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def sources(self) -> list[tuple[int, SourceSummary]]:
        """Every source cited so far, then those the record rests on besides, with their numbers."""
        for source_id in self.record.sources:
            self._number(source_id)
        found = self.library.source_summaries(list(self._numbers), self.language)
        return [(number, found[source_id]) for source_id, number in self._numbers.items() if source_id in found]
