"""Figures of sheets as small SVG for web pages.

Each shape keeps only what it needs, and what the maps share (coast, neighbours, regions nobody points at) goes into one
background picture that every map of that shape lies on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape

from PySide6.QtCore import QSize

from fieldref.content.library import Library
from fieldref.ui.figures.map_spec import Fill, MapSpec
from fieldref.ui.figures.map_spec import Swatch as MapSwatch
from fieldref.ui.figures.render import UnknownFigure, described, figure_spec, natural_height, spec_svg
from fieldref.ui.figures.web_shapes import Shape, shapes
from fieldref.ui.palettes import PALETTES
from fieldref.ui.printing import offscreen_application

MAP_WIDTH, WIDTH = 400, 640
_SPOKEN = 140
_SHARED_BY = 3
_PALETTE = PALETTES["light"]
Key = tuple[str, str]
"""Figure key and language."""


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
