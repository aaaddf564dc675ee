"""Figures as pictures: for the reading pane, PDF and HTML (`figure_image`), and for export (`figure_svg`).

Keys: `map/<record id>` for a programme, a region or an indicator (newest year with most regions), `map/programmes`,
`trend/<indicator id>/<place id>`, `trend/<indicator id>`, `timeline`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from fieldref.content.library import Library, RecordNotFound
from fieldref.content.model import IndicatorSummary, Kind
from fieldref.content.record_model import Programme
from fieldref.ui.figures import lettering, map_data, timeline, timeline_data, trend, trend_data
from fieldref.ui.figures import map as map_figure
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.figures.timeline_spec import TimelineSpec
from fieldref.ui.figures.trend_spec import TrendSpec
from fieldref.ui.palettes import Palette

Spec = MapSpec | TrendSpec | TimelineSpec
FEW_REGIONS = 3
"""With fewer regions than this an indicator has no map: it would be an empty one. A table tells it better."""
PAPER_MAP_WIDTH = 420.0
_MARGIN = 6.0


class UnknownFigure(LookupError):
    """There is no figure of that name, or its record is not in the content."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to draw, for whom."""

    library: Library
    language: str
    text_size: float


def figure_spec(key: str, library: Library, language: str, text_size: float = lettering.BASE) -> Spec:
    """The spec a key stands for. Raises `UnknownFigure`."""
    kind, _, rest = key.partition("/")
    maker = _MAKERS.get(kind)
    if maker is None:
        raise UnknownFigure(key)
    try:
        return maker(Request(library, language, text_size), rest)
    except RecordNotFound as error:
        raise UnknownFigure(key) from error


def figure_image(
    key: str,
    library: Library,
    language: str,
    palette: Palette,
    size: QSize,
    dpr: float = 1.0,
    *,
    text_size: float = lettering.BASE,
    background: bool = True,
) -> QImage:
    """The figure as an image of `size` logical pixels, `dpr` device pixels each. Raises `UnknownFigure`."""
    spec = figure_spec(key, library, language, text_size)
    image = QImage(size * dpr, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor(palette.surface) if background else QColor(0, 0, 0, 0))
    painter = QPainter(image)
    draw_figure(painter, QRectF(0, 0, size.width(), size.height()), spec, palette)
    painter.end()
    return image


def figure_svg(
    key: str,
    library: Library,
    language: str,
    palette: Palette,
    size: QSize,
    *,
    text_size: float = lettering.BASE,
) -> str:
    """The figure as SVG. Raises `UnknownFigure`."""
    return spec_svg(figure_spec(key, library, language, text_size), palette, size)


def spec_svg(spec: Spec, palette: Palette, size: QSize) -> str:
    """A spec as SVG: what the page shows, with its title and source inside."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(title_of(spec))
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(palette.surface))
    draw_figure(painter, QRectF(0, 0, size.width(), size.height()), spec, palette)
    painter.end()
    buffer.close()
    return bytes(data.data()).decode("utf-8")


def spec_image(spec: Spec, palette: Palette, size: QSize, dpr: float = 2.0) -> QImage:
    """A spec as an image, for saving and the clipboard."""
    image = QImage(size * dpr, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor(palette.surface))
    painter = QPainter(image)
    draw_figure(painter, QRectF(0, 0, size.width(), size.height()), spec, palette)
    painter.end()
    return image


def draw_figure(painter: QPainter, rect: QRectF, spec: Spec, palette: Palette, font: QFont | None = None) -> None:
    """Paint any spec into a rectangle, in the application's font or the one given."""
    painter.setFont(font or QGuiApplication.font())
    inner = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    if isinstance(spec, MapSpec):
        map_figure.draw(painter, inner, spec, palette)
    elif isinstance(spec, TrendSpec):
        trend.draw(painter, inner, spec, palette)
    else:
        timeline.draw(painter, inner, spec, palette)


