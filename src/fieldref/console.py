"""The console: what is printed and where, in one line where it is trouble, whatever reads it."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import TextIO

from fieldref.i18n import _
from fieldref.paths import write_atomically
from fieldref.system import reason


class Failure(Exception):
    """A command cannot be done; `str()` is one sentence for the person."""


def say(text: str) -> None:
    """Print; where there is no console (a window program of Windows), nothing."""
    if sys.stdout is not None:
        sys.stdout.write(text)


def complain(sentence: str) -> None:
    """One line on the error stream."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"fieldref: {one_line(sentence)}\n")
            sys.stderr.flush()


def one_line(words: object) -> str:
    """Text that cannot break a line nor a terminal."""
    text = str(words).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text).strip()


def speak_utf8(stream: TextIO | None) -> None:
    """Whatever the console's code page: our texts have letters it lacks."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        with contextlib.suppress(OSError, ValueError):
            reconfigure(encoding="utf-8", errors="replace")


def write(path: Path, content: str) -> None:
    """A file instead of the console. Raises Failure."""
    try:
        write_atomically(path, content.encode("utf-8", "replace"))
    except OSError as error:
        raise Failure(not_written(path, error)) from error


def not_written(path: Path, error: OSError) -> str:
    """The sentence for a file that the system did not take."""
    return _("The file {file} cannot be written: {reason}.").format(file=one_line(path), reason=reason(error, path))


def reader_is_gone(error: OSError) -> bool:
    """Whether the program that reads our output ended first (`fieldref show … | head`): no problem of ours."""
    windows_says = sys.platform == "win32" and error.errno == errno.EINVAL
    if not (isinstance(error, BrokenPipeError) or windows_says):
        return False
    with contextlib.suppress(OSError, ValueError, AttributeError):  # or Python complains when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True
