"""The reader's language: messages, numbers, amounts, dates."""

from __future__ import annotations

import datetime as dt
import gettext
from decimal import Decimal
from pathlib import Path

import pytest
from babel.dates import format_date, format_skeleton

from fieldref import i18n
from fieldref.dates import written

NBSP = i18n.NO_BREAK_SPACE


class Shouting(gettext.NullTranslations):
    """A catalog that is easy to recognise."""

    def gettext(self, message: str) -> str:
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (msgid1 if n == 1 else msgid2).upper()

    def pgettext(self, context: str, message: str) -> str:
        return f"{context}:{message}".upper()


def test_default_language_comes_first():
    assert i18n.available_languages()[:2] == ("es", "en")


def test_adding_a_language_is_adding_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for code in ("es", "qu", "en"):
        (tmp_path / "translations" / code / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "translations" / "fieldref.pot").touch()
    (tmp_path / "translations" / "notes").mkdir()
    monkeypatch.setattr(i18n, "bundle_root", lambda: tmp_path)
    assert i18n.available_languages() == ("es", "en", "qu")
    assert i18n.language_name("qu") == "Runasimi"


def test_without_any_catalog_the_source_language_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(i18n, "bundle_root", lambda: tmp_path / "nowhere")
    assert i18n.available_languages() == ("en",)
    i18n.set_language("es")
    assert i18n._("Any text") == "Any text"
    assert i18n.has_catalog("en")
    assert not i18n.has_catalog("es")


def test_a_damaged_catalog_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "translations" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "fieldref.mo").write_bytes(b"not a catalog")
    monkeypatch.setattr(i18n, "bundle_root", lambda: tmp_path)
    i18n.set_language("es")
    assert i18n._("Any text") == "Any text"


def test_messages_come_from_the_replaceable_catalog():
    i18n.set_language("es", catalog=Shouting())
    assert i18n._("quiet") == "QUIET"
    assert i18n._("quiet", lang="es") == "QUIET"
    assert i18n._("quiet", lang="en") == "quiet"
    assert i18n.ngettext("one", "many", 1) == "ONE"
    assert i18n.ngettext("one", "many", 2) == "MANY"
    assert i18n.pgettext("menu", "open") == "MENU:OPEN"
    assert i18n.N_("quiet") == "quiet"
    assert i18n.language() == "es"


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("es_PE.UTF-8", "es"),
        ("es-419", "es"),
        ("ES", "es"),
        ("en_GB.UTF-8", "en"),
        ("en-US", "en"),
        ("fr_BE@euro", "es"),
        ("qu_PE", "es"),
        ("C.UTF-8", "es"),
        ("POSIX", "es"),
        ("", "es"),
    ],
)
def test_language_of_a_first_start(system: str, expected: str):
    assert i18n.start_language(system) == expected


def test_system_locale_is_what_the_environment_says(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert i18n.system_locale() == ""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert i18n.system_locale() == "en_GB.UTF-8"
    monkeypatch.setenv("LANGUAGE", "es:en")
    assert i18n.system_locale() == "es"


def test_each_language_is_written_as_one_country_writes_it():
    assert i18n.locale_name("es") == "es_PE"
    assert i18n.locale_name("en") == "en_GB"
    i18n.set_language("es")
    assert i18n.locale_name() == "es_PE"
    i18n.set_language("es", "es_BO")
    assert i18n.locale_name() == "es_BO"
    assert i18n.locale_name("es") == "es_BO"
    assert i18n.number(1234.5) == "1.234,5"


def test_language_names():
    assert [i18n.language_name(code) for code in ("es", "en")] == ["Español", "English"]
    assert i18n.language_name("en", lang="es") == "Inglés"
    assert i18n.language_name("es", lang="en") == "Spanish"
    for reader, named in (("es", "Español, inglés"), ("en", "Spanish, English")):
        i18n.set_language(reader)
        assert i18n.language_names(["es", "en"]) == named


@pytest.mark.parametrize("lang", ["es", "en"])
def test_thirteen_million_never_reads_as_thirteen(lang: str):
    i18n.set_language(lang)
    assert i18n.number(13000000) == "13,000,000"
    assert i18n.money(13000000, "EUR") == f"EUR{NBSP}13,000,000"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, None, "0"),
        (1234, None, "1,234"),
        (12.5, None, "12.5"),
        (0.1 + 0.2, 1, "0.3"),
        (12.5, 0, "13"),
        (2.675, 2, "2.68"),
        (3, 2, "3.00"),
        (-1234.5, None, "-1,234.5"),
        (-0.04, 1, "0.0"),
        (1e20, None, "100,000,000,000,000,000,000"),
        (Decimal("0.10"), 2, "0.10"),
    ],
)
def test_number(value: float, decimals: int | None, expected: str):
    assert i18n.number(value, decimals, lang="es") == expected
    assert i18n.number(value, decimals, lang="en") == expected


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("value", [0, 7, 999, 1000, 1891, 12345, 13000000])
def test_whole_numbers_written_without_babel_are_written_as_babel_does(lang: str, value: int):
    assert i18n.number(value, lang=lang) == i18n.number(Decimal(value), lang=lang)


