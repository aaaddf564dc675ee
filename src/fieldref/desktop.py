"""FieldRef in the menu of a Linux desktop, and as the program that opens `fieldref:` links and `.frpack` files.

Only when asked for (`--install-desktop`), only for the person who asks, and undone by `--remove-desktop`.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from fieldref.paths import Paths, write_atomically

ENTRY, KINDS = "applications/fieldref.desktop", "mime/packages/fieldref.xml"
_TYPES = ("x-scheme-handler/fieldref", "application/x-fieldref-pack")
_PATIENCE_SECONDS = 20


def install_desktop(paths: Paths, environ: Mapping[str, str] | None = None) -> list[Path]:
    """Writes the menu entry, the icons and the file type for this person. Returns the files. Raises OSError."""
    home = data_home(os.environ if environ is None else environ)
    entry = (paths.resources / "linux" / "fieldref.desktop").read_text(encoding="utf-8")
    files = {home / target: source.read_bytes() for source, target in _copies(paths)}
    files[home / ENTRY] = entry_for(entry, starter(os.environ if environ is None else environ)).encode()
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    _tell_desktop(home)
    return sorted(files)


def remove_desktop(paths: Paths, environ: Mapping[str, str] | None = None) -> list[Path]:
    """Takes away what `install_desktop` wrote. Returns the files that were there. Raises OSError."""
    home = data_home(os.environ if environ is None else environ)
    removed = []
    for path in (home / ENTRY, *(home / target for _source, target in _copies(paths))):
        if path.is_file():
            path.unlink()
            removed.append(path)
    _tell_desktop(home)
    return sorted(removed)


def data_home(environ: Mapping[str, str]) -> Path:
    """Where desktops look for what belongs to one person."""
    given = environ.get("XDG_DATA_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"


def starter(environ: Mapping[str, str]) -> list[str]:
    """The command that starts this very program: an AppImage, a frozen program, or Python with the package."""
    if environ.get("APPIMAGE"):
        return [environ["APPIMAGE"]]
    if getattr(sys, "frozen", False):
        program = Path(sys.executable).resolve()
        window = program.with_name("FieldRef")
        return [str(window if window.is_file() else program)]
    return [sys.executable, "-m", "fieldref"]


def entry_for(entry: str, command: list[str]) -> str:
    """The menu entry with our own command in place of the one that is looked for in the path."""
    words = " ".join(quoted(word) for word in command)
    entry = re.sub(r"^Exec=.*$", lambda _found: f"Exec={words} %u", entry, flags=re.MULTILINE)
    return re.sub(r"^TryExec=.*\n", lambda _found: f"TryExec={_escaped(command[0])}\n", entry, flags=re.MULTILINE)


def quoted(word: str) -> str:
    """A word of a command as desktop entries want it: in double quotes, escaped twice, `%` doubled."""
    inside = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return _escaped(f'"{inside}"')


def _escaped(value: str) -> str:
    """A value of a desktop entry, whose backslashes are its own."""
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _copies(paths: Paths) -> list[tuple[Path, str]]:
    icons = paths.resources / "icons"
    found = [(paths.resources / "linux" / "fieldref.xml", KINDS)]
    for file in sorted(icons.glob("fieldref-*.png")):
        size = file.stem.rpartition("-")[2]
        found.append((file, f"icons/hicolor/{size}x{size}/apps/fieldref.png"))
    if (icons / "fieldref.svg").is_file():
        found.append((icons / "fieldref.svg", "icons/hicolor/scalable/apps/fieldref.svg"))
    return found


def _tell_desktop(home: Path) -> None:
    """Desktops keep lists of their own; where their tools are missing they find out at the next login."""
    commands = [
        ["update-mime-database", str(home / "mime")],
        ["update-desktop-database", str(home / "applications")],
    ]
    if (home / ENTRY).is_file():
        commands += [["xdg-mime", "default", Path(ENTRY).name, kind] for kind in _TYPES]
    for command in commands:
        if shutil.which(command[0]) is not None:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE_SECONDS)  # noqa: S603
