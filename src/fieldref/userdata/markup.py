"""Notes as text and as HTML. Markdown is kept simple: headings, lists, quotes, bold, italic and bare addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from fieldref.i18n import _, date, language
from fieldref.userdata.model import Note

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![\w*])[*_](?=\S)([^*_]+?)(?<=\S)[*_](?![\w*])")
_ADDRESS = re.compile(r"(?<![\w\"'])(https?://[^\s<>]+[^\s<>.,;:!?)\]»”])")
_BULLET = re.compile(r"\s{0,3}[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s{0,3}\d{1,9}[.)]\s+(.*)")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")


def note_html(text: str) -> str:
    """The body of one note as HTML; whatever is not one of our signs stays as it was typed."""
    parts: list[str] = []
    opened = ""
    for line in text.splitlines():
        wanted, piece = _line(line)
        if opened and opened != wanted:
            parts.append(f"</{opened}>")
            opened = ""
        if wanted and not opened:
            parts.append(f"<{wanted}>")
            opened = wanted
        elif wanted == "p":
            parts.append("<br>")
        parts.append(piece)
    if opened:
        parts.append(f"</{opened}>")
    return "".join(parts)


def notes_html(notes: Iterable[Note]) -> str:
    """All notes as one HTML page that needs nothing else."""
    title = html.escape(_("My notes"))
    body = "".join(
        f"<article><h2>{html.escape(note.title)}</h2><p class='when'>{html.escape(_when(note))}</p>"
        f"{note_html(note.text)}</article>"
        for note in notes
    )
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:1.5em auto;padding:0 1em;color:#1b1f24;"
        "background:#fff;overflow-wrap:anywhere}.when{color:#57606a;font-size:.85em}"
        "article{border-top:1px solid #d0d7de;margin-top:1.5em}"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>'
        f"<body><h1>{title}</h1>{body}</body></html>\n"
    )


def notes_text(notes: Iterable[Note]) -> str:
    """All notes as plain text."""
    title = _("My notes")
    parts = [f"{title}\n{'=' * len(title)}\n"]
    parts += [f"{note.title}\n{'-' * len(note.title)}\n{_when(note)}\n\n{note.text.strip()}\n" for note in notes]
    return "\n".join(parts)


def _when(note: Note) -> str:
    return _("Changed on {date} · {record}").format(date=date(note.changed), record=note.record_id)


def _line(line: str) -> tuple[str, str]:
    """The element a line belongs in ('' for none) and its HTML."""
    if not line.strip():
        return "", ""
    if _RULE.fullmatch(line):
        return "", "<hr>"
    if found := _HEADING.fullmatch(line):
        level = min(6, len(found[1]) + 2)
        return "", f"<h{level}>{_inline(found[2])}</h{level}>"
    for element, pattern in (("ul", _BULLET), ("ol", _NUMBERED)):
        if found := pattern.fullmatch(line):
            return element, f"<li>{_inline(found[1])}</li>"
    if line.startswith(">"):
        return "blockquote", f"<p>{_inline(line[1:].strip())}</p>"
    return "p", _inline(line.strip())


def _inline(text: str) -> str:
    """Bold, italic and addresses; the signs inside an address are left alone."""
    parts: list[str] = []
    for at, piece in enumerate(_ADDRESS.split(text)):
        escaped = html.escape(piece)
        if at % 2:
            parts.append(f'<a href="{escaped}" rel="noreferrer">{escaped}</a>')
        else:
            parts.append(_ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", escaped)))
    return "".join(parts)
