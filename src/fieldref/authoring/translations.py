"""Notice a text whose original changed after its translation.

The lock file holds, for every file, which translation belonged to which original when both were last read together.
A translation known from the lock that now stands beside another original has been left behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldref.authoring.load import Loaded, Reference
from fieldref.authoring.problems import Problems
from fieldref.authoring.texts import Path as FieldPath
from fieldref.authoring.texts import shown, texts_of
from fieldref.i18n import _

LOCK = "translations.lock"


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """A translation and its original, by the marks of their texts."""

    file: str
    language: str
    original: str
    translation: str


@dataclass(frozen=True, slots=True)
class _Found:
    pair: Pair
    place: Loaded[Any]
    path: FieldPath


def check_translations(reference: Reference, source_dir: Path, problems: Problems) -> None:
    """A problem for every translation that is older than its original."""
    lock = _read(source_dir / LOCK)
    known = {(pair.file, pair.language, pair.translation) for pair in lock}
    for found in _pairs(reference):
        pair = found.pair
        if pair in lock or (pair.file, pair.language, pair.translation) not in known:
            continue
        problems.add(
            pair.file,
            found.place.line(*found.path),
            shown(found.path),
            _("The original changed, but its translation ({language}) did not.").format(language=pair.language),
            _("Mend the translation; if it is still right, run: fieldref content accept {file}").format(file=pair.file),
        )


def accept(reference: Reference, source_dir: Path, file: str | None = None) -> int:
    """Take the translations of `file` (of all files if None) as right as they stand; returns how many were stale."""
    lock = _read(source_dir / LOCK)
    known = {(pair.file, pair.language, pair.translation) for pair in lock}
    pairs = {found.pair for found in _pairs(reference)}
    fresh = {pair for pair in pairs if pair.file == file or file is None}
    stale = {pair for pair in fresh - lock if (pair.file, pair.language, pair.translation) in known}
    _write(source_dir / LOCK, fresh | {pair for pair in lock if pair.file != file and file is not None})
    return len(stale)


def write_lock(reference: Reference, source_dir: Path) -> None:
    """Note all pairs as they stand; to be called when nothing is wrong."""
    pairs = {found.pair for found in _pairs(reference)}
    if pairs != _read(source_dir / LOCK):
        _write(source_dir / LOCK, pairs)


def _pairs(reference: Reference) -> Iterator[_Found]:
    default = reference.languages[0]
    for one in reference.every():
        original = getattr(one.value, "original", None) or default
        for path, texts in texts_of(one.value):
            if original not in texts:
                continue
            for language, text in texts.items():
                if language != original:
                    yield _Found(Pair(one.file, language, _mark(texts[original]), _mark(text)), one, path)


def _mark(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def _read(path: Path) -> set[Pair]:
    if not path.exists():
        return set()
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    rows = (line.split("\t") for line in lines)
    return {Pair(*row) for row in rows if len(row) == 4}


def _write(path: Path, pairs: set[Pair]) -> None:
    head = "# Which translation belongs to which original. Written by `make content`; never by hand.\n"
    body = "".join(f"{pair.file}\t{pair.language}\t{pair.original}\t{pair.translation}\n" for pair in sorted(pairs))
    path.write_text(head + body, encoding="utf-8")
