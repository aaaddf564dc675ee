"""Where installed content lies, and which of it is in use.

    <packs folder>/
      peru/                            one folder a library (pack id)
        2026.11-7.db                   a version: never changed once it has this name, never replaced
        2026.11-7.json                 its manifest as signed
        2026.11-7.json.minisig         the signature
        current                        the name of the version in use, replaced as one step

Windows will not replace an open file, and a cut of power must never leave half of one: a new version is written under
a temporary name, checked there, flushed, renamed to a name nothing uses, and only then does `current` point to it.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref import __version__
from fieldref.content.opening import read_only_uri
from fieldref.content.schema import SCHEMA_VERSION
from fieldref.packs.container import Progress, SignedManifest, disk_problem, extract_database, read_manifest
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.inspection import inspect_database
from fieldref.packs.manifest import Manifest, parse_manifest, version_key
from fieldref.paths import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldref.packs.signing import PublicKey

CURRENT = "current"
PINNED = "pinned"
KEEP = 3
"""Versions of one library that stay on the disk: the one in use, the one before it, and one more."""
_STEM = re.compile(r"(?P<version>[0-9.]{1,30})-(?P<serial>[0-9]{1,16})")
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Installed:
    """A version that lies in the store. `current` is the one its library uses; `pinned` says that the person chose it
    although a newer one was there."""

    manifest: Manifest
    path: Path
    current: bool
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack that passed every check, waiting in a temporary file for the person's word."""

    signed: SignedManifest
    pack: Path
    database: Path
    replaces: Installed | None


