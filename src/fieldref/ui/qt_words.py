"""Qt's own texts: those of its catalog, and ours where it has none or other words than the rest of the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

from fieldref.i18n import _, pgettext


def key_words() -> dict[str, str]:
    """Names of keys as they stand on the keyboard, by the names Qt gives them."""
    return {
        "Ctrl": "Ctrl",
        "Shift": pgettext("key", "Shift"),
        "Return": _("Enter"),
        "Enter": _("Enter"),
        "Left": "←",
        "Right": "→",
        "Up": "↑",
        "Down": "↓",
    }


class QtWords(QTranslator):
    """One translator for both, so that a switch of language tells every widget once."""

    def __init__(self, catalog: str, folder: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.load(catalog, folder)  # English has none
        self._own = {("QShortcut", name): shown for name, shown in key_words().items()}
        self._own |= {
            (context, name): shown
            for context in ("QAbstractFileIconProvider", "QFileSystemModel")
            for name, shown in (
                ("Folder", _("Folder")),
                ("File Folder", _("Folder")),
                ("File", _("File")),
                ("%1 File", _("File %1")),
                ("Drive", _("Drive")),
                ("Shortcut", _("Shortcut")),
                ("Unknown", pgettext("file", "Unknown")),
            )
        }

    def isEmpty(self) -> bool:
        """There are always words of ours."""
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Our word, Qt's, or None for the English one."""
        own = self._own.get((context, text))
        return own if own is not None else super().translate(context, text, disambiguation, n) or None
