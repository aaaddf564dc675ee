"""The words of IATI's code lists that a record needs, and sentences in every language of the content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from fieldref import i18n
from fieldref.i18n import N_, SOURCE_LANGUAGE, has_catalog

STATUS = {
    "1": N_("pipeline or identification"), "2": N_("implementation"), "3": N_("finalisation"),
    "4": N_("closed"), "5": N_("cancelled"), "6": N_("suspended"),
}  # fmt: skip
DATES = {"1": N_("planned start"), "2": N_("actual start"), "3": N_("planned end"), "4": N_("actual end")}
ROLES = {"1": N_("funding"), "2": N_("accountable"), "3": N_("extending"), "4": N_("implementing")}
BUDGETS = {"1": N_("Budget, original"), "2": N_("Budget, revised")}
DISBURSEMENTS = {"1": N_("Planned disbursements, original"), "2": N_("Planned disbursements, revised")}
TRANSACTIONS = {
    "1": N_("Incoming funds"), "2": N_("Commitments"), "3": N_("Disbursements"), "4": N_("Expenditure"),
    "5": N_("Interest payments"), "6": N_("Loan repayments"), "7": N_("Reimbursements"),
    "8": N_("Purchases of equity"), "9": N_("Sales of equity"), "10": N_("Credit guarantees"),
    "11": N_("Incoming commitments"), "12": N_("Outgoing pledges"), "13": N_("Incoming pledges"),
}  # fmt: skip
RESULTS = {"1": N_("Output"), "2": N_("Outcome"), "3": N_("Impact"), "9": N_("Result")}
RELATED = {
    "1": N_("part of"), "2": N_("has the part"), "3": N_("sister activity"), "4": N_("co-funded with"),
    "5": N_("third party"),
}  # fmt: skip
OTHER = {
    "budget": N_("Budget, type {code}"),
    "planned-disbursement": N_("Planned disbursements, type {code}"),
    "transaction": N_("Transactions, type {code}"),
}
KINDS = {"budget": BUDGETS, "planned-disbursement": DISBURSEMENTS, "transaction": TRANSACTIONS}

SECTOR_LISTS = {
    "": N_("DAC"), "1": N_("DAC"), "2": N_("DAC-3"), "3": "COFOG", "4": "NACE", "5": "NTEE", "6": "AidData",
    "7": N_("SDG"), "8": N_("SDG"), "9": N_("SDG"), "10": "UN OCHA", "11": "NAICS", "12": "UNSDG",
}  # fmt: skip
GEOGRAPHIC = {
    "A1": "GAUL", "A2": "UN SALB", "A3": "GADM", "A4": "ISO 3166-2", "G1": "GeoNames", "G2": "OpenStreetMap",
}  # fmt: skip


@lru_cache(maxsize=1024)
def _(msgid: str, *, lang: str) -> str:
    """`i18n._`, remembered: a large file says the same few sentences a million times."""
    return i18n._(msgid, lang=lang)


@lru_cache(maxsize=8192)
def ngettext(singular: str, plural: str, n: int, *, lang: str) -> str:
    """`i18n.ngettext`, remembered."""
    return i18n.ngettext(singular, plural, n, lang=lang)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says a sentence in each language of the content for which there is a catalog; where the program speaks none of
    them, in the program's own language."""

    languages: tuple[str, ...]
    spoken: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        spoken = tuple(code for code in self.languages if has_catalog(code))
        object.__setattr__(self, "spoken", spoken or (SOURCE_LANGUAGE,))

    def say(self, sentence: Callable[[str], str]) -> dict[str, str]:
        """`sentence` gets a language code and gives the words."""
        return {code: sentence(code) for code in self.spoken}


def word(words: dict[str, str], code: str, language: str) -> str:
    """The word for a code; the code itself where the list has none."""
    return _(words[code], lang=language) if code in words else code or "?"


def total_name(kind: str, sort: str, language: str) -> str:
    """What a total is of: 'Disbursements'."""
    words = KINDS[kind]
    return _(words[sort], lang=language) if sort in words else _(OTHER[kind], lang=language).format(code=sort or "?")
