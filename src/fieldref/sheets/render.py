"""A record as a page to read: HTML for the window, the printer and a browser, plain text for a terminal, and data.

One template per kind of record says what comes in which order; it speaks only through the macros of a layout (`rich`
for Qt, `web`, `plain`), so that a new kind is one file and a new form of output is one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from fieldref.content.library import Library
from fieldref.content.model import Kind, Role
from fieldref.content.record_model import Record
from fieldref.paths import bundle_root
from fieldref.sheets.data import as_data
from fieldref.sheets.facts import key_facts, masthead
from fieldref.sheets.found import Found
from fieldref.sheets.plain import absolute, breakable, fill, hanging, parted, shortened, tidy, underline, within
from fieldref.sheets.style import SheetStyle
from fieldref.sheets.view import Glossary, View
from fieldref.sheets.words import Words

_LAYOUTS: Mapping[str, str] = {
    "screen": "layouts/rich.html",
    "print": "layouts/rich.html",
    "web": "layouts/web.html",
    "text": "layouts/plain.txt",
}
_SAME_TEMPLATE: Mapping[Kind, str] = {Kind.REGION: "place", Kind.PROVINCE: "place", Kind.DISTRICT: "place"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered record. `missing`: some text had to come in another language than `language`.
    `reviewed`: whether somebody has read the record, or it was only imported."""

    title: str
    html: str
    language: str
    missing: bool
    reviewed: bool


class Sheets:
    """Renders records of one library. `templates` stands in for the bundled folder of templates."""

    def __init__(self, library: Library, templates: Path | None = None) -> None:
        self._library = library
        folder = templates if templates is not None else bundle_root() / "resources" / "templates"
        self._html = _environment(folder, escape=True)
        self._text = _environment(folder, escape=False)
        self._glossaries: dict[str, Glossary] = {}

    def html(
        self, record_id: str, language: str, *, figures: bool | None = None, style: SheetStyle | None = None
    ) -> Sheet:
        """The record as HTML for `style.target`. With `figures`, slots `<img src="figure:…">` stand where a map or a
        trend belongs. Raises `RecordNotFound` and `ContentError`."""
        style = style or SheetStyle()
        view = self._view(record_id, language, style, figures=bool(figures))
        html = self._render(self._html, style.target, view)
        return Sheet(masthead(view.record)[0], html, language, view.missing, view.record.reviewed)

    def prepare(self) -> Iterator[str]:
        """Compile what the sheets of the screen are made with, one template before each name that comes back."""
        layouts = set(_LAYOUTS.values()) - {_LAYOUTS["screen"]}
        for name in self._html.list_templates():
            if name not in layouts:
                self._html.get_template(name)
                yield name

    def text(self, record_id: str, language: str) -> str:
        """The record as plain text, at most 80 columns. Raises `RecordNotFound` and `ContentError`."""
        view = self._view(record_id, language, SheetStyle(), figures=False)
        return tidy(self._render(self._text, "text", view))

    def json(self, record_id: str, language: str) -> dict[str, Any]:
        """The record as plain data for `json.dumps`. Raises `RecordNotFound` and `ContentError`."""
        return as_data(self._library, self._library.record(record_id, language), language)

    def _view(self, record_id: str, language: str, style: SheetStyle, *, figures: bool) -> View:
        record = self._library.record(record_id, language)
        if language not in self._glossaries:
            self._glossaries[language] = Glossary.of(self._library.glossary(language))
        return View(self._library, record, Words(language), style, self._glossaries[language], figures=figures)

    def _render(self, environment: Environment, target: str, view: View) -> str:
        record, words = view.record, view.words
        title, subtitle = masthead(record)
        return self._template(environment, record).render(
            view=view,
            found=Found(self._library, record, words),
            words=words,
            record=record,
            said=lambda role: record.said(Role(role)),
            style=view.style,
            title=title,
            subtitle=subtitle,
            kind=words.kind(record.kind),
            facts=key_facts(self._library, record, words),
            info=self._library.info(view.language),
            layout=environment.get_template(_LAYOUTS[target]),
            _=words.say,
            ngettext=words.say_many,
        )

    @staticmethod
    def _template(environment: Environment, record: Record) -> Template:
        name = _SAME_TEMPLATE.get(record.kind, record.kind.value)
        return environment.get_template(f"records/{name}.html")


def _environment(folder: Path, *, escape: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=escape,  # noqa: S701 - off for plain text only
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
    )
    environment.filters.update(
        absolute=absolute,
        breakable=breakable,
        fill=fill,
        hanging=hanging,
        parted=parted,
        shortened=shortened,
        underline=underline,
        within=within,
    )
    return environment
