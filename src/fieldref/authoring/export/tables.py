"""Tables as CSV files: UTF-8, headers, then the row of HXL hashtags where it is asked for."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from fieldref.authoring.export.columns import Described
from fieldref.authoring.export.described import described
from fieldref.content.library import Library
from fieldref.content.model import ContentInfo
from fieldref.content.opening import read_only_uri
from fieldref.i18n import _

ABOUT = "ABOUT.txt"


def write_tables(database: Path, folder: Path, progress: Callable[[str], None], *, hxl: bool = False) -> ContentInfo:
    """Every table into `folder`, and a note on what they are. Raises ContentError and OSError."""
    with Library(database) as library:
        info = library.info(library.info("").default_language)
    with closing(sqlite3.connect(read_only_uri(database), uri=True)) as connection:
        for table in described(languages(info)):
            progress(_("Writing {file}…").format(file=f"{table.name}.csv"))
            rows = connection.execute(table.sql())
            (folder / f"{table.name}.csv").write_text(_csv(table, rows, hxl=hxl), encoding="utf-8", newline="")
    (folder / ABOUT).write_text(about(info), encoding="utf-8", newline="\n")
    return info


def languages(info: ContentInfo) -> tuple[str, ...]:
    """The languages of the content, its own first."""
    return (info.default_language, *(code for code in info.languages if code != info.default_language))


def about(info: ContentInfo) -> str:
    """Where the tables come from and what may be done with them."""
    return (
        f"{info.title.value}\n\nFieldRef content {info.id}, version {info.version}, serial {info.serial}, "
        f"built on {info.built_on}.\nLicence: {info.licence}. Name FieldRef and the sources of what you use.\n"
        "Ids never change. Codes are text: open the tables with every column as text, or leading zeros are lost.\n"
        "A survey, a census and a register measure different things: never one line, one ranking or one sum of them.\n"
    )


def _csv(table: Described, rows: Iterable[tuple[object, ...]], *, hxl: bool) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    if hxl:
        writer.writerow([column.hxl or f"#meta+{column.name}" for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: object) -> object:
    """A number as a person writes it: 37 and not 37.0."""
    return int(value) if isinstance(value, float) and value == int(value) else value
