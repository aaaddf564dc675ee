"""Read a table that a person edited in a spreadsheet: CSV in whatever form it was saved, or XLSX. Every cell as text,
with the line it stands on."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from fieldref.authoring.telling import Refused
from fieldref.i18n import _

_LARGEST = 60_000_000
_MARKS = ("=", "+", "-", "@")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
"""1,234 may be one thousand or little more than one: it is left as it is, for the check to ask about it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its line in the file (1-based, headers counted) and its cells by header."""

    number: int
    cells: dict[str, str]


def read_table(path: Path) -> tuple[list[str], list[Line]]:
    """(headers, rows) of the first sheet. A row of HXL hashtags and empty rows are passed over. Raises Refused and
    OSError."""
    if path.stat().st_size > _LARGEST:
        raise Refused(_("{file} is too large for a table of figures.").format(file=path))
    rows = _workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _delimited(path)
    if not rows:
        raise Refused(_("{file} holds no table.").format(file=path))
    headers = [header.strip() for header in rows[0]]
    lines = []
    for number, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row]
        filled = [cell for cell in cells if cell]
        if any(not cell.startswith("#") for cell in filled):  # else empty, or hashtags, wherever sorting put them
            lines.append(Line(number, dict(zip(headers, [*cells, *[""] * len(headers)], strict=False))))
    return headers, lines


def _delimited(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("{file} is not UTF-8 text: save it again as “CSV UTF-8”.").format(file=path)) from error
    first = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=first.count)
    decimal_comma = separator == ";"
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused(_("{file} is not a table: {reason}.").format(file=path, reason=error)) from error
    return [[_bare(cell, decimal_comma=decimal_comma) for cell in row] for row in rows]


def _bare(cell: str, *, decimal_comma: bool) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it, and with a decimal point."""
    if cell.startswith("'") and cell[1:].startswith(_MARKS):
        return cell[1:]
    if decimal_comma and _DECIMAL_COMMA.fullmatch(cell) and not _THOUSANDS.fullmatch(cell):
        return cell.replace(",", ".")
    return cell


def _workbook(path: Path) -> list[list[str]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as members:
            if sum(member.file_size for member in members.infolist()) > 10 * _LARGEST:
                raise Refused(_("{file} is too large for a table of figures.").format(file=path))
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            return [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        finally:
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise Refused(_("{file} is not a workbook that can be read.").format(file=path)) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)
