"""Every benchmark, as one JSON document, with a table to read on standard error. `make bench` runs it.

    python -m benchmarks [--fast] [--only PART …] [--scale 1 10 100]

Each part runs in a process of its own, one after the other, so that none counts the memory or the warm caches of
another. `--fast` runs everything once and briefly: it shows that all works, its times mean nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "build" / "dist" / "FieldRef" / "FieldRef"
PARTS = ("imports", "start", "use", "keys", "figures", "search", "building")


def python(*arguments: str) -> str:
    """What a fresh Python prints that is given our sources."""
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, *arguments], check=False, capture_output=True, text=True, cwd=ROOT, env=env)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}\n{done.stderr[-2000:]}")
    return done.stdout


def report(*arguments: str) -> dict[str, object]:
    """The JSON that one of our benchmarks prints."""
    found = json.loads(python("-m", *arguments))
    assert isinstance(found, dict)
    return found


def imports(runs: int) -> dict[str, object]:
    """Milliseconds until a fresh Python has imported so much, the middle of a few runs."""
    wanted = {
        "python": "pass",
        "toolkit": "import PySide6.QtWidgets",
        "command_line": "import fieldref.cli",
        "window": "import fieldref.app, fieldref.ui.window_parts, fieldref.ui.pages.home",
    }
    found: dict[str, object] = {}
    for name, code in wanted.items():
        taken = []
        for _run in range(runs):
            started = time.perf_counter()
            python("-c", code)
            taken.append((time.perf_counter() - started) * 1000)
        found[f"{name}_ms"] = round(median(taken))
    code = "import sys, fieldref.app, fieldref.ui.window_parts, fieldref.ui.pages.home; print(len(sys.modules))"
    return found | {"window_modules": int(python("-c", code))}


def starts(bundle: Path, runs: int, cold: int) -> dict[str, object]:
    """The window from outside, beside a bare one at the same moment; needs Xvfb."""
    from benchmarks import start

    alone = [sys.executable, str(ROOT / "benchmarks" / "bare.py")]
    found: dict[str, object] = {"bare": start.measure(alone, runs, cold)}
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    found["source"] = start.measure([sys.executable, "-m", "fieldref"], runs, cold)
    if bundle.is_file():
        found["frozen"] = start.measure([str(bundle)], runs, cold)
    bare = found["bare"]
    assert isinstance(bare, dict)
    for name in ("source", "frozen"):
        if isinstance(ours := found.get(name), dict):
            for what in ("warm_content_ms", "cold_content_ms"):
                if what in ours and what in bare:
                    ours[f"{what.removesuffix('_ms')}_to_bare"] = round(ours[what] / bare[what], 2)
    return found


def machine() -> dict[str, object]:
    """Where the figures come from."""
    model = ""
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return {
        "processor": model or platform.processor(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "pyside": version("PySide6_Essentials"),
    }


def measure(parts: tuple[str, ...], scales: tuple[int, ...], bundle: Path, *, fast: bool) -> dict[str, object]:
    """Run the parts."""
    few = ["--rounds", "1", "--visits", "20", "--switches", "4", "--idle", "1"] if fast else []
    queries = ["--queries", "3" if fast else "40"]
    found: dict[str, object] = {"machine": machine()}
    if "imports" in parts:
        found["imports"] = imports(1 if fast else 5)
    if "start" in parts:
        found["start"] = starts(bundle, 1 if fast else 7, 0 if fast else 3)
    if "figures" in parts:
        found["figures"] = report("benchmarks.figures")
    if "building" in parts:
        found["building"] = {"content": report("benchmarks.building")}
    if "use" in parts:
        found["use"] = {"content": report("benchmarks.use", *few)}
    if "keys" in parts:
        found["keys"] = {"content": report("benchmarks.window", str(ROOT / "data" / "content.db"), *queries)}
    if "search" in parts:
        found["search"] = {"content": report("benchmarks.search", str(ROOT / "data" / "content.db"), *queries)}
    for scale in scales:
        _larger(found, parts, scale, few, queries)
    return found


def _larger(found: dict[str, object], parts: tuple[str, ...], scale: int, few: list[str], queries: list[str]) -> None:
    """The parts that depend on how much content there is, on made-up content."""
    more = {
        "building": lambda: report("benchmarks.building", "--scale", str(scale)),
        "use": lambda: report("benchmarks.use", made_up(scale), *(few or ["--visits", "100", "--switches", "20"])),
        "keys": lambda: report("benchmarks.window", "--scale", str(scale), *queries),
        "search": lambda: report("benchmarks.search", "--scale", str(scale), *queries),
    }
    for part, run in more.items():
        if part in parts and isinstance(into := found.setdefault(part, {}), dict):
            into[f"made_up_{scale}"] = run()


def made_up(scale: int) -> str:
    """The made-up file of that scale, written if need be."""
    from benchmarks import search

    return str(search.prepared(scale))


def rows(found: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every figure with its path of names."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from rows(value, f"{name} · {key}" if name else str(key))
    elif isinstance(found, list):
        if found and not isinstance(found[0], list):
            yield name, ", ".join(map(str, found))
    elif found is not None:
        yield name, str(found)


def table(found: dict[str, object]) -> str:
    """The figures to read."""
    lines = list(rows(found))
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure FieldRef; prints JSON, and a table on standard error.")
    parser.add_argument("--fast", action="store_true", help="once and briefly, only to see that all works")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--scale", nargs="*", type=int, choices=(1, 10, 100), default=[], help="also made-up content")
    parser.add_argument("--bundle", type=Path, default=FROZEN, help="the frozen program, if there is one")
    given = parser.parse_args()
    parts = tuple(given.only)
    if "start" in parts and (importlib.util.find_spec("package") is None or sys.platform != "linux"):
        parts = tuple(part for part in parts if part != "start")
    found = measure(parts, tuple(given.scale), given.bundle, fast=given.fast)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    print(table(found), file=sys.stderr)


if __name__ == "__main__":
    main()
