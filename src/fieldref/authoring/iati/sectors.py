"""The reference's own grouping of programmes for an activity, by the purpose codes of the OECD DAC."""

from __future__ import annotations

from decimal import Decimal

from fieldref.authoring.iati.activity import Activity, Share
from fieldref.authoring.iati.values import decimal, one_line
from fieldref.authoring.iati.words import Speaker, _
from fieldref.authoring.load import Reference

_DAC, _DAC_CATEGORY = ("", "1"), "2"
_ANY = "*"


class Sectors:
    """Which of the source's sectors a DAC code belongs to: the one whose `dac` column in sectors.csv has the longest
    beginning of the code, or that a record with this code is in. The one with `*` takes the rest. Records
    that were `imported` teach nothing: what a machine guessed of a code would come back as what is known of it."""

    def __init__(self, reference: Reference, speaker: Speaker, imported: frozenset[str] = frozenset()) -> None:
        self._speaker = speaker
        self._by_prefix = {prefix: one.value.id for one in reference.sectors for prefix in one.value.dac}
        last = max(reference.sectors, key=lambda one: one.value.position).value.id if reference.sectors else ""
        self._rest = self._by_prefix.get(_ANY, last)
        self._schemes = frozenset(reference.vocabulary("code_scheme"))
        self._names: dict[str, dict[str, str]] = {}
        for record in reference.records():
            for code in record.value.codes if record.value.id not in imported else ():
                if code.scheme == "dac" and code.name:
                    self._names[code.code] = code.name
                if code.scheme == "dac" and hasattr(record.value, "sector"):
                    self._by_prefix.setdefault(code.code, record.value.sector)

    def has_scheme(self, scheme: str) -> bool:
        """Whether the source's labels.csv knows a scheme of codes."""
        return scheme in self._schemes

    def shares(self, activity: Activity) -> list[Share]:
        """The sectors of the activity; where no DAC code is among them, also those of its transactions, with the number
        of these as their weight."""
        if any(map(_is_dac, activity.sectors)):
            return activity.sectors
        told = ((vocabulary, code, count) for (kind, vocabulary, code), count in activity.in_transactions.items()
                if kind == "sector")  # fmt: skip
        return [*activity.sectors, *(Share(code, vocabulary, str(count)) for vocabulary, code, count in told)]

    def choose(self, shares: list[Share]) -> tuple[str, dict[str, str]]:
        """(sector, why): the sector with the largest share of the DAC codes."""
        weights: dict[str, Decimal] = {}
        for share in shares:
            sector = self._of(share) or (self._by_prefix.get(_ANY, "") if _is_dac(share) else "")
            if sector:
                weights[sector] = weights.get(sector, Decimal(0)) + (decimal(share.percentage) or Decimal(1))
        if weights:
            chosen = max(weights, key=lambda name: weights[name])
            codes = ", ".join(dict.fromkeys(one.code for one in shares if self._of(one) == chosen))
            if not codes:
                return chosen, self._speaker.say(_none_of_the_groups)
            return chosen, self._speaker.say(lambda lang: _(
                "Chosen by machine from the DAC codes {codes}.", lang=lang).format(codes=codes))  # fmt: skip
        return self._rest, self._speaker.say(_none_of_the_groups)

    def unknown(self, shares: list[Share]) -> list[str]:
        """The DAC codes that no sector names."""
        return [share.code for share in shares if share.code and _is_dac(share) and not self._of(share)]

    def _of(self, share: Share) -> str:
        if not _is_dac(share):
            return ""
        for length in range(len(share.code), 0, -1):
            found = self._by_prefix.get(share.code[:length])
            if found:
                return found
        return ""

    def codes(self, shares: list[Share], source: str) -> list[dict[str, object]]:
        """The five-digit DAC codes whose name is known, from the file or from other records."""
        found: dict[str, dict[str, object]] = {}
        for share in shares if self.has_scheme("dac") else ():
            if share.vocabulary in _DAC and len(share.code) == 5 and share.code.isdigit():
                name = self._names.get(share.code) or one_line(share.names)
                if name:
                    found[share.code] = {"scheme": "dac", "code": share.code, "status": "verified", "source": source,
                                         "name": name}  # fmt: skip
        return list(found.values())


def _is_dac(share: Share) -> bool:
    return bool(share.code) and share.vocabulary in (*_DAC, _DAC_CATEGORY)


def _none_of_the_groups(language: str) -> str:
    return _("Put here by machine: the file's main sector codes name none of the groups.", lang=language)