class PaperFigures:
    """The figures of sheets on paper, as vectors. Lengths are in CSS pixels (96 to the inch)."""

    def __init__(self, library: Library, palette: Palette, text_size: float = lettering.BASE) -> None:
        self._library = library
        self._palette = palette
        self._text_size = text_size

    def height(self, key: str, width: float, language: str) -> float | None:
        """How high the figure is at this width, or None where there is nothing to draw."""
        try:
            spec = figure_spec(key, self._library, language, self._text_size)
        except UnknownFigure:
            return None
        return natural_height(spec, min(width, PAPER_MAP_WIDTH) if isinstance(spec, MapSpec) else width)

    def draw(self, painter: QPainter, rect: QRectF, key: str, language: str) -> None:
        """Draw it; a map keeps its width and stands at the left. Raises `UnknownFigure`."""
        spec = figure_spec(key, self._library, language, self._text_size)
        if isinstance(spec, MapSpec):
            rect = QRectF(rect.left(), rect.top(), min(rect.width(), PAPER_MAP_WIDTH), rect.height())
        draw_figure(painter, rect, spec, self._palette)


def natural_height(spec: Spec, width: float) -> float:
    """A height that suits the figure at a width."""
    if isinstance(spec, MapSpec):
        return width / spec.shapes.aspect() * 0.9
    if isinstance(spec, TrendSpec):
        return max(200.0, width * 0.5)
    font = QGuiApplication.font()
    return timeline.lay_out(QRectF(0, 0, width - 2 * _MARGIN, 0), spec, font).height + 2 * _MARGIN


def title_of(spec: Spec) -> str:
    """A name for a file or a reader: the title, else what the legend is about."""
    if isinstance(spec, MapSpec):
        return spec.title or spec.legend_title
    return spec.title


def described(key: str, library: Library, language: str) -> str:
    """What the figure shows, in words, for those who do not see it. Raises `UnknownFigure`."""
    spec = figure_spec(key, library, language)
    if isinstance(spec, MapSpec):
        named = "; ".join(region.spoken() for region in spec.regions if region.name)
        about = title_of(spec) or ", ".join(item.text for item in spec.legend)
        return ". ".join(part for part in (about, named, spec.legend_note) if part)
    if isinstance(spec, TrendSpec):
        said = [f"{s.name}: " + ", ".join(f"{p.year} {p.text}" for p in s.points) for s in spec.series]
        return "; ".join(part for part in (spec.title, *said) if part)
    return "; ".join(f"{bar.name}: {bar.period}" for bar in spec.bars)


def best_year(library: Library, indicator: IndicatorSummary) -> int:
    """The newest year with a figure for the most regions: a map of an indicator starts there."""
    regions = set(map_data.shapes_of(library).region_ids)
    counts: dict[int, int] = {}
    for one in library.observations(indicator.ref.id, library.info("").default_language, area="total"):
        counts[one.year] = counts.get(one.year, 0) + (one.place_id in regions)
    return max(counts, key=lambda year: (counts[year], year), default=indicator.last_year)


def _indicator(request: Request, indicator_id: str) -> IndicatorSummary:
    for summary in request.library.indicators(request.language):
        if summary.ref.id == indicator_id:
            return summary
    raise RecordNotFound(indicator_id)


def _map(request: Request, rest: str) -> Spec:
    library, language, size = request.library, request.language, request.text_size
    shapes = map_data.shapes_of(library)
    if rest == "programmes":
        return map_data.programmes_map(library, shapes, language, size)
    kind = rest.partition("/")[0]
    if kind == Kind.PROGRAMME:
        record = library.record(rest, language)
        assert isinstance(record, Programme)
        return map_data.programme_map(library, shapes, record, language, size)
    if kind == Kind.INDICATOR:
        summary = _indicator(request, rest)
        chosen = map_data.Slice(best_year(library, summary))
        if summary.regions < FEW_REGIONS:
            raise UnknownFigure(rest)
        return map_data.indicator_map(library, shapes, summary, chosen, language, size)
    if rest not in shapes.region_ids:
        raise RecordNotFound(rest)
    return map_data.region_map(library, shapes, rest, language, size)


def _trend(request: Request, rest: str) -> Spec:
    parts = rest.split("/")
    indicator = _indicator(request, "/".join(parts[:2]))
    place_id = "/".join(parts[2:4])
    if place_id:
        request.library.ref(place_id, request.language)
    places = [place_id] if place_id else []
    spec = trend_data.trend(request.library, indicator, places, request.language, text_size=request.text_size)
    return replace(spec, title=indicator.ref.title.value)


def _timeline(request: Request, rest: str) -> Spec:  # noqa: ARG001 - one timeline so far
    return timeline_data.timeline(request.library, request.language, request.text_size)


_MAKERS: dict[str, Callable[[Request, str], Spec]] = {"map": _map, "trend": _trend, "timeline": _timeline}
