"""Figures of sheets as small SVG for web pages.

Qt writes every shape with all its properties and three decimals. Here each keeps what it needs, and what the maps share
(coast, neighbours, regions nobody points at) goes into one background picture that every map of that shape lies on.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape

from PySide6.QtCore import QSize

from fieldref.content.library import Library
from fieldref.ui.figures.map_spec import Fill, MapSpec
from fieldref.ui.figures.map_spec import Swatch as MapSwatch
from fieldref.ui.figures.render import UnknownFigure, described, figure_spec, natural_height, spec_svg
from fieldref.ui.palettes import PALETTES
from fieldref.ui.printing import offscreen_application

MAP_WIDTH, WIDTH = 400, 640
_GRID = 1.0
_SPOKEN = 140
_LONG = 90
"""A path shorter than this many letters is not worth sharing."""
_SHARED_BY = 3
_SVG = "{http://www.w3.org/2000/svg}"
_DEFAULTS = {
    "fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "1", "stroke": "none", "font-weight": "400",
    "font-style": "normal", "transform": "matrix(1,0,0,1,0,0)", "stroke-linecap": "square",
    "stroke-linejoin": "bevel",
}  # fmt: skip
_LINE = ("stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset")
_PLACE = ("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2")
_LETTERS = ("font-size", "font-weight", "font-style")
_PALETTE = PALETTES["light"]
Key = tuple[str, str]
"""Figure key and language."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One element: its tag, what it looks like, where it is, and its words."""

    tag: str
    look: tuple[tuple[str, str], ...]
    place: tuple[tuple[str, str], ...]
    text: str = ""

    def write(self) -> str:
        """The element as SVG."""
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in (*self.look, *self.place))
        if self.text:
            return f"<{self.tag}{attributes}>{escape(self.text)}</{self.tag}>"
        return f"<{self.tag}{attributes}/>"

    def without(self, usual: tuple[tuple[str, str], ...]) -> Shape:
        """The element where `usual` is how everything looks that says nothing else."""
        if self.tag == "image":
            return self
        return replace(self, look=tuple(pair for pair in self.look if pair not in usual))

    def led_from(self, folder: str) -> Shape:
        """A picture with the way to it."""
        if self.tag != "image":
            return self
        return replace(self, place=tuple((k, folder + v if k == "href" else v) for k, v in self.place))

    @property
    def path(self) -> str:
        """What is drawn, for a path long enough to share."""
        found = dict(self.place).get("d", "") if self.tag == "path" else ""
        return found if len(found) > _LONG else ""

    @property
    def is_line(self) -> bool:
        """Whether it has no inside."""
        return dict(self.look).get("fill") == "none"

    @property
    def is_dots(self) -> bool:
        """Whether it is made of circles only."""
        return "a" in dict(self.place).get("d", "").lower() and "l" not in dict(self.place).get("d", "")

    @property
    def covers(self) -> bool:
        """Whether nothing is seen through it."""
        look = dict(self.look)
        return look.get("fill", "none").startswith("#") and "fill-opacity" not in look

    def lies_over(self, below: Shape) -> bool:
        """Whether it is a smaller thing in the middle of the room of `below`."""
        left, top, right, bottom = self.box()
        x, y, x2, y2 = below.box()
        inside = x < (left + right) / 2 < x2 and y < (top + bottom) / 2 < y2
        return inside and (right - left) * (bottom - top) < 0.5 * (x2 - x) * (y2 - y)

    def box(self) -> tuple[float, float, float, float]:
        """The smallest rectangle around a path."""
        x, y, xs, ys = 0.0, 0.0, [], []
        for letter, first, second in re.findall(r"([Ml])(-?\d*\.?\d+) ?(-?\d*\.?\d+)", self.path):
            x, y = (float(first), float(second)) if letter == "M" else (x + float(first), y + float(second))
            xs.append(x)
            ys.append(y)
        return (min(xs), min(ys), max(xs), max(ys)) if xs else (0, 0, 0, 0)


