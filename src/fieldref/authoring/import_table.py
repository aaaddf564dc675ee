"""Figures edited in a spreadsheet, back into `observations/*.csv` of the source.

Two tables are understood: `observations.csv` as exported, which may change every column and add rows; and the table
that the app saves, in the words of a language, which may change the value, qualifier and table or page of figures that
are there. Nothing is written unless the source with the changes passes its whole check.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fieldref.authoring.app_table import as_source_rows, is_app_table
from fieldref.authoring.build import check
from fieldref.authoring.compose_places import place_ids
from fieldref.authoring.load import Reference, load
from fieldref.authoring.problems import Problem, Problems, SourceProblems
from fieldref.authoring.spreadsheets import Line, read_table
from fieldref.authoring.tables import ObservationRow
from fieldref.i18n import _
from fieldref.paths import write_atomically

COLUMNS = tuple(ObservationRow.model_fields)
KEY = ("indicator", "place", "year", "period", "area", "group", "source")
READING_ONLY = frozenset({"place_id", "unit"})
Row = dict[str, str]
Key = tuple[str, ...]


@dataclass(slots=True)
class Changes:
    """What a table changes: the new state of each file, and in words."""

    files: dict[str, list[Row]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    told: list[dict[str, object]] = field(default_factory=list)


def import_table(table: Path, source: Path, *, write: bool, complete: bool) -> tuple[dict[str, object], list[str]]:
    """(facts, lines) on what the table changes; with `write` it is changed. Raises Refused, SourceProblems (naming
    lines of the table or of the source) and OSError."""
    problems = Problems()
    reference = load(source, problems)
    if len(problems):
        raise SourceProblems(list(problems))
    headers, lines = read_table(table)
    rows = _understood(table, headers, lines, reference)
    changes = _Merging(reference, _read_source(source), table.name).merge(rows, complete=complete)
    _prove(source, changes, table.name)
    if write:
        for name in sorted(changes.touched):
            write_atomically(source / name, _csv(changes.files[name]).encode())
    return _told(changes, write=write)


def _understood(table: Path, headers: list[str], lines: list[Line], reference: Reference) -> list[tuple[int, Row]]:
    if is_app_table(headers):
        return as_source_rows(table.name, lines, reference)
    known = {*COLUMNS, *READING_ONLY, *(f"title_{code}" for code in reference.languages)}
    problems = Problems()
    for name in headers:
        if name and name not in known:
            words = _("Take it out, or use one of: {words}.").format(words=", ".join(COLUMNS))
            problems.add(table.name, 1, name, _("There is no field of this name."), words)
    for name in KEY:
        if name not in headers:
            problems.add(table.name, 1, name, _("This field is missing."), _("Export the table again and edit that."))
    if len(problems):
        raise SourceProblems(list(problems))
    return [(line.number, {name: line.cells.get(name, "") for name in COLUMNS if name in headers}) for line in lines]


def _read_source(source: Path) -> dict[str, list[Row]]:
    files = {}
    for path in sorted((source / "observations").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            files[f"observations/{path.name}"] = list(csv.DictReader(stream))
    return files


class _Merging:
    """Puts the rows of a table into those of the source."""

    def __init__(self, reference: Reference, files: dict[str, list[Row]], table: str) -> None:
        self._places = place_ids(reference)
        self._themes = {one.value.id: one.value.theme for one in reference.indicators}
        self._changes = Changes(files)
        self._table = table
        self._there: dict[Key, tuple[str, Row]] = {}
        self._file_of: dict[str, str] = {}
        for name, rows in files.items():
            for row in rows:
                self._there[self._key(row)] = (name, row)
                self._file_of.setdefault(row["indicator"], name)

    def _key(self, row: Row) -> Key:
        place = self._places.get(row["place"], row["place"])
        return tuple(place if name == "place" else (row.get(name) or "").strip() for name in KEY)

    def merge(self, rows: Iterable[tuple[int, Row]], *, complete: bool) -> Changes:
        """The changes. With `complete`, figures of the table's indicators that it lacks are taken out."""
        problems = Problems()
        seen: dict[Key, int] = {}
        for number, row in rows:
            mended = self._with_month(self._with_zeros(row))
            key = self._key(mended)
            if key in seen:
                problems.add(self._table, number, "value", _("This figure is given twice."),
                             _("It stands in line {line} too.").format(line=seen[key]))  # fmt: skip
            seen[key] = number
            self._take(number, mended, key)
        if len(problems):
            raise SourceProblems(list(problems))
        if complete:
            self._take_out(seen)
        return self._changes

    def _with_zeros(self, row: Row) -> Row:
        """A place code whose leading zero the spreadsheet dropped gets it back."""
        code = row["place"]
        if code in self._places or not code.isdigit() or f"0{code}" not in self._places:
            return row
        return {**row, "place": f"0{code}"}

    def _with_month(self, row: Row) -> Row:
        """A month that the spreadsheet took for its first day is a month again, where the source has that figure."""
        period = row.get("period", "")
        month = {**row, "period": period.removesuffix("-01")}
        if len(period) == len("2012-04-01") and self._key(row) not in self._there and self._key(month) in self._there:
            return month
        return row

    def _take(self, number: int, row: Row, key: Key) -> None:
        if key not in self._there:
            indicator = row["indicator"]
            name = self._file_of.get(indicator) or f"observations/{self._themes.get(indicator, 'other')}.csv"
            whole = {column: row.get(column, "") for column in COLUMNS}
            self._changes.files.setdefault(name, []).append(whole)
            self._note(name, "added", number, key, None, row.get("value", ""))
            return
        name, there = self._there[key]
        for column in (one for one in row if one not in KEY):
            old, new = there.get(column) or "", row[column]
            if not _same(column, old, new):
                there[column] = new
                self._note(name, "changed", number, key, old, new, column)

    def _take_out(self, seen: dict[Key, int]) -> None:
        indicators = {key[0] for key in seen}
        for key, (name, row) in self._there.items():
            if key[0] in indicators and key not in seen:
                self._changes.files[name] = [one for one in self._changes.files[name] if one is not row]
                self._note(name, "removed", 0, key, row["value"], None)

    def _note(
        self, file: str, what: str, line: int, key: Key, old: str | None, new: str | None, column: str = "value"
    ) -> None:
        self._changes.touched.add(file)
        figure = dict(zip(KEY, key, strict=True))
        self._changes.told.append(
            {"change": what, "file": file, "line": line, "figure": figure, "field": column, "old": old, "new": new}
        )


