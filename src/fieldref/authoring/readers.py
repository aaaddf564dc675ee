"""Read the editors' files: YAML and CSV, every value as plain text, every value with the line it stands on.

YAML values are taken as text on purpose: an editor who writes `01`, `no` or `2012-04` means exactly that, and not the
number 1, a refusal or a day of the calendar. The models turn text into numbers where a number is due.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from fieldref.authoring.problems import Problems
from fieldref.i18n import _

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a row as read: nested text values, and the line of each by its path inside."""

    file: str
    data: dict[str, object]
    lines: Mapping[Path_, int]

    def line(self, *path: str | int) -> int:
        """The line of the value at `path`, or of the nearest value around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def read_text(path: Path, name: str, problems: Problems) -> str | None:
    """The text of a UTF-8 file, with or without a byte order mark."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add(name, 0, "", _("The file is missing."), _("Put it back, or take it from the last edition."))
    except UnicodeDecodeError:
        problems.add(name, 0, "", _("The file is not UTF-8 text."), _("Save it again as “CSV UTF-8” or “UTF-8”."))
    return None


def read_yaml(path: Path, name: str, problems: Problems) -> Entry | None:
    """One YAML record; None (and a problem) where it cannot be read."""
    text = read_text(path, name, problems)
    if text is None:
        return None
    try:
        node = YAML(typ="safe", pure=True).compose(text)  # the round-trip reader leaves marks in folded texts
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.add(name, line, "", _not_yaml(error.problem or ""),
                     _("Check the indentation and the quotes of this line and the one above."))  # fmt: skip
        return None
    except YAMLError as error:
        problems.add(name, 0, "", _not_yaml(str(error)))
        return None
    if not isinstance(node, MappingNode):
        problems.add(name, 1, "", _("A record is expected here."), _("Write one “field: value” a line."))
        return None
    lines: dict[Path_, int] = {}
    data = _value(node, (), lines, name, problems)
    assert isinstance(data, dict)
    return Entry(name, data, lines)


def _not_yaml(problem: str) -> str:
    """What the reader of YAML found, in the editor's words; of what it says otherwise, that it is not valid."""
    words = {
        "could not find expected ':'": _("a colon is missing after the name of a field"),
        "mapping values are not allowed": _("a colon stands where it may not: a text with a colon needs quotes"),
        "expected ',' or": _("a bracket is not closed"),
        "cannot start any token": _("this line begins with a character that it may not begin with"),
        "found unexpected end of stream": _("a quote is not closed"),
        "expected <block end>": _("this line is indented otherwise than its neighbours"),
        "special characters are not allowed": _("there is a character that cannot be seen"),
    }
    found = next((told for said, told in words.items() if said in problem), None)
    return _("This is not valid YAML: {reason}.").format(reason=found) if found else _("This is not valid YAML.")


def _value(node: Node, path: Path_, lines: dict[Path_, int], name: str, problems: Problems) -> object:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        text = str(node.value)
        return text if text or node.style else None
    if isinstance(node, SequenceNode):
        return [_value(child, (*path, index), lines, name, problems) for index, child in enumerate(node.value)]
    result: dict[str, object] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if key in result:
            problems.add(name, key_node.start_mark.line + 1, key, _("This field is given twice."), _("Keep one."))
        result[key] = _value(child, (*path, key), lines, name, problems)
        lines[(*path, key)] = key_node.start_mark.line + 1
    return result


def read_csv(path: Path, name: str, problems: Problems) -> list[Entry]:
    """The rows of a table, empty cells left out."""
    text = read_text(path, name, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Entry] = []
    try:
        header = next(reader, [])
        if len(header) == 1 and ";" in header[0]:
            problems.add(name, 1, "", _("The columns are parted by semicolons."),
                         _("Save the table as “CSV UTF-8 (comma delimited)”."))  # fmt: skip
            return []
        while True:
            start = reader.line_num + 1
            row = next(reader, None)
            if row is None:
                break
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                problems.add(name, start, "", _("The row has {found} cells; the table has {due} columns.").format(
                    found=len(row), due=len(header)), _("Put texts that hold a comma in double quotes."))  # fmt: skip
                continue
            data: dict[str, object] = {key: cell.strip() for key, cell in zip(header, row, strict=True) if cell.strip()}
            rows.append(Entry(name, data, {(): start}))
    except csv.Error as error:
        problems.add(name, reader.line_num, "", _("The table cannot be read: {reason}.").format(reason=error),
                     _("Check the double quotes of this row."))  # fmt: skip
    return rows
