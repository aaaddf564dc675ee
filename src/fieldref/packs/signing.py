"""Who stands behind a pack: Ed25519 keys and signatures in minisign's form, so that `minisign -V` can check them too.

A public key is base64 of `Ed`, eight bytes of key id and the 32 bytes of the key. A signature is made over the
BLAKE2b-512 of the message (minisign's `ED`), and a second one over the first and its trusted comment.
Form: https://jedisct1.github.io/minisign/ ("Signature format"). The arithmetic is libsodium's, through PyNaCl, which is
imported on first use.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from fieldref.packs.errors import PackError, Problem

_KEY_ALGORITHM = b"Ed"
_HASHED_ALGORITHM = b"ED"
_ID_BYTES, _KEY_BYTES, _SIGNATURE_BYTES = 8, 32, 64
_MAX_COMMENT = 1000
_LINES = 4
KEY_SUFFIX = ".pub"
_UNTRUSTED = "untrusted comment: signature of a FieldRef content pack"
_TRUSTED = "trusted comment: "
_NAMELESS = ("minisign public key", "FieldRef key ")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are checked with. `name` is what the person who trusts it calls it."""

    key_id: bytes
    key: bytes
    name: str = ""

    @property
    def fingerprint(self) -> str:
        """Read aloud over the telephone: the key id, then 16 bytes of the key's SHA-256, in groups of four."""
        digest = hashlib.sha256(self.key).digest()[:16]
        text = (self.key_id[::-1] + digest).hex().upper()
        return " ".join(text[i : i + 4] for i in range(0, len(text), 4))

    def encode(self) -> str:
        """The one line that is handed out."""
        return base64.b64encode(_KEY_ALGORITHM + self.key_id + self.key).decode("ascii")

    def to_file(self, path: Path) -> None:
        """Write it as minisign writes a public key. Raises OSError."""
        path.write_text(self.to_text(), encoding="utf-8", newline="\n")

    def to_text(self) -> str:
        """Its file, as minisign writes one."""
        comment = self.name or f"FieldRef key {self.key_id[::-1].hex().upper()}"
        return f"untrusted comment: {comment}\n{self.encode()}\n"


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key that signs. Kept by the person who publishes content; never in a bundle."""

    key_id: bytes
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The key that goes with it."""
        from nacl.signing import SigningKey

        return PublicKey(self.key_id, bytes(SigningKey(self.seed).verify_key))


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it lies in a pack. `comment` is signed too: who, when, what."""

    key_id: bytes
    signature: bytes
    comment: str
    comment_signature: bytes

    def to_bytes(self) -> bytes:
        """The one way it is written: every byte of the file counts, also those that minisign would not look at."""
        first = base64.b64encode(_HASHED_ALGORITHM + self.key_id + self.signature).decode("ascii")
        second = base64.b64encode(self.comment_signature).decode("ascii")
        return f"{_UNTRUSTED}\n{first}\n{_TRUSTED}{self.comment}\n{second}\n".encode()


def parse_public_key(text: str, name: str = "") -> PublicKey:
    """Read a public key from its file or its one line; without a `name`, with the one in its first line. Raises
    ValueError when it is none."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if not lines:
        raise ValueError("empty")
    comment = lines[0].removeprefix("untrusted comment:").strip() if lines[0].startswith("untrusted comment:") else ""
    content = _decode(lines[-1], len(_KEY_ALGORITHM) + _ID_BYTES + _KEY_BYTES)
    if content[:2] != _KEY_ALGORITHM:
        raise ValueError("not an Ed25519 key")
    return PublicKey(content[2 : 2 + _ID_BYTES], content[2 + _ID_BYTES :], name or _said(comment))


def key_from_file(file: Path, name: str = "") -> PublicKey:
    """The public key in a file, under `name`, else the name in its first line, else the file's own. Raises OSError, or
    ValueError when it is none."""
    key = parse_public_key(file.read_text(encoding="utf-8"), name)
    return key if key.name else replace(key, name=file.stem)


def sign(message: bytes, key: SecretKey, comment: str) -> bytes:
    """The signature file of `message`, with a signed `comment` (one line)."""
    from nacl.signing import SigningKey

    if not comment.isprintable() or len(comment) > _MAX_COMMENT:
        raise ValueError("a comment is one line of text")
    signer = SigningKey(key.seed)
    signature = signer.sign(hashlib.blake2b(message).digest()).signature
    over_comment = signer.sign(signature + comment.encode("utf-8")).signature
    return Signature(key.key_id, signature, comment, over_comment).to_bytes()


def parse_signature(content: bytes, path: Path) -> Signature:
    """Read a signature file from untrusted bytes; `path` is the pack. Raises PackError."""
    try:
        lines = content.decode("utf-8").split("\n")
        if len(lines) != _LINES + 1 or not lines[2].startswith(_TRUSTED):
            raise ValueError("not four lines")
        first = _decode(lines[1], 2 + _ID_BYTES + _SIGNATURE_BYTES)
        comment = lines[2].removeprefix(_TRUSTED)
        if len(comment) > _MAX_COMMENT or not comment.isprintable():
            raise ValueError("comment")
        key_id, signature = first[2 : 2 + _ID_BYTES], first[2 + _ID_BYTES :]
        found = Signature(key_id, signature, comment, _decode(lines[3], _SIGNATURE_BYTES))
        if found.to_bytes() != content:
            raise ValueError("another form")
        return found
    except ValueError as error:
        raise PackError(Problem.BAD_SIGNATURE, path, str(error)) from error


def verify(message: bytes, signature: Signature, keys: tuple[PublicKey, ...], path: Path) -> PublicKey:
    """The trusted key that signed `message`. Raises PackError when none did."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    candidates = [key for key in keys if key.key_id == signature.key_id]
    if not candidates:
        raise PackError(Problem.UNKNOWN_KEY, path, signature.key_id[::-1].hex().upper())
    digest = hashlib.blake2b(message).digest()
    for key in candidates:
        try:
            checker = VerifyKey(key.key)
            checker.verify(digest, signature.signature)
            checker.verify(signature.signature + signature.comment.encode("utf-8"), signature.comment_signature)
        except (BadSignatureError, ValueError):
            continue
        return key
    raise PackError(Problem.BAD_SIGNATURE, path)


def generate_key() -> SecretKey:
    """A new key, from the system's random source."""
    import secrets

    return SecretKey(secrets.token_bytes(_ID_BYTES), secrets.token_bytes(_KEY_BYTES))


def trusted_keys(*folders: Path) -> tuple[PublicKey, ...]:
    """Every public key in `folders` (`*.pub`). A file that holds no key is
    passed over: it cannot make anything trusted."""
    found: list[PublicKey] = []
    for folder in folders:
        for file in sorted(folder.glob(f"*{KEY_SUFFIX}")) if folder.is_dir() else ():
            try:
                found.append(key_from_file(file))
            except (OSError, ValueError):
                continue
    return tuple(found)


def _said(comment: str) -> str:
    """The name that a key's first line gives, '' where it names nobody."""
    said = "".join(c for c in comment if c.isprintable())[:80].strip()
    return "" if said.startswith(_NAMELESS) else said


def _decode(text: str, size: int) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(content) != size:
        raise ValueError("wrong length")
    return content