def test_names_known_without_babel_are_what_babel_calls_them():
    assert {code: i18n.language_name(code, lang=code).capitalize() for code in i18n.OWN_NAMES} == i18n.OWN_NAMES


def test_percent_keeps_its_decimal():
    for lang in ("es", "en"):
        assert i18n.percent(73.5, lang=lang) == "73.5%"
        assert i18n.percent(70, lang=lang) == "70.0%"
        assert i18n.percent(73.25, None, lang=lang) == "73.25%"
    assert i18n.percent(73.5, lang="fr") == f"73,5{NBSP}%"


def test_money_shows_cents_only_where_there_are_any():
    assert i18n.money(6500000.0, "EUR") == f"EUR{NBSP}6,500,000"
    assert i18n.money(12.5, "PEN") == f"PEN{NBSP}12.50"


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_234_567, "1.2 MB"), (999_960, "1 MB"), (5_000_000_000, "5 GB")],
)
def test_file_size(size: int, expected: str):
    for lang in ("es", "en"):
        assert i18n.plain(i18n.file_size(size, lang=lang)) == expected


@pytest.mark.parametrize(
    ("text", "spanish", "english"),
    [
        ("2012", "2012", "2012"),
        ("2012-04", "abril de 2012", "April 2012"),
        ("2012-04-30", "30 de abril de 2012", "30 April 2012"),
        ("2021-Q4", "4.º trimestre de 2021", "4th quarter 2021"),
        ("2021Q1", "1.º trimestre de 2021", "1st quarter 2021"),
        ("2001/2023", "2001–2023", "2001–2023"),
        ("2012/", "2012–", "2012–"),
        ("2012-04/2012-06", "abril de 2012 – junio de 2012", "April 2012 – June 2012"),
        ("2015-02-30", "2015-02-30", "2015-02-30"),
        ("campaign", "campaign", "campaign"),
        ("", "", ""),
    ],
)
def test_period(text: str, spanish: str, english: str):
    assert i18n.plain(i18n.period(text, lang="es")) == spanish
    assert i18n.plain(i18n.period(text, lang="en")) == english


def test_date_takes_texts_and_dates():
    assert i18n.date(dt.date(2026, 11, 23), lang="en") == "23 November 2026"
    assert i18n.date("2026-11-23T10:00:00", lang="es") == "23 de noviembre de 2026"
    assert i18n.date("2026-11", lang="es") == "noviembre de 2026"
    assert i18n.date("some day", lang="es") == "some day"


def test_a_language_that_babel_does_not_know_is_written_as_english():
    assert i18n.number(1234.5, lang="xx") == "1,234.5"
    assert i18n.date("2012-04-30", lang="xx") == "30 April 2012"


def test_no_narrow_spaces_that_fonts_lack():
    for lang in ("es", "en", "fr"):
        shown = [i18n.number(1234567, lang=lang), i18n.percent(5, lang=lang), i18n.period("2012-04/2012-06", lang=lang)]
        assert not {"\u2009", "\u202f"} & set("".join(shown))


@pytest.mark.parametrize("locale", list(i18n.LOCALES.values()))
@pytest.mark.parametrize("month", range(1, 13))
def test_days_and_months_written_without_babel_are_written_as_babel_does(locale: str, month: int):
    for day in (1, 11, 28):
        told = format_date(dt.date(2019, month, day), "long", locale=locale)
        assert written(locale, 2019, month, day) == told
    assert written(locale, 2019, month) == format_skeleton("yMMMM", dt.date(2019, month, 1), locale=locale)


def test_dates_of_other_locales_are_asked_from_babel():
    assert written("es_BO", 2019, 9) is None
