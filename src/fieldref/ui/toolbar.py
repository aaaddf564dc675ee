"""The bar at the top of the window: back, forward, search, the two languages, the menu."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from fieldref import i18n
from fieldref.i18n import _
from fieldref.ui import shortcuts
from fieldref.ui.search_box import SearchBox
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import IconButton, SegmentedToggle


class Toolbar(QFrame):
    """Holds no logic: the window connects its signals."""

    language_chosen = Signal(str)

    def __init__(self, theme: Theme, search: SearchBox, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self._theme = theme
        self.back = IconButton(theme, "back")
        self.forward = IconButton(theme, "forward")
        self.languages = SegmentedToggle([(code, code.upper()) for code in i18n.available_languages()])
        self.languages.chosen.connect(self.language_chosen)
        self._menu_button = IconButton(theme, "menu")
        self._menu_button.setMenu(menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        search.setMaximumWidth(theme.px(760))
        self._search = search
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.back)
        layout.addWidget(self.forward)
        layout.addSpacing(8)
        layout.addStretch(1)
        layout.addWidget(search, 100)
        layout.addStretch(1)
        layout.addSpacing(8)
        layout.addWidget(self.languages)
        layout.addSpacing(4)
        layout.addWidget(self._menu_button)
        theme.changed.connect(lambda: search.setMaximumWidth(theme.px(760)))
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.back.say(_("Back"), shortcuts.shown("Alt+Left"))
        self.forward.say(_("Forward"), shortcuts.shown("Alt+Right"))
        self._menu_button.say(_("Menu"))
        for code in i18n.available_languages():
            self.languages.say(code, code.upper(), i18n.language_name(code))
        self.languages.set_chosen(i18n.language())

    def show_search(self, shown: bool) -> None:
        """Show the search field, or leave its room empty while the page has one of its own."""
        self._search.setVisible(shown)

    def show_history(self, back: bool, forward: bool) -> None:
        """Whether there is a way back and forward."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)
