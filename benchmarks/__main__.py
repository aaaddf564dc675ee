"""Every benchmark of `make bench`, as one JSON object.

python -m benchmarks [--scale 1|10|100]
"""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import subprocess
import sys
import time
from statistics import median

from benchmarks import search

from fieldref.paths import find_paths

RUNS = 5


def starts(*arguments: str) -> float:
    """Milliseconds that a fresh Python takes for something, the middle of a few runs."""
    taken = []
    for _run in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        taken.append((time.perf_counter() - started) * 1000)
    return round(median(taken))


def measure(scale: int) -> dict[str, object]:
    """All figures, in milliseconds where nothing else is said."""
    content = find_paths().content_file
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "start": {
            "python_alone": starts("-c", "pass"),
            "command_line_imported": starts("-c", "import fieldref.cli"),
            "window_imported": starts("-c", "import fieldref.app, fieldref.ui.window_parts"),
            "search_command": starts("-m", "fieldref", "search", "sis", "--json"),
            "show_command": starts("-m", "fieldref", "show", "programme/sisfin"),
        },
        "search": search.measure(content, search.realistic_queries(content, 100)),
        f"search_made_up_{scale}": search.measure(path := search.prepared(scale), search.realistic_queries(path, 100)),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure FieldRef; prints JSON.")
    parser.add_argument("--scale", type=int, default=1, choices=(1, 10, 100), help="size of the made-up content")
    print(json.dumps(measure(parser.parse_args().scale), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
