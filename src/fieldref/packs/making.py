"""A content file made into a pack to hand out."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path

from fieldref import __version__
from fieldref.content.opening import open_content
from fieldref.content.schema import SCHEMA_VERSION
from fieldref.packs.container import pack_name, write_pack
from fieldref.packs.inspection import inspect_database
from fieldref.packs.manifest import Manifest
from fieldref.packs.signing import SecretKey
from fieldref.paths import new_file, put_in_place


def describe(database: Path) -> Manifest:
    """The manifest of a content file, from what it says of itself; size and hash are filled in when it is packed.
    Raises ContentError."""
    with contextlib.closing(open_content(database)) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    return Manifest(
        id=meta["id"],
        title=json.loads(meta["title"]),
        version=meta["version"],
        serial=int(meta["serial"]),
        built_on=meta["built_on"],
        schema=SCHEMA_VERSION,
        languages=tuple(json.loads(meta["languages"])),
        counts=json.loads(meta["counts"]),
        licence=meta["licence"],
        minimum_app=__version__,
        size=0,
        sha256="0" * 64,
    )


def make_pack(database: Path, key: SecretKey, folder: Path, comment: str | None = None) -> tuple[Path, Manifest]:
    """Check `database` as a reader's program will, sign it and write the pack into `folder`. A half-written pack never
    gets its name. Raises ContentError, PackError, OSError."""
    manifest = describe(database)
    with tempfile.TemporaryDirectory(prefix="fieldref-") as scratch:
        copy = Path(scratch) / "content.db"
        copy.write_bytes(database.read_bytes())
        inspect_database(copy, database)
    target = folder / pack_name(manifest)
    said = comment or f"{manifest.id} {manifest.version} serial {manifest.serial} built {manifest.built_on}"
    draft = new_file(folder, ".")
    try:
        whole = write_pack(database, manifest, key, said, draft)
        put_in_place(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return target, whole
