"""Buttons: with an icon, the removable chip, the kind chip, the rail button, and the two-way toggle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from fieldref.ui.theme import Theme

ICON = 20


class IconButton(QToolButton):
    """A button that is an icon, in the theme's colours, with a name for the tooltip and the screen reader."""

    def __init__(self, theme: Theme, icon: str, *, role: str = "text_muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._role = role
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.apply_theme)
        self.apply_theme()

    def set_icon(self, name: str, role: str | None = None) -> None:
        """Show another icon, as a button that is now on does."""
        self._icon, self._role = name, role or self._role
        self.apply_theme()

    def say(self, text: str, shortcut: str = "") -> None:
        """Name the button; the shortcut stands in the tooltip only."""
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({shortcut})" if shortcut else text)

    def apply_theme(self) -> None:
        """Tint and size the icon."""
        self.setIcon(self._theme.icon(self._icon, self._role))
        self.setIconSize(QSize(self._theme.px(ICON), self._theme.px(ICON)))


class Chip(QToolButton):
    """A condition that is on: a click (or Delete) takes it away."""

    removed = Signal(str)

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.key = key
        self.setProperty("look", "chip")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.clicked.connect(lambda: self.removed.emit(self.key))
        theme.changed.connect(self.apply_theme)
        self.apply_theme()

    def say(self, text: str, explained: str) -> None:
        """Show the condition; `explained` says that a click takes it away."""
        self.setText(text.replace("&", "&&"))
        self.setToolTip(explained)
        self.setAccessibleName(explained)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace work as a click does."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.key)
            return
        super().keyPressEvent(event)

    def apply_theme(self) -> None:
        """Tint and size the cross."""
        self.setIcon(self._theme.icon("close", "text"))
        self.setIconSize(QSize(self._theme.px(12), self._theme.px(12)))


class KindChip(QToolButton):
    """A word with a count that can be switched on: 'Programmes 4'."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setCheckable(True)
        self.setProperty("look", "kind")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)

    def say(self, word: str, count: str) -> None:
        """Show the word and how many there are."""
        text = f"{word} {count}" if count else word
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)


class RailButton(QToolButton):
    """A page of the rail: icon and word, or the icon alone where there is little room."""

    def __init__(self, theme: Theme, key: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._hint = ""
        self.key = key
        self.setCheckable(True)
        self.setProperty("look", "rail")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_narrow(False)
        self.toggled.connect(self.apply_theme)
        theme.changed.connect(self.apply_theme)
        self.apply_theme()

    def say(self, text: str, shortcut: str) -> None:
        """Name the page."""
        self.setText("\u2002" + text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({shortcut})" if shortcut else text)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or icon and word."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)

    def apply_theme(self) -> None:
        """Tint and size the icon; the present page's is in the accent colour."""
        self.setIcon(self._theme.icon(self._icon, "accent" if self.isChecked() else "text_muted"))
        self.setIconSize(QSize(self._theme.px(ICON), self._theme.px(ICON)))


class SegmentedToggle(QWidget):
    """Two or three words side by side, one of which is on: ES | EN."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`options` are (key, word) pairs; the words may be replaced with `say`."""
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        for index, (key, word) in enumerate(options):
            button = QToolButton()
            button.setText(word)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setProperty("look", "segment")
            button.setProperty("place", "first" if index == 0 else "last" if index == len(options) - 1 else "middle")
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_chosen(self, key: str) -> None:
        """Show which one is on, without a signal; '' for none."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
        elif not key and (checked := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
        first = self._group.checkedButton() or next(iter(self._buttons.values()), None)
        for button in self._buttons.values():
            # Left to itself Qt lets Tab in at the first word, whichever is on.
            tabs = Qt.FocusPolicy.StrongFocus if button is first else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(tabs)

    def say(self, key: str, word: str, explained: str) -> None:
        """Put one word, and its longer form for tooltip and screen reader."""
        self._buttons[key].setText(word.replace("&", "&&"))
        self._buttons[key].setToolTip(explained)
        self._buttons[key].setAccessibleName(explained)
