"""A whole record, as frozen dataclasses: what every kind has, and what each adds. Lists and references, which need
less of it, are in `model`."""

from __future__ import annotations

from dataclasses import dataclass

from fieldref.content.model import (
    Citation,
    Direction,
    Event,
    Kind,
    Label,
    Method,
    Period,
    PlaceLevel,
    RecordRef,
    Role,
    Text,
)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a record. `language` is an ISO 639 code; `note` says what name it is ('old spelling' …)."""

    name: str
    language: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code in a named scheme; `suggested` marks one that is ours and stands in no source."""

    scheme: str
    code: str
    suggested: bool
    name: Text | None = None
    reason: Text | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that its sources stand behind; `verified` false must be shown as such."""

    role: Role
    text: Text
    verified: bool
    citations: tuple[Citation, ...]
    note: Text | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """What another record says of a place."""

    ref: RecordRef
    said: Statement


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 currency."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Record:
    """What every record has. Subclasses add what is their own."""

    id: str
    kind: Kind
    title: Text
    short_title: Text | None
    summary: Text | None
    texts: dict[str, Text]
    """Further texts by field name, as named in `record_text.field`."""
    aliases: tuple[Alias, ...]
    codes: tuple[Code, ...]
    statements: tuple[Statement, ...]
    sources: tuple[str, ...]
    """Ids of every source the record rests on, in order."""
    related: tuple[tuple[str, RecordRef], ...]
    """(role, record) for links in both directions."""
    reviewed: bool

    def said(self, role: Role) -> tuple[Statement, ...]:
        """The statements of one role, in order."""
        return tuple(s for s in self.statements if s.role is role)


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that took part, as printed; `record` is the topic or term that explains it."""

    name: str
    record: RecordRef | None


@dataclass(frozen=True, slots=True)
class Programme(Record):
    """A cooperation programme. A budget of None was not found in the sources; it is never guessed."""

    acronym: str | None
    sector: Label
    period: Period
    period_citations: tuple[Citation, ...]
    status: str
    budget: Money | None
    budget_verified: bool
    budget_citations: tuple[Citation, ...]
    regions: tuple[RecordRef, ...]
    regions_verified: bool
    regions_citations: tuple[Citation, ...]
    national: bool
    """Whether it reached the whole country, whatever regions it names."""
    partners: tuple[Partner, ...]
    implementer: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Trait:
    """A property of a place that is a word of a vocabulary (natural region, main language, macro-region)."""

    label: Label
    verified: bool


@dataclass(frozen=True, slots=True)
class Place(Record):
    """Country, region, part of a region, statistical unit, province or district. Areas in km², altitudes in metres,
    coordinates in degrees WGS 84."""

    level: PlaceLevel
    place_code: str
    parent: RecordRef | None
    capital: str | None
    capital_altitude_m: float | None
    capital_latitude: float | None
    capital_longitude: float | None
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    authority: str | None
    traits: dict[str, tuple[Trait, ...]]
    programmes: tuple[RecordRef, ...]
    """Each tells by `tie_verified` whether its list of regions is verified."""
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]
    """Only the country has events."""


@dataclass(frozen=True, slots=True)
class Indicator(Record):
    """One concept and one method: values that may be drawn as one line."""

    theme: Label
    method: Method
    producer: str
    unit: Label
    direction: Direction
    decimals: int
    not_comparable: tuple[RecordRef, ...]


@dataclass(frozen=True, slots=True)
class Norm:
    """A law, decree or resolution. Dates are ISO or None where not known."""

    reference: str
    role: Text | None
    issued: str | None
    published: str | None
    verified: bool
    note: Text | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Topic(Record):
    """A subject a reader may need explained: an institution, a law, a method."""

    theme: Label
    norms: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class Term(Record):
    """A glossary entry; `acronym` is how it stands in running text. The definition is `summary`."""

    acronym: str | None


@dataclass(frozen=True, slots=True)
class Story(Record):
    """A field story told in facts."""

    programme: RecordRef | None
    place: RecordRef | None
    locality: str | None
    latitude: float | None
    longitude: float | None
    altitude_m: float | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Source(Record):
    """Where a statement or figure comes from."""

    publisher: str | None
    year: str | None
    year_note: str | None
    url: str | None
    reliability: str
    licence: str | None
