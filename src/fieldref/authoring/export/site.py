"""The content as pages that need no server: for phones, and for computers too old for the app.

Every sheet is a small page in every language, from the templates of the app, opened from a stick or any static server.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fieldref.authoring.export.site_index import write_index
from fieldref.authoring.export.tables import languages
from fieldref.content.library import Library
from fieldref.content.model import Kind, RecordRef
from fieldref.content.opening import read_only_uri
from fieldref.content.record_model import Place
from fieldref.i18n import _, date, language_name
from fieldref.paths import bundle_root
from fieldref.sheets.render import Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.sheets.words import NOT_REVIEWED, Words

_STYLE = re.compile(r"<style>\n?(.*?)</style>", re.DOTALL)
_LINK = re.compile(r'<a href="fieldref:([^"#]+)"[^>]*>(.*?)</a>', re.DOTALL)
_OUTSIDE = re.compile(r'<a href="(https?://(?:www\.)?([^/"]+)[^"]*)">.*?</a>')
_OUTSIDE_TOO = re.compile(r' · <a href="https?://.*?</a>')
"""The address of a source, in a list of sources: the source has a page of its own that gives it."""
_SOURCES = re.compile(r'<section id="sources">.*?</section>', re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_FIGURES = re.compile(r"<table><tr><th>[^<]*<th class=f>.*?</table>", re.DOTALL)
_FIRST_CELLS = re.compile(r"<tr><td>(?:(?!<td|<tr).)*", re.DOTALL)
_HOW = re.compile(r'(?<=</a>)<div class="small">(.*?)</div>', re.DOTALL)
_CITED = re.compile(r'href="#source-(\d+)"')
_ENTRY = re.compile(r'(?<=<li id="source-)(\d+)(".*?</a>).*?</li>', re.DOTALL)
_TITLE = re.compile(r'(?<=">)[^<]+(?=</a>)')
_LONGEST = 90
_COMPARING = re.compile(r'(<section id="figures"><h2>[^<]*</h2>\s*)<p class="note">.*?</p>', re.DOTALL)
_ENDS = re.compile(r"\s*</(?:li|dd|dt|td|th|tr|thead|tbody|p)>\s*")
_BARE = re.compile(
    r"(?<= )(charset|name|class|href|id|scope|value|rel|lang|hreflang|x|y|cx|cy|r|width|height|fill|stroke|"
    r'stroke-width|font-size|font-weight)="([\w#./:-]+)"(?=[ >])'
)
_SHORT = {"figure": "f", "small": "s", "note": "n", "kicker": "k"}
"""Names of classes that pages repeat hundreds of times."""
_CLASSES = "|".join(_SHORT)
_FIGURE = re.compile(r'(?:<p>)?<img src="figure:([^"]+)"[^>]*>(?:</p>)?')
_LISTED = (Kind.PROGRAMME, Kind.REGION, Kind.INDICATOR, Kind.TOPIC, Kind.STORY, Kind.TERM, Kind.PROVINCE, Kind.SOURCE)
_PICTURES = "f"
"""The folder of pictures: named thousands of times."""


@dataclass(slots=True)
class _Site:
    library: Library
    folder: Path
    codes: tuple[str, ...]
    progress: Callable[[str], None]
    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    """HTML by record and language, its figures still to be put in."""
    style: str = ""
    edition: str = ""
    addresses: dict[str, str] = field(default_factory=dict)
    """Where each record stands: its page without `.html`, and the place in it after a `#`."""


def write_site(database: Path, folder: Path, progress: Callable[[str], None]) -> None:
    """Pages, pictures, index and style into `folder`. Raises ContentError and OSError."""
    with Library(database) as library, closing(sqlite3.connect(read_only_uri(database), uri=True)) as connection:
        codes = languages(library.info(library.info("").default_language))
        info = library.info(codes[0])
        site = _Site(library, folder, codes, progress, edition=f"FieldRef {info.id} {info.version} · {info.licence}")
        ids = [str(row[0]) for row in connection.execute("SELECT id FROM record ORDER BY id")]
        _compose(site, ids)
        site.addresses = {record_id: record_id for record_id in ids} | _told_above(site)
        _write_pages(site)
        for code in codes:
            _write_start(site, code)
        write_index(connection, codes, site.addresses, folder)
    shared = bundle_root() / "resources" / "site"
    (folder / "sheet.css").write_text(_tight(site.style + (shared / "site.css").read_text(encoding="utf-8")),
                                      encoding="utf-8", newline="\n")  # fmt: skip
    (folder / "search.js").write_bytes((shared / "search.js").read_bytes())
    _write_gate(site)


def _compose(site: _Site, ids: list[str]) -> None:
    sheets, style = Sheets(site.library), SheetStyle(target="web")
    for code in site.codes:
        for number, record_id in enumerate(ids, 1):
            html = sheets.html(record_id, code, figures=True, style=style).html
            if not site.style and (found := _STYLE.search(html)):
                site.style = found[1]
            site.pages[record_id, code] = _STYLE.sub('<link rel="stylesheet" href="../../sheet.css">', html)
            if number % 500 == 0:
                words = _("{language}: {count} of {all} pages")
                site.progress(words.format(language=code, count=number, all=len(ids)))


def _write_pages(site: _Site) -> None:
    from fieldref.ui.figures.web import web_figures  # Qt, only here

    wanted = [(key, code) for (_record, code), html in site.pages.items() for key in _FIGURE.findall(html)]
    told: Callable[[int], None] = lambda count: site.progress(  # noqa: E731
        _("{count} of {all} figures").format(count=count, all=len(wanted)))  # fmt: skip
    figures, grounds = web_figures(site.library, [(unescape(key), code) for key, code in wanted], told)
    (site.folder / _PICTURES).mkdir()
    for name, svg in grounds.items():
        (site.folder / _PICTURES / name).write_text(svg, encoding="utf-8", newline="\n")
    for (record_id, code), html in site.pages.items():
        if "#" in site.addresses[record_id]:
            continue

        def drawn(found: re.Match[str], code: str = code) -> str:
            figure = figures.get((unescape(found[1]), code))
            return figure.html(f"../../{_PICTURES}/") if figure else ""

        path = site.folder / code / f"{record_id}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_finished(site, record_id, code, _FIGURE.sub(drawn, html)), encoding="utf-8", newline="\n")


def _told_above(site: _Site) -> dict[str, str]:
    """Districts of which nothing is known but where they lie and their code: the page of their province says that."""
    library, code = site.library, site.codes[0]
    return {
        place.ref.id: f"{place.parent_id}#d{place.place_code}"
        for place in library.places("district", code)
        if place.parent_id and not _says_more(library, place.ref.id, code)
    }


def _says_more(library: Library, record_id: str, code: str) -> bool:
    record = library.record(record_id, code)
    assert isinstance(record, Place)
    own = (record.summary, record.statements, record.programmes, record.related, record.capital, record.aliases)
    return any(own) or bool(library.latest(record_id, code))


def _finished(site: _Site, record_id: str, code: str, html: str) -> str:
    """A page with its links and its bar."""

    def linked(found: re.Match[str]) -> str:
        page, mark, place = site.addresses[found[1]].partition("#")
        if page == record_id and mark:  # told here: the name is the place itself
            return f'<i id="{place}">{found[2]}</i> {place[1:]}'
        return f'<a href="../{page}.html{mark}{place}">{found[2]}</a>'

    html = _TABLE.sub(lambda found: _once_a_run(found[0]), html)
    html = re.sub(r"<footer>.*?</footer>", f"<footer>{escape(site.edition)}</footer>", html, flags=re.DOTALL)
    html = _SOURCES.sub(lambda found: _short_list(found[0], set(_CITED.findall(html))), html)
    if _one_way(site.library, record_id, code):
        html = _COMPARING.sub(r"\1", html)  # nothing to keep apart
    html = _OUTSIDE.sub(lambda found: f'<a href="{found[1]}">{found[2]}</a>', _LINK.sub(linked, html))
    return _small(html.replace("<main", f"{_bar(site, record_id, code)}<main", 1))


def _one_way(library: Library, record_id: str, code: str) -> bool:
    """Whether all figures of a place are counted in one way."""
    shown = {one.indicator_id for one in library.latest(record_id, code)}
    return len({one.method for one in library.indicators(code) if one.ref.id in shown}) == 1


def _short_list(sources: str, cited: set[str]) -> str:
    """A list of sources without addresses, and of those that no sentence cites only the names: the page of the source
    says the rest."""

    def entry(found: re.Match[str]) -> str:
        return found[0] if found[1] in cited else f"{found[1]}{found[2]}</li>"

    return _TITLE.sub(_cut, _ENTRY.sub(entry, _OUTSIDE_TOO.sub("", sources)))


def _cut(found: re.Match[str]) -> str:
    """A long title, cut between two words: it links to the page that gives the whole."""
    title = found[0]
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rpartition(' ')[0]} …"


def _once_a_run(table: str) -> str:
    """A table whose rows say how they were counted only where it differs from the row above."""
    said = ""

    def told(found: re.Match[str]) -> str:
        nonlocal said
        said, before = found[1], said
        return "" if said == before else found[0]

    return _HOW.sub(told, table)


def _bar(site: _Site, page: str, code: str) -> str:
    others = "".join(
        f' <a lang="{other}" href="../../{other}/{page}.html">{escape(language_name(other))}</a>'
        for other in site.codes
        if other != code
    )
    start = escape(_("Start and search", lang=code))
    return f'<nav><a href="../index.html">{start}</a>{others}</nav>'


def _small(html: str) -> str:
    """Without ends and quotation marks that HTML lets a writer leave out, and without indents."""
    html = re.sub(r"\s*\n\s*", "\n", html)
    html = re.sub(r"(?<=>)\n(?=<(?!a|span|b|i|code))", "", _ENDS.sub("", html))
    html = re.sub(r"</?(?:head|body)>\n?|</html>", "", html).replace(", initial-scale=1", "")
    html = re.sub(r'(?<=<li id="source-)(\d+)" value="\1"', r'\1"', html)
    html = re.sub(r'(["#])source-(\d)', r"\1s\2", html)
    html = re.sub(r"</?(?:thead|tbody)>", "", html)
    html = html.replace('<a class="cite" href', "<a href")
    html = re.sub(rf'class="({_CLASSES})"', lambda found: f'class="{_SHORT[found[1]]}"', html)
    html = re.sub(r"<div class=\"table\">(<table>.*?</table>)</div>", r"\1", html, flags=re.DOTALL)
    html = html.replace('<th scope="col">', "<th>").replace('<th scope="col" class', "<th class")
    html = _BARE.sub(lambda found: f"{found[1]}={found[2]}", html).strip() + "\n"
    return _FIGURES.sub(lambda found: _told_once(found[0]), html)


def _told_once(table: str) -> str:
    """A table that says once that its second column has figures, if all its rows have one there."""
    seconds = [table[found.end() :].startswith("<td class=f>") for found in _FIRST_CELLS.finditer(table)]
    if not all(seconds) or table.count("<td class=f>") != len(seconds):
        return table
    bare = table.replace("<td class=f>", "<td>").replace("<th class=f>", "<th>")
    return bare.replace("<table>", "<table class=v>", 1)


def _lists(site: _Site, code: str) -> Iterator[tuple[str, tuple[RecordRef, ...], bool]]:
    library, words = site.library, Words(code)
    lists: dict[Kind, tuple[RecordRef, ...]] = {
        Kind.PROGRAMME: tuple(one.ref for one in library.programmes(code)),
        Kind.REGION: tuple(one.ref for one in library.places("region", code)),
        Kind.PROVINCE: tuple(one.ref for one in library.places("province", code)),
        Kind.INDICATOR: tuple(one.ref for one in library.indicators(code)),
        Kind.TOPIC: library.topics(code),
        Kind.TERM: library.terms(code),
        Kind.STORY: library.stories(code),
        Kind.SOURCE: library.sources(code),
    }
    country = library.info(code).country_id
    if library.exists(country):
        yield words.kind(Kind.COUNTRY), (library.ref(country, code),), True
    for kind in _LISTED:
        if lists[kind]:
            yield words.kind(kind, several=True), lists[kind], kind in (Kind.PROGRAMME, Kind.REGION)


def _write_start(site: _Site, code: str) -> None:
    folder = bundle_root() / "resources" / "site"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    info = site.library.info(code)
    origin = _("{title}, content {version} of {date}", lang=code)
    page = environment.get_template("index.html").render(
        language=code,
        info=info,
        words=Words(code),
        others=[(other, language_name(other)) for other in site.codes if other != code],
        lists=list(_lists(site, code)),
        origin=origin.format(title="FieldRef", version=info.version, date=date(info.built_on, lang=code)),
        search_label=_("Search programmes, regions, coverage, topics…", lang=code),
        no_script=_("Search needs JavaScript; the lists below do not.", lang=code),
        licence=info.licence,
        not_reviewed=_(NOT_REVIEWED, lang=code),
    )
    (site.folder / code / "index.html").write_text(_small(page), encoding="utf-8", newline="\n")


def _tight(css: str) -> str:
    css = css.replace("a.cite", 'a[href^="#s"]')
    css = re.sub(rf"\.({_CLASSES})\b", lambda found: f".{_SHORT[found[1]]}", css)
    return re.sub(r"\s*\n\s*", "\n", css).strip() + "\n"


def _write_gate(site: _Site) -> None:
    """The first page: goes on to the content's own language, with links for whoever wants another."""
    first = site.codes[0]
    links = "".join(f'<p><a href="{code}/index.html">{escape(language_name(code))}</a></p>' for code in site.codes)
    (site.folder / "index.html").write_text(
        f'<!DOCTYPE html>\n<html lang="{first}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>FieldRef</title>'
        f'<meta http-equiv="refresh" content="0; url={first}/index.html"></head><body>{links}</body></html>\n',
        encoding="utf-8", newline="\n",
    )  # fmt: skip
