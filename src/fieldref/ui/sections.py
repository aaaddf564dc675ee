"""The parts of a sheet that a bookmark can point at, and what each is called."""

from __future__ import annotations

from fieldref.i18n import _

TOP = "top"
_SOURCE = "source-"


def section_of(anchor: str) -> str:
    """The section that an anchor of a sheet belongs to; '' for the top, which is the record itself."""
    if anchor.startswith(_SOURCE):
        return "sources"
    return "" if anchor == TOP else anchor


def section_name(section: str) -> str:
    """The heading of a section in the current language; one that is not known is named by itself."""
    names = {
        "objectives": _("Objectives"),
        "results": _("Results"),
        "facts": _("Facts"),
        "differences": _("Sources differ"),
        "gaps": _("Not found in the sources"),
        "notes": _("Notes"),
        "codes": _("Codes"),
        "related": _("See also"),
        "figures": _("Key figures"),
        "sources": _("Sources"),
        "programmes": _("Programmes here"),
        "elsewhere": _("National programmes, or whose regions no source names"),
        "mentions": _("What other records say of this place"),
        "timeline": _("Timeline"),
        "partners": _("Partners"),
        "norms": _("Legal norms"),
        "rights": _("Rights"),
        "reading": _("How to read it"),
        "not-comparable": _("Do not compare with"),
        "values": _("Latest values"),
        "series": _("Year by year"),
        "cited-by": _("What rests on this source"),
    }
    return names.get(section, section)
