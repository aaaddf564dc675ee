"""The command line: the same reference without a window, and the way to the window.

Nothing heavy is imported until a command needs it. A problem is told in one line on the error stream; what a
programmer needs to know of it goes to the log.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from fieldref import __version__
from fieldref.arguments import CommandParser, Request, UsageError, command_parser, read_arguments, wanted_language
from fieldref.i18n import _, set_language, start_language, system_locale
from fieldref.paths import Paths, find_paths
from fieldref.system import reason, tell_that_we_are_open

if TYPE_CHECKING:
    from fieldref.content.library import Library
    from fieldref.content.search import Hit, SearchResults
    from fieldref.settings import Settings

FINE, PROBLEM, USAGE, INTERRUPTED = 0, 1, 2, 130

_log = logging.getLogger(__name__)


class Failure(Exception):
    """A command cannot be done; `str()` is one sentence for the person."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status: 0 fine, 1 a problem, 2 not understood."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    _choose_language(given)
    try:
        return _guarded(read_arguments(given))
    except SystemExit as ended:  # a parser that printed its own help
        return int(ended.code or FINE)
    except UsageError as error:
        see = _("See “fieldref --help”.")
        _complain(f"{error} {see}")
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def _guarded(request: Request) -> int:
    """Runs a request; whatever goes wrong becomes one line."""
    from fieldref.content.opening import ContentError

    try:
        status = _run(request)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except UsageError:
        raise
    except (Failure, ContentError) as error:
        _complain(str(error))
    except OSError as error:
        if _reader_is_gone(error):
            return FINE
        _complain(_unexpected(request, error))
    except Exception as error:  # noqa: BLE001 - the last line of defence: logged, and told in one line
        _complain(_unexpected(request, error))
    return PROBLEM


def _run(request: Request) -> int:
    if request.command == "help":
        _print(request.text)
    elif request.command == "version":
        _print(f"FieldRef {__version__}\n")
    elif request.command == "search":
        _search(request)
    elif request.command == "show":
        _show(request)
    elif request.command == "content":
        return _content(request)
    elif request.command == "pack":
        return _pack(request)
    elif request.command == "diagnose":
        return _diagnose(request)
    elif request.command == "selftest":
        return _selftest(request)
    elif request.command in ("install_desktop", "remove_desktop"):
        _desktop(request)
    else:
        return _open_window(request)
    return FINE


# ---- the commands


def _open_window(request: Request) -> int:
    from fieldref.display import display_problem

    problem = display_problem()
    if problem is not None:
        raise Failure(problem)
    if request.content is not None:
        from fieldref.content.opening import open_content

        open_content(request.content).close()
    try:
        from fieldref.app import Options, run
    except ImportError as error:
        _note(request)
        _log.exception("The window cannot be imported")
        raise Failure(_("The window cannot open: {reason}.").format(reason=_one_line(error))) from error
    tell_that_we_are_open()
    return run(
        Options(
            record=request.record or None,
            data_dir=request.data_dir,
            content=request.content,
            language=request.language,
            gallery=request.gallery,
        )
    )


def _search(request: Request) -> None:
    from fieldref.content.opening import open_content
    from fieldref.content.search import Searcher

    path = _content_file(request)
    open_content(path).close()
    with contextlib.closing(Searcher(path)) as searcher:
        language = _language()
        results = searcher.search(request.query, language, kinds=request.kinds, limit=request.limit)
    if request.as_json:
        _print(json.dumps([_as_data(hit) for hit in results.hits], ensure_ascii=False, indent=2) + "\n")
    else:
        _print(_as_text(request.query, results))


def _as_data(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.ref.id,
        "kind": hit.ref.kind.value,
        "title": hit.ref.title.value,
        "snippet": hit.snippet,
        "lang": hit.language,
        "score": round(hit.score, 4),
        "context": hit.context,
        "reviewed": hit.ref.reviewed,
    }


