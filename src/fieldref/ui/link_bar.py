"""The bar that asks before a link leaves the app."""

from __future__ import annotations

import logging

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from fieldref.i18n import _
from fieldref.ui.widgets.labels import label

_log = logging.getLogger(__name__)


class LinkBar(QFrame):
    """Shows where a link leads before anything is opened: this app works without a network, the browser does not."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "note")
        self._address = ""
        self._said = label("small")
        self._shown = label("strong", wrap=True, selectable=True)
        self._open = QPushButton()
        self._copy = QPushButton()
        self._no = QPushButton()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._said)
        words.addWidget(self._shown)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addLayout(words, 1)
        for button in (self._open, self._copy, self._no):
            layout.addWidget(button)
        self._open.clicked.connect(self._on_open)
        self._copy.clicked.connect(self._on_copy)
        self._no.clicked.connect(self.hide)
        self.hide()

    def ask(self, address: str) -> None:
        """Show the address and wait."""
        self._address = address
        self._shown.setText(address.replace("/", "/\u200b"))
        self._shown.setAccessibleName(address)
        self.show()
        self._open.setFocus()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self._said.setText(_("This link leaves FieldRef and needs a network:"))
        self._open.setText(_("Open in browser"))
        self._copy.setText(_("Copy address"))
        self._no.setText(_("Stay here"))

    def _on_open(self) -> None:
        self.hide()
        url = QUrl(self._address)
        if url.scheme() in ("http", "https", "mailto") and not QDesktopServices.openUrl(url):
            _log.warning("No program opened a link of scheme %s", url.scheme())

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.hide()
