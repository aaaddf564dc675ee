"""`fieldref pack verify|install|list|use|remove|trust`: the same as the window does, on a terminal."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldref.i18n import _, period
from fieldref.packs.changes import Changes, compare
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.keys import read_public, trust
from fieldref.packs.store import PackStore

if TYPE_CHECKING:
    import argparse

    from fieldref.packs.container import SignedManifest


def add_arguments(parser: argparse.ArgumentParser, parser_class: type[argparse.ArgumentParser] | None = None) -> None:
    """Describe the subcommands of `fieldref pack` to argparse; they are parsers of `parser_class`."""
    commands = parser.add_subparsers(
        dest="pack_command", required=True, metavar="COMMAND", parser_class=parser_class or type(parser)
    )
    verify = commands.add_parser(
        "verify", add_help=False, help=_("check a pack and say who signed it; nothing is installed")
    )
    verify.add_argument("pack", type=Path)
    install = commands.add_parser("install", add_help=False, help=_("check a pack, install it and use it"))
    install.add_argument("pack", type=Path)
    install.add_argument("--use-older", action="store_true", help=_("install it even if newer content is there"))
    listing = commands.add_parser(
        "list", add_help=False, help=_("list the versions of the content, and which is in use")
    )
    use = commands.add_parser("use", add_help=False, help=_("use another of the listed versions"))
    remove = commands.add_parser("remove", add_help=False, help=_("remove an installed version"))
    for one in (use, remove):
        one.add_argument("library", help=_("the library, as listed"))
        one.add_argument("version", help=_("the version, as listed"))
    trusting = commands.add_parser(
        "trust", add_help=False, help=_("trust a key from now on; compare its fingerprint first")
    )
    trusting.add_argument("key", help=_("its .pub file, or the line itself"))
    trusting.add_argument("--name", default="", help=_("whose key it is"))
    trusting.add_argument("--yes", action="store_true", help=_("the fingerprint has been compared: add the key"))
    for one in (verify, install, listing, use, remove, trusting):
        one.add_argument("-h", "--help", action="help", help=_("show this help"))
        one.add_argument("--json", action="store_true", help=_("print JSON"))


def run(args: argparse.Namespace, store: PackStore, own_keys: Path) -> int:
    """Carry out one subcommand; 0 when it went well, 1 after one sentence on the error stream. `own_keys` is the
    folder that `trust` adds to."""
    try:
        if args.pack_command == "trust":
            return _trust(args, own_keys)
        return _COMMANDS[args.pack_command](args, store)
    except PackError as error:
        how = _("On this terminal: fieldref pack trust FILE.pub.") if error.problem is Problem.UNKNOWN_KEY else ""
        _complain(f"{error.sentence()} {how}".strip())
        return 1


def _trust(args: argparse.Namespace, folder: Path) -> int:
    try:
        key = read_public(args.key, args.name)
    except (OSError, ValueError):
        _complain(_("This is not a public key. It is one line that begins with “RW”, or a file that ends in .pub."))
        return 1
    facts = {"name": key.name, "fingerprint": key.fingerprint, "added": bool(args.yes)}
    lines = [_("Key of {name}").format(name=key.name or "?"), _("Fingerprint: {text}").format(text=key.fingerprint)]
    if args.yes:
        try:
            facts["path"] = str(trust(key, folder))
        except OSError:
            _complain(_("The folder {folder} cannot be written to.").format(folder=folder))
            return 1
        lines.append(_("Packs signed with this key are trusted from now on."))
    else:
        lines.append(_("Compare the fingerprint with its owner, by telephone; then run this again with --yes."))
    _say(args, facts, lines)
    return 0


def _verify(args: argparse.Namespace, store: PackStore) -> int:
    signed = store.verify(args.pack)
    _say(args, _described(signed), [*_signed_lines(signed), _("This pack is whole and its signature is valid.")])
    return 0


def _install(args: argparse.Namespace, store: PackStore) -> int:
    with store.prepare(args.pack, allow_older=args.use_older, progress=None) as checked:
        changes = compare(checked.replaces.path, checked.database) if checked.replaces else None
        installed = store.commit(checked)
    facts = _described(checked.signed) | {"path": str(installed.path)}
    if changes is not None:
        facts["changes"] = {"added": changes.added, "changed": changes.changed, "removed": changes.removed}
    _say(args, facts, [*_signed_lines(checked.signed), *_change_lines(changes), _("Installed and in use.")])
    return 0


def _list(args: argparse.Namespace, store: PackStore) -> int:
    facts: list[dict[str, object]] = []
    lines = []
    for library in sorted({*store.libraries(), *(one.id for one in store.outside)}):
        now = store.in_use(library)
        for one in store.versions(library):
            current = now is not None and now.path == one.path
            facts.append({"path": str(one.path), "current": current, "installed": True, **asdict(one.manifest)})
            lines.append(_line(library, one.manifest.version, period(one.manifest.built_on), current=current))
        own = store.own(library)
        if own is not None:
            current = now == own
            about = {"id": library, "version": own.version, "serial": own.serial}
            facts.append({"path": str(own.path), "current": current, "installed": False, **about})
            lines.append(_line(library, own.version, _("came with the program"), current=current))
    _say(args, facts, lines or [_("There is no content.")])
    return 0


def _line(library: str, version: str, about: str, *, current: bool) -> str:
    return f"{'*' if current else ' '} {library}  {version}  {about}"


def _use(args: argparse.Namespace, store: PackStore) -> int:
    found = _find(args, store)
    if found is None:
        return 1
    store.use(args.library, found)
    _say(args, {"current": str(found)}, [_("Version {version} is in use.").format(version=args.version)])
    return 0


def _remove(args: argparse.Namespace, store: PackStore) -> int:
    found = _find(args, store)
    if found is None:
        return 1
    if any(one.path == found for one in store.outside):
        _complain(_("Version {version} came with the program and stays.").format(version=args.version))
        return 1
    if not store.remove(args.library, found):
        _complain(_("Version {version} is open elsewhere; close it and try again.").format(version=args.version))
        return 1
    _say(args, {"removed": str(found)}, [_("Version {version} was removed.").format(version=args.version)])
    return 0


def _find(args: argparse.Namespace, store: PackStore) -> Path | None:
    """The version asked for: an installed one, else one that came with the program."""
    found = next((one.path for one in store.usable(args.library) if one.version == args.version), None)
    if found is None:
        text = _("There is no version {version} of “{library}”. Try “fieldref pack list”.")
        _complain(text.format(version=args.version, library=args.library))
    return found


def _described(signed: SignedManifest) -> dict[str, Any]:
    signer = {"name": signed.signer.name, "fingerprint": signed.signer.fingerprint, "comment": signed.signature.comment}
    return {"manifest": asdict(signed.manifest), "signed_by": signer}


def _signed_lines(signed: SignedManifest) -> list[str]:
    from fieldref.i18n import language

    manifest = signed.manifest
    return [
        manifest.title_in(language()),
        _("Version {version}, built {date}").format(version=manifest.version, date=period(manifest.built_on)),
        _("Signed by {name} ({fingerprint})").format(name=signed.signer.name, fingerprint=signed.signer.fingerprint),
    ]


def _change_lines(changes: Changes | None) -> list[str]:
    if changes is None:
        return []
    text = _("Records: {added} added, {changed} changed, {removed} removed")
    return [text.format(added=len(changes.added), changed=len(changes.changed), removed=len(changes.removed))]


def _say(args: argparse.Namespace, facts: object, lines: list[str]) -> None:
    text = json.dumps(facts, ensure_ascii=False, indent=2) if args.json else "\n".join(lines)
    sys.stdout.write(f"{text}\n")


def _complain(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


_COMMANDS = {"verify": _verify, "install": _install, "list": _list, "use": _use, "remove": _remove}
