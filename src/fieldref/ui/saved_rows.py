"""The reader's own data as rows: saved records in their folders, notes, and what was read lately."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fieldref import i18n
from fieldref.content.folding import fold
from fieldref.content.library import Library
from fieldref.content.model import RecordRef
from fieldref.i18n import _, date, number
from fieldref.ui.badges import badge
from fieldref.ui.kinds import kind_name, kind_of
from fieldref.ui.sections import section_name
from fieldref.ui.widgets.row_model import Row
from fieldref.userdata import Bookmark, Shelf, UserData

_EXCERPT = 160
_MOST_RECENT = 100
FOLDER = "folder:"
"""Begins the ids of rows that are headings of folders."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows, and the record behind each of them by the id of its row."""

    rows: list[Row]
    records: dict[str, str]


class SavedRows:
    """Makes the rows of one view, of those entries that contain the `words`."""

    def __init__(self, library: Library, userdata: UserData, shelf: Shelf, words: str) -> None:
        self._library = library
        self._folders = userdata.folders
        self._shelf = shelf
        self._words = fold(words).split()
        self._refs: dict[str, RecordRef] = {}
        self._shown = Shown([], {})

    def of(self, view: str) -> Shown:
        """The rows of a view: saved, notes or recent."""
        {"saved": self._add_saved, "notes": self._add_notes, "recent": self._add_recent}[view]()
        return self._shown

    def _add_saved(self) -> None:
        notes = self._shelf.notes.record_ids()
        every = self._shelf.bookmarks.all()
        self._look_up(mark.record_id for mark in every)
        marks = [mark for mark in every if self._fits(mark.record_id, mark.title, (*mark.tags, *_section(mark)))]
        of_others = self._folders.only_elsewhere(self._shelf.pack_id)
        for folder_id, name in [(None, ""), *((each.id, each.name) for each in self._folders.all())]:
            inside = [mark for mark in marks if mark.folder_id == folder_id]
            if folder_id is not None and (inside or not (self._words or folder_id in of_others)):
                count = number(len(inside))
                self._shown.rows.append(Row(id=f"{FOLDER}{folder_id}", title=name, trailing=count, section=True))
            for mark in inside:
                self._add(mark.record_id, self._saved_row(mark, noted=mark.record_id in notes))

    def _saved_row(self, mark: Bookmark, *, noted: bool) -> Row:
        word, explained = _("gone"), _("This record is no longer in the content.")
        if mark.record_id in self._refs:
            word, explained = badge(self._refs[mark.record_id])
        kind = kind_of(mark.record_id)
        name, title = self._names(mark.record_id, mark.title)
        about = [kind_name(kind) if kind else mark.kind, *(f"#{tag}" for tag in mark.tags)]
        if noted:
            about.append(_("with a note"))
        lines = [title, " · ".join(part for part in about if part)]
        return Row(
            id=str(mark.id),
            title=" › ".join((name, *_section(mark))),
            detail="\u2028".join(line for line in lines if line),
            icon=kind.value if kind else "info",
            badge=word,
            badge_explained=explained,
        )

    def _add_notes(self) -> None:
        notes = self._shelf.notes.all()
        self._look_up(note.record_id for note in notes)
        for note in notes:
            if not self._fits(note.record_id, note.title, (note.text,)):
                continue
            excerpt = " ".join(note.text.split())
            row = Row(
                id=f"note:{note.record_id}",
                title=self._names(note.record_id, note.title)[0],
                detail=excerpt if len(excerpt) <= _EXCERPT else excerpt[:_EXCERPT] + "…",
                trailing=date(note.changed),
                icon="note",
            )
            self._add(note.record_id, row)

    def _add_recent(self) -> None:
        visits = self._shelf.history.recent(_MOST_RECENT)
        self._look_up(visit.record_id for visit in visits)
        for visit in visits:
            if not self._fits(visit.record_id, visit.title, ()):
                continue
            kind = kind_of(visit.record_id)
            row = Row(
                id=f"visit:{visit.record_id}",
                title=self._names(visit.record_id, visit.title)[0],
                detail=kind_name(kind) if kind else "",
                trailing=date(visit.visited),
                icon=kind.value if kind else "info",
            )
            self._add(visit.record_id, row)

    def _add(self, record_id: str, row: Row) -> None:
        self._shown.rows.append(row)
        self._shown.records[row.id] = record_id

    def _look_up(self, ids: Iterable[str]) -> None:
        """In one query for all rows, as this happens at each key in the filter."""
        self._refs = {ref.id: ref for ref in self._library.refs(list(dict.fromkeys(ids)), i18n.language())}

    def _names(self, record_id: str, saved: str) -> tuple[str, str]:
        """How a record is called in lists, and its title where that says more; the title that was kept when it is no
        longer there."""
        ref = self._refs.get(record_id)
        if ref is None:
            return saved, ""
        return (ref.short_name, ref.title.value) if ref.short_name else (ref.title.value, "")

    def _fits(self, record_id: str, saved: str, more: tuple[str, ...]) -> bool:
        text = fold(" ".join((*self._names(record_id, saved), *more)))
        return all(word in text for word in self._words)


def _section(mark: Bookmark) -> tuple[str, ...]:
    """The part of a record that was saved, by name; nothing where it is the whole."""
    return (section_name(mark.place),) if mark.place else ()
