"""A language that cannot be mistaken for another, switched to while the window is open: what stays behind was
forgotten by some `retranslate`."""

from __future__ import annotations

import gettext
import re
from typing import TYPE_CHECKING

import pytest
from tests.ui.walk import catalog_patterns, cut_off, visible_words, words

from fieldref import i18n

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.content.library import Library
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow


class Pseudo(gettext.NullTranslations):
    """Every message in brackets, 40 % longer."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}{'~' * (2 * len(message) // 5)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


def _visit_all(window: MainWindow, qtbot: QtBot) -> None:
    for key in window.navigation.stack:
        window.navigation.open_page(key)
        qtbot.wait(5)


def _open_everything(window: MainWindow, qtbot: QtBot) -> None:
    """Make every page, dialog and panel."""
    _visit_all(window, qtbot)
    window.navigation.open_page("programmes")
    window.navigation.open_record("programme/sisfin")
    window.show_shortcuts()
    window.reader.find_bar.start()
    window.reader.set_side_by_side(True)
    window.reader.set_side_by_side(False)
    assert window.search.panel is not None


def _content_words(library: Library) -> set[str]:
    """What the content itself says, which no catalog translates."""
    said = set()
    for code in ("es", "en"):
        for vocabulary in ("sector", "theme", "unit", "qualifier", "status"):
            said |= {label.name for label in library.labels(vocabulary, code).values()}
        for refs in (library.topics(code), library.terms(code), library.sources(code)):
            said |= {str(ref.title) for ref in refs} | {ref.detail for ref in refs}
        for place in (*library.places("region", code), *library.places("province", code)):
            said.add(str(place.ref.title))
        for indicator in library.indicators(code):
            said |= {str(indicator.ref.title), indicator.ref.detail, indicator.theme.name, indicator.unit.name}
    record = library.record("programme/sisfin", "es")
    said |= {statement.text.value for statement in record.statements}
    said |= {i18n.language_name(code) for code in ("es", "en")}
    return said


@pytest.mark.slow
def test_no_text_stays_behind_when_the_language_changes(
    window: MainWindow, language: Language, library: Library, qtbot: QtBot
) -> None:
    _open_everything(window, qtbot)
    i18n.set_language("es", catalog=Pseudo())
    language.follow()
    _visit_all(window, qtbot)
    window.navigation.open_page("programmes")
    window.reader.other.clear()  # it speaks the other language, as it should
    said = catalog_patterns("es")
    own = _content_words(library)
    behind = sorted(
        {
            f"{where}: {text}"
            for where, text in words(window)
            if "⟦" not in text and text not in own and said.fullmatch(re.sub(r"^\s+|\s+$", "", text))
        }
    )
    assert not behind


@pytest.mark.slow
def test_there_and_back_leaves_everything_as_it_was(window: MainWindow, language: Language, qtbot: QtBot) -> None:
    for key in window.navigation.stack:
        window.navigation.open_page(key)
        if window.navigation.page is not None and window.navigation.page.shows_reader:
            window.navigation.open_record("programme/prodern-2")
            qtbot.wait(20)
            window.reader.scroll_to(0.4)
        qtbot.wait(30)
        before = (visible_words(window), window.reader.view.verticalScrollBar().value(), window.reader.record_id)
        language.switch("en")
        qtbot.wait(30)
        assert window.reader.record_id == before[2]
        assert [text for _, text in visible_words(window)] != [text for _, text in before[0]], key
        language.switch("es")
        qtbot.wait(30)
        after = (visible_words(window), window.reader.view.verticalScrollBar().value(), window.reader.record_id)
        assert after[1:] == before[1:], key
        assert after[0] == before[0], key


@pytest.mark.slow
@pytest.mark.parametrize("code", ["es", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_no_label_is_cut_off(
    window: MainWindow, language: Language, code: str, size: tuple[int, int], qtbot: QtBot
) -> None:
    language.switch(code)
    window.resize(*size)
    for key in window.navigation.stack:
        window.navigation.open_page(key)

        def all_whole(key: str = key) -> None:
            assert not cut_off(window), key

        qtbot.wait(60)
        qtbot.waitUntil(all_whole, timeout=3000)  # a loaded machine takes longer to lay out