def _as_text(query: str, results: SearchResults) -> str:
    from fieldref.sheets.plain import hanging
    from fieldref.sheets.words import NOT_REVIEWED

    lines = []
    if results.corrected:
        lines += [_("Showing results for “{query}”.").format(query=results.corrected), ""]
    if not results.hits:
        lines.append(_("Nothing found for “{query}”.").format(query=_one_line(query)))
    for hit in results.hits:
        context = f"  ({hit.context})" if hit.context else ""
        mark = "" if hit.ref.reviewed else f"  [{_(NOT_REVIEWED)}]"
        short = f"{hit.acronym} · " if hit.acronym else ""
        lines.append(f"{hit.ref.id}  {short}{hit.ref.title.value}{context}{mark}")
        if hit.snippet:
            lines.append(hanging(hit.snippet, "", 4))
    return "\n".join(lines) + "\n"


def _show(request: Request) -> None:
    from fieldref.content.library import Library, RecordNotFound

    with Library(_content_file(request)) as library:
        set_language(_language(), locales=library.info(_language()).locales)
        try:
            if request.format == "pdf":
                _write_pdf(library, request)
                return
            content = _rendered(library, request)
        except RecordNotFound as error:
            told = _("There is no record “{id}” in this content: look for it with “fieldref search”.")
            raise Failure(told.format(id=_one_line(request.record))) from error
    if request.output is None or str(request.output) == "-":
        _print(content)
    else:
        _write(request.output, content)


def _rendered(library: Library, request: Request) -> str:
    from fieldref.sheets.render import Sheets
    from fieldref.sheets.style import SheetStyle

    sheets, language = Sheets(library), _language()
    if request.format == "json":
        return json.dumps(sheets.json(request.record, language), ensure_ascii=False, indent=2) + "\n"
    if request.format == "html":
        with_figures = _web_page(library, request.record, language)
        return with_figures or sheets.html(request.record, language, style=SheetStyle(target="web")).html
    return sheets.text(request.record, language)


def _web_page(library: Library, record_id: str, language: str) -> str:
    """The page as the window sends it, figures drawn inside; '' where there is no Qt to draw them."""
    try:
        printing = importlib.import_module("fieldref.ui.printing")
        sharing = importlib.import_module("fieldref.ui.sharing")
    except ImportError:
        return ""
    application = printing.offscreen_application()
    page: str = sharing.web_page(library, record_id, language)
    del application
    return page


def _write_pdf(library: Library, request: Request) -> None:
    """A PDF needs Qt, but no screen."""
    assert request.output is not None
    library.ref(request.record, _language())
    try:
        write_pdf = importlib.import_module("fieldref.ui.printing").write_pdf
    except ImportError as error:
        raise Failure(_("A PDF cannot be made here: {reason}.").format(reason=_one_line(error))) from error
    try:
        write_pdf(library, [request.record], _language(), request.output)
    except OSError as error:
        raise Failure(_not_written(request.output, error)) from error


def _content(request: Request) -> int:
    try:
        from fieldref.authoring import commands
    except ImportError as error:
        told = _("Building content needs the authoring libraries: “{name}” is missing, install fieldref[authoring].")
        raise Failure(told.format(name=error.name or error)) from error
    parser = command_parser("fieldref")
    commands.add_arguments(parser.add_subparsers(dest="command", parser_class=CommandParser))
    return commands.run(parser.parse_args(["content", *request.rest]))


def _pack(request: Request) -> int:
    from fieldref.content_choice import key_folders, pack_store
    from fieldref.packs import commands

    paths = find_paths(request.data_dir)
    parser = command_parser("fieldref pack")
    commands.add_arguments(parser, CommandParser)
    if not request.rest or request.rest[0] in ("-h", "--help"):
        _print(parser.format_help())
        return FINE
    return commands.run(parser.parse_args(request.rest), pack_store(paths), key_folders(paths)[0])


