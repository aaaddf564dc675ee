"""Every benchmark, as one JSON document, with a table to read on standard error. `make bench` runs it.

    python -m benchmarks [--fast] [--only PART …] [--scale 1 10 100]

Each part runs in a process of its own, one after the other, so that none counts the memory or the warm caches of
another. `--scale` chooses how large the made-up content is, besides the reference itself: all sizes unless it is given,
none if it is given empty. `--fast` runs everything once and briefly: it shows that all works, its times mean nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
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


def python(*arguments: str, told_on: str = "stdout") -> str:
    """What a fresh Python prints that is given our sources."""
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, *arguments], check=False, capture_output=True, text=True, cwd=ROOT, env=env)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}\n{done.stderr[-2000:]}")
    return str(getattr(done, told_on))


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
    code = wanted["window"]
    modules = int(python("-c", f"import sys; {code}; print(len(sys.modules))"))
    return found | {"window_modules": modules, "window_breakdown": breakdown(code)}


def breakdown(code: str) -> dict[str, object]:
    """Whose modules the time goes into, and the ten that take longest by themselves, in milliseconds as Python's own
    `-X importtime` has it (which makes them a little slower)."""
    owners = {"PySide6": "toolkit", "shiboken6": "toolkit", "shibokensupport": "toolkit", "fieldref": "ours"}
    shares: dict[str, float] = {"toolkit": 0, "ours": 0, "python": 0}
    each: dict[str, float] = {}
    for line in python("-X", "importtime", "-c", code, told_on="stderr").splitlines():
        own, _sum, name = line.removeprefix("import time:").split("|") if line.count("|") == 2 else ("", "", "")
        if own.strip().isdigit():
            name, took = name.strip(), int(own) / 1000
            shares[owners.get(name.split(".")[0], "python")] += took
            each[name] = took
    longest = sorted(each, key=lambda name: -each[name])[:10]
    return {key: round(took) for key, took in shares.items()} | {
        "longest": [f"{name} {each[name]:.1f}" for name in longest]
    }


def starts(bundle: Path, runs: int, cold: int, slow: int) -> dict[str, dict[str, object]]:
    """The window from outside, beside a bare one at the same moment; needs Xvfb."""
    from benchmarks import start

    alone = [sys.executable, str(ROOT / "benchmarks" / "bare.py")]
    bare = start.measure(alone, runs, cold, slow)
    found = {"bare": bare, "bare_filled": start.measure([*alone, "filled"], runs, 0)}
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    found["source"] = start.measure([sys.executable, "-m", "fieldref"], runs, cold, slow)
    if bundle.is_file():
        found["frozen"] = start.measure([str(bundle)], runs, cold, slow)
    for name in ("bare_filled", "source", "frozen"):
        for what in ("warm_content_ms", "cold_content_ms", "warm_content_cpu_ms"):
            took, least = found.get(name, {}).get(what), bare.get(what)
            if isinstance(took, (int, float)) and isinstance(least, (int, float)):
                found[name][f"{what.removesuffix('_ms')}_to_bare"] = round(took / least, 2)
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
        found["start"] = starts(bundle, *((1, 0, 0) if fast else (7, 3, 1)))
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
    if len(scales) > 1:
        found["growth"] = growth(found, scales)
    return found


def growth(found: dict[str, object], scales: tuple[int, ...]) -> dict[str, list[str]]:
    """How many times as much each figure of what depends on the content becomes from the smallest made-up content to
    each larger one."""
    first, *larger = (f"made_up_{scale}" for scale in sorted(scales))
    told: dict[str, list[str]] = {}
    for part in ("building", "use", "keys", "search"):
        sizes = found.get(part)
        if isinstance(sizes, dict):
            least = dict(rows(sizes.get(first, {}), part))
            for size in larger:
                for name, value in rows(sizes.get(size, {}), part):
                    if _is_time_or_size(name) and _number(least.get(name, "")) and _number(value):
                        told.setdefault(name, []).append(f"{_number(value) / _number(least[name]):.2f}")
    return told


def _is_time_or_size(name: str) -> bool:
    last = name.rpartition(" ")[2]
    return last in ("p50", "p95", "max", "bytes_for_a_record") or last.endswith(("_ms", "_mb", "seconds"))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


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
    parser.add_argument("--scale", nargs="*", type=int, choices=(1, 10, 100), help="sizes of made-up content")
    parser.add_argument("--bundle", type=Path, default=FROZEN, help="the frozen program, if there is one")
    given = parser.parse_args()
    parts = tuple(given.only)
    if "start" in parts and (shutil.which("Xvfb") is None or sys.platform != "linux"):
        print("The start is not measured: that needs Linux and Xvfb.", file=sys.stderr)
        parts = tuple(part for part in parts if part != "start")
    if "start" in parts and given.bundle == FROZEN:  # an old one would be measured as if it were these sources
        subprocess.run([sys.executable, str(ROOT / "tools" / "dist"), "fresh"], check=True, stdout=sys.stderr)
    scales = given.scale if given.scale is not None else [] if given.fast else [1, 10, 100]
    found = measure(parts, tuple(scales), given.bundle, fast=given.fast)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    print(table(found), file=sys.stderr)


if __name__ == "__main__":
    main()
