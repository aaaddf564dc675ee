"""Dates, amounts, codes and texts as IATI files write them, and as they are meant."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from fieldref.authoring.iati.reading import Element
from fieldref.content.model import UNDETERMINED

Narratives = dict[str, list[str]]
"""Texts by language code; several of one language in the order of the file."""

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(T[\d:.]+)?(Z|[+-]\d{2}:?\d{2})?")
_SHORT_DATE = re.compile(r"\d{4}(-\d{2})?")
_DECIMAL = re.compile(r"[+-]?(\d{1,20}(\.\d{0,60})?|\.\d{1,60})")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})([-_].*)?")
_BREAK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|table|h[1-6])(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_MARK = re.compile(r"</?(?:b|i|u|em|strong|span|font|a|td|th|tbody|sub|sup)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def reference(text: str) -> str:
    """The reference of an organisation; '' for what publishers write where they have none: “-”, “0”, “N/A” …"""
    bare = re.sub(r"[\W_0]", "", text).casefold()
    return "" if bare in ("", "na", "none", "null", "nil", "tbc", "tbd", "unknown") else text


def iso_date(text: str) -> str | None:
    """The date without time and zone, or as short as it was given; None where the calendar has no such day."""
    text = text.strip()
    found = _DATE.fullmatch(text)
    if not found and not _SHORT_DATE.fullmatch(text):
        return None
    due = found[1] if found else text
    try:
        day = date.fromisoformat(f"{due}-01-01"[:10])
    except ValueError:
        return None
    return due if 1900 <= day.year <= 2100 else None


def decimal(text: str) -> Decimal | None:
    """An amount; None where it is not written as a plain decimal number."""
    text = text.strip()
    return Decimal(text) if text.isascii() and _DECIMAL.fullmatch(text) else None


@lru_cache(maxsize=512)
def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the code, today or in the past."""
    from babel.numbers import is_currency as known

    return bool(re.fullmatch(r"[A-Z]{3}", code)) and known(code)


def language_of(tag: str) -> str:
    """The language code of an `xml:lang`: 'es' of 'es-PE' and of 'spa'; 'und' where none is given."""
    found = _LANGUAGE.fullmatch(tag.strip())
    return _short(found[1].lower()) if found else UNDETERMINED


@lru_cache(maxsize=512)
def _short(code: str) -> str:
    """The code of two letters for one of three, such as “spa”, where the language has one."""
    from babel.core import get_global

    short = get_global("language_aliases").get(code, code) if len(code) == 3 else code
    return short if len(short) == 2 else code


def clean(text: str) -> str:
    """The text with single spaces; paragraphs stay. Marks of HTML, which many publishers leave in, are taken out."""
    if "<" in text or "&" in text:
        text = _MARK.sub("", _BREAK.sub("\n", text))
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def narratives(element: Element | None) -> Narratives:
    """The texts of an element's narratives by language; empty ones are left out."""
    found: Narratives = {}
    for one in element.each("narrative") if element else ():
        text = clean(one.text)
        if text:
            texts = found.setdefault(language_of(one.language), [])
            if text not in texts:
                texts.append(text)
    return found


def joined(texts: Narratives, between: str = "\n\n") -> dict[str, str]:
    """One text a language."""
    return {language: between.join(several) for language, several in texts.items()}


def one_line(texts: Narratives) -> dict[str, str]:
    """The first text of each language, on one line."""
    return {language: " ".join(several[0].split()) for language, several in texts.items()}


def preferred(texts: dict[str, str], languages: Iterable[str]) -> str:
    """The text in the first of `languages` that has one, else any; '' where there is none."""
    for language in (*languages, UNDETERMINED):
        if language in texts:
            return texts[language]
    return next(iter(texts.values()), "")
