"""Walks over everything in a window that a person can read or hear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextBrowser,
    QWidget,
)

REPO = Path(__file__).resolve().parents[2]


def words(root: QWidget) -> Iterator[tuple[str, str]]:
    """(where, text) of every text below `root`, shown or not."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from _of_widget(widget)
    for action in root.findChildren(QAction):
        yield f"action {action.text()}", action.text().split("\t")[0]


def _of_widget(widget: QWidget) -> Iterator[tuple[str, str]]:
    name = type(widget).__name__
    for what, text in (
        ("name", widget.accessibleName()),
        ("description", widget.accessibleDescription()),
        ("tooltip", re.sub(r" \([^()]*\)$", "", widget.toolTip())),
        ("title", widget.windowTitle()),
    ):
        yield f"{name} {what}", text
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        yield f"{name} text", widget.text()
    if isinstance(widget, (QLineEdit, QPlainTextEdit)):
        yield f"{name} placeholder", widget.placeholderText()
    if isinstance(widget, (QGroupBox, QMenu)):
        yield f"{name} title", widget.title()
    for text in _inside(widget):
        yield f"{name} inside", text
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _of_model(name, widget.model())


def _inside(widget: QWidget) -> Iterator[str]:
    """Items, tabs and lines."""
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(i) for i in range(widget.count()))
    elif isinstance(widget, QTextBrowser):
        yield from (line.strip() for line in widget.toPlainText().splitlines())


def _of_model(name: str, model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for column in range(columns):
        yield f"{name} header", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    for row in range(min(model.rowCount(QModelIndex()), 60)):
        for column in range(columns):
            yield f"{name} cell", str(model.index(row, column).data() or "")
            spoken = str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) or "")
            for part in spoken.split(". "):
                yield f"{name} spoken cell", part


def catalog_patterns(code: str) -> re.Pattern[str]:
    """Matches exactly what the catalog of a language can say."""
    with (REPO / "translations" / code / "LC_MESSAGES" / "fieldref.po").open("rb") as stream:
        catalog = read_po(stream)
    said: set[str] = set()
    for message in catalog:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        said.update(text for text in (*ids, *strings) if text)
    patterns = []
    for text in said:
        parts = re.split(r"\{[^{}]*\}", text)
        if sum(c.isalpha() for part in parts for c in part) >= 3:
            patterns.append(".+?".join(re.escape(part) for part in parts))
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)))


def visible_words(root: QWidget) -> list[tuple[str, str]]:
    """Texts of what can be seen now, in the order of the widgets."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible():
            found += [(where, text) for where, text in _of_widget(widget) if text]
    return found


def cut_off(root: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words need."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            if widget.sizeHint().width() > widget.width() + 1:
                found.append(f"{widget.text()!r} needs {widget.sizeHint().width()}, has {widget.width()}")
        elif isinstance(widget, QLabel) and widget.text():
            if widget.heightForWidth(widget.width()) > widget.height() + 1:
                found.append(f"{widget.text()!r} needs height {widget.heightForWidth(widget.width())}")
        elif isinstance(widget, QAbstractButton) and widget.text() and widget.sizeHint().width() > widget.width() + 1:
            found.append(f"{widget.text()!r} needs {widget.sizeHint().width()}, has {widget.width()}")
    return found
