"""Import a made-up IATI file of any size and measure time and peak memory, as JSON.

    python -m benchmarks.iati [--megabytes 300] [--transactions 60] [--folder FOLDER]

The activities are made one like the other but for their identifiers, texts and amounts; every one is taken. Peak memory
is that of the importing process alone. Exit status 0 only if every activity became a record and the peak stayed below
the megabytes of `--limit`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "broken_source" / "sound"
CURRENCIES = ("EUR", "USD")
_CHILD = """
import json, resource, sys, time
from pathlib import Path
from fieldref.authoring.iati.importing import import_iati
start = time.perf_counter()
facts, _lines = import_iati([Path(sys.argv[1])], Path(sys.argv[2]), Path(sys.argv[3]), None)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": round(time.perf_counter() - start, 1), "cpu_seconds": round(time.process_time(), 1),
                  "peak_mb": round(peak, 1), "counts": facts["counts"], "records": facts["records"]}))
"""


def write_file(path: Path, megabytes: int, transactions: int) -> int:
    """Write the file; returns how many activities it holds."""
    dice = random.Random(1)
    words = [f"palabra{number}" for number in range(400)]
    number = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" xml:lang="es">\n')
        size = 0
        while size < megabytes * 1_000_000:
            size += stream.write(_activity(number, dice, words, transactions))
            number += 1
        stream.write("</iati-activities>\n")
    return number


def _activity(number: int, dice: random.Random, words: list[str], transactions: int) -> str:
    text = " ".join(dice.choices(words, k=60))
    moves = "".join(
        f'  <transaction ref="{number}-{index}"><transaction-type code="{dice.randint(1, 4)}"/>\n'
        f'    <transaction-date iso-date="20{dice.randint(10, 25)}-0{dice.randint(1, 9)}-15"/>\n'
        f'    <value currency="{dice.choice(CURRENCIES)}" value-date="2020-01-01">{dice.randint(1, 10**6)}</value>\n'
        f"    <description><narrative>{dice.choice(words)}</narrative></description></transaction>\n"
        for index in range(transactions)
    )
    return f"""<iati-activity default-currency="EUR">
  <iati-identifier>XX-BENCH-{number:07}</iati-identifier>
  <reporting-org ref="XX-BENCH" type="10"><narrative>Banco de pruebas</narrative></reporting-org>
  <title><narrative>Actividad {number}</narrative><narrative xml:lang="en">Activity {number}</narrative></title>
  <description type="1"><narrative>{text}</narrative><narrative xml:lang="en">{text}</narrative></description>
  <participating-org role="1" ref="BE-10"><narrative>Quien financia</narrative></participating-org>
  <participating-org role="4"><narrative>Quien ejecuta</narrative></participating-org>
  <activity-status code="2"/><activity-date type="2" iso-date="2015-02-01"/>
  <location><name><narrative>Nuble</narrative></name><point><pos>-1.5 -70.5</pos></point></location>
  <sector vocabulary="1" code="14030" percentage="100"/>
{moves}  <related-activity type="1" ref="XX-BENCH-{number // 2:07}"/>
</iati-activity>
"""


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--transactions", type=int, default=60, help="in each activity")
    parser.add_argument("--limit", type=int, default=300, help="megabytes of memory")
    parser.add_argument("--folder", type=Path, help="where to work; must have room for the file and its records")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as aside:
        file, source, into = Path(aside) / "bench.xml", Path(aside) / "source", Path(aside) / "into"
        shutil.copytree(SOURCE, source)
        activities = write_file(file, args.megabytes, args.transactions)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", _CHILD, str(file), str(source), str(into)], check=True,
                              stdout=subprocess.PIPE, text=True, env=environment)  # fmt: skip
        found = {"file_mb": round(file.stat().st_size / 1e6), "activities": activities, **json.loads(done.stdout),
                 "with_start_seconds": round(time.perf_counter() - start, 1)}  # fmt: skip
    print(json.dumps(found, indent=2))
    whole = found["records"].get("new") == activities == found["counts"]["activities"]
    return 0 if whole and found["peak_mb"] <= args.limit else 1


if __name__ == "__main__":
    sys.exit(main())
