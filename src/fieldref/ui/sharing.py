"""What leaves the app to be sent: a record as one HTML file, as a link. As text for a chat: `chat_text`."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from PySide6.QtCore import QSize

from fieldref.citations import LINK
from fieldref.content.library import Library
from fieldref.filenames import file_name
from fieldref.i18n import language_name
from fieldref.sheets.render import Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.ui.figures import render
from fieldref.ui.palettes import PALETTES

_FIGURE_SLOT = re.compile(r'<p><img src="figure:(?P<key>[^"]+)" alt="(?P<alt>[^"]*)"></p>')
_APP_LINK = re.compile(r'<a[^>]*\bhref="fieldref:[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_IDS = re.compile(r'\b(id|href)="(#?)([^"#:/]+)"')
_SVG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_SVG_DEFAULTS = re.compile(r' (?:stroke-linejoin="bevel"|stroke-miterlimit="[^"]*"|font-style="normal")')
_SVG_FONT = re.compile(r'font-family="[^"]*"')
_FIGURE_WIDTH = 600
_MAP_WIDTH = 420


def link(record_id: str) -> str:
    """The address that the app opens: fieldref:programme/sisfin."""
    return LINK + record_id


def suggested_name(library: Library, record_ids: Sequence[str], language: str, suffix: str, title: str = "") -> str:
    """A file name that says what is inside: FieldRef-SISFIN-es-2026.11.pdf."""
    words = title or library.ref(record_ids[0], language).title.value if record_ids else title
    identity = "" if title or len(record_ids) != 1 else record_ids[0].partition("/")[2]
    return file_name("FieldRef", identity, words, language, library.info(language).version, suffix=suffix)


def web_page(library: Library, record_id: str, language: str, also: Sequence[str] = ()) -> str:
    """A record as one HTML file that needs nothing else, in one language or with `also` below each other. Figures
    stand in it as SVG, once. Raises RecordNotFound."""
    sheets = Sheets(library)
    style = SheetStyle(target="web")
    pages = [sheets.html(record_id, code, figures=code == language, style=style).html for code in (language, *also)]
    first = _with_figures(pages[0], library, language)
    first = _APP_LINK.sub(r"\1", first)
    if not also:
        return first
    codes = (language, *also)
    others = [_inner(_APP_LINK.sub(r"\1", page), code) for page, code in zip(pages[1:], also, strict=True)]
    jumps = " · ".join(
        f'<a href="#in-{code}" lang="{code}" hreflang="{code}">{html.escape(language_name(code))}</a>' for code in codes
    )
    first = first.replace(
        '<main id="top">',
        f'<nav class="small" style="text-align:right;padding:1rem">{jumps}</nav><main id="in-{language}">',
        1,
    )
    return first.replace("</main>", "</main>" + "".join(others), 1)


def _with_figures(page: str, library: Library, language: str) -> str:
    def drawn(slot: re.Match[str]) -> str:
        return _figure(library, html.unescape(slot["key"]), language, slot["alt"])

    return _FIGURE_SLOT.sub(drawn, page)


def _figure(library: Library, key: str, language: str, alt: str) -> str:
    """A figure as an SVG element that fits any screen, or nothing where there is none to draw."""
    try:
        spec = render.figure_spec(key, library, language)
    except render.UnknownFigure:
        return ""
    width = _MAP_WIDTH if key.startswith("map/") else _FIGURE_WIDTH
    size = QSize(width, round(render.natural_height(spec, width)))
    svg = render.spec_svg(spec, PALETTES["print"], size)
    svg = svg[svg.index("<svg") :].strip()
    body = svg.partition(">")[2]
    body = _SVG_DEFAULTS.sub("", _SVG_NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), body))
    body = re.sub(r"<(title|desc)>.*?</\1>", "", body, flags=re.DOTALL)
    body = _SVG_FONT.sub('font-family="system-ui, sans-serif"', body)  # ours may not be on the reader's phone
    box = f"0 0 {size.width()} {size.height()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{alt}" '
        f'style="width:100%;max-width:{width}px;height:auto;background:#fff">{body}'
    )


def _inner(page: str, code: str) -> str:
    """The content of a page as a further part of another: its anchors get the language in front."""
    start, end = page.index('<main id="top">') + len('<main id="top">'), page.rindex("</main>")
    body = _IDS.sub(rf'\1="\2{code}-\3"', page[start:end])
    return f'<main id="in-{code}" lang="{code}">{body}</main>'
