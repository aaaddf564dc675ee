"""The reader's language: messages, and numbers, amounts and dates as that reader writes them.

Messages are plain functions over one replaceable catalog. `set_language` is the only setter of the only mutable
state of the package. Every function takes `lang=` to speak another language than the current one, as a sheet printed
in the other language does.

Babel is imported on first use: a run that prints no number does not pay for it.
"""

from __future__ import annotations

import gettext as _gettext
import os
import re
import sys
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldref.dates import written
from fieldref.paths import bundle_root

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from babel import Locale
    from babel.numbers import NumberPattern

DOMAIN = "fieldref"
SOURCE_LANGUAGE = "en"
"""The language the messages are written in: always there, catalog or not."""
DEFAULT_LANGUAGE = "es"

LOCALES = {"es": "es_PE", "en": "en_GB"}
"""Plain `es` groups by points, and 13.000.000 reads as thirteen in Peru: each language is written as one country
writes it. A language that is not named here is written as Babel writes it without a country."""

OWN_NAMES = {"es": "Español", "en": "English"}
"""What the bundled languages call themselves: the first window names them before Babel is loaded."""

NO_BREAK_SPACE = "\u00a0"
_THIN_SPACES = {0x2009: NO_BREAK_SPACE, 0x202F: NO_BREAK_SPACE}
_FULL_DATE = 3
_COMMAS = frozenset(LOCALES.values())
"""Locales that group whole numbers by commas, as a test makes sure: counts in the first window need no Babel."""
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class _Current:
    code: str
    locale: str
    catalog: _gettext.NullTranslations
    locales: Mapping[str, str]


_current = _Current(SOURCE_LANGUAGE, LOCALES[SOURCE_LANGUAGE], _gettext.NullTranslations(), {})


def set_language(
    code: str,
    locale: str | None = None,
    *,
    catalog: _gettext.NullTranslations | None = None,
    locales: Mapping[str, str] | None = None,
) -> None:
    """Speak `code` from now on. `locale` overrides how numbers and dates are written ('es_BO'); `catalog` stands in
    for the messages of the bundle, as a test does. A language with no catalog speaks the source language.

    `locales` says how every language is written, as the open content has it (`ContentInfo.locales`); it holds until
    another is given. What it does not name is written as `LOCALES` has it."""
    global _current
    kept = _current.locales if locales is None else dict(locales)
    chosen = locale or kept.get(code) or LOCALES.get(code, code)
    _current = _Current(code, chosen, catalog or _catalog(code, translations_folder()), kept)


def language() -> str:
    """The code of the current language."""
    return _current.code


def translations_folder() -> Path:
    """Where the catalogs of the bundle lie."""
    return bundle_root() / "translations"


def available_languages() -> tuple[str, ...]:
    """The languages the bundle has a folder for, the default one first. The source language is always among them."""
    folder = translations_folder()
    found = {SOURCE_LANGUAGE}
    if folder.is_dir():
        found.update(entry.name for entry in folder.iterdir() if (entry / "LC_MESSAGES").is_dir())
    return tuple(sorted(found, key=lambda code: (code != DEFAULT_LANGUAGE, code)))


def has_catalog(code: str) -> bool:
    """Whether messages in `code` can really be shown: the source language needs no catalog, the others one that is
    built."""
    return code == SOURCE_LANGUAGE or _catalog_file(code, translations_folder()).is_file()


def start_language(system_locale: str) -> str:
    """The language of a first start on a system that speaks `system_locale` ('es_PE.UTF-8', 'en-GB', 'C' …): the
    system's where we have it, else the default."""
    code = re.split(r"[-_.@]", system_locale.strip(), maxsplit=1)[0].lower()
    return code if code in available_languages() else DEFAULT_LANGUAGE