def _same(column: str, old: str, new: str) -> bool:
    if column in ("value", "sample_size"):
        try:
            return float(old) == float(new)
        except ValueError:
            pass
    return old == new


def _prove(source: Path, changes: Changes, table: str) -> None:
    """The whole check over the source as it would be. Raises SourceProblems."""
    if not changes.touched:
        return
    with tempfile.TemporaryDirectory(prefix="fieldref-") as aside:
        copy = Path(aside) / "source"
        shutil.copytree(source, copy)
        for name in changes.touched:
            (copy / name).parent.mkdir(exist_ok=True)
            (copy / name).write_text(_csv(changes.files[name]), encoding="utf-8", newline="")
        found = check(copy)
    if found:
        raise SourceProblems([_led_back(one, changes, table) for one in found])


def _led_back(problem: Problem, changes: Changes, table: str) -> Problem:
    """A problem of a changed row, told at the line of the table that brought it."""
    rows = changes.files.get(problem.file)
    if rows is None or problem.file not in changes.touched or not 2 <= problem.line <= len(rows) + 1:
        return problem
    row = rows[problem.line - 2]
    for one in changes.told:
        figure = one["figure"]
        assert isinstance(figure, dict)
        same = all(figure[name] == (row.get(name) or "") for name in KEY if name != "place")
        if one["file"] == problem.file and same and isinstance(one["line"], int) and one["line"]:
            return Problem(table, one["line"], problem.field, problem.message, problem.hint)
    return problem


def _csv(rows: list[Row]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _told(changes: Changes, *, write: bool) -> tuple[dict[str, object], list[str]]:
    lines = [_sentence(one) for one in changes.told]
    count: Callable[[str], int] = lambda what: sum(one["change"] == what for one in changes.told)  # noqa: E731
    words = _("{added} figures added, {changed} fields changed, {removed} figures taken out.")
    lines.append(words.format(added=count("added"), changed=count("changed"), removed=count("removed")))
    if not changes.told:
        lines = [_("The table says what the source says; nothing changes.")]
    elif not write:
        lines.append(_("Nothing was written: this was a dry run."))
    return {"written": write and bool(changes.told), "changes": changes.told}, lines


def _sentence(one: dict[str, object]) -> str:
    figure = one["figure"]
    assert isinstance(figure, dict)
    named = " · ".join(str(figure[name]) for name in KEY if figure[name])
    if one["change"] == "added":
        return _("+ {figure}: {new}").format(figure=named, new=one["new"])
    if one["change"] == "removed":
        return _("- {figure}: {old}").format(figure=named, old=one["old"])
    return _("  {figure}: {field}: {old} → {new}").format(
        figure=named, field=one["field"], old=one["old"] or "–", new=one["new"] or "–")  # fmt: skip
