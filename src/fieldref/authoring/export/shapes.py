"""The map as GeoJSON: shapes and points with ids, codes and names, for any map program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from fieldref.authoring.export.tables import languages
from fieldref.content.library import Library
from fieldref.content.model import ContentInfo, PlaceLevel
from fieldref.content.opening import read_only_uri
from fieldref.content.record_model import Place, Story
from fieldref.i18n import _

REFERENTIAL = "Referential map, simplified; not an official boundary."


def write_shapes(database: Path, folder: Path, progress: Callable[[str], None]) -> None:
    """`regions`, `context` (neighbours, lakes), `capitals`, `provinces` and `stories`, each a collection with its
    licence. Raises ContentError and OSError."""
    with Library(database) as library, closing(sqlite3.connect(read_only_uri(database), uri=True)) as connection:
        info = library.info(library.info("").default_language)
        codes = languages(info)
        collections = {
            "regions": _boundaries(library, codes, ("region",)),
            "context": _boundaries(library, codes, ("neighbour", "lake")),
            "capitals": _boundaries(library, codes, ("capital",)),
            "provinces": _points(library, codes, PlaceLevel.PROVINCE),
            "stories": _stories(library, codes, connection),
        }
        for name, features in collections.items():
            progress(_("Writing {file}…").format(file=f"{name}.geojson"))
            text = json.dumps(_collection(name, info, list(features)), ensure_ascii=False, separators=(",", ":"))
            (folder / f"{name}.geojson").write_text(text + "\n", encoding="utf-8", newline="\n")


def _collection(name: str, info: ContentInfo, features: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "name": name,
        "content": f"{info.id} {info.version}",
        "licence": info.licence,
        "note": REFERENTIAL,
        "features": features,
    }


def _boundaries(library: Library, codes: tuple[str, ...], layers: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for shape in library.boundaries():
        if shape.layer in layers:
            properties = {"layer": shape.layer, "name": shape.name}
            if shape.place_id:
                properties |= _place(library, shape.place_id, codes)
            yield _feature(shape.geometry, properties)


def _points(library: Library, codes: tuple[str, ...], level: PlaceLevel) -> Iterator[dict[str, Any]]:
    for summary in library.places(level, codes[0]):
        place = library.record(summary.ref.id, codes[0])
        if isinstance(place, Place) and place.capital_longitude is not None and place.capital_latitude is not None:
            point = {"type": "Point", "coordinates": [place.capital_longitude, place.capital_latitude]}
            yield _feature(point, {"capital": place.capital, **_place(library, place.id, codes)})


def _place(library: Library, place_id: str, codes: tuple[str, ...]) -> dict[str, Any]:
    place = library.record(place_id, codes[0])
    assert isinstance(place, Place)
    told: dict[str, Any] = {"id": place.id, "level": place.level.value, "place_code": place.place_code}
    told |= {code.scheme: code.code for code in place.codes}
    told |= {f"name_{code}": library.ref(place_id, code).title.value for code in codes}
    told["programmes"] = [ref.id for ref in place.programmes if ref.tie_verified]
    told["programmes_not_verified"] = [ref.id for ref in place.programmes if not ref.tie_verified]
    return told


def _stories(library: Library, codes: tuple[str, ...], connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for (story_id,) in connection.execute("SELECT id FROM story WHERE longitude IS NOT NULL ORDER BY id"):
        story = library.record(story_id, codes[0])
        assert isinstance(story, Story)
        titles = {f"title_{code}": library.ref(story_id, code).title.value for code in codes}
        point = {"type": "Point", "coordinates": [story.longitude, story.latitude]}
        yield _feature(point, {"id": story_id, "locality": story.locality, **titles})


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": properties.get("id"), "properties": properties, "geometry": geometry}
