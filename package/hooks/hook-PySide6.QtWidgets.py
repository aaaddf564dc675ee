"""QtWidgets and, of its plugins and translations, those that are kept."""

from __future__ import annotations

from package.qt_parts import parts_of

hiddenimports, binaries, datas = parts_of(__file__)
