"""Filters of the templates: lines of a terminal's width, hanging indents, headings underlined, addresses to read."""

from __future__ import annotations

import re
import textwrap
import unicodedata

from markupsafe import Markup, escape

WIDTH = 80
_LONGEST_ADDRESS = 52


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


def absolute(address: str) -> str:
    """The address as a link: sources write some without `https://`."""
    return address if "://" in address else f"https://{address}"


def shortened(address: str) -> str:
    """The address without its scheme, cut so that it fits a line; the link keeps the whole."""
    words = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
    return words if len(words) <= _LONGEST_ADDRESS else f"{words[: _LONGEST_ADDRESS - 1]}…"


def within(words: str) -> str:
    """Words that begin with a capital as they stand in the middle of a sentence; names and acronyms stay."""
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def parted(address: str) -> Markup:
    """The whole address for a browser, with places where a line may break; copied, it is the bare address."""
    return Markup("<wbr>").join(escape(part) for part in re.split(r"(?<=[/\-_.?&=])(?=\w)", address))


def breakable(address: str) -> str:
    """The whole address with places where a line may break, for paper."""
    return re.sub(r"(?<=[/\-_.?&=])(?=\w)", "\u200b", address)


def tidy(text: str) -> str:
    """No blanks at line ends, no more than one empty line in a row, one line end at the end."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line if not unicodedata.combining(c))
