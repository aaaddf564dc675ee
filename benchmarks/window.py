"""How long a key takes until its results stand painted in the real window. Prints JSON.

    python -m benchmarks.window [FILE] [--scale 1|10|100] [--queries 200]

The window is the whole one, drawn offscreen unless QT_QPA_PLATFORM says otherwise. Time runs from the moment the key is
handed to the field until the event loop has painted the list with the answer to what then stands in the field.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import search
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.search import SearchResults
from fieldref.paths import find_paths
from fieldref.settings import SettingsStore
from fieldref.ui.application import make_application
from fieldref.ui.context import Context
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.window_parts import build_window
from fieldref.userdata.opening import open_user_data

PATIENCE = 5.0
"""Seconds after which an answer is taken as lost."""


class Watch(QObject):
    """Sees the newest answer come and the panel be painted after it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.query: str | None = None
        self.painted = False
        self.answered = 0.0
        self._panel = window.search.panel
        window.search._runner.found.connect(self._on_found)
        for watched in (self._panel, self._panel.list.viewport()):
            watched.installEventFilter(self)

    def forget(self) -> None:
        """Wait for the next answer."""
        self.query = None

    def _on_found(self, _number: int, results: SearchResults) -> None:
        self.query, self.painted, self.answered = results.query, False, time.perf_counter()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name Qt calls
        if event.type() == QEvent.Type.Paint and self.query is not None:
            self.painted = True
        return False


def type_key(app: QApplication, window: MainWindow, watch: Watch, letter: str) -> tuple[float, float] | None:
    """Milliseconds to the answer and to the painted list; None if none came."""
    field = window.search.field
    watch.forget()
    started = time.perf_counter()
    app.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    wanted = field.text().strip()
    while time.perf_counter() - started < PATIENCE:
        app.processEvents()
        if watch.query == wanted and watch.painted:
            return (watch.answered - started) * 1000, (time.perf_counter() - started) * 1000
        time.sleep(0.0002)
    return None


def measure(path: Path, queries: list[tuple[str, str]]) -> dict[str, object]:
    """Type every query and time every key."""
    with tempfile.TemporaryDirectory() as folder:
        paths = find_paths(Path(folder))
        settings = SettingsStore(paths.settings_file)
        app, theme = make_application(paths, settings)
        language = Language(app)
        library = Library(path)
        with closing(open_user_data(paths.data)) as userdata:
            window = build_window(Context(library, userdata, settings, theme), language)
            window.resize(1366, 768)
            window.start()
            window.show()
            app.processEvents()
            try:
                return {"file": path.name} | _typed(app, window, queries)
            finally:
                window.end()
                window.close()
                library.close()


def _typed(app: QApplication, window: MainWindow, queries: list[tuple[str, str]]) -> dict[str, object]:
    window.search.start()
    watch = Watch(window)
    answered: list[float] = []
    painted: list[tuple[float, str]] = []
    firsts: list[float] = []
    lost = 0
    for query, language in queries:
        i18n.set_language(language)
        window.search.field.clear()
        app.processEvents()
        for end, letter in enumerate(query, start=1):
            if letter == " ":
                app.sendEvent(
                    window.search.field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, " ")
                )
                app.processEvents()
                continue
            taken = type_key(app, window, watch, letter)
            if taken is None:
                lost += 1
                continue
            answered.append(taken[0])
            painted.append((taken[1], query[:end]))
            if end == 1:
                firsts.append(taken[1])
    times = [milliseconds for milliseconds, _ in painted]
    return {
        "keys": len(times),
        "lost": lost,
        "answered_p50_ms": round(statistics.median(answered), 2),
        "answered_p95_ms": round(statistics.quantiles(answered, n=100)[94], 2),
        "painted_p50_ms": round(statistics.median(times), 2),
        "painted_p95_ms": round(statistics.quantiles(times, n=100)[94], 2),
        "painted_max_ms": round(max(times), 2),
        "first_letter_p95_ms": round(statistics.quantiles(firsts, n=100)[94], 2) if len(firsts) > 1 else None,
        "slowest": [[query, round(taken, 1)] for taken, query in sorted(painted, reverse=True)[:8]],
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="How long a key takes until its results stand painted.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--scale", type=int, default=1, choices=(1, 10, 100))
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    path = arguments.file or search.prepared(arguments.scale)
    print(json.dumps(measure(path, search.realistic_queries(path, arguments.queries)), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
