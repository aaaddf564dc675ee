"""The command line as a person writes it, turned into a request.

The options that every command has may stand before or after the command's name.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldref.command_parser import CommandParser, UsageError, command_parser, placeholder
from fieldref.content.model import Kind
from fieldref.i18n import _, available_languages

COMMANDS = ("search", "show", "content", "pack")
FORMATS = ("text", "html", "json", "pdf")
MOST_RESULTS = 1000
_TAKE_A_VALUE = frozenset({"--data-dir", "--content", "--lang"})
_LINK = "fieldref:"


@dataclass(frozen=True, slots=True)
class Request:
    """What to do. `command` is '' for the window, else search, show, content, pack, diagnose, version or help."""

    command: str
    language: str | None = None
    content: Path | None = None
    data_dir: Path | None = None
    record: str = ""
    """Id of the record to show, or to open the window at."""
    gallery: bool = False
    query: str = ""
    kinds: frozenset[Kind] = frozenset()
    limit: int = 20
    as_json: bool = False
    format: str = "text"
    output: Path | None = None
    rest: tuple[str, ...] = field(default=())
    """The arguments of `content` or `pack`, for their own parsers."""
    text: str = ""
    """The help to print."""


def read_arguments(arguments: Sequence[str]) -> Request:
    """The request that the arguments (without the program's name) make. Raises UsageError."""
    command, before, after = _split(arguments)
    if command in ("content", "pack"):
        shared = ("--lang",) if command == "content" else ("--lang", "--data-dir")
        taken = [word for option in shared for word in _taken(after, option)]
        common = _common(f"fieldref {command}").parse_args([*before, *taken])
        for option in shared:
            after = _without(after, option)
        return Request(command, **_common_values(common), rest=tuple(after))
    parser = {"search": _search, "show": _show}.get(command, _window)()
    given = parser.parse_args([*before, *after])
    for instead in ("help", "version", "diagnose", "selftest", "install_desktop", "remove_desktop"):
        if getattr(given, instead, False):
            common_values, as_json = _common_values(given), getattr(given, "json", False)
            output = getattr(given, "pictures", None)
            return Request(instead, **common_values, text=parser.format_help(), as_json=as_json, output=output)
    if command == "search":
        kinds = frozenset(Kind(kind) for kind in given.kind)
        query = " ".join(given.query)
        if not given.query:
            raise UsageError(_("Say what to look for: fieldref search QUERY."))
        return Request(
            "search", **_common_values(given), query=query, kinds=kinds, limit=given.limit, as_json=given.json
        )
    if command == "show":
        return _show_request(given)
    if re.fullmatch(r"[\w-]+", given.record):  # ids have a stroke in them, and paths of packs a dot
        told = _("“{word}” is neither a command ({commands}) nor the id of a record, such as programme/sisfin.")
        raise UsageError(told.format(word=given.record, commands=", ".join(COMMANDS)))
    return Request("", **_common_values(given), record=given.record.removeprefix(_LINK), gallery=given.gallery)


def wanted_language(arguments: Sequence[str]) -> str | None:
    """The value of `--lang`, before anything else is read, so that complaints are in that language too."""
    taken = _taken(arguments, "--lang")
    return language_code(taken[-1].removeprefix("--lang=")) if taken else None


def data_dir(arguments: Sequence[str]) -> Path | None:
    """The value of `--data-dir`, before anything else is read."""
    taken = _taken(arguments, "--data-dir")
    return Path(taken[-1].removeprefix("--data-dir=")) if taken else None


def language_code(text: str) -> str | None:
    """The language of a text like 'es', 'es_PE' or 'en-GB' if we have it, else None."""
    code = re.split(r"[-_.@]", text.strip(), maxsplit=1)[0].lower()
    return code if code in available_languages() else None


def _split(arguments: Sequence[str]) -> tuple[str, list[str], list[str]]:
    """(command, arguments before it, arguments after it): the command is the first that is no option."""
    position = 0
    while position < len(arguments):
        argument = arguments[position]
        if argument in _TAKE_A_VALUE:
            position += 2
        elif argument.startswith("-"):
            if argument == "--":
                break
            position += 1
        else:
            if argument in COMMANDS:
                return argument, list(arguments[:position]), list(arguments[position + 1 :])
            break
    return "", list(arguments), []


def _taken(arguments: Sequence[str], option: str) -> list[str]:
    """The option with its value where it stands among the arguments, as words of their own."""
    found = []
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option and position + 1 < len(arguments):
            found = [f"{option}={arguments[position + 1]}"]
        elif argument.startswith(f"{option}="):
            found = [argument]
    return found


def _without(arguments: Sequence[str], option: str) -> list[str]:
    """The arguments with the option and its value taken out."""
    kept: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == option:
            next(rest, None)
        elif not argument.startswith(f"{option}="):
            kept.append(argument)
    return kept


def _common(program: str, description: str = "", epilog: str = "") -> CommandParser:
    parser = command_parser(program, description, epilog)
    parser.add_argument("-h", "--help", action="store_true", help=_("show this help"))
    parser.add_argument("--version", action="store_true", help=_("show the version"))
    parser.add_argument("--lang", metavar="es|en", type=_language, help=_("language of texts and messages"))
    parser.add_argument("--content", metavar="FILE", type=Path, help=_("content file to open"))
    parser.add_argument("--data-dir", metavar="FOLDER", type=Path, help=_("folder for settings, notes and packs"))
    parser.add_argument("--diagnose", action="store_true", help=_("say what works here and what does not"))
    return parser


def _window() -> CommandParser:
    commands = "\n".join(
        (
            _("Commands:"),
            f"  fieldref search {placeholder('QUERY'):<10}" + _("find records"),
            "  fieldref show ID          " + _("print a record, or save it to a file"),
            "  fieldref content …        " + _("build and check content files"),
            "  fieldref pack …           " + _("check, install and choose content packs"),
        )
    )
    about = _("A field reference that works with no network. Without a command, opens the window.")
    parser = _common("fieldref", about, commands)
    parser.add_argument("record", nargs="?", default="", metavar="ID", help=_("record to open: programme/sisfin"))
    parser.add_argument("--gallery", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--selftest", action="store_true", help=_("try everything once and say what works"))
    parser.add_argument("--json", action="store_true", help=_("as JSON, for other programs"))
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    if sys.platform.startswith("linux"):
        parser.add_argument("--install-desktop", action="store_true", help=_("add FieldRef to the desktop's menu"))
        parser.add_argument("--remove-desktop", action="store_true", help=_("take it out of the menu again"))
    return parser


def _search() -> CommandParser:
    parser = _common("fieldref search", _("Finds records. Accents, case and small typos do not matter."))
    kinds = [kind.value for kind in Kind]
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_("what to look for"))
    parser.add_argument(
        "--kind",
        action="append",
        choices=kinds,
        default=[],
        metavar="KIND",
        help=_("only this kind: {kinds}").format(kinds=", ".join(kinds)),
    )
    parser.add_argument("--limit", type=_limit, default=20, metavar="N", help=_("at most so many results"))
    parser.add_argument("--json", action="store_true", help=_("as JSON, for other programs"))
    return parser


def _show() -> CommandParser:
    parser = _common("fieldref show", _("Prints a record with its sources, or saves it to a file."))
    parser.add_argument("record", nargs="?", default="", metavar="ID", help=_("record to show: programme/sisfin"))
    parser.add_argument("--format", choices=FORMATS, default="text", help=_("text, html, json or pdf"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("file to write instead of printing"))
    return parser


def _show_request(given: argparse.Namespace) -> Request:
    if not given.record:
        raise UsageError(_("Say which record to show: fieldref show ID."))
    if given.format == "pdf" and given.output is None:
        raise UsageError(_("A PDF needs a file to go to: add --output FILE."))
    record = given.record.removeprefix(_LINK)
    return Request("show", **_common_values(given), record=record, format=given.format, output=given.output)


def _common_values(given: argparse.Namespace) -> dict[str, Any]:
    return {"language": given.lang, "content": given.content, "data_dir": given.data_dir}


def _language(text: str) -> str:
    code = language_code(text)
    if code is None:
        names = ", ".join(available_languages())
        raise UsageError(_("There is no language “{code}”: choose from {names}.").format(code=text, names=names))
    return code


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_RESULTS:
        raise UsageError(_("--limit takes a number from 1 to {most}.").format(most=MOST_RESULTS))
    return int(text)
