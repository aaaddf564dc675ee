from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from fieldref.ui.palettes import contrast_ratio
from fieldref.ui.widgets.boxes import EmptyState, FigureBox
from fieldref.ui.widgets.buttons import Chip, KindChip, SegmentedToggle
from fieldref.ui.widgets.facet_button import FacetButton, FacetChoice, YearsButton
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.labels import Badge
from fieldref.ui.widgets.remark import Remark
from fieldref.ui.widgets.result_panel import ResultPanel
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList
from fieldref.ui.widgets.search_field import SearchField
from fieldref.ui.widgets.text_block import TextBlock
from fieldref.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.ui.theme import Theme

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ROWS = [
    Row("s", "First part", section=True),
    Row("a", "Añasco", "A detail", "2012"),
    Row("b", "Bagua", "A much longer detail that needs more than one line in a narrow list of records"),
    Row("s2", "Second part", section=True),
    Row("c", "Cusco", badge="ES", badge_explained="Not translated"),
]


@pytest.fixture
def rows(theme: Theme, qtbot: QtBot) -> RowList:
    made = RowList(theme)
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.set_rows(ROWS)
    made.show()
    return made


def test_a_row_is_as_high_as_its_words(rows: RowList) -> None:
    assert rows.sizeHintForRow(2) > rows.sizeHintForRow(1)
    high = rows.sizeHintForRow(2)
    rows.resize(900, 400)
    assert rows.sizeHintForRow(2) < high


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_no_title_is_broken_into_bits_by_the_words_beside_it(rows: RowList, theme: Theme, zoom: float) -> None:
    theme.set_zoom(zoom)
    dates = "planned 2013–2015, active in 2017"
    rows.set_rows([Row("a", "SISFIN", "Budget support", dates), Row("b", "SISFIN", dates), Row("c", "SISFIN")])
    rows.resize(theme.px(300), 600)
    delegate = rows._delegate
    with_dates, as_detail, alone = (
        delegate._lay_out(rows.rows.row(i), rows.viewport().width()) for i in range(rows.rows.rowCount())
    )
    assert with_dates.title.height == alone.title.height  # one line
    assert with_dates.trailing is not None
    assert with_dates.height > as_detail.height  # the dates have a line of their own
    rows.resize(theme.px(600), 600)
    assert delegate._lay_out(rows.rows.row(0), rows.viewport().width()).trailing is None


