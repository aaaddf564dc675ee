"""The imported files as sources: a row of sources.csv each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from fieldref.authoring.iati.naming import slug
from fieldref.authoring.iati.words import Speaker
from fieldref.authoring.telling import Refused
from fieldref.i18n import _

NAME = "sources.csv"


@dataclass(slots=True)
class FileFacts:
    """What a file says of itself."""

    name: str
    version: str = ""
    generated: str = ""
    publishers: dict[str, None] | None = None
    secondary: bool = False

    @property
    def source_id(self) -> str:
        """Its id as a source."""
        return f"iati-{slug(Path(self.name).stem).removeprefix('iati-')}"


def source_row(facts: FileFacts, speaker: Speaker) -> dict[str, str]:
    """The row of a file; columns that the table lacks are left out when it is written."""
    publishers = list(facts.publishers or ())
    row = {
        "id": facts.source_id,
        "title": facts.name,
        "reliability": "A" if publishers and not facts.secondary else "B",
    }
    if publishers:
        more = f" +{len(publishers) - 3}" if len(publishers) > 3 else ""
        row["publisher"] = "; ".join(publishers[:3]) + more
    if facts.generated[:4].isdigit():
        row["year"] = facts.generated[:4]
    note = speaker.say(lambda lang: _("File of the IATI standard, version {version}.", lang=lang).format(
        version=facts.version))  # fmt: skip
    trust = speaker.say(lambda lang: _("As published by the organisation itself", lang=lang))
    if facts.secondary:
        trust = speaker.say(lambda lang: _("Published by another organisation than the one that acts", lang=lang))
    if not publishers:
        trust = speaker.say(lambda lang: _("The file does not say who publishes it", lang=lang))
    row |= {f"note_{code}": text for code, text in note.items()}
    row |= {f"reliability_note_{code}": text for code, text in trust.items()}
    return row


def with_rows(path: Path, rows: list[dict[str, str]], base: dict[str, dict[str, str]]) -> tuple[str | None, list[str]]:
    """(the text of the table with these rows or None where it has them, cells that an editor changed and that stay).
    `base` are the rows as they were imported last, by id. Raises Refused where the table cannot be read."""
    header, table = _read(path, rows)
    there = {row["id"]: row for row in table}
    kept: list[str] = []
    changed = False
    for row in rows:
        due = {column: row.get(column, "") for column in header}
        present = there.get(row["id"])
        if present is None:
            table.append(due)
            there[row["id"]] = due
            changed = True
            continue
        before = base.get(row["id"], {})
        for column, value in due.items():
            if present.get(column, "") == value:
                continue
            if present.get(column, "") == before.get(column, ""):
                present[column] = value
                changed = True
            else:
                kept.append(f"{row['id']}: {column}")
    if not changed:
        return None, kept
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, header, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(table)
    return stream.getvalue(), kept


def _read(path: Path, rows: list[dict[str, str]]) -> tuple[list[str], list[dict[str, str]]]:
    if not path.exists():
        return list(dict.fromkeys(column for row in rows for column in row)), []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            table = list(reader)
    except (csv.Error, UnicodeDecodeError) as error:
        raise Refused(_("“{file}” cannot be read or written: {reason}.").format(file=path, reason=error)) from None
    header = list(reader.fieldnames or ())
    if "id" not in header or any(None in row for row in table):
        raise Refused(_("“{file}” cannot be read or written: {reason}.").format(file=path, reason="id")) from None
    return header, table
