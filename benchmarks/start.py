"""How long from the double-click to a window with content, seen from outside; prints JSON.

    python -m benchmarks.start [--bundle build/dist/FieldRef] [--source] [--runs 7] [--cold 3] [--slow 1]

The program is started on an X server of its own, whose picture is read every few milliseconds. `content_ms` is the
time until nearly everything that stands there in the end is there; `window_ms` until anything is; `content_cpu_ms` is
what it took of the processor until then, and tells more than the clock where other programs run. Cold runs (root) drop
the page cache first and count what is read from the disk. Slow runs hold the program to a quarter of one core: whenever
it has had more than that since its start, it is stopped for some milliseconds. Afterwards the program is left alone:
its memory (PSS) and what it does with the processor while nobody touches it.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from package.screen import Screen, screen  # noqa: E402
from package.trial import environment  # noqa: E402

NEARLY = 0.97
_STEP, _ROWS, _COLUMNS = 0.004, 12, 10
_QUIET_SECONDS, _LONGEST_SECONDS, _IDLE_SECONDS = 1.2, 30.0, 5.0
SLOW = 0.25
"""Part of one core that slow runs have."""
_LIMITS = {
    "warm_content_ms": 350,
    "cold_content_ms": 650,
    "slow_content_ms": 2500,
    "cold_read_mb": 120,
    "pss_mb": 100,
    "idle_cpu_percent": 0,
}

Seen = tuple[float, int, bytes]
"""When, after how many nanoseconds on the processor, what picture."""


class Eye:
    """Looks at a sparse grid of a screen's pixels."""

    def __init__(self, shown: Screen) -> None:
        with shown.frame.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack_from(">25I", self._data)
        start, height, stride = head[0] + head[19] * 12, head[5], head[12]
        self._rows = [(start + y * stride, start + (y + 1) * stride) for y in range(0, height, _ROWS)]

    def look(self) -> bytes:
        """One byte of each pixel of the grid."""
        return b"".join(self._data[a:b][1 :: 4 * _COLUMNS] for a, b in self._rows)

    def close(self) -> None:
        """Look no more."""
        self._data.close()


def start(
    command: list[str], home: Path, *, cold: bool = False, idle: bool = False, share: float | None = None
) -> dict[str, float]:
    """One start, with no more than `share` of one core if that is given. Times in milliseconds, sizes in MB."""
    with screen() as shown:
        eye = Eye(shown)
        env = environment(home, DISPLAY=shown.display, QT_QPA_PLATFORM="", LANG="es_PE.UTF-8")
        env |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
        if cold:
            os.sync()
            Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")
        blank = eye.look()
        started = time.perf_counter()
        program = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            seen = _watch(eye, blank, started, program.pid, share)
            found = _times(seen, started)
            found["read_mb"] = round(_read_bytes(program.pid) / 1e6, 1)
            if idle:
                found |= _at_rest(program.pid)
        finally:
            program.terminate()
            program.wait(10)
            eye.close()
    return found


def _watch(eye: Eye, blank: bytes, started: float, pid: int, share: float | None) -> list[Seen]:
    """Every change of the picture with its time, until nothing has changed for a while."""
    seen: list[Seen] = []
    last, changed, stopped = blank, started, False
    quiet = _QUIET_SECONDS / (share or 1)
    while True:
        now, picture = time.perf_counter(), eye.look()
        if picture != last:
            seen.append((now, _on_processor(pid), picture))
            last, changed = picture, now
        over = now - started > _LONGEST_SECONDS or bool(seen and now - changed > quiet)
        if share is not None:
            ahead = not over and _on_processor(pid) > share * (now - started) * 1e9
            if ahead != stopped:
                os.kill(pid, signal.SIGSTOP if ahead else signal.SIGCONT)
                stopped = ahead
        if over:
            return seen
        time.sleep(_STEP)


def _times(seen: list[Seen], started: float) -> dict[str, float]:
    final = seen[-1][2]
    wanted = NEARLY * len(final)
    when, used, _picture = next(one for one in seen if sum(map(int.__eq__, one[2], final)) >= wanted)
    return {
        "window_ms": round((seen[0][0] - started) * 1000),
        "content_ms": round((when - started) * 1000),
        "content_cpu_ms": round(used / 1e6),
    }


def _at_rest(pid: int) -> dict[str, float]:
    time.sleep(1)
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    before = _ticks(pid)
    time.sleep(_IDLE_SECONDS)
    used = (_ticks(pid) - before) / os.sysconf("SC_CLK_TCK")
    return {"pss_mb": round(pss / 1024, 1), "idle_cpu_percent": round(used / _IDLE_SECONDS * 100, 1)}


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _on_processor(pid: int) -> int:
    """Nanoseconds, of all threads and of those that have ended: what a start costs, however busy the machine is with
    other things. Linux has a clock for each process, whose number is made as `clock_getcpuclockid` makes it."""
    return time.clock_gettime_ns(~pid << 3 | 2)


def _read_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/io").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("read_bytes"))


def measure(command: list[str], runs: int, cold_runs: int, slow_runs: int = 0) -> dict[str, object]:
    """Cold, warm and slow starts of a command, the middle of each."""
    with tempfile.TemporaryDirectory(prefix="start-") as name:
        home = Path(name)
        start(command, home)  # the first start ever makes the person's folders
        cold = [start(command, home, cold=True) for _run in range(cold_runs if os.geteuid() == 0 else 0)]
        start(command, home)
        warm = [start(command, home) for _run in range(runs)]
        slow = [start(command, home, share=SLOW) for _run in range(slow_runs)]
        rest = start(command, home, idle=True)
    found: dict[str, object] = {
        "warm_window_ms": median(run["window_ms"] for run in warm),
        "warm_content_ms": median(run["content_ms"] for run in warm),
        "warm_content_cpu_ms": median(run["content_cpu_ms"] for run in warm),
        "warm_content_ms_each": [run["content_ms"] for run in warm],
        "pss_mb": rest["pss_mb"],
        "idle_cpu_percent": rest["idle_cpu_percent"],
    }
    if cold:
        found["cold_content_ms"] = median(run["content_ms"] for run in cold)
        found["cold_content_ms_each"] = [run["content_ms"] for run in cold]
        found["cold_read_mb"] = median(run["read_mb"] for run in cold)
    if slow:
        found["slow_content_ms"] = median(run["content_ms"] for run in slow)
    found["too_much"] = [
        name for name, most in _LIMITS.items() if isinstance(v := found.get(name), (int, float)) and v > most
    ]
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure how long FieldRef takes to show its window; prints JSON.")
    parser.add_argument("--bundle", type=Path, default=ROOT / "build" / "dist" / "FieldRef")
    parser.add_argument("--source", action="store_true", help="also from the sources, and a bare window beside it")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--cold", type=int, default=3)
    parser.add_argument("--slow", type=int, default=1)
    given = parser.parse_args()
    found: dict[str, object] = {"load": os.getloadavg()[0], "processors": os.cpu_count()}
    often = given.runs, given.cold, given.slow
    if (given.bundle / "FieldRef").is_file():
        found["frozen"] = measure([str(given.bundle / "FieldRef")], *often)
    if given.source:
        os.environ["PYTHONPATH"] = str(ROOT / "src")
        found["source"] = measure([sys.executable, "-m", "fieldref"], *often)
        found["bare"] = measure([sys.executable, str(ROOT / "benchmarks" / "bare.py")], *often)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
