"""From outside: milliseconds from a real key press to the first changed pixel of the results. Prints JSON.

    python -m benchmarks.keys [--content FILE] [--program PATH] [--queries 40] [--display :79] [--screenshot FILE.xwd]

Starts an X server without a screen (Xvfb, whose picture is a file that can be read while it is painted), the program in
it, presses keys through XTEST as a keyboard would, and looks at the picture some thousand times a second. The program
knows nothing of it. Needs Xvfb and the X libraries, not Qt.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import mmap
import os
import shlex
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fieldref.content.folding import fold

WIDTH, HEIGHT = 1366, 768
TOP = 62
"""Pixels below the window's upper edge where the results hang: the toolbar with the field, in which the typed letter
itself shows, ends above. Were it inside, the letter would be timed instead of the results."""
FOOT = 60
EVERY = 5
"""One row of pixels in so many is looked at: a line of text is higher."""
PATIENCE = 1.0
SETTLED = 0.09
QUERIES = """ayacucho|huancavelica|seguro integral de salud|prodern|anemia en puno|agua potable|sisfin|sis|bosques
poverty apurimac|health insurance|ley 29344|madre de dios|huancabelica|educasion|programas en cusco|forest|quechua
hospitales|pueblos indigenas|maternal deaths|cafe|0501|defensoria del pueblo|becas|alpaca|doctors|afiliacion"""


class Keyboard:
    """Presses keys on an X display."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._x11.XStringToKeysym.restype = ctypes.c_ulong
        self._on_error = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _error: 0)
        self._x11.XSetErrorHandler(self._on_error)  # a window that is not shown yet cannot have the keyboard
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        if not self._display:
            raise SystemExit(f"no display {display}")

    def press(self, *names: str) -> float:
        """Press keys together; returns the moment before the last went down."""
        codes = [self._code(name) for name in names]
        for code in codes[:-1]:
            self._send(code, down=True)
        moment = time.perf_counter()
        self._send(codes[-1], down=True)
        for code in reversed(codes):
            self._send(code, down=False)
        return moment

    def focus_largest(self) -> int | None:
        """Give the keyboard to the largest window, as a window manager would; returns its upper edge, None while there
        is none."""
        x = self._x11
        x.XDefaultRootWindow.restype = ctypes.c_ulong
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        x.XQueryTree(
            self._display, ctypes.c_ulong(x.XDefaultRootWindow(self._display)), ctypes.byref(root),
            ctypes.byref(parent), ctypes.byref(children), ctypes.byref(count),
        )  # fmt: skip
        for window in (children[i] for i in range(count.value)):
            at = [ctypes.c_int(), ctypes.c_int(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()]
            x.XGetGeometry(
                self._display, ctypes.c_ulong(window), ctypes.byref(root), *(ctypes.byref(one) for one in at)
            )
            if at[2].value >= WIDTH // 2:
                x.XSetInputFocus(self._display, ctypes.c_ulong(window), 1, 0)
                x.XSync(self._display, 0)
                return at[1].value
        return None

    def _code(self, name: str) -> int:
        keysym = self._x11.XStringToKeysym({" ": "space"}.get(name, name).encode())
        return int(self._x11.XKeysymToKeycode(self._display, keysym))

    def _send(self, code: int, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, code, int(down), ctypes.c_ulong(0))
        self._x11.XFlush(self._display)


class Picture:
    """The picture of the X server, read from the file in which it is painted."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self._map[:100])
        self._line = header[12]
        self._start = header[0] + header[19] * 12
        self.watch_below(0)

    def watch_toolbar(self, edge: int) -> None:
        """Look at the middle of the toolbar, where a letter shows as it is typed."""
        self._rows = [self._start + row * self._line for row in range(edge + 12, edge + 40, 2)]

    def watch_below(self, edge: int) -> None:
        """The window's upper edge is there: look below its toolbar, where only results change."""
        self._rows = [self._start + row * self._line for row in range(edge + TOP, HEIGHT - FOOT, EVERY)]

    def results(self) -> bytes:
        """The pixels where results are shown, of some rows."""
        return b"".join([self._map[row : row + self._line] for row in self._rows])

    def settle(self, still: float = SETTLED, patience: float = 5.0) -> bytes:
        """Wait until nothing changes any more."""
        last, since, start = self.results(), time.perf_counter(), time.perf_counter()
        while time.perf_counter() - since < still and time.perf_counter() - start < patience:
            time.sleep(0.004)
            now = self.results()
            if now != last:
                last, since = now, time.perf_counter()
        return last

    def change(self, before: bytes) -> float | None:
        """The moment something is different, None if nothing was in a second."""
        end = time.perf_counter() + PATIENCE
        while (now := time.perf_counter()) < end:
            if self.results() != before:
                return now
            time.sleep(0.0003)
        return None


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended at the end."""
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def type_queries(keys: Keyboard, picture: Picture, queries: Sequence[str]) -> dict[str, object]:
    """Type every query and time every key that changes the results."""
    times: list[tuple[float, str]] = []
    firsts: list[float] = []
    unchanged = 0
    for query in queries:
        keys.press("Escape")
        keys.press("Control_L", "k")
        time.sleep(0.05)
        keys.press("BackSpace")
        before = picture.settle(0.25)
        for end, letter in enumerate(query, start=1):
            moment = keys.press(letter)
            seen = picture.change(before) if letter != " " else None
            if seen is not None:
                times.append(((seen - moment) * 1000, query[:end]))
                if end == 1:
                    firsts.append(times[-1][0])
            elif letter != " ":
                unchanged += 1
            before = picture.settle()
    taken = [milliseconds for milliseconds, _ in times]
    return {
        "keys": len(taken),
        "unchanged": unchanged,
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(statistics.quantiles(taken, n=100)[94], 1),
        "max_ms": round(max(taken), 1),
        "first_letter_median_ms": round(statistics.median(firsts), 1),
        "first_letter_max_ms": round(max(firsts), 1),
        "slowest": [[query, round(ms, 1)] for ms, query in sorted(times, reverse=True)[:6]],
    }


def _to_the_toolbar(keys: Keyboard, picture: Picture) -> None:
    """Go to a page without a search field of its own, and make sure that typed letters show above what is watched."""
    for _ in range(6):
        keys.press("Control_L", "2")
        picture.settle(0.8)
        edge = keys.focus_largest()
        if edge is None:
            raise SystemExit("the window has gone")
        picture.watch_toolbar(edge)
        keys.press("Control_L", "k")
        before = picture.settle(0.3)
        keys.press("a")
        if picture.change(before) is not None:
            picture.watch_below(edge)
            keys.press("BackSpace")
            return
        keys.press("BackSpace")
        keys.press("Escape")
    raise SystemExit("the typed letter does not show in the toolbar: times would be of the letter, not of results")


def _queries(arguments: argparse.Namespace) -> list[str]:
    """Of the given file if there is one: words it does not have would only time the page that finds nothing."""
    if arguments.content is None:
        return QUERIES.replace("\n", "|").split("|")
    from benchmarks.search import realistic_queries

    return [query for query, _language in realistic_queries(arguments.content, arguments.queries)]


def measure(arguments: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Start everything, type, end everything."""
    frame = folder / "frame"
    frame.mkdir()
    server = [
        "Xvfb",
        arguments.display,
        "-screen",
        "0",
        f"{WIDTH}x{HEIGHT}x24",
        "-fbdir",
        str(frame),
        "-nolisten",
        "tcp",
    ]
    program = [*shlex.split(arguments.program), "--data-dir", str(folder / "data"), "--lang", arguments.lang]
    if arguments.content is not None:
        program += ["--content", str(arguments.content)]
    environment = dict(os.environ, DISPLAY=arguments.display, QT_QPA_PLATFORM="xcb")
    with running(server, dict(os.environ), folder / "server.log"):
        for _ in range(100):
            if (frame / "Xvfb_screen0").exists():
                break
            time.sleep(0.1)
        time.sleep(0.3)
        with running(program, environment, folder / "program.log") as process:
            keys, picture = Keyboard(arguments.display), Picture(frame / "Xvfb_screen0")
            for _ in range(200):
                if keys.focus_largest() is not None or process.poll() is not None:
                    break
                time.sleep(0.1)
            if process.poll() is not None:
                raise SystemExit((folder / "program.log").read_text(errors="replace"))
            picture.settle(1.0, patience=15)
            _to_the_toolbar(keys, picture)
            queries = [" ".join(fold(query).split()) for query in _queries(arguments)]
            found = type_queries(keys, picture, queries[: arguments.queries])
            if arguments.screenshot is not None:
                arguments.screenshot.write_bytes((frame / "Xvfb_screen0").read_bytes())
            return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="From a key to the first changed pixel of the results, from outside.")
    parser.add_argument("--content", type=Path)
    parser.add_argument("--program", default=f"{shlex.quote(sys.executable)} -m fieldref")
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--display", default=":79")
    parser.add_argument("--lang", default="es")
    parser.add_argument("--screenshot", type=Path)
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        found = measure(arguments, Path(folder))
    found |= {"load_before": round(load, 1), "load_after": round(os.getloadavg()[0], 1)}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
