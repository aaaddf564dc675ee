"""Where a location lies: by its point within the shapes of the map, by codes that places carry, by its name."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fieldref.authoring.compose_places import place_ids
from fieldref.authoring.iati.activity import Location
from fieldref.authoring.load import Reference
from fieldref.content.folding import fold
from fieldref.i18n import N_

ISO_VOCABULARY = "A4"
Ring = Sequence[Sequence[float]]
_KINDS = {
    "region": "region|departamento|department|departement|gobierno regional",
    "province": "provincia|province",
    "district": "distrito|district",
}
"""Words, folded, by which a name tells of what kind of place it is, in the languages of most files."""
_TOLD = {
    kind: re.compile(rf"(?:(?:{words})(?: de| del| of)? (?P<before>.+)|(?P<after>.+) (?:{words}))")
    for kind, words in _KINDS.items()
}

_ARTICLE = re.compile("(?:la|el|los|las|the) ")
"""Before a name (`region of the Andes`); of some it is a part (`La Libertad`)."""

BY_POINT, BY_CODE, BY_NAME = "point", "code", "name"
NO_MATCH = N_("its name, codes and point are not known here")
OUTSIDE = N_("its point lies outside every region of the map")
SEVERAL = N_("several places bear its name")
COUNTRY = N_("it is the country as a whole")


@dataclass(frozen=True, slots=True)
class Match:
    """The region a location lies in; without one, `why` says the reason. `differs` tells that its name means another
    region than its point does."""

    place: str = ""
    how: str = ""
    why: str = ""
    differs: str = ""


@dataclass(frozen=True, slots=True)
class _Shape:
    place: str
    box: tuple[float, float, float, float]
    rings: tuple[Ring, ...]

    def holds(self, longitude: float, latitude: float) -> bool:
        west, south, east, north = self.box
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        inside = False
        for ring in self.rings:  # holes are rings too: a point in a hole crosses twice
            previous = ring[-1]
            for corner in ring:
                if (corner[1] > latitude) != (previous[1] > latitude):
                    part = (latitude - corner[1]) / (previous[1] - corner[1])
                    if longitude < corner[0] + part * (previous[0] - corner[0]):
                        inside = not inside
                previous = corner
        return inside


class Places:
    """The places of the source, ready to be asked."""

    def __init__(self, reference: Reference) -> None:
        self._shapes = tuple(_shapes(reference))
        self._country = reference.country.value.place_code if reference.country else ""
        self._names: dict[str, set[str]] = {}
        self._of_kind: dict[str, dict[str, set[str]]] = {kind: {} for kind in _KINDS}
        self._iso: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._gather(reference)

    def title(self, place: str) -> str:
        """The name of a region by its place code."""
        return self._titles.get(place, place)

    def match(self, location: Location) -> Match:
        """The region of a location: what its point says goes before its codes, and those before its name."""
        by_name = self._by_name(location)
        if location.point:
            latitude, longitude = location.point
            for shape in self._shapes:
                if shape.holds(longitude, latitude):
                    other = by_name.place if by_name.place not in ("", shape.place) else ""
                    return Match(shape.place, BY_POINT, differs=other)
        for vocabulary, code in location.codes:
            if vocabulary == ISO_VOCABULARY and code.upper() in self._iso:
                found = self._iso[code.upper()]
                return Match(why=COUNTRY) if found == self._country else Match(found, BY_CODE)
        return Match(why=OUTSIDE) if location.point else by_name

    def _by_name(self, location: Location) -> Match:
        for texts in location.names.values():
            for text in texts:
                found = self._named(text)
                if found.place or found.why in (SEVERAL, COUNTRY):
                    return found
        return Match(why=NO_MATCH)

    def _named(self, text: str) -> Match:
        for part in (text, *text.split(",")):
            name = fold(part).strip()
            found = self._names.get(name) or self._told(name)
            if found == {self._country}:
                return Match(why=COUNTRY)
            if len(found) == 1:
                return Match(next(iter(found)), BY_NAME)
            if found:
                return Match(why=SEVERAL)
        return Match(why=NO_MATCH)

    def _told(self, name: str) -> set[str]:
        """The regions of a name that says what kind of place it is: a district may be called as another region is."""
        for kind, pattern in _TOLD.items():
            said = pattern.fullmatch(name)
            if said:
                told, known = said["before"] or said["after"], self._of_kind[kind]
                return known.get(told) or known.get(_ARTICLE.sub("", told, count=1), set())
        return set()

    def _gather(self, reference: Reference) -> None:
        regions = [one.value for one in reference.regions if one.value.level == "region"]
        province_region = {one.value.place_code: one.value.region for one in reference.provinces}
        lies_in = {record: code for code, record in place_ids(reference).items() if len(code) == 2}
        if reference.country:
            country = reference.country.value
            lies_in[f"country/{country.id}"] = country.place_code
            self._iso[country.id] = country.place_code
            self._name(country.place_code, country.title.values())
        for region in regions:
            lies_in[f"region/{region.id}"] = region.place_code
            self._titles[region.place_code] = next(iter(region.name.values()))
            self._name(region.place_code, region.name.values(), kind="region")
            self._iso[(region.iso_3166_2 or region.id).upper()] = region.place_code
        certain = set(self._names)
        for alias in reference.aliases:
            code = lies_in.get(alias.value.record_id)
            if code and fold(alias.value.name).strip() not in certain:
                self._name(
                    code, [alias.value.name], kind="region" if alias.value.record_id.startswith("region/") else ""
                )
        for part in reference.regions:  # such as a capital's own government: it lies in the region above it
            if part.value.level == "region_part" and part.value.parent in self._titles:
                self._name(part.value.parent, part.value.name.values(), kind="region")
        certain = set(self._names)
        for province in reference.provinces:  # a province of the same name as a region does not hide the region
            self._name(province.value.region, [province.value.name], kind="province", certain=certain)
        certain = set(self._names)
        for district in reference.districts:
            place = province_region.get(district.value.province, "")
            self._name(place, [district.value.name], kind="district", certain=certain)

    def _name(self, place: str, names: Iterable[str], *, kind: str = "", certain: Container[str] = ()) -> None:
        """Note what a place is called; a name that is `certain` stands for another place unless its kind is told."""
        for name in filter(None, (fold(name).strip() for name in names if place)):
            if name not in certain:
                self._names.setdefault(name, set()).add(place)
            if kind:
                self._of_kind[kind].setdefault(name, set()).add(place)


def _shapes(reference: Reference) -> Iterable[_Shape]:
    regions = {one.value.place_code for one in reference.regions if one.value.level == "region"}
    for features in reference.shapes.values():
        for feature in features:
            properties: dict[str, Any] = feature.get("properties") or {}
            place = properties.get("place_code") or properties.get("ubigeo") or ""
            geometry = feature.get("geometry") or {}
            if place not in regions or geometry.get("type") not in ("Polygon", "MultiPolygon"):
                continue
            polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
            rings: tuple[Ring, ...] = tuple(ring for polygon in polygons for ring in polygon)
            east = [corner[0] for ring in rings for corner in ring]
            north = [corner[1] for ring in rings for corner in ring]
            yield _Shape(place, (min(east), min(north), max(east), max(north)), rings)
