"""Shapes of an SVG that Qt wrote, each with only what a page needs: Qt writes every one with all its properties and
three decimals."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from html import escape

_LONG = 90
"""A path shorter than this many letters is not worth sharing."""
_SVG = "{http://www.w3.org/2000/svg}"
_DEFAULTS = {
    "fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "1", "stroke": "none", "font-weight": "400",
    "font-style": "normal", "transform": "matrix(1,0,0,1,0,0)", "stroke-linecap": "square",
    "stroke-linejoin": "bevel",
}  # fmt: skip
_LINE = ("stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset")
_PLACE = ("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2")
_LETTERS = ("font-size", "font-weight", "font-style")


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
    """Straight outlines on a grid of whole pixels, each point told from the one before; the rest with one decimal."""
    if "C" in data:
        return _rounded(data).strip()
    written, x, y = [], 0, 0
    for letter, first, second in re.findall(r"([MLZ])\s*(?:(-?[\d.]+),(-?[\d.]+))?", data):
        if letter == "Z":
            written.append("z")
            continue
        to_x, to_y = round(float(first)), round(float(second))
        if letter == "M":
            written.append(f"M{to_x} {to_y}")
        elif (to_x, to_y) != (x, y):
            across, down = to_x - x, to_y - y
            written.append(f"l{across}{'' if down < 0 else ' '}{down}")
        x, y = to_x, to_y
    return "".join(written)
