"""Why a file is not one of IATI activities: known by its first bytes, or by what the XML parser stopped at."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from xml.sax import SAXParseException

from fieldref.authoring.iati.faults import Broken
from fieldref.authoring.problems import Problem
from fieldref.i18n import N_, _

_HEAD = 4096
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_WRONG_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", N_("The file is packed (gzip)."), N_("Unpack it first, and give the XML file in it.")),
    (b"PK\x03\x04", N_("The file is packed (ZIP), or is a spreadsheet."),
     N_("Unpack it first, and give the XML file in it.")),
    (b"{", N_("The file is JSON, not XML."), N_("Ask the publisher for the XML file.")),
    (b"%PDF", N_("The file is a PDF, not XML."), N_("Ask the publisher for the XML file.")),
)  # fmt: skip
_REASONS = {
    "no element found": N_("it breaks off before its end"),
    "unclosed token": N_("it breaks off before its end"),
    "unclosed CDATA section": N_("it breaks off before its end"),
    "partial character": N_("it breaks off before its end"),
    "syntax error": N_("it does not begin as XML does"),
    "mismatched tag": N_("an element is closed that is not the one that was opened last"),
    "not well-formed (invalid token)": N_("a sign stands where XML allows none, often a bare & or <"),
    "undefined entity": N_("it uses an entity that is not defined, such as &nbsp;"),
    "reference to invalid character number": N_("it holds the number of a sign that XML does not know"),
    "duplicate attribute": N_("an element has the same attribute twice"),
    "junk after document element": N_("something follows after its end"),
    "XML or text declaration not at start of entity": N_("something stands before the XML declaration"),
}
"""What the parser says, in words for a person; what is not listed is told as the parser says it."""


def check_kind(path: Path) -> None:
    """Raises Broken for a file that is plainly something else than XML: nothing at all, packed, a web page …"""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start:
        raise _broken(path, _("The file is empty."), _("Fetch it again."))
    for mark, message, hint in _WRONG_KINDS:
        if start.startswith(mark):
            raise _broken(path, _(message), _(hint))
    if _PAGE.match(start):
        raise _broken(path, _("The file is a web page, perhaps the error that the publisher's server answered with."),
                      _("Open it in a browser to see what it says, and fetch the XML file again."))  # fmt: skip


def _broken(path: Path, message: str, hint: str) -> Broken:
    return Broken(Problem(path.name, 1, "", message, hint))


def not_xml(path: Path, error: SAXParseException) -> Problem:
    """Where and why the parser could not read on."""
    line, reason = error.getLineNumber() or 0, error.getMessage()
    if "encoding" in reason:
        return bad_encoding(path, line, reason)
    if "invalid token" in reason and _foreign_bytes(path, line):
        return Problem(path.name, line, "encoding", _("This line holds bytes that the file's encoding does not know."),
                       _("Save the file as UTF-8, or declare the encoding that it has."))  # fmt: skip
    message = _("This is not well-formed XML: {reason}.").format(reason=_(_REASONS.get(reason, reason)))
    return Problem(path.name, line, "", message, _("Ask the publisher for a whole file; nothing was written."))


def bad_encoding(path: Path, line: int, reason: str) -> Problem:
    """The encoding cannot be read."""
    message = _("The encoding the file declares cannot be read: {reason}.").format(reason=reason)
    return Problem(path.name, line, "encoding", message, _("Save the file as UTF-8."))


def _foreign_bytes(path: Path, until: int) -> bool:
    """Whether a line up to `until` is not UTF-8, in a file that should be."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        for _number in range(until):
            try:
                decoder.decode(stream.readline())
            except UnicodeDecodeError:
                return True
    return False
