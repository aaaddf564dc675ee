"""The shape of the CSV tables: what may stand in each column.

Texts in several languages stand in columns that end in the language (`title_es`, `title_en`); they arrive here
already gathered under the name without the ending.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from fieldref.authoring.models import Address, Confidence, Model, Slug, Texts
from fieldref.i18n import _

PERIOD = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q[1-4])?(/\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q[1-4])?)?"
)


def _several(value: object) -> object:
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value


def _digits(length: int) -> AfterValidator:
    def check(value: str) -> str:
        if not value.isdigit() or len(value) != length:
            raise ValueError(
                _("a code of {length} digits is due here; spreadsheets drop leading zeros").format(length=length)
            )
        return value

    return AfterValidator(check)


def _period(value: str) -> str:
    if not PERIOD.fullmatch(value):
        raise ValueError(_("write a period as 2021, 2021-Q4, 2019-12, 2023-07-31 or 2001/2023"))
    return value


Several = Annotated[tuple[str, ...], BeforeValidator(_several)]
Verified = Literal["true", "false"]


class SectorRow(Model):
    """A grouping of programmes. `dac` lists beginnings of OECD DAC purpose codes that imports put here; `*` is any."""

    id: str
    position: int
    name: Texts
    dac: Several = ()


class ThemeRow(Model):
    """A grouping of indicators or of topics."""

    id: str
    position: int
    used_by: Literal["indicator", "topic"]
    name: Texts


class LabelRow(Model):
    """A word of a small vocabulary."""

    vocabulary: str
    key: str
    name: Texts
    description: Texts | None = None


class SourceRow(Model):
    """`title` is the title as printed; where none is known, `described_es` and `described_en` say what it is."""

    id: Slug
    title: str | None = None
    title_language: str | None = None
    described: Texts | None = None
    publisher: str | None = None
    year: str | None = Field(default=None, pattern=r"^\d{4}([-/–]\d{4})?$")
    year_note: Texts | None = None
    url: Address | None = None
    reliability: Confidence
    reliability_note: Texts | None = None
    licence: str | None = None
    rights: Texts | None = None
    origin: Texts | None = None
    note: Texts | None = None
    methods: Several = ()


class TermRow(Model):
    """A glossary entry."""

    id: Slug
    acronym: str | None = None
    title: Texts
    definition: Texts
    aliases: Several = ()
    related: Several = ()
    sources: Several = ()
    verified: bool = True


class IndicatorRow(Model):
    """One concept and one method: what may be drawn as one line."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    theme: str
    method: Literal["survey", "census", "register", "other"]
    producer: str
    unit: str
    direction: Literal["higher_better", "lower_better", "neutral"]
    decimals: int = Field(ge=0, le=6)
    minimum: float | None = None
    maximum: float | None = None
    title: Texts
    short: Texts | None = None
    definition: Texts
    how_to_read: Texts | None = None
    caveat: Texts | None = None
    not_comparable: Several = ()
    not_comparable_why: Texts | None = None
    topics: Several = ()
    sources: Several = ()


class NoteRow(Model):
    """A remark that figures share."""

    key: str
    text: Texts


class AliasRow(Model):
    """Another name of a record."""

    record_id: str
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    name: str
    note: str | None = None


class ObservationRow(Model):
    """One figure."""

    indicator: str
    place: str
    year: int
    period: Annotated[str, AfterValidator(_period)]
    area: Literal["total", "urban", "rural"]
    group: str = ""
    value: float
    qualifier: str | None = None
    sample_size: int | None = Field(default=None, ge=0)
    confidence: Literal["A", "B", "C"]
    source: str
    locator: str | None = None
    note: str | None = None


class RegionRow(Model):
    """A region, a part of one, or a statistical unit.

    Besides the fields named here a country has columns of its own, named in labels.csv: codes (vocabulary
    `code_scheme`) and traits (vocabulary `trait`, the words of each being a vocabulary of that name). A column
    `<trait>_verified`, or `<first part of its name>_verified` for several traits, says false where a trait was not
    checked.
    """

    model_config = ConfigDict(extra="allow")

    id: str
    place_code: str = Field(pattern=r"^(\d{2}|\d{4}p|\d{2}[A-Z])$")
    level: Literal["region", "region_part", "statistical_unit"]
    parent: str
    iso_3166_2: str | None = Field(default=None, pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")
    name: Texts
    capital: str | None = None
    capital_note: Texts | None = None
    capital_altitude_m: float | None = None
    capital_latitude: float | None = Field(default=None, ge=-90, le=90)
    capital_longitude: float | None = Field(default=None, ge=-180, le=180)
    area_km2: float | None = Field(default=None, gt=0)
    authority: str | None = None
    authority_note: Texts | None = None
    note: Texts | None = None
    note_sources: Several = ()
    sources: Several = ()

    def own(self, name: str) -> str:
        """What stands in a column that only this country has; empty where there is none."""
        return str((self.model_extra or {}).get(name) or "").strip()

    def trait(self, name: str) -> tuple[str, ...]:
        """The words of a trait."""
        return tuple(part.strip() for part in self.own(name).split(";") if part.strip())

    def trait_verified(self, name: str) -> bool:
        """Whether a trait was checked."""
        said = self.own(f"{name}_verified") or self.own(f"{name.split('_', maxsplit=1)[0]}_verified")
        return said.lower() != "false"


class ProvinceRow(Model):
    """A province; `part` is the part of its region it lies in."""

    place_code: Annotated[str, _digits(4)]
    region: Annotated[str, _digits(2)]
    part: str | None = None
    name: str
    capital: str | None = None
    capital_altitude_m: float | None = None
    capital_latitude: float | None = Field(default=None, ge=-90, le=90)
    capital_longitude: float | None = Field(default=None, ge=-180, le=180)
    area_km2: float | None = Field(default=None, gt=0)
    sources: Several = ()


class DistrictRow(Model):
    """A district."""

    place_code: Annotated[str, _digits(6)]
    province: Annotated[str, _digits(4)]
    name: str
    sources: Several = ()


class LeftOutRow(Model):
    """Something of the raw material that the reference does not carry, and why."""

    file: str
    count: int = Field(ge=1)
    what: Texts
    reason: Texts
