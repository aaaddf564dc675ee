"""Topics by theme, the glossary from A to Z, and the words of both languages side by side."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.folding import fold
from fieldref.content.model import Kind, Label, RecordRef
from fieldref.content.record_model import Topic
from fieldref.i18n import _, number
from fieldref.ui.badges import badge
from fieldref.ui.context import Context
from fieldref.ui.figures.export_button import ExportButton, Exports
from fieldref.ui.pages.page import Page
from fieldref.ui.widgets.boxes import EmptyState, SectionHeader
from fieldref.ui.widgets.buttons import KindChip, SegmentedToggle
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList
from fieldref.ui.widgets.search_field import SearchField
from fieldref.ui.word_table import WordTable

VIEWS = ("topics", "glossary", "words")
LETTER = 34
"""Width of a letter of the alphabet to jump to, at 100 %."""
Index = QModelIndex | QPersistentModelIndex


class TopicsPage(Page):
    """Three views of what has to be explained; the record is read beside them."""

    key = "topics"
    icon = "topic"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._view = VIEWS[0]
        self._header = SectionHeader("page-title")
        self._toggle = SegmentedToggle([(view, "") for view in VIEWS])
        self._words = SearchField(theme)
        self._letters = QWidget()
        self._letter_layout = FlowLayout(self._letters, 2)
        self._letter_chips: dict[str, KindChip] = {}
        self._list = RowList(theme)
        self._shown: list[RecordRef] = []
        self._export = ExportButton(
            theme, self._exports, csv_separator=lambda: context.settings.current.csv_separator, pictures=False
        )
        self._header.add(self._export)
        self._table = WordTable(theme)
        self._empty = EmptyState(theme, "topic")
        self._stack = QStackedWidget()
        self._export.said.connect(self.said)
        self._build()
        self._toggle.chosen.connect(self._on_view)
        self._words.textChanged.connect(lambda _text: self._show())
        self._words.key_passed.connect(lambda *_keys: self._present().setFocus())
        self._list.opened.connect(self.open_record)
        self._table.opened.connect(self.open_record)
        self._empty.acted.connect(self._words.clear)
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Topics")

    def retranslate(self) -> None:
        """Put texts and list into the current language."""
        for view, word, explained in (
            ("topics", _("By theme"), _("Topics by theme")),
            ("glossary", _("Glossary"), _("Glossary from A to Z")),
            ("words", _("ES · EN"), _("Words of both languages side by side")),
        ):
            self._toggle.say(view, word, explained)
        self._toggle.set_chosen(self._view)
        self._words.say(_("Filter the list…"), _("Filter the list"), _("Clear"))
        self._list.setAccessibleName(self.title())
        self._export.retranslate()
        self._table.setAccessibleName(_("Words of both languages side by side"))
        self._empty.say(_("Nothing found"), _("No entry contains these words."), _("Remove the filter"))
        self._show()

    def reload(self) -> None:
        """Read the library again."""
        self._show()

    def apply_theme(self) -> None:
        """Rows of the table are as high as its letters."""
        self._table.fit()
        for chip in self._letter_chips.values():
            chip.setFixedWidth(self.context.theme.px(LETTER))

    def show_record(self, record_id: str | None) -> None:
        """Choose the record that is being read."""
        self._list.select(record_id)
        self._table.select(record_id)

    def main_part(self) -> QWidget:
        """The list, or the table of words; the filter where nothing is left of them."""
        return self._words if self._stack.currentWidget() is self._empty else self._present()

    def state(self) -> dict[str, object]:
        """View, filter and scroll place."""
        return {
            "view": self._view,
            "words": self._words.text(),
            "scroll": self._present().verticalScrollBar().value(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Put view, filter and scroll place back."""
        view = state.get("view")
        self._view = view if isinstance(view, str) and view in VIEWS else VIEWS[0]
        self._toggle.set_chosen(self._view)
        self._words.setText(str(state.get("words", "")))
        self._show()
        scroll = state.get("scroll")
        if isinstance(scroll, int):
            present = self._present()
            if isinstance(present, RowList):
                present.executeDelayedItemsLayout()
            present.verticalScrollBar().setValue(scroll)

    # ---- inside

    def _build(self) -> None:
        for widget in (self._list, self._table, self._empty):
            self._stack.addWidget(widget)
        self._stack.setMinimumHeight(self.context.theme.px(120))
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 12, 8)
        top.setSpacing(8)
        for part in (self._header, self._toggle, self._words, self._letters):
            top.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def _present(self) -> RowList | WordTable:
        return self._table if self._view == "words" else self._list

    def _on_view(self, view: str) -> None:
        self._view = view
        self._show()

    def _show(self) -> None:
        library, language = self.context.library, i18n.language()
        wanted = fold(self._words.text()).split()
        if self._view == "topics":
            refs = [r for r in library.topics(language) if _fits(r, wanted)]
            self._list.set_rows(self._by_theme(refs))
        elif self._view == "glossary":
            refs = [r for r in library.terms(language) if _fits(r, wanted)]
            self._list.set_rows(self._by_letter(refs))
        else:
            refs = self._show_words(wanted)
        self._letters.setVisible(self._view == "glossary" and len(refs) > 12)
        self._shown = refs
        self._header.say(self.title(), number(len(refs)))
        self._stack.setCurrentWidget(self._present() if refs else self._empty)

    def _exports(self) -> Exports:
        """The list as it is shown now."""
        from fieldref.ui.list_tables import entry_table, word_table  # not needed to read

        library, language = self.context.library, i18n.language()
        title = {"topics": _("Topics"), "glossary": _("Glossary"), "words": _("Words of both languages")}[self._view]
        if self._view == "words":
            table = word_table(library, self._shown, language)
        else:
            table = entry_table(library, title, self._shown, language)
        return Exports(f"FieldRef-{title}", table=table)

    def _by_theme(self, refs: list[RecordRef]) -> list[Row]:
        rows: list[Row] = []
        themes = self._themes()
        names = {label.key: label.name for label in themes.values()}
        for theme in sorted(names, key=lambda key: fold(names[key])):
            inside = [r for r in refs if themes[r.id].key == theme]
            if not inside:
                continue
            rows.append(Row(id=f"theme:{theme}", title=names[theme], trailing=number(len(inside)), section=True))
            rows += [_row(r, "") for r in inside]
        return rows

    def _themes(self) -> dict[str, Label]:
        """The theme of each topic."""
        library, language = self.context.library, i18n.language()
        records = (library.record(ref.id, language) for ref in library.topics(language))
        return {record.id: record.theme for record in records if isinstance(record, Topic)}

    def _by_letter(self, refs: list[RecordRef]) -> list[Row]:
        rows: list[Row] = []
        for letter, inside in groupby(refs, key=_initial):
            rows.append(Row(id=f"letter:{letter}", title=letter, section=True))
            rows += [_row(r, r.detail) for r in inside]
        self._show_letters([row.title for row in rows if row.section])
        return rows

    def _show_letters(self, letters: list[str]) -> None:
        if letters == list(self._letter_chips):
            return
        while (item := self._letter_layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._letter_chips = {}
        for letter in letters:
            chip = KindChip(letter, self._letters)
            chip.setCheckable(False)
            chip.say(letter, "")
            chip.setFixedWidth(self.context.theme.px(LETTER))
            chip.clicked.connect(lambda _=False, letter=letter: self._go_to_letter(letter))
            self._letter_layout.addWidget(chip)
            self._letter_chips[letter] = chip

    def _go_to_letter(self, letter: str) -> None:
        for i in range(self._list.rows.rowCount()):
            if self._list.rows.row(i).id == f"letter:{letter}":
                self._list.scrollTo(self._list.rows.index(i), QAbstractItemView.ScrollHint.PositionAtTop)
                return

    def _show_words(self, wanted: list[str]) -> list[RecordRef]:
        library, here = self.context.library, i18n.language()
        codes = (here, *(c for c in i18n.available_languages() if c != here))
        names = {code: {r.id: r for r in (*library.topics(code), *library.terms(code))} for code in codes}
        lines, refs = [], []
        told: set[tuple[str, ...]] = set()
        for ref in sorted(names[here].values(), key=lambda r: fold(str(r.title))):
            words = tuple(
                str(names[c][ref.id].title) if ref.id in names[c] and names[c][ref.id].title.is_in(c) else ""
                for c in codes
            )
            # A topic and a term of the same name are one word here: the topic, which has more to say, comes first.
            if words not in told and all(word in fold(" ".join(words)) for word in wanted):
                told.add(words)
                lines.append((ref.id, words))
                refs.append(ref)
        self._table.set_lines(tuple(i18n.language_name(c, lang=here) for c in codes), lines)
        return refs


def _fits(ref: RecordRef, wanted: list[str]) -> bool:
    text = fold(f"{ref.title} {ref.detail}")
    return all(word in text for word in wanted)


def _initial(ref: RecordRef) -> str:
    folded = fold(str(ref.title))
    return folded[:1].upper() if folded[:1].isalpha() else "#"


def _row(ref: RecordRef, detail: str) -> Row:
    word, explained = badge(ref)
    return Row(
        id=ref.id,
        title=str(ref.title),
        detail=detail,
        icon="term" if ref.kind is Kind.TERM else "topic",
        badge=word,
        badge_explained=explained,
    )
