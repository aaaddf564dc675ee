"""Checks that nothing is told without a source, and nothing unchecked is told as if it were checked."""

from __future__ import annotations

import difflib
from typing import Any

from fieldref.authoring.load import Loaded, Reference
from fieldref.authoring.models import ProgrammeModel, RecordModel
from fieldref.authoring.problems import Problems
from fieldref.authoring.rows import ROLES
from fieldref.authoring.texts import Path, shown
from fieldref.content.model import Role
from fieldref.i18n import _


def check_honesty(reference: Reference, problems: Problems) -> None:
    """Sources are there, and what rests on none that was checked is marked as not verified."""
    _Honesty(reference, problems).check()


class _Honesty:
    def __init__(self, reference: Reference, problems: Problems) -> None:
        self._reference = reference
        self._problems = problems
        self._sources = {one.value.id: one.value for one in reference.sources}

    def check(self) -> None:
        reference = self._reference
        self._look_up()
        if reference.content is not None:
            self._named(reference.content, ("map_sources",), reference.content.value.map_sources)
        for record in reference.records():
            self._record(record)
        for topic in reference.topics:
            for index, norm in enumerate(topic.value.norms):
                self._fact(topic, ("norms", index), norm.sources, norm.verified)
        for programme in reference.programmes:
            self._programme(programme)
        for index, event in enumerate(reference.country.value.events if reference.country else ()):
            assert reference.country
            self._fact(reference.country, ("events", index), event.sources, event.verified)
        for term in reference.terms:
            self._fact(term, ("sources",), term.value.sources, term.value.verified, sourceless=True)
        rows: list[Loaded[Any]] = [
            *reference.indicators,
            *reference.regions,
            *reference.provinces,
            *reference.districts,
        ]
        for row in rows:
            self._named(row, ("sources",), row.value.sources)

    def _look_up(self) -> None:
        for source in self._reference.sources:
            if not source.value.publisher and not source.value.title and not source.value.described:
                self._add(source, (), _("The source “{name}” has neither title nor publisher.").format(
                    name=source.value.id), _("Write at least one: nobody can look it up like this."))  # fmt: skip

    def _add(self, one: Loaded[Any], path: Path, message: str, hint: str) -> None:
        self._problems.add(one.file, one.line(*path), shown(path), message, hint)

    def _record(self, record: Loaded[Any]) -> None:
        value: RecordModel = record.value
        self._named(record, ("sources",), value.sources)
        for index, code in enumerate(value.codes):
            if code.source:
                self._named(record, ("codes", index, "source"), (code.source,))
        for name, role in ROLES:
            for index, statement in enumerate(getattr(value, name)):
                free = role is Role.GAP  # that something was not found has no source
                self._fact(record, (name, index), statement.sources, statement.verified, sourceless=free)

    def _fact(
        self, one: Loaded[Any], path: Path, sources: tuple[str, ...], verified: bool, *, sourceless: bool = False
    ) -> None:
        at = path if str(path[-1]).endswith("sources") else (*path, "sources")
        self._named(one, at, sources)
        if not sources and not sourceless:
            hint = _("Add “{field}” with at least one id of sources.csv.").format(field=at[-1])
            self._add(one, path, _("No source is given."), hint)
            return
        known = [self._sources[name.split()[0]] for name in sources if name.split()[0] in self._sources]
        gap = sourceless and at != path
        checked = len(known) < len(sources) or any(source.reliability != "D" for source in known)
        if verified and not gap and not checked:
            self._add(one, path, _("What rests on no checked source stands here as verified."),
                      _("Write “{field}: false”, or name a source that says it.").format(
                          field=str(at[-1]).replace("sources", "verified")))  # fmt: skip

    def _named(self, one: Loaded[Any], path: Path, sources: tuple[str, ...]) -> None:
        for index, reference in enumerate(sources):
            name = reference.split()[0]
            if name in self._sources:
                continue
            close = difflib.get_close_matches(name, self._sources, 1)
            hint = _("Did you mean “{name}”?").format(name=close[0]) if close else _("Add it to sources.csv first.")
            self._add(one, (*path, index), _("There is no source “{name}”.").format(name=name), hint)

    def _programme(self, programme: Loaded[ProgrammeModel]) -> None:
        budget = programme.value.budget
        if budget:
            self._fact(programme, ("budget",), budget.sources, budget.verified)
        value = programme.value
        if value.dates_sources or value.active_in:
            self._fact(programme, ("dates_sources",), value.dates_sources, value.dates_verified)
        if value.regions_sources:
            self._fact(programme, ("regions_sources",), value.regions_sources, value.regions_verified)
        start, end, active = value.start, value.end, value.active_in
        if start and end and end < start[: len(end)]:
            self._add(programme, ("end",), _("The end lies before the start."), _("Mend one of the two dates."))
        if active and end and not value.dates_planned and end[: len(active)] < active[: len(end)]:
            self._add(
                programme, ("active_in",), _("It was still active after its end."), _("Mend one of the two dates.")
            )