def test_a_click_opens_and_a_heading_does_not(rows: RowList, qtbot: QtBot) -> None:
    opened: list[str] = []
    rows.opened.connect(opened.append)
    for row in (0, 1):
        spot = rows.visualRect(rows.rows.index(row)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened == ["a"]


def test_the_keyboard_opens_after_a_rest_and_passes_headings(rows: RowList, qtbot: QtBot) -> None:
    opened: list[str] = []
    rows.opened.connect(opened.append)
    rows.setFocus()
    rows.select("a")
    qtbot.keyClick(rows, Key.Key_Down)
    qtbot.keyClick(rows, Key.Key_Down)
    assert opened == []
    qtbot.waitUntil(lambda: opened == ["c"])
    qtbot.keyClick(rows, Key.Key_Return)
    assert opened == ["c", "c"]


def test_the_chosen_row_stays_in_view_at_another_width(rows: RowList) -> None:
    rows.set_rows([Row(str(i), "A title that needs more lines in a narrow list " * 3) for i in range(60)])
    rows.resize(900, 300)
    rows.executeDelayedItemsLayout()
    rows.select("40")
    rows.resize(260, 300)
    assert rows.viewport().rect().intersects(rows.visualRect(rows.currentIndex()))


def test_new_words_for_the_same_rows_keep_choice_and_place(rows: RowList) -> None:
    rows.resize(260, 90)
    rows.select("b")
    rows.verticalScrollBar().setValue(30)
    rows.set_rows([Row(r.id, r.title.upper(), r.detail, section=r.section) for r in ROWS])
    assert rows.current_id() == "b"
    assert rows.verticalScrollBar().value() == 30


def test_rows_say_everything_to_a_screen_reader(rows: RowList) -> None:
    index = rows.rows.index(4)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Cusco. Not translated"
    assert rows.rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Añasco. 2012. A detail"


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_rows_can_be_painted_in_every_look(rows: RowList, theme: Theme, look: str) -> None:
    theme.set_choice(look)
    rows.select("a")
    picture = rows.grab().toImage()
    colors = {picture.pixelColor(x, y).name() for x in range(0, 260, 3) for y in range(0, 120, 3)}
    assert theme.palette.selection in colors
    assert theme.palette.surface in colors


def test_marked_words_keep_the_text_whole(theme: Theme) -> None:
    marked = QTextCharFormat()
    marked.setFontWeight(700)
    plain = TextBlock("Salud en Ayacucho", theme.font(), 400)
    bold = TextBlock("Salud en Ayacucho", theme.font(), 400, marks=[(0, 5)], marked=marked)
    assert bold.height == plain.height > 0
    assert bold.width >= plain.width


def test_an_extract_ends_within_its_lines(theme: Theme) -> None:
    long = "palabra " * 200
    one = TextBlock("palabra", theme.font(), 200)
    cut = TextBlock(long, theme.font(), 200, most_lines=2)
    assert cut.height == pytest.approx(2 * one.height, rel=0.1)
    assert TextBlock("x" * 500, theme.font(), 200, most_lines=1).width <= 201


def test_an_extract_with_wide_marked_words_ends_within_its_lines_too(theme: Theme) -> None:
    marked = QTextCharFormat()
    marked.setFontWeight(900)
    marked.setFontLetterSpacing(130)
    text = "Proceso para que toda persona residente tenga un seguro de salud fijado por la Ley sobre la base " * 3
    words = [(found.start(), found.end()) for found in re.finditer(r"\w+", text)]
    for width in range(200, 420, 7):
        block = TextBlock(text, theme.font(), width, marks=words, marked=marked, most_lines=2)
        assert block._layout.lineCount() == 2


def test_the_flow_breaks_its_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, 4)
    buttons = [QPushButton("a button") for _ in range(6)]
    for button in buttons:
        flow.addWidget(button)
    width = buttons[0].sizeHint().width()
    assert flow.heightForWidth(width * 7) < flow.heightForWidth(width * 2)
    flow.setGeometry(QRect(0, 0, width * 2 + 4, 500))
    assert buttons[2].y() > buttons[1].y() == buttons[0].y()
    assert flow.itemAt(99) is None


def test_a_facet_shows_counts_and_stays_true(theme: Theme, qtbot: QtBot) -> None:
    button = FacetButton(theme)
    qtbot.addWidget(button)
    button.say("Sector")
    button.set_choices([FacetChoice("h", "Health", "4"), FacetChoice("e", "Environment", "0")], [])
    told: list[tuple[str, ...]] = []
    button.changed.connect(lambda: told.append(button.chosen()))
    actions = button.menu().actions()
    assert not actions[1].isEnabled()
    actions[0].trigger()
    assert told == [("h",)]
    assert button.accessibleName() == "Sector: Health"
    button.set_choices([FacetChoice("h", "Salud", "4"), FacetChoice("e", "Ambiente", "1")], ["h"])
    assert button.menu().actions()[0] is actions[0]
    assert button.accessibleName() == "Sector: Salud"


def test_a_tick_is_seen_where_values_have_icons(theme: Theme, qtbot: QtBot) -> None:
    button = FacetButton(theme)
    qtbot.addWidget(button)
    button.say("Sector")
    choices = [FacetChoice("h", "Health", "4", "health"), FacetChoice("e", "Education", "1", "education")]
    button.set_choices(choices, ["h"])
    health, education = button.menu().actions()
    tick = theme.icon("check", "text").cacheKey()
    assert health.icon().cacheKey() == tick != education.icon().cacheKey()
    health.trigger()
    education.trigger()
    assert education.icon().cacheKey() == tick != health.icon().cacheKey()


def test_years_are_a_span_or_all(theme: Theme, qtbot: QtBot) -> None:
    button = YearsButton(theme)
    qtbot.addWidget(button)
    button.say("Years", "From", "To")
    button.set_range(1990, 2020)
    assert button.span() is None
    button.set_span((2000, 2010))
    assert button.span() == (2000, 2010)
    assert "2000–2010" in button.accessibleName()
    button.set_span(None)
    assert button.span() is None


