"""The country, its regions, provinces and districts, and the shapes of the map, as rows."""

from __future__ import annotations

import json
from typing import Any

from fieldref.authoring.compose_records import IMPORTANCE
from fieldref.authoring.load import Reference
from fieldref.authoring.models import CountryModel, StatementModel
from fieldref.authoring.rows import Rows, source_id
from fieldref.authoring.tables import RegionRow
from fieldref.content.model import UNDETERMINED, Kind, PlaceLevel, Role

_EMPTY_PLACE: dict[str, object] = dict.fromkeys(
    ("parent_id", "capital", "capital_altitude_m", "capital_latitude", "capital_longitude", "latitude", "longitude",
     "area_km2", "authority"))  # fmt: skip


def place_ids(reference: Reference) -> dict[str, str]:
    """Record ids by place code. A code that a province shares with a part of its region means the part here, as in
    the tables of figures; the province itself is then named by its record id."""
    found = {}
    if reference.country:
        found[reference.country.value.place_code] = f"country/{reference.country.value.id}"
    found.update((one.value.place_code, f"province/{one.value.place_code}") for one in reference.provinces)
    found.update((one.value.place_code, f"district/{one.value.place_code}") for one in reference.districts)
    found.update((one.value.place_code.removesuffix("p"), f"region/{one.value.id}") for one in reference.regions)
    found.update((one.value.place_code, f"region/{one.value.id}") for one in reference.regions)
    return found


def compose_country(reference: Reference, rows: Rows) -> None:
    """The country, the frame of the cooperation and its timeline."""
    if reference.country is None:
        return
    country = reference.country.value
    record_id = f"country/{country.id}"
    rows.common(record_id, Kind.COUNTRY, 1, IMPORTANCE[Kind.COUNTRY], country)
    rows.add("place", id=record_id, level=str(PlaceLevel.COUNTRY), place_code=country.place_code,
             **{**_EMPTY_PLACE, "capital": country.capital, "area_km2": country.area_km2})  # fmt: skip
    _events(rows, record_id, country)


def _events(rows: Rows, record_id: str, country: CountryModel) -> None:
    for number, event in enumerate(country.events, 1):
        rows.add("event", id=number, record_id=record_id, event_date=event.date, end_date=event.end,
                 verified=int(event.verified))  # fmt: skip
        for language, text in event.text.items():
            rows.add("event_text", event_id=number, language=language, text=text)
        for source in dict.fromkeys(event.sources):
            rows.add("event_source", event_id=number, source_id=source_id(source))
        rows.cite(record_id, event.sources)


def compose_places(reference: Reference, rows: Rows, places: dict[str, str]) -> None:
    """Regions and their parts, provinces, districts."""
    for position, loaded in enumerate(reference.regions, 1):
        _region(rows, position, loaded.value, places)
        _named_by_the_country(reference, rows, loaded.value)
    assert reference.content is not None
    scheme = reference.content.value.place_code_scheme
    for position, province in enumerate(reference.provinces, 1):
        row = province.value
        record_id = f"province/{row.place_code}"
        rows.record(record_id, Kind.PROVINCE, position, IMPORTANCE[Kind.PROVINCE], {UNDETERMINED: row.name}, "")
        rows.add("place", id=record_id, level=str(PlaceLevel.PROVINCE), place_code=row.place_code,
                 **{**_EMPTY_PLACE, "parent_id": places[row.region], "capital": row.capital,
                    "capital_altitude_m": row.capital_altitude_m, "capital_latitude": row.capital_latitude,
                    "capital_longitude": row.capital_longitude, "area_km2": row.area_km2})  # fmt: skip
        _own_code(rows, record_id, scheme, row.place_code)
        rows.cite(record_id, row.sources)
        if row.part:
            rows.link(record_id, f"region/{row.part}", "located_in")
    for position, district in enumerate(reference.districts, 1):
        name = district.value
        record_id = f"district/{name.place_code}"
        rows.record(record_id, Kind.DISTRICT, position, IMPORTANCE[Kind.DISTRICT], {UNDETERMINED: name.name}, "")
        rows.add("place", id=record_id, level=str(PlaceLevel.DISTRICT), place_code=name.place_code,
                 **{**_EMPTY_PLACE, "parent_id": f"province/{name.province}"})  # fmt: skip
        _own_code(rows, record_id, scheme, name.place_code)
        rows.cite(record_id, name.sources)


def _region(rows: Rows, position: int, region: RegionRow, places: dict[str, str]) -> None:
    record_id = f"region/{region.id}"
    original = rows.languages[0]
    title = region.name if len(region.name) > 1 else {UNDETERMINED: next(iter(region.name.values()))}
    importance = IMPORTANCE[Kind.REGION] - (0.1 if region.level != PlaceLevel.REGION.value else 0)
    rows.record(record_id, Kind.REGION, position, importance, title, original)
    own = {name: getattr(region, name) for name in _EMPTY_PLACE if name in RegionRow.model_fields}
    rows.add("place", id=record_id, level=region.level, place_code=region.place_code,
             **{**_EMPTY_PLACE, **own, "parent_id": places[region.parent]})  # fmt: skip
    for name in ("capital_note", "authority_note"):
        rows.text(record_id, name, getattr(region, name), original)
    if region.note:
        rows.statement(record_id, Role.NOTE, 1, StatementModel(text=region.note, sources=region.note_sources), original)
    rows.cite(record_id, region.sources)


def _named_by_the_country(reference: Reference, rows: Rows, region: RegionRow) -> None:
    """Codes and traits in the columns that labels.csv names."""
    record_id = f"region/{region.id}"
    for scheme in reference.vocabulary("code_scheme"):
        code = region.iso_3166_2 if scheme == "iso_3166_2" else region.own(scheme)
        if code:
            _own_code(rows, record_id, scheme, code)
    for trait in reference.vocabulary("trait"):
        for place, value in enumerate(region.trait(trait), 1):
            rows.add("place_trait", place_id=record_id, trait=trait, position=place, value=value,
                     verified=int(region.trait_verified(trait)))  # fmt: skip


def _own_code(rows: Rows, record_id: str, scheme: str | None, code: str) -> None:
    if scheme:
        rows.add("code", record_id=record_id, scheme=scheme, code=code, status="verified", source_id=None)


def compose_shapes(reference: Reference, rows: Rows, places: dict[str, str]) -> None:
    """What the map draws, from every GeoJSON file: a feature tells its layer by its properties."""
    for name in sorted(reference.shapes):
        for feature in reference.shapes[name]:
            _shape(rows, feature["properties"], feature["geometry"], places)


def _shape(rows: Rows, properties: dict[str, Any], geometry: dict[str, Any], places: dict[str, str]) -> None:
    if "capital" in properties:
        layer, name = "capital", properties["capital"]
    elif "kind" in properties:
        layer, name = ("lake" if properties["kind"] == "lake" else "neighbour"), properties["name"]
    else:
        layer, name = "region", properties["name"]
    label = properties.get("label") or (None, None)
    code = properties.get("place_code") or properties.get("ubigeo", "")
    rows.add("boundary", id=rows.next_id("boundary"), layer=layer, place_id=places.get(code),
             name=name, label_longitude=label[0], label_latitude=label[1],
             geometry=json.dumps(geometry, separators=(",", ":")))  # fmt: skip
