"""What is wrong with the elements of one activity, told with file and line."""

from __future__ import annotations

from dataclasses import dataclass

from fieldref.authoring.iati.activity import Activity
from fieldref.authoring.iati.faults import Faults
from fieldref.authoring.iati.reading import Element
from fieldref.authoring.iati.values import iso_date
from fieldref.i18n import _


@dataclass(frozen=True, slots=True)
class Remarks:
    """Tells the faults of one activity."""

    activity: Activity
    faults: Faults

    def add(self, kind: str, element: Element, name: str, message: str, hint: str = "") -> None:
        """Tell one, at the line of its element."""
        self.faults.add(kind, self.activity.file, element.line, name, message, hint)

    def day(self, element: Element, found: str) -> str | None:
        """The day as the calendar writes it; None for what is none, which is told."""
        day = iso_date(found)
        if not found:
            self.add("date", element, element.name, _("It has no date."))
        elif day is None:
            self.add("date", element, element.name, _("“{found}” is not a day of the calendar.").format(
                found=found[:40]), _("Dates are written 2012-04-30; this one is left out."))  # fmt: skip
        elif day != found:
            self.add("date-form", element, element.name, _("“{found}” is read as {day}.").format(
                found=found[:40], day=day))  # fmt: skip
        return day
