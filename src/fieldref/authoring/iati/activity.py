"""One activity as it is told in the file: plain values, nothing yet decided on how it will be written down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from fieldref.authoring.iati.values import Narratives


@dataclass(slots=True)
class Organisation:
    """A reporting or participating organisation; `role` is a code of IATI, '' for the reporting one."""

    names: Narratives
    ref: str = ""
    role: str = ""
    secondary: bool = False


@dataclass(slots=True)
class Share:
    """A sector, country or region with its vocabulary and percentage, as given."""

    code: str
    vocabulary: str = ""
    percentage: str = ""
    names: Narratives = field(default_factory=dict)
    line: int = 0


@dataclass(slots=True)
class Location:
    """A place as the publisher wrote it."""

    line: int
    names: Narratives
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    codes: list[tuple[str, str]] = field(default_factory=list)
    """Vocabulary and code, of the administrative units and of the place itself."""


@dataclass(slots=True)
class Total:
    """A sum of amounts of one kind, type, currency and year."""

    amount: Decimal = Decimal(0)
    count: int = 0


@dataclass(slots=True)
class Document:
    """A link to a document."""

    url: str
    titles: Narratives
    format: str = ""


@dataclass(slots=True)
class Value:
    """A baseline, target or actual: the value as written, its comment, and the dimensions it is a part of."""

    written: str
    comment: Narratives
    dimensions: str = ""


@dataclass(slots=True)
class Indicator:
    """An indicator of a result: baselines by year or day, targets and actuals by period."""

    titles: Narratives
    descriptions: Narratives = field(default_factory=dict)
    baselines: list[tuple[str, list[Value]]] = field(default_factory=list)
    periods: list[tuple[str, str, list[Value], list[Value]]] = field(default_factory=list)
    """(start, end, targets, actuals)."""


@dataclass(slots=True)
class Result:
    """A result with its indicators. `kind`: '1' output, '2' outcome, '3' impact, '9' other."""

    kind: str
    titles: Narratives
    descriptions: Narratives = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)


TotalKey = tuple[str, str, str, str]
"""(kind: budget, planned-disbursement or transaction; type; year; currency)."""


@dataclass(slots=True)
class Activity:
    """All that is taken of an `iati-activity`."""

    file: str
    line: int
    language: str
    currency: str
    identifier: str = ""
    titles: Narratives = field(default_factory=dict)
    descriptions: dict[str, Narratives] = field(default_factory=dict)
    reporting: Organisation | None = None
    participants: list[Organisation] = field(default_factory=list)
    other_identifiers: list[str] = field(default_factory=list)
    status: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    sectors: list[Share] = field(default_factory=list)
    countries: list[Share] = field(default_factory=list)
    regions: list[Share] = field(default_factory=list)
    in_transactions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(sector, country or region; vocabulary; code) told with single transactions, and how often."""
    locations: list[Location] = field(default_factory=list)
    totals: dict[TotalKey, Total] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)
    """(type, identifier)."""
    results: list[Result] = field(default_factory=list)

    def add(self, key: TotalKey, amount: Decimal) -> None:
        """Put an amount to its own kind only; currencies and types are never added to each other."""
        total = self.totals.setdefault(key, Total())
        total.amount += amount
        total.count += 1

    def in_country(self, code: str) -> bool:
        """Whether the activity, or one of its transactions, names the country."""
        return any(one.code == code for one in self.countries) or ("recipient-country", "", code) in (
            self.in_transactions
        )
