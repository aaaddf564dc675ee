"""Checks of time: nothing is later than its source, its census or the edition, and editions follow one another."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from fieldref.authoring.load import Loaded, Reference
from fieldref.authoring.problems import Problems
from fieldref.authoring.tables import ObservationRow
from fieldref.content.opening import read_only_uri
from fieldref.i18n import _

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}(?!\d)")
_CALCULATED = "other"
"""Method of indicators that may look ahead: projections."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a content file says of its edition."""

    id: str
    version: str
    serial: int
    built_on: str


def edition_of(path: Path) -> Edition | None:
    """The edition of a content file; None where there is none that can be read."""
    if not path.is_file():
        return None
    try:
        connection = sqlite3.connect(read_only_uri(path), uri=True)
        try:
            meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        finally:
            connection.close()
        return Edition(meta["id"], meta["version"], int(meta["serial"]), meta["built_on"])
    except (sqlite3.Error, KeyError, ValueError):
        return None


def check_edition(reference: Reference, before: Edition | None, problems: Problems) -> None:
    """Figures against their sources and indicators, then the edition against the one `before` it."""
    _check_figures(reference, problems)
    _check_dates(reference, problems)
    if before is not None and reference.content is not None and reference.content.value.id == before.id:
        _check_succession(reference, before, problems)


def _check_figures(reference: Reference, problems: Problems) -> None:
    published = {one.value.id: max(_YEAR.findall(one.value.year or ""), default="") for one in reference.sources}
    methods = {one.value.id: one.value.method for one in reference.indicators}
    censuses = {
        one.value.id: {year for title in one.value.title.values() for year in _YEAR.findall(title)}
        for one in reference.indicators
        if one.value.method == "census"
    }
    for one in reference.observations:
        value, year = one.value, str(one.value.year)
        source = value.source.split()[0]
        if not _YEAR.fullmatch(year):
            continue  # told by itself
        if methods.get(value.indicator) != _CALCULATED and published.get(source) and year > published[source]:
            _tell(problems, one, "year",
                  _("The year {year} is later than its source “{source}”, which is of {published}.").format(
                      year=year, source=source, published=published[source]),
                  _("Mend the year, or name the source that has this figure."))  # fmt: skip
        years = censuses.get(value.indicator)
        if years and year not in years:
            _tell(problems, one, "year",
                  _("“{indicator}” is of the census of {years}; this figure is of {year}.").format(
                      indicator=value.indicator, years=", ".join(sorted(years)), year=year),
                  _("Mend the year, or make an indicator for the other census."))  # fmt: skip


def _check_dates(reference: Reference, problems: Problems) -> None:
    """Nothing is of a later day than the one on which the edition was made."""
    if reference.content is None:
        return
    content = reference.content
    built_on, version = content.value.built_on, content.value.version
    if version[:7].replace(".", "-") > built_on[:7]:
        problems.add(content.file, content.line("built_on"), "built_on",
                     _("Edition {version} is later than the day it was made, {date}.").format(
                         version=version, date=built_on),
                     _("Write the day of this edition into built_on."))  # fmt: skip
    methods = {one.value.id: one.value.method for one in reference.indicators}
    for one in reference.observations:
        latest = max(_DATE.findall(one.value.period), default="")
        if methods.get(one.value.indicator) != _CALCULATED and latest > built_on[: len(latest)]:
            _tell(problems, one, "period",
                  _("The period {period} is later than the edition, made on {date}.").format(
                      period=one.value.period, date=built_on),
                  _("Mend the period, or write the day of this edition into built_on."))  # fmt: skip
    for programme in reference.programmes:
        active = programme.value.active_in
        if active and active > built_on[: len(active)]:
            problems.add(programme.file, programme.line("active_in"), "active_in",
                         _("The date {date} is later than the edition, made on {built_on}.").format(
                             date=active, built_on=built_on),
                         _("Mend the date, or write the day of this edition into built_on."))  # fmt: skip
    for source in reference.sources:
        year = max(_YEAR.findall(source.value.year or ""), default="")
        if year > built_on[:4]:
            problems.add(source.file, source.line(), "year",
                         _("The source is of {year}, later than the edition, made on {date}.").format(
                             year=year, date=built_on),
                         _("Mend the year, or write the day of this edition into built_on."))  # fmt: skip


def _check_succession(reference: Reference, before: Edition, problems: Problems) -> None:
    content = reference.content
    assert content is not None
    value = content.value
    new = value.version != before.version
    due = (before.serial + 1,) if new else (before.serial, before.serial + 1)
    if value.serial not in due:
        problems.add(content.file, content.line("serial"), "serial",
                     _("The edition before this one, {version}, has serial {serial}; this one has {found}.").format(
                         version=before.version, serial=before.serial, found=value.serial),
                     _("Write serial: {serial}").format(serial=before.serial + (1 if new else 0)))  # fmt: skip
    if value.built_on < before.built_on or (new and value.built_on == before.built_on):
        problems.add(content.file, content.line("built_on"), "built_on",
                     _("The edition before this one, {version}, was made on {date}.").format(
                         version=before.version, date=before.built_on),
                     _("Write the day of this edition into built_on."))  # fmt: skip


def _tell(problems: Problems, one: Loaded[ObservationRow], name: str, message: str, hint: str) -> None:
    problems.add(one.file, one.line(), name, message, hint)
