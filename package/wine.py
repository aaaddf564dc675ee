"""Windows programs run under Wine: a prefix of its own, quiet, with pipes for streams."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

Changes = Mapping[str, str]
"""Variables of the environment."""
NONE: Final[Changes] = MappingProxyType({})


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
    def started(self, name: str, command: Sequence[str | Path]) -> Iterator[subprocess.Popen[bytes]]:
        """A program with a window, asked by its name to close in the end as Windows would, and ended when it does
        not."""
        program = subprocess.Popen(
            ["wine", *map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=self.environment(),
        )  # fmt: skip
        try:
            yield program
        finally:
            if program.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    self.run("taskkill", "/im", name, timeout=30)
            with suppress(subprocess.TimeoutExpired):
                program.wait(20)
            if program.poll() is None:
                program.kill()
                program.wait(10)

    def place(self, windows_path: str) -> Path:
        """Where a path of drive C: lies here."""
        return self.prefix / "drive_c" / windows_path.replace("\\", "/").removeprefix("C:/")


def windows_path(path: Path) -> str:
    """The path as programs under Wine see it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")
