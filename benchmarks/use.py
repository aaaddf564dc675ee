"""What a reader waits for in the open window, and what the window takes while nobody does anything. Prints JSON.

    python -m benchmarks.use [FILE] [--rounds 5] [--visits 1000] [--switches 200] [--idle 60]

Times are milliseconds from the call until the event loop has painted everything, drawn offscreen unless
QT_QPA_PLATFORM says otherwise. Before it counts, the window has done what it does by itself after a start.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.paths import find_paths
from fieldref.settings import SettingsStore
from fieldref.ui.application import make_application
from fieldref.ui.context import Context
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.window_parts import build_window, warm_up
from fieldref.userdata.opening import open_user_data

SETTLED = 3.0
"""Seconds until a fresh window has surely done what it puts off."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[QApplication, MainWindow]]:
    """The whole window on a content file, settled, with settings and own data in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="use-") as folder:
        paths = find_paths(Path(folder))
        settings = SettingsStore(paths.settings_file)
        i18n.set_language("es")
        app, theme = make_application(paths, settings)
        language = Language(app)
        language.follow()
        with Library(path) as library, closing(open_user_data(paths.data)) as userdata:
            window = build_window(Context(library, userdata, settings, theme), language)
            window.resize(1366, 768)
            window.start()
            warming = warm_up(window, lambda: None)
            window.show()
            rest(app, SETTLED)
            try:
                yield app, window
            finally:
                warming.stop()
                window.close()
                window.deleteLater()
                app.processEvents()


def rest(app: QApplication, seconds: float) -> float:
    """Do nothing for a while; returns the milliseconds the processor was used for it, of all threads."""
    QTimer.singleShot(round(seconds * 1000), app.quit)
    before = time.process_time()
    app.exec()
    return (time.process_time() - before) * 1000


def timed(app: QApplication, action: Callable[[], object]) -> float:
    """Milliseconds until the action is done and painted."""
    started = time.perf_counter()
    action()
    app.processEvents()
    return (time.perf_counter() - started) * 1000


def summary(times: list[float]) -> dict[str, float]:
    """The middle, the slow end and the slowest, in milliseconds."""
    slow = statistics.quantiles(times, n=20, method="inclusive")[18] if len(times) > 1 else times[0]
    return {"p50": round(statistics.median(times), 1), "p95": round(slow, 1), "max": round(max(times), 1)}


def pages(app: QApplication, window: MainWindow, rounds: int) -> dict[str, object]:
    """The first visit of every page, and going there again."""
    keys = list(window.navigation.stack)
    first = {key: round(timed(app, lambda key=key: window.navigation.open_page(key)), 1) for key in keys}
    again = [timed(app, lambda key=key: window.navigation.open_page(key)) for _round in range(rounds) for key in keys]
    return {"visits": len(again), "first": first, "again": summary(again)}


def sample(path: Path, kind: str, most: int) -> list[str]:
    """Some records of a kind, the same ones every time."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM record WHERE kind = ? ORDER BY id", (kind,))]
    return random.Random(7).sample(ids, min(most, len(ids)))


def records(app: QApplication, window: MainWindow, path: Path, most: int) -> dict[str, dict[str, float]]:
    """Opening records, each for the first time."""
    found = {}
    for kind in ("programme", "region", "topic", "district"):
        if ids := sample(path, kind, most):
            found[kind] = summary([timed(app, lambda one=one: window.navigation.open_record(one)) for one in ids])
    return found


def heaviest(window: MainWindow, path: Path) -> str | None:
    """The region with the longest sheet."""
    ids = sample(path, "region", 40)
    return max(ids, key=lambda one: len(window.reader.make_sheet(one, i18n.language()).html), default=None)


def language(app: QApplication, window: MainWindow, path: Path, rounds: int) -> dict[str, object]:
    """Switching on every page, and with the longest sheet open beside the map: the first time and later."""
    found: dict[str, object] = {}
    longest = heaviest(window, path)
    if longest is not None:
        window.navigation.open_page("regions")
        timed(app, lambda: window.navigation.open_record(longest))
        times = [timed(app, window.language.toggle) for _round in range(2 * rounds)]
        found["longest_sheet"] = {"record": longest, "first": round(times[0], 1)} | summary(times[1:])
        window.navigation.close_record()
    times = []
    for key in window.navigation.stack:
        window.navigation.open_page(key)
        app.processEvents()
        times += [timed(app, window.language.toggle) for _round in range(2)]
    return found | {"pages": summary(times), "switches": len(times) + (2 * rounds if longest else 0)}


def reading(app: QApplication, window: MainWindow, path: Path, idle: float) -> dict[str, float]:
    """What the window does while somebody reads a record in it and touches nothing."""
    window.navigation.open_record(sample(path, "programme", 1)[0])
    rest(app, SETTLED)
    found = {"seconds": idle, "cpu_ms": round(rest(app, idle), 1)}
    window.navigation.close_record()
    return found


def memory() -> float | None:
    """Proportional share of this process, in MB; None where the system does not tell."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.is_file():
        return None
    gc.collect()
    lines = rollup.read_text(encoding="ascii").splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024, 1)


def leak(app: QApplication, window: MainWindow, visits: int, switches: int) -> dict[str, object]:
    """Memory before and after wandering about. The first tenth fills what is kept on purpose and does not count."""
    chance = random.Random(7)
    keys = list(window.navigation.stack)
    windings = [False] * visits + [True] * switches
    chance.shuffle(windings)
    before, early = None, len(windings) // 10
    for number, switch in enumerate(windings):
        if number == early:
            before = memory()
        timed(app, window.language.toggle if switch else lambda: window.navigation.open_page(chance.choice(keys)))
    after = memory()
    grown = round(after - before, 1) if after is not None and before is not None else None
    return {"visits": visits, "switches": switches, "pss_mb": after, "grown_mb": grown}


def measure(path: Path, rounds: int, visits: int, switches: int, idle: float) -> dict[str, object]:
    """Everything on one content file."""
    with opened(path) as (app, window):
        found: dict[str, object] = {"file": path.name, "pss_mb_after_start": memory()}
        found["idle"] = {"seconds": idle, "cpu_ms": round(rest(app, idle), 1)}
        found["idle_reading"] = reading(app, window, path, idle)
        found["pages"] = pages(app, window, rounds)
        found["open_record"] = records(app, window, path, 4 * rounds)
        found["language"] = language(app, window, path, rounds)
        found["pss_mb_after_use"] = memory()
        found["leak"] = leak(app, window, visits, switches)
        return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="What a reader waits for in the open window; prints JSON.")
    parser.add_argument("file", type=Path, nargs="?", default=find_paths().content_file)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--switches", type=int, default=200)
    parser.add_argument("--idle", type=float, default=60)
    given = parser.parse_args()
    found = measure(given.file, given.rounds, given.visits, given.switches, given.idle)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
