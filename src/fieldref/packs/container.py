"""How a pack is put together: a zip of exactly three members, in this order.

    manifest.json           what it is
    manifest.json.minisig   who stands behind it
    content.db              the reference itself

A zip, because the person who receives one can open it with what every computer has, and look at `content.db` in any
SQLite browser. The signature covers the manifest, the manifest covers the database by size and SHA-256, so everything
is covered before one byte of the database is used. Member names are compared, never used as paths.
"""

from __future__ import annotations

import errno
import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from fieldref.packs.errors import PackError, Problem
from fieldref.packs.manifest import MAX_BYTES, Manifest, parse_manifest
from fieldref.packs.signing import PublicKey, SecretKey, Signature, parse_signature, sign, verify
from fieldref.system import is_full

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".frpack"
MANIFEST, SIGNATURE, DATABASE = "manifest.json", "manifest.json.minisig", "content.db"
MEMBERS = (MANIFEST, SIGNATURE, DATABASE)
MAX_DATABASE = 1 << 30
"""A content file of a quarter of a million records is about 400 MB; nothing honest is larger than 1 GiB."""
_CHUNK = 1 << 18
_MAX_SIGNATURE = 8 * 1024
_MAX_PACK = MAX_DATABASE + (1 << 20)
_END = struct.Struct("<4s4H2LH")
_END_MARK, _LARGE_MARK, _LARGE_BYTES = b"PK\x05\x06", b"PK\x06\x07", 20
_MAX_DIRECTORY = 1024
"""Bytes of the list of three members: about 180."""
_ENCRYPTED = 0x1
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all); may raise to cancel."""


@dataclass(frozen=True, slots=True)
class SignedManifest:
    """A manifest whose signature was checked: what the person is shown before anything happens."""

    manifest: Manifest
    signature: Signature
    signer: PublicKey
    manifest_bytes: bytes
    signature_bytes: bytes


def pack_name(manifest: Manifest) -> str:
    """The file name a pack is handed out under."""
    return f"fieldref-{manifest.id}-{manifest.version}{SUFFIX}"


def write_pack(
    database: Path, manifest: Manifest, key: SecretKey, comment: str, target: Path, *, level: int = 9
) -> Manifest:
    """Write `target` from `database`; size and SHA-256 of the manifest are filled in here. The same input gives the
    same bytes; `level` is how hard to press, 1 to 9. Returns the manifest as signed. Raises OSError."""
    content = database.read_bytes()
    whole = replace(manifest, size=len(content), sha256=hashlib.sha256(content).hexdigest())
    about = whole.to_bytes()
    members = ((MANIFEST, about), (SIGNATURE, sign(about, key, comment)), (DATABASE, content))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as pack:
        for name, data in members:
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, data)
    return whole


def read_manifest(path: Path, keys: tuple[PublicKey, ...]) -> SignedManifest:
    """Open the pack at `path` and check who signed its manifest. The database is not touched. Raises PackError."""
    with _opened(path) as pack:
        about = _small(pack, MANIFEST, MAX_BYTES, path)
        signed = _small(pack, SIGNATURE, _MAX_SIGNATURE, path)
        if not signed:
            raise PackError(Problem.UNSIGNED, path)
        signature = parse_signature(signed, path)
        signer = verify(about, signature, keys, path)
        manifest = parse_manifest(about, path)  # only now: what nobody signed is not even read
        if manifest.size > MAX_DATABASE:
            raise PackError(Problem.TOO_LARGE, path, f"{manifest.size} bytes")
        if pack.getinfo(DATABASE).file_size != manifest.size:
            raise PackError(Problem.ALTERED, path, "size")
    return SignedManifest(manifest, signature, signer, about, signed)


def extract_database(path: Path, signed: SignedManifest, target: IO[bytes], progress: Progress | None = None) -> None:
    """Unpack the database into `target` while checking its size and hash; what does not match the signed manifest
    raises PackError, and what was written so far is for the caller to throw away."""
    expected, done, digest = signed.manifest.size, 0, hashlib.sha256()
    with _opened(path) as pack, _told(path), pack.open(DATABASE) as member:
        while chunk := member.read(_CHUNK):
            done += len(chunk)
            if done > expected:
                raise PackError(Problem.ALTERED, path, "longer than signed")
            digest.update(chunk)
            _write(target, chunk, path)
            if progress:
                progress(done, expected)
    if done != expected or digest.hexdigest() != signed.manifest.sha256:
        raise PackError(Problem.ALTERED, path, "hash")


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip at `path` once its list of members is exactly ours."""
    with _told(path):
        if path.is_dir():  # its size may be 0: under Windows always
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.stat().st_size == 0:
            raise PackError(Problem.TRUNCATED, path, "empty")
        with path.open("rb") as file:
            _check_frame(file, path)
            with zipfile.ZipFile(file) as pack:
                _check_members(pack, path)
                yield pack


