"""Whatever a text of the content holds, it is shown as text: no markup, no files, no addresses that run something."""

from __future__ import annotations

import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.pack_maker import changed_copy

from fieldref.content.library import Library
from fieldref.sheets.render import Sheets
from fieldref.sheets.style import SheetStyle

EVIL = (
    """<script>alert(1)</script><img src="file:///etc/passwd"><a href="javascript:alert(1)">x</a>"""
    """<svg onload=alert(1)></svg>{{ 7*7 }}{% raw %}'"><iframe src=http://a.b>&lt;b&gt;"""
)
SCHEMES = ("http:", "https:", "mailto:", "fieldref:", "figure:")
RECORDS = ("programme/sisfin", "region/PE-AYA", "topic/sis", "country/PE", "indicator/insured_any_census_pct")


def poison(connection: sqlite3.Connection) -> None:
    tables = ("record_text", "statement_text", "norm_text", "event_text", "observation_note_text", "code_text")
    for table in tables:
        connection.execute(f"UPDATE {table} SET text = ? || text", (EVIL,))
    for table in ("alias", "label", "programme_partner", "programme_partner_text"):
        connection.execute(f"UPDATE {table} SET name = name || ?", (EVIL,))
    connection.execute("UPDATE source SET publisher = ?, url = 'https://a.org/\"><script>alert(1)</script>'", (EVIL,))
    connection.execute("UPDATE programme SET implementer = ?, acronym = ?", (EVIL, EVIL))
    connection.execute("UPDATE place SET capital = ?, authority = ?", (EVIL, EVIL))
    connection.execute("UPDATE norm SET reference = ?", (EVIL,))


@pytest.fixture(scope="module")
def poisoned(content_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changed_copy(content_path, tmp_path_factory.mktemp("poison") / "p.db", poison)


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("target", ["screen", "print", "web"])
def test_markup_in_texts_is_shown_not_obeyed(poisoned: Path, record: str, target: str) -> None:
    with Library(poisoned) as library:
        html = Sheets(library).html(record, "es", style=SheetStyle(target=target)).html  # type: ignore[arg-type]
    assert "&lt;script&gt;alert(1)" in html
    assert "alert(1)</script>" not in html
    assert "{{ 7*7 }}" in html, "a text is no template"
    seen = Seen()
    seen.feed(html)
    assert not seen.tags & {"script", "iframe", "svg", "object", "embed", "form"}
    assert not [name for name, _value in seen.attributes if name.startswith("on")]
    for name, value in seen.attributes:
        if name in ("href", "src", "action", "background"):
            scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value or "")
            assert scheme is None or scheme[0].lower() in SCHEMES, value


class Seen(HTMLParser):
    """The tags and attributes that a browser would obey."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
