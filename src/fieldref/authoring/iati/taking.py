"""From the elements of one activity to what it says. What cannot be understood is left out and told, with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from fieldref.authoring.iati.activity import Activity, Document, Location, Organisation, Share
from fieldref.authoring.iati.counting import TAKEN
from fieldref.authoring.iati.faults import Faults
from fieldref.authoring.iati.reading import Element
from fieldref.authoring.iati.results import read_result
from fieldref.authoring.iati.values import (
    decimal,
    is_currency,
    iso_date,
    narratives,
    reference,
)
from fieldref.i18n import _

_ROUNDING = 1
"""By how much percentages may miss 100: three times 33.3 do."""
_OF_AN_ORGANISATION = "B"
"""How the types of those other identifiers begin that many activities share: they are no name of this one."""
_SHARED = ("sector", "recipient-country", "recipient-region")


class Taking:
    """Fills one activity, element by element."""

    def __init__(self, activity: Activity, faults: Faults) -> None:
        self.activity = activity
        self.left: Counter[str] = Counter()
        """What of the activity a record has no place for, by name: 'tag', 'transaction/description' …"""
        self._faults = faults
        self._take: dict[str, Callable[[Element], None]] = {
            "iati-identifier": self._identifier,
            "other-identifier": self._other_identifier,
            "title": self._title,
            "description": self._description,
            "reporting-org": self._reporting,
            "participating-org": self._participating,
            "activity-status": self._status,
            "activity-date": self._date,
            "sector": self._sector,
            "recipient-country": self._country,
            "recipient-region": self._region,
            "location": self._location,
            "budget": self._budget,
            "planned-disbursement": self._budget,
            "transaction": self._transaction,
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

    def _fault(self, kind: str, element: Element, name: str, message: str, hint: str = "") -> None:
        self._faults.add(kind, self.activity.file, element.line, name, message, hint)

    # ---- who and what

    def _identifier(self, element: Element) -> None:
        found = " ".join(element.text.split())
        if self.activity.identifier and found != self.activity.identifier:
            self._fault("identifier", element, element.name, _("The activity has a second identifier: {found}.").format(
                found=found[:80]), _("The first one is used."))  # fmt: skip
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
            self._fault("narrative", element, element.name, message, _("It is left out; ask for the file in 2.03."))

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
        self.activity.reporting = self._organisation(element)

    def _participating(self, element: Element) -> None:
        organisation = self._organisation(element)
        if organisation.names or organisation.ref:
            self.activity.participants.append(organisation)

    def _status(self, element: Element) -> None:
        code = element.get("code")
        if code not in {"1", "2", "3", "4", "5", "6"}:
            self._fault("status", element, element.name, _("There is no activity status “{found}”.").format(
                found=code[:40]), _("The codes go from 1 to 6; the status is left open."))  # fmt: skip
            return
        self.activity.status = code

    def _date(self, element: Element) -> None:
        kind, found = element.get("type"), element.get("iso-date")
        if kind not in {"1", "2", "3", "4"}:
            self._fault("date", element, element.name, _("There is no type of date “{found}”.").format(found=kind[:40]),
                        _("The types go from 1 to 4; this date is left out."))  # fmt: skip
            return
        day = self._day(element, found)
        if day:
            self.activity.dates.setdefault(kind, day)

    def _day(self, element: Element, found: str) -> str | None:
        day = iso_date(found)
        if not found:
            self._fault("date", element, element.name, _("It has no date."))
        elif day is None:
            self._fault("date", element, element.name, _("“{found}” is not a day of the calendar.").format(
                found=found[:40]), _("Dates are written 2012-04-30; this one is left out."))  # fmt: skip
        elif day != found:
            self._fault("date-form", element, element.name, _("“{found}” is read as {day}.").format(
                found=found[:40], day=day))  # fmt: skip
        return day

    # ---- what for and where

    def _share(self, element: Element) -> Share:
        percentage = element.get("percentage")
        value = decimal(percentage) if percentage else None
        if percentage and (value is None or not 0 <= value <= 100):
            self._fault("percentage", element, element.name, _("“{found}” is not a percentage.").format(
                found=percentage[:40]), _("Percentages go from 0 to 100, without a sign; this one is left out."),
            )  # fmt: skip
            percentage = ""
        return Share(element.get("code"), element.get("vocabulary"), percentage, narratives(element), element.line)

    def _sector(self, element: Element) -> None:
        self._put(self.activity.sectors, self._share(element))

    def _country(self, element: Element) -> None:
        share = self._share(element)
        share.code = share.code.upper()
        self._put(self.activity.countries, share)

    def _region(self, element: Element) -> None:
        self._put(self.activity.regions, self._share(element))

    @staticmethod
    def _put(shares: list[Share], share: Share) -> None:
        if share.code or share.names:
            shares.append(share)

    def _location(self, element: Element) -> None:
        location = Location(element.line, narratives(element.first("name")))
        for child in (*element.each("location-id"), *element.each("administrative")):
            code = child.get("vocabulary"), child.get("code")
            if code[1] and code not in location.codes:
                location.codes.append(code)
        point = element.first("point")
        position = point.first("pos") if point else None
        if position is not None:
            location.point = self._point(position)
        if not location.names and element.first("description"):
            location.names = narratives(element.first("description"))
            self.left["location/description"] -= 1
        self.activity.locations.append(location)

    def _point(self, position: Element) -> tuple[float, float] | None:
        parts = [decimal(part) for part in position.text.replace(",", " ").split()]
        if not parts:
            return None
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None:
            latitude, longitude = float(parts[0]), float(parts[1])
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return latitude, longitude
        self._fault("point", position, "location", _("“{found}” is not a point on the globe.").format(
            found=" ".join(position.text.split())[:40]), _("Write latitude and longitude in degrees: -12.05 -77.04."),
        )  # fmt: skip
        return None

    def end(self) -> None:
        """The activity is whole: the shares of one list have to make up all of it."""
        activity = self.activity
        groups = {vocabulary: [one for one in activity.sectors if (one.vocabulary or "1") == vocabulary]
                  for vocabulary in dict.fromkeys(one.vocabulary or "1" for one in activity.sectors)}  # fmt: skip
        for shares in groups.values():
            self._whole("sector", shares)
        name = "recipient-country" if activity.countries else "recipient-region"
        places = [*activity.countries, *activity.regions]
        if not _makes_whole(places):  # regions of a publisher's own list may be a part of the whole, or tell it again
            self._whole(name, [*activity.countries, *(one for one in activity.regions if one.vocabulary in ("", "1"))])

    def _whole(self, name: str, shares: list[Share]) -> None:
        if shares and all(one.percentage for one in shares) and not _makes_whole(shares):
            total = _total(shares)
            message = _("The percentages add up to {total}.").format(total=f"{total.normalize():f}")
            hint = _("They should make 100; they are shown as they are.")
            self._faults.add("percentage", self.activity.file, shares[0].line, name, message, hint)

    # ---- money

    def _amount(self, element: Element, kind: str, sort: str, year: str, value: Element) -> None:
        amount = decimal(value.text)
        if amount is None:
            self._fault("amount", value, element.name, _("“{found}” is not an amount.").format(
                found=value.text.strip()[:40]), _(
                "Write digits with a point for decimals and nothing between thousands; it is left out of the totals."),
            )  # fmt: skip
            return
        currency = value.get("currency") or self.activity.currency
        if not is_currency(currency):
            self._fault("currency", value, element.name, _("There is no currency “{found}”.").format(
                found=currency[:20]) if currency else _("The amount names no currency, nor does the activity."), _(
                "Use a code of ISO 4217, such as EUR; the amount is left out of the totals."))  # fmt: skip
            return
        self.activity.add((kind, sort, year, currency), amount)

    def _budget(self, element: Element) -> None:
        value = element.first("value")
        if value is None:
            self._fault("amount", element, element.name, _("It has no value."))
            return
        start, end = (self._child_date(element, name) for name in ("period-start", "period-end"))
        start = start or self._value_date(value)
        year = "" if start is None else start[:4]
        if start and end and end[:4] > year:
            year = f"{year}/{end[:4]}"
        self._amount(element, element.name, element.get("type") or "1", year, value)

    def _transaction(self, element: Element) -> None:
        for name in _SHARED:
            for child in element.each(name):
                code = child.get("code").upper() if name == "recipient-country" else child.get("code")
                vocabulary = "" if name == "recipient-country" else child.get("vocabulary")
                self.activity.in_transactions[name, vocabulary, code] += 1
        value, kind = element.first("value"), element.first("transaction-type")
        if value is None:
            self._fault("amount", element, element.name, _("It has no value."))
            return
        day = self._child_date(element, "transaction-date") or self._value_date(value)
        self._amount(element, element.name, kind.get("code") if kind else "", day[:4] if day else "", value)

    def _child_date(self, element: Element, name: str) -> str | None:
        child = element.first(name)
        return self._day(child, child.get("iso-date")) if child else None

    def _value_date(self, value: Element) -> str | None:
        return self._day(value, value.get("value-date")) if value.get("value-date") else None

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


def _total(shares: list[Share]) -> Decimal:
    return sum((Decimal(one.percentage) for one in shares if one.percentage), Decimal(0))


def _makes_whole(shares: list[Share]) -> bool:
    return abs(_total(shares) - 100) <= _ROUNDING
