"""A record as a few lines for a message, each with the numbers of its sources, and those sources alone."""

from __future__ import annotations

from collections.abc import Iterable

from fieldref.citations import LINK, NO_SOURCE, Reference, cite_source
from fieldref.content.library import Library
from fieldref.content.model import Citation, Role
from fieldref.content.record_model import Place, Programme, Record, Statement
from fieldref.i18n import _, period, plain
from fieldref.sheets.facts import masthead
from fieldref.sheets.words import Words

_MOST_STATEMENTS = 3
_MOST_FIGURES = 4


def chat_text(library: Library, record_id: str, language: str) -> str:
    """A record in a few lines, with the sources of what they say. Raises RecordNotFound."""
    record = library.record(record_id, language)
    message = _Message(library, language)
    message.add(f"*{Words(language).named(record, ': '.join(part for part in masthead(record) if part))}*")
    if record.summary:
        message.add(record.summary.value, (Citation(source_id) for source_id in record.sources))
    if isinstance(record, Programme):
        message.programme(record)
    elif isinstance(record, Place):
        message.figures(record)
    message.statements(record)
    return message.text(record_id)


class _Message:
    """Lines that number their sources in the order in which they are first cited."""

    def __init__(self, library: Library, language: str) -> None:
        self._library = library
        self._language = language
        self._words = Words(language)
        self._lines: list[str] = []
        self._numbers: dict[Citation, int] = {}

    def add(self, line: str, citations: Iterable[Citation] = ()) -> None:
        """A line with the numbers of what it cites."""
        numbers = sorted({self._number(one) for one in self._citable(citations)})
        self._lines.append(" ".join([line, *(f"[{number}]" for number in numbers)]))

    def programme(self, record: Programme) -> None:
        """Period, amount and regions, with how well each is known."""
        words, record_sources = self._words, tuple(Citation(source_id) for source_id in record.sources)
        ran = words.ran(record.period)
        if ran:
            self.add(f"• {_('Period', lang=self._language)}: {ran}", record.period_citations or record_sources)
        if record.budget:
            amount = words.money(record.budget.amount, record.budget.currency)
            self.add(f"• {words.told(amount, record.budget_verified)}", record.budget_citations)
        if record.regions:
            names = words.regions([region.title.value for region in record.regions], record.regions_verified)
            self.add(f"• {_('Regions', lang=self._language)}: {names}", record.regions_citations or record_sources)

    def figures(self, place: Place) -> None:
        """The first figures of a place, with what must be known to read them."""
        indicators = {one.ref.id: one for one in self._library.indicators(self._language)}
        for one in self._library.latest(place.id, self._language)[:_MOST_FIGURES]:
            indicator = indicators[one.indicator_id]
            value = self._words.value(one, indicator.unit, indicator.decimals)
            caveat = indicator.caveat.value if indicator.caveat else ""
            about = [period(one.period, lang=self._language), self._words.sample(one), caveat]
            said = f"{indicator.ref.title.value}: {value} ({'; '.join(part for part in about if part)})"
            self.add(f"• {said}", [one.citation])

    def statements(self, record: Record) -> None:
        """The first results and facts that are verified, then everything in which the sources differ."""
        said = [one for one in (*record.said(Role.RESULT), *record.said(Role.FACT)) if one.verified]
        for one in said[:_MOST_STATEMENTS]:
            self._statement(self._words.role(one.role), one)
        for one in record.said(Role.CONTRADICTION):
            self._statement(_("Sources differ", lang=self._language), one)

    def text(self, record_id: str) -> str:
        """The message: the lines, their sources, where they come from."""
        lines = list(self._lines)
        if self._numbers:
            lines += ["", _("Sources:", lang=self._language)]
            for citation, number in self._numbers.items():
                lines.append(f"[{number}] {_source_line(cite_source(self._library, citation, self._language))}")
        info = self._library.info(self._language)
        template = _("{title}, content {version}", lang=self._language)
        origin = template.format(title=info.title.value, version=info.version)
        return plain("\n".join([*lines, "", f"{origin} · {LINK}{record_id}"]))

    def _statement(self, word: str, one: Statement) -> None:
        note = f" ({one.note.value})" if one.note else ""
        self.add(f"• {word}: {one.text.value}{note}", one.citations)

    def _citable(self, citations: Iterable[Citation]) -> list[Citation]:
        """Without what stands for general knowledge: there is no source to look up."""
        found = list(citations)
        grades = self._library.source_summaries([one.source_id for one in found], self._language)
        return [one for one in found if grades[one.source_id].reliability.key != NO_SOURCE]

    def _number(self, citation: Citation) -> int:
        return self._numbers.setdefault(citation, len(self._numbers) + 1)


def _source_line(reference: Reference) -> str:
    parts = (reference.publisher, reference.title, reference.locator, reference.year, reference.url)
    return ", ".join(part for part in parts if part)
