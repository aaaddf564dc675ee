"""What a file holds, counted while it is read; an independent count of the file must come to the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fieldref.authoring.iati.reading import Element

NOT_MAPPED = frozenset({
    "activity-scope", "contact-info", "country-budget-items", "humanitarian-scope", "policy-marker", "tag",
    "collaboration-type", "default-flow-type", "default-finance-type", "default-aid-type", "default-tied-status",
    "capital-spend", "conditions", "legacy-data", "crs-add", "fss",
})  # fmt: skip
"""Elements of the standard that a programme record has no place for."""


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