def _diagnose(request: Request) -> int:
    from fieldref.diagnose import diagnose

    paths = find_paths(request.data_dir)
    report = diagnose(paths, request.content, _settled(paths).content_id)
    _print(report.text())
    return PROBLEM if report.unusable else FINE


def _selftest(request: Request) -> int:
    from fieldref.selftest import run_selftest

    paths = find_paths(request.data_dir)
    tested = run_selftest(paths, request.content or paths.content_file, request.output)
    _print(json.dumps(tested.data(), ensure_ascii=False, indent=2) + "\n" if request.as_json else tested.text())
    return FINE if tested.passed else PROBLEM


def _desktop(request: Request) -> None:
    from fieldref import desktop

    act = desktop.install_desktop if request.command == "install_desktop" else desktop.remove_desktop
    _print("".join(f"{path}\n" for path in act(find_paths(request.data_dir))))


# ---- where things are


def _content_file(request: Request) -> Path:
    from fieldref.content_choice import content_file

    paths = find_paths(request.data_dir)
    return content_file(paths, request.content, "" if request.content else _settled(paths).content_id)


def _choose_language(arguments: Sequence[str]) -> None:
    """The language asked for, else the one chosen in the window, else the system's."""
    asked = wanted_language(arguments)
    set_language(asked or _settled_language(arguments) or start_language(system_locale()))


def _settled_language(arguments: Sequence[str]) -> str:
    from fieldref.arguments import data_dir

    return _settled(find_paths(data_dir(arguments))).language


def _settled(paths: Paths) -> Settings:
    """The choices made in the window."""
    from fieldref.settings import SettingsStore

    return SettingsStore(paths.settings_file).current


def _language() -> str:
    from fieldref.i18n import language

    return language()


# ---- speaking


def _print(text: str) -> None:
    if sys.stdout is not None:
        sys.stdout.write(text)


def _complain(sentence: str) -> None:
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"fieldref: {_one_line(sentence)}\n")
            sys.stderr.flush()


def _one_line(words: object) -> str:
    """Text that cannot break a line nor a terminal."""
    text = str(words).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text).strip()


def _speak_utf8(stream: TextIO | None) -> None:
    """Whatever the console's code page: our texts have letters it lacks."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        with contextlib.suppress(OSError, ValueError):
            reconfigure(encoding="utf-8", errors="replace")


def _write(path: Path, content: str) -> None:
    from fieldref.paths import write_atomically

    try:
        write_atomically(path, content.encode("utf-8", "replace"))
    except OSError as error:
        raise Failure(_not_written(path, error)) from error


def _not_written(path: Path, error: OSError) -> str:
    return _("The file {file} cannot be written: {reason}.").format(file=_one_line(path), reason=reason(error, path))


def _reader_is_gone(error: OSError) -> bool:
    """Whether the program that reads our output ended first (`fieldref show … | head`): no problem of ours."""
    windows_says = sys.platform == "win32" and error.errno == errno.EINVAL
    if not (isinstance(error, BrokenPipeError) or windows_says):
        return False
    with contextlib.suppress(OSError, ValueError, AttributeError):  # or Python complains when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def _note(request: Request) -> Path | None:
    """Starts the log, which no command needs until something goes wrong. Returns its file, None where there is none."""
    from fieldref.log import start_log

    paths = find_paths(request.data_dir)
    return None if start_log(paths.log_file) else paths.log_file


def _unexpected(request: Request, error: BaseException) -> str:
    file = _note(request)
    _log.error("A command failed", exc_info=error)
    if file is None:
        told = _("Something went wrong inside FieldRef ({error}); no details could be noted.")
        return told.format(error=f"{type(error).__name__}: {error}")
    told = _("Something went wrong inside FieldRef ({error}); the details are in {file}.")
    return told.format(error=type(error).__name__, file=file)


if __name__ == "__main__":
    sys.exit(main())