def system_locale() -> str:
    """What the system says it speaks, without asking Qt; empty when it says nothing."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").split(":")[0]
        if value:
            return value
    return ""


def language_name(code: str, *, lang: str | None = None) -> str:
    """The name of a language: by itself ('Español'), or in `lang`."""
    if lang is None and code in OWN_NAMES:
        return OWN_NAMES[code]
    named = _babel(locale_name(code)).get_language_name(lang and locale_name(lang)) or code
    return named[:1].upper() + named[1:]


def language_names(codes: Iterable[str]) -> str:
    """Several languages, named in the reader's: 'Español, inglés'."""
    named = ", ".join(_babel(locale_name(code)).get_language_name(locale_name()) or code for code in codes)
    return named[:1].upper() + named[1:]


def locale_name(code: str | None = None) -> str:
    """The locale that numbers and dates are written in: 'es_PE', 'en_GB'."""
    if code is None or code == _current.code:
        return _current.locale
    return _default_locale(code)


# ---- messages


def _(msgid: str, *, lang: str | None = None) -> str:
    """`msgid` in the reader's language."""
    return _messages(lang).gettext(msgid)


def N_(msgid: str) -> str:  # noqa: N802 - the name extractors know
    """Mark `msgid` for translation and leave it as it is: for tables read at import and spoken later with `_`."""
    return msgid


def ngettext(singular: str, plural: str, n: int, *, lang: str | None = None) -> str:
    """The form of the message that goes with `n` things."""
    return _messages(lang).ngettext(singular, plural, n)


def pgettext(context: str, msgid: str, *, lang: str | None = None) -> str:
    """`msgid` in the sense told by `context`, where one English word has two translations."""
    return _messages(lang).pgettext(context, msgid)


def _messages(lang: str | None) -> _gettext.NullTranslations:
    if lang is None or lang == _current.code:
        return _current.catalog
    return _catalog(lang, translations_folder())


def _catalog_file(code: str, folder: Path) -> Path:
    return folder / code / "LC_MESSAGES" / f"{DOMAIN}.mo"


@lru_cache(maxsize=8)
def _catalog(code: str, folder: Path) -> _gettext.NullTranslations:
    """The built catalog of `code`; an absent or damaged one leaves the messages in the source language."""
    try:
        with _catalog_file(code, folder).open("rb") as stream:
            return _gettext.GNUTranslations(stream)
    except (OSError, ValueError, UnicodeError):
        return _gettext.NullTranslations()


# ---- numbers


def number(value: float | Decimal, decimals: int | None = None, *, lang: str | None = None) -> str:
    """`value` grouped as the reader groups, with `decimals` decimals; None keeps those the value has."""
    if type(value) is int and not decimals and value >= 0 and locale_name(lang) in _COMMAS:
        return f"{value:,}"
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        decimals = max(0, -int(exact.normalize().as_tuple().exponent))
    name = locale_name(lang)
    # Half up, as statistics are rounded and people expect; Babel alone would round 12.5 to 12.
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # no minus before a zero
    return _readable(_pattern(name, decimals).apply(rounded, _babel(name)))


def percent(value: float | Decimal, decimals: int | None = 1, *, lang: str | None = None) -> str:
    """A value that is already in per cent: 73.5 → '73.5%' or '73.5 %', as the language has it."""
    sign = _percent_frame(locale_name(lang))
    return sign.replace("#", number(value, decimals, lang=lang))


def money(amount: float | Decimal, currency: str, *, lang: str | None = None) -> str:
    """An amount with its ISO 4217 code, which no reader mistakes: 'EUR 13,000,000'. Cents only where there are any."""
    decimals = 0 if amount == int(amount) else 2
    return f"{currency}{NO_BREAK_SPACE}{number(amount, decimals, lang=lang)}"


def currency_name(code: str, *, lang: str | None = None) -> str:
    """What many of an ISO 4217 currency are called: 'euros'; the code where the language has no word for it."""
    from babel.numbers import get_currency_name

    return get_currency_name(code, count=2, locale=_babel(locale_name(lang)))


def file_size(size: int, *, lang: str | None = None) -> str:
    """A number of bytes for people, in steps of 1000: '3.2 MB'."""
    from babel.units import format_unit

    if size < 1000:
        return f"{number(size, lang=lang)}{NO_BREAK_SPACE}B"
    amount = float(size)
    for unit in ("kilobyte", "megabyte", "gigabyte", "terabyte"):
        amount /= 1000
        if amount < 999.95 or unit == "terabyte":
            break
    rounded = round(amount, 1)
    return _unbroken(format_unit(rounded, f"digital-{unit}", length="short", locale=_babel(locale_name(lang))))


