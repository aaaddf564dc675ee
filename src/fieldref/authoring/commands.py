"""`fieldref content build | check | accept`: what an editor runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fieldref.authoring.build import BuildReport, FileCount, build, check
from fieldref.authoring.load import load
from fieldref.authoring.problems import Problem, Problems, SourceProblems
from fieldref.authoring.translations import accept
from fieldref.i18n import _, ngettext
from fieldref.paths import bundle_root


def add_arguments(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `content` and its three actions to the command line."""
    parser = subparsers.add_parser("content", help=_("check and build the content file from its source"))
    actions = parser.add_subparsers(dest="action", required=True)
    for name, words in (
        ("build", _("check the source and write the content file")),
        ("check", _("check the source only")),
        ("accept", _("take translations as right though their original changed")),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("--source", type=Path, default=None, help=_("folder of the source"))
        if name == "build":
            action.add_argument("--target", type=Path, default=None, help=_("content file to write"))
        if name == "accept":
            action.add_argument("file", nargs="?", help=_("only this file of the source"))


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 when all is well, 1 when the source must be mended."""
    source: Path = args.source or bundle_root() / "data" / "source"
    if not source.is_dir():
        print(_("There is no source folder {folder}.").format(folder=source), file=sys.stderr)
        return 1
    if args.action == "accept":
        return _accept(source, args.file)
    if args.action == "check":
        return _told(check(source))
    try:
        report = build(source, args.target or bundle_root() / "data" / "content.db", print)
    except SourceProblems as found:
        return _told(found.problems)
    print("\n".join(table(report)))
    return 0


def _told(problems: list[Problem]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        count = len(problems)
        words = ngettext("{count} problem to mend.", "{count} problems to mend.", count)
        print(words.format(count=count), file=sys.stderr)
        return 1
    print(_("The source is in order."))
    return 0


def _accept(source: Path, file: str | None) -> int:
    problems = Problems()
    reference = load(source, problems)
    if len(problems):
        return _told(list(problems))
    count = accept(reference, source, file)
    print(ngettext("{count} translation accepted.", "{count} translations accepted.", count).format(count=count))
    return 0


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
