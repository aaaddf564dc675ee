"""What a file holds, counted while it is read; an independent count of the file must come to the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fieldref.authoring.iati.reading import Element

_TEXT = frozenset({"narrative"})
_MONEY = frozenset({"period-start", "period-end", "value"})
TAKEN = {
    "iati-identifier": frozenset[str](), "other-identifier": frozenset[str](), "activity-status": frozenset[str](),
    "activity-date": frozenset[str](), "activity-website": frozenset[str](), "related-activity": frozenset[str](),
    "title": _TEXT, "description": _TEXT, "reporting-org": _TEXT, "participating-org": _TEXT,
    "sector": _TEXT, "recipient-country": _TEXT, "recipient-region": _TEXT,
    "location": frozenset({"name", "location-id", "administrative", "point"}),
    "budget": _MONEY, "planned-disbursement": _MONEY,
    "transaction": frozenset({
        "transaction-type", "transaction-date", "value", "sector", "recipient-country", "recipient-region"}),
    "document-link": frozenset({"title"}),
    "result": frozenset({"title", "description", "indicator"}),
}  # fmt: skip
"""The elements that a record has a place for, each with what of it. The rest is told in the report."""


@dataclass(slots=True)
class Counts:
    """Numbers of one file, over all its activities whether taken or not."""

    activities: int = 0
    transactions: int = 0
    locations: int = 0
    budgets: int = 0
    narratives: Counter[str] = field(default_factory=Counter)
    """By the language that holds for each, as written and in lower case; '' where the file names none."""
    elements: Counter[str] = field(default_factory=Counter)
    """By name, of the elements right below an activity."""

    def child(self, element: Element) -> None:
        """Count one element of an activity and the narratives in it."""
        self.elements[element.name] += 1
        self.transactions += element.name == "transaction"
        self.locations += element.name == "location"
        self.budgets += element.name == "budget"
        self._narratives(element)

    def _narratives(self, element: Element) -> None:
        if element.name == "narrative":
            self.narratives[element.language.lower()] += 1
        for child in element.children:
            self._narratives(child)

    def as_facts(self) -> dict[str, object]:
        """For the report."""
        return {
            "activities": self.activities,
            "narratives": dict(sorted(self.narratives.items())),
            "transactions": self.transactions,
            "locations": self.locations,
            "budgets": self.budgets,
            "elements": dict(sorted(self.elements.items())),
        }
