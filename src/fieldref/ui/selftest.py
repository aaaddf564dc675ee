"""The part of `fieldref --selftest` that needs Qt: window, figures and PDF, painted without being shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QFontDatabase, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.display import display_problem
from fieldref.paths import Paths
from fieldref.settings import SettingsStore
from fieldref.ui.application import make_application
from fieldref.ui.context import Context
from fieldref.ui.figures.render import figure_image
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.printing import write_pdf
from fieldref.ui.window_parts import build_window

SIZE = QSize(1366, 768)
_FEWEST_COLOURS, _SETTLE_SECONDS = 12, 0.15


class NotPainted(Exception):
    """A picture is empty or was not written."""


class Trial:
    """An application and a window on an open library, with settings in memory. Nothing appears on the screen."""

    def __init__(self, paths: Paths, library: Library, folder: Path) -> None:
        self._paths, self._library, self._folder = paths, library, folder
        self._settings = SettingsStore(None)
        arguments = ("-platform", "offscreen") if display_problem() is not None else ()
        self._app, self._theme = make_application(paths, self._settings, arguments)
        self._language = Language(self._app)
        self._language.follow()
        self._window: MainWindow | None = None

    def about(self) -> str:
        """Version, platform and fonts. Raises `NotPainted` where there are no letters to draw with."""
        families = len(QFontDatabase.families())
        if not families:
            raise NotPainted("no fonts")
        return f"{qVersion()}, {self._app.platformName()}, {families}"

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        """What to try, in order, each with its key."""
        return [
            ("window", self._paint_window),
            ("switch", self._switch_language),
            ("map", lambda: self._paint_figure("map", "map/programmes")),
            ("chart", lambda: self._paint_figure("chart", f"trend/{self._longest_series()}")),
            ("pdf", self._write_pdf),
        ]

    def _paint_window(self) -> str:
        window = build_window(Context(self._library, None, self._settings, self._theme), self._language)
        self._window = window
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.resize(SIZE)
        window.start(self._first_programme())
        window.resize(SIZE)
        window.show()
        _settle()
        return self._saved("window", window.grab().toImage())

    def _switch_language(self) -> str:
        assert self._window is not None
        codes, said = i18n.available_languages(), set()
        longest = 0.0
        for _turn in codes:
            started = time.perf_counter()
            self._language.toggle()
            self._window.grab()
            longest = max(longest, (time.perf_counter() - started) * 1000)
            said.add(tuple(button.text() for button in self._window.findChildren(QAbstractButton)))
            _settle()
            self._saved(f"window-{i18n.language()}", self._window.grab().toImage())
        if len(said) < len(codes):
            raise NotPainted(f"the same in {len(codes)} languages")
        self._window.close()
        return f"{', '.join(codes)}: {longest:.0f} ms"

    def _paint_figure(self, name: str, key: str) -> str:
        image = figure_image(key, self._library, i18n.language(), self._theme.palette, QSize(640, 480))
        return f"{key}: {self._saved(name, image)}"

    def _write_pdf(self) -> str:
        path = self._folder / "sheet.pdf"
        write_pdf(self._library, [self._first_programme()], i18n.language(), path)
        data = path.read_bytes()
        if not data.startswith(b"%PDF-") or not data.rstrip().endswith(b"%%EOF"):
            raise NotPainted(path.name)
        return i18n.file_size(len(data))

    def _saved(self, name: str, image: QImage) -> str:
        path = self._folder / f"{name}.png"
        if not image.save(str(path), "PNG") or not path.stat().st_size:  # type: ignore[call-overload]
            raise NotPainted(path.name)
        colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        if len(colours) < _FEWEST_COLOURS:
            raise NotPainted(f"{path.name}: {len(colours)}")
        return f"{image.width()}×{image.height()}"

    def _first_programme(self) -> str:
        return self._library.programmes(i18n.language())[0].ref.id

    def _longest_series(self) -> str:
        found = max(self._library.indicators(i18n.language()), key=lambda one: len(self._library.years(one.ref.id)))
        return found.ref.id


def _settle() -> None:
    """Let searches, timers and lazily made parts happen."""
    end = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)
