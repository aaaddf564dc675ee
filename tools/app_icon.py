"""Draws the app's icon in every size from resources/icons/fieldref.svg: PNG files and a Windows .ico.

Run after changing the drawing; what it makes is committed.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256)
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"


def picture(drawing: QSvgRenderer, size: int) -> bytes:
    """The icon as PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, b"PNG")
    return bytes(data.data())


def windows_icon(pictures: dict[int, bytes]) -> bytes:
    """An .ico that holds the PNG files as they are."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries, body = b"", b""
    for size, png in pictures.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset + len(body))
        body += png
    return head + entries + body


def main() -> None:
    """Write all files."""
    app = QGuiApplication([])
    drawing = QSvgRenderer(str(FOLDER / "fieldref.svg"))
    pictures = {size: picture(drawing, size) for size in SIZES}
    for size, png in pictures.items():
        (FOLDER / f"fieldref-{size}.png").write_bytes(png)
    (FOLDER / "fieldref.ico").write_bytes(windows_icon(pictures))
    del app


if __name__ == "__main__":
    main()
