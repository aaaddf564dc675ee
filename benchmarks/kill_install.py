"""Kill the program at random moments while it installs content, and look at what it starts with afterwards.

    python -m benchmarks.kill_install [--kills 200] [--seed 1] [--content FILE]

A child process installs two versions in turn, for ever; it is ended with SIGKILL at a random moment (TerminateProcess
on Windows). After each: the store must give a version that opens, is whole by its signed SHA-256 and passes the same
checks as at installation, and no temporary file may be current. Exit status 0 only if that held every time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.pack_maker import DEVELOPMENT_KEY, changed_copy, pack, set_meta

from fieldref.packs.choosing import choose
from fieldref.packs.store import PackStore

REPO = Path(__file__).resolve().parent.parent


def child(store: Path, packs: list[Path]) -> None:
    """Install the packs in turn until killed, telling when each is confirmed."""
    keeper = PackStore(store, (DEVELOPMENT_KEY.public,))
    while True:
        for one in packs:
            installed = keeper.install(one, allow_older=True)
            sys.stdout.write(f"{installed.manifest.serial}\n")
            sys.stdout.flush()
            for other in keeper.versions(installed.manifest.id):
                if not other.current:
                    keeper.remove(installed.manifest.id, other.path)  # so that the next one is written anew


def whole(store: PackStore, library: str) -> str:
    """'' when the version in use is whole, else what is wrong."""
    now = store.current(library)
    if now is None:
        return "nothing installed"
    if hashlib.sha256(now.path.read_bytes()).hexdigest() != now.manifest.sha256:
        return "hash differs"
    chosen = choose((REPO / "nowhere.db",), store, library)
    return "" if not chosen.failed and chosen.path == now.path else "another file was chosen"


def run(kills: int, seed: int, content: Path) -> dict[str, object]:
    """Carry out the campaign and return its figures."""
    chance = random.Random(seed)
    problems: list[str] = []
    confirmed = leftovers = 0
    with tempfile.TemporaryDirectory(prefix="fieldref-kill-") as scratch:
        folder = Path(scratch)
        packs = []
        for serial in (2, 3):
            database = changed_copy(
                content, folder / f"{serial}.db", set_meta(serial=str(serial), version=f"2027.{serial}")
            )
            packs.append(pack(database, folder / f"{serial}.frpack"))
        store = PackStore(folder / "store", (DEVELOPMENT_KEY.public,))
        library = store.install(packs[0]).manifest.id
        for number in range(kills):
            command = [sys.executable, "-m", "benchmarks.kill_install", "--child", str(store.folder), *map(str, packs)]
            environ = os.environ | {"PYTHONPATH": str(REPO / "src")}
            process = subprocess.Popen(command, cwd=REPO, env=environ, stdout=subprocess.PIPE)
            assert process.stdout is not None
            if not process.stdout.readline():  # else it is running, and has confirmed one
                raise RuntimeError("the child did not start")
            time.sleep(chance.uniform(0, 0.6))
            process.kill()
            confirmed += 1 + len(process.stdout.read().splitlines())
            process.stdout.close()
            process.wait()
            leftovers += len(list(store.folder.rglob("*.part")))
            if wrong := whole(store, library):
                problems.append(f"kill {number}: {wrong}")
        store.install(packs[0], allow_older=True)
        swept = not list(store.folder.rglob("*.part"))
    return {
        "kills": kills,
        "seed": seed,
        "installations_confirmed": confirmed,
        "temporary_files_left_by_kills": leftovers,
        "temporary_files_swept_by_the_next_installation": swept,
        "problems": problems,
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--content", type=Path, default=REPO / "data" / "content.db")
    parser.add_argument("--child", nargs="+", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], options.child[1:])
    figures = run(options.kills, options.seed, options.content)
    print(json.dumps(figures, indent=2))
    return 0 if not figures["problems"] and figures["temporary_files_swept_by_the_next_installation"] else 1


if __name__ == "__main__":
    sys.exit(main())
