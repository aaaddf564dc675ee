"""Which content file a run opens, and where others are installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.packs.choosing import Choice, choose
from fieldref.packs.outside import came_along, described
from fieldref.paths import Paths, program_folder

if TYPE_CHECKING:
    from fieldref.packs.store import PackStore

KEYS = "trusted-keys"


def content_file(paths: Paths, asked: Path | None, settled: str = "") -> Path:
    """The file asked for; else what `choose_content` gives. Raises ContentError when nothing can be opened."""
    return asked if asked is not None else choose_content(paths, settled).path


def choose_content(paths: Paths, settled: str = "") -> Choice:
    """The newest content there is, of the library settled on in the window (its id). Raises ContentError."""
    store = pack_store(paths, keys=False) if paths.packs.is_dir() else None
    return choose(came_along(paths.content_file, program_folder()), store, settled or None)


def pack_store(paths: Paths, *, keys: bool = True) -> PackStore:
    """The installed content, with the keys that are trusted: those that came with the program and the person's own."""
    from fieldref.packs.signing import trusted_keys
    from fieldref.packs.store import PackStore

    trusted = trusted_keys(*key_folders(paths)) if keys else ()
    outside = tuple(described(came_along(paths.content_file, program_folder())))
    return PackStore(paths.packs, trusted, outside)


def key_folders(paths: Paths) -> tuple[Path, Path]:
    """Where trusted keys lie: the person's own, which may be added to, and those that came with the program."""
    return paths.config / KEYS, paths.resources / "keys"
