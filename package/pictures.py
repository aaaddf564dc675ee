"""How far two pictures of the same page, drawn on two systems, are from each other."""

from __future__ import annotations

from pathlib import Path

from package.trial import Failed

_TILES = (48, 27)


def difference(first: Path, second: Path) -> float:
    """How far two pictures are apart when letters are blurred away: 0 the same, 1 black against white."""
    from PySide6.QtCore import QSize, Qt
    from PySide6.QtGui import QImage

    images = [QImage(str(path)) for path in (first, second)]
    if any(image.isNull() for image in images):
        raise Failed(f"no picture: {first.name}")
    how = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    one, other = (image.scaled(QSize(*_TILES), *how) for image in images)
    apart = 0
    for y in range(_TILES[1]):
        for x in range(_TILES[0]):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            apart += abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())
    return apart / (_TILES[0] * _TILES[1] * 3 * 255)
