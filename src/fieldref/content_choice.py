"""Which content file a run opens."""

from __future__ import annotations

from pathlib import Path

from fieldref.paths import Paths


def content_file(paths: Paths, asked: Path | None, settled: str = "") -> Path:
    """The file asked for; else the one settled on in the window, while it is there; else the newest of the installed
    ones and the bundled one. Raises ContentError when none of those can be opened."""
    if asked is not None:
        return asked
    if settled and Path(settled).is_file():
        return Path(settled)
    if not paths.packs.is_dir():
        return paths.content_file
    from fieldref.packs.choosing import choose
    from fieldref.packs.store import PackStore

    return choose(paths.content_file, (), PackStore(paths.packs, ())).path
