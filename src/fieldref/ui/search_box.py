"""The search: a field, the panel of its results, and the runner between them. The toolbar has one, home has another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.model import UNDETERMINED, Kind
from fieldref.i18n import _, number
from fieldref.ui import shortcuts
from fieldref.ui.context import Context
from fieldref.ui.kinds import kind_name, kinds_name
from fieldref.ui.tasks import SearchRunner
from fieldref.ui.widgets.result_panel import ResultPanel
from fieldref.ui.widgets.rows import Row
from fieldref.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from fieldref.content.search import Hit, SearchResults

MOST_SHOWN = 50
RECENT_PREFIX = "recent:"
REST = 60
"""Milliseconds without a key before a search starts: fast typing runs one search, not ten."""


class SearchBox(QWidget):
    """Searches as one types. `opened` brings the record chosen; the panel hangs in the window, below the field."""

    opened = Signal(str)

    def __init__(self, context: Context, runner: SearchRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._runner = runner
        self._asked = 0
        self._kinds: frozenset[Kind] = frozenset()
        self._panel: ResultPanel | None = None
        self.field = SearchField(context.theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        self.setFocusProxy(self.field)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._ask)
        self._enter: Callable[[], None] | None = None
        self.field.textEdited.connect(lambda _text: self._on_edited())
        self.field.textChanged.connect(lambda text: None if text else self._on_edited())
        self.field.focused.connect(self._on_focused)
        self.field.key_passed.connect(self._on_key)
        runner.found.connect(self._on_found)
        self.retranslate()

    @property
    def panel(self) -> ResultPanel:
        """The panel of results, made when it is first needed."""
        if self._panel is None:
            self._panel = ResultPanel(self._context.theme, self.window())
            self._panel.opened.connect(lambda row: self._open(row, keep=False))
            self._panel.kept.connect(lambda row: self._open(row, keep=True))
            self._panel.kinds_changed.connect(self._on_kinds)
            self._panel.list.typed.connect(self._on_typed)
            self._panel.list.left.connect(self.field.setFocus)
            self.window().installEventFilter(self)
            app = QApplication.instance()
            if isinstance(app, QApplication):
                app.focusChanged.connect(self._on_focus)
            self._say_panel()
        return self._panel

    def start(self) -> None:
        """Take the focus with everything selected, ready for the next search."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_panel(self) -> None:
        """Put the results away."""
        if self._panel is not None:
            self._panel.hide()

    def retranslate(self) -> None:
        """Put the texts into the current language and, if results are shown, search again in it."""
        keys = shortcuts.shown("Ctrl+K")
        self.field.say(
            _("Search programmes, regions, coverage, topics…  {keys}").format(keys=keys), _("Search"), _("Clear")
        )
        if self._panel is not None:
            self._say_panel()
            if self._panel.isVisible():
                self._ask()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The panel follows its field when the window changes size."""
        if event.type() == QEvent.Type.Resize and self._panel is not None and self._panel.isVisible():
            self._panel.place(self.field)
        return False

    # ---- asking

    def _on_edited(self) -> None:
        self._kinds = frozenset()
        self._enter = None
        self._rest.start()

    def _on_focused(self) -> None:
        if self.field.text().strip():
            self._ask()
        elif self._context.settings.current.recent_searches:
            self._show_recent()

    def _ask(self) -> None:
        query = self.field.text().strip()
        if not query:
            self._runner.cancel()
            self._asked = 0
            if self.field.hasFocus() and self._context.settings.current.recent_searches:
                self._show_recent()
            else:
                self.close_panel()
            return
        self._asked = self._runner.ask(query, i18n.language(), self._kinds, MOST_SHOWN)

    def _on_kinds(self) -> None:
        self._kinds = frozenset(Kind(key) for key in self.panel.chosen_kinds())
        self._ask()

    def _on_found(self, asked: int, results: SearchResults) -> None:
        if asked != self._asked or not self.field.text().strip():
            return
        panel = self.panel
        panel.show_kinds(
            [(kind.value, kinds_name(kind), number(n)) for kind, n in results.counts.items()] if results.counts else [],
            frozenset(kind.value for kind in self._kinds),
        )
        panel.show_rows([self._row(hit) for hit in results.hits], self._remark(results))
        self._show_panel()
        if self._enter is not None:
            self._enter()
            self._enter = None

    def _remark(self, results: SearchResults) -> str:
        if not results.hits:
            return _("Nothing found for “{query}”. Try fewer words, another spelling, or the other language.").format(
                query=results.query
            )
        if results.corrected is not None:
            return _("Nothing found for “{query}”. Showing results for “{corrected}”.").format(
                query=results.query, corrected=results.corrected
            )
        return ""

    def _row(self, hit: Hit) -> Row:
        kind = hit.ref.kind
        foreign = hit.language not in (i18n.language(), UNDETERMINED)
        in_language = i18n.language_name(hit.language, lang=i18n.language()) if foreign else ""
        return Row(
            id=hit.ref.id,
            title=str(hit.ref.title),
            detail=hit.snippet,
            trailing=" · ".join(part for part in (hit.context, kind_name(kind)) if part),
            icon=kind.value,
            badge=hit.language.upper() if foreign else "",
            badge_explained=_("Found in the text in {language}").format(language=in_language) if foreign else "",
            title_marks=hit.title_marks,
            detail_marks=hit.marks,
            detail_lines=2,
        )

    def _show_recent(self) -> None:
        self._asked = 0
        rows = [Row(id="", title=_("Recent searches"), section=True)]
        recent = self._context.settings.current.recent_searches
        rows += [Row(id=f"{RECENT_PREFIX}{query}", title=query, icon="recent") for query in recent]
        self.panel.show_kinds([], frozenset())
        self.panel.show_rows(rows, "")
        self._show_panel()

    def _show_panel(self) -> None:
        self.panel.show()
        self.panel.place(self.field)

    # ---- keys and focus

    def _on_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        if key == Qt.Key.Key_Escape:
            if self._panel is not None and self._panel.isVisible():
                self.close_panel()
            else:
                self.field.clear()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            keep = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            if self._rest.isActive() or self._panel is None or not self._panel.isVisible():
                self._rest.stop()
                self._enter = lambda: self._open_first(keep=keep)
                self._ask()
            else:
                self._open_first(keep=keep)
        elif self._panel is not None and self._panel.isVisible():
            results = self._panel.list
            results.setFocus()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
                here = results.currentIndex().row()
                after = [i for i in range(here + 1, results.rows.rowCount()) if not results.rows.row(i).section]
                if after:
                    results.select(results.rows.row(after[0]).id)
        elif key == Qt.Key.Key_Down:
            self._on_focused()

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
        self._context.settings.add_search(self.field.text())
        if not keep:
            self.close_panel()
        self.opened.emit(row)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._panel is None or not self._panel.isVisible() or new is None:
            return
        if new is not self.field and not self._panel.isAncestorOf(new):
            self.close_panel()

    def _say_panel(self) -> None:
        assert self._panel is not None
        self._panel.say(
            _("Results"),
            _("{down} to the results · {enter} opens · {keep} opens and keeps the list").format(
                down="↓", enter=shortcuts.shown("Return"), keep=shortcuts.shown("Ctrl+Return")
            ),
        )
