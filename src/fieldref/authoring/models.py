"""The shape of the YAML records: what an editor may write in each, field by field."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from fieldref.content.model import UNDETERMINED
from fieldref.i18n import _

LANGUAGE_KEY = re.compile(r"[a-z]{2,3}")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DATE = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

Confidence = Literal["A", "B", "C", "D"]
CodeStatus = Literal["verified", "suggested"]


def _texts(value: object) -> object:
    """A plain text is a proper name, the same in every language."""
    return {UNDETERMINED: value} if isinstance(value, str) else value


def _slug(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError(_("use lower-case letters, digits and single hyphens"))
    return value


def _iso_date(value: str) -> str:
    if not DATE.fullmatch(value):
        raise ValueError(_("write a date as 2012, 2012-04 or 2012-04-30"))
    if not 1900 <= int(value[:4]) <= 2100:
        raise ValueError(_("the year must lie between 1900 and 2100"))
    return value


def _url(value: str) -> str:
    if not re.match(r"https?://\S+$", value):
        raise ValueError(_("write the whole address, from https:// on"))
    return value


def _locale(value: str) -> str:
    from babel.localedata import exists, normalize_locale

    if not exists(normalize_locale(value) or value):
        raise ValueError(_("write a locale as es_PE or en_GB"))
    return value


Locale = Annotated[str, AfterValidator(_locale)]
Texts = Annotated[dict[str, str], BeforeValidator(_texts)]
Slug = Annotated[str, AfterValidator(_slug)]
IsoDate = Annotated[str, AfterValidator(_iso_date)]
Address = Annotated[str, AfterValidator(_url)]


class Model(BaseModel):
    """Unknown fields are an error: a misspelt name must not lose its text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Spoken(Model):
    """A text that stands in its own block, one line a language (`es: …`, `en: …`)."""

    text: dict[str, str]

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "text" in value:
            return value
        text = {
            key: word for key, word in value.items() if key not in cls.model_fields and LANGUAGE_KEY.fullmatch(str(key))
        }
        return {**{key: word for key, word in value.items() if key not in text}, "text": text}


class StatementModel(Spoken):
    """One sentence. A source may carry the page or table after its id: `sisfin-tn p. 12`."""

    sources: tuple[str, ...] = ()
    verified: bool = True
    note: Texts | None = None
    confidence: Confidence | None = None
    places: tuple[str, ...] = ()
    """Codes of regions that the sentence is about; their sheets tell it too."""


class EventModel(Spoken):
    """A dated event of the timeline."""

    date: IsoDate
    end: IsoDate | None = None
    sources: tuple[str, ...]
    verified: bool = True


class CodeModel(Model):
    """A code in a scheme that labels.csv names; one that is ours is `suggested` and says why."""

    scheme: str
    code: str
    status: CodeStatus
    source: str | None = None
    name: Texts | None = None
    reason: Texts | None = None


class BudgetModel(Model):
    """An amount, in units of its currency."""

    amount: float = Field(gt=0)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    verified: bool
    sources: tuple[str, ...]
    note: Texts | None = None


class PartnerModel(Model):
    """An organisation as printed, and the topic or term that explains it."""

    name: Texts
    record: str | None = None


class RecordModel(Model):
    """What every YAML record may have."""

    id: str
    position: int = 1
    reviewed: bool = True
    original: str | None = None
    title: Texts
    short_title: Texts | None = None
    title_note: Texts | None = None
    summary: Texts | None = None
    aliases: tuple[str, ...] = ()
    codes: tuple[CodeModel, ...] = ()
    objectives: tuple[StatementModel, ...] = ()
    facts: tuple[StatementModel, ...] = ()
    results: tuple[StatementModel, ...] = ()
    contradictions: tuple[StatementModel, ...] = ()
    gaps: tuple[StatementModel, ...] = ()
    notes: tuple[StatementModel, ...] = ()
    topics: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class ProgrammeModel(RecordModel):
    """A cooperation programme. Leave out a date or budget that no source gives. `dates_planned` says that the dates
    are those of the plan; `active_in` is the latest date at which a source found it still active; `national` that
    it reached the whole country, whatever regions it names."""

    id: Slug
    acronym: str | None = None
    sector: str
    sector_note: Texts | None = None
    start: IsoDate | None = None
    end: IsoDate | None = None
    dates_verified: bool
    dates_planned: bool = False
    active_in: IsoDate | None = None
    dates_sources: tuple[str, ...] = ()
    status: Literal["closed", "active", "unknown"]
    status_note: Texts | None = None
    confidence: Confidence
    confidence_note: Texts | None = None
    implementer: str | None = None
    implementer_note: Texts | None = None
    budget: BudgetModel | None = None
    partners: tuple[PartnerModel, ...] = ()
    regions: tuple[str, ...] = ()
    regions_verified: bool
    regions_sources: tuple[str, ...] = ()
    national: bool = False


class NormModel(Model):
    """A law, decree or resolution."""

    reference: str
    role: Texts | None = None
    issued: IsoDate | None = None
    published: IsoDate | None = None
    verified: bool = True
    sources: tuple[str, ...]
    note: Texts | None = None


class TopicModel(RecordModel):
    """A subject to explain, with its legal norms."""

    id: Slug
    theme: str
    norms: tuple[NormModel, ...] = ()


class StoryModel(RecordModel):
    """A field story told in facts."""

    id: Slug
    programme: str | None = None
    place: str | None = None
    locality: str | None = None
    located_in: tuple[str, ...] = ()
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    altitude_m: float | None = None
    location_note: Texts | None = None
    url: Address | None = None
    rights: Texts | None = None


class CountryModel(RecordModel):
    """The country and the frame of the cooperation."""

    place_code: str = Field(pattern=r"^\d{2}$")
    capital: str | None = None
    area_km2: float | None = None
    events: tuple[EventModel, ...] = ()


class ContentModel(Model):
    """What the content file says of itself. `version` is year.month; `serial` grows with every release. `locales` says
    how each language is written in this country (`es: es_PE`); `place_code_scheme` names the scheme of the codes of
    provinces and districts, a word of the vocabulary `code_scheme`; `map_sources` are
    ids of sources.csv for the shapes of the map; `news` tells readers what this version brings."""

    id: Slug
    title: Texts
    version: str = Field(pattern=r"^\d{4}\.\d{2}(\.\d+)?$")
    serial: int = Field(ge=1)
    built_on: IsoDate
    licence: str
    languages: tuple[str, ...] = Field(min_length=1)
    default_language: str
    country: str
    locales: dict[str, Locale] = {}
    place_code_scheme: str | None = None
    map_sources: tuple[Slug, ...] = ()
    news: tuple[Texts, ...] = ()
