"""From data/source to a content file, with a report of what came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fieldref.authoring.check_edition import check_edition, edition_of
from fieldref.authoring.checks import check_reference
from fieldref.authoring.compose_figures import (
    compose_aliases,
    compose_indicators,
    compose_observations,
    compose_vocabularies,
)
from fieldref.authoring.compose_places import compose_country, compose_places, compose_shapes, place_ids
from fieldref.authoring.compose_records import (
    compose_programmes,
    compose_sources,
    compose_stories,
    compose_terms,
    compose_topics,
)
from fieldref.authoring.documents import documents
from fieldref.authoring.load import Reference, load
from fieldref.authoring.problems import Problem, Problems, SourceProblems
from fieldref.authoring.rows import Rows
from fieldref.authoring.store import meta_rows, store
from fieldref.authoring.translations import check_translations, write_lock
from fieldref.i18n import _

Progress = Callable[[str], None]


def silent(_message: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class FileCount:
    """How much of one input file came in, and what did not, with the reason."""

    file: str
    rows_in: int
    rows_built: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    target: Path
    files: tuple[FileCount, ...]
    tables: dict[str, int] = field(default_factory=dict)
    unverified: int = 0


def check(source_dir: Path, before: Path | None = None) -> list[Problem]:
    """Every problem of the source, in the order of files and lines; empty when it can be built. `before` is the
    content file of the edition before, or of this one; it need not be there."""
    return _read(source_dir, before)[1]


def _read(source_dir: Path, before: Path | None) -> tuple[Reference, list[Problem]]:
    problems = Problems()
    reference = load(source_dir, problems)
    if reference.content is None:
        return reference, list(problems)
    check_reference(reference, problems)
    check_translations(reference, source_dir, problems)
    check_edition(reference, edition_of(before) if before else None, problems)
    return reference, list(problems)


def build(source_dir: Path, target: Path, progress: Progress = silent, *, keep_lock: bool = False) -> BuildReport:
    """Check the source and write the content file. Raises `SourceProblems` and leaves `target` as it was where
    anything is wrong; notes in the source's lock file which translation belongs to which original, unless
    `keep_lock`."""
    progress(_("Reading {folder}…").format(folder=source_dir))
    reference, problems = _read(source_dir, target)
    if problems:
        raise SourceProblems(problems)
    progress(_("Composing {count} observations and the records…").format(count=len(reference.observations)))
    rows = compose(reference)
    progress(_("Writing {file}…").format(file=target))
    assert reference.content is not None
    store(rows, meta_rows(reference.content.value, rows), documents(rows), target)
    if not keep_lock:
        write_lock(reference, source_dir)
    return _report(reference, rows, target)


def compose(reference: Reference) -> Rows:
    """All rows of the content file; the reference must have passed its checks."""
    places = place_ids(reference)
    rows = Rows(reference.languages, places)
    compose_sources(reference, rows)
    compose_vocabularies(reference, rows)
    compose_country(reference, rows)
    compose_places(reference, rows, places)
    compose_shapes(reference, rows, places)
    compose_programmes(reference, rows, places)
    compose_topics(reference, rows)
    compose_terms(reference, rows)
    compose_stories(reference, rows, places)
    compose_indicators(reference, rows)
    compose_observations(reference, rows, places)
    compose_aliases(reference, rows)
    rows.finish()
    return rows


def _report(reference: Reference, rows: Rows, target: Path) -> BuildReport:
    language = reference.languages[0]
    reasons: dict[str, list[str]] = {}
    for left in reference.left_out:
        what, why = left.value.what.get(language, ""), left.value.reason.get(language, "")
        words = f"{left.value.count} {what}: {why}"
        reasons.setdefault(left.value.file, []).append(words)
    built = reference.built()
    files = [FileCount(name, count, built.get(name, 0), tuple(reasons.pop(name, ())))
             for name, count in reference.rows_in.items()]  # fmt: skip
    files += [FileCount(name, 0, 0, tuple(why)) for name, why in reasons.items()]
    unverified = sum(1 for row in rows.tables.get("statement", ()) if not row["verified"])
    tables = {name: len(found) for name, found in rows.tables.items()}
    return BuildReport(target, tuple(files), tables, unverified)
