"""What the reference holds, as frozen dataclasses.

Queries in `library` return these; nothing above sees a row or a cursor. A text is always told together with the
language it is in (`Text`), because the language asked for may be missing; the reader then gets the other one and a
badge that says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

UNDETERMINED = "und"
"""Language of a proper name that is the same in every language (ISO 639-2 `und`): never badged."""


class Kind(StrEnum):
    """The kinds of record, in the order in which results of equal worth are shown."""

    COUNTRY = "country"
    PROGRAMME = "programme"
    REGION = "region"
    INDICATOR = "indicator"
    TOPIC = "topic"
    TERM = "term"
    STORY = "story"
    PROVINCE = "province"
    DISTRICT = "district"
    SOURCE = "source"


class TextStatus(StrEnum):
    """How a text came to be in its language."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    MACHINE = "machine"


class PlaceLevel(StrEnum):
    """Administrative level; a part or a statistical unit overlaps regions and is never added to them."""

    COUNTRY = "country"
    REGION = "region"
    REGION_PART = "region_part"
    STATISTICAL_UNIT = "statistical_unit"
    PROVINCE = "province"
    DISTRICT = "district"

    def official(self, code: str) -> str:
        """A place's code if it is one of the state's numbering; '' for the codes of ours that parts and units have."""
        return "" if self in (PlaceLevel.REGION_PART, PlaceLevel.STATISTICAL_UNIT) else code


class Role(StrEnum):
    """What a statement is in its record."""

    OBJECTIVE = "objective"
    FACT = "fact"
    RESULT = "result"
    CONTRADICTION = "contradiction"
    GAP = "gap"
    NOTE = "note"


class Method(StrEnum):
    """How an indicator is counted. Values of different methods are never drawn as one line nor ranked together."""

    SURVEY = "survey"
    CENSUS = "census"
    REGISTER = "register"
    OTHER = "other"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER_BETTER = "higher_better"
    LOWER_BETTER = "lower_better"
    NEUTRAL = "neutral"


