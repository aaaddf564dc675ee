"""Whether there is a screen to open a window on, found out before Qt is: Qt ends the program with a message about a
missing library where the screen itself is missing."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from fieldref.i18n import _

_X11_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers listen, by convention
_OWN_PLATFORMS = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs", "minimalegl", "vkkhrdisplay"})
_ANSWER_SECONDS = 2.0


def display_problem(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> str | None:
    """One sentence that says why no window can open here, or None when nothing stands against it."""
    environ = os.environ if environ is None else environ
    if platform in ("win32", "darwin", "cygwin") or _own_platform(environ):
        return None
    if _wayland_answers(environ) or _x11_answers(environ.get("DISPLAY", "")):
        return None
    shown = environ.get("DISPLAY", "") or environ.get("WAYLAND_DISPLAY", "")
    if shown:
        problem = _("FieldRef cannot open its window: the display “{display}” does not answer.").format(display=shown)
    else:
        problem = _("FieldRef cannot open its window: there is no display here.")
    hint = _("Without a window, use “fieldref search” and “fieldref show”.")
    return f"{problem} {hint}"


def _own_platform(environ: Mapping[str, str]) -> bool:
    """Whether Qt is told to draw on something that needs no display server."""
    return environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0] in _OWN_PLATFORMS


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    return _listens(str(Path(environ.get("XDG_RUNTIME_DIR", "/")) / name))


def _x11_answers(display: str) -> bool:
    """Whether an X server listens where DISPLAY says: ':0', 'unix:0.0' here, or 'host:0' over the network."""
    host, colon, rest = display.rpartition(":")
    if not colon or not rest.split(".")[0].isdigit():
        return False
    screen = int(rest.split(".")[0])
    if host in ("", "unix"):
        path = str(_X11_SOCKETS / f"X{screen}")
        return _listens(path) or _listens(f"\0{path}")
    try:
        socket.create_connection((host.strip("[]"), 6000 + screen), _ANSWER_SECONDS).close()
    except OSError:
        return False
    return True


def _listens(path: str) -> bool:
    """Whether something accepts connections at a Unix socket."""
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        return False
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(_ANSWER_SECONDS)
            probe.connect(path)
    except OSError:
        return False
    return True
