"""Where things stand on a map of a given size: country, labels, legend, foot."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from fieldref.ui.figures import lettering
from fieldref.ui.figures.legend import LegendLayout, lay_out_legend
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.figures.shapes import FittedMap, FittedRegion

_PAD = 8.0
_SAMPLES = (0.0, 0.25, 0.5, 0.75, 1.0)
_NUDGES = tuple((dx, dy) for dy in (0.0, 0.6, -0.6, 1.2, -1.2) for dx in (0.0, 0.8, -0.8))
"""How far a name may move from its label point, in line heights."""
_ASIDE = (
    *((dx, dy) for dy in (0.0, 0.7, -0.7) for dx in (0, -1, 1)),
    *((0, dy) for dy in (1.4, -1.4, 2.1, -2.1)),
)
"""How far a name that must be there may move: to the side of its point, in line heights up or down. Further up or down
comes last, for there it would seem to be the name of a neighbour."""


@dataclass(frozen=True)
class PlacedLabel:
    """A region's name where it fits; `outside` stands in the sea beside the region."""

    place_id: str
    lines: tuple[str, ...]
    centre: QPointF
    pixels: float
    outside: bool = False


@dataclass(frozen=True)
class MapLayout:
    """The parts of a map, in pixels."""

    fitted: FittedMap
    labels: tuple[PlacedLabel, ...]
    title: tuple[str, ...]
    title_rect: QRectF
    legend: LegendLayout | None
    foot: tuple[str, ...]
    foot_rect: QRectF

    @property
    def legend_in_sea(self) -> bool:
        """Whether the legend stands on the map, so that it needs a ground of its own."""
        return self.legend is not None and self.fitted.frame.contains(self.legend.area.center())


def lay_out(rect: QRectF, spec: MapSpec, font: QFont) -> MapLayout:
    """Place everything: the legend in the sea where there is room, else under the map."""
    title_font = lettering.sized(font, spec.text_size * 1.1, bold=True)
    title = tuple(lettering.wrapped(title_font, spec.title, rect.width())) if spec.title else ()
    title_height = len(title) * lettering.height(title_font) + (6 if title else 0)
    foot_font = lettering.sized(font, spec.text_size * 0.82)
    foot = tuple(lettering.wrapped(foot_font, spec.source, rect.width() - 4)) if spec.source else ()
    foot_height = len(foot) * lettering.height(foot_font) + (4 if foot else 0)
    body = rect.adjusted(0, title_height, 0, -foot_height)
    fitted, legend = _with_legend(spec, font, rect, body)
    labels = _remembered_labels(spec, fitted, font, legend.area if legend else None) if spec.labels else ()
    foot_top = rect.bottom() - foot_height + 4
    return MapLayout(
        fitted,
        labels,
        title,
        QRectF(rect.left(), rect.top(), rect.width(), title_height),
        legend,
        foot,
        QRectF(rect.left() + 2, foot_top, rect.width() - 4, foot_height),
    )


def _with_legend(spec: MapSpec, font: QFont, rect: QRectF, body: QRectF) -> tuple[FittedMap, LegendLayout | None]:
    """The map and its legend: in a corner of the sea, if need be with the country moved east, else in lines below."""
    fitted = spec.shapes.fitted(body)
    column = lay_out_legend(spec, font, None)
    if column is None:
        return fitted, None
    for sea in (fitted, spec.shapes.fitted(body, 0.0)):
        for top in (sea.frame.bottom() - _PAD - column.size.height(), sea.frame.top() + _PAD):
            area = QRectF(QPointF(sea.frame.left() + _PAD, top), column.size)
            if _free(area, sea, 4.0):
                return sea, column.at(area)
    lines = lay_out_legend(spec, font, rect.width())
    assert lines is not None
    body = body.adjusted(0, 0, 0, -lines.size.height() - 6)
    below = QRectF(rect.left(), body.bottom() + 6, rect.width(), lines.size.height())
    return spec.shapes.fitted(body), lines.at(below)


def _free(area: QRectF, fitted: FittedMap, around: float = 6.0) -> bool:
    """Whether an area and what is `around` it cover no region and no callout."""
    wider = area.adjusted(-around, -around, around, around)
    if wider.top() < fitted.frame.top() or wider.right() > fitted.frame.right() + 12:
        return False
    for region in fitted.regions:
        if region.callout is not None and wider.intersects(_bubble_with_name(region.callout, fitted)):
            return False
        if not region.bounds.intersects(wider):
            continue
        if any(wider.contains(QPointF(x, y)) for ring in region.rings for x, y in ring):
            return False
        if any(region.path.contains(point) for point in _edge_points(wider)):
            return False
    return True


def _bubble_with_name(callout: QPointF, fitted: FittedMap) -> QRectF:
    radius = fitted.callout_radius
    return QRectF(callout.x() - radius * 6, callout.y() - radius, radius * 7, radius * 2)


def _edge_points(area: QRectF) -> list[QPointF]:
    across = [area.left() + s * area.width() for s in _SAMPLES]
    down = [area.top() + s * area.height() for s in _SAMPLES[1:-1]]
    points = [QPointF(x, y) for x in across for y in (area.top(), area.center().y(), area.bottom())]
    return points + [QPointF(x, y) for y in down for x in (area.left(), area.right())]


def _remembered_labels(spec: MapSpec, fitted: FittedMap, font: QFont, legend: QRectF | None) -> tuple[PlacedLabel, ...]:
    names = tuple(r.name for r in spec.regions)
    area = legend.getRect() if legend is not None else None
    key = (names, fitted.frame.getRect(), area, spec.text_size, font.key())
    taken = [legend] if legend is not None else []
    placed: tuple[PlacedLabel, ...] = spec.shapes.remembered(key, lambda: place_labels(spec, fitted, font, taken))
    return placed


