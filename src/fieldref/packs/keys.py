"""Secret keys on disk, for the person who publishes content. Under a password the key is sealed with libsodium's
secret box, the password stretched by Argon2id with its interactive limits."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.packs.signing import SecretKey

if TYPE_CHECKING:
    from nacl.secret import SecretBox

_MARK = b"Fk1"
_PLAIN, _SEALED = b"\x00", b"\x01"
_SALT, _ID, _SEED = 16, 8, 32
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
