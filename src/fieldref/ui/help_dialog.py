"""The short guide, opened with F1, in the reader's language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.i18n import _
from fieldref.paths import bundle_root
from fieldref.ui.language import Language
from fieldref.ui.theme import Theme


def guide_file(language: str) -> Path:
    """The guide in a language; the one in the source language where there is none."""
    folder = bundle_root() / "docs"
    own = folder / f"guide.{language}.md"
    return own if own.is_file() else folder / "guide.md"


class HelpDialog(QDialog):
    """Stays open beside the window; follows a switch of language and of look."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = QTextBrowser()
        self._text.setOpenLinks(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        self.resize(theme.px(620), theme.px(600))
        language.changed.connect(self.retranslate)
        theme.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the guide in the current language, at the place where the reader is."""
        bar = self._text.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self.setWindowTitle(_("Help"))
        self._text.setAccessibleName(_("Help"))
        document = self._text.document()
        document.setDefaultFont(self._theme.font())
        document.setDocumentMargin(self._theme.px(20))
        document.setIndentWidth(self._theme.px(20))
        self._text.setMarkdown(guide_file(i18n.language()).read_text(encoding="utf-8"))
        bar.setValue(round(share * bar.maximum()))
