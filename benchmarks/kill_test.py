"""Kill the program at random moments while it writes notes and bookmarks, and count what was lost: it must be nothing.

    python benchmarks/kill_test.py [--rounds 200] [--seed 7]

A writer process saves notes and bookmarks as fast as it can and says on a pipe what was confirmed. It is killed
(SIGKILL, TerminateProcess on Windows) at a random moment; then the file is opened as the app would, and everything
that was confirmed must be there. Also run, where the machine allows it (Linux, as root): a full disk and a read-only
disk, each a small tmpfs. Prints JSON; the exit code is 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from fieldref.userdata import NotSaved, TroubleKind, UserData, open_user_data  # runs without being installed

LIBRARY = "peru"
WRITER = """
import os
import sys
from pathlib import Path
from fieldref.userdata import open_user_data

data = open_user_data(Path(sys.argv[1]))
shelf = data.shelf(sys.argv[3])
number = int(sys.argv[2])
os.write(1, b"ready\\n")
while True:
    record = f"topic/{number % 50}"
    note = shelf.notes.get(record)
    text = f"{number} " * (1 + number % 400)
    shelf.notes.save(record, text, title="t", seen=note.revision if note else 0)
    os.write(1, f"note {record} {number}\\n".encode())
    mark = shelf.bookmarks.add(f"programme/{number}", title="t", tags=["a", "b"])
    os.write(1, f"mark {number}\\n".encode())
    if number % 5 == 0:
        shelf.bookmarks.move([mark.id], None, 0)
    if number % 20 == 0:
        data.backup()
    number += 1
"""


class Ledger:
    """What the writers confirmed: the highest number of each note, and every bookmark."""

    def __init__(self) -> None:
        self.notes: dict[str, int] = {}
        self.marks: set[int] = set()
        self.next_number = 0

    def take(self, output: bytes) -> None:
        """Read a writer's complete lines."""
        for line in output.split(b"\n")[:-1]:
            match line.decode().split():
                case ["note", record, number]:
                    self.notes[record] = int(number)
                    self.next_number = max(self.next_number, int(number) + 1)
                case ["mark", number]:
                    self.marks.add(int(number))


def kill_rounds(folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    """Kill `rounds` writers, one after the other on the same file, and check after each."""
    chance = random.Random(seed)
    ledger = Ledger()
    problems: list[str] = []
    opening: list[float] = []
    for number in range(rounds):
        writer = _start(folder, ledger.next_number)
        time.sleep(chance.uniform(0.0, 0.12))
        writer.kill()
        output, _errors = writer.communicate()
        ledger.take(output)
        ledger.next_number += 1  # the one under way may or may not have been stored
        started = time.perf_counter()
        with open_user_data(folder) as data:
            opening.append(time.perf_counter() - started)
            if data.trouble:
                problems.append(f"round {number}: {data.trouble.kind.value}")
            problems += [f"round {number}: {loss}" for loss in _losses(data, ledger)]
    return {
        "kills": rounds,
        "notes_confirmed": len(ledger.notes),
        "note_versions_confirmed": ledger.next_number,
        "bookmarks_confirmed": len(ledger.marks),
        "opening_ms_median": round(sorted(opening)[rounds // 2] * 1000, 1),
        "opening_ms_worst": round(max(opening) * 1000, 1),
        "lost_or_damaged": problems,
    }


def full_disk(folder: Path) -> dict[str, object]:
    """Fill a small disk while writing: the refusal is told, what was confirmed stays, reading goes on."""
    problems: list[str] = []
    told = ""
    ballast = folder.parent / "ballast"  # what somebody deletes later to make room
    ballast.write_bytes(b"x" * 2_000_000)
    with open_user_data(folder) as data:
        shelf, confirmed = data.shelf(LIBRARY), 0
        try:
            for number in range(100_000):
                shelf.notes.save(f"topic/{number}", f"{number} " * 400, title="t")
                confirmed = number + 1
        except NotSaved as refused:
            told = refused.trouble.sentence()
            if refused.trouble.kind is not TroubleKind.DISK_FULL:
                problems.append(f"told as {refused.trouble.kind.value}")
        if len(shelf.notes.all()) != confirmed:
            problems.append("reading while full")
    filler = folder.parent / "filler"
    with contextlib.suppress(OSError), filler.open("wb") as stream:
        while True:
            stream.write(b"x" * 4096)
            stream.flush()
    with open_user_data(folder) as data:
        reopened = data.trouble.sentence() if data.trouble else ""
        if len(data.shelf(LIBRARY).notes.all()) != confirmed:
            problems.append("reading after reopening on a full disk")
    filler.unlink()
    ballast.unlink()
    with open_user_data(folder) as data:
        if data.trouble or not data.permanent:
            problems.append("not well again once there was room")
        shelf = data.shelf(LIBRARY)
        if len(shelf.notes.all()) != confirmed:
            problems.append("after making room")
        shelf.notes.save("topic/after", "room again", title="t")
    return {"notes_confirmed": confirmed, "told": told, "told_at_opening": reopened, "lost_or_damaged": problems}


def read_only_disk(folder: Path, disk: Path) -> dict[str, object]:
    """Open on a disk mounted read-only: everything is readable, and the sentence says what is not kept."""
    with open_user_data(folder) as data:
        before = len(data.shelf(LIBRARY).notes.all())
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    problems: list[str] = []
    with open_user_data(folder) as data:
        told = data.trouble.sentence() if data.trouble else ""
        if not data.trouble or data.trouble.kind is not TroubleKind.READ_ONLY:
            problems.append("not told")
        if len(data.shelf(LIBRARY).notes.all()) != before:
            problems.append("not readable")
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    return {"notes_readable": before, "told": told, "lost_or_damaged": problems}


def _start(folder: Path, number: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src")}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(number), LIBRARY], stdout=subprocess.PIPE, env=environment
    )
    assert writer.stdout is not None
    writer.stdout.readline()  # wait until it writes: a kill during start-up would test nothing
    return writer


def _losses(data: UserData, ledger: Ledger) -> Iterator[str]:
    shelf = data.shelf(LIBRARY)
    notes = {note.record_id: note.text for note in shelf.notes.all()}
    for record, number in ledger.notes.items():
        words = notes.get(record, "-1").split()
        if int(words[0]) < number or set(words) != {words[0]}:
            yield f"note {record} {number}"
    saved = shelf.bookmarks.saved_ids()
    yield from (f"bookmark {number}" for number in ledger.marks if f"programme/{number}" not in saved)


@contextlib.contextmanager
def _small_disk(size: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", name], check=True, capture_output=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)


def _disk_rounds() -> dict[str, object]:
    if sys.platform != "linux" or os.geteuid() != 0:
        return {"skipped": "needs Linux and root"}
    try:
        with _small_disk("6m") as disk:
            full = full_disk(disk / "full")
            return {"full_disk": full, "read_only": read_only_disk(disk / "full", disk)}
    except subprocess.CalledProcessError as error:
        return {"skipped": f"this machine does not allow a tmpfs ({error})"}


def main() -> int:
    """Run all rounds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures: dict[str, Any] = {
            "seed": options.seed,
            "kill": kill_rounds(Path(name) / "user", options.rounds, options.seed),
        }
    figures["disks"] = _disk_rounds()
    if not figures["kill"]["bookmarks_confirmed"]:
        figures["kill"]["lost_or_damaged"] = ["no writer got to write: this run proves nothing"]
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    print(text)
    return 1 if text.count('"lost_or_damaged": []') != text.count('"lost_or_damaged"') else 0


if __name__ == "__main__":
    sys.exit(main())
