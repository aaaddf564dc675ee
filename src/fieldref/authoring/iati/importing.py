"""`fieldref content import-iati`: read the files, put their activities into the source, say what became of each."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldref.authoring.iati.faults import Broken
from fieldref.authoring.iati.merging import LOCKS, Conflict, lock_text, merge, read_lock
from fieldref.authoring.iati.naming import Naming
from fieldref.authoring.iati.places import Places
from fieldref.authoring.iati.records import Records
from fieldref.authoring.iati.report import REPORT_JSON, REPORT_MARKDOWN, lines_of, markdown
from fieldref.authoring.iati.sectors import Sectors
from fieldref.authoring.iati.sources_table import NAME, source_row, with_rows
from fieldref.authoring.iati.storing import Staging, recover, staging, stoppable
from fieldref.authoring.iati.stream import Walk, Walker
from fieldref.authoring.iati.words import Speaker
from fieldref.authoring.load import load
from fieldref.authoring.models import ProgrammeModel
from fieldref.authoring.problems import Problems, SourceProblems
from fieldref.authoring.readers import Entry
from fieldref.authoring.telling import Refused
from fieldref.authoring.validation import validate
from fieldref.i18n import _

SOURCES_LOCK = "iati/sources.json"
_HEAD = (
    "Importado de un archivo IATI por máquina; revisar y poner “reviewed: true”",
    "Imported from an IATI file by machine; review it and write “reviewed: true”",
)


@dataclass(slots=True)
class Outcome:
    """What became of the records."""

    records: Counter[str] = field(default_factory=Counter)
    """new, updated, unchanged, removed (by an editor, and left so)."""
    changed: list[dict[str, object]] = field(default_factory=list)
    moved: list[dict[str, object]] = field(default_factory=list)
    """Records that another file tells now than the time before."""
    kept: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def import_iati(
    files: list[Path], source: Path, into: Path, country: str | None, *, write: bool = True, strict: bool = False
) -> tuple[dict[str, object], list[str]]:
    """(facts, lines) on what came in. Everything is written into `into`, or nothing: with `write` false, and where a
    file cannot be read to its end. `strict` refuses files with any fault. Raises Refused, SourceProblems and OSError;
    on Ctrl+C nothing is left behind."""
    for path in files:
        if not path.is_file():
            raise Refused(_("There is no file {file}.").format(file=path))
    recover(into)
    problems = Problems()
    reference = load(source, problems)
    if len(problems):
        raise SourceProblems(list(problems))
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Refused(
            _("“{found}” is no country code: two letters are due, as ISO 3166-1 has them.").format(found=country)
        )
    speaker = Speaker(reference.languages)
    imported = frozenset(path.stem for folder in (source, into) for path in (folder / LOCKS).glob("*.json"))
    records = Records(reference.languages, Places(reference), Sectors(reference, speaker, imported))
    with stoppable(), staging(into) as area:
        naming = Naming(into)
        spool = area.aside / "spool"
        with spool.open("w", encoding="utf-8", newline="\n") as stream:
            walker = Walker(records, naming, stream, country.upper() if country else None)
            _read_all(files, walker)
        walk = walker.walk
        if strict and len(walk.faults):
            raise SourceProblems(walk.faults.found)
        outcome = _Putting(area, into, naming, walk).put(spool)
        _put_sources(area, into, walk, speaker, outcome)
        facts = _facts(walk, outcome, into, written=write)
        if write:
            area.put(REPORT_JSON, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
            area.put(REPORT_MARKDOWN, markdown(facts))
            area.commit()
    return facts, lines_of(facts)


def _read_all(files: list[Path], walker: Walker) -> None:
    names: dict[str, Path] = {}
    progress = _Progress(sum(path.stat().st_size for path in files))
    for path in files:
        if names.setdefault(path.name, path) != path:
            raise Refused(_("Two files are called “{name}”; give each its own name.").format(name=path.name))
        try:
            walker.read(path, progress)
        except Broken as broken:
            progress.done()
            raise SourceProblems([broken.problem]) from None
    progress.done()


class _Progress:
    """How far the reading is, on the error stream: one changing line on a terminal, a line every tenth elsewhere."""

    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._read = 0
        self._told = 0
        self._terminal = sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        self._read += count
        percent = 100 * self._read // self._total
        if percent >= self._told + (1 if self._terminal else 10) and self._total > 5_000_000:
            self._told = percent
            words = _("Reading: {percent} % of {size} MB").format(percent=percent, size=self._total // 1_000_000)
            print(words, end="\r" if self._terminal else "\n", file=sys.stderr, flush=True)

    def done(self) -> None:
        """The last word."""
        if self._terminal and self._told:
            print(file=sys.stderr)


class _Putting:
    """The second walk: from the spool into the staging area, merged with what is there."""

    def __init__(self, area: Staging, into: Path, naming: Naming, walk: Walk) -> None:
        self._area = area
        self._into = into
        self._naming = naming
        self._walk = walk
        self._outcome = Outcome()

    def put(self, spool: Path) -> Outcome:
        """Stage every record of the spool."""
        present = {one["id"] for one in _lines(spool) if not self._removed(one["id"])}
        for one in _lines(spool):
            if self._removed(one["id"]):
                self._outcome.records["removed"] += 1
                continue
            self._one(one, present)
        return self._outcome

    def _path(self, record_id: str) -> Path:
        return self._into / "programmes" / f"{record_id}.yaml"

    def _removed(self, record_id: str) -> bool:
        """Whether an editor took the file of an imported record away."""
        return not self._path(record_id).exists() and (self._into / LOCKS / f"{record_id}.json").exists()

    def _one(self, one: dict[str, Any], present: set[str]) -> None:
        record_id, fields = one["id"], self._related(one, present)
        problems = Problems()
        validate(ProgrammeModel, Entry(f"programmes/{record_id}.yaml", fields, {}), problems)
        if len(problems):
            for problem in problems:
                self._walk.faults.add("record", one["file"], one["line"], problem.field, problem.message, problem.hint)
            self._outcome.records["refused"] += 1
            return
        lock = read_lock(self._into, record_id)
        merged = merge(self._path(record_id), record_id, fields, lock["fields"] if lock else {}, _HEAD)
        outcome = self._outcome
        outcome.records[merged.outcome] += 1
        outcome.kept += [f"{record_id}: {name}" for name in merged.kept]
        outcome.conflicts += merged.conflicts
        before = lock["fields"].get("sources") if lock else None
        if before and before != fields["sources"]:
            outcome.moved.append({"record": record_id, "before": before[0], "now": fields["sources"][0]})
        if merged.outcome == "updated":
            outcome.changed.append({"record": record_id, "fields": merged.changed, "reviewed": merged.reviewed})
        if merged.text is not None:
            self._area.put(f"programmes/{record_id}.yaml", merged.text)
        if lock is None or lock["fields"] != fields:
            self._area.put(f"{LOCKS}/{record_id}.json", lock_text(one["identifier"], fields))

    def _related(self, one: dict[str, Any], present: set[str]) -> dict[str, Any]:
        fields: dict[str, Any] = one["fields"]
        ids = (self._naming.known(identifier) for identifier in one["related"])
        known = [name for name in ids if name and name != one["id"] and (name in present or self._path(name).exists())]
        if known:
            sources = fields.pop("sources")
            fields["related"] = [f"programme/{name}" for name in dict.fromkeys(known)]
            fields["sources"] = sources
        return fields


def _lines(spool: Path) -> Iterator[dict[str, Any]]:
    with spool.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _put_sources(area: Staging, into: Path, walk: Walk, speaker: Speaker, outcome: Outcome) -> None:
    rows = [source_row(one.facts, speaker) for one in walk.files if one.taken]
    try:
        base = json.loads((into / SOURCES_LOCK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        base = {}
    text, kept = with_rows(into / NAME, rows, base)
    outcome.kept += [f"{NAME}: {one}" for one in kept]
    if text is not None:
        area.put(NAME, text)
    locked = {**base, **{row["id"]: row for row in rows}}
    if locked != base:
        area.put(SOURCES_LOCK, json.dumps(locked, ensure_ascii=False, indent=1) + "\n")


def _facts(walk: Walk, outcome: Outcome, into: Path, *, written: bool) -> dict[str, object]:
    total: Callable[[str], int] = lambda name: sum(getattr(one.counts, name) for one in walk.files)  # noqa: E731
    narratives: Counter[str] = Counter()
    for one in walk.files:
        narratives.update(one.counts.narratives)
    return {
        "written": written,
        "into": str(into),
        "counts": {
            "activities": total("activities"),
            "narratives": dict(sorted(narratives.items())),
            "transactions": total("transactions"),
            "locations": total("locations"),
        },
        "files": [
            {"file": one.facts.name, "version": one.facts.version, "source": one.facts.source_id, "taken": one.taken,
             "left_out": dict(one.left_out), **one.counts.as_facts()}
            for one in walk.files
        ],
        "records": dict(outcome.records),
        "locations": {"found_by": {how or "none": count for how, count in sorted(walk.located.items())},
                      "not_found": walk.unmapped},
        "sectors_not_mapped": dict(sorted(walk.sectors.items())),
        "not_mapped": dict(sorted(walk.not_mapped.items())),
        "updated": outcome.changed,
        "other_file": outcome.moved,
        "hand_edits_kept": outcome.kept,
        "conflicts": [
            {"record": one.record, "field": one.field, "kept": one.kept, "imported": one.imported}
            for one in outcome.conflicts
        ],
        "problem_counts": dict(walk.faults.counts),
        "problems": [
            {"file": one.file, "line": one.line, "field": one.field, "message": one.message, "hint": one.hint}
            for one in walk.faults.found
        ],
    }  # fmt: skip
