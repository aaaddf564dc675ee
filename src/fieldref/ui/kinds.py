"""How the kinds of record are called and marked in the window, and on which page each is at home."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from fieldref.content.model import Kind
from fieldref.i18n import _, ngettext

HOME_PAGE: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.COUNTRY: "regions",
        Kind.PROGRAMME: "programmes",
        Kind.REGION: "regions",
        Kind.INDICATOR: "coverage",
        Kind.TOPIC: "topics",
        Kind.TERM: "topics",
        Kind.STORY: "programmes",
        Kind.PROVINCE: "regions",
        Kind.DISTRICT: "regions",
        Kind.SOURCE: "about",
    }
)
"""The page to open a record on when the present one has no reading pane."""


def kind_of(record_id: str) -> Kind | None:
    """The kind that a record id names, or None when it names none."""
    try:
        return Kind(record_id.partition("/")[0])
    except ValueError:
        return None


def kind_name(kind: Kind) -> str:
    """One record of the kind, as a word."""
    return {
        Kind.COUNTRY: _("Country"),
        Kind.PROGRAMME: _("Programme"),
        Kind.REGION: _("Region"),
        Kind.INDICATOR: _("Indicator"),
        Kind.TOPIC: _("Topic"),
        Kind.TERM: _("Term"),
        Kind.STORY: _("Story"),
        Kind.PROVINCE: _("Province"),
        Kind.DISTRICT: _("District"),
        Kind.SOURCE: _("Source"),
    }[kind]


def kinds_name(kind: Kind) -> str:
    """Several records of the kind, as a word: the heading of a list or the text of a filter."""
    return {
        Kind.COUNTRY: _("Countries"),
        Kind.PROGRAMME: _("Programmes"),
        Kind.REGION: _("Regions"),
        Kind.INDICATOR: _("Indicators"),
        Kind.TOPIC: _("Topics"),
        Kind.TERM: _("Terms"),
        Kind.STORY: _("Stories"),
        Kind.PROVINCE: _("Provinces"),
        Kind.DISTRICT: _("Districts"),
        Kind.SOURCE: _("Sources"),
    }[kind]


def counted(kind: Kind, n: int, shown: str) -> str:
    """`shown` is the number `n` as the reader writes it: '25 regions', '1 source'."""
    text = {
        Kind.COUNTRY: ngettext("{n} country", "{n} countries", n),
        Kind.PROGRAMME: ngettext("{n} programme", "{n} programmes", n),
        Kind.REGION: ngettext("{n} region", "{n} regions", n),
        Kind.INDICATOR: ngettext("{n} indicator", "{n} indicators", n),
        Kind.TOPIC: ngettext("{n} topic", "{n} topics", n),
        Kind.TERM: ngettext("{n} term", "{n} terms", n),
        Kind.STORY: ngettext("{n} story", "{n} stories", n),
        Kind.PROVINCE: ngettext("{n} province", "{n} provinces", n),
        Kind.DISTRICT: ngettext("{n} district", "{n} districts", n),
        Kind.SOURCE: ngettext("{n} source", "{n} sources", n),
    }[kind]
    return text.format(n=shown)
