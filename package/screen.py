"""A screen of its own for a trial, and what can be seen on it."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COLUMNS, ROWS = 6, 4
_BLANK_COLOURS = 6


@dataclass(frozen=True)
class Picture:
    """What a screen shows: rows of 32-bit pixels."""

    width: int
    height: int
    pixels: bytes
    stride: int

    def colours(self, left: int, top: int, width: int, height: int) -> set[bytes]:
        """The colours of a part, every second pixel."""
        found: set[bytes] = set()
        for y in range(top, top + height, 2):
            start = y * self.stride + left * 4
            row = self.pixels[start : start + width * 4]
            found.update(row[i : i + 3] for i in range(0, len(row), 8))
        return found

    def busy_parts(self) -> int:
        """Of 24 parts, how many show more than a plain surface: letters and lines have many shades."""
        width, height = self.width // COLUMNS, self.height // ROWS
        parts = [(column * width, row * height) for column in range(COLUMNS) for row in range(ROWS)]
        return sum(len(self.colours(left, top, width, height)) > _BLANK_COLOURS for left, top in parts)

    def save(self, path: Path) -> None:
        """As PPM, which every picture program opens."""
        rows = []
        for y in range(self.height):
            row = self.pixels[y * self.stride : y * self.stride + self.width * 4]
            rgb = bytearray(self.width * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(bytes(rgb))
        path.write_bytes(b"P6 %d %d 255\n" % (self.width, self.height) + b"".join(rows))


@dataclass(frozen=True)
class Screen:
    """A running X server: its name for DISPLAY, and the file its picture lies in."""

    display: str
    frame: Path

    def picture(self) -> Picture:
        """What it shows now, read from the server's own file (XWD: a head of big-endian words, colours, pixels)."""
        data = self.frame.read_bytes()
        head = struct.unpack_from(">25I", data)
        size, width, height, stride, colours = head[0], head[4], head[5], head[12], head[19]
        return Picture(width, height, data[size + colours * 12 :], stride)


@contextmanager
def screen(width: int = 1366, height: int = 768) -> Iterator[Screen]:
    """An X server without a monitor, ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="screen-") as folder:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        command.append("-noreset")  # or it starts anew when the last window goes, under the feet of the next program
        server = subprocess.Popen(
            [*command, "-fbdir", folder], pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            os.close(writing)
            number = b""
            while not number.endswith(b"\n"):
                piece = os.read(reading, 16)
                if not piece:
                    raise RuntimeError("Xvfb did not start")
                number += piece
            os.close(reading)
            yield Screen(f":{int(number)}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait(10)


def wait_for_content(shown: Screen, parts: int, seconds: float) -> Picture:
    """The picture as soon as at least `parts` of its 24 parts show something, or the last one when time is up."""
    end = time.monotonic() + seconds
    while True:
        picture = shown.picture()
        if picture.busy_parts() >= parts or time.monotonic() > end:
            return picture
        time.sleep(0.1)