def _hatched(swatch: MapSwatch) -> str:
    if not swatch.hatched:
        return ""
    return "hatched" if swatch.fill is Fill.NO_DATA else "hatched dark"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A line of the legend of a map."""

    color: str
    hatched: str
    """The class of its hatching; '' for none."""
    text: str

    def write(self) -> str:
        """The line as HTML."""
        hatched = f' class="{self.hatched}"' if self.hatched else ""
        return f'<li><i{hatched} style="background-color:{self.color}"></i> {escape(self.text)}'


@dataclass(frozen=True, slots=True)
class WebFigure:
    """A figure ready for a page: SVG, without its background when `background` names one; title, legend and notes of
    a map stand below it as text, to be read on any screen."""

    width: int
    height: int
    spoken: str
    shapes: tuple[Shape, ...]
    family: str = ""
    title: str = ""
    legend: tuple[Swatch, ...] = ()
    notes: tuple[str, ...] = ()
    background: str = ""

    def html(self, folder: str) -> str:
        """The figure; `folder` is the way from the page to the backgrounds, with a slash at its end."""
        image = ""
        if self.background:
            image = f'<image href="{folder}{self.background}"/>'
        usual = self._usual()
        body = "".join(shape.led_from(folder).without(usual).write() for shape in self.shapes)
        look = "".join(f' {name}="{value}"' for name, value in usual)
        svg = (
            f'<svg viewBox="0 0 {self.width} {self.height}" role="img" '
            f'aria-label="{escape(self.spoken)}"{look}>{image}{body}</svg>'
        )
        title = f"<b>{escape(self.title)}</b>" if self.title else ""
        legend = f"<ul>{''.join(swatch.write() for swatch in self.legend)}</ul>" if self.legend else ""
        notes = "".join(f"<p>{escape(note)}" for note in self.notes)
        told = f"<figcaption>{title}{legend}{notes}</figcaption>" if title or legend or notes else ""
        return f"<figure>{svg}{told}</figure>"

    def _usual(self) -> tuple[tuple[str, str], ...]:
        """How most texts look: said once for all."""
        looks = Counter(shape.look for shape in self.shapes if shape.tag == "text")
        return looks.most_common(1)[0][0] if looks else ()


def web_figures(
    library: Library, wanted: Iterable[Key], progress: Callable[[int], None]
) -> tuple[dict[Key, WebFigure], dict[str, str]]:
    """(figures by key and language, backgrounds by file name); keys there is no figure for are left out. Needs no
    screen; `progress` is told how many are drawn."""
    application = offscreen_application()
    drawn: dict[Key, WebFigure] = {}
    for number, (key, language) in enumerate(wanted, 1):
        figure = _draw(library, key, language)
        if figure is not None:
            drawn[key, language] = figure
        if number % 50 == 0:
            progress(number)
    del application
    return share(drawn)


def _draw(library: Library, key: str, language: str) -> WebFigure | None:
    try:
        spec = figure_spec(key, library, language)
        spoken = _cut(described(key, library, language))
    except UnknownFigure:
        return None
    if not isinstance(spec, MapSpec):
        height = round(natural_height(spec, WIDTH))
        return WebFigure(
            WIDTH, height, spoken, tuple(shapes(spec_svg(spec, _PALETTE, QSize(WIDTH, height)), layered=False))
        )
    bare = replace(spec, title="", legend_title="", legend=(), legend_note="", source="")
    height = round(natural_height(spec, MAP_WIDTH))
    legend = tuple(Swatch(item.swatch.color(_PALETTE), _hatched(item.swatch), item.text) for item in spec.legend)
    title = " · ".join(dict.fromkeys(words for words in (spec.title, spec.legend_title) if words))
    return WebFigure(
        MAP_WIDTH,
        height,
        spoken,
        tuple(shapes(spec_svg(bare, _PALETTE, QSize(MAP_WIDTH, height)), layered=True)),
        "/".join(key.split("/")[:2]) if key.startswith("map/indicator") else "map",
        title,
        legend,
        tuple(note for note in (spec.legend_note, spec.source) if note),
    )


def _cut(words: str) -> str:
    """A description short enough to be read aloud: the table beside the figure says the rest."""
    return words if len(words) <= _SPOKEN else f"{words[:_SPOKEN].rpartition(' ')[0]} …"


def shapes(svg: str, *, layered: bool) -> list[Shape]:
    """The elements of an SVG that Qt wrote, each with only what it needs. In a `layered` one, a map, what lies over
    what matters: only neighbours are joined."""
    found: list[Shape] = []
    for group in ET.fromstring(svg).iter(f"{_SVG}g"):  # noqa: S314 - our own, written a moment ago
        for element in group:
            tag = element.tag.removeprefix(_SVG)
            if tag in ("g", "defs"):
                continue
            _append(
                found, _shape(tag, {**group.attrib, **element.attrib}, (element.text or "").strip()), layered=layered
            )
    return found


def _append(found: list[Shape], shape: Shape, *, layered: bool) -> None:
    """Add a shape; lines and dots that look alike become one, as hatching, grids and series have dozens of them."""
    if shape.tag == "polyline":
        shape = Shape("path", shape.look, (("d", _path(_straight(dict(shape.place)["points"]))),))
    elif shape.tag == "circle":
        shape = Shape("path", shape.look, (("d", _round(dict(shape.place))),))
    if shape.tag == "path" and (shape.is_line or shape.is_dots):
        first = max(0, len(found) - 1) if layered else 0
        for number, before in enumerate(found[first:], first):
            alike = before.tag == "path" and before.look == shape.look
            if alike and (before.is_line or before.is_dots):
                joined = dict(before.place)["d"] + dict(shape.place)["d"]
                found[number] = Shape("path", shape.look, (("d", joined),))
                return
    found.append(shape)


def _round(place: dict[str, str]) -> str:
    """A circle as a path, so that several can be one."""
    x, y, r = (float(place[name]) for name in ("cx", "cy", "r"))
    size, across = _number(r), _number(2 * r)
    return f"M{_number(x - r)} {_number(y)}a{size} {size} 0 1 0 {across} 0a{size} {size} 0 1 0-{across} 0"


def _straight(points: str) -> str:
    return " L".join(points.split()).join(("M", ""))


def _shape(tag: str, given: dict[str, str], text: str) -> Shape:
    names = ("fill", "fill-opacity", *_LINE, "transform", *(_LETTERS if tag == "text" else ()))
    look = {name: given[name] for name in names if name in given and given[name] != _DEFAULTS.get(name)}
    if "stroke" not in look:
        look = {name: value for name, value in look.items() if name not in _LINE}
    if look.get("fill") == "none":
        look.pop("fill-opacity", None)
    place = {name: given[name] for name in _PLACE if name in given}
    if "d" in given:
        place["d"] = _path(given["d"])
    if "points" in given:
        place["points"] = given["points"].strip()
    tidy = tuple((name, value if name in ("d", "points") else _rounded(value)) for name, value in place.items())
    return Shape(tag, tuple(look.items()), tidy, text)


def _rounded(text: str) -> str:
    return re.sub(r"-?\d+\.\d+", lambda found: _number(round(float(found[0]), 1)), text)


def _number(value: float) -> str:
    return re.sub(r"^(-?)0\.", r"\1.", f"{value:.1f}".removesuffix(".0")) or "0"


def _path(data: str) -> str:
    """Straight outlines on a grid of half pixels, each point told from the one before; the rest with one decimal."""
    if "C" in data:
        return _rounded(data).strip()
    written, x, y = [], 0, 0
    for letter, first, second in re.findall(r"([MLZ])\s*(?:(-?[\d.]+),(-?[\d.]+))?", data):
        if letter == "Z":
            written.append("z")
            continue
        to_x, to_y = round(float(first) / _GRID), round(float(second) / _GRID)
        if letter == "M":
            written.append(f"M{_number(to_x * _GRID)} {_number(to_y * _GRID)}")
        elif (to_x, to_y) != (x, y):
            across, down = _number((to_x - x) * _GRID), _number((to_y - y) * _GRID)
            written.append(f"l{across}{'' if down.startswith('-') else ' '}{down}")
        x, y = to_x, to_y
    return "".join(written)


# ---- what maps share


def share(figures: dict[Key, WebFigure]) -> tuple[dict[Key, WebFigure], dict[str, str]]:
    """The figures without what goes into a background or a picture of its own, and those as SVG files by name."""
    families: dict[tuple[str, int], list[Key]] = defaultdict(list)
    for key, figure in figures.items():
        if figure.family:
            families[figure.family, figure.height].append(key)
    shared, files = dict(figures), {}
    for number, members in enumerate(families.values(), 1):
        name = f"m{number}.svg"
        ground = _ground([figures[key] for key in members])
        files[name] = _file(figures[members[0]], ground)
        for key in members:
            shared[key] = _lifted(figures[key], set(ground), name)
    return _with_pictures(shared, files), files


def _with_pictures(figures: dict[Key, WebFigure], files: dict[str, str]) -> dict[Key, WebFigure]:
    """Long outlines that several figures still draw alike, as pictures laid over each other; adds their files."""
    counts = Counter((figure.height, shape) for figure in figures.values() for shape in figure.shapes if shape.path)
    names: dict[tuple[int, Shape], str] = {}
    found = {}
    for key, figure in figures.items():
        shapes: list[Shape] = []
        for shape in figure.shapes:
            known = (figure.height, shape)
            if not shape.path or counts[known] < 2 or not figure.background:
                shapes.append(shape)
                continue
            if known not in names:
                names[known] = f"s{len(names) + 1}.svg"
                files[names[known]] = _around(figure, shape.write())
            shapes.append(Shape("image", (), (("href", names[known]),)))
        found[key] = replace(figure, shapes=tuple(shapes))
    return found


def _around(figure: WebFigure, shapes: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{figure.width}" height="{figure.height}">{shapes}</svg>\n'


def _ground(figures: list[WebFigure]) -> list[Shape]:
    """What most figures of a family draw alike, in the order it is drawn. Where they draw the same outline in several
    colours, the most frequent one is taken, if every other covers it."""
    counts = Counter(shape for figure in figures for shape in figure.shapes if shape.path and not shape.is_line)
    looks: dict[str, list[Shape]] = defaultdict(list)
    for shape, _count in counts.most_common():
        looks[shape.path].append(shape)
    chosen = {
        several[0]
        for several in looks.values()
        if counts[several[0]] >= _SHARED_BY and all(shape.covers for shape in several)
    }
    for figure in figures:  # hatching goes with what it lies on
        pairs = zip(figure.shapes, figure.shapes[1:], strict=False)
        chosen |= {over for below, over in pairs if over.path and over.is_line and below in chosen}
    return list(dict.fromkeys(shape for figure in figures for shape in figure.shapes if shape in chosen))


def _file(figure: WebFigure, ground: list[Shape]) -> str:
    """A background: the sheet of the figure, then what is shared."""
    under = [shape for shape in figure.shapes[:2] if shape.tag == "rect"]
    return _around(figure, "".join(shape.write() for shape in [*under, *ground]))


def _lifted(figure: WebFigure, ground: set[Shape], name: str) -> WebFigure:
    """The figure without its background; what lies over one of its own shapes (a lake) is drawn again over it."""
    kept: list[Shape] = []
    own: list[Shape] = []
    for number, shape in enumerate(figure.shapes):
        if number < 2 and shape.tag == "rect":
            continue
        if shape in ground:
            if any(shape.lies_over(below) for below in own):
                kept.append(shape)
            continue
        if shape.path:
            own.append(shape)
        kept.append(shape)
    return replace(figure, shapes=tuple(kept), background=name)
