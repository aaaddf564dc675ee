from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QDialogButtonBox

from fieldref import i18n

if TYPE_CHECKING:
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow


def _close() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Close")


def test_qts_own_texts_follow_both_ways(language: Language) -> None:
    assert _close() == "Cerrar"
    language.switch("en")
    assert _close() == "Close"
    language.switch("es")
    assert _close() == "Cerrar"


def test_the_locale_is_that_of_the_country(language: Language) -> None:
    assert QLocale().name() == "es_PE"
    language.switch("en")
    assert QLocale().name() == "en_GB"


def test_each_switch_is_told_once(language: Language) -> None:
    told: list[str] = []
    language.changed.connect(lambda: told.append(language.code))
    language.toggle()
    language.toggle()
    assert told == ["en", "es"]


def test_a_new_dialog_speaks_the_language(language: Language, qtbot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == "Cancelar"


def test_an_open_dialog_follows(window: MainWindow, language: Language) -> None:
    window.show_shortcuts()
    sheet = window._sheet
    assert sheet is not None
    assert sheet.windowTitle() == "Teclado"
    language.switch("en")
    assert sheet.isVisible()
    assert sheet.windowTitle() == "Keyboard"
    sheet.close()


def test_filters_stay_when_the_language_changes(window: MainWindow, language: Language) -> None:
    window.navigation.open_page("programmes", {"sectors": ["health"], "words": "sis"})
    page = window.navigation.page
    assert page is not None
    before = page.state()
    language.switch("en")
    assert page.state() == before


def test_results_on_show_are_searched_again(window: MainWindow, language: Language, qtbot) -> None:
    window.search.start()
    qtbot.keyClicks(window.search.field, "ayacucho")
    panel = window.search.panel
    qtbot.waitUntil(lambda: panel.isVisible() and panel.list.rows.rowCount() > 0)
    assert "Región" in panel.list.rows.row(0).trailing
    language.switch("en")
    qtbot.waitUntil(lambda: "Region" in panel.list.rows.row(0).trailing)
    assert window.search.field.text() == "ayacucho"


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_toggle_shows_the_language(window: MainWindow, language: Language, code: str) -> None:
    language.switch(code)
    assert window.toolbar.languages._buttons[code].isChecked()
    assert i18n.language() == code