def test_chips_go_by_click_or_delete(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "sector:health")
    qtbot.addWidget(chip)
    chip.say("Health & more", "Remove Health")
    gone: list[str] = []
    chip.removed.connect(gone.append)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.keyClick(chip, Key.Key_Delete)
    assert gone == ["sector:health"] * 2
    assert chip.text() == "Health && more"
    assert chip.accessibleName() == "Remove Health"


def test_the_toggle_shows_one_and_tells_a_click(qtbot: QtBot) -> None:
    toggle = SegmentedToggle([("es", "ES"), ("en", "EN")])
    qtbot.addWidget(toggle)
    toggle.set_chosen("es")
    chosen: list[str] = []
    toggle.chosen.connect(chosen.append)
    toggle._buttons["en"].click()
    assert chosen == ["en"]
    assert toggle._buttons["en"].isChecked()
    assert not toggle._buttons["es"].isChecked()
    toggle.set_chosen("en")
    assert not toggle._buttons["es"].focusPolicy() & Qt.FocusPolicy.TabFocus
    assert toggle._buttons["en"].focusPolicy() & Qt.FocusPolicy.TabFocus
    toggle.set_chosen("")
    assert not any(button.isChecked() for button in toggle._buttons.values())
    assert toggle._buttons["es"].focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_figure_box_is_pressed_by_mouse_and_keys(theme: Theme, qtbot: QtBot) -> None:
    box = FigureBox(theme, "programme")
    qtbot.addWidget(box)
    box.say("13", "Programmes", "Who did what")
    pressed: list[int] = []
    box.clicked.connect(lambda: pressed.append(1))
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    qtbot.keyClick(box, Key.Key_Space)
    qtbot.keyClick(box, Key.Key_Return)
    assert len(pressed) == 3
    assert box.accessibleName() == "13 Programmes"


