"""The first walk over the files: every activity that is wanted becomes a record in a spool on disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from fieldref.authoring.iati.activity import Activity
from fieldref.authoring.iati.counting import Counts
from fieldref.authoring.iati.faults import Faults
from fieldref.authoring.iati.naming import Naming
from fieldref.authoring.iati.reading import VERSIONS, Element, read_file, too_old
from fieldref.authoring.iati.records import Records
from fieldref.authoring.iati.sources_table import FileFacts
from fieldref.authoring.iati.taking import Taking
from fieldref.authoring.iati.values import iso_date, one_line, preferred
from fieldref.i18n import _

_WORDS_OF_1_0X = frozenset({
    "start-planned", "start-actual", "end-planned", "end-actual", "funding", "accountable", "extending", "implementing",
})  # fmt: skip
"""Types of dates and roles that are numbers from 2.01 on."""
LISTED = 2000
"""How many locations that were not found are listed; all are counted."""


@dataclass(slots=True)
class FileReport:
    """What came of one file."""

    facts: FileFacts
    counts: Counts = field(default_factory=Counts)
    taken: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    """By reason: identifier, duplicate or country."""


@dataclass(slots=True)
class Walk:
    """What the walk found, over all files."""

    faults: Faults = field(default_factory=Faults)
    files: list[FileReport] = field(default_factory=list)
    not_mapped: Counter[str] = field(default_factory=Counter)
    located: Counter[str] = field(default_factory=Counter)
    """Locations of the taken activities, by how their region was found; '' where it was not."""
    sectors: Counter[str] = field(default_factory=Counter)
    """DAC codes of the taken activities that none of the source's sectors names."""
    unmapped: list[dict[str, object]] = field(default_factory=list)
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)


class Walker:
    """Takes the stream of one file after the other; records go to `spool`, a line each."""

    def __init__(self, records: Records, naming: Naming, spool: TextIO, country: str | None) -> None:
        self.walk = Walk()
        self._records = records
        self._naming = naming
        self._spool = spool
        self._country = country
        self._file = FileReport(FileFacts(""))
        self._taking: Taking | None = None

    def read(self, path: Path, progress: Callable[[int], None]) -> None:
        """One file. Raises Broken and OSError."""
        self._file = FileReport(FileFacts(path.name, publishers={}))
        self.walk.files.append(self._file)
        read_file(path, self, progress)

    def root(self, element: Element) -> None:
        """The opening of the file."""
        self._file.facts.version = element.get("version")
        self._file.facts.generated = element.get("generated-datetime")
        version = element.get("version")
        if version not in VERSIONS:
            words = _("The file says it is IATI “{version}”; it is read as 2.03.").format(version=version[:20])
            if not version:
                words = _("The file does not say its version of IATI; it is read as 2.03.")
            hint = _("Versions {versions} are known.").format(versions=", ".join(VERSIONS))
            self.walk.faults.add("version", self._file.facts.name, element.line, "version", words, hint)

    def begin(self, element: Element) -> None:
        """An activity opens."""
        self._file.counts.activities += 1
        activity = Activity(self._file.facts.name, element.line, element.language, element.get("default-currency"))
        self._taking = Taking(activity, self.walk.faults)

    def child(self, element: Element) -> None:
        """An element of the activity."""
        assert self._taking
        self._file.counts.child(element)
        if not self._file.facts.version and _is_of_1_0x(element):
            raise too_old(self._file.facts.name, element.line, "1.0x")
        self._taking.child(element)

    def foreign(self, name: str) -> None:
        """An element that is not of the standard."""
        if self._taking and (name in self._taking.left or len(self._taking.left) < LISTED):
            self._taking.left[name] += 1

    def end(self) -> None:
        """The activity is whole: keep it, or say why not."""
        assert self._taking
        self._taking.end()
        activity, left, self._taking = self._taking.activity, self._taking.left, None
        reason = self._unwanted(activity)
        if reason:
            self._file.left_out[reason] += 1
            return
        self._file.taken += 1
        self.walk.not_mapped.update(+left)
        self._note_publisher(activity)
        self._note_days_ahead(activity)
        record_id = self._naming.of(activity.identifier)
        drawn = self._records.draw(activity, record_id, self._file.facts.source_id)
        self.walk.sectors.update(drawn.unknown_sectors)
        for location, match in drawn.matches:
            self.walk.located[match.how] += 1
            if not match.place and len(self.walk.unmapped) < LISTED:
                name = preferred(one_line(location.names), ())
                self.walk.unmapped.append({"record": record_id, "file": activity.file, "line": location.line,
                    "name": name, "point": location.point, "codes": location.codes, "why": _(match.why)})  # fmt: skip
        line = {"id": record_id, "identifier": activity.identifier, "line": activity.line, "file": activity.file,
                "related": [ref for _kind, ref in activity.related], "fields": drawn.fields}  # fmt: skip
        self._spool.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _unwanted(self, activity: Activity) -> str:
        add, file, line = self.walk.faults.add, activity.file, activity.line
        if not activity.identifier:
            add("identifier", file, line, "iati-identifier", _("The activity has no identifier."),
                _("It is left out: without one it could not be found again."))  # fmt: skip
            return "identifier"
        first = self.walk.seen.setdefault(activity.identifier, (file, line))
        if first != (file, line):
            add("duplicate", file, line, "iati-identifier", _("The identifier {found} is there already.").format(
                found=activity.identifier[:80]), _("It stands in {file}, line {line}; that one is taken.").format(
                    file=first[0], line=first[1]))  # fmt: skip
            return "duplicate"
        if self._country and not activity.in_country(self._country):
            return "country"
        if not activity.titles:
            add("title", file, line, "title", _("The activity has no title."), _("Its identifier stands in its place."))
        return ""

    def _note_days_ahead(self, activity: Activity) -> None:
        """Tell of what is said to have happened after the file was made."""
        made = iso_date(self._file.facts.generated)
        for kind in ("2", "4"):
            day = activity.dates.get(kind, "")
            if made and day[: len(made)] > made:
                words = _("“{found}” is told as an actual date, but the file was made before, on {made}.")
                self.walk.faults.add("date", activity.file, activity.line, "activity-date",
                    words.format(found=day, made=made), _("It is taken as it is."))  # fmt: skip

    def _note_publisher(self, activity: Activity) -> None:
        facts, reporting = self._file.facts, activity.reporting
        if reporting and facts.publishers is not None:
            facts.secondary = facts.secondary or reporting.secondary
            name = preferred(one_line(reporting.names), ()) or reporting.ref
            if name and len(facts.publishers) < 100:
                facts.publishers.setdefault(name)


def _is_of_1_0x(element: Element) -> bool:
    """Whether an element gives away the version of a file that does not say it."""
    told = {"activity-date": "type", "participating-org": "role"}.get(element.name)
    return told is not None and element.get(told).lower() in _WORDS_OF_1_0X
