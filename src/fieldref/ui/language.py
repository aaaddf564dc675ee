"""The language of the window: our catalog, Qt's own texts and the default locale switch as one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from fieldref import i18n
from fieldref.ui.qt_words import QtWords


class Language(QObject):
    """Switches languages while the window is open. Everything that shows text listens to `changed`, also open
    dialogs: Qt itself sends no event when it goes back to English, whose catalog is empty."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translator: QTranslator | None = None

    @property
    def code(self) -> str:
        """The language now."""
        return i18n.language()

    def switch(self, code: str) -> None:
        """Speak `code` from now on, in our texts and in Qt's."""
        i18n.set_language(code)
        self.follow()

    def write_as(self, locales: Mapping[str, str]) -> None:
        """Write numbers and dates as the open content has it for each language (`ContentInfo.locales`)."""
        before = i18n.locale_name()
        i18n.set_language(i18n.language(), locales=locales)
        if i18n.locale_name() != before:
            self.follow()

    def follow(self) -> None:
        """Bring Qt to the language that `i18n` already speaks, and tell everybody."""
        QLocale.setDefault(QLocale(i18n.locale_name()))
        self._replace_translator(self.code)
        self.changed.emit()

    def toggle(self) -> None:
        """Go to the next of the languages there are."""
        codes = i18n.available_languages()
        here = codes.index(self.code) if self.code in codes else -1
        self.switch(codes[(here + 1) % len(codes)])

    def _replace_translator(self, code: str) -> None:
        app = QCoreApplication.instance()
        if app is None:
            return
        if self._translator is not None:
            app.removeTranslator(self._translator)
            self._translator = None
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._translator = QtWords(f"qtbase_{code}", folder, self)
        app.installTranslator(self._translator)