def plain(text: str) -> str:
    """`text` with ordinary spaces, for files that other programs read."""
    return text.replace(NO_BREAK_SPACE, " ")


# ---- dates


def date(iso: str | dt.date, *, lang: str | None = None) -> str:
    """An ISO date as exact as it is known, in words: '30 April 2012', 'April 2012', '2012'. Never a numeric short
    date: 04/05 is two different days. Text that is no date comes back as it is."""
    text = str(iso)[:10]
    found = _DAY.fullmatch(text)
    if found is None:
        return str(iso)
    parts = [int(part) for part in found.groups() if part]
    day = _calendar_day(parts)
    if day is None:
        return str(iso)
    if len(parts) == 1:
        return found[1]
    return written(locale_name(lang), *parts) or _written_by_babel(day, len(parts), locale_name(lang))


def _written_by_babel(day: dt.date, known: int, locale: str) -> str:
    from babel.dates import format_date, format_skeleton

    if known == _FULL_DATE:
        return _readable(format_date(day, "long", locale=_babel(locale)))
    return _readable(format_skeleton("yMMMM", day, locale=_babel(locale)))


def period(text: str, *, lang: str | None = None) -> str:
    """What time a figure covers, in words: a year, month, day, quarter ('2021-Q4') or a span of two ('2001/2023',
    open where an end is missing). Text that is none of these comes back as it is."""
    start, slash, end = text.partition("/")
    if slash:
        ends = [period(start, lang=lang), period(end, lang=lang)]
        short = all(not part or len(part) == 4 for part in (start, end))
        return "–".join(ends) if short else f"{NO_BREAK_SPACE}– ".join(ends).strip()
    quarter = _QUARTER.fullmatch(text)
    if quarter is None:
        return date(text, lang=lang)
    from babel.dates import format_skeleton

    first = _calendar_day([int(quarter[1]), 3 * int(quarter[2]) - 2])
    assert first is not None
    return _readable(format_skeleton("yQQQQ", first, locale=_babel(locale_name(lang))))


def _calendar_day(parts: list[int]) -> dt.date | None:
    """The first day that `parts` (year, month, day) names, or None where the calendar has no such day."""
    from datetime import date as day

    year, month, day_of_month = (*parts, 1, 1)[:3]
    try:
        return day(year, month, day_of_month)
    except ValueError:
        return None


# ---- Babel


def _default_locale(code: str) -> str:
    return _current.locales.get(code) or LOCALES.get(code, code)


@lru_cache(maxsize=8)
def _babel(name: str) -> Locale:
    """Babel's data for `name`; of a country Babel does not know, the language as we usually write it; a language it
    does not know is written as the source language is."""
    from babel import Locale, UnknownLocaleError

    code = name.split("_", maxsplit=1)[0]
    for known in (name, LOCALES.get(code, code)):
        try:
            return Locale.parse(known)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(LOCALES[SOURCE_LANGUAGE])


@lru_cache(maxsize=64)
def _pattern(locale: str, decimals: int) -> NumberPattern:
    """The number pattern of `locale` with exactly `decimals` decimals, parsed once: tables write thousands."""
    from babel.numbers import parse_pattern

    whole = _babel(locale).decimal_formats[None].pattern.split(";")[0].split(".")[0]
    return parse_pattern(f"{whole}.{'0' * decimals}" if decimals else whole)


@lru_cache(maxsize=8)
def _percent_frame(locale: str) -> str:
    """How `locale` sets the sign: '#%' or '#\u00a0%'."""
    pattern = _babel(locale).percent_formats[None].pattern.split(";")[0]
    return _readable(re.sub(r"[#0.,]+", "#", pattern))


def _readable(text: str) -> str:
    """One kind of unbreakable space: fonts without the narrow ones draw a box."""
    return text.translate(_THIN_SPACES)


def _unbroken(text: str) -> str:
    """A number and its unit stay on one line."""
    return _readable(text).replace(" ", NO_BREAK_SPACE)
