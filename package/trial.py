"""What the trials of the frozen program share, whichever system it was made for: how it ends, and how it is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

ODD_NAME = "USB Ñandú #1 100%"
"""A stick with a name as people give them."""

Case = Callable[[Path], str]
"""What is tried with a folder of its own: tells what came out, raises Failed or LeftOut."""


class Failed(Exception):
    """The program did not do what it should."""


class LeftOut(Exception):
    """The case cannot be tried here; `str()` says why."""


def environment(home: Path | None, **more: str) -> dict[str, str]:
    """As little as a session of Linux has: no variables of this shell reach the program."""
    plain = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    if home is not None:
        plain["HOME"] = str(home)
    return {name: value for name, value in (plain | more).items() if value}


def verdict(done: subprocess.CompletedProcess[bytes]) -> str:
    """What `--selftest --json` told: how many steps, and which took longest. Raises Failed."""
    try:
        told = json.loads(done.stdout[done.stdout.index(b"{") :].decode("utf-8"))
    except ValueError as error:
        said = (done.stdout + (done.stderr or b"")).decode("utf-8", "replace")[-800:]
        raise Failed(f"exit {done.returncode}: {said}") from error
    wrong = [f"{step['step']}: {step['detail']}" for step in told["steps"] if not step["ok"]]
    if wrong or done.returncode or not told["ok"]:
        raise Failed("; ".join(wrong) or f"exit {done.returncode}")
    slowest = max(told["steps"], key=lambda step: step["ms"])
    return f"{len(told['steps'])} steps, slowest {slowest['step']} {slowest['ms']:.0f} ms"


def copy_of(bundle: Path, target: Path) -> Path:
    """The package once more, where a case may do with it what it likes."""
    return Path(shutil.copytree(bundle, target, symlinks=True))


def state(folder: Path) -> list[tuple[str, int]]:
    """Every file below a folder and when it was written: whether anything changed there."""
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*"))


def run_cases(cases: Mapping[str, Case], names: Iterable[str]) -> int:
    """Try cases one after the other and tell of each. Returns 0 when none failed, 2 where there is no such case."""
    names = list(names)
    if unknown := [name for name in names if name not in cases]:
        print(f"no such case: {', '.join(unknown)}; there are {', '.join(cases)}")
        return 2
    failed = tried = 0
    for name in names:
        tried += 1
        started = time.perf_counter()
        folder = Path(tempfile.mkdtemp(prefix=f"smoke-{name}-"))
        try:
            how, said = "ok", cases[name](folder)
        except LeftOut as reason:
            how, said = "left out", str(reason)
        except (Failed, subprocess.SubprocessError, OSError, ValueError) as error:
            failed += 1
            how, said = "FAILED", str(error) or type(error).__name__
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"{name:14} {how:9} {time.perf_counter() - started:5.1f} s  {said}", flush=True)
    print("every case passed" if not failed else f"{failed} of {tried} cases failed")
    return 1 if failed else 0
