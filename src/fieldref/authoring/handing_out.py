"""Keys, packs and signatures: what goes from the editor's desk to the readers.

The password of a key is asked on the terminal, or taken from an environment variable where nobody sits at one.
"""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from fieldref.authoring.telling import Misused, Refused
from fieldref.i18n import _
from fieldref.packs.errors import PackError
from fieldref.packs.keys import WrongPasswordError, is_sealed, load_secret, save_secret
from fieldref.packs.making import make_pack
from fieldref.packs.signing import KEY_SUFFIX, PublicKey, SecretKey, generate_key
from fieldref.packs.signing import sign as sign_message
from fieldref.paths import write_atomically

PASSWORD = "FIELDREF_KEY_PASSWORD"  # noqa: S105 - the name of the variable
SIGNATURE_SUFFIX = ".minisig"
Told = tuple[dict[str, object], list[str]]


def keygen(path: Path, name: str, *, sealed: bool) -> Told:
    """Make a key pair: the secret key at `path`, the public one beside it. Raises Refused, Misused and OSError."""
    public_path = path.with_suffix(KEY_SUFFIX)
    for there in (path, public_path):
        if there.exists():
            raise Refused(_("{file} is there already; nothing was written.").format(file=there))
    password = _new_password() if sealed else None
    key = generate_key()
    public = PublicKey(key.public.key_id, key.public.key, name)
    save_secret(key, path, password)
    public.to_file(public_path)
    facts: dict[str, object] = {
        "secret": str(path),
        "public": str(public_path),
        "fingerprint": public.fingerprint,
        "sealed": sealed,
    }
    return facts, [
        _("Secret key: {file}. Keep it to yourself, with a copy in another place.").format(file=path),
        _("Public key: {file}. Hand it to the readers.").format(file=public_path),
        _("Fingerprint: {text}").format(text=public.fingerprint),
    ]


def pack(database: Path, key_file: Path, folder: Path, comment: str | None) -> Told:
    """Sign a content file and write the pack into `folder`. Raises Refused, Misused, ContentError and OSError."""
    if not folder.is_dir():
        raise Refused(_("There is no folder {folder}.").format(folder=folder))
    key = _secret(key_file)
    try:
        path, manifest = make_pack(database, key, folder, _one_line(comment))
    except PackError as error:
        raise Refused(error.sentence()) from error
    fingerprint = key.public.fingerprint
    facts: dict[str, object] = {
        "pack": str(path), "id": manifest.id, "version": manifest.version, "serial": manifest.serial,
        "bytes": path.stat().st_size, "fingerprint": fingerprint,
    }  # fmt: skip
    return facts, [
        _("{file} is ready to hand out.").format(file=path),
        _("Signed by the key {fingerprint}").format(fingerprint=fingerprint),
    ]


def sign(file: Path, key_file: Path, comment: str | None) -> Told:
    """Write a signature in minisign's form beside a file. Raises Refused, Misused and OSError."""
    key = _secret(key_file)
    target = file.with_name(file.name + SIGNATURE_SUFFIX)
    write_atomically(target, sign_message(file.read_bytes(), key, _one_line(comment) or file.name))
    facts: dict[str, object] = {"signature": str(target), "fingerprint": key.public.fingerprint}
    return facts, [_("{file} is written.").format(file=target)]


def _one_line(comment: str | None) -> str | None:
    if comment is not None and (not comment.isprintable() or len(comment) > 400):
        raise Misused(_("A comment is one line of at most 400 letters."))
    return comment


def _secret(path: Path) -> SecretKey:
    try:
        return load_secret(path, _password() if is_sealed(path) else None)
    except WrongPasswordError as error:
        raise Refused(_("The password does not open the key {file}.").format(file=path)) from error
    except ValueError as error:
        raise Refused(_("{file} is not a secret key of FieldRef.").format(file=path)) from error


def _password() -> str:
    known = os.environ.get(PASSWORD)
    return known if known is not None else _asked(_("Password of the key: "))


def _new_password() -> str:
    known = os.environ.get(PASSWORD)
    if known:
        return known
    first = _asked(_("New password for the key: "))
    if not first:
        raise Misused(_("An empty password protects nothing: choose one, or add --no-password."))
    if _asked(_("Once more: ")) != first:
        raise Refused(_("The two passwords differ; nothing was written."))
    return first


def _asked(prompt: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise Misused(_("Nobody is there to ask for a password: set {variable}.").format(variable=PASSWORD))
    return getpass.getpass(prompt)
