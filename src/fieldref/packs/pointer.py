"""The small file that says which version of a library is in use, replaced as one step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldref.paths import sync_folder, write_atomically

CURRENT = "current"
OUTSIDE = "*"
"""In place of a name: the content that came with the program."""
_PINNED = "pinned"


@dataclass(frozen=True, slots=True)
class Pointer:
    """`name` of the version in use (`OUTSIDE`, or None where nothing says it), whether the person chose it although
    a newer one was there, and the name of the one in use before."""

    name: str | None = None
    pinned: bool = False
    before: str = ""


def read_pointer(home: Path) -> Pointer:
    """What the folder of a library points to. A file that cannot be read points to nothing."""
    try:
        lines = (home / CURRENT).read_text(encoding="utf-8").splitlines()[:3]
    except (OSError, UnicodeError):
        return Pointer()
    name, pinned, before = ([line.strip() for line in lines] + ["", "", ""])[:3]
    return Pointer(name or None, pinned == _PINNED, before)


def write_pointer(home: Path, pointer: Pointer) -> None:
    """Point elsewhere, as one step that a cut of power leaves done or not done. Raises OSError."""
    text = f"{pointer.name or ''}\n{_PINNED if pointer.pinned else ''}\n{pointer.before}\n"
    write_atomically(home / CURRENT, text.encode())
    sync_folder(home)
