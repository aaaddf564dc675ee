"""Finds every text in a record that stands in several languages, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

Path = tuple[str | int, ...]

_NO_TEXTS = frozenset({"locales"})
"""Fields by language that nobody reads as a text."""


def texts_of(model: BaseModel, path: Path = ()) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text of a record with the path of the field that holds it."""
    for name in type(model).model_fields:
        if name in _NO_TEXTS:
            continue
        yield from _texts((*path, name), getattr(model, name))


def _texts(path: Path, value: object) -> Iterator[tuple[Path, dict[str, str]]]:
    if isinstance(value, dict):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from texts_of(value, path)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _texts((*path, index), part)


def shown(path: Path) -> str:
    """A path as an editor counts: `facts.2.note` is the note of the second fact."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in path if part != "text"]
    return ".".join(parts)