def _check_frame(file: IO[bytes], path: Path) -> None:
    """Look at both ends before the zip is read: a made-up list of millions of members would fill the memory."""
    if file.read(4) != b"PK\x03\x04":
        raise PackError(Problem.NOT_A_PACK, path)
    size = file.seek(0, 2)
    if size > _MAX_PACK:
        raise PackError(Problem.TOO_LARGE, path, f"{size} bytes")
    if size < _END.size + _LARGE_BYTES:
        raise PackError(Problem.TRUNCATED, path, "no end")
    file.seek(-_END.size - _LARGE_BYTES, 2)
    before, end = file.read(_LARGE_BYTES), file.read(_END.size)
    if len(end) < _END.size or not end.startswith(_END_MARK):
        raise PackError(Problem.TRUNCATED, path, "no end")
    _mark, disk, first, here, entries, listed, _start, comment = _END.unpack(end)
    if before.startswith(_LARGE_MARK) or comment or disk or first or here != entries or listed > _MAX_DIRECTORY:
        raise PackError(Problem.NOT_A_PACK, path, "form of the zip")
    file.seek(0)


def _check_members(pack: zipfile.ZipFile, path: Path) -> None:
    names = tuple(entry.filename for entry in pack.infolist())
    if set(names) == set(MEMBERS) - {SIGNATURE}:
        raise PackError(Problem.UNSIGNED, path)
    if names != MEMBERS:
        raise PackError(Problem.NOT_A_PACK, path, "members")
    for entry in pack.infolist():
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackError(Problem.NOT_A_PACK, path, "form of " + entry.filename)
    if pack.getinfo(DATABASE).file_size > MAX_DATABASE:
        raise PackError(Problem.TOO_LARGE, path, f"{pack.getinfo(DATABASE).file_size} bytes")


def _small(pack: zipfile.ZipFile, name: str, limit: int, path: Path) -> bytes:
    """A small member, never read past `limit` whatever its header claims."""
    with pack.open(name) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        raise PackError(Problem.BAD_MANIFEST, path, name)
    return content


def _write(target: IO[bytes], chunk: bytes, path: Path) -> None:
    try:
        target.write(chunk)
    except OSError as error:
        raise disk_problem(error, path, Path(target.name).parent) from error


def disk_problem(error: OSError, path: Path, folder: Path) -> PackError:
    """What to say of a disk that is full or closed, when `folder` was to be written to."""
    if is_full(error):
        return PackError(Problem.NO_SPACE, path)
    return PackError(Problem.NOT_WRITABLE, path, str(folder))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what zipfile, zlib and the system raise on a bad file into our errors."""
    try:
        yield
    except PackError:
        raise
    except OSError as error:
        raise PackError(Problem.UNREADABLE, path, error) from error
    except (EOFError, zipfile.BadZipFile) as error:
        raise PackError(Problem.TRUNCATED, path, str(error)) from error
    except (zlib.error, struct.error, RuntimeError, ValueError, LookupError, OverflowError, MemoryError) as error:
        raise PackError(Problem.ALTERED, path, str(error)) from error
