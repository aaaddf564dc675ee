"""What changed between two editions, in words: records, and inside a record every text and figure, old and new."""

from __future__ import annotations

import difflib
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from fieldref.authoring.build import build
from fieldref.content.library import Library
from fieldref.content.opening import read_only_uri
from fieldref.i18n import N_, _, language, ngettext, number

_ALIKE = 0.5
_LONGEST = 160

# One query a kind of thing: (record, what it is, its key, what it says). A key that is empty means that the thing is
# known by its words alone; then old and new are paired by how alike they are.
_SAID = (
    "SELECT record_id, field || ' (' || language || ')', field || language, text FROM record_text",
    """SELECT s.record_id, s.role || ' (' || t.language || ')', '',
       t.text || CASE s.verified WHEN 1 THEN '' ELSE ' (not verified)' END
       FROM statement AS s JOIN statement_text AS t ON t.statement_id = s.id AND t.field = 'text'""",
    """SELECT s.record_id, 'note (' || t.language || ')', '', t.text
       FROM statement AS s JOIN statement_text AS t ON t.statement_id = s.id AND t.field = 'note'""",
    """SELECT s.record_id, 'place', '', x.place_id
       FROM statement AS s JOIN statement_place AS x ON x.statement_id = s.id""",
    "SELECT id, 'reviewed', 'reviewed', CASE reviewed WHEN 1 THEN 'yes' ELSE 'no' END FROM record",
    "SELECT record_id, 'other_name', '', name FROM alias",
    """SELECT record_id, 'code ' || scheme, '', code || CASE status WHEN 'suggested' THEN ' (suggested)' ELSE '' END
       FROM code""",
    "SELECT id, 'start', 'start', coalesce(start_date, '') FROM programme",
    "SELECT id, 'end', 'end', coalesce(end_date, '') FROM programme",
    "SELECT id, 'active_in', 'active_in', coalesce(active_in, '') FROM programme",
    *(f"SELECT id, '{name}', '{name}', CASE {name} WHEN 1 THEN 'yes' ELSE 'no' END FROM programme"
      for name in ("dates_verified", "dates_planned", "budget_verified", "regions_verified", "national")),
    "SELECT id, 'status', 'status', status FROM programme",
    "SELECT id, 'budget', 'budget', coalesce(budget_currency || ' ' || budget_amount, '') FROM programme",
    "SELECT programme_id, 'region', '', place_id FROM programme_region",
    "SELECT programme_id, 'partner', '', name FROM programme_partner",
    "SELECT record_id, 'source', '', source_id FROM record_source",
    "SELECT from_id, 'link', '', role || ' ' || to_id FROM link",
    "SELECT topic_id, 'norm', '', reference FROM norm",
    """SELECT e.record_id, 'event (' || t.language || ')', '', e.event_date || ' ' || t.text
       FROM event AS e JOIN event_text AS t ON t.event_id = e.id""",
    "SELECT id, 'address', 'url', coalesce(url, '') FROM source",
    "SELECT id, 'publisher', 'publisher', coalesce(publisher, '') FROM source",
    "SELECT id, 'year', 'year', coalesce(year, '') FROM source",
    """SELECT indicator_id, 'figure',
           place_id || ' · ' || period || ' · ' || area || CASE population_group WHEN '' THEN '' ELSE ' · ' END
           || population_group || ' · ' || source_id,
           value || coalesce(' ' || qualifier, '') FROM observation""",
)  # fmt: skip

_WORDS = {
    "title": N_("title"), "short_title": N_("short title"), "summary": N_("summary"), "definition": N_("definition"),
    "how_to_read": N_("how to read it"), "objective": N_("objective"), "fact": N_("fact"), "result": N_("result"),
    "contradiction": N_("contradiction"), "gap": N_("gap"), "note": N_("note"), "reviewed": N_("reviewed"),
    "other_name": N_("other name"), "code": N_("code"), "start": N_("start"), "end": N_("end"), "status": N_("status"),
    "budget": N_("budget"), "region": N_("region"), "partner": N_("partner"), "source": N_("source"),
    "link": N_("link"), "norm": N_("norm"), "event": N_("event"), "address": N_("address"),
    "publisher": N_("publisher"), "year": N_("year"), "figure": N_("figure"),
    "caveat": N_("what must stand beside its figures"), "described": N_("description"), "origin": N_("origin"),
    "rights": N_("rights"), "not_comparable_why": N_("why it is not comparable"), "place": N_("place it is told of"),
    "active_in": N_("found active in"), "dates_verified": N_("dates verified"), "dates_planned": N_("dates planned"),
    "budget_verified": N_("budget verified"), "regions_verified": N_("list of regions verified"),
    "national": N_("national"), "dates_note": N_("note on the dates"), "budget_note": N_("note on the budget"),
    "regions_note": N_("note on the regions"), "status_note": N_("note on the status"),
    "sector_note": N_("note on the sector"), "confidence_note": N_("note on the confidence"),
    "implementer_note": N_("note on the implementer"), "name_note": N_("note on the name"),
    "capital_note": N_("note on the capital"), "authority_note": N_("note on the authority"),
    "reliability_note": N_("note on the reliability"), "year_note": N_("note on the year"),
    "location_note": N_("note on the location"),
}  # fmt: skip
"""The words for what changed, for a person; the JSON keeps the plain names."""

