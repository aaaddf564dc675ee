"""What goes into the frozen program: nothing is taken along that is not named here.

`build.spec` filters by these lists and stops at a file that none of them covers; `tests/test_package.py` compares them
with what `src/` imports.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MB: Final = 1024 * 1024
CEILINGS: Final[Mapping[str, int]] = MappingProxyType({"linux": 110 * MB, "windows": 120 * MB, "archive": 40 * MB})
"""The most bytes the unpacked folder and the archive may have."""

QT_MODULES: Final = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg")
"""The parts of Qt that `src/` imports."""

QT_LIBRARIES: Final = (*(name.removeprefix("Qt") for name in QT_MODULES), "DBus", "XcbQpa", "WaylandClient")
"""Qt's own libraries: those modules, and what they or the plugins below are linked with."""

QT_COMPANIONS: Final = ("icudata", "icui18n", "icuuc")
"""What Qt brings along and is linked with."""

PLUGINS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        # how a window gets on the screen: X11, Wayland, Windows, macOS; and without a screen for PDFs and tests
        "platforms": frozenset({"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"}),
        "wayland-shell-integration": frozenset({"xdg-shell"}),
        "wayland-decoration-client": frozenset({"bradient"}),
        # dead keys: without them nobody types an á under X11
        "platforminputcontexts": frozenset({"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}),
        "imageformats": frozenset({"qsvg"}),  # PNG is inside QtGui
        "iconengines": frozenset({"qsvgicon"}),
        "printsupport": frozenset({"cupsprintersupport", "windowsprintersupport", "cocoaprintersupport"}),
        "styles": frozenset({"qmodernwindowsstyle", "qmacstyle"}),
    }
)

QT_TRANSLATIONS: Final = ("qtbase_es.qm",)
"""`qtbase_en` is empty: English is what Qt speaks by itself."""

LOCALES: Final = ("root", "en", "en_001", "en_150", "en_GB", "es", "es_419", "es_PE")
"""Babel's data of a thousand locales, cut down to those that are spoken and those they inherit from."""

ICON_FONT: Final = ("phosphor-*.ttf", "phosphor-charmap-*.json")

SYSTEM_LIBRARIES: Final = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-util.so.1",
    "libxcb-xinput.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
    "libxkbcommon.so.0",
    "libffi.so.8",
    "libsqlite3.so.0",
    "libpython3.*",
)
"""Libraries of the system that many desktops lack, or that must be the version built against. All others belong to
the system: a copy of the wrong age of fontconfig, GLib or D-Bus does harm."""

EXCLUDED_MODULES: Final = (
    # what writes the content
    "defusedxml",
    "fieldref.authoring",
    "openpyxl",
    "pydantic",
    "pydantic_core",
    "pyuca",
    "ruamel",
    "sqlite_utils",
    # of our libraries: parts that only matter to developers
    "babel.messages",
    "cffi",
    "pycparser",
    "qtawesome",
    "qtpy",
    "setuptools",
    "pkg_resources",
    "packaging",
    # of Python: no network, no other windows, no tests, no compilers
    "_bz2",
    "_hashlib",
    "_lzma",
    "_ssl",
    "_tkinter",
    "distutils",
    "doctest",
    "ensurepip",
    "lib2to3",
    "multiprocessing",
    "pdb",
    "pydoc",
    "pydoc_data",
    "ssl",
    "test",
    "tkinter",
    "unittest",
    "xmlrpc",
)


def keeps_plugin(folder: str, stem: str) -> bool:
    """Whether a plugin of Qt goes along. `stem` is its file's name without `lib` and ending."""
    return stem in PLUGINS.get(folder, frozenset())


def keeps_system_library(name: str) -> bool:
    """Whether a library of the build machine goes along."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in SYSTEM_LIBRARIES)
