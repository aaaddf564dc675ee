"""What the reader keeps: saved records in folders, notes, and what was read lately."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.i18n import _, number
from fieldref.ui.asking import Asking
from fieldref.ui.context import Context
from fieldref.ui.elsewhere import ElsewhereLines
from fieldref.ui.figures.export_button import ExportButton, Exports
from fieldref.ui.pages.page import Page
from fieldref.ui.saved_list import SavedList
from fieldref.ui.saved_menu import SavedMenu
from fieldref.ui.saved_rows import SavedRows, Shown
from fieldref.ui.widgets.boxes import EmptyState, SectionHeader
from fieldref.ui.widgets.buttons import IconButton, SegmentedToggle
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.search_field import SearchField
from fieldref.userdata import Bookmark, NotSaved, Shelf, UserData

VIEWS = ("saved", "notes", "recent")


class SavedPage(Page):
    """Three views of the reader's own data; the record is read beside them."""

    key = "saved"
    icon = "saved"
    shows_own_data = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._view = VIEWS[0]
        self._records: dict[str, str] = {}
        """Row id → record id, of what is shown."""
        self.asking = Asking(self)
        self._header = SectionHeader("page-title")
        self._more = IconButton(theme, "menu")
        self._export = ExportButton(
            theme, self._exports, csv_separator=lambda: context.settings.current.csv_separator, pictures=False
        )
        self._toggle = SegmentedToggle([(view, "") for view in VIEWS])
        self._words = SearchField(theme)
        self._trouble = label(wrap=True)
        self.list = SavedList(theme)
        self._empty = EmptyState(theme, "saved")
        self._stack = QStackedWidget()
        self._elsewhere = ElsewhereLines(context)
        self.menu = SavedMenu(self)
        self._export.said.connect(self.said)
        self._build()
        self._connect()
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Saved")

    def heading(self) -> str:
        """The page's name."""
        return self.title()

    def retranslate(self) -> None:
        """Put texts and list into the current language."""
        for view, word, explained in (
            ("saved", _("Saved"), _("Saved records")),
            ("notes", _("Notes"), _("My notes")),
            ("recent", _("Recent"), _("Recently read")),
        ):
            self._toggle.say(view, word, explained)
        self._toggle.set_chosen(self._view)
        self._words.say(_("Filter the list…"), _("Filter the list"), _("Clear"))
        self._more.say(_("Folders, export, print"))
        self.list.setAccessibleName(self.title())
        self._export.retranslate()
        self.menu.retranslate()
        self.show_list()

    def reload(self) -> None:
        """Other content is open: records may have come or gone."""
        self.show_list()

    def apply_theme(self) -> None:
        """Icons of the menu."""
        self.menu.apply_theme()

    def show_record(self, record_id: str | None) -> None:
        """Choose the record that is being read."""
        chosen = self.list.current_id()
        if chosen is None or self._records.get(chosen) != record_id:
            self.list.select(next((row for row, record in self._records.items() if record == record_id), None))

    def main_part(self) -> QWidget:
        """The list, or the filter where nothing is left to list."""
        return self.list if self._stack.currentWidget() is self.list else self._words

    def state(self) -> dict[str, object]:
        """View, filter and scroll place."""
        return {"view": self._view, "words": self._words.text(), "scroll": self.list.verticalScrollBar().value()}

    def restore(self, state: Mapping[str, object]) -> None:
        """Put view, filter and scroll place back."""
        view = state.get("view")
        self._view = view if isinstance(view, str) and view in VIEWS else VIEWS[0]
        self._toggle.set_chosen(self._view)
        self._words.setText(str(state.get("words", "")))
        self.show_list()
        scroll = state.get("scroll")
        if isinstance(scroll, int):
            self.list.executeDelayedItemsLayout()
            self.list.verticalScrollBar().setValue(scroll)

    def showEvent(self, event: QShowEvent) -> None:
        """Something may have been saved since."""
        super().showEvent(event)
        self.show_list()
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight there is nothing to look for."""
        super().hideEvent(event)
        self.window().removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whoever comes back to this window may have saved something in another."""
        if event.type() == QEvent.Type.WindowActivate:
            self.look_again()
        return False

    # ---- what the menu needs

    @property
    def userdata(self) -> UserData | None:
        """The reader's own data, or None where there is none."""
        return self.context.userdata

    @property
    def shelf(self) -> Shelf | None:
        """What of it belongs to the open library."""
        return self.context.shelf

    @property
    def view(self) -> str:
        """saved, notes or recent."""
        return self._view

    def shown_records(self) -> list[str]:
        """Ids of the records in the list, in its order, without those that left the content."""
        return [each for each in dict.fromkeys(self._records.values()) if self.context.library.exists(each)]

    def bookmark(self, row_id: str | None) -> Bookmark | None:
        """The bookmark of a row."""
        marks = self.shelf.bookmarks.all() if self.shelf and self._view == "saved" else ()
        return next((mark for mark in marks if str(mark.id) == row_id), None)

    def change(self, act: Callable[[UserData], object]) -> bool:
        """Change the reader's data and show the result; a refusal is told in one sentence."""
        if self.userdata is None:
            return False
        try:
            act(self.userdata)
        except NotSaved as refused:
            self.said.emit(refused.trouble.sentence())
            return False
        self.show_list()
        return True

    def change_shelf(self, act: Callable[[Shelf], object]) -> bool:
        """The same, for what belongs to the open library."""
        shelf = self.shelf
        return shelf is not None and self.change(lambda _data: act(shelf))

    def remove(self, row_id: str) -> None:
        """Remove a bookmark; the message lets the reader take it back."""
        mark = self.bookmark(row_id)
        if mark is not None and self.change_shelf(lambda shelf: shelf.bookmarks.remove([mark.id])):
            told = _("“{title}” removed").format(title=mark.title)
            self.undoable.emit(told, lambda: self._put_back(mark))

    def _put_back(self, mark: Bookmark) -> None:
        self.change_shelf(lambda shelf: shelf.bookmarks.put_back(mark))

    def show_list(self) -> None:
        """Read the reader's data again."""
        shown, data, shelf = Shown([], {}), self.userdata, self.shelf
        if data is not None and shelf is not None:
            shown = SavedRows(self.context.library, data, shelf, self._words.text()).of(self._view)
        self._records, rows = shown.records, shown.rows
        wanted = bool(self._words.text().strip())
        self.list.set_movable(self._view == "saved" and not wanted)
        self.list.set_rows(rows)
        self._header.say(self.title(), number(len(self._records)) if self._records else "")
        trouble = self.userdata.trouble.sentence() if self.userdata and self.userdata.trouble else ""
        self._trouble.setText(trouble)
        self._trouble_box.setVisible(bool(trouble))
        self._export.setVisible(self._view == "saved" and bool(rows))
        self._say_empty(filtered=wanted)
        self._stack.setCurrentWidget(self.list if rows else self._empty)
        self._elsewhere.show_view("" if wanted else self._view)

    # ---- inside

    def _build(self) -> None:
        self._trouble_box = QFrame()
        self._trouble_box.setProperty("look", "note")
        QVBoxLayout(self._trouble_box).addWidget(self._trouble)
        self._more.setMenu(self.menu.general)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._header.add(self._export)
        self._header.add(self._more)
        row = QHBoxLayout()
        row.addWidget(self._toggle)
        row.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self._header)
        top.addLayout(row)
        top.addWidget(self._words)
        top.addWidget(self._trouble_box)
        for widget in (self.list, self._empty):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._elsewhere)

    def _connect(self) -> None:
        self._toggle.chosen.connect(self._on_view)
        self._words.textChanged.connect(lambda _text: self.show_list())
        self._words.key_passed.connect(lambda *_keys: self.list.setFocus())
        self._empty.acted.connect(self._words.clear)
        self.list.opened.connect(self._on_opened)
        self.list.moved.connect(self._on_moved)
        self.list.stepped.connect(self._on_stepped)
        self.list.removed.connect(self.remove)
        self.list.customContextMenuRequested.connect(self._on_menu)

    def _on_view(self, view: str) -> None:
        self._view = view
        self.show_list()

    def _exports(self) -> Exports:
        """The saved records that are shown now, with the notes on them."""
        from fieldref.ui.list_tables import saved_table  # not needed to read

        data, shelf = self.userdata, self.shelf
        marks = [mark for mark in shelf.bookmarks.all() if str(mark.id) in self._records] if shelf else []
        folders = {each.id: each.name for each in data.folders.all()} if data else {}
        notes = {note.record_id: note.text for note in shelf.notes.all()} if shelf else {}
        title = _("My saved records")
        return Exports(
            f"FieldRef-{title}", table=saved_table(self.context.library, marks, folders, notes, i18n.language())
        )

    def look_again(self) -> None:
        """Show what another running copy changed since."""
        if self.userdata is not None and self.userdata.changed_elsewhere():
            self.show_list()

    def _on_opened(self, row_id: str) -> None:
        record_id = self._records.get(row_id, "")
        if self.context.library.exists(record_id):
            mark = self.bookmark(row_id)
            self.open_record.emit(f"{record_id}#{mark.place}" if mark and mark.place else record_id)
        else:
            self.said.emit(_("This record is no longer in the content; what you saved of it stays here."))

    def _on_menu(self, at: QPoint) -> None:
        row_id = self.list.row_id_at(self.list.indexAt(at))
        menu: QMenu | None = self.menu.for_row(row_id)
        if menu is not None:
            menu.exec(self.list.viewport().mapToGlobal(at))

    def _on_moved(self, row_id: str, before: int) -> None:
        """Drop a bookmark before the row of that number: the folder is that of the heading above the place."""
        mark = self.bookmark(row_id)
        if mark is None:
            return
        folder: int | None = None
        index = 0
        for at in range(before):
            row = self.list.rows.row(at)
            if row.section:
                folder, index = _folder_of(row.id), 0
            elif row.id != row_id:
                index += 1
        self.change_shelf(lambda shelf: shelf.bookmarks.move([mark.id], folder, index))
        self.list.select(row_id)

    def _on_stepped(self, row_id: str, step: int) -> None:
        if self._words.text().strip():
            return
        at = self.list.rows.find(row_id)
        target = at + (2 if step > 0 else -1)
        if 0 <= target <= self.list.rows.rowCount():
            self._on_moved(row_id, target)

    def _say_empty(self, *, filtered: bool) -> None:
        if filtered:
            self._empty.say(_("Nothing found"), _("No entry contains these words."), _("Remove the filter"))
        elif self.userdata is None:
            self._empty.say(_("Nothing can be saved here"), _("FieldRef cannot write in its data folder."))
        else:
            said = {
                "saved": (_("Nothing saved yet"), _("Open a record and press Ctrl+D or the star to keep it here.")),
                "notes": (_("No notes yet"), _("Open a record and press the pencil to write about it.")),
                "recent": (_("Nothing read yet"), _("Records that you read appear here.")),
            }
            self._empty.say(*said[self._view])


def _folder_of(row_id: str) -> int | None:
    kind, _sep, identity = row_id.partition(":")
    return int(identity) if kind == "folder" else None
