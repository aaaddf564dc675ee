"""Icons by the names the app uses, drawn from the Phosphor font that the QtAwesome package carries.

Only the font file and its character map are used: glyph outlines are read straight from the file. Importing QtAwesome
itself would cost start-up time and, on Windows, would install fonts for the user's account, which an app that runs
from a stick must not do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont

GLYPHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "about": "info",
        "agriculture": "leaf",
        "back": "arrow-left",
        "bookmark": "bookmark-simple",
        "calendar": "calendar-blank",
        "chart": "chart-line-up",
        "check": "check",
        "chevron-down": "caret-down",
        "chevron-right": "caret-right",
        "chevron-up": "caret-up",
        "cite": "quotes",
        "close": "x",
        "compare": "columns",
        "contrast": "circle-half",
        "copy": "copy",
        "country": "globe-hemisphere-west",
        "coverage": "chart-line-up",
        "density": "rows",
        "district": "buildings",
        "download": "download-simple",
        "education": "graduation-cap",
        "environment": "tree",
        "external": "arrow-square-out",
        "filter": "funnel",
        "folder": "folder-open",
        "forward": "arrow-right",
        "gallery": "squares-four",
        "governance_human_rights": "scales",
        "health": "heartbeat",
        "help": "question",
        "home": "house",
        "indicator": "chart-bar",
        "info": "info",
        "keyboard": "keyboard",
        "language": "translate",
        "map": "map-trifold",
        "menu": "dots-three",
        "moon": "moon",
        "multi_sector": "squares-four",
        "note": "note-pencil",
        "offline": "cloud-slash",
        "partner": "handshake",
        "pause": "pause",
        "pin": "push-pin",
        "play": "play",
        "plus": "plus",
        "print": "printer",
        "programme": "folders",
        "province": "map-pin-line",
        "recent": "clock",
        "region": "map-trifold",
        "reload": "arrow-counter-clockwise",
        "saved": "bookmark-simple",
        "search": "magnifying-glass",
        "settings": "gear",
        "share": "share-network",
        "source": "article",
        "star": "star",
        "star-filled": "star-fill",
        "story": "newspaper",
        "sun": "sun",
        "table": "table",
        "tag": "tag",
        "term": "text-aa",
        "topic": "book-open",
        "trash": "trash",
        "warning": "warning",
        "zoom-in": "magnifying-glass-plus",
        "zoom-out": "magnifying-glass-minus",
    }
)
"""The app's name of each icon → its name in the Phosphor set."""

_EM: Final = 64.0


def icon(name: str, color: str, disabled: str | None = None) -> QIcon:
    """The icon `name` in `color` (`#rrggbb`), drawn in whatever size it is shown; `disabled` is the colour when it
    cannot be used.

    Raises KeyError for a name that is not in `GLYPHS`.
    """
    GLYPHS[name]
    return QIcon(_Glyph(name, color, disabled or color))


class _Glyph(QIconEngine):
    """Draws a glyph when somebody looks at it: most icons are never seen in a session, and none in every size."""

    def __init__(self, name: str, color: str, disabled: str) -> None:
        super().__init__()
        self._name, self._color, self._disabled = name, color, disabled
        self._drawn: dict[tuple[int, bool], QPixmap] = {}

    def clone(self) -> QIconEngine:
        """Another of the same."""
        return _Glyph(self._name, self._color, self._disabled)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw it over the whole of a square in the middle of `rect`."""
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        paint(painter, square, self._name, self._disabled if mode == QIcon.Mode.Disabled else self._color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """The picture in so many pixels of the screen, drawn once."""
        off = mode == QIcon.Mode.Disabled
        key = min(size.width(), size.height()), off
        if key not in self._drawn:
            self._drawn[key] = pixmap(self._name, self._disabled if off else self._color, key[0])
        return self._drawn[key]


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a picture of `size` logical pixels for a screen with the given device pixel ratio."""
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, size, size), name, color)
    painter.end()
    return image


def paint(painter: QPainter, rect: QRectF, name: str, color: str) -> None:
    """Draw an icon into `rect`: for delegates and figures, which paint for themselves."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _EM, rect.height() / _EM)
    painter.fillPath(_outline(name), QColor(color))
    painter.restore()


@cache
def _outline(name: str) -> QPainterPath:
    """A glyph as a path in a 64 × 64 square, read once: paths, unlike pictures, may outlive the app."""
    characters, font = _font()
    index = font.glyphIndexesForString(characters[name])[0]
    return font.pathForGlyph(index).translated(0.0, _EM)


@cache
def _font() -> tuple[dict[str, str], QRawFont]:
    """The character of each icon, and the font."""
    folder = _font_folder()
    known: dict[str, str] = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    characters = {name: chr(int(known[glyph], 16)) for name, glyph in GLYPHS.items()}
    font_file = next(p for p in sorted(folder.glob("phosphor-*.ttf")))
    return characters, QRawFont(str(font_file), _EM, QFont.HintingPreference.PreferNoHinting)


def _font_folder() -> Path:
    """Where the icon font lies: inside the QtAwesome package, found without importing it, or in the frozen app."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "qtawesome" / "fonts"
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome")
    return Path(next(iter(spec.submodule_search_locations))) / "fonts"
