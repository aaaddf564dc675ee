"""The search: a field, the panel of its results, and the runner between them. The toolbar has one, home has another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from fieldref import i18n
from fieldref.content.model import Kind
from fieldref.i18n import _, number
from fieldref.ui import result_rows, shortcuts
from fieldref.ui.context import Context
from fieldref.ui.result_rows import ALL_KINDS, ASK, EXACTLY, MORE, RECENT_PREFIX
from fieldref.ui.sought import Sought
from fieldref.ui.tasks import SearchRunner
from fieldref.ui.widgets.remark import Remark
from fieldref.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from fieldref.content.search import SearchResults
    from fieldref.ui.widgets.result_panel import ResultPanel

FIRST_SHOWN, MOST_SHOWN = 20, 200
"""Results that are shown at once, and after 'More results'."""


class SearchBox(QWidget):
    """Searches with every key; the panel hangs in the window, below the field."""

    opened = Signal(str)
    """The address of the record chosen: its id, and behind `#` what was looked for in it."""
    kept = Signal(str)
    """The same, and the list of results stays open with the keyboard on it."""

    def __init__(self, context: Context, runner: SearchRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._runner = runner
        self._asked = 0
        self._pending = False
        self._kinds: frozenset[Kind] = frozenset()
        self._limit = FIRST_SHOWN
        self._row_to_keep: int | None = None
        self._results: SearchResults | None = None
        self._before: QWidget | None = None
        self._panel: ResultPanel | None = None
        self.field = SearchField(context.theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        self.setFocusProxy(self.field)
        self._enter: Callable[[], None] | None = None
        self.field.textEdited.connect(lambda _text: self._on_edited())
        self.field.textChanged.connect(lambda text: None if text else self._on_edited())
        self.field.focused.connect(self._on_focused)
        self.field.key_passed.connect(self._on_key)
        runner.found.connect(self._on_found)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        self.retranslate()

    @property
    def panel(self) -> ResultPanel:
        """The panel of results, made when it is first needed."""
        if self._panel is None:
            from fieldref.ui.widgets.result_panel import ResultPanel

            panel = self._panel = ResultPanel(self._context.theme, self.window())
            panel.opened.connect(lambda row: self._open(row, keep=False))
            panel.kept.connect(lambda row: self._open(row, keep=True))
            panel.kinds_changed.connect(self._on_kinds)
            panel.offered.connect(self._on_offered)
            panel.escaped.connect(self._escape)
            panel.list.typed.connect(self._on_typed)
            panel.list.left.connect(self.field.setFocus)
            panel.list.moved.connect(self._say_current)
            self.window().installEventFilter(self)
            self._say_panel()
        return self._panel

    def start(self) -> None:
        """Take the focus with everything selected, ready for the next search."""
        already = self.field.hasFocus()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if already:
            self._on_focused()

    def close_panel(self) -> None:
        """Put the results away."""
        if self._panel is not None:
            self._panel.hide()

    def forget(self) -> None:
        """The reader went elsewhere: what was typed before belongs to no search any more, unless its results are still
        open."""
        if self.field.text() and (self._panel is None or not self._panel.isVisible()):
            self.field.clear()
            self.close_panel()

    def retranslate(self) -> None:
        """Put the texts into the current language and, if results are shown, search again in it."""
        hint = _("Search programmes, regions, coverage, topics…")
        self.field.say(hint, _("Search"), _("Clear"), shortcuts.shown("Ctrl+K"))
        if self._panel is not None:
            self._say_panel()
            if self._panel.isVisible():
                self._row_to_keep = self._panel.list.currentIndex().row()
                self._ask()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The panel follows its field when the window changes size."""
        if event.type() == QEvent.Type.Resize and self._panel is not None and self._panel.isVisible():
            self._panel.place(self.field)
        return False

    # ---- asking

    def _on_edited(self) -> None:
        self._kinds = frozenset()
        self._limit = FIRST_SHOWN
        self._row_to_keep = None
        self._enter = None
        self._ask()

    def _on_focused(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            return
        if self.field.text().strip():
            self._ask()
        else:
            self._show_own()

    def _ask(self) -> None:
        query = self.field.text().strip()
        if not query:
            self._runner.cancel()
            self._pending = False
            if self.field.hasFocus():
                self._show_own()
            else:
                self.close_panel()
            return
        self._asked = self._runner.ask(query, i18n.language(), self._kinds, self._limit)
        self._pending = True

    def _on_kinds(self) -> None:
        self._kinds = frozenset(Kind(key) for key in self.panel.chosen_kinds())
        self._limit = FIRST_SHOWN
        self._ask()

    def _on_offered(self, offer: str) -> None:
        if offer.startswith(ALL_KINDS):
            self._kinds = frozenset()
        elif offer.startswith(EXACTLY):
            self.field.setText('"' + offer.removeprefix(EXACTLY).replace('"', " ").strip() + '"')
        else:
            self.field.setText(offer.removeprefix(ASK))
        self.field.setFocus()
        self._ask()

    def _on_found(self, asked: int, results: SearchResults) -> None:
        if asked != self._asked or not self._pending:
            return
        self._pending = False
        self._results = results
        from fieldref.sheets.asked_year import in_asked_years  # with the search: no first window needs it

        panel = self.panel
        chips = result_rows.kind_chips(results, self._context.library.regions())
        panel.show_kinds(chips, frozenset(kind.value for kind in self._kinds))
        panel.show_rows(
            result_rows.hit_rows(in_asked_years(self._context.library, results)),
            result_rows.remark(results, self._kinds),
            result_rows.count_line(results),
        )
        if self._row_to_keep is not None:
            panel.list.setCurrentIndex(panel.list.rows.index(self._row_to_keep))
            self._row_to_keep = None
        self._show_panel()
        if self._enter is not None:
            self._enter()
            self._enter = None
        self._say_current()

    def _show_own(self) -> None:
        """Nothing stands in the field: show what was searched and read lately, if anything was."""
        self._pending = False
        self._results = None
        rows = result_rows.own_rows(self._context) if self._before is not None else []
        if not rows:
            self.close_panel()
            return
        self.panel.show_kinds([], frozenset())
        self.panel.show_rows(rows, Remark())
        self._show_panel()

    def _show_panel(self) -> None:
        self.panel.place(self.field)
        self.panel.show()
        self.panel.tab_order(self.field)

    def _say_current(self) -> None:
        """Tell a screen reader how many there are and which is chosen."""
        if self._panel is None:
            return
        results = self._panel.list
        index = results.currentIndex()
        said = [self._panel.status.text()]
        if self._results is not None and not self._results.hits:
            said = [result_rows.remark(self._results, self._kinds).text]
        elif index.isValid():
            said.append(f"{number(index.row() + 1)}: {results.rows.row(index.row()).spoken()}")
        words = ". ".join(part for part in said if part)
        self.field.setAccessibleDescription(words)
        self._panel.announce(words)

    # ---- keys and focus

    def _on_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        shown = self._panel is not None and self._panel.isVisible()
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            keep = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            if self._pending or not shown:
                self._enter = lambda: self._open_first(keep=keep)
                if not self._pending:
                    self._ask()
            else:
                self._open_first(keep=keep)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and shown:
            results = self.panel.list
            if results.isVisible():
                results.setFocus()
                results.step(results.rows_in_view() if key == Qt.Key.Key_PageDown else 1)
        elif key == Qt.Key.Key_Down:
            self._on_focused()

    def _escape(self) -> None:
        """First put the results away and go back to where the reader was; where nothing is shown, empty the field."""
        if self._panel is not None and self._panel.isVisible():
            self.close_panel()
        elif self.field.text():
            self.field.clear()
            self.close_panel()
            return
        before = self._before
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus()
        else:
            self.field.setFocus()
            self.close_panel()

    def _open_first(self, *, keep: bool) -> None:
        row = self.panel.list.current_id()
        if row is not None:
            self._open(row, keep=keep)

    def _on_typed(self, event: QEvent) -> None:
        self.field.setFocus()
        QApplication.sendEvent(self.field, event)

    def _open(self, row: str, *, keep: bool) -> None:
        if row.startswith(RECENT_PREFIX):
            self.field.setText(row.removeprefix(RECENT_PREFIX))
            self.field.setFocus()
            self._ask()
            return
        if row == MORE:
            self._row_to_keep = self.panel.list.currentIndex().row()
            self._limit = MOST_SHOWN
            self._ask()
            return
        self._context.settings.add_search(self.field.text())
        if not keep:
            self.close_panel()
        hit = next((hit for hit in self._results.hits if hit.ref.id == row), None) if self._results else None
        (self.kept if keep else self.opened).emit(Sought.of(hit).address(row) if hit is not None else row)
        if not keep:  # it led somewhere: the next search begins with an empty field
            self.field.clear()
            self.close_panel()

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self.field and old is not None and not self._mine(old):
            self._before = old
        if self._panel is None or not self._panel.isVisible() or new is None:
            return
        if not self._mine(new):
            self.close_panel()

    def _mine(self, widget: QWidget) -> bool:
        return widget is self.field or (self._panel is not None and self._panel.isAncestorOf(widget))

    def _say_panel(self) -> None:
        assert self._panel is not None
        self._panel.say(
            _("Results"),
            _("{enter} opens the chosen one · {down} the next · {keep} opens and keeps the list").format(
                down="↓", enter=shortcuts.shown("Return"), keep=shortcuts.shown("Ctrl+Return")
            ),
        )
