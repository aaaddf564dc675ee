"""The keyboard at a glance, opened with `?`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldref.i18n import _
from fieldref.ui import shortcuts
from fieldref.ui.language import Language
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.labels import label


class ShortcutTable(QWidget):
    """Keys and what they do, by group."""

    def __init__(self, missing: frozenset[str], parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        self._missing = missing
        self._columns = QVBoxLayout(self) if vertical else QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(32)
        self._headings: list[QLabel] = []
        self._lines: list[tuple[QLabel, QLabel]] = []
        for _title, lines in shortcuts.shortcut_groups(missing):
            self._columns.addWidget(self._column(len(lines)), 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        groups = shortcuts.shortcut_groups(self._missing)
        for heading, (title, _lines) in zip(self._headings, groups, strict=True):
            heading.setText(title)
        said = [line for _title, lines in groups for line in lines]
        for (keys, does), line in zip(self._lines, said, strict=True):
            keys.setText(line.keys)
            does.setText(line.does)

    def _column(self, lines: int) -> QWidget:
        column = QWidget()
        grid = QGridLayout(column)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        self._headings.append(label("strong"))
        grid.addWidget(self._headings[-1], 0, 0, 1, 2)
        for row in range(1, lines + 1):
            keys, does = label("badge"), label(wrap=True)
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(does, row, 1)
            self._lines.append((keys, does))
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(lines + 1, 1)
        return column


class ShortcutSheet(QDialog):
    """A dialog that any key which closes dialogs closes; it follows a switch of language."""

    def __init__(
        self, theme: Theme, language: Language, missing: frozenset[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "sheet")
        self._title = label("title")
        self.table = ShortcutTable(missing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(self._title)
        layout.addWidget(self.table)
        self.setMinimumWidth(theme.px(940))
        language.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.setWindowTitle(_("Keyboard"))
        self._title.setText(_("Keyboard"))
        self.table.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`?` closes what it opened."""
        if event.text() == "?":
            self.accept()
            return
        super().keyPressEvent(event)
