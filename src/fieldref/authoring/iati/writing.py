"""Programme records as YAML that an editor likes to read. Every value is a text, as `readers` takes them."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

WIDTH = 100
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9_./()-]*( [A-Za-zÀ-ÿ0-9_./()-]+)*")
_NUMBER_OR_DATE = re.compile(r"-?\d+(\.\d+)?|\d{4}-\d{2}(-\d{2})?")
_UNQUOTED = frozenset(
    {"position", "start", "end", "amount", "reviewed", "verified", "dates_verified", "regions_verified"}
)
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "none", "nan", "inf"})
_SPECIAL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_INLINE = ("sources", "regions", "topics")


def record_yaml(fields: dict[str, Any], head: tuple[str, ...]) -> str:
    """The file of a record, `head` as comments above it."""
    lines = [f"# {line}" for line in head]
    for name, value in fields.items():
        if isinstance(value, dict | list) and name not in _INLINE:
            lines.append("")
        lines += _field(name, value, "")
    return "\n".join(lines) + "\n"


def _field(name: str, value: object, indent: str) -> list[str]:
    if isinstance(value, dict):
        lines = [f"{indent}{_key(name)}:"]
        for key, inner in value.items():
            lines += _field(key, inner, indent + "  ")
        return lines
    if isinstance(value, list):
        return _list(name, value, indent)
    return _text(f"{indent}{_key(name)}:", str(value), indent, free=name in _UNQUOTED)


def _key(name: str) -> str:
    return f"'{name}'" if name in _WORDS else name  # the language "no" is a word that YAML takes for a refusal


def _list(name: str, values: list[object], indent: str) -> list[str]:
    if name in _INLINE:
        return [f"{indent}{name}: [{', '.join(_scalar(str(value)) for value in values)}]"]
    lines = [f"{indent}{name}:"]
    for value in values:
        if isinstance(value, dict):
            inner: list[str] = []
            for key, part in value.items():
                inner += _field(key, part, indent + "    ")
            inner[0] = f"{indent}  - {inner[0].lstrip()}"
            lines += inner
        else:
            lines.append(f"{indent}  - {_scalar(str(value))}")
    return lines


def _text(start: str, text: str, indent: str, *, free: bool) -> list[str]:
    if free and (text in ("true", "false") or _NUMBER_OR_DATE.fullmatch(text)):
        return [f"{start} {text}"]
    if _SPECIAL.search(text) or text != text.strip() or not text:
        return [f"{start} {_quoted(text)}"]
    if "\n" in text:
        return [f"{start} |-", *(f"{indent}  {line}".rstrip() for line in text.split("\n"))]
    if len(start) + len(text) > WIDTH and "  " not in text:
        folded = textwrap.wrap(text, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
        return [f"{start} >-", *(f"{indent}  {line}" for line in folded)]
    return [f"{start} {_scalar(text)}"]


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if _SPECIAL.search(text) or "\n" in text:
        return _quoted(text)
    return "'" + text.replace("'", "''") + "'"


def _quoted(text: str) -> str:
    """A text in double quotes, every sign that YAML does not take as it is escaped."""
    return _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
