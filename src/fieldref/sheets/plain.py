"""Filters for plain text: lines of a terminal's width, hanging indents, headings underlined."""

from __future__ import annotations

import re
import textwrap
import unicodedata

WIDTH = 80


def fill(text: object, indent: int = 0) -> str:
    """The text broken into lines of at most `WIDTH` columns, each indented."""
    return hanging(text, "", indent)


def hanging(text: object, lead: str, indent: int = 0) -> str:
    """The text broken into lines, the first after `lead` ('• ', '12. '), the others aligned under it."""
    margin = " " * indent
    lines = textwrap.wrap(
        " ".join(str(text).split(" ")),
        WIDTH,
        initial_indent=margin + lead,
        subsequent_indent=margin + " " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def underline(text: object, character: str = "=") -> str:
    """A heading: the text and a line of the same width under it."""
    words = "\n".join(textwrap.wrap(str(text), WIDTH)) or str(text)
    return f"{words}\n{character * max(_columns(line) for line in words.splitlines())}"


def tidy(text: str) -> str:
    """No blanks at line ends, no more than one empty line in a row, one line end at the end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line if not unicodedata.combining(c))