Said = dict[str, dict[str, list[tuple[str, str]]]]
"""What records say: by record, then by what it is, (key, words)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a record says otherwise. None: it was not there, or is no more."""

    what: str
    old: str | None
    new: str | None


@dataclass(slots=True)
class Difference:
    """Records by id with their titles, and the changes inside those that stayed."""

    added: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def difference(old: Path, new: Path, progress: Callable[[str], None]) -> tuple[dict[str, object], list[str]]:
    """(facts, lines) on what `new` says otherwise than `old`; each is a content file, or a source folder, which is
    built aside first. Raises ContentError, SourceProblems, OSError."""
    with tempfile.TemporaryDirectory(prefix="fieldref-") as aside:
        found = compare_files(
            _file(old, Path(aside) / "old.db", progress), _file(new, Path(aside) / "new.db", progress)
        )
    facts: dict[str, object] = {
        "added": found.added,
        "removed": found.removed,
        "changed": {
            record: [{"what": one.what, "old": one.old, "new": one.new} for one in changes]
            for record, changes in found.changed.items()
        },
    }
    return facts, list(_lines(found))


def _file(given: Path, target: Path, progress: Callable[[str], None]) -> Path:
    if not given.is_dir():
        return given
    build(given, target, progress, keep_lock=True)
    return target


def compare_files(old: Path, new: Path) -> Difference:
    """What `new` says otherwise than `old`. Raises ContentError."""
    before, old_titles = _read(old)
    after, titles = _read(new)
    found = Difference(titles=old_titles | titles)
    found.added = {record: title for record, title in titles.items() if record not in old_titles}
    found.removed = {record: title for record, title in old_titles.items() if record not in titles}
    for record in sorted(titles.keys() & old_titles.keys()):
        changes = list(_changes(before[record], after[record]))
        if changes:
            found.changed[record] = changes
    return found


def _read(path: Path) -> tuple[Said, dict[str, str]]:
    with Library(path) as library:
        own = library.info("").default_language
    said: Said = defaultdict(lambda: defaultdict(list))
    with closing(sqlite3.connect(read_only_uri(path), uri=True)) as connection:
        titles = dict(connection.execute(
            """SELECT r.id, t.text FROM record AS r JOIN record_text AS t ON t.record_id = r.id AND t.field = 'title'
            ORDER BY r.id, t.language = ?""", (own,)))  # fmt: skip
        for query in _SAID:
            for record, what, key, words in connection.execute(query):
                said[record][what].append((key, str(words)))
    return said, titles


def _changes(old: dict[str, list[tuple[str, str]]], new: dict[str, list[tuple[str, str]]]) -> Iterator[Change]:
    for what in dict.fromkeys([*old, *new]):
        before, after = old.get(what, []), new.get(what, [])
        gone = [one for one in before if one not in after]
        come = [one for one in after if one not in before]
        if gone or come:
            yield from _paired(what, gone, come)


def _paired(what: str, gone: list[tuple[str, str]], come: list[tuple[str, str]]) -> Iterator[Change]:
    keyed = {key: words for key, words in come if key}
    for key, words in gone:
        named = f"{what} {key}" if what == "figure" else what
        if key:
            yield Change(named, words or None, keyed.pop(key, None) or None)
            continue
        loose = [new for other, new in come if not other]
        near = difflib.get_close_matches(words, loose, 1, _ALIKE)
        if near:
            come.remove(("", near[0]))
        yield Change(what, words, near[0] if near else None)
    for key, words in keyed.items():
        yield Change(f"{what} {key}" if what == "figure" else what, None, words)
    for key, words in come:
        if not key:
            yield Change(what, None, words)


def _lines(found: Difference) -> Iterator[str]:
    if not (found.added or found.removed or found.changed):
        yield _("Both say the same.")
        return
    for title, records in ((_("Added"), found.added), (_("Removed"), found.removed)):
        if records:
            yield f"{title}: {_records(len(records))}"
            yield from (f"  {record}  {name}" for record, name in sorted(records.items()))
    if found.changed:
        changed = _("Changed")
        yield f"{changed}: {_records(len(found.changed))}"
    for record, changes in found.changed.items():
        yield f"  {record}  {found.titles[record]}"
        yield from (f"    {_sentence(change)}" for change in changes)
    total = sum(len(changes) for changes in found.changed.values())
    yield _("{count} changes inside records.").format(count=number(total, 0, lang=language()))


def _sentence(change: Change) -> str:
    old, new = (_short(words) if words is not None else "" for words in (change.old, change.new))
    name, _space, rest = change.what.partition(" ")
    what = f"{_(_WORDS[name])} {rest}".strip() if name in _WORDS else change.what
    if change.old is None:
        return _("{what}: new “{new}”").format(what=what, new=new)
    if change.new is None:
        return _("{what}: taken out “{old}”").format(what=what, old=old)
    return f"{what}: “{old}” → “{new}”"


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _records(count: int) -> str:
    return ngettext("{count} record", "{count} records", count).format(count=count)
