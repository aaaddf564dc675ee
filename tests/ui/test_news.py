from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from fieldref import i18n
from fieldref.packs.store import InUse
from fieldref.ui.news_card import NewsCard

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldref.ui.context import Context


def _words(card: NewsCard) -> str:
    return "\n".join(one.text() for one in card.findChildren(QLabel) if not one.isHidden())


def test_news_are_told_in_the_readers_language(context: Context, qtbot: QtBot) -> None:
    card = NewsCard(context)
    qtbot.addWidget(card)
    before = i18n.language()
    for language in ("es", "en"):
        i18n.set_language(language)
        card.retranslate()
        for line in context.library.info(language).news:
            assert line.is_in(language)
            assert line.value in _words(card)
    i18n.set_language(before)


def test_changes_since_the_version_before_are_counted(context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(context.library.path, old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("UPDATE record_text SET text = text || '.' WHERE record_id = 'topic/sis'")
        connection.commit()
    context.before = lambda: InUse(old, "2025.01", 0)
    card = NewsCard(context)
    qtbot.addWidget(card)
    card.retranslate()
    card._rest.start(0)
    qtbot.waitUntil(lambda: "2025.01" in _words(card), timeout=10000)
    assert "1" in _words(card).split("2025.01")[1]


def test_a_reader_who_went_back_sees_no_counts(context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    context.before = lambda: InUse(tmp_path / "newer.db", "2030.01", 9999)
    card = NewsCard(context)
    qtbot.addWidget(card)
    card.retranslate()
    card._compare()
    assert card._compared is None
    assert "2030.01" not in _words(card)
