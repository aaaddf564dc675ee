"""What a reader can do at a place inside a record: keep it, copy a link to it, cite the figure there. The menu of the
text offers it, by mouse and by the menu key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from fieldref import i18n
from fieldref.i18n import _
from fieldref.ui import shortcuts
from fieldref.ui.context import Context
from fieldref.ui.reading_pane import ReadingPane
from fieldref.ui.saving import save_bookmark
from fieldref.ui.sections import section_name, section_of


class PlaceMenu(QObject):
    """Adds itself to the menu of the reading pane's text."""

    said = Signal(str)
    """One sentence on what happened."""
    changed = Signal()
    """The reader's own data changed."""

    def __init__(self, context: Context, reader: ReadingPane) -> None:
        super().__init__(reader)
        self._context = context
        self._reader = reader
        reader.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        reader.view.customContextMenuRequested.connect(self._on_menu)

    def save_place(self) -> None:
        """Save the section of the selected text or, without one, the section that is being read."""
        self._save(section_of(self._reader.view.anchors.being_read()))

    def menu_at(self, at: QPoint) -> QMenu:
        """The menu of the text at a point of the view; the caller shows it."""
        view = self._reader.view
        menu = view.createStandardContextMenu(at)
        if self._reader.record_id is None:
            return menu
        section = section_of(view.anchors.above(at))
        menu.addSeparator()
        if figure := view.anchors.figure_at(at):
            self._add(menu, _("Copy the citation of this figure"), lambda: self._copy_citation(figure))
        if section:
            name = section_name(section).replace("&", "&&")
            save, copy = _("Save this place: {section}").format(section=name), _("Copy link to this place")
        else:
            save, copy = _("Save this record"), _("Copy link")
        self._add(menu, f"{save}\t{shortcuts.shown('Ctrl+Shift+D')}" if section else save, lambda: self._save(section))
        self._add(menu, copy, lambda: self._copy_link(section))
        return menu

    # ---- inside

    @staticmethod
    def _add(menu: QMenu, text: str, act: Callable[[], None]) -> None:
        menu.addAction(text).triggered.connect(lambda _checked=False: act())

    def _on_menu(self, at: QPoint) -> None:
        menu = self.menu_at(at)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._reader.view.viewport().mapToGlobal(at))

    def _copy_citation(self, figure: str) -> None:
        from fieldref.citations import cite_observation  # not needed to read
        from fieldref.sheets.data import shown_figures

        library, language = self._context.library, i18n.language()
        if self._reader.record_id is None:
            return
        record = library.record(self._reader.record_id, language)
        one = next((one for one in shown_figures(library, record, language) if one.key == figure), None)
        if one is not None:
            QGuiApplication.clipboard().setText(cite_observation(library, one, language).text())
            self.said.emit(_("Citation copied"))

    def _copy_link(self, section: str) -> None:
        if self._reader.record_id is not None:
            from fieldref.ui import sharing  # with all that prints and cites: not needed to read

            link = sharing.link(self._reader.record_id)
            QGuiApplication.clipboard().setText(f"{link}#{section}" if section else link)
            self.said.emit(_("Link copied"))

    def _save(self, section: str) -> None:
        if self._reader.record_id is not None:
            self.said.emit(save_bookmark(self._context, self._reader.record_id, section))
            self.changed.emit()
