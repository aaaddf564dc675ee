"""The window: puts the parts together and connects them. What the parts do is in the parts."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QMainWindow, QPlainTextEdit, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.opening import ContentError
from fieldref.i18n import _
from fieldref.ui.actions import Actions
from fieldref.ui.areas import enter_next
from fieldref.ui.context import Context
from fieldref.ui.language import Language
from fieldref.ui.navigation import Navigation
from fieldref.ui.pages.registry import Door
from fieldref.ui.rail import Rail
from fieldref.ui.search_box import SearchBox
from fieldref.ui.status_line import StatusLine
from fieldref.ui.tasks import SearchRunner
from fieldref.ui.theme import CHOICES
from fieldref.ui.toolbar import Toolbar
from fieldref.ui.widgets.toast import Toast
from fieldref.ui.window_place import put_on_screen, show_whole

if TYPE_CHECKING:
    from fieldref.ui.help_dialog import HelpDialog
    from fieldref.ui.reading_pane import FigureMaker, ReadingPane, Renderer
    from fieldref.ui.record_actions import RecordActions
    from fieldref.ui.shortcut_sheet import ShortcutSheet

_log = logging.getLogger(__name__)

LOWER_END = ("about", "gallery")
"""Pages whose buttons stand at the lower end of the rail and have no Ctrl+number."""
NARROW_BELOW = 1120
"""A window narrower than this (at 100 %) shows the rail as icons."""


class MainWindow(QMainWindow):
    """Toolbar over [rail | page | reading pane], status line below."""

    def __init__(
        self,
        context: Context,
        language: Language,
        pages: Sequence[Door],
        render: Renderer,
        runner: SearchRunner,
        figure: FigureMaker | None = None,
    ) -> None:
        super().__init__()
        self.context = context
        self.language = language
        self._pages = tuple(pages)
        self._runner = runner
        self._sheet: ShortcutSheet | None = None
        self._help: HelpDialog | None = None
        self.actions_ = Actions(context.theme, language, self)
        self.search = SearchBox(context, runner)
        self.toolbar = Toolbar(context.theme, self.search, self.actions_.menu)
        self.rail = Rail(context.theme, [(p.key, p.icon, p.key in LOWER_END) for p in pages if p.on_rail])
        self._render, self._figure = render, figure
        self._record_actions: RecordActions | None = None
        self.navigation = Navigation(context, pages, self._make_reader)
        self.status = StatusLine(context)
        self._lay_out()
        self.toast = Toast(self)
        self._add_actions()
        self._connect()
        self.setMinimumSize(QSize(640, 420))
        self.retranslate()

    @property
    def reader(self) -> ReadingPane:
        """The reading pane."""
        return self.navigation.reader

    @property
    def record_actions(self) -> RecordActions:
        """The buttons of the reading pane, made with it."""
        self.navigation.prepare_reader()
        assert self._record_actions is not None
        return self._record_actions

    # ---- start and end

    def start(self, record_id: str | None = None) -> None:
        """Open where the reader left, or at a record."""
        settings = self.context.settings.current
        put_on_screen(self, settings.window_geometry)
        self.navigation.shares.take(settings.splitter)
        page = settings.last_page if settings.last_page in self.navigation.stack else self._pages[0].key
        self.navigation.open_page(page, _state_from(settings.last_state))
        if record_id is not None:
            self.navigation.open_at_home(record_id)
        elif settings.last_record and self.context.library.exists(settings.last_record):
            self.navigation.open_record(settings.last_record)
        if self.navigation.history.here is not None and self.navigation.history.here.record is not None:
            self.reader.view.setFocus()
        else:
            self.start_search()

    def show_whole(self) -> None:
        """Show the window for the first time, so that the whole of it is on the screen."""
        show_whole(self, first=not self.context.settings.current.window_geometry)

    def remember(self) -> None:
        """Note window, place and look in the settings."""
        here = self.navigation.here()
        theme = self.context.theme
        self.context.settings.update(
            window_geometry=bytes(self.saveGeometry().toBase64().data()).decode("ascii"),
            splitter=self.navigation.shares.told(),
            last_page=here.page if here else "",
            last_record=(here.record or "") if here else "",
            last_state=json.dumps(here.state, ensure_ascii=False) if here else "",
            theme=theme.choice,
            zoom=theme.zoom,
            density=theme.density,
            reduced_motion=theme.reduced_motion,
            language=self.language.code,
        )

    def may_close(self) -> bool:
        """Keep what was typed, and how the window stands. False where a note could not be stored and the reader wants
        to stay with it."""
        if self.navigation.has_reader and not self.record_actions.may_close():
            return False
        self.remember()
        return True

    def keep(self) -> None:
        """As `may_close`, where nobody can be asked."""
        if self.navigation.has_reader:
            self.record_actions.notes.save()
        self.remember()

    def end(self) -> None:
        """End the search thread: nothing of the window runs after this."""
        self._runner.close()
        if self.navigation.has_reader:
            self.reader.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember, then go."""
        if not self.may_close():
            event.ignore()
            return
        self.end()
        super().closeEvent(event)

    # ---- changes that concern everybody

    def retranslate(self) -> None:
        """Put everything into the current language, in place."""
        self.toolbar.retranslate()
        self.search.retranslate()
        self.status.retranslate()
        self.rail.say(self._rail_names())
        self.navigation.retranslate()
        if self.navigation.has_reader:
            self.record_actions.retranslate()
        self._say_title()

    def apply_theme(self) -> None:
        """Colours or sizes have changed."""
        if self.navigation.has_reader:
            self.record_actions.apply_theme()
        self.navigation.apply_theme()
        self._fit()

    def read(self, path: Path, preview: str = "") -> bool:
        """Read another content file in place; `preview` is the name of the source folder that it is only a preview of.
        What cannot be opened is told, and what was open stays."""
        try:
            fresh = Library(path)
        except ContentError as error:
            _log.warning("Content cannot be opened: %s", error)
            self.toast.say(str(error))
            return False
        old, self.context.library = self.context.library, fresh
        self.language.write_as(fresh.info(i18n.language()).locales)
        self._runner.renew()
        self.status.show_content(preview)
        self.navigation.reload()
        if self.navigation.has_reader:
            self.record_actions.renew()
        self._say_title()
        old.close()
        return True

    # ---- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window needs the room of the rail's words."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`?` opens the keyboard sheet, unless it is being typed somewhere. Enter presses a button, as Space does."""
        if event.text() == "?" and not isinstance(self.focusWidget(), (QLineEdit, QPlainTextEdit)):
            self.show_shortcuts()
            return
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
            return
        super().keyPressEvent(event)

    def start_search(self) -> None:
        """Take the reader to the search field: the page's own, or the one of the toolbar."""
        page = self.navigation.page
        (page.search if page is not None and page.search is not None else self.search).start()

    def show_shortcuts(self) -> None:
        """Open the keyboard sheet."""
        from fieldref.ui.shortcut_sheet import ShortcutSheet

        if self._sheet is None:
            self._sheet = ShortcutSheet(self.context.theme, self.language, self.actions_.missing(), self)
        self._sheet.open()

    def show_help(self) -> None:
        """Open the short guide beside the window."""
        from fieldref.ui.help_dialog import HelpDialog

        if self._help is None:
            self._help = HelpDialog(self.context.theme, self.language, self)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    # ---- wiring

    def _make_reader(self) -> ReadingPane:
        from fieldref.ui.reading_pane import ReadingPane  # with all that can be done to a record: for the first one
        from fieldref.ui.record_actions import RecordActions

        reader = ReadingPane(self.context, self._render, self._figure)
        self._record_actions = actions = RecordActions(self.context, reader)
        actions.said.connect(self.toast.say)
        actions.undoable.connect(self.navigation.undoable)
        actions.changed.connect(self.navigation.own_data_changed)
        return reader

    def _lay_out(self) -> None:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.navigation, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)

    def _add_actions(self) -> None:
        theme, add = self.context.theme, self.actions_.add
        add("search", self.start_search)
        add("back", self.navigation.back)
        add("forward", self.navigation.forward)
        add("language", self.language.toggle)
        add("save", lambda: self.record_actions.toggle_saved())  # noqa: PLW0108 - not made yet
        add("save_place", lambda: self.record_actions.places.save_place())  # noqa: PLW0108 - not made yet
        add("note", lambda: self.record_actions.toggle_note())  # noqa: PLW0108 - not made yet
        add("print", lambda: self.record_actions.print_record())  # noqa: PLW0108 - not made yet
        add("find", self._find)
        add("side_by_side", lambda: self.reader.side_by_side_button.toggle())  # noqa: PLW0108 - not made yet
        add("zoom_in", lambda: theme.zoom_by(1))
        add("zoom_out", lambda: theme.zoom_by(-1))
        add("zoom_reset", lambda: theme.set_zoom(1.0))
        add("theme", lambda: theme.set_choice(CHOICES[(CHOICES.index(theme.choice) + 1) % len(CHOICES)]))
        add("next_area", self._next_area)
        add("help", self.show_help)
        add("shortcuts", self.show_shortcuts).setShortcuts([])
        add("about", lambda: self.navigation.open_page("about"))
        add("quit", self.close)
        for number, page in enumerate([p for p in self._pages if p.on_rail and p.key not in LOWER_END], start=1):
            action = add(f"page:{page.key}", lambda key=page.key: self.navigation.enter_page(key))  # type: ignore[misc]
            action.setShortcut(f"Ctrl+{number}")
        history = self.navigation.history
        self.actions_.has_record = lambda: history.here is not None and history.here.record is not None
        self.actions_.is_saved = lambda: self._record_actions is not None and self._record_actions.saved
        self.actions_.build_menu()

    def _connect(self) -> None:
        self.toolbar.back.clicked.connect(self.navigation.back)
        self.toolbar.forward.clicked.connect(self.navigation.forward)
        self.toolbar.language_chosen.connect(self.language.switch)
        self.search.opened.connect(self.navigation.read)
        self.search.kept.connect(self.navigation.open_at_home)
        self.navigation.said.connect(self.toast.say)
        self.navigation.undoable.connect(lambda text, undo: self.toast.say(text, _("Undo"), undo))
        self.rail.chosen.connect(self.navigation.open_page)
        self.navigation.moved.connect(self._on_moved)
        self.navigation.not_found.connect(self._on_not_found)
        self.language.changed.connect(self.retranslate)
        self.context.theme.changed.connect(self.apply_theme)

    def _on_moved(self) -> None:
        history, here = self.navigation.history, self.navigation.history.here
        self.toolbar.show_history(history.can_go_back, history.can_go_forward)
        if here is not None:
            self.rail.show_page(here.page)
        page = self.navigation.page
        self.toolbar.show_search(page is None or page.search is None)
        self.search.forget()
        if self.navigation.has_reader:
            shelf, read = self.context.shelf, self.reader.record_id
            if read is not None and shelf is not None:
                shelf.history.visited(read, title=self.reader.title)
            self.record_actions.renew()
        self._say_title()

    def _on_not_found(self, record_id: str) -> None:
        self.toast.say(_("There is no record {id} in this content.").format(id=record_id))

    def _find(self) -> None:
        if self.navigation.has_reader and self.reader.isVisible() and self.reader.record_id is not None:
            self.reader.find_bar.start()

    def _next_area(self) -> None:
        page = self.navigation.page
        search = page.search if page is not None and page.search is not None else self.search
        reader = [self.reader] if self.navigation.has_reader else []
        enter_next([search.field, self.rail, self.navigation.stack, *reader], self.focusWidget())

    def _rail_names(self) -> list[tuple[str, str, str]]:
        names, number = [], 0
        for page in self._pages:
            if page.on_rail:
                number += page.key not in LOWER_END
                names.append((page.key, page.title(), f"Ctrl+{number}" if page.key not in LOWER_END else ""))
        return names

    def _say_title(self) -> None:
        page, reader = self.navigation.page, self.reader if self.navigation.has_reader else None
        shown = reader.title if reader and reader.record_id is not None else page.heading() if page else ""
        self.setWindowTitle(f"{shown} – FieldRef" if shown else "FieldRef")

    def _fit(self) -> None:
        self.rail.set_narrow(self.width() < NARROW_BELOW * self.context.theme.zoom)


def _state_from(text: str) -> dict[str, object]:
    try:
        state = json.loads(text) if text else {}
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}
