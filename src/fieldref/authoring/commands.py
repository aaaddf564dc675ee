"""`fieldref content …`: what an editor runs. Every command says all it found at once, and speaks JSON when asked."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from fieldref.authoring.build import BuildReport, FileCount, build, check
from fieldref.authoring.export import FORMATS, export
from fieldref.authoring.handing_out import keygen, pack, sign
from fieldref.authoring.iati.importing import import_iati
from fieldref.authoring.import_table import import_table
from fieldref.authoring.load import load
from fieldref.authoring.problems import Problem, Problems, SourceProblems
from fieldref.authoring.skeleton import KINDS, write_skeleton
from fieldref.authoring.status import status_report
from fieldref.authoring.telling import Misused, Refused, Teller, unreadable
from fieldref.authoring.translations import accept
from fieldref.content.opening import ContentError
from fieldref.i18n import _, ngettext
from fieldref.paths import bundle_root

Subparsers = argparse._SubParsersAction  # noqa: SLF001 - argparse names it no other way


def add_arguments(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Add `content` and its actions to the command line."""
    parser = subparsers.add_parser("content", help=_("make, check and hand out content"))
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for add in (_add_building, _add_writing, _add_iati, _add_looking, _add_handing_out):
        add(actions)


def _action(actions: Subparsers[argparse.ArgumentParser], name: str, words: str) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=words, description=words)
    action.add_argument("--json", action="store_true", help=_("print JSON"))
    return action


def _with_source(action: argparse.ArgumentParser, *, bare: bool = False) -> None:
    """`bare`: the folder may also be named without the option."""
    words = _("folder of the source (data/source)")
    action.add_argument("--source", type=Path, metavar="FOLDER", help=words)
    if bare:
        action.add_argument("bare_source", type=Path, nargs="?", metavar="FOLDER", help=words)


def _with_content(action: argparse.ArgumentParser) -> None:
    action.add_argument("--from", dest="database", type=Path, metavar="FILE", help=_("content file (data/content.db)"))


def _add_building(actions: Subparsers[argparse.ArgumentParser]) -> None:
    action = _action(actions, "build", _("check the source and write the content file"))
    _with_source(action, bare=True)
    action.add_argument("--target", type=Path, metavar="FILE", help=_("content file to write"))
    action.add_argument("--no-lock", action="store_true", help=_("leave translations.lock as it is"))
    _with_source(_action(actions, "check", _("check the source only")), bare=True)
    action = _action(actions, "accept", _("take translations as right though their original changed"))
    _with_source(action)
    action.add_argument("file", nargs="?", metavar="FILE", help=_("only this file of the source"))


def _add_writing(actions: Subparsers[argparse.ArgumentParser]) -> None:
    action = _action(actions, "new", _("begin a record: a file to fill in, explained in both languages"))
    _with_source(action)
    action.add_argument("kind", choices=KINDS, help=_("programme, topic or story"))
    action.add_argument("id", metavar="ID", help=_("its id: lower-case letters, digits and hyphens"))
    action = _action(actions, "import-table", _("bring figures edited in a spreadsheet back into the source"))
    _with_source(action)
    action.add_argument("file", type=Path, metavar="FILE", help=_("CSV or XLSX of figures, as exported"))
    action.add_argument("--dry-run", action="store_true", help=_("show each change and write nothing"))
    action.add_argument("--complete", action="store_true", help=_(
        "the table holds every figure of its indicators: take out those it lacks"))  # fmt: skip


def _add_iati(actions: Subparsers[argparse.ArgumentParser]) -> None:
    action = _action(actions, "import-iati", _("bring IATI activity files in as records to review"))
    _with_source(action)
    action.add_argument("files", type=Path, nargs="+", metavar="FILE", help=_("IATI activity file, 2.01 to 2.03"))
    action.add_argument("--country", metavar="CODE", help=_("only activities of this country, as ISO 3166-1 has it"))
    action.add_argument("--into", type=Path, metavar="FOLDER", help=_("folder to write into (the source)"))
    action.add_argument("--dry-run", action="store_true", help=_("show what would come in and write nothing"))
    action.add_argument("--strict", action="store_true", help=_("refuse files with anything that is not understood"))


