"""How long the content file takes to build from its source, and with how much memory. Prints JSON.

    python -m benchmarks.building [--scale 1|10|100]

Without `--scale` the reference of this checkout is built, as `make content` does; with it, made-up content that large,
which stays for the other benchmarks.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks import search, synthetic

from fieldref.authoring.build import build
from fieldref.paths import bundle_root


def measure(scale: int | None) -> dict[str, object]:
    """Seconds by the clock and of the processor, megabytes at the highest, and bytes of file for each record."""
    with tempfile.TemporaryDirectory(prefix="building-") as folder:
        path = Path(folder) / "content.db"
        started, used = time.perf_counter(), time.process_time()
        if scale is None:
            build(bundle_root() / "data" / "source", path, keep_lock=True)
        else:
            path = search.made_up(scale)
            synthetic.write(path, scale)
        seconds, used = time.perf_counter() - started, time.process_time() - used
        with closing(sqlite3.connect(path)) as connection:
            (records,) = connection.execute("SELECT count(*) FROM record").fetchone()
        size = path.stat().st_size
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(used, 2),
        "records": records,
        "peak_mb": round(most),
        "file_mb": round(size / 1e6, 2),
        "bytes_for_a_record": round(size / max(records, 1)),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the building of content; prints JSON.")
    parser.add_argument("--scale", type=int, choices=(1, 10, 100))
    print(json.dumps(measure(parser.parse_args().scale), indent=1))


if __name__ == "__main__":
    main()
