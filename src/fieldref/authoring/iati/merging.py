"""What the import says, put into what is there: fields an editor changed stay, the others follow the file.

For every record a small lock keeps what the last import wrote, field by field. A field that still says the same is the
import's to change; one that says something else is the editor's.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldref.authoring.iati.writing import WIDTH, record_yaml
from fieldref.authoring.problems import Problems, SourceProblems
from fieldref.authoring.readers import read_yaml

LOCKS = "iati/lock"
"""The folder of the locks, inside the one that is imported into."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both the editor and the file changed; the editor's stays."""

    record: str
    field: str
    kept: object
    imported: object


@dataclass(slots=True)
class Merged:
    """What becomes of one record. `text` is its new YAML, None where the file is right as it stands."""

    outcome: str
    """'new', 'updated' or 'unchanged'."""
    text: str | None = None
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    reviewed: bool = False
    """Whether an editor had marked the record as reviewed before this import changed it."""


def read_lock(folder: Path, record_id: str) -> dict[str, Any] | None:
    """The lock of a record, or None: {"identifier": …, "fields": {…}}."""
    try:
        found = json.loads((folder / LOCKS / f"{record_id}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("fields"), dict) else None


def lock_text(identifier: str, fields: dict[str, Any]) -> str:
    """The lock to keep."""
    return json.dumps({"identifier": identifier, "fields": fields}, ensure_ascii=False, separators=(",", ":")) + "\n"


def merge(path: Path, record_id: str, fields: dict[str, Any], base: dict[str, Any], head: tuple[str, ...]) -> Merged:
    """Put `fields` into the record at `path`, where `base` is what the import wrote there last. Raises SourceProblems
    where the present file cannot be read."""
    if not path.exists():
        return Merged("new", record_yaml(fields, head), list(fields))
    problems = Problems()
    entry = read_yaml(path, f"programmes/{path.name}", problems)
    if entry is None or len(problems):
        raise SourceProblems(list(problems))
    present = {name: _level(value) for name, value in entry.data.items()}
    result = Merged("unchanged", reviewed=present.get("reviewed") == "true")
    take: dict[str, object] = {}
    for name in dict.fromkeys((*base, *fields)):
        mine, theirs, before = present.get(name), _level(fields.get(name)), _level(base.get(name))
        if mine == theirs:
            continue
        if mine == before:
            take[name] = fields.get(name)
            continue
        result.kept.append(name)
        if theirs != before:
            result.conflicts.append(Conflict(record_id, name, mine, theirs))
    if take:
        result.outcome, result.changed = "updated", list(take)
        result.text = _rewritten(path, take, untouched=present == {name: _level(base.get(name)) for name in base},
                                 fields=fields, head=head)  # fmt: skip
    return result


def _rewritten(
    path: Path, take: dict[str, object], *, untouched: bool, fields: dict[str, Any], head: tuple[str, ...]
) -> str:
    """The file with the fields of `take`; what an editor wrote around them, comments too, stays."""
    text = path.read_text(encoding="utf-8-sig")
    if untouched and all(f"# {line}\n" in text for line in head) and text.count("#") == len(head):
        return record_yaml(fields, head)
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    document = yaml.load(text)
    order = list(fields)
    for name, value in take.items():
        if value is None:
            document.pop(name, None)
            continue
        fresh = yaml.load(record_yaml({name: value}, ()))[name]
        if name in document:
            document[name] = fresh
            continue
        earlier = [key for key in order[: order.index(name)] if key in document]
        document.insert(list(document).index(earlier[-1]) + 1 if earlier else len(document), name, fresh)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _level(value: object) -> object:
    """A value as it is compared: texts without the line breaks that only the YAML form makes."""
    if isinstance(value, str):
        return "\n".join(line.strip() for line in value.strip().split("\n"))
    if isinstance(value, dict):
        return {key: _level(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_level(inner) for inner in value]
    return value
