"""How complete and how fresh the source is: what an editor looks at before an edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from fieldref.authoring.check_honesty import check_honesty
from fieldref.authoring.load import Loaded, Reference, load
from fieldref.authoring.problems import Problem, Problems, SourceProblems
from fieldref.authoring.rows import ROLES
from fieldref.authoring.texts import shown, texts_of
from fieldref.authoring.translations import check_translations
from fieldref.content.model import UNDETERMINED, Role
from fieldref.i18n import _, language, percent

MOST_SHOWN = 10
_UNCOUNTED = frozenset({Role.GAP, Role.NOTE, Role.CONTRADICTION})


def status_report(source: Path) -> tuple[dict[str, object], list[str]]:
    """(facts for a program, lines for a person). Raises SourceProblems where a file cannot be read at all."""
    problems = Problems()
    reference = load(source, problems)
    if reference.content is None:
        raise SourceProblems(list(problems))
    stale = _found(check_translations, reference, source)
    honesty = Problems()
    check_honesty(reference, honesty)
    parts = {
        "languages": _languages(reference),
        "problems": len(problems) + len(honesty),
        "stale": [_place(one) for one in stale],
        "single_source": list(_single_source(reference)),
        "oldest": _oldest(reference),
        "unverified": list(_unverified(reference)),
        "unreviewed": [_where(one, ("reviewed",)) for one in reference.records() if not one.value.reviewed],
    }
    return parts, _lines(parts)


def _found(check: Any, reference: Reference, source: Path) -> list[Problem]:
    problems = Problems()
    check(reference, source, problems)
    return list(problems)


def _place(problem: Problem) -> dict[str, object]:
    return {"file": problem.file, "line": problem.line, "field": problem.field}


def _where(one: Loaded[Any], path: tuple[str | int, ...]) -> dict[str, object]:
    return {"file": one.file, "line": one.line(*path), "field": shown(path)}


def _languages(reference: Reference) -> dict[str, dict[str, int]]:
    """Texts present and due, by language; a proper name is nobody's translation."""
    counts = {code: {"present": 0, "due": 0} for code in reference.languages}
    for one in reference.every():
        for _path, texts in texts_of(one.value):
            if set(texts) == {UNDETERMINED} or (_path == ("name",) and len(texts) == 1):
                continue
            for code in reference.languages:
                counts[code]["due"] += 1
                counts[code]["present"] += bool(texts.get(code, "").strip())
    return counts


def _single_source(reference: Reference) -> Iterator[dict[str, object]]:
    """Facts, results and objectives that fewer than two sources stand behind."""
    for record in reference.records():
        for name, role in ROLES:
            if role in _UNCOUNTED:
                continue
            for index, statement in enumerate(getattr(record.value, name)):
                if len({cited.split()[0] for cited in statement.sources}) < 2:
                    yield _where(record, (name, index))


def _oldest(reference: Reference) -> list[dict[str, object]]:
    """Indicators by the newest date any of their figures is as of, the oldest first."""
    newest: dict[str, str] = defaultdict(str)
    for one in reference.observations:
        as_of = one.value.period.rpartition("/")[2]
        newest[one.value.indicator] = max(newest[one.value.indicator], as_of)
    return [{"indicator": name, "as_of": as_of} for name, as_of in sorted(newest.items(), key=lambda item: item[1])]


def _unverified(reference: Reference) -> Iterator[dict[str, object]]:
    for record in reference.records():
        for path, value in _marked(record.value):
            if not value:
                yield _where(record, path)
    for term in reference.terms:
        if not term.value.verified:
            yield _where(term, ("verified",))


def _marked(value: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], bool]]:
    """Every mark of a record that says whether something was verified, with its place."""
    for name in type(value).model_fields:
        found = getattr(value, name)
        if name.endswith("verified"):
            yield (*path, name) if name != "verified" else path, found
        for index, part in enumerate(found if isinstance(found, tuple) else ()):
            if isinstance(part, BaseModel):
                yield from _marked(part, (*path, name, index))
        if isinstance(found, BaseModel):
            yield from _marked(found, (*path, name))


def _lines(parts: dict[str, Any]) -> list[str]:
    lines = [_("Languages")]
    for code, counts in parts["languages"].items():
        share = percent(100 * counts["present"] / counts["due"], 1, lang=language()) if counts["due"] else "–"
        words = _("{present} of {due} texts ({share})")
        lines.append(f"  {code}  {words.format(present=counts['present'], due=counts['due'], share=share)}")
    lines += _listed(_("Translations older than their original"), parts["stale"])
    lines += _listed(_("Facts with a single source"), parts["single_source"])
    lines += _listed(_("Not verified"), parts["unverified"])
    lines += _listed(_("Records that nobody has reviewed"), parts["unreviewed"])
    lines.append(_("Indicators whose newest figure is oldest"))
    lines += [f"  {one['as_of']:<12} {one['indicator']}" for one in parts["oldest"][:MOST_SHOWN]]
    if parts["problems"]:
        lines.append(_("The check finds problems: run “fieldref content check”."))
    return lines


def _listed(title: str, found: Iterable[dict[str, object]]) -> list[str]:
    places = list(found)
    lines = [_("{title}: {count}").format(title=title, count=len(places))]
    lines += [f"  {one['file']}:{one['line']}: {one['field']}" for one in places[:MOST_SHOWN]]
    if len(places) > MOST_SHOWN:
        lines.append(_("  … and {count} more (all with --json)").format(count=len(places) - MOST_SHOWN))
    return lines
