"""Which content file to open: the newest that fits, of those that came with the program, lie beside it or were
installed; and when one fails its check, the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.content.opening import ContentError, open_content
from fieldref.packs.outside import Candidate, described

if TYPE_CHECKING:
    from fieldref.packs.store import PackStore


@dataclass(frozen=True, slots=True)
class Choice:
    """The file to open, and what is wrong with those that should have come first."""

    path: Path
    failed: tuple[ContentError, ...]


def choose(outside: tuple[Path, ...], store: PackStore | None, preferred: str | None = None) -> Choice:
    """The file to open: of the library the person picked last (`preferred`; else the one of the first of `outside`),
    the version they pinned, else the newest. `outside` are content files that were not installed, the bundled one
    first. Raises ContentError when none can be opened."""
    failed: list[ContentError] = []
    candidates = described(outside, failed)
    for pack_id in store.libraries() if store else ():
        assert store is not None
        candidates.extend(
            Candidate(one.path, pack_id, one.manifest.serial, one.manifest.version, one.pinned, one.current)
            for one in store.versions(pack_id)
        )
    if candidates and preferred not in {one.id for one in candidates}:
        preferred = candidates[0].id
    first = _meant([one for one in candidates if one.id == preferred], outside, store)
    candidates.sort(key=lambda one: (one is first, one.id == preferred, one.serial, one.current), reverse=True)
    for candidate in candidates:
        try:
            open_content(candidate.path).close()
        except ContentError as error:
            failed.append(error)
            continue
        return Choice(candidate.path, tuple(failed))
    raise failed[0] if failed else ContentError("missing", outside[0])


def _meant(candidates: list[Candidate], outside: tuple[Path, ...], store: PackStore | None) -> Candidate | None:
    """Of one library: the version that the person or the last installation chose, unless something newer came with
    the program. An installed version that nothing points to (an installation was cut off) is not meant."""
    if not candidates:
        return None
    back = store is not None and store.went_outside(candidates[0].id)
    chosen = [one for one in candidates if one.pinned or (back and one.path in outside)]
    pointed = any(one.current for one in candidates)
    open_to = [one for one in candidates if one.path in outside or one.current or not pointed]
    return max(chosen or open_to, key=lambda one: (one.serial, one.current))