def is_total(unit: str) -> bool:
    """Whether a unit counts what grows with a place (people, deaths, hectares) and is no share, rate or index."""
    return not (unit.startswith("percent") or "per_" in unit or unit in ("index", "ratio"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the language it was really found in."""

    value: str
    language: str
    status: TextStatus = TextStatus.ORIGINAL

    def __str__(self) -> str:
        return self.value

    def is_in(self, language: str) -> bool:
        """Whether a reader of `language` gets their own language (a proper name always counts)."""
        return self.language in (language, UNDETERMINED)


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Enough of a record to name it in a list and link to it."""

    id: str
    kind: Kind
    title: Text
    detail: str = ""
    reviewed: bool = True
    """False where it was imported by machine and nobody has read it yet: never shown without saying so."""
    tie_verified: bool = True
    """False for a programme listed at a place by a list of regions that the sources do not establish: likewise."""

    @property
    def short_name(self) -> str:
        """Of a programme, where it has one beside its title; '' for every other record."""
        return self.detail if self.kind is Kind.PROGRAMME and self.detail != self.title.value else ""


@dataclass(frozen=True, slots=True)
class Label:
    """A word of a small vocabulary (sector, theme, unit, qualifier …) in the reader's language."""

    key: str
    name: str
    description: str = ""
    one: str = ""
    """The form of a unit that goes with exactly 1, where it differs: `hospital` beside `hospitals`."""

    def with_number(self, value: float) -> str:
        """The word that stands after `value`."""
        return self.one if self.one and value == 1 else self.name


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as cited by a statement or figure."""

    source_id: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of the cooperation. Dates are ISO, as exact as known: 1965, 2019-06, 2015-04-28."""

    date: str
    end: str | None
    text: Text
    verified: bool
    citations: tuple[Citation, ...]


def decimals_of(value: float, qualifier: Label | None, usual: int) -> int:
    """How many decimals a figure is shown with where its indicator usually shows `usual`: none are added to one its
    source rounded to a whole."""
    rounded = qualifier is not None and qualifier.key == "rounded"
    return 0 if rounded and value.is_integer() else usual


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure. `year` places it in time; `period` says exactly what it covers or is as of
    (2021, 2021-Q4, 2019-12, 2023-07-31, 2001/2023). `value` is in the indicator's unit."""

    indicator_id: str
    place_id: str
    year: int
    period: str
    area: str
    population_group: str
    value: float
    qualifier: Label | None
    sample_size: int | None
    confidence: str
    citation: Citation
    note: Text | None

    @property
    def key(self) -> str:
        """Tells this figure from every other one."""
        about = (self.indicator_id, self.place_id, self.period, self.area, self.population_group)
        return "|".join((*about, self.citation.source_id))

    def decimals(self, usual: int) -> int:
        """How many decimals to show where its indicator usually shows `usual`."""
        return decimals_of(self.value, self.qualifier, usual)


@dataclass(frozen=True, slots=True)
class Period:
    """When a programme ran, with how well that is known. Dates are ISO, as exact as known; None was not found in the
    sources. What is shown of it comes from `Words.ran` or `Words.years`: its dates alone would claim too much."""

    start: str | None = None
    end: str | None = None
    verified: bool = True
    """False where no reliable source gives the dates."""
    planned: bool = False
    """Whether the dates are those of the plan, and what came of it is not known."""
    active_in: str | None = None
    """The latest date at which a source found it still active, where that is told and the end is not."""

    @property
    def dated(self) -> bool:
        """Whether the sources give a beginning or an end."""
        return bool(self.start or self.end)

    @property
    def firm(self) -> bool:
        """Whether its dates may stand without a word beside them."""
        return self.verified and not self.planned

    @property
    def last(self) -> str | None:
        """The date after which it is known not to have run; None where that is open. A planned end is no end."""
        return None if self.planned else self.end


@dataclass(frozen=True, slots=True)
class ProgrammeSummary:
    """A programme as a row of the list and a bar of the timeline."""

    ref: RecordRef
    acronym: str | None
    sector: Label
    period: Period
    status: str
    region_ids: tuple[str, ...]
    partners: tuple[str, ...]
    regions_verified: bool = True
    """False where the sources do not establish the list of regions: shown with a mark, and never only counted."""
    national: bool = False
    """Whether it reached the whole country, whatever regions it names."""

    @property
    def brief(self) -> str:
        """The name for where there is little room: acronym, else short name, else title."""
        return self.acronym or self.ref.short_name or self.ref.title.value


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """A place as a row of the list; `programmes` counts those known to have worked there, `unverified` those besides
    whose list of regions is not verified."""

    ref: RecordRef
    level: PlaceLevel
    place_code: str
    parent_id: str | None
    capital: str | None
    programmes: int
    unverified: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorSummary:
    """An indicator as a row of the chooser. `places` and `years` say how much there is to draw."""

    ref: RecordRef
    theme: Label
    method: Method
    producer: str
    unit: Label
    direction: Direction
    decimals: int
    first_year: int
    last_year: int
    regions: int
    """How many first-level regions have at least one value."""
    caveat: Text | None = None
    """What must stand beside each figure, in a few words."""

    @property
    def total(self) -> bool:
        """Whether its figures are totals, which grow with the place: no place is better or worse by them."""
        return is_total(self.unit.key)


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source as an entry of a list of sources; `reliability` is a grade with its word."""

    ref: RecordRef
    publisher: str | None
    year: str | None
    year_note: str | None
    url: str | None
    reliability: Label
    printed_in: str | None = None
    """The language of its title as printed; None where it has none and is described in our words."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A shape of the map: GeoJSON geometry, longitude before latitude, WGS 84. Referential, not official."""

    layer: str
    place_id: str | None
    name: str
    label: tuple[float, float] | None
    geometry: dict[str, object]


@dataclass(frozen=True, slots=True)
class ContentInfo:
    """What a content file says of itself."""

    id: str
    title: Text
    version: str
    serial: int
    schema: int
    built_on: str
    licence: str
    languages: tuple[str, ...]
    default_language: str
    country_id: str
    counts: dict[str, int]
    locales: dict[str, str] = field(default_factory=dict)
    """How each language is written in this country, by language: es → es_PE. Empty where the file does not say."""
    map_sources: tuple[str, ...] = ()
    """Ids of the sources of the map's shapes and points."""
    news: tuple[Text, ...] = ()
    """What this version brings, in its editors' words."""
