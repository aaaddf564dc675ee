"""What one activity is for and where: sectors, recipient countries and regions with their shares, locations."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from fieldref.authoring.iati.activity import Location, Share
from fieldref.authoring.iati.reading import Element
from fieldref.authoring.iati.remarks import Remarks
from fieldref.authoring.iati.values import decimal, narratives
from fieldref.i18n import _

_ROUNDING = 1
"""By how much percentages may miss 100: three times 33.3 do."""


class Purposes:
    """Takes what for and where an activity works."""

    def __init__(self, remarks: Remarks, left: Counter[str]) -> None:
        """`left` counts what a record has no place for."""
        self._activity = remarks.activity
        self._remarks = remarks
        self._left = left

    def sector(self, element: Element) -> None:
        """Take a sector."""
        self._put(self._activity.sectors, self._share(element))

    def country(self, element: Element) -> None:
        """Take a recipient country."""
        share = self._share(element)
        share.code = share.code.upper()
        self._put(self._activity.countries, share)

    def region(self, element: Element) -> None:
        """Take a recipient region."""
        self._put(self._activity.regions, self._share(element))

    def location(self, element: Element) -> None:
        """Take a location, its codes and its point."""
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
            self._left["location/description"] -= 1
        self._activity.locations.append(location)

    def end(self) -> None:
        """The activity is whole: the shares of one list have to make up all of it."""
        activity = self._activity
        groups = {vocabulary: [one for one in activity.sectors if (one.vocabulary or "1") == vocabulary]
                  for vocabulary in dict.fromkeys(one.vocabulary or "1" for one in activity.sectors)}  # fmt: skip
        for shares in groups.values():
            self._whole("sector", shares)
        name = "recipient-country" if activity.countries else "recipient-region"
        places = [*activity.countries, *activity.regions]
        if not _makes_whole(places):  # regions of a publisher's own list may be a part of the whole, or tell it again
            self._whole(name, [*activity.countries, *(one for one in activity.regions if one.vocabulary in ("", "1"))])

    def _share(self, element: Element) -> Share:
        percentage = element.get("percentage")
        value = decimal(percentage) if percentage else None
        if percentage and (value is None or not 0 <= value <= 100):
            self._remarks.add("percentage", element, element.name, _("“{found}” is not a percentage.").format(
                found=percentage[:40]), _("Percentages go from 0 to 100, without a sign; this one is left out."),
            )  # fmt: skip
            percentage = ""
        return Share(element.get("code"), element.get("vocabulary"), percentage, narratives(element), element.line)

    @staticmethod
    def _put(shares: list[Share], share: Share) -> None:
        if share.code or share.names:
            shares.append(share)

    def _point(self, position: Element) -> tuple[float, float] | None:
        parts = [decimal(part) for part in position.text.replace(",", " ").split()]
        if not parts:
            return None
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None:
            latitude, longitude = float(parts[0]), float(parts[1])
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return latitude, longitude
        self._remarks.add("point", position, "location", _("“{found}” is not a point on the globe.").format(
            found=" ".join(position.text.split())[:40]), _("Write latitude and longitude in degrees: -12.05 -77.04."),
        )  # fmt: skip
        return None

    def _whole(self, name: str, shares: list[Share]) -> None:
        if shares and all(one.percentage for one in shares) and not _makes_whole(shares):
            total = _total(shares)
            message = _("The percentages add up to {total}.").format(total=f"{total.normalize():f}")
            hint = _("They should make 100; they are shown as they are.")
            self._remarks.faults.add("percentage", self._activity.file, shares[0].line, name, message, hint)


def _total(shares: list[Share]) -> Decimal:
    return sum((Decimal(one.percentage) for one in shares if one.percentage), Decimal(0))


def _makes_whole(shares: list[Share]) -> bool:
    return abs(_total(shares) - 100) <= _ROUNDING
