"""Where installed content lies, and which of it is in use.

    <packs folder>/
      peru/                                one folder a library (pack id)
        2026.11-7-1a2b3c4d.db              a version: never changed once it has this name, never replaced
        2026.11-7-1a2b3c4d.json            its manifest as signed
        2026.11-7-1a2b3c4d.json.minisig    the signature
        current                            the name of the version in use, replaced as one step

Windows will not replace an open file, and a cut of power must never leave half of one: a new version is written under
a temporary name, checked there, flushed, renamed to a name nothing uses (version, serial, start of the hash), and only
then does `current` point to it.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref import __version__
from fieldref.content.schema import SCHEMA_VERSION
from fieldref.locks import remove_unless_held
from fieldref.packs.container import Progress, SignedManifest, disk_problem, read_manifest
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.manifest import Manifest, parse_manifest, version_key
from fieldref.packs.pointer import OUTSIDE, Pointer, read_pointer, write_pointer
from fieldref.packs.signing import parse_signature, verify
from fieldref.packs.unpacking import PART, STEM, alone, sweep, unpack
from fieldref.paths import new_file, put_in_place, sync_folder, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldref.packs.outside import Candidate
    from fieldref.packs.signing import PublicKey

KEEP = 3
"""Versions of one library that stay on the disk: the one in use, the one before it, and one more."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A version that lies in the store. `current` is the one its library uses; `pinned` says that the person chose it
    although a newer one was there."""

    manifest: Manifest
    path: Path
    current: bool
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class InUse:
    """A version of a library that is opened, or can be, wherever it lies."""

    path: Path
    version: str
    serial: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack that passed every check, waiting in a temporary file for the person's word."""

    signed: SignedManifest
    pack: Path
    database: Path
    replaces: InUse | None
    signer_before: PublicKey | None
    """Whose signature the content in use carries; None where that is not known."""


