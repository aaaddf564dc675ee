"""Keys on disk: secret ones, for the person who publishes content, and the public ones that a reader trusts.

Under a password a secret key is sealed with libsodium's secret box, the password stretched by Argon2id with its
interactive limits.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.filenames import slug
from fieldref.packs.signing import KEY_SUFFIX, PublicKey, SecretKey, key_from_file, parse_public_key, trusted_keys
from fieldref.paths import write_atomically

if TYPE_CHECKING:
    from nacl.secret import SecretBox

_MARK = b"Fk1"
_PLAIN, _SEALED = b"\x00", b"\x01"
_SALT, _ID, _SEED = 16, 8, 32
_MAX_KEY_FILE = 10_000
COMMENT = "untrusted comment: FieldRef secret key; keep it to yourself"


class WrongPasswordError(ValueError):
    """The key is sealed and the password does not open it."""


def save_secret(key: SecretKey, path: Path, password: str | None = None) -> None:
    """Write a secret key, readable by its owner only. An existing file is never overwritten. Raises OSError."""
    content = _MARK + _PLAIN + key.key_id + key.seed
    if password:
        salt = secrets.token_bytes(_SALT)
        content = _MARK + _SEALED + salt + _box(password, salt).encrypt(key.key_id + key.seed)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(f"{COMMENT}\n{base64.b64encode(content).decode('ascii')}\n")


def load_secret(path: Path, password: str | None = None) -> SecretKey:
    """Read a secret key. Raises OSError, WrongPasswordError, or ValueError when the file is no key."""
    from nacl.exceptions import CryptoError

    try:
        content = base64.b64decode(path.read_text(encoding="ascii").splitlines()[-1], validate=True)
    except (UnicodeError, IndexError, binascii.Error) as error:
        raise ValueError("not a FieldRef secret key") from error
    mark, form, rest = content[:3], content[3:4], content[4:]
    if mark != _MARK or form not in (_PLAIN, _SEALED):
        raise ValueError("not a FieldRef secret key")
    if form == _SEALED:
        try:
            rest = bytes(_box(password or "", rest[:_SALT]).decrypt(rest[_SALT:]))
        except CryptoError as error:
            raise WrongPasswordError("wrong password") from error
    if len(rest) != _ID + _SEED:
        raise ValueError("not a FieldRef secret key")
    return SecretKey(rest[:_ID], rest[_ID:])


def is_sealed(path: Path) -> bool:
    """Whether a key file asks for a password."""
    try:
        return base64.b64decode(path.read_text(encoding="ascii").splitlines()[-1])[3:4] == _SEALED
    except (OSError, UnicodeError, IndexError, binascii.Error):
        return False


def read_public(text_or_file: str, name: str = "") -> PublicKey:
    """A public key from its one line, its file's text, or the path of its file. Raises OSError, or ValueError when it
    is none."""
    text = text_or_file.strip()
    try:
        return parse_public_key(text, name)
    except ValueError:
        file = Path(text)
        if "\n" in text or len(text) > 1000 or not file.is_file():
            raise
    if file.stat().st_size > _MAX_KEY_FILE:
        raise ValueError("not a public key")
    return key_from_file(file, name)


def trust(key: PublicKey, folder: Path) -> Path:
    """Add a public key to the trusted ones, under its name; a key that is there already stays as it is. Raises
    OSError."""
    for there in trusted_keys(folder):
        if (there.key_id, there.key) == (key.key_id, key.key):
            return folder / f"{there.name}{KEY_SUFFIX}"
    folder.mkdir(parents=True, exist_ok=True)
    stem = slug(key.name) or key.key_id[::-1].hex()
    path = folder / f"{stem}{KEY_SUFFIX}"
    if path.exists():
        path = folder / f"{stem}-{key.key_id[::-1].hex()}{KEY_SUFFIX}"
    write_atomically(path, key.to_text().encode())
    return path


def _box(password: str, salt: bytes) -> SecretBox:
    from nacl import pwhash
    from nacl.secret import SecretBox

    key = pwhash.argon2id.kdf(
        SecretBox.KEY_SIZE,
        password.encode("utf-8"),
        salt,
        opslimit=pwhash.argon2id.OPSLIMIT_INTERACTIVE,
        memlimit=pwhash.argon2id.MEMLIMIT_INTERACTIVE,
    )
    return SecretBox(key)
