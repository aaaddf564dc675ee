"""From the elements of one activity to what it says. What cannot be understood is left out and told, with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from fieldref.authoring.iati.activity import Activity, Document, Organisation
from fieldref.authoring.iati.counting import TAKEN
from fieldref.authoring.iati.faults import Faults
from fieldref.authoring.iati.money import Money
from fieldref.authoring.iati.purposes import Purposes
from fieldref.authoring.iati.reading import Element
from fieldref.authoring.iati.remarks import Remarks
from fieldref.authoring.iati.results import read_result
from fieldref.authoring.iati.values import narratives, reference
from fieldref.i18n import _

_OF_AN_ORGANISATION = "B"
"""How the types of those other identifiers begin that many activities share: they are no name of this one."""


class Taking:
    """Fills one activity, element by element."""

    def __init__(self, activity: Activity, faults: Faults) -> None:
        self.activity = activity
        self.left: Counter[str] = Counter()
        """What of the activity a record has no place for, by name: 'tag', 'transaction/description' …"""
        self._remarks = Remarks(activity, faults)
        self._purposes = purposes = Purposes(self._remarks, self.left)
        money = Money(self._remarks)
        self._take: dict[str, Callable[[Element], None]] = {
            "iati-identifier": self._identifier,
            "other-identifier": self._other_identifier,
            "title": self._title,
            "description": self._description,
            "reporting-org": self._reporting,
            "participating-org": self._participating,
            "activity-status": self._status,
            "activity-date": self._date,
            "sector": purposes.sector,
            "recipient-country": purposes.country,
            "recipient-region": purposes.region,
            "location": purposes.location,
            "budget": money.budget,
            "planned-disbursement": money.budget,
            "transaction": money.transaction,
            "document-link": self._document,
            "activity-website": self._website,
            "related-activity": self._related,
            "result": self._result,
        }

    def child(self, element: Element) -> None:
        """Take one element; what a record has no place for is counted."""
        take = self._take.get(element.name)
        if take is None:
            self.left[element.name] += 1
            return
        take(element)
        self.left.update(
            f"{element.name}/{one.name}" for one in element.children if one.name not in TAKEN[element.name]
        )

    def end(self) -> None:
        """The activity is whole: look whether what belongs together fits together."""
        self._purposes.end()

    # ---- who and what

    def _identifier(self, element: Element) -> None:
        found = " ".join(element.text.split())
        if self.activity.identifier and found != self.activity.identifier:
            message = _("The activity has a second identifier: {found}.").format(found=found[:80])
            self._remarks.add("identifier", element, element.name, message, _("The first one is used."))
            return
        self.activity.identifier = found

    def _other_identifier(self, element: Element) -> None:
        if element.get("type").upper().startswith(_OF_AN_ORGANISATION):
            self.left["other-identifier"] += 1
        elif element.get("ref"):
            self.activity.other_identifiers.append(element.get("ref"))

    def _title(self, element: Element) -> None:
        self._stray(element)
        for language, texts in narratives(element).items():
            self.activity.titles.setdefault(language, []).extend(texts)

    def _stray(self, element: Element) -> None:
        """Tell of a text that is not in a narrative."""
        if element.text.strip() and not element.children:
            message = _("The text stands outside a narrative, as in IATI 1.0x.")
            self._remarks.add(
                "narrative", element, element.name, message, _("It is left out; ask for the file in 2.03.")
            )

    def _description(self, element: Element) -> None:
        self._stray(element)
        kind = self.activity.descriptions.setdefault(element.get("type") or "1", {})
        for language, texts in narratives(element).items():
            known = kind.setdefault(language, [])
            known += [text for text in texts if text not in known]

    def _organisation(self, element: Element) -> Organisation:
        self._stray(element)
        secondary = element.get("secondary-reporter") in ("1", "true")
        return Organisation(narratives(element), reference(element.get("ref")), element.get("role"), secondary)

    def _reporting(self, element: Element) -> None:
        organisation = self._organisation(element)
        if organisation.names or organisation.ref:
            self.activity.reporting = organisation

    def _participating(self, element: Element) -> None:
        organisation = self._organisation(element)
        if organisation.names or organisation.ref:
            self.activity.participants.append(organisation)

    def _status(self, element: Element) -> None:
        code = element.get("code")
        if code not in {"1", "2", "3", "4", "5", "6"}:
            self._remarks.add("status", element, element.name, _("There is no activity status “{found}”.").format(
                found=code[:40]), _("The codes go from 1 to 6; the status is left open."))  # fmt: skip
            return
        self.activity.status = code

    def _date(self, element: Element) -> None:
        kind, found = element.get("type"), element.get("iso-date")
        if kind not in {"1", "2", "3", "4"}:
            message = _("There is no type of date “{found}”.").format(found=kind[:40])
            hint = _("The types go from 1 to 4; this date is left out.")
            self._remarks.add("date", element, element.name, message, hint)
            return
        day = self._remarks.day(element, found)
        if day:
            self.activity.dates.setdefault(kind, day)

    # ---- documents, relatives, results

    def _document(self, element: Element) -> None:
        title = element.first("title")
        self.activity.documents.append(Document(element.get("url"), narratives(title), element.get("format")))

    def _website(self, element: Element) -> None:
        if element.text.strip():
            self.activity.documents.append(Document(element.text.strip(), {}))

    def _related(self, element: Element) -> None:
        if element.get("ref"):
            self.activity.related.append((element.get("type"), element.get("ref")))

    def _result(self, element: Element) -> None:
        self.activity.results.append(read_result(element))
