"""What an import did, for a person: lines for the terminal and a page of Markdown, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fieldref.authoring.problems import Problem
from fieldref.i18n import N_, _

REPORT_JSON = "iati/report.json"
REPORT_MARKDOWN = "iati/report.md"
SHOWN = 40
"""How many problems the terminal shows; the report has more."""

_RECORDS = {
    "new": N_("new"), "updated": N_("updated"), "unchanged": N_("unchanged"),
    "removed": N_("taken away by an editor, and left so"), "refused": N_("refused by the check"),
}  # fmt: skip
_REASONS = {
    "identifier": N_("without an identifier"),
    "duplicate": N_("given twice"),
    "country": N_("of other countries"),
}
_FOUND = {
    "point": N_("by their point"), "code": N_("by a code"), "name": N_("by their name"), "none": N_("not found"),
}  # fmt: skip


def lines_of(facts: dict[str, Any]) -> list[str]:
    """For the terminal."""
    found = [_problem(one) for one in facts["problems"]]
    lines = found[:SHOWN]
    total = sum(facts["problem_counts"].values())
    if total > SHOWN:
        lines.append(_("… and {count} more; the report lists them.").format(count=total - SHOWN))
    lines += list(_summary(facts))
    if facts["conflicts"]:
        lines.append(_("{count} fields were changed both by hand and in the file; the hand edits stay:").format(
            count=len(facts["conflicts"])))  # fmt: skip
        lines += [f"  {one['record']}: {one['field']}" for one in facts["conflicts"][:SHOWN]]
    if facts["written"]:
        lines.append(_("The report is in {file}.").format(file=f"{facts['into']}/{REPORT_MARKDOWN}"))
    else:
        lines.append(_("Nothing was written: this was a dry run."))
    return lines


def _problem(one: dict[str, Any]) -> str:
    return str(Problem(one["file"], one["line"], one["field"], one["message"], one["hint"]))


def _listed(counts: dict[str, int], words: dict[str, str]) -> str:
    return ", ".join(f"{_(words[key]) if key in words else key} {count}" for key, count in counts.items()) or "0"


def _summary(facts: dict[str, Any]) -> Iterator[str]:
    for one in facts["files"]:
        words = _("{file}: activities {activities}, transactions {transactions}, locations {locations}; taken {taken}.")
        yield words.format(
            file=one["file"], activities=one["activities"], transactions=one["transactions"],
            locations=one["locations"], taken=one["taken"])  # fmt: skip
        if one["left_out"]:
            yield _("  Left out: {reasons}.").format(reasons=_listed(one["left_out"], _REASONS))
    yield _("Records: {records}.").format(records=_listed(facts["records"], _RECORDS))
    if facts["other_file"]:
        yield _("Taken from another file than before: {count}; the report lists them.").format(
            count=len(facts["other_file"]))  # fmt: skip
    if facts["locations"]["found_by"]:
        yield _("Locations: {found}.").format(found=_listed(facts["locations"]["found_by"], _FOUND))
    if facts["sectors_not_mapped"]:
        yield _("DAC codes that no sector of the source names: {codes}.").format(
            codes=_listed(facts["sectors_not_mapped"], {}))  # fmt: skip
    if facts["not_mapped"]:
        yield _("Elements a record has no place for: {elements}.").format(elements=_listed(facts["not_mapped"], {}))


def markdown(facts: dict[str, Any]) -> str:
    """The report as a page."""
    title = _("Import of IATI files")
    parts = [f"# {title}", "", *(f"- {line.strip()}" for line in _summary(facts)), ""]
    languages = "; ".join(
        f"{code or '–'} {count}" for code, count in facts["counts"]["narratives"].items()
    )  # fmt: skip
    parts += [_("Texts by language: {languages}.").format(languages=languages or "–"), ""]
    parts += _section(_("What was not understood"), (_problem(one) for one in facts["problems"]))
    parts += _section(_("Locations without a region"), (_location(one) for one in facts["locations"]["not_found"]))
    parts += _section(_("Changed by hand and in the file (the hand edit stays)"), (
        f"{one['record']}: {one['field']}: {one['imported']}" for one in facts["conflicts"]))  # fmt: skip
    parts += _section(_("Changed by hand, and kept"), iter(facts["hand_edits_kept"]))
    parts += _section(_("Updated after somebody had reviewed them: look at them again"), (
        f"{one['record']}: {', '.join(one['fields'])}" for one in facts["updated"] if one["reviewed"]))  # fmt: skip
    parts += _section(_("Taken from another file than before: is it the better one?"), (
        f"{one['record']}: {one['before']} → {one['now']}" for one in facts["other_file"]))  # fmt: skip
    return "\n".join(parts).rstrip() + "\n"


def _section(title: str, lines: Iterator[str]) -> list[str]:
    listed = [f"- {_safe(line)}" for line in lines]
    return [f"## {title}", "", *listed, ""] if listed else []


def _safe(line: str) -> str:
    """One line that Markdown takes as text: what a file says is not markup."""
    text = " ".join(line.split())[:600]
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in text)


def _location(one: dict[str, Any]) -> str:
    point = f" ({one['point'][0]:g}, {one['point'][1]:g})" if one["point"] else ""
    return f"{one['file']}:{one['line']}: {one['name'] or '–'}{point}: {one['why']} ({one['record']})"
