"""What a pack says of itself: a small JSON document, read with suspicion."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fieldref.packs.errors import PackError, Problem

FORMAT = 1
"""The version of the pack form itself."""
MAX_BYTES = 64 * 1024
"""A manifest is about 1 kB; anything far larger is not one."""

_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,6}){0,3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows keeps for itself: an id becomes the name of a folder."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MAX_TEXT = 400


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pack's own description. `size` and `sha256` are those of the database in bytes; `serial` only ever grows, and
    decides what is newer; `version` is for people."""

    id: str
    title: dict[str, str]
    version: str
    serial: int
    built_on: str
    schema: int
    languages: tuple[str, ...]
    counts: dict[str, int]
    licence: str
    minimum_app: str
    size: int
    sha256: str
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """The one way it is written: sorted, indented, UTF-8, so that equal manifests are equal bytes."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")

    def title_in(self, language: str) -> str:
        """The title in `language`, else in any it has."""
        return self.title.get(language) or next(iter(self.title.values()))


def parse_manifest(content: bytes, path: Path) -> Manifest:
    """Read a manifest from untrusted bytes; `path` is the pack it came from. Raises PackError."""
    if len(content) > MAX_BYTES:
        raise PackError(Problem.BAD_MANIFEST, path, "manifest too large")
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PackError(Problem.BAD_MANIFEST, path, "not JSON") from error
    if not isinstance(document, dict):
        raise PackError(Problem.BAD_MANIFEST, path, "not a JSON object")
    if document.get("format") != FORMAT:
        raise PackError(Problem.NEWER_APP_NEEDED, path, _matching(document, "minimum_app", _VERSION, path))
    return Manifest(
        id=_id(document, path),
        title=_texts(document, "title", path),
        version=_matching(document, "version", _VERSION, path),
        serial=_number(document, "serial", path),
        built_on=_day(document, path),
        schema=_number(document, "schema", path),
        languages=tuple(_matching({"language": one}, "language", _LANGUAGE, path) for one in _list(document, path)),
        counts=_counts(document, path),
        licence=_text(document, "licence", path),
        minimum_app=_matching(document, "minimum_app", _VERSION, path),
        size=_number(document, "size", path),
        sha256=_matching(document, "sha256", _SHA256, path),
    )


def version_key(version: str) -> tuple[int, ...]:
    """Versions in the order people mean: 0.10 after 0.9."""
    return tuple(int(part) for part in version.split("."))


def _bad(field: str, path: Path) -> PackError:
    return PackError(Problem.BAD_MANIFEST, path, field)


def _text(document: dict[str, Any], field: str, path: Path) -> str:
    value = document.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_TEXT or not value.isprintable():
        raise _bad(field, path)
    return value


def _matching(document: dict[str, Any], field: str, pattern: re.Pattern[str], path: Path) -> str:
    value = _text(document, field, path)
    if not pattern.fullmatch(value):
        raise _bad(field, path)
    return value


def _id(document: dict[str, Any], path: Path) -> str:
    value = _matching(document, "id", _ID, path)
    if _RESERVED.fullmatch(value):
        raise _bad("id", path)
    return value


def _day(document: dict[str, Any], path: Path) -> str:
    value = _matching(document, "built_on", _DAY, path)
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise _bad("built_on", path) from error
    return value


def _number(document: dict[str, Any], field: str, path: Path) -> int:
    value = document.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise _bad(field, path)
    return value


def _object(document: dict[str, Any], field: str, path: Path) -> dict[str, Any]:
    value = document.get(field)
    if not isinstance(value, dict) or len(value) > _MAX_TEXT:
        raise _bad(field, path)
    return value


def _texts(document: dict[str, Any], field: str, path: Path) -> dict[str, str]:
    value = _object(document, field, path)
    if not value or not all(_LANGUAGE.fullmatch(key) for key in value):
        raise _bad(field, path)
    return {key: _text(value, key, path) for key in value}


def _counts(document: dict[str, Any], path: Path) -> dict[str, int]:
    counts = _object(document, "counts", path)
    return {_text({"kind": kind}, "kind", path): _number(counts, kind, path) for kind in counts}


def _list(document: dict[str, Any], path: Path) -> list[Any]:
    value = document.get("languages")
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_TEXT:
        raise _bad("languages", path)
    return value
