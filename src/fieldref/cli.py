"""The command line: the same reference without a window, and the way to the window.

Nothing heavy is imported until a command needs it. A problem is told in one line on the error stream; what a
programmer needs to know of it goes to the log.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref import __version__
from fieldref.arguments import Request, read_arguments, wanted_language
from fieldref.command_parser import CommandParser, UsageError, command_parser
from fieldref.console import Failure, complain, one_line, reader_is_gone, say, speak_utf8
from fieldref.i18n import _, set_language, start_language, system_locale
from fieldref.paths import Paths, find_paths
from fieldref.system import tell_that_we_are_open

if TYPE_CHECKING:
    from fieldref.settings import Settings

FINE, PROBLEM, USAGE, INTERRUPTED = 0, 1, 2, 130

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status: 0 fine, 1 a problem, 2 not understood."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        speak_utf8(stream)
    _choose_language(given)
    try:
        return _guarded(read_arguments(given))
    except SystemExit as ended:  # a parser that printed its own help
        return int(ended.code or FINE)
    except UsageError as error:
        see = _("See “fieldref --help”.")
        complain(f"{error} {see}")
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
        complain(str(error))
    except OSError as error:
        if reader_is_gone(error):
            return FINE
        complain(_unexpected(request, error))
    except Exception as error:  # noqa: BLE001 - the last line of defence: logged, and told in one line
        complain(_unexpected(request, error))
    return PROBLEM


def _run(request: Request) -> int:
    if request.command == "help":
        say(request.text)
    elif request.command == "version":
        say(f"FieldRef {__version__}\n")
    elif request.command == "search":
        from fieldref.reading import search

        search(request)
    elif request.command == "show":
        from fieldref.reading import show

        show(request)
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
        raise Failure(_("The window cannot open: {reason}.").format(reason=one_line(error))) from error
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
        say(parser.format_help())
        return FINE
    return commands.run(parser.parse_args(request.rest), pack_store(paths), key_folders(paths)[0])


def _diagnose(request: Request) -> int:
    from fieldref.diagnose import diagnose

    paths = find_paths(request.data_dir)
    report = diagnose(paths, request.content, _settled(paths).content_id)
    say(report.text())
    return PROBLEM if report.unusable else FINE


def _selftest(request: Request) -> int:
    from fieldref.selftest import run_selftest

    paths = find_paths(request.data_dir)
    tested = run_selftest(paths, request.content or paths.content_file, request.output)
    say(json.dumps(tested.data(), ensure_ascii=False, indent=2) + "\n" if request.as_json else tested.text())
    return FINE if tested.passed else PROBLEM


def _desktop(request: Request) -> None:
    from fieldref import desktop

    act = desktop.install_desktop if request.command == "install_desktop" else desktop.remove_desktop
    say("".join(f"{path}\n" for path in act(find_paths(request.data_dir))))


# ---- what was chosen in the window


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


# ---- trouble


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