def test_an_empty_state_has_a_button_only_when_something_can_be_done(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState(theme, "filter")
    qtbot.addWidget(empty)
    empty.say("Nothing", "because")
    assert not empty._button.isVisibleTo(empty)
    empty.say("Nothing", "because", "Try again")
    assert empty._button.isVisibleTo(empty)


def test_the_search_field_passes_on_the_keys_of_the_results(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField(theme)
    qtbot.addWidget(field)
    field.say("Search…", "Search", "Clear")
    passed: list[object] = []
    field.key_passed.connect(lambda key, _held: passed.append(key))
    qtbot.keyClicks(field, "ab")
    for key in (Key.Key_Down, Key.Key_Return, Key.Key_Escape):
        qtbot.keyClick(field, key)
    assert field.text() == "ab"
    assert passed == [Key.Key_Down, Key.Key_Return, Key.Key_Escape]
    field._cross.click()
    assert field.text() == ""


def test_the_panel_of_results_fits_into_its_window(theme: Theme, qtbot: QtBot) -> None:
    over = QWidget()
    over.resize(700, 400)
    qtbot.addWidget(over)
    anchor = QLabel("field", over)
    anchor.setGeometry(500, 10, 180, 30)
    panel = ResultPanel(theme, over)
    panel.say("Results", "keys")
    panel.show_kinds([("programme", "Programmes", "4"), ("topic", "Topics", "2")], frozenset({"topic"}))
    panel.show_rows([Row(str(i), f"Row {i}", "detail") for i in range(40)], Remark())
    over.show()
    panel.show()
    panel.place(anchor)
    assert over.rect().contains(panel.geometry())
    assert panel.y() >= anchor.geometry().bottom()
    assert panel.chosen_kinds() == {"topic"}
    assert panel.list.current_id() == "0"


def test_keys_below_the_results_are_whole_or_not_there(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    anchor = QWidget(window)
    panel = ResultPanel(theme, window)
    panel.say("Results", "Enter opens the chosen one · Ctrl+Enter opens and keeps the list")
    for width, told in ((1000, True), (360, False), (1000, True)):
        window.resize(width, 700)
        anchor.setGeometry(8, 10, width - 16, 30)
        panel.show_rows([Row("a", "Añasco")], Remark(), "1 result")
        panel.place(anchor)
        assert panel._hint.isVisibleTo(panel) is told


def test_the_panel_without_results_is_as_high_as_its_words(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    anchor = QWidget(window)
    anchor.setGeometry(100, 10, 700, 30)
    panel = ResultPanel(theme, window)
    text = "Nothing found for “xqzw”. Try fewer words, another spelling, or the other language."
    panel.show_rows([], Remark(text, f"What can be searched: {text} {text}"))
    panel.place(anchor)
    window.show()
    panel.show()
    qtbot.waitExposed(window)
    words = [label for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    assert len(words) == 2
    assert all(label.height() <= label.heightForWidth(label.width()) + theme.px(16) for label in words)


def test_a_toast_undoes_and_goes(qtbot: QtBot) -> None:
    over = QWidget()
    over.resize(600, 400)
    qtbot.addWidget(over)
    over.show()
    toast = Toast(over)
    undone: list[int] = []
    toast.say("Removed", "Undo", lambda: undone.append(1))
    assert toast.isVisible()
    toast._button.click()
    assert undone == [1]
    assert not toast.isVisible()
    toast.say("Saved")
    assert not toast._button.isVisibleTo(toast)


def test_small_words_have_long_names(qtbot: QtBot) -> None:
    badge = Badge(warning=True)
    qtbot.addWidget(badge)
    badge.say("ES", "Shown in Spanish")
    assert badge.accessibleName() == badge.toolTip() == "Shown in Spanish"
    chip = KindChip("topic")
    qtbot.addWidget(chip)
    chip.say("Topics", "3")
    assert chip.accessibleName() == "Topics 3"


def test_with_nothing_to_scroll_there_is_no_handle(rows: RowList) -> None:
    rows.executeDelayedItemsLayout()
    assert not rows.verticalScrollBar().isEnabled()
    rows.resize(260, 60)
    rows.executeDelayedItemsLayout()
    assert rows.verticalScrollBar().isEnabled()


def test_a_whole_list_is_as_high_as_its_rows_at_every_width(rows: RowList, qtbot: QtBot) -> None:
    rows.show_whole()
    for width in (600, 200):
        rows.resize(width, 50)
        qtbot.wait(1)
        assert rows.viewport().height() >= sum(rows.sizeHintForRow(i) for i in range(len(ROWS)))
        assert not rows.verticalScrollBar().maximum()
    rows.set_rows([])
    assert rows.height() == 0


def test_a_hint_without_room_loses_its_keys_and_is_never_cut_off(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField(theme)
    qtbot.addWidget(field)
    field.show()
    field.say("Search programmes, regions, topics…", "Search", "Clear", "Ctrl+K")
    seen = []
    for width in (900, 400, 260, 150):
        field.resize(width, 34)
        seen.append(field.placeholderText())
        margins = field.textMargins()
        assert field.fontMetrics().horizontalAdvance(seen[-1]) <= width - margins.left() - margins.right()
    assert seen[0].endswith("Ctrl+K")
    assert all(hint.endswith("…") for hint in seen[1:])
    assert len(set(seen)) == len(seen)


def test_hints_in_fields_can_be_read(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField(theme)
    qtbot.addWidget(field)
    field.show()
    for look, least in (("light", 4.5), ("dark", 4.5), ("contrast", 7.0)):
        theme.set_choice(look)
        hint = field.palette().placeholderText().color()
        assert hint.alpha() == 255
        assert contrast_ratio(hint.name(), theme.palette.surface) >= least


def test_down_opens_a_drop_button(theme: Theme, qtbot: QtBot) -> None:
    button = FacetButton(theme)
    qtbot.addWidget(button)
    button.set_choices([FacetChoice("h", "Health", "4")], [])
    button.show()
    seen: list[bool] = []

    def look() -> None:
        seen.append(button.menu().isVisible())
        button.menu().hide()

    QTimer.singleShot(0, button, look)
    qtbot.keyClick(button, Qt.Key.Key_Down)
    assert seen == [True]
