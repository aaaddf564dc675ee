"""What the search is told of the figures of a place: one line an indicator, with its newest value, so that a question
that joins a place and a subject (`anemia huancavelica`) is answered by the line itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from fieldref.authoring.rows import Row
from fieldref.content.model import Label
from fieldref.content.passages import ALSO
from fieldref.sheets.words import Words

_Titled = Callable[[str, str], str]
_Named = Callable[[str, object, str], str]


class FigureLines:
    """The newest figure of each indicator at each place, in words."""

    def __init__(self, tables: Mapping[str, list[Row]], title: _Titled, label: _Named) -> None:
        """`title(record_id, language)` and `label(vocabulary, key, language)` give the words."""
        self._title = title
        self._label = label
        self._indicator = {str(row["id"]): row for row in tables["indicator"]}
        self._other_names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in tables["alias"]:
            self._other_names[str(row["record_id"]), str(row["language"])].append(str(row["name"]))
        self._measured: dict[str, dict[str, None]] = defaultdict(dict)
        self._newest: dict[tuple[str, str], Row] = {}
        for row in _best_first(tables["observation"]):
            if row["area"] == "total" and not row["population_group"]:
                self._newest.setdefault((str(row["place_id"]), str(row["indicator_id"])), row)
        for row in tables["observation"]:
            self._measured[str(row["place_id"])].setdefault(str(row["indicator_id"]))

    def of(self, place_id: str, language: str) -> Iterator[str]:
        """A line an indicator, newest first: `Maternal deaths (register): 12 deaths (2015) • Maternal mortality`."""
        words = Words(language)
        for indicator in sorted(self._measured.get(place_id, ()), key=lambda one: -self._year(place_id, one)):
            line = self._title(indicator, language)
            if newest := self._newest.get((place_id, indicator)):
                size = newest["sample_size"]
                sample = None if size is None else int(str(size))
                line += f": {words.dated(self._value(newest, words), str(newest['period']), sample)}"
            if others := self._other_names.get((indicator, language)):
                line += ALSO + ", ".join(others)
            yield line

    def _year(self, place_id: str, indicator: str) -> int:
        newest = self._newest.get((place_id, indicator))
        return int(str(newest["year"])) if newest else 0

    def _value(self, row: Row, words: Words) -> str:
        indicator = self._indicator[str(row["indicator_id"])]
        key = str(indicator["unit"])
        unit = Label(key, self._label("unit", key, words.language), one=self._label("unit_one", key, words.language))
        qualifier = None
        if row["qualifier"]:
            qualifier = Label(str(row["qualifier"]), self._label("qualifier", row["qualifier"], words.language))
        return words.qualified(float(str(row["value"])), qualifier, unit, int(str(indicator["decimals"])))


def _best_first(rows: list[Row]) -> list[Row]:
    """The newest before the older, of one period the surest before the others; as the sheet of the place chooses."""
    surest_first = sorted(rows, key=lambda row: (str(row["confidence"]), str(row["source_id"])))
    return sorted(surest_first, key=lambda row: (int(str(row["year"])), str(row["period"])), reverse=True)
