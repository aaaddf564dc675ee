"""Icons by the names the app uses, drawn from the Phosphor font that the QtAwesome package carries.

Only the font file and its character map are used: glyph outlines are read straight from the file. Importing QtAwesome
itself would cost start-up time and, on Windows, would install fonts for the user's account, which an app that runs
from a stick must not do.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPixmap, QRawFont

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

SIZES: Final = (16, 20, 24, 32, 48, 64, 96)
"""Pixel sizes every icon is drawn in: crisp from 100 % to 300 % scaling."""

_EM: Final = 64.0


def icon(name: str, color: str, disabled: str | None = None, largest: int = SIZES[-1]) -> QIcon:
    """The icon `name` in `color` (`#rrggbb`), drawn in every size up to `largest` and one above; `disabled` is the
    colour when it cannot be used.

    Raises KeyError for a name that is not in `GLYPHS`.
    """
    result = QIcon()
    for size in SIZES[: bisect_left(SIZES, largest) + 1]:
        result.addPixmap(pixmap(name, color, size))
        if disabled is not None:
            result.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return result


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
    painter.fillPath(_outlines()[name], QColor(color))
    painter.restore()


@cache
def _outlines() -> Mapping[str, QPainterPath]:
    """Every glyph we use as a path in a 64 × 64 square. Read once: paths, unlike pictures, may outlive the app."""
    folder = _font_folder()
    characters: dict[str, str] = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    font_file = next(p for p in sorted(folder.glob("phosphor-*.ttf")))
    font = QRawFont(str(font_file), _EM, QFont.HintingPreference.PreferNoHinting)
    outlines = {}
    for name, glyph in GLYPHS.items():
        index = font.glyphIndexesForString(chr(int(characters[glyph], 16)))[0]
        outlines[name] = font.pathForGlyph(index).translated(0.0, _EM)
    return MappingProxyType(outlines)


def _font_folder() -> Path:
    """Where the icon font lies: inside the QtAwesome package, found without importing it, or in the frozen app."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "qtawesome" / "fonts"
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome")
    return Path(next(iter(spec.submodule_search_locations))) / "fonts"