def _add_looking(actions: Subparsers[argparse.ArgumentParser]) -> None:
    action = _action(actions, "status", _("what is missing, stale, old or not verified"))
    _with_source(action, bare=True)
    action = _action(actions, "diff", _("what changed between two editions, in words"))
    action.add_argument("old", type=Path, metavar="OLD", help=_("content file or source folder"))
    action.add_argument("new", type=Path, metavar="NEW", help=_("content file or source folder"))
    action = _action(actions, "export", _("write the content for other programs, or as a site"))
    _with_content(action)
    action.add_argument("--format", required=True, choices=FORMATS, help=", ".join(FORMATS))
    action.add_argument("--hxl", action="store_true", help=_("a row of HXL hashtags below the headers of tables"))
    action.add_argument("folder", type=Path, metavar="FOLDER", help=_("folder to write into"))


def _add_handing_out(actions: Subparsers[argparse.ArgumentParser]) -> None:
    action = _action(actions, "keygen", _("make a key to sign content with"))
    action.add_argument("file", type=Path, metavar="FILE", help=_("secret key to write; its public one goes beside it"))
    action.add_argument("--name", default="", metavar="NAME", help=_("whose key it is, as readers will see it"))
    action.add_argument("--no-password", action="store_true", help=_("leave the key without a password"))
    for name, words in (
        ("pack", _("sign the content file and write the pack to hand out")),
        ("sign", _("write a signature beside any file")),
    ):
        action = _action(actions, name, words)
        if name == "pack":
            _with_content(action)
            action.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help=_("folder to write into"))
        else:
            action.add_argument("file", type=Path, metavar="FILE", help=_("file to sign"))
        action.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("secret key"))
        action.add_argument("--comment", metavar="TEXT", help=_("one line that is signed too"))


def run(args: argparse.Namespace) -> int:
    """Do what was asked: 0 when all is well, 1 with what must be mended, 2 when it was not understood."""
    teller = Teller(args.json)
    try:
        return _RUN[args.action](args, teller)
    except SourceProblems as found:
        return teller.problems(found.problems, "")
    except Misused as error:
        teller.refused(str(error))
        return 2
    except (Refused, ContentError) as error:
        return teller.refused(str(error))
    except OSError as error:
        return teller.refused(str(unreadable(error.filename or "?", error)))


def source_folder(args: argparse.Namespace) -> Path:
    """The folder of the source. Raises Refused where it is none."""
    named = [folder for folder in (args.source, vars(args).get("bare_source")) if folder]
    if len(named) > 1:
        raise Misused(_("Name one source folder: {one} or {other}.").format(one=named[0], other=named[1]))
    folder: Path = named[0] if named else bundle_root() / "data" / "source"
    if not folder.is_dir():
        raise Refused(_("There is no source folder {folder}.").format(folder=folder))
    return folder


def _database(args: argparse.Namespace) -> Path:
    return args.database or bundle_root() / "data" / "content.db"


def _build(args: argparse.Namespace, teller: Teller) -> int:
    target = args.target or bundle_root() / "data" / "content.db"
    report = build(source_folder(args), target, teller.progress, keep_lock=args.no_lock)
    facts: dict[str, object] = {
        "target": str(report.target),
        "files": [
            {"file": one.file, "in": one.rows_in, "built": one.rows_built, "left_out": list(one.left_out)}
            for one in report.files
        ],
        "tables": report.tables,
        "unverified": report.unverified,
        "problems": [],
    }
    return teller.done(facts, table(report))


def _check(args: argparse.Namespace, teller: Teller) -> int:
    source = source_folder(args)
    return teller.problems(check(source, source.parent / "content.db"), _("The source is in order."))


