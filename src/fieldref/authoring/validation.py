"""Turn what was read into models; turn pydantic's findings into problems an editor understands."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fieldref.authoring.problems import Problems
from fieldref.authoring.readers import Entry, Path_
from fieldref.i18n import _

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], entry: Entry, problems: Problems) -> M | None:
    """The entry as `model`; None, and a problem for each finding, where it does not fit."""
    try:
        return model.model_validate(entry.data)
    except ValidationError as error:
        for detail in error.errors():
            _tell(model, entry, detail, problems)
        return None


def gather(entry: Entry, languages: tuple[str, ...], bare: str | None = None) -> Entry:
    """Put the columns of one text in several languages together: `title_es`, `title_en` become `title`.

    `bare` is the name for columns that are nothing but a language (`es`, `en`).
    """
    data: dict[str, object] = {}
    for key, value in entry.data.items():
        stem, _line, language = key.rpartition("_")
        if language not in languages:
            data[key] = value
            continue
        texts = data.setdefault(stem or bare or key, {})
        if isinstance(texts, dict):
            texts[language] = value
    return Entry(entry.file, data, entry.lines)


def _tell(model: type[BaseModel], entry: Entry, detail: ErrorDetails, problems: Problems) -> None:
    path: Path_ = tuple(part for part in detail["loc"] if not _is_tag(part))
    message, hint = _words(model, detail)
    problems.add(entry.file, entry.line(*path), ".".join(_shown(part) for part in path), message, hint)


def _is_tag(part: str | int) -> bool:
    return isinstance(part, str) and ("[" in part or part == "text")


def _shown(part: str | int) -> str:
    return str(part + 1) if isinstance(part, int) else part


def _words(model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return _("This field is missing."), _("Write it, or take a finished record as a pattern.")
    if kind == "extra_forbidden":
        return _("There is no field of this name."), _near(model, detail)
    if kind == "literal_error":
        found = _found(detail["input"])
        return _("“{found}” is not a known word here.").format(found=found), _("Write one of: {words}.").format(
            words=str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        )
    if kind == "value_error":
        return _("“{found}” does not fit here.").format(found=_found(detail["input"])), str(context.get("error", ""))
    return _found_wrong(kind, context, detail["input"])


def _found_wrong(kind: str, context: Mapping[str, Any], value: object) -> tuple[str, str]:
    found = _("“{found}” does not fit here.").format(found=_found(value))
    if kind.startswith(("int", "float")):
        return found, _("Write a number, with a point for decimals and nothing between thousands: 1250.5.")
    if kind.startswith("bool"):
        return found, _("Write true or false.")
    if kind == "string_pattern_mismatch":
        return found, _("The shape due is {pattern}.").format(pattern=context.get("pattern", ""))
    if kind.startswith(("greater", "less")):
        limit = next((context[name] for name in ("gt", "ge", "lt", "le") if name in context), "")
        return found, _("Its limit is {limit}.").format(limit=limit)
    if kind.startswith(("dict", "model", "list", "tuple", "string")):
        return found, _("Compare with a finished record: a list, a text or a block of fields is due here.")
    return found, ""


def _found(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else type(value).__name__ if not isinstance(value, int | float) else value
    return str(text)[:60]


def _near(model: type[BaseModel], detail: ErrorDetails) -> str:
    names = list(model.model_fields)
    close = difflib.get_close_matches(str(detail["loc"][-1]), names, 1)
    if close:
        return _("Did you mean “{name}”?").format(name=close[0])
    return _("Take it out, or use one of: {words}.").format(words=", ".join(names[:40]))
