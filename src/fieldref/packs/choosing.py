"""Which content file to open: the newest that fits, of those that came with the program, lie beside it or were
installed; and when one fails its check, the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.content.opening import ContentError, open_content

if TYPE_CHECKING:
    from fieldref.packs.store import PackStore


@dataclass(frozen=True, slots=True)
class Candidate:
    """A content file that could be opened, and where it comes from."""

    path: Path
    id: str
    serial: int
    pinned: bool
    """Chosen by the person although a newer one was there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The file to open, and what is wrong with those that should have come first."""

    path: Path
    failed: tuple[ContentError, ...]


def choose(bundled: Path, beside: tuple[Path, ...], store: PackStore | None, preferred: str | None = None) -> Choice:
    """The file to open: of the library the person picked last (`preferred`) if there is one, the version they pinned,
    else the newest. Raises ContentError when none can be opened."""
    failed: list[ContentError] = []
    candidates = [c for c in (_described(path, failed) for path in (*beside, bundled)) if c is not None]
    for pack_id in store.libraries() if store else ():
        versions = store.versions(pack_id) if store else ()
        candidates.extend(Candidate(one.path, pack_id, one.manifest.serial, one.pinned) for one in versions)
    for candidate in sorted(candidates, key=lambda c: (c.id == preferred, c.pinned, c.serial), reverse=True):
        try:
            open_content(candidate.path).close()
        except ContentError as error:
            failed.append(error)
            continue
        return Choice(candidate.path, tuple(failed))
    raise failed[0] if failed else ContentError("missing", bundled)


def _described(path: Path, failed: list[ContentError]) -> Candidate | None:
    try:
        connection = open_content(path)
    except ContentError as error:
        if error.problem != "missing":
            failed.append(error)
        return None
    try:
        told = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('id', 'serial')"))
        return Candidate(path, str(told["id"]), int(told["serial"]), pinned=False)
    finally:
        connection.close()
