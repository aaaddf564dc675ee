"""The stream of an IATI file: one element below `iati-activity` at a time, with its line and its language.

Only one such element is held in memory, whatever the size of the file or of the activity. The parser knows no document
types, no entities of the file's own and no network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, Protocol
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from fieldref.authoring.iati.faults import Broken
from fieldref.authoring.iati.unreadable import bad_encoding, check_kind, not_xml
from fieldref.authoring.problems import Problem
from fieldref.i18n import _

ROOT, ACTIVITY = "iati-activities", "iati-activity"
VERSIONS = ("2.01", "2.02", "2.03")
CHUNK = 1 << 18
LARGEST = 32_000_000
"""Characters of text that one element below an activity may hold."""
DEEPEST = 50
"""How deep elements may lie in each other; the standard needs eight levels."""


@dataclass(slots=True)
class Element:
    """An element with all that is in it. `language` is the nearest `xml:lang` around it as written, '' where none."""

    name: str
    attributes: dict[str, str]
    line: int
    language: str
    parts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text as written."""
        return "".join(self.parts)

    def get(self, name: str) -> str:
        """An attribute without the spaces around it; '' where it is absent."""
        return self.attributes.get(name, "").strip()

    def each(self, name: str) -> list[Element]:
        """The children of this name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((child for child in self.children if child.name == name), None)


class Sink(Protocol):
    """Who takes what is read."""

    def root(self, element: Element) -> None:
        """The opening `iati-activities`."""

    def begin(self, element: Element) -> None:
        """An activity opens; only its attributes are there."""

    def child(self, element: Element) -> None:
        """One whole element of the activity."""

    def foreign(self, name: str) -> None:
        """An element of another standard inside an activity; it is passed over with all that is in it."""

    def end(self) -> None:
        """The activity is complete."""


class _Handler(ContentHandler):
    """Builds the elements below an activity and passes over what is not IATI's."""

    def __init__(self, file: str, sink: Sink, line: Callable[[], int | None]) -> None:
        super().__init__()
        self._file = file
        self._sink = sink
        self._line = line
        self._open: list[Element] = []
        self._foreign = 0
        self._namespace = ""
        self._size = 0
        self._telling: Element | None = None
        """The narrative that is open: what stands in marks inside it is its text too, in the order it is written."""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - SAX names it
        attributes = dict(attrs.items())
        if self._foreign or ":" in name or (self._open and attributes.get("xmlns", self._namespace) != self._namespace):
            self._pass_over(name, attributes)
            return
        language = attributes.get("xml:lang")
        if language is None:
            language = self._open[-1].language if self._open else ""
        element = Element(name, attributes, self._line() or 0, language.strip())
        depth = len(self._open)
        if depth == 0:
            self._check_root(element)
            self._namespace = attributes.get("xmlns", "")
            self._sink.root(element)
        elif depth == 1 and name != ACTIVITY:
            self._foreign = 1
            return
        elif depth == 1:
            self._check_version(element)
            self._sink.begin(element)
        elif depth == 2:
            self._size = 0
        elif depth > DEEPEST:
            self._refuse(_("The elements lie more than {count} deep in each other.").format(count=DEEPEST))
        else:
            self._grow(100 + sum(map(len, attributes.values())))
            self._open[-1].children.append(element)
        if name == "narrative" and self._telling is None:
            self._telling = element
        self._open.append(element)

    def _pass_over(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._check_root(Element(name, attributes, self._line() or 0, ""))
        elif not self._foreign and len(self._open) > 1:
            self._sink.foreign(name)
        self._foreign += 1

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802
        if self._foreign:
            self._foreign -= 1
            return
        element = self._open.pop()
        if element is self._telling:
            self._telling = None
        if len(self._open) == 2:
            self._sink.child(element)
        elif len(self._open) == 1:
            self._sink.end()

    def characters(self, content: str) -> None:
        if self._foreign or len(self._open) < 3:
            return
        self._grow(len(content))
        (self._telling or self._open[-1]).parts.append(content)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > LARGEST:
            self._refuse(_("This element holds more than {count} million characters.").format(
                count=LARGEST // 1_000_000))  # fmt: skip

    def _refuse(self, message: str) -> NoReturn:
        hint = _("No activity needs that much; ask the publisher for a sound file.")
        raise Broken(Problem(self._file, self._line() or 0, self._open[2].name, message, hint))

    def _check_root(self, root: Element) -> None:
        if root.name != ROOT:
            hint = _("Give a file of activities; files of organisations and code lists have another root.")
            message = _("The root is “{found}”; a file of IATI activities begins with “{due}”.")
            raise Broken(Problem(self._file, root.line, root.name, message.format(found=root.name, due=ROOT), hint))
        self._check_version(root)

    def _check_version(self, element: Element) -> None:
        """Of the root, and of an activity: in 1.0x each could name its own."""
        version = element.get("version")
        if version.partition(".")[0] == "1":
            raise too_old(self._file, element.line, version)


def too_old(file: str, line: int, version: str) -> Broken:
    """That a file is of a version before 2.01."""
    message = _("The file is IATI {version}; versions 1.0x are no longer read.").format(version=version)
    return Broken(
        Problem(file, line, "version", message, _("Ask the publisher for the file in 2.03, or convert it first."))
    )


def read_file(path: Path, sink: Sink, progress: Callable[[int], None]) -> None:
    """Read the whole file into `sink`; `progress` gets the number of bytes read since it was last called. Raises
    Broken with the line where the file cannot be read on, and OSError."""
    check_kind(path)
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Handler(path.name, sink, parser.getLineNumber))
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                parser.feed(chunk)
                progress(len(chunk))
        parser.close()
    except SAXParseException as error:
        raise Broken(not_xml(path, error)) from None
    except DefusedXmlException:
        raise Broken(Problem(path.name, parser.getLineNumber() or 0, "DOCTYPE", _(
            "The file declares a document type or entities of its own; IATI uses neither."), _(
            "Such files can be made to fill the memory. Take the declaration out, if you trust the file."),
        )) from None  # fmt: skip
    except (LookupError, ValueError) as error:
        raise Broken(bad_encoding(path, 1, str(error))) from None