def _accept(args: argparse.Namespace, teller: Teller) -> int:
    source = source_folder(args)
    problems = Problems()
    reference = load(source, problems)
    found: list[Problem] = list(problems)
    if found:
        return teller.problems(found, "")
    count = accept(reference, source, args.file)
    words = ngettext("{count} translation accepted.", "{count} translations accepted.", count)
    return teller.done({"accepted": count}, [words.format(count=count)])


def _new(args: argparse.Namespace, teller: Teller) -> int:
    source = source_folder(args)
    path = write_skeleton(source, args.kind, args.id)
    lines = [
        _("{file} is ready to be filled in.").format(file=path),
        _("Run “fieldref content check”: it says what is still to be written."),
    ]
    return teller.done({"file": str(path)}, lines)


def _status(args: argparse.Namespace, teller: Teller) -> int:
    facts, lines = status_report(source_folder(args))
    return teller.done(facts, lines)


def _diff(args: argparse.Namespace, teller: Teller) -> int:
    from fieldref.authoring.difference import difference

    facts, lines = difference(args.old, args.new, teller.progress)
    return teller.done(facts, lines)


def _export(args: argparse.Namespace, teller: Teller) -> int:
    files = export(_database(args), args.folder, args.format, teller.progress, hxl=args.hxl)
    size = sum(file.stat().st_size for file in files)
    words = _("{count} files written to {folder}, {size} kB in all.")
    lines = [words.format(count=len(files), folder=args.folder, size=round(size / 1000))]
    return teller.done({"folder": str(args.folder), "files": len(files), "bytes": size}, lines)


def _import_table(args: argparse.Namespace, teller: Teller) -> int:
    facts, lines = import_table(args.file, source_folder(args), write=not args.dry_run, complete=args.complete)
    return teller.done(facts, lines)


def _import_iati(args: argparse.Namespace, teller: Teller) -> int:
    source = source_folder(args)
    into = args.into or source
    try:
        told = import_iati(args.files, source, into, args.country, write=not args.dry_run, strict=args.strict)
    except KeyboardInterrupt:
        teller.refused(_("Stopped; nothing was written."))
        raise
    return teller.done(*told)


def _keygen(args: argparse.Namespace, teller: Teller) -> int:
    return teller.done(*keygen(args.file, args.name, sealed=not args.no_password))


def _pack(args: argparse.Namespace, teller: Teller) -> int:
    return teller.done(*pack(_database(args), args.key, args.into, args.comment))


def _sign(args: argparse.Namespace, teller: Teller) -> int:
    return teller.done(*sign(args.file, args.key, args.comment))


_RUN: dict[str, Callable[[argparse.Namespace, Teller], int]] = {
    "build": _build,
    "check": _check,
    "accept": _accept,
    "new": _new,
    "import-table": _import_table,
    "import-iati": _import_iati,
    "status": _status,
    "diff": _diff,
    "export": _export,
    "keygen": _keygen,
    "pack": _pack,
    "sign": _sign,
}


def table(report: BuildReport) -> list[str]:
    """What came in and what was left out, file by file; the files of a folder share a line when all came in whole."""
    lines = [_row(_("file"), _("in"), _("built"), _("left out, and why"))]
    folders: dict[str, list[FileCount]] = {}
    for one in report.files:
        folder, _slash, name = one.file.rpartition("/")
        whole = one.rows_in == one.rows_built and not one.left_out and name.endswith(".yaml") and folder
        folders.setdefault(f"{folder}/*.yaml" if whole else one.file, []).append(one)
    for name, counts in folders.items():
        rows_in, built = sum(one.rows_in for one in counts), sum(one.rows_built for one in counts)
        reasons = [reason for one in counts for reason in one.left_out] or ["–"]
        lines.append(_row(name, str(rows_in), str(built), reasons[0]))
        lines += [_row("", "", "", reason) for reason in reasons[1:]]
    lines.append(_("{count} statements are marked as not verified.").format(count=report.unverified))
    return lines


def _row(name: str, rows_in: str, built: str, left_out: str) -> str:
    return f"{name:<42} {rows_in:>6} {built:>6}  {left_out}"
