"""What is sent: one HTML file that needs nothing else, text for a chat, links and citations on the clipboard."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldref import i18n
from fieldref.content.library import Library, RecordNotFound
from fieldref.content.model import PlaceLevel
from fieldref.settings import SettingsStore
from fieldref.ui.asking import Asking
from fieldref.ui.chat_text import chat_text
from fieldref.ui.context import Context
from fieldref.ui.share_menu import ShareMenu
from fieldref.ui.sharing import link, suggested_name, web_page
from fieldref.ui.theme import Theme

LARGEST = 200_000
pytestmark = pytest.mark.usefixtures("qapp")
VOID = {"meta", "link", "br", "hr", "img", "wbr"}
VOID |= {"path", "polygon", "polyline", "rect", "circle", "line", "ellipse", "use"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in order, ids are unique, nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._take(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._take(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def _take(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        for name, value in attrs:
            assert name not in ("src", "srcset", "poster", "background"), (tag, name)
            assert not name.startswith("on"), (tag, name)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "xlink:href"):
                assert tag == "a", f"<{tag}> would fetch {value}"
                assert re.match(r"#|https?://|mailto:", value or ""), value
                if (value or "").startswith("#"):
                    self.targets.append((value or "")[1:])


def read(page: str) -> Page:
    assert page.lstrip().lower().startswith("<!doctype html>")
    parser = Page()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    assert set(parser.targets) <= set(parser.ids), set(parser.targets) - set(parser.ids)
    for name in ("script", "iframe", "object", "embed", "link", "base", "form"):
        assert name not in parser.seen
    assert "@import" not in page
    assert "url(" not in page.replace("url(#", "")
    return parser


def kinds(library: Library) -> list[str]:
    found = [each.ref.id for each in library.programmes("es")]
    found += [each.ref.id for each in library.places(PlaceLevel.REGION, "es")[:4]]
    found += [each.ref.id for each in library.places(PlaceLevel.PROVINCE, "es")[:1]]
    found += [ref.id for ref in (*library.topics("es")[:2], *library.stories("es")[:1], *library.sources("es")[:1])]
    return [*found, *(each.ref.id for each in library.indicators("es")[:2]), library.info("es").country_id]


def test_a_page_needs_nothing_else_and_is_small(library: Library) -> None:
    for record_id in kinds(library):
        page = web_page(library, record_id, "es")
        assert len(page.encode()) < LARGEST, record_id
        read(page)
        assert library.info("es").version in page


def test_figures_stand_in_the_page_as_svg(library: Library) -> None:
    record = next(each.ref.id for each in library.programmes("es") if each.region_ids)
    page = web_page(library, record, "es")
    parser = read(page)
    assert "svg" in parser.seen
    assert "figure:" not in page
    assert 'role="img" aria-label="' in page


def test_both_languages_in_one_page(library: Library) -> None:
    for record_id in kinds(library)[:6]:
        page = web_page(library, record_id, "es", ["en"])
        assert len(page.encode()) < LARGEST, record_id
        parser = read(page)
        assert {"in-es", "in-en"} <= set(parser.ids)
        assert parser.seen.count("main") == 2
        assert 'lang="en"' in page


def test_the_text_for_a_chat_is_short_and_names_its_sources(library: Library) -> None:
    for record_id in kinds(library):
        text = chat_text(library, record_id, "es")
        first = text.splitlines()[0]
        assert first.startswith("*")
        assert first.endswith(f"{library.ref(record_id, 'es').title.value}*")
        assert text.endswith(link(record_id))
        assert len(text) < (5000 if record_id == library.info("es").country_id else 2500)
        assert "\u00a0" not in text


def test_names_say_what_is_inside(library: Library) -> None:
    record = library.programmes("es")[0].ref.id
    name = suggested_name(library, [record], "es", "pdf")
    assert name.startswith(f"FieldRef-{record.partition('/')[2]}-")
    assert name.endswith(f"-es-{library.info('es').version}.pdf")
    assert len(name) <= 80


def test_an_unknown_record_is_an_error(library: Library) -> None:
    with pytest.raises(RecordNotFound):
        web_page(library, "topic/none", "es")


# ---- the menu


class Answers(Asking):
    def __init__(self, parent: QWidget, file: Path | None) -> None:
        super().__init__(parent)
        self.file = file

    def file_to_write(self, title: str, suggested: str, kinds: str) -> Path | None:
        assert title
        assert kinds
        assert suggested.isascii()
        return self.file


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def menu(parent: QWidget, library: Library, tmp_path: Path) -> ShareMenu:
    context = Context(library, None, SettingsStore(tmp_path / "settings.json"), Theme("light"))
    record = library.programmes("es")[0].ref.id
    return ShareMenu(context, lambda: record, parent, Answers(parent, tmp_path / "out"))


def press(menu: ShareMenu, text: str) -> None:
    actions = [*menu.actions(), *menu._cite.actions()]
    next(action for action in actions if action.text() == text).trigger()


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Copy link", "fieldref:programme/"),
        ("Copy as text", "*"),
        ("Copy citation", "FieldRef"),
        ("Copy as BibTeX", "@misc{"),
        ("Copy as RIS", "TY  - ELEC"),
        ("Copy citations of its sources", ""),
    ],
)
def test_copying(qtbot: QtBot, menu: ShareMenu, text: str, starts: str) -> None:
    with qtbot.waitSignal(menu.said):
        press(menu, text)
    copied = QGuiApplication.clipboard().text()
    assert copied
    assert copied.startswith(starts)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Save as PDF…", b"%PDF"),
        ("Save as PDF in both languages…", b"%PDF"),
        ("Save as web page…", b"<!DOCTYPE html>"),
        ("Save as web page in both languages…", b"<!DOCTYPE html>"),
    ],
)
def test_saving(qtbot: QtBot, menu: ShareMenu, tmp_path: Path, text: str, starts: bytes) -> None:
    with qtbot.waitSignal(menu.said) as said:
        press(menu, text)
    assert "out" in said.args[0]
    assert (tmp_path / "out").read_bytes().lstrip().startswith(starts)


def test_a_file_that_cannot_be_written_is_told(qtbot: QtBot, parent: QWidget, menu: ShareMenu, tmp_path: Path) -> None:
    menu.asking = Answers(parent, tmp_path / "none" / "x.html")
    with qtbot.waitSignal(menu.said) as said:
        press(menu, "Save as web page…")
    assert "x.html" in said.args[0]


def test_nothing_is_written_when_the_reader_changes_their_mind(
    parent: QWidget, menu: ShareMenu, tmp_path: Path
) -> None:
    menu.asking = Answers(parent, None)
    press(menu, "Save as PDF…")
    assert list(tmp_path.glob("out*")) == []


def test_every_action_speaks_the_language(menu: ShareMenu) -> None:
    i18n.set_language("es")
    menu.retranslate()
    assert all(action.text() for action in menu.actions() if not action.isSeparator())
