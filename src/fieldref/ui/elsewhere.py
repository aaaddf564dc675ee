"""What the reader keeps of other libraries: counted, and one click away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from fieldref.i18n import _, ngettext, number
from fieldref.ui.context import Context
from fieldref.ui.library_picker import short_title
from fieldref.ui.widgets.labels import label
from fieldref.userdata import Elsewhere


class ElsewhereLines(QWidget):
    """One line a library: '3 saved in Bolivia', which opens that library where it is at hand."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view = ""
        self.lines: list[QPushButton | QLabel] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 4, 16, 8)
        self._rows.setSpacing(0)
        self.retranslate()

    def show_view(self, view: str) -> None:
        """Count what belongs to a view of the Saved page: saved, notes or recent."""
        self._view = view
        self.retranslate()

    def retranslate(self) -> None:
        """Count again, in the current language."""
        for line in self.lines:
            self._rows.removeWidget(line)
            line.deleteLater()
        shelf, say = self._context.shelf, _SAYINGS.get(self._view)
        kept = [(one, said) for one in shelf.elsewhere() if (said := say(one))] if shelf and say else []
        titles = dict(self._context.libraries()) if kept and self._context.libraries is not None else {}
        self.lines = [self._line(one, said, titles) for one, said in kept]
        for line in self.lines:
            self._rows.addWidget(line)
        self.setVisible(bool(self.lines))

    def _line(self, elsewhere: Elsewhere, said: str, titles: dict[str, str]) -> QPushButton | QLabel:
        title = titles.get(elsewhere.pack_id)
        if title is None or self._context.open_library is None:
            name = elsewhere.pack_id or _("a library without a name")
            text = _("{count} in “{library}”, which is not installed here").format(count=said, library=name)
            told = label("small", wrap=True)
            told.setText(text)
            told.setContentsMargins(6, 4, 0, 4)
            return told
        button = QPushButton(
            _("{count} in {library}").format(count=said, library=short_title(title)).replace("&", "&&")
        )
        button.setProperty("look", "link")
        button.setToolTip(_("Library: {title}").format(title=title))
        opened = self._context.open_library
        button.clicked.connect(lambda _checked=False: opened(elsewhere.pack_id))
        return button


def _saved(one: Elsewhere) -> str:
    return ngettext("{count} saved", "{count} saved", one.saved).format(count=number(one.saved)) if one.saved else ""


def _notes(one: Elsewhere) -> str:
    return ngettext("{count} note", "{count} notes", one.notes).format(count=number(one.notes)) if one.notes else ""


def _recent(one: Elsewhere) -> str:
    return ngettext("{count} read", "{count} read", one.recent).format(count=number(one.recent)) if one.recent else ""


_SAYINGS: dict[str, Callable[[Elsewhere], str]] = {"saved": _saved, "notes": _notes, "recent": _recent}
