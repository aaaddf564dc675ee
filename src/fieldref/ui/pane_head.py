"""The line above a sheet: its name once its own heading is out of sight, a badge, and what can be done with it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldref import i18n
from fieldref.i18n import _
from fieldref.sheets.words import NOT_REVIEWED, WHY_NOT_REVIEWED
from fieldref.ui import shortcuts
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import IconButton
from fieldref.ui.widgets.labels import Badge, label


class RenderedSheet(Protocol):
    """What the pane needs of a sheet."""

    @property
    def title(self) -> str:
        """Name of the record."""

    @property
    def html(self) -> str:
        """The text, in Qt's subset of HTML."""

    @property
    def language(self) -> str:
        """The language asked for."""

    @property
    def missing(self) -> bool:
        """Whether some text had to come in another language."""

    @property
    def reviewed(self) -> bool:
        """Whether somebody has read the record, or it was only imported."""


class PaneHead(QWidget):
    """Buttons of others come before its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._name = label("strong")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._shown = False
        self._badge = Badge(warning=True)
        self._unread_badge = Badge(warning=True)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(2)
        self.side_by_side = IconButton(theme, "compare")
        self.side_by_side.setCheckable(True)
        self.find_button = IconButton(theme, "search")
        self.close_button = IconButton(theme, "close")
        self.close_button.hide()
        head = QHBoxLayout(self)
        head.setContentsMargins(16, 6, 10, 6)
        head.setSpacing(2)
        head.addWidget(self._unread_badge)
        head.addWidget(self._badge)
        head.addWidget(self._name, 1)
        head.addLayout(self._actions)
        for button in (self.side_by_side, self.find_button, self.close_button):
            head.addWidget(button)

    def add_action(self, button: QWidget) -> None:
        """Put a further button (save, note, print …) before the head's own."""
        self._actions.addWidget(button)

    def show_sheet(self, sheet: RenderedSheet) -> None:
        """Take over the name of a sheet, and say where it is not translated."""
        self._title = sheet.title
        self._unread_badge.setVisible(not sheet.reviewed)
        self._unread_badge.say(_(NOT_REVIEWED), _(WHY_NOT_REVIEWED))
        self._badge.setVisible(sheet.missing)
        if sheet.missing:
            name = i18n.language_name(sheet.language, lang=i18n.language())
            self._badge.say(
                _("Partly translated"), _("Some of this text is not available in {language} yet.").format(language=name)
            )

    def show_name(self, shown: bool) -> None:
        """Name the record, or leave that to its own heading."""
        self._shown = shown
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the name as there is room for: it must not push the pane wider while somebody reads."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitting = self._name.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, self._name.width())
        self._name.setText(fitting if self._shown else "")
        self._name.setToolTip(self._title if self._shown else "")

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.side_by_side.say(_("Both languages side by side"), shortcuts.shown("Ctrl+Shift+L"))
        self.find_button.say(_("Find in the record"), shortcuts.shown("Ctrl+F"))
        self.close_button.say(_("Close the record"))
