"""Figures in words: values with qualifiers, and what stands behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.model import IndicatorSummary, Label, Observation, SourceSummary
from fieldref.i18n import _, ngettext
from fieldref.sheets.words import TOTAL, Words

_NAMED_SOURCES = 3
_LONG_NAME = 60
"""Letters of the longest name of a publisher that a table shows whole."""
_OF_THE_WORKING = frozenset({"derived", "rounded", "point_estimate"})
"""Qualifiers that say how a figure was worked out; the column of remarks tells them."""


class Wording:
    """Says what figures say, in one language. Made for one picture or one table and then let go."""

    def __init__(self, library: Library, language: str) -> None:
        self.library = library
        self.language = language
        self._words = Words(language)
        self._confidence = library.labels("confidence", language)
        self._sources: dict[str, SourceSummary] = {}

    def value(self, observation: Observation, indicator: IndicatorSummary) -> str:
        """The value with its unit and qualifier: 'more than 73.5%', '1,234 people (preliminary)'."""
        return self._words.value(observation, indicator.unit, indicator.decimals)

    def parts(self, observation: Observation, indicator: IndicatorSummary) -> tuple[str, str, str]:
        """What stands before the number, the number with its unit, what stands after it."""
        number = self.number(observation.value, indicator.unit, observation.decimals(indicator.decimals))
        return self._words.around(number, observation.qualifier)

    def number(self, value: float, unit: Label, decimals: int) -> str:
        """A bare value with its unit: '73.5%', '1,234 people'."""
        return self._words.figure(value, unit, decimals)

    def lines(self, observation: Observation) -> tuple[str, ...]:
        """Period, source, sample, confidence and note of a figure: what hovering and the tables tell."""
        lines = [
            _("Period: {period}", lang=self.language).format(period=self.period(observation)),
            _("Source: {source}", lang=self.language).format(source=self.source(observation)),
        ]
        if observation.sample_size is not None:
            count = i18n.number(observation.sample_size, 0, lang=self.language)
            lines.append(_("Sample: n = {count}, unweighted", lang=self.language).format(count=count))
        if observation.qualifier is not None and observation.qualifier.description:
            lines.append(observation.qualifier.description)
        if observation.confidence != "A":
            lines.append(self.confidence(observation))
        if observation.note is not None:
            lines.append(observation.note.value)
        return tuple(lines)

    def period(self, observation: Observation) -> str:
        """What the figure covers or is as of."""
        return i18n.period(observation.period, lang=self.language)

    def source(self, observation: Observation) -> str:
        """Who says so: the title of the source, with page or table where known."""
        name = self._name(observation.citation.source_id)
        return f"{name} · {observation.citation.locator}" if observation.citation.locator else name

    def publisher(self, observation: Observation) -> tuple[str, str]:
        """Who says so, short: publisher and year, else the title, of a very long name the part up to its first comma.
        And whole, with the title, as a tooltip tells it."""
        source_id, source = observation.citation.source_id, self.source(observation)
        found = self._sources.get(source_id)
        whole = self._publisher(source_id, found)
        if found is not None and found.publisher and len(found.publisher) > _LONG_NAME:
            found = replace(found, publisher=found.publisher.partition(",")[0])
        return self._publisher(source_id, found), source if source.startswith(whole) else f"{whole}\n{source}"

    def remarks(self, observation: Observation, *, qualifier: bool = True) -> str:
        """How the figure was worked out (unless its `qualifier` is told already; what changes its meaning stands beside
        the value), sample, doubt and note in one line."""
        worked_out = observation.qualifier if qualifier and not _changes(observation.qualifier) else None
        parts = [worked_out.name if worked_out else "", self._words.sample(observation)]
        if observation.confidence != "A":
            parts.append(self.confidence(observation))
        if observation.note is not None:
            parts.append(observation.note.value)
        return " · ".join(part for part in parts if part)

    def bare(self, observation: Observation, decimals: int) -> str:
        """The value for a column that names its unit, with the qualifier that changes what it says: 'more than 3.1',
        '1 (preliminary)'."""
        number = self._words.number(observation.value, observation.decimals(decimals))
        told = observation.qualifier if _changes(observation.qualifier) else None
        return " ".join(part for part in self._words.around(number, told) if part)

    def qualified(self, observations: Collection[Observation]) -> str:
        """One line for a legend on the qualifiers of its figures: 'preliminary: all values', 'about: 2 of 25'."""
        counted = Counter(one.qualifier.name for one in observations if one.qualifier is not None)
        told = []
        for name, count in counted.most_common():
            few, every = (i18n.number(n, 0, lang=self.language) for n in (count, len(observations)))
            part = _("{qualifier}: {n} of {all} values", lang=self.language).format(qualifier=name, n=few, all=every)
            whole = _("{qualifier}: all values", lang=self.language).format(qualifier=name)
            told.append(whole if count == len(observations) else part)
        return "; ".join(told)

    def confidence(self, observation: Observation) -> str:
        """The grade of confidence in words."""
        found = self._confidence.get(observation.confidence)
        return found.name if found else observation.confidence

    def sources(self, observations: Iterable[Observation], *, brief: bool = False) -> str:
        """One line that names the sources of several figures: by title, or `brief` by publisher and year."""
        ids = list(dict.fromkeys(o.citation.source_id for o in observations))
        if not ids:
            return ""
        self._load(ids)
        every = list(dict.fromkeys(self._publisher(i, self._sources.get(i)) if brief else self._name(i) for i in ids))
        names = every[:_NAMED_SOURCES]
        if len(every) > _NAMED_SOURCES:
            rest = len(every) - _NAMED_SOURCES
            names.append(ngettext("{n} more", "{n} more", rest, lang=self.language).format(n=rest))
        template = ngettext("Source: {sources}.", "Sources: {sources}.", len(every), lang=self.language)
        return template.format(sources="; ".join(names))

    def referential(self) -> str:
        """Where the shapes come from, and what the map is not."""
        line = _("Referential map, simplified; not an official boundary.", lang=self.language)
        names = [self._name(one) for one in self.library.info(self.language).map_sources if self.library.exists(one)]
        if not names:
            return line
        shapes = _("Map: {sources}.", lang=self.language).format(sources=", ".join(names))
        return f"{shapes} {line}"

    def method(self, indicator: IndicatorSummary) -> str:
        """How the indicator is counted, in a word."""
        found = self.library.labels("method", self.language).get(indicator.method)
        return found.name if found else indicator.method

    def direction(self, indicator: IndicatorSummary) -> str:
        """Which way is better, in words; of a total, that it ranks no place."""
        if indicator.total:
            return _(TOTAL, lang=self.language)
        found = self.library.labels("direction", self.language).get(indicator.direction)
        return found.name if found else ""

    @staticmethod
    def caveat(indicator: IndicatorSummary) -> str:
        """What must stand beside each of its figures, '' for nothing."""
        return indicator.caveat.value if indicator.caveat is not None else ""

    def area(self, key: str) -> str:
        """Total, urban or rural."""
        found = self.library.labels("area", self.language).get(key)
        return found.name if found else key

    def group(self, key: str) -> str:
        """A population group; everybody is named too."""
        if not key:
            return _("Everybody", lang=self.language)
        found = self.library.labels("population_group", self.language).get(key)
        return found.name if found else key

    def _load(self, ids: Sequence[str]) -> None:
        missing = [source_id for source_id in ids if source_id not in self._sources]
        if missing:
            self._sources.update(self.library.source_summaries(missing, self.language))

    def _publisher(self, source_id: str, found: SourceSummary | None) -> str:
        if found is None or not found.publisher:
            return self._name(source_id)
        return f"{found.publisher}, {found.year}" if found.year else found.publisher

    def _name(self, source_id: str) -> str:
        self._load([source_id])
        found = self._sources.get(source_id)
        return found.ref.title.value.rstrip(".") if found else source_id


def _changes(qualifier: Label | None) -> bool:
    """Whether a qualifier changes what a figure says, and does not only tell how it was worked out."""
    return qualifier is not None and qualifier.key not in _OF_THE_WORKING


def one_per_place(observations: Iterable[Observation]) -> dict[str, Observation]:
    """One figure for each place: the most trusted, then the latest period. The others are told, not drawn."""
    chosen: dict[str, Observation] = {}
    for one in observations:
        other = chosen.get(one.place_id)
        newer = other is not None and one.confidence == other.confidence and one.period > other.period
        if other is None or one.confidence < other.confidence or newer:
            chosen[one.place_id] = one
    return chosen