class PackStore:
    """The installed content files under `folder`. `keys` are the public keys that are trusted; `outside` the content
    files that came with the program, so that older content is told from newer."""

    def __init__(self, folder: Path, keys: tuple[PublicKey, ...], outside: tuple[Candidate, ...] = ()) -> None:
        self.folder = folder
        self.keys = keys
        self.outside = outside

    # ---- packs

    def verify(self, pack: Path, progress: Progress | None = None) -> SignedManifest:
        """Check everything about `pack` and keep nothing. Raises PackError."""
        signed = read_manifest(pack, self.keys)
        self._refuse_unfit(signed, pack, allow_older=True)
        try:
            scratch = tempfile.TemporaryDirectory(prefix="fieldref-", ignore_cleanup_errors=True)
        except OSError as error:
            raise disk_problem(error, pack, Path(tempfile.gettempdir())) from error
        with scratch as folder:
            unpack(pack, signed, Path(folder) / "content.db", progress)
        return signed

    @contextlib.contextmanager
    def prepare(self, pack: Path, *, allow_older: bool = False, progress: Progress | None = None) -> Iterator[Checked]:
        """Unpack and check `pack` into the store's own folder under a temporary name, so that the person can be shown
        what it would change. Leaving the block throws the temporary file away unless `commit` took it. Raises
        PackError; whatever happens, what was current stays current."""
        signed = read_manifest(pack, self.keys)
        self._refuse_unfit(signed, pack, allow_older=allow_older)
        home = self.folder / signed.manifest.id
        with alone(home, pack):
            try:
                sweep(home)
                database = new_file(home, ".new-", PART)
            except OSError as error:
                raise disk_problem(error, pack, home) from error
            try:
                unpack(pack, signed, database, progress)
                now = self.in_use(signed.manifest.id)
                yield Checked(signed, pack, database, now, self.signer(now.path) if now else None)
            finally:
                with contextlib.suppress(OSError):
                    database.unlink(missing_ok=True)

    def commit(self, checked: Checked) -> Installed:
        """Give a checked pack its name, make it current and prune. Raises PackError."""
        manifest = checked.signed.manifest
        home = self.folder / manifest.id
        target = home / f"{manifest.version}-{manifest.serial}-{manifest.sha256[:8]}.db"
        try:
            if _holds(target, manifest):
                checked.database.unlink()  # the same version again: the file in place may be open, and is the same
            else:
                put_in_place(checked.database, target)
            write_atomically(target.with_suffix(".json"), checked.signed.manifest_bytes)
            write_atomically(Path(f"{target.with_suffix('.json')}.minisig"), checked.signed.signature_bytes)
            sync_folder(home)
        except OSError as error:
            raise disk_problem(error, checked.pack, home) from error
        self.use(manifest.id, target)
        self.prune(manifest.id)
        now = self.current(manifest.id)
        return Installed(manifest, target, current=True, pinned=now is not None and now.pinned)

    def install(self, pack: Path, *, allow_older: bool = False, progress: Progress | None = None) -> Installed:
        """Check and install in one go. Raises PackError."""
        with self.prepare(pack, allow_older=allow_older, progress=progress) as checked:
            return self.commit(checked)

    # ---- what is installed

    def libraries(self) -> tuple[str, ...]:
        """The ids of the installed libraries."""
        with contextlib.suppress(OSError):
            return tuple(sorted(home.name for home in self.folder.iterdir() if any(home.glob("*.db"))))
        return ()

    def versions(self, pack_id: str) -> tuple[Installed, ...]:
        """The installed versions of a library, newest first. One without a readable manifest is passed over."""
        home = self.folder / pack_id
        pointer = read_pointer(home)
        found = []
        for file in home.glob("*.db") if home.is_dir() else ():
            manifest = _manifest_of(file)
            if manifest is not None and manifest.id == pack_id:
                current = file.name == pointer.name
                found.append(Installed(manifest, file, current, current and pointer.pinned))
        return tuple(sorted(found, key=lambda one: (one.manifest.serial, one.current), reverse=True))

    def current(self, pack_id: str) -> Installed | None:
        """The installed version a library uses: what `current` names, else the newest; None when it uses the content
        that came with the program because the person went back to that."""
        if self.went_outside(pack_id):
            return None
        versions = self.versions(pack_id)
        return next((one for one in versions if one.current), versions[0] if versions else None)

    def went_outside(self, pack_id: str) -> bool:
        """Whether the person went back from installed content to that which came with the program."""
        return read_pointer(self.folder / pack_id).name == OUTSIDE

    def own(self, pack_id: str) -> InUse | None:
        """What came with the program of this library: where several files of it did, the newest is the one to use."""
        own = max((one for one in self.outside if one.id == pack_id), key=lambda one: one.serial, default=None)
        return InUse(own.path, own.version, own.serial) if own is not None else None

    def usable(self, pack_id: str) -> tuple[InUse, ...]:
        """Every version there is to choose from: those that are installed, and that which came with the program."""
        own = self.own(pack_id)
        installed = (InUse(one.path, one.manifest.version, one.manifest.serial) for one in self.versions(pack_id))
        return (*installed, own) if own is not None else tuple(installed)

    def in_use(self, pack_id: str) -> InUse | None:
        """What is read now of this library: the installed version, or the one that came with the program."""
        now, own = self.current(pack_id), self.own(pack_id)
        if now is not None and (now.pinned or own is None or own.serial <= now.manifest.serial):
            return InUse(now.path, now.manifest.version, now.manifest.serial)
        return own

    def signer(self, database: Path) -> PublicKey | None:
        """Whose signature an installed version carries; None for content that came with the program, and when the key
        is not trusted any more."""
        manifest, signature = _sidecars(database)
        try:
            return verify(manifest.read_bytes(), parse_signature(signature.read_bytes(), manifest), self.keys, manifest)
        except (OSError, PackError):
            return None

    # ---- changing what is in use

    def use(self, pack_id: str, database: Path, *, back: bool = False) -> None:
        """Make `database` the version in use, as one step; one older than the newest there is, is remembered as the
        person's choice. Raises PackError."""
        home, now = self.folder / pack_id, self.in_use(pack_id)
        versions = {one.path: one.serial for one in self.usable(pack_id)}
        pinned = versions.get(database, 0) < max(versions.values(), default=0)
        before = "" if back or now is None or now.path == database else self._name(now.path)
        if now is not None and now.path == database:
            if not home.is_dir():
                return  # nothing is installed, so nothing needs to be pointed to
            before = read_pointer(home).before
        try:
            write_pointer(home, Pointer(self._name(database), pinned, before))
        except OSError as error:
            raise disk_problem(error, database, home) from error

    def before(self, pack_id: str) -> InUse | None:
        """The version that `roll_back` would use: the one in use before, else the newest older one."""
        now = self.in_use(pack_id)
        if now is None:
            return None
        there, name = self.usable(pack_id), read_pointer(self.folder / pack_id).before
        meant = [one for one in there if one.path != now.path and self._name(one.path) == name]
        older = max((one for one in there if one.serial < now.serial), key=lambda one: one.serial, default=None)
        return meant[0] if meant else older

    def roll_back(self, pack_id: str) -> InUse | None:
        """Use the version before; None when there is none. Raises PackError."""
        before = self.before(pack_id)
        if before is not None:
            self.use(pack_id, before.path, back=True)
        return before

    def remove(self, pack_id: str, database: Path) -> bool:
        """Take a version off the disk. False when it is open, here or in another program, or not ours to delete."""
        home = self.folder / pack_id
        if database.parent != home:
            return False
        try:
            if not remove_unless_held(database):
                return False
            if read_pointer(home).name == database.name:
                write_pointer(home, Pointer())
        except OSError:
            return False
        for sidecar in _sidecars(database):
            with contextlib.suppress(OSError):
                sidecar.unlink()
        return True

    def prune(self, pack_id: str) -> None:
        """Keep the version in use, the one before it and the newest others, `KEEP` in all. One that is open stays
        until next time."""
        before = self.before(pack_id)
        others = [one for one in self.versions(pack_id) if not one.current]
        others.sort(key=lambda one: before is not None and one.path == before.path, reverse=True)
        for old in others[KEEP - 1 :]:
            self.remove(pack_id, old.path)

    def _name(self, database: Path) -> str:
        return database.name if database.is_relative_to(self.folder) else OUTSIDE

    def _refuse_unfit(self, signed: SignedManifest, pack: Path, *, allow_older: bool) -> None:
        manifest = signed.manifest
        if version_key(manifest.minimum_app) > version_key(__version__) or manifest.schema > SCHEMA_VERSION:
            raise PackError(Problem.NEWER_APP_NEEDED, pack, manifest.minimum_app)
        now = self.in_use(manifest.id)
        if now and manifest.serial < now.serial and not allow_older:
            raise PackError(Problem.OLDER, pack, now.version)


def _holds(database: Path, manifest: Manifest) -> bool:
    """Whether the file in place is, byte for byte, what the manifest says."""
    try:
        with database.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == manifest.sha256
    except OSError:
        return False


def _manifest_of(database: Path) -> Manifest | None:
    """The manifest beside an installed file, if the file has the size that was signed."""
    sidecar = database.with_suffix(".json")
    try:
        manifest = parse_manifest(sidecar.read_bytes(), sidecar)
        whole = database.stat().st_size == manifest.size and STEM.fullmatch(database.stem) is not None
    except (OSError, PackError):
        return None
    return manifest if whole else None


def _sidecars(database: Path) -> tuple[Path, Path]:
    manifest = database.with_suffix(".json")
    return manifest, Path(f"{manifest}.minisig")
