"""Record ids from identifiers: the same one for the same activity for ever, and never one for two."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path

from fieldref.authoring.iati.merging import LOCKS
from fieldref.filenames import RESERVED

LONGEST = 80


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens; 'x' where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "x"


def marked(text: str) -> str:
    """The slug with a mark made of the whole identifier, for one whose slug is taken."""
    return f"{slug(text)}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


class Naming:
    """Gives out ids; those of earlier imports, kept in the locks, stay."""

    def __init__(self, folder: Path) -> None:
        self._by_identifier: dict[str, str] = {}
        self._taken = {path.stem for path in (folder / "programmes").glob("*.yaml")}
        for path in sorted((folder / LOCKS).glob("*.json")):
            identifier = json.loads(path.read_text(encoding="utf-8")).get("identifier")
            if isinstance(identifier, str):
                self._by_identifier[identifier] = path.stem
                self._taken.add(path.stem)

    def of(self, identifier: str) -> str:
        """The id for an identifier, given out now if it has none yet."""
        found = self._by_identifier.get(identifier)
        if found is None:
            plain = slug(identifier)
            unusable = len(plain) == LONGEST or plain in RESERVED or plain in self._taken
            found = marked(identifier) if unusable else plain
            self._by_identifier[identifier] = found
            self._taken.add(found)
        return found

    def known(self, identifier: str) -> str | None:
        """The id of an identifier that has one."""
        return self._by_identifier.get(identifier)