class PackStore:
    """The installed content files under `folder`. `keys` are the public keys that are trusted."""

    def __init__(self, folder: Path, keys: tuple[PublicKey, ...]) -> None:
        self.folder = folder
        self.keys = keys

    def verify(self, pack: Path) -> SignedManifest:
        """Check everything about `pack` and keep nothing. Raises PackError."""
        with tempfile.TemporaryDirectory(prefix="fieldref-") as scratch:
            return self._unpack(pack, Path(scratch), None)

    @contextlib.contextmanager
    def prepare(self, pack: Path, *, allow_older: bool = False, progress: Progress | None = None) -> Iterator[Checked]:
        """Unpack and check `pack` into the store's own folder under a temporary name, so that the person can be shown
        what it would change. Leaving the block throws the temporary file away unless `commit` took it. Raises
        PackError; whatever happens, what was current stays current."""
        signed = read_manifest(pack, self.keys)
        self._refuse_unfit(signed, pack, allow_older=allow_older)
        home = self.folder / signed.manifest.id
        try:
            home.mkdir(parents=True, exist_ok=True)
            self._sweep(home)
            handle, name = tempfile.mkstemp(dir=home, prefix=".new-", suffix=_PART)
            os.close(handle)
        except OSError as error:
            raise disk_problem(error, pack, home) from error
        database = Path(name)
        try:
            self._unpack_to(pack, signed, database, progress)
            yield Checked(signed, pack, database, self.current(signed.manifest.id))
        finally:
            with contextlib.suppress(OSError):
                database.unlink(missing_ok=True)

    def commit(self, checked: Checked) -> Installed:
        """Give a checked pack its name, make it current and prune. Raises PackError."""
        manifest = checked.signed.manifest
        home = self.folder / manifest.id
        target = home / f"{_stem(manifest)}.db"
        try:
            write_atomically(target.with_suffix(".json"), checked.signed.manifest_bytes)
            write_atomically(Path(f"{target.with_suffix('.json')}.minisig"), checked.signed.signature_bytes)
            if target.exists() and target.stat().st_size == manifest.size:
                checked.database.unlink()  # the same version again: the file in place may be open, and is the same
            else:
                checked.database.replace(target)
            _sync_folder(home)
            self.use(manifest.id, target)
        except OSError as error:
            raise disk_problem(error, checked.pack, home) from error
        self.prune(manifest.id)
        return Installed(manifest, target, current=True)

    def install(self, pack: Path, *, allow_older: bool = False, progress: Progress | None = None) -> Installed:
        """Check and install in one go. Raises PackError."""
        with self.prepare(pack, allow_older=allow_older, progress=progress) as checked:
            return self.commit(checked)

    def libraries(self) -> tuple[str, ...]:
        """The ids of the installed libraries."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(home.name for home in self.folder.iterdir() if home.is_dir() and any(home.glob("*.db"))))

    def versions(self, pack_id: str) -> tuple[Installed, ...]:
        """The installed versions of a library, newest first. One without a readable manifest is passed over."""
        home = self.folder / pack_id
        name, pinned = self._current_name(home)
        found = []
        for file in home.glob("*.db") if home.is_dir() else ():
            manifest = self._manifest_of(file)
            if manifest is not None:
                found.append(Installed(manifest, file, file.name == name, pinned and file.name == name))
        return tuple(sorted(found, key=lambda one: one.manifest.serial, reverse=True))

    def current(self, pack_id: str) -> Installed | None:
        """The version a library uses: what `current` names, else the newest."""
        versions = self.versions(pack_id)
        return next((one for one in versions if one.current), versions[0] if versions else None)

    def use(self, pack_id: str, database: Path) -> None:
        """Make `database` the version in use, as one step; an older one than the newest installed is remembered as the
        person's choice. Raises OSError."""
        newest = next(iter(self.versions(pack_id)), None)
        pinned = newest is not None and newest.path != database
        write_atomically(self.folder / pack_id / CURRENT, f"{database.name}\n{PINNED if pinned else ''}\n".encode())
        _sync_folder(self.folder / pack_id)

    def roll_back(self, pack_id: str) -> Installed | None:
        """Use the newest version older than the current one; None when there is none."""
        now = self.current(pack_id)
        older = [one for one in self.versions(pack_id) if now and one.manifest.serial < now.manifest.serial]
        if not older:
            return None
        self.use(pack_id, older[0].path)
        return self.current(pack_id)

    def remove(self, pack_id: str, database: Path) -> bool:
        """Take a version off the disk. False when it is open elsewhere (Windows) or not ours to delete."""
        if database.parent != self.folder / pack_id:
            return False
        if self._current_name(database.parent)[0] == database.name:
            with contextlib.suppress(OSError):
                (database.parent / CURRENT).unlink()
        try:
            database.unlink()
        except OSError:
            return False
        for sidecar in (database.with_suffix(".json"), Path(f"{database.with_suffix('.json')}.minisig")):
            with contextlib.suppress(OSError):
                sidecar.unlink()
        return True

    def prune(self, pack_id: str) -> None:
        """Keep the current version and the newest others, `KEEP` in all. One that is open stays until next time."""
        others = [one for one in self.versions(pack_id) if not one.current]
        for old in others[KEEP - 1 :]:
            self.remove(pack_id, old.path)

    def _unpack(self, pack: Path, scratch: Path, progress: Progress | None) -> SignedManifest:
        signed = read_manifest(pack, self.keys)
        self._refuse_unfit(signed, pack, allow_older=True)
        self._unpack_to(pack, signed, scratch / "content.db", progress)
        return signed

    def _unpack_to(self, pack: Path, signed: SignedManifest, database: Path, progress: Progress | None) -> None:
        try:
            with database.open("wb") as target:
                extract_database(pack, signed, target, progress)
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            raise disk_problem(error, pack, database.parent) from error
        inspect_database(database, pack)
        _agree(database, signed.manifest, pack)

    def _refuse_unfit(self, signed: SignedManifest, pack: Path, *, allow_older: bool) -> None:
        manifest = signed.manifest
        if version_key(manifest.minimum_app) > version_key(__version__) or manifest.schema > SCHEMA_VERSION:
            raise PackError(Problem.NEWER_APP_NEEDED, pack, manifest.minimum_app)
        now = self.current(manifest.id)
        if now and manifest.serial < now.manifest.serial and not allow_older:
            raise PackError(Problem.OLDER, pack, now.manifest.version)

    def _current_name(self, home: Path) -> tuple[str | None, bool]:
        """What `current` names, and whether it is pinned."""
        try:
            lines = (home / CURRENT).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeError):
            return None, False
        return (lines[0].strip() if lines else None), PINNED in lines[1:]

    def _manifest_of(self, database: Path) -> Manifest | None:
        """The manifest beside an installed file, if the file has the size that was signed."""
        sidecar = database.with_suffix(".json")
        try:
            manifest = parse_manifest(sidecar.read_bytes(), sidecar)
            whole = database.stat().st_size == manifest.size and _STEM.fullmatch(database.stem) is not None
        except (OSError, PackError):
            return None
        return manifest if whole else None

    def _sweep(self, home: Path) -> None:
        """Throw away what an installation that was cut off left behind."""
        for leftover in home.glob(f".new-*{_PART}*"):
            with contextlib.suppress(OSError):
                leftover.unlink()


def _stem(manifest: Manifest) -> str:
    return f"{manifest.version}-{manifest.serial}"


def _agree(database: Path, manifest: Manifest, pack: Path) -> None:
    """The database says the same of itself as the manifest does."""
    try:
        with contextlib.closing(sqlite3.connect(read_only_uri(database), uri=True)) as connection:
            told = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('id', 'version', 'serial')"))
    except sqlite3.DatabaseError as error:
        raise PackError(Problem.DAMAGED_DATABASE, pack, str(error)) from error
    if (told.get("id"), told.get("version"), told.get("serial")) != (
        manifest.id,
        manifest.version,
        str(manifest.serial),
    ):
        raise PackError(Problem.BAD_MANIFEST, pack, "manifest and database differ")


def _sync_folder(folder: Path) -> None:
    """Flush the folder's own entries, where the system lets us (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
