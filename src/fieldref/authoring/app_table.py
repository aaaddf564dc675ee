"""The table of figures that the app saves, in a reader's language, led back to the columns of the source."""

from __future__ import annotations

from fieldref.authoring.compose_places import place_ids
from fieldref.authoring.load import Loaded, Reference
from fieldref.authoring.problems import Problems, SourceProblems
from fieldref.authoring.spreadsheets import Line
from fieldref.authoring.tables import ObservationRow
from fieldref.i18n import _, available_languages
from fieldref.tables import observation_headers

_INDICATOR, _PLACE, _CODE, _AREA, _GROUP, _PERIOD, _VALUE, _UNIT, _QUALIFIER, _SOURCE, _PUBLISHER, _LOCATOR = range(12)


def is_app_table(headers: list[str]) -> bool:
    """Whether these are the headers of a table that the app saves."""
    forms = [(code, regions) for code in available_languages() for regions in (False, True)]
    return any(list(observation_headers(code, regions=regions)) == headers for code, regions in forms)


def as_source_rows(table: str, lines: list[Line], reference: Reference) -> list[tuple[int, dict[str, str]]]:
    """The rows in the columns of the source. Raises SourceProblems where a row is no figure of the source."""
    words = _Words(reference)
    fields = len(observation_headers(available_languages()[0]))
    problems = Problems()
    found = []
    for line in lines:
        cells = list(line.cells.values())
        if len(cells) > fields:
            del cells[_PLACE + 1]  # the region of a province is told for reading
        there = words.figure(cells)
        if there is None:
            hint = _("To add figures, edit observations.csv of “fieldref content export --format csv”.")
            problems.add(table, line.number, "", _("The source has no such figure."), hint)
            continue
        row = {name: _text(getattr(there.value, name)) for name in ObservationRow.model_fields}
        row |= {"value": cells[_VALUE], "locator": cells[_LOCATOR]}
        row["qualifier"] = words.key("qualifier", cells[_QUALIFIER])
        found.append((line.number, row))
    if len(problems):
        raise SourceProblems(list(problems))
    return found


class _Words:
    """Leads the words of a table back to keys."""

    def __init__(self, reference: Reference) -> None:
        self._keys: dict[tuple[str, str], str] = {}
        for label in reference.labels:
            for name in label.value.name.values():
                self._keys.setdefault((label.value.vocabulary, name), label.value.key)
        indicators = {one.value.id: set(one.value.title.values()) for one in reference.indicators}
        sources = {one.value.id: _titles(one.value.title, one.value.described) for one in reference.sources}
        self._places = place_ids(reference)
        self._figures: dict[tuple[str, ...], Loaded[ObservationRow]] = {}
        for one in reference.observations:
            value = one.value
            for title in indicators[value.indicator]:
                for source in sources[value.source.split()[0]]:
                    place = self._places.get(value.place, value.place)
                    self._figures[title, place, value.area, value.group, value.period, source] = one

    def key(self, vocabulary: str, word: str) -> str:
        """The key of a word; an unknown one stays as it is, for the check to name."""
        return self._keys.get((vocabulary, word), word) if word else ""

    def figure(self, cells: list[str]) -> Loaded[ObservationRow] | None:
        """The figure a row is about."""
        for code in (cells[_CODE], f"0{cells[_CODE]}"):
            # A code that a part of a region shares is the province's here: the app gives the part a code of its own.
            place = f"province/{code}" if f"{code}p" in self._places else self._places.get(code, code)
            key = (cells[_INDICATOR], place, self.key("area", cells[_AREA]),
                   self.key("population_group", cells[_GROUP]), cells[_PERIOD], cells[_SOURCE])  # fmt: skip
            if key in self._figures:
                return self._figures[key]
        return None


def _titles(title: str | None, described: dict[str, str] | None) -> set[str]:
    return {title} if title else set((described or {}).values())


def _text(value: object) -> str:
    return "" if value is None else str(value)
