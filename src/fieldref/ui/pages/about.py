"""About: which content is open, where it comes from, every source, the keyboard, and what to tell when asking for
help."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Mapping

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldref import __version__, i18n
from fieldref.content.folding import fold
from fieldref.content.library import Library
from fieldref.content.model import Kind, RecordRef
from fieldref.content.record_model import Source
from fieldref.i18n import _, date, number
from fieldref.sheets.plain import shortened
from fieldref.ui.context import Context
from fieldref.ui.figures.export_button import ExportButton, Exports
from fieldref.ui.kinds import kinds_name
from fieldref.ui.pages.page import Page
from fieldref.ui.shortcut_sheet import ShortcutTable
from fieldref.ui.widgets.boxes import Card, EmptyState, SectionHeader
from fieldref.ui.widgets.buttons import SegmentedToggle
from fieldref.ui.widgets.labels import label
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList
from fieldref.ui.widgets.search_field import SearchField

VIEWS = ("content", "sources", "keyboard")
COUNTED = (
    Kind.PROGRAMME,
    Kind.REGION,
    Kind.PROVINCE,
    Kind.DISTRICT,
    Kind.INDICATOR,
    Kind.TOPIC,
    Kind.TERM,
    Kind.STORY,
    Kind.SOURCE,
)


class AboutPage(Page):
    """Three views: the content and its credits, the sources, the keyboard."""

    key = "about"
    icon = "about"
    reads = frozenset({Kind.SOURCE})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._view = VIEWS[0]
        self._sources: tuple[RecordRef, ...] = ()
        self._header = SectionHeader("page-title")
        self._toggle = SegmentedToggle([(view, "") for view in VIEWS])
        self._content = ContentFacts(context)
        self._words = SearchField(context.theme)
        self._list = RowList(context.theme)
        self._found_sources: list[RecordRef] = []
        self._export = ExportButton(
            context.theme, self._exports, csv_separator=lambda: context.settings.current.csv_separator, pictures=False
        )
        self._empty = EmptyState(context.theme, "source")
        self._keyboard = ShortcutTable(frozenset(), vertical=True)
        self._stack = QStackedWidget()
        self._found = QStackedWidget()
        self._export.said.connect(self.said)
        self._build()
        self._toggle.chosen.connect(self._on_view)
        self._words.textChanged.connect(lambda _text: self._show_sources())
        self._words.key_passed.connect(lambda *_keys: self._list.setFocus())
        self._list.opened.connect(self.open_record)
        self._empty.acted.connect(self._words.clear)
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("About")

    def retranslate(self) -> None:
        """Put texts and lists into the current language."""
        self._header.say(self.title())
        for view, word in (("content", _("Content")), ("sources", _("Sources")), ("keyboard", _("Keyboard"))):
            self._toggle.say(view, word, word)
        self._toggle.set_chosen(self._view)
        self._areas["content"].setAccessibleName(_("Content"))
        self._areas["keyboard"].setAccessibleName(_("Keyboard"))
        self._words.say(_("Filter the sources…"), _("Filter the sources"), _("Clear"))
        self._list.setAccessibleName(_("Sources"))
        self._export.retranslate()
        self._empty.say(_("No source found"), _("No source contains these words."), _("Remove the filter"))
        self._keyboard.retranslate()
        self.reload()

    def reload(self) -> None:
        """Read the library again."""
        self._sources = self.context.library.sources(i18n.language())
        self._content.retranslate()
        self._show_sources()

    def show_record(self, record_id: str | None) -> None:
        """Choose the source that is being read."""
        self._list.select(record_id)

    def follow(self, record_id: str, origin: str = "") -> None:  # noqa: ARG002 - wherever it was named
        """A source that is opened is shown among the others."""
        if record_id.startswith("source/"):
            self._on_view("sources")

    def main_part(self) -> QWidget:
        """The chosen view; the filter where no source is left of it."""
        if self._view != "sources":
            return self._areas[self._view]
        return self._words if self._found.currentWidget() is self._empty else self._list

    def state(self) -> dict[str, object]:
        """View, filter and scroll place."""
        return {"view": self._view, "words": self._words.text(), "scroll": self._list.verticalScrollBar().value()}

    def restore(self, state: Mapping[str, object]) -> None:
        """Put view, filter and scroll place back."""
        view = state.get("view")
        self._words.setText(str(state.get("words", "")))
        self._on_view(view if isinstance(view, str) and view in VIEWS else VIEWS[0])
        scroll = state.get("scroll")
        if isinstance(scroll, int):
            self._list.executeDelayedItemsLayout()
            self._list.verticalScrollBar().setValue(scroll)

    def _build(self) -> None:
        sources = QWidget()
        column = QVBoxLayout(sources)
        column.setContentsMargins(0, 0, 0, 0)
        field = QHBoxLayout()
        field.setContentsMargins(16, 0, 12, 8)
        field.addWidget(self._words)
        field.addWidget(self._export)
        column.addLayout(field)
        self._found.addWidget(self._list)
        self._found.addWidget(self._empty)
        column.addWidget(self._found, 1)
        self._areas = {"content": _scrolling(self._content), "keyboard": _scrolling(self._keyboard)}
        self._stack.addWidget(self._areas["content"])
        self._stack.addWidget(sources)
        self._stack.addWidget(self._areas["keyboard"])
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self._header)
        top.addWidget(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def _on_view(self, view: str) -> None:
        self._view = view
        self._toggle.set_chosen(view)
        self._stack.setCurrentIndex(VIEWS.index(view))

    def _show_sources(self) -> None:
        wanted = fold(self._words.text()).split()
        found = [r for r in self._sources if all(w in fold(f"{r.title} {r.detail}") for w in wanted)]
        self._found_sources = found
        self._list.set_rows([Row(id=r.id, title=str(r.title), detail=r.detail, icon="source") for r in found])
        self._found.setCurrentIndex(0 if found else 1)

    def _exports(self) -> Exports:
        """The sources that are shown now."""
        from fieldref.ui.list_tables import source_table  # not needed to read

        table = source_table(self.context.library, self._found_sources, i18n.language())
        return Exports(f"FieldRef-{_('Sources')}", table=table)


class ContentFacts(QWidget):
    """The open content file in figures, its licence and credits, and a report to copy."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._title = label("heading", wrap=True)
        self._facts = QGridLayout()
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._credits_title, self._credits = label("heading"), label(wrap=True, selectable=True)
        self._report_title, self._report = label("heading"), label("small", wrap=True, selectable=True)
        self._copy = QPushButton()
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report.text()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        facts = Card()
        facts.body.addWidget(self._title)
        facts.body.addLayout(self._facts)
        credits_ = Card()
        credits_.body.addWidget(self._credits_title)
        credits_.body.addWidget(self._credits)
        report = Card()
        report.body.addWidget(self._report_title)
        report.body.addWidget(self._report)
        report.body.addWidget(self._copy)
        for card in (facts, credits_, report):
            layout.addWidget(card)
        layout.addStretch(1)

    def retranslate(self) -> None:
        """Put everything into the current language."""
        library = self._context.library
        info = library.info(i18n.language())
        self._title.setText(str(info.title))
        lines = [
            (_("Content version"), info.version),
            (_("Built on"), date(info.built_on)),
            (_("Licence of the content"), info.licence),
            (_("Languages"), i18n.language_names(info.languages)),
        ]
        lines += [(kinds_name(k), number(info.counts[k.value])) for k in COUNTED if info.counts.get(k.value)]
        if info.counts.get("observation"):
            lines.append((_("Figures"), number(info.counts["observation"])))
        for left, right in self._lines[len(lines) :]:
            left.hide()
            right.hide()
        for row in range(len(self._lines), len(lines)):
            self._lines.append((label("muted"), label(wrap=True, selectable=True)))
            self._facts.addWidget(self._lines[row][0], row, 0)
            self._facts.addWidget(self._lines[row][1], row, 1)
        for (left, right), (name, value) in zip(self._lines, lines, strict=False):
            left.setText(name)
            right.setText(value)
            left.show()
            right.show()
        self._credits_title.setText(_("Credits"))
        self._credits.setText("\n\n".join(credits_text(library, i18n.language())))
        self._report_title.setText(_("For a report of a problem"))
        self._report.setText(self._diagnostics(info.id, info.version))
        self._copy.setText(_("Copy"))

    def _diagnostics(self, content: str, version: str) -> str:
        return "\n".join(
            (
                f"FieldRef {__version__} · {content} {version}",
                f"{platform.system()} {platform.release()} · Python {platform.python_version()}",
                f"Qt {qVersion()} · SQLite {sqlite3.sqlite_version}",
                f"{QGuiApplication.platformName()} · {i18n.locale_name()}",
                str(self._context.library.path),
            )
        )


def credits_text(library: Library, language: str) -> tuple[str, ...]:
    """Whose work the app rests on, one paragraph each; those of the map as the content has them."""
    records = [library.record(one, language) for one in library.info(language).map_sources if library.exists(one)]
    maps = []
    for source in records:
        assert isinstance(source, Source)
        terms = [str(text) for text in (source.texts.get("origin"), source.texts.get("rights")) if text is not None]
        maps.append(" ".join((_("Map: {sources}.").format(sources=_credited(source)), *terms)))
    return (
        *maps,
        _("The map is referential, not official cartography."),
        _("Every figure and statement names its source; the list of sources is in the next view."),
        _("Program: Qt for Python (LGPL), Babel, Jinja, RapidFuzz, Snowball; icons from Phosphor (MIT)."),
    )


def _credited(source: Source) -> str:
    return ", ".join(part for part in (str(source.title), source.licence, shortened(source.url or "")) if part)


def _scrolling(widget: QWidget) -> QScrollArea:
    holder = QWidget()
    holder.setProperty("look", "page")
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(16, 4, 12, 16)
    layout.addWidget(widget)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(holder)
    return area
