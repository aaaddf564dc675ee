"""What somebody who opens the program for the first time stumbles over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from fieldref import i18n
from fieldref.content.model import Direction, Kind, PlaceLevel
from fieldref.ui import shortcuts
from fieldref.ui.asking import Asking
from fieldref.ui.figures import ranking_data
from fieldref.ui.figures.indicator_chooser import IndicatorChooser
from fieldref.ui.figures.wording import Wording
from fieldref.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.content.library import Library
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow
    from fieldref.ui.theme import Theme


@pytest.mark.usefixtures("language")
def test_a_rank_among_few_says_among_how_many(library: Library) -> None:
    regions = library.places(PlaceLevel.REGION, "es")
    one = next(i for i in library.indicators("es") if i.regions == len(regions) and i.direction != Direction.NEUTRAL)
    some = {place.ref.id for place in regions[:5]}
    found = library.observations(one.ref.id, "es", year=library.years(one.ref.id)[-1])
    few = [o for o in found if o.place_id in some]
    rows = ranking_data.figure_rows(library, one, few, regions, Wording(library, "es"))
    ranks = [row.cells[2].text for row in rows if row.group == 1]
    assert ranks
    assert all(rank.endswith(f" de {len(ranks)}") for rank in ranks)


def test_typed_words_bring_full_series_first(qtbot: QtBot, library: Library, theme: Theme) -> None:
    chooser = IndicatorChooser(theme)
    qtbot.addWidget(chooser)
    indicators = library.indicators("es")
    chooser.set_indicators(library, indicators)
    panel = chooser._panel
    panel._field.setText("anemia")
    rows = [panel._list.rows.row(i).id for i in range(panel._list.rows.rowCount())]
    full = {i.ref.id: i.regions * (i.last_year - i.first_year + 1) for i in indicators}
    assert len(rows) > 1
    assert [full[row] for row in rows] == sorted((full[row] for row in rows), reverse=True)


@pytest.mark.usefixtures("language")
def test_keys_have_one_name_here_and_in_menus() -> None:
    for keys, name in (("Ctrl+Shift+L", "Ctrl+Mayús+L"), ("Alt+Left", "Alt+←"), ("Ctrl++", "Ctrl++")):
        assert shortcuts.shown(keys) == name
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) == name


def test_keys_have_their_english_names_again(language: Language) -> None:
    language.switch("en")
    assert shortcuts.shown("Ctrl+Shift+L") == "Ctrl+Shift+L"
    assert shortcuts.shown("Ctrl+Return") == "Ctrl+Enter"


@pytest.mark.usefixtures("language")
def test_a_dialog_says_what_is_saved_and_remembers_the_folder(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[str] = []

    def answer(dialog: QFileDialog) -> int:
        part = QFileDialog.DialogLabel
        seen.append(dialog.windowTitle())
        seen.extend(dialog.labelText(each) for each in (part.LookIn, part.FileName, part.FileType, part.Accept))
        seen.append(dialog.directory().absolutePath())
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile("x.csv")
        return 1

    monkeypatch.setattr(QFileDialog, "exec", answer)
    path = Asking(parent).file_to_write(i18n._("Save"), "x.csv", i18n._("Table (*.csv)"))
    assert path == tmp_path / "x.csv"
    assert seen[:5] == ["Guardar: Tabla", "Buscar en:", "Nombre de archivo:", "Tipo de archivo:", "Guardar"]
    Asking(parent).file_to_write("x", "x.csv", "Table (*.csv)")
    assert Path(seen[-1]) == tmp_path
    app = QCoreApplication.instance()
    assert app is not None
    app.setProperty("fieldref-last-folder", None)


def test_a_citation_marks_its_source(window: MainWindow) -> None:
    view = window.reader.view
    entry = view.anchors.source_entry("source-1")
    assert entry is not None
    assert len(entry.selectedText()) > 10
    view.marks.point_at(view.anchors.source_entry("source-1"))
    assert len(view.extraSelections()) == 1
    view.marks._point_at_nothing()
    assert not view.extraSelections()


def test_with_reduced_motion_the_mark_stays_until_one_moves(window: MainWindow, theme: Theme) -> None:
    theme.reduced_motion = True
    view = window.reader.view
    view.marks.point_at(view.anchors.source_entry("source-1"))
    assert view.extraSelections()
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + 40)
    assert not view.extraSelections()


def test_the_note_leaves_the_sheet_room_to_be_read(window: MainWindow, qtbot: QtBot) -> None:
    window.record_actions.show_notes(True)
    qtbot.wait(20)
    assert window.reader.view.width() >= 420
    window.reader.set_side_by_side(True)
    qtbot.wait(20)
    assert min(window.reader.view.width(), window.reader.other.width()) >= 420


@pytest.mark.parametrize("code", ["es", "en"])
def test_the_table_of_coverage_needs_no_scroll_bar(
    window: MainWindow, language: Language, qtbot: QtBot, code: str
) -> None:
    language.switch(code)
    window.navigation.open_page("coverage")
    qtbot.wait(20)
    table = getattr(window.navigation.page, "_ranking").table  # noqa: B009
    assert table.horizontalScrollBar().maximum() == 0
    header = table.horizontalHeader()
    for number in range(table.table.columnCount()):
        if not table.isColumnHidden(number):
            assert header.sectionSize(number) >= header.sectionSizeFromContents(number).width() - 1


def test_a_long_message_wraps_and_goes_with_its_language(window: MainWindow, language: Language, qtbot: QtBot) -> None:
    toast = Toast(window)
    toast.say("palabra " * 60)
    assert toast.width() <= window.width()
    assert toast._text.height() > 2 * toast._text.fontMetrics().height()
    language.switch("en")
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_that_nothing_can_be_saved_stays_in_sight(window: MainWindow) -> None:
    assert window.status._trouble.isHidden()
    window.context.userdata = None
    window.status.retranslate()
    assert not window.status._trouble.isHidden()
    assert window.status._trouble.text()


def test_the_cards_of_home_show_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.navigation.open_page("home")
    card = getattr(window.navigation.page, "_ways")["regions"]  # noqa: B009
    before = card.grab().toImage()
    card.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait(10)
    assert card.grab().toImage() != before


def test_parts_of_regions_are_named_among_the_regions() -> None:
    from fieldref.content.search import SearchResults
    from fieldref.ui.result_rows import kind_chips

    results = SearchResults((), {Kind.REGION: 27}, "x", None, 27)
    assert kind_chips(results, 25)[0][1] != kind_chips(results, 27)[0][1]


@pytest.mark.parametrize("width", [640, 1024, 1366])
def test_a_trouble_in_the_status_line_is_never_cut_without_saying_so(window: MainWindow, width: int) -> None:
    status = window.status
    status._trouble_told = "No se puede escribir aquí: los guardados y notas nuevos se perderán al cerrar. " * 2
    status._trouble.show()
    window.resize(width, 600)
    status._fit()
    QApplication.processEvents()
    label = status._trouble
    assert label.text().endswith("…") or label.text() == status._trouble_told
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_down_opens_the_list_of_indicators(theme: Theme, library: Library, qtbot: QtBot) -> None:
    chooser = IndicatorChooser(theme)
    qtbot.addWidget(chooser)
    chooser.set_indicators(library, library.indicators("es"))
    chooser.show()
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    assert chooser._panel.isVisible()
    qtbot.keyClick(chooser._panel._field, Qt.Key.Key_Escape)
    assert not chooser._panel.isVisible()
