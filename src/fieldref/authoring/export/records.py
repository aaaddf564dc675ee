"""Records as JSON: a file a kind, every record in every language, with its sources spelled out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from fieldref.authoring.export.tables import languages
from fieldref.content.library import Library
from fieldref.content.model import Kind
from fieldref.content.opening import read_only_uri
from fieldref.i18n import _
from fieldref.sheets.render import Sheets


def write_records(database: Path, folder: Path, progress: Callable[[str], None]) -> None:
    """`programme.json`, `region.json` …, each with the content's id, version and licence. Raises ContentError and
    OSError."""
    with Library(database) as library, closing(sqlite3.connect(read_only_uri(database), uri=True)) as connection:
        info = library.info(library.info("").default_language)
        about = {"id": info.id, "title": info.title.value, "version": info.version, "built_on": info.built_on,
                 "licence": info.licence}  # fmt: skip
        sheets = Sheets(library)
        for kind in Kind:
            ids = [row[0] for row in connection.execute(
                "SELECT id FROM record WHERE kind = ? ORDER BY position, id", (kind.value,))]  # fmt: skip
            if not ids:
                continue
            progress(_("Writing {file}…").format(file=f"{kind.value}.json"))
            records = [_record(sheets, record_id, languages(info)) for record_id in ids]
            text = json.dumps({"content": about, "records": records}, ensure_ascii=False, indent=1) + "\n"
            (folder / f"{kind.value}.json").write_text(text, encoding="utf-8", newline="\n")


def _record(sheets: Sheets, record_id: str, codes: tuple[str, ...]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": record_id}
    for code in codes:
        told[code] = {key: value for key, value in sheets.json(record_id, code).items() if key not in ("id", "content")}
    return told