def place_labels(spec: MapSpec, fitted: FittedMap, font: QFont, taken: list[QRectF]) -> tuple[PlacedLabel, ...]:
    """Names of regions where they fit: inside in one or more lines, else in the sea to the west, else not at all."""
    placed: list[PlacedLabel] = []
    boxes = [*taken, *_callout_boxes(fitted)]
    entries = [(r, spec.region(r.place_id)) for r in fitted.regions]
    for region, entry in sorted(entries, key=lambda e: -e[0].bounds.width()):
        if entry is None or not entry.name:
            continue
        label = _inside(region, entry.name, spec, font)
        if label is None and not spec.all_labels:
            label = _outside(region, entry.name, spec, font, fitted, boxes)
        if label is None:
            continue
        box = _box(label, font)
        if any(box.intersects(other) for other in boxes):
            continue
        boxes.append(box)
        placed.append(label)
    if spec.all_labels:
        done = {label.place_id for label in placed}
        for region, entry in entries:
            if entry is not None and entry.name and region.place_id not in done:
                placed.append(_forced(region, entry.name, spec, font, fitted.frame, boxes))
    return tuple(placed)


def _forced(
    region: FittedRegion, name: str, spec: MapSpec, font: QFont, frame: QRectF, boxes: list[QRectF]
) -> PlacedLabel:
    """A name that must be there: over its region's borders, moved aside until it covers no other name."""
    pixels = spec.text_size * 0.88
    letters = lettering.sized(font, pixels)
    step, side = lettering.height(letters), lettering.width(letters, name) / 2
    for dx, dy in _ASIDE:
        place = region.anchor + QPointF(dx * side, dy * step)
        label = PlacedLabel(region.place_id, (name,), place, pixels, True)
        box = _box(label, font)
        if frame.contains(box) and not any(box.intersects(other) for other in boxes):
            break
    boxes.append(_box(label, font))
    return label


def _callout_boxes(fitted: FittedMap) -> list[QRectF]:
    """Where the bubbles of small regions are: no name may cover them."""
    radius = fitted.callout_radius + 1
    centres = [region.callout for region in fitted.regions if region.callout is not None]
    return [QRectF(c.x() - radius, c.y() - radius, radius * 2, radius * 2) for c in centres]


def _box(label: PlacedLabel, font: QFont) -> QRectF:
    letters = lettering.sized(font, label.pixels)
    width = max(lettering.width(letters, line) for line in label.lines)
    height = lettering.height(letters) * 0.92 * len(label.lines)
    return QRectF(label.centre.x() - width / 2, label.centre.y() - height / 2, width, height)


def _inside(region: FittedRegion, name: str, spec: MapSpec, font: QFont) -> PlacedLabel | None:
    if region.callout is not None:
        return None
    for pixels in (spec.text_size * 0.88, spec.text_size * 0.78, spec.text_size * 0.7):
        letters = lettering.sized(font, pixels)
        step = lettering.height(letters)
        for lines in ((name,), tuple(lettering.wrapped(letters, name, 1.0))):
            width = max(lettering.width(letters, line) for line in lines)
            # Only the letters must fit: the space above and below them may cross a border.
            height = step * 0.92 * len(lines) - 6
            if width > region.bounds.width() or height > region.bounds.height():
                continue
            for dx, dy in _NUDGES:
                x, y = region.anchor.x() + dx * step, region.anchor.y() + dy * step
                if _covers(region, x - width / 2, y - height / 2, width, height):
                    return PlacedLabel(region.place_id, lines, QPointF(x, y), pixels)
    return None


def _covers(region: FittedRegion, left: float, top: float, width: float, height: float) -> bool:
    """Whether a box lies in a region: its corners first, which tell soonest when it does not."""
    inside = region.path.contains
    right, bottom = left + width, top + height
    if not (inside(QPointF(left, bottom)) and inside(QPointF(right, top)) and inside(QPointF(left, top))):
        return False
    return all(inside(point) for point in _edge_points(QRectF(left, top, right - left, bottom - top)))


def _outside(
    region: FittedRegion, name: str, spec: MapSpec, font: QFont, fitted: FittedMap, boxes: list[QRectF]
) -> PlacedLabel | None:
    """A name in the sea west of the region, on a line with its label point."""
    pixels = spec.text_size * 0.8
    letters = lettering.sized(font, pixels)
    width = lettering.width(letters, name)
    if region.callout is not None:
        centre = region.callout - QPointF(fitted.callout_radius + 4 + width / 2, 0)
        return PlacedLabel(region.place_id, (name,), centre, pixels, outside=True)
    level = region.anchor.y()
    coast = min((x for ring in region.rings for x, y in ring if abs(y - level) < pixels), default=region.bounds.left())
    west = QPointF(coast - 3, level)
    if any(other.path.contains(west) for other in fitted.regions if other is not region):
        return None  # no coast: the name would stand before a neighbour
    for shift in (0.0, pixels * 0.7, -pixels * 0.7, pixels * 1.4):
        label = PlacedLabel(region.place_id, (name,), QPointF(coast - 5 - width / 2, level + shift), pixels, True)
        box = _box(label, font)
        clear = box.left() > fitted.frame.left() + 2 and not any(box.intersects(other) for other in boxes)
        if clear and _free(box.adjusted(5, 6, -5, -6), fitted) and not _over_land(box, fitted):
            return label
    return None


def _over_land(box: QRectF, fitted: FittedMap) -> bool:
    return any(path.contains(point) for _, path, _ in fitted.neighbours for point in _edge_points(box))
