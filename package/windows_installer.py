"""The installer of Windows, compiled and tried under Wine: `tools/windows-lab installer`.

The compiler and what it makes are programs of 32 bits: Wine needs its part for those (`wine32`).
"""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from package.listing import files_of
from package.screen import screen, wait_for_content
from package.trial import Failed, run_cases
from package.wine import Wine, windows_path

_QUIET = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART", "/TASKS=links,shortcut")
_SHOWN_PARTS = 12
_KEYS = ("fieldref", ".frpack", "FieldRef.Pack")


def compiled(root: Path, bundle: Path, compiler: Path, version: str, wine: Wine) -> Path:
    """Make the installer of `bundle` with the Inno Setup in the folder `compiler`. Raises Failed."""
    target = root / "dist" / f"fieldref-{version}-windows-x86_64-setup.exe"
    target.unlink(missing_ok=True)
    script = root / "package" / "windows" / "fieldref.iss"
    given = (f"/DVersion={version}", f"/DBundle={windows_path(bundle)}", windows_path(script))
    done = wine.run(compiler / "ISCC.exe", "/Qp", *given)
    if done.returncode or not target.is_file():
        raise Failed(done.stdout.decode("utf-8", "replace")[-800:])
    return target


@dataclass(frozen=True)
class Cases:
    """An installer's life on one computer, in this order."""

    setup: Path
    bundle: Path
    wine: Wine

    @cached_property
    def home(self) -> Path:
        """Where this person's programs and data lie."""
        told = self.wine.run("cmd", "/c", "echo %LOCALAPPDATA%").stdout.decode().strip().splitlines()[-1]
        return self.wine.place(told)

    @property
    def app(self) -> Path:
        """Where the program is installed."""
        return self.home / "Programs" / "FieldRef"

    def install(self, _folder: Path) -> str:
        """For one person, without a question; everything is there and works."""
        note = self.home / "fieldref" / "note.txt"
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text("mine", encoding="utf-8")
        self._set_up()
        missing = set(files_of(self.bundle)) - set(files_of(self.app))
        if missing or not all(map(self._key, _KEYS)) or len(self._shortcuts()) != 2:
            raise Failed(f"missing {sorted(missing)}, keys {list(map(self._key, _KEYS))}, {self._shortcuts()}")
        return self._works()

    def upgrade(self, _folder: Path) -> str:
        """Over an older version: what that one had and this one has not is gone."""
        old = self.app / "_internal" / "of the older version.dll"
        old.touch()
        self._set_up()
        if old.exists():
            raise Failed("a file of the older version stayed")
        return self._works()

    def while_open(self, _folder: Path) -> str:
        """Neither replaced nor removed while its window is open."""
        before = files_of(self.app)
        with screen() as shown:
            wine = dataclasses.replace(self.wine, display=shown.display)
            with wine.started(self.app / "FieldRef.exe"):
                picture = wait_for_content(shown, _SHOWN_PARTS, 60)
                replaced = wine.run(self.setup, *_QUIET, timeout=300).returncode
                removed = wine.run(self.app / "unins000.exe", *_QUIET[:3], timeout=300).returncode
        if picture.busy_parts() < _SHOWN_PARTS or not replaced or not removed or files_of(self.app) != before:
            raise Failed(f"exit {replaced} and {removed}, {len(before)} files became {len(files_of(self.app))}")
        return f"refused with {replaced} and {removed}; {self._works()}"

    def uninstall(self, _folder: Path) -> str:
        """The program, its keys and shortcuts are gone; what the person made stays."""
        done = self.wine.run(self.app / "unins000.exe", *_QUIET[:3], timeout=300)
        left = files_of(self.app) if self.app.exists() else []
        if done.returncode or left or any(map(self._key, _KEYS)) or self._shortcuts():
            raise Failed(f"exit {done.returncode}, left {left[:5]}, {self._shortcuts()}")
        note = self.home / "fieldref" / "note.txt"
        if note.read_text(encoding="utf-8") != "mine":
            raise Failed("the person's own file is gone")
        shutil.rmtree(note.parent)
        return "nothing left but the person's own"

    def _set_up(self) -> None:
        done = self.wine.run(self.setup, *_QUIET, timeout=600)
        if done.returncode:
            raise Failed(f"exit {done.returncode}")

    def _works(self) -> str:
        """The same files, and the installed program answers. (What it can do was tried by `check`.)"""
        files = files_of(self.bundle)
        changed = [name for name in files if (self.app / name).read_bytes() != (self.bundle / name).read_bytes()]
        done = self.wine.run(self.app / "fieldref-cli.exe", "search", "sis", "--json", timeout=300)
        if changed or done.returncode or b"topic/sis" not in done.stdout:
            raise Failed(f"changed {changed[:5]}, exit {done.returncode}: {done.stdout[-300:]!r}")
        return f"{len(files)} files as they were packed, and it finds"

    def _key(self, name: str) -> bool:
        return self.wine.run("reg", "query", f"HKCU\\Software\\Classes\\{name}").returncode == 0

    def _shortcuts(self) -> list[str]:
        users = self.wine.place("C:/users")
        desktops = users.glob("*/Desktop/FieldRef.lnk")  # links to this system's own desktop, which rglob passes by
        return sorted({path.relative_to(users).as_posix() for path in (*users.rglob("FieldRef.lnk"), *desktops)})


NAMES = ("install", "upgrade", "while_open", "uninstall")


def run(setup: Path, bundle: Path, wine: Wine) -> int:
    """Try the installer's life. Returns 0 when nothing failed."""
    with screen() as shown:
        cases = Cases(setup, bundle, dataclasses.replace(wine, display=shown.display))
        return run_cases({name: getattr(cases, name) for name in NAMES}, NAMES)
