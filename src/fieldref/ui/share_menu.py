"""What a reader can do with the record that is open: print, save as PDF or web page, copy as text, link or citation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.i18n import _
from fieldref.paths import write_atomically
from fieldref.ui.asking import Asking
from fieldref.ui.context import Context
from fieldref.ui.working import Tell, run_beside

if TYPE_CHECKING:
    from fieldref.citations import Reference

Handler = Callable[[str], object]
Writer = Callable[[Library, Path, Tell], bool]
"""Writes the file, in a thread with a library of its own; False when the reader stopped it."""


class ShareMenu(QMenu):
    """Acts on the record that `current` names. `said` brings one sentence on how it went."""

    said = Signal(str)

    def __init__(
        self,
        context: Context,
        current: Callable[[], str | None],
        parent: QWidget | None = None,
        asking: Asking | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._current = current
        self._busy = False
        self.asking = asking or Asking(parent or self)
        self._texts: list[tuple[QAction, Callable[[], str]]] = []
        self._cite = QMenu(self)
        self._fill()
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self._cite.setTitle(_("Citation"))
        for action, text in self._texts:
            action.setText(text())
        self.setAccessibleName(_("Print, send, cite"))

    def apply_theme(self) -> None:
        """Tint the icons."""
        for action, _text in self._texts:
            if action.data():
                action.setIcon(self._context.theme.icon(str(action.data())))
        self._cite.setIcon(self._context.theme.icon("cite"))

    # ---- what it does

    def print_preview(self, record_id: str) -> None:
        """Show the pages and print them."""
        from fieldref.ui.print_preview import PreviewDialog  # not needed to read
        from fieldref.ui.printing import Printout

        printout = Printout(self._context.library, [record_id], i18n.language())
        PreviewDialog(printout, _("Print"), self.parentWidget()).exec()

    def save_pdf(self, record_id: str, also: Sequence[str] = ()) -> None:
        """Write the record as PDF."""
        from fieldref.ui.printing import write_pdf

        language = i18n.language()

        def write(library: Library, path: Path, tell: Tell) -> bool:
            return write_pdf(library, [record_id], language, path, also=also, progress=tell)

        self._save(record_id, "pdf", _("PDF file (*.pdf)"), write)

    def save_web_page(self, record_id: str, also: Sequence[str] = ()) -> None:
        """Write the record as one HTML file."""
        from fieldref.ui import sharing

        language = i18n.language()

        def write(library: Library, path: Path, tell: Tell) -> bool:
            page = sharing.web_page(library, record_id, language, also)
            go_on = tell(1, 1)
            if go_on:
                write_atomically(path, page.encode())
            return go_on

        self._save(record_id, "html", _("Web page (*.html)"), write)

    def copy_text(self, record_id: str) -> None:
        """Copy a few lines for a message."""
        from fieldref.ui.chat_text import chat_text

        self._copy(chat_text(self._context.library, record_id, i18n.language()), _("Text copied"))

    def copy_link(self, record_id: str) -> None:
        """Copy the address that the app opens."""
        from fieldref.ui import sharing

        self._copy(sharing.link(record_id), _("Link copied"))

    def copy_citation(self, record_id: str, style: Callable[[Reference], str] | None = None) -> None:
        """Copy the citation of the record; `style` is how it is written, if not in a line of text."""
        from fieldref.citations import Reference, cite_record

        write = style or Reference.text
        self._copy(write(cite_record(self._context.library, record_id, i18n.language())), _("Citation copied"))

    def copy_sources(self, record_id: str) -> None:
        """Copy the citations of everything the record rests on, one in a line."""
        from fieldref.citations import cite_sources

        found = cite_sources(self._context.library, record_id, i18n.language())
        self._copy("\n".join(reference.text() for reference in found), _("Citations copied"))

    # ---- inside

    def _fill(self) -> None:
        self._add(self, lambda: _("Print…"), "print", self.print_preview)
        self._add(self, lambda: _("Save as PDF…"), "download", self.save_pdf)
        self._add(self, lambda: _("Save as PDF in both languages…"), "", lambda one: self.save_pdf(one, _others()))
        self._add(self, lambda: _("Save as web page…"), "share", self.save_web_page)
        self._add(
            self, lambda: _("Save as web page in both languages…"), "", lambda one: self.save_web_page(one, _others())
        )
        self.addSeparator()
        self._add(self, lambda: _("Copy as text"), "copy", self.copy_text)
        self._add(self, lambda: _("Copy link"), "external", self.copy_link)
        self.addMenu(self._cite)
        self._add(self._cite, lambda: _("Copy citation"), "", self.copy_citation)
        self._add(self._cite, lambda: _("Copy citations of its sources"), "", self.copy_sources)
        self._add(
            self._cite, lambda: _("Copy as BibTeX"), "", lambda one: self.copy_citation(one, lambda r: r.bibtex())
        )
        self._add(self._cite, lambda: _("Copy as RIS"), "", lambda one: self.copy_citation(one, lambda r: r.ris()))
        self.apply_theme()

    def _add(self, menu: QMenu, text: Callable[[], str], icon: str, handler: Handler) -> None:
        action = menu.addAction("")
        action.setData(icon)
        action.triggered.connect(lambda _checked=False: self._act(handler))
        self._texts.append((action, text))

    def _act(self, handler: Handler) -> None:
        record_id = self._current()
        if record_id is not None:
            handler(record_id)

    def _copy(self, text: str, told: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(told)

    def _save(self, record_id: str, suffix: str, kinds: str, write: Writer) -> None:
        from fieldref.ui import sharing

        if self._busy:
            return

        name = sharing.suggested_name(self._context.library, [record_id], i18n.language(), suffix)
        content = self._context.library.path

        def work(path: Path, tell: Tell) -> bool:
            with Library(content) as library:  # one of its own: a library belongs to one thread
                return write(library, path, tell)

        def make(path: Path) -> bool:
            return run_beside(self.parentWidget(), _("Making the file…"), partial(work, path)) or False

        self._busy = True
        try:
            told = self.asking.save(name, kinds, make).sentence
        finally:
            self._busy = False
        if told:
            self.said.emit(told)


def _others() -> tuple[str, ...]:
    return tuple(code for code in i18n.available_languages() if code != i18n.language())
