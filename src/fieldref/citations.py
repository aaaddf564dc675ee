"""Citations to paste into a report: of a record, of one figure, of a source; as text, BibTeX and RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from fieldref.content.library import Library
from fieldref.content.model import Citation, Observation
from fieldref.content.record_model import Indicator, Place, Source
from fieldref.filenames import slug
from fieldref.i18n import _, period, plain
from fieldref.sheets.data import cited_by_record, shown_figures
from fieldref.sheets.words import Words

LINK = "fieldref:"
"""Scheme of links into the app."""

NO_SOURCE = "D"
"""Reliability of what stands for general knowledge: nothing that can be cited."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_BIBTEX_LANGUAGES = {"es": "spanish", "en": "english"}


class ReferenceKind(StrEnum):
    """What is cited."""

    RECORD = "record"
    FIGURE = "figure"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation says, before it is written in one of the styles. Empty text: not known, and left out."""

    kind: ReferenceKind
    language: str
    publisher: str
    year: str
    """As it is known: '2025', '2012–2015', '' where there is none."""
    title: str
    said: str
    """The figure itself, with place and period; only of a figure."""
    locator: str
    """Table, page or section."""
    url: str
    as_of: str
    """ISO date or period: of a figure, what it covers; of a record, when the content was made, which says nothing of
    how old its facts are."""
    content_title: str
    content_version: str
    link: str
    """The record in the app."""

    def text(self) -> str:
        """One line in the language of the reference."""
        year = self.year or _("n.d.", lang=self.language)
        head = f"{self.publisher} ({year})." if self.publisher else f"({year})."
        titled = _sentence(", ".join(part for part in (self.title, self.locator) if part))
        parts = [head, titled, _sentence(self.said)]
        if self.as_of and self.kind is not ReferenceKind.SOURCE:
            is_figure = self.kind is ReferenceKind.FIGURE
            when = _("As of: {date}.", lang=self.language) if is_figure else _("Content of {date}.", lang=self.language)
            parts.append(when.format(date=period(self.as_of, lang=self.language)))
        parts += [self.url, self._inside()]
        return plain(" ".join(part for part in parts if part))

    def bibtex(self) -> str:
        """A BibTeX entry in UTF-8."""
        covered = self.as_of if self.kind is ReferenceKind.FIGURE else ""
        year = _YEAR.search(self.year)
        fields = {
            "author": f"{{{_bibtex(self.publisher)}}}" if self.publisher else "",
            "title": f"{{{_bibtex(self.title)}}}",
            "year": year[0] if year else "",
            "url": _bibtex_url(self.url),
            "howpublished": _bibtex(self._inside()),
            "note": _bibtex(". ".join(part for part in (self.said, self.locator, covered) if part)),
            "language": _BIBTEX_LANGUAGES.get(self.language, self.language),
        }
        body = ",\n".join(f"  {name} = {{{plain(value)}}}" for name, value in fields.items() if value)
        return f"@misc{{{self.key()},\n{body}\n}}\n"

    def ris(self) -> str:
        """A RIS record, for Zotero, Mendeley and EndNote."""
        kinds = {ReferenceKind.RECORD: "ELEC", ReferenceKind.FIGURE: "DATA", ReferenceKind.SOURCE: "RPRT"}
        year = _YEAR.search(self.year)
        fields = [
            ("TY", kinds[self.kind]),
            ("ID", self.key()),
            ("AU", self.publisher),
            ("TI", self.title),
            ("PY", year[0] if year else ""),
            ("PB", self.publisher),
            ("SE", self.locator),
            ("UR", self.url),
            ("DA", _ris_date(self.as_of)),
            ("N1", ". ".join(part for part in (self.said, self._inside()) if part)),
            ("LA", self.language),
            ("DB", self.content_title),
        ]
        lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
        return "\r\n".join([*lines, "ER  - "]) + "\r\n"

    def key(self) -> str:
        """An ASCII key: 'fieldref-region-PE-AYA-2025'."""
        year = _YEAR.search(self.year)
        return "-".join(
            part for part in ("fieldref", slug(self.link.removeprefix(LINK)), year[0] if year else "") if part
        )

    def _inside(self) -> str:
        template = _("In {title}, content {version} ({link}).", lang=self.language)
        return template.format(title=self.content_title, version=self.content_version, link=self.link)


def cite_record(library: Library, record_id: str, language: str) -> Reference:
    """A record; a source is cited as itself. Raises RecordNotFound."""
    record = library.record(record_id, language)
    if isinstance(record, Source):
        return cite_source(library, Citation(record_id), language)
    info = library.info(language)
    return Reference(
        ReferenceKind.RECORD,
        language,
        publisher=info.title.value,
        year=info.built_on[:4],
        title=Words(language).named(record),
        said="",
        locator="",
        url="",
        as_of=info.built_on,
        content_title=info.title.value,
        content_version=info.version,
        link=LINK + record_id,
    )


def cite_observation(library: Library, observation: Observation, language: str) -> Reference:
    """One figure with its place, period and source. Raises RecordNotFound."""
    indicator = library.record(observation.indicator_id, language)
    place = library.record(observation.place_id, language)
    if not isinstance(indicator, Indicator) or not isinstance(place, Place):
        raise TypeError("an observation joins an indicator and a place")
    source = cite_source(library, observation.citation, language)
    words = [place.title.value]
    for vocabulary, key in (("area", observation.area), ("population_group", observation.population_group)):
        if key and key != "total":
            labels = library.labels(vocabulary, language)
            words.append(labels[key].name if key in labels else key)
    value = Words(language).value(observation, indicator.unit, indicator.decimals)
    said = f"{indicator.title.value}, {', '.join(words)}: {value}"
    return Reference(
        ReferenceKind.FIGURE,
        language,
        publisher=source.publisher,
        year=source.year,
        title=source.title,
        said=said,
        locator=observation.citation.locator,
        url=source.url,
        as_of=observation.period,
        content_title=source.content_title,
        content_version=source.content_version,
        link=LINK + observation.indicator_id,
    )


def cite_sources(library: Library, record_id: str, language: str, *, figures: bool = True) -> tuple[Reference, ...]:
    """Every source that the sheet of a record refers to, that of its `figures` too, with the pages they name. What
    rests on general knowledge has no source to cite and is left out. Raises RecordNotFound."""
    record = library.record(record_id, language)
    cited = cited_by_record(record)
    if figures:
        cited += [observation.citation for observation in shown_figures(library, record, language)]
    locators: dict[str, list[str]] = {source_id: [] for source_id in record.sources}
    for citation in cited:
        named = locators.setdefault(citation.source_id, [])
        if citation.locator and citation.locator not in named:
            named.append(citation.locator)
    grades = library.source_summaries(list(locators), language)
    return tuple(
        cite_source(library, Citation(source_id, "; ".join(named)), language)
        for source_id, named in locators.items()
        if source_id in grades and grades[source_id].reliability.key != NO_SOURCE
    )


def cite_source(library: Library, citation: Citation, language: str) -> Reference:
    """A source, with the page or table that is meant. Raises RecordNotFound."""
    source = library.record(citation.source_id, language)
    if not isinstance(source, Source):
        raise TypeError(f"{citation.source_id} is not a source")
    info = library.info(language)
    return Reference(
        ReferenceKind.SOURCE,
        language,
        publisher=source.publisher or "",
        year=source.year or "",
        title=source.title.value,
        said="",
        locator=citation.locator,
        url=source.url or "",
        as_of=source.year or "",
        content_title=info.title.value,
        content_version=info.version,
        link=LINK + citation.source_id,
    )


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!", "…")) else f"{text}."


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX_ESCAPES.get(sign, sign) for sign in _one_line(text))


def _bibtex_url(url: str) -> str:
    """Reference managers want an address as it is; only what would break the braces is written in hexadecimal."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


def _ris_date(text: str) -> str:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    return "/".join([found[1], found[2] or "", found[3] or "", ""]) if found else ""
