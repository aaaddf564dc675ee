"""What a screen reader finds, page by page, and a whole errand done with the keyboard alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QTextBrowser, QWidget

from fieldref.content.model import PlaceLevel
from fieldref.ui.figures.figure_view import FigureView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.ui.context import Context
    from fieldref.ui.main_window import MainWindow

Key, Modifier, Role = Qt.Key, Qt.KeyboardModifier, QAccessible.Role
LISTS = (Role.Table, Role.Tree, Role.List)
"""Their rows are many and come from models, which have tests of their own."""

PAGES = ("home", "programmes", "regions", "coverage", "topics", "saved", "compare", "about")
STATES: dict[str, dict[str, object]] = {
    "coverage": {"indicator": "indicator/anaemia_6_35m_new_norm_pct", "places": ["region/PE-AYA", "region/PE-LOR"]},
    "compare": {"places": ["region/PE-AYA", "region/PE-LOR"]},
}


def _tree(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield interface
    if interface.role() in LISTS:
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and not child.state().invisible:
            yield from _tree(child)


def _name(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name)


def _open(window: MainWindow, page: str, qtbot: QtBot) -> None:
    window.navigation.open_page(page, STATES.get(page))
    qtbot.wait(10)
    for view in window.findChildren(FigureView):
        if view.isVisible():
            assert view.items is not None


@pytest.mark.parametrize("page", PAGES)
def test_everything_with_the_focus_is_named_in_the_tree(window: MainWindow, qtbot: QtBot, page: str) -> None:
    _open(window, page, qtbot)
    nameless = [
        f"{interface.role().name} {type(interface.object()).__name__}"
        for interface in _tree(QAccessible.queryAccessibleInterface(window))
        if interface.state().focusable and not _name(interface)
    ]
    assert not nameless


def test_the_regions_of_the_map_are_children_with_names(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    _open(window, "regions", qtbot)
    view = next(v for v in window.findChildren(FigureView) if v.isVisible())
    tree = QAccessible.queryAccessibleInterface(view)
    names = {_name(tree.child(number)) for number in range(tree.childCount())}
    regions = context.library.places(PlaceLevel.REGION, window.language.code)
    assert len(regions) == len(names)
    for region in regions:
        assert any(name.startswith(f"{region.ref.title.value}: ") for name in names)


def test_the_points_of_the_trend_are_children_with_names(window: MainWindow, qtbot: QtBot) -> None:
    _open(window, "coverage", qtbot)
    views = [v for v in window.findChildren(FigureView) if v.isVisible()]
    assert len(views) == 2
    for view in views:
        tree = QAccessible.queryAccessibleInterface(view)
        children = [tree.child(number) for number in range(tree.childCount())]
        assert len(children) == len(view.items) >= 25
        for child, item in zip(children, view.items, strict=True):
            assert _name(child) == item.name
            assert child.text(QAccessible.Text.Description) or not any(item.lines)
            assert child.role() is Role.PushButton


@pytest.mark.parametrize("page", PAGES)
def test_no_letter_is_two_shortcuts(window: MainWindow, qtbot: QtBot, page: str) -> None:
    _open(window, page, qtbot)
    buttons = [b.shortcut() for b in window.findChildren(QAbstractButton) if b.isVisible()]
    keys = [key.toString() for key in buttons if not key.isEmpty()]
    keys += [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert not [key for key, count in Counter(keys).items() if count > 1]
    for menu in window.findChildren(QMenu):
        letters = [a.text().split("&")[1][:1] for a in menu.actions() if "&" in a.text().replace("&&", "")]
        assert len(letters) == len(set(map(str.lower, letters)))


@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_everything_that_takes_it(window: MainWindow, qtbot: QtBot, page: str) -> None:
    _open(window, page, qtbot)
    window.activateWindow()
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    wanted = {widget for widget in wanted if widget.focusProxy() is None and not _stands_for_others(widget)}
    reached: set[QWidget] = set()
    window.setFocus()
    QWidget.focusNextPrevChild(window, True)
    for _ in range(len(wanted) * 2):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        if isinstance(focus, QTextBrowser):
            QWidget.focusNextPrevChild(focus, True)  # as Tab does behind the last of its many links
        else:
            qtbot.keyClick(focus, Key.Key_Tab)
    assert not [f"{type(w).__name__} {w.accessibleName()}" for w in wanted - reached]


def _stands_for_others(widget: QWidget) -> bool:
    """Of buttons of which one is on, Tab goes to that one and the arrows to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and not widget.isChecked()  # type: ignore[attr-defined]


def test_an_errand_from_search_to_print_with_keys_only(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)

    press(Key.Key_K, Modifier.ControlModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "prodern")
    qtbot.waitUntil(lambda: window.search.panel.isVisible() and window.search.panel.list.rows.rowCount() > 0)
    press(Key.Key_Return)
    found = window.reader.record_id
    assert found is not None
    assert found.startswith("programme/prodern")

    press(Key.Key_L, Modifier.ControlModifier)
    assert window.language.code == "en"
    assert window.reader.record_id == found

    press(Key.Key_D, Modifier.ControlModifier)
    assert window.context.shelf is not None
    assert [mark.record_id for mark in window.context.shelf.bookmarks.all()] == [found]

    press(Key.Key_Left, Modifier.AltModifier)
    assert window.reader.record_id == "programme/sisfin"

    press(Key.Key_3, Modifier.ControlModifier)
    view = next(v for v in window.findChildren(FigureView) if v.isVisible())
    for _ in range(60):
        if view.hasFocus():
            break
        press(Key.Key_Tab)
    assert view.hasFocus()
    first = view.current_key
    press(Key.Key_Down)
    assert view.current_key not in ("", first)
    region = view.current_key
    press(Key.Key_Return)
    assert window.reader.record_id == region

    press(Key.Key_4, Modifier.ControlModifier)
    assert window.navigation.history.here is not None
    assert window.navigation.history.here.page == "coverage"
    press(Key.Key_Left, Modifier.AltModifier)
    assert window.reader.record_id == region

    seen: list[str] = []

    def cancel() -> None:
        dialog = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if dialog is not None:
            seen.append(dialog.windowTitle() or type(dialog).__name__)
            qtbot.keyClick(dialog, Key.Key_Escape)
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()

    timer = QTimer()
    timer.timeout.connect(cancel)
    timer.start(150)
    press(Key.Key_P, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(seen), timeout=5000)
    qtbot.wait(200)
    timer.stop()
    assert seen
    assert QApplication.activeModalWidget() is None
    assert window.reader.record_id == region
