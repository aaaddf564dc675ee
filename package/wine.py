"""Windows programs run under Wine: a prefix of its own, quiet, with pipes for streams."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

Changes = Mapping[str, str]
"""Variables of the environment."""
NONE: Final[Changes] = MappingProxyType({})
_DRIVES: Final = "HKLM\\Software\\Wine\\Drives"


@dataclass(frozen=True)
class Wine:
    """One prefix. `display`, where given, is the X server that windows appear on."""

    prefix: Path
    display: str = ""

    def environment(self) -> dict[str, str]:
        """This shell's variables, and what Wine and Python under it need."""
        own = {"WINEPREFIX": str(self.prefix), "WINEARCH": "win64", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        own["WINEDEBUG"] = os.environ.get("WINEDEBUG", "-all")
        if self.display:
            own["DISPLAY"] = self.display
        return os.environ | own

    def run(
        self, *arguments: str | Path, timeout: float = 900, cwd: Path | None = None, changes: Changes = NONE
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program to its end. Its streams are pipes: Windows programs under Wine choke on files."""
        return subprocess.run(
            ["wine", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, timeout=timeout, cwd=cwd, env=self.environment() | dict(changes),
        )  # fmt: skip

    @contextmanager
    def started(
        self, program: str | Path, *arguments: str, changes: Changes = NONE
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A program with a window, started as by a double click: it has no streams. It is asked to close in the end as
        Windows would, and ended when it does not."""
        path = windows_path(program) if isinstance(program, Path) else program
        name = path.rpartition("\\")[2]
        opened = subprocess.Popen(
            ["wine", "start", "/wait", path, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=self.environment() | dict(changes),
        )  # fmt: skip
        try:
            yield opened
        finally:
            for force in ((), ("/f",)):
                if opened.poll() is None:
                    with suppress(subprocess.TimeoutExpired):
                        self.run("taskkill", *force, "/im", name, timeout=30)
                with suppress(subprocess.TimeoutExpired):
                    opened.wait(20)
            if opened.poll() is None:
                opened.kill()
                opened.wait(10)

    @contextmanager
    def network_folder(self, folder: Path) -> Iterator[tuple[str, str]]:
        """A folder as if another machine shared it: its path on a drive, and its path by that machine's name."""
        devices = self.prefix / "dosdevices"
        server = devices / "unc" / "oficina"
        server.mkdir(parents=True, exist_ok=True)
        links = (devices / "n:", server / "reparto")
        for link in links:
            link.unlink(missing_ok=True)
            link.symlink_to(folder)
        self.run("reg", "add", _DRIVES, "/v", "n:", "/d", "network", "/f")
        try:
            yield "N:", "\\\\oficina\\reparto"
        finally:
            self.run("reg", "delete", _DRIVES, "/v", "n:", "/f")
            for link in links:
                link.unlink()

    def place(self, windows_path: str) -> Path:
        """Where a path of drive C: lies here."""
        return self.prefix / "drive_c" / windows_path.replace("\\", "/").removeprefix("C:/")


def windows_path(path: Path) -> str:
    """The path as programs under Wine see it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")
