"""Install content where there is no room, where nothing may be written and while the stick is pulled out, and count.

    python -m benchmarks.pack_places [--content FILE] [--rounds 40]

Linux only. A full disk is a small file system in memory; a read-only stick is the same one mounted read-only; both need
to be root (or to be run under `unshare -rm`), and are told as left out otherwise. The stick that is pulled out is a
pack cut short at a random moment while it is read. Each time: one sentence for the person, and the content in use
still opens. The folder is called as sticks are, and HOME is missing.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.pack_maker import DEVELOPMENT_KEY, changed_copy, pack, set_meta

from fieldref.packs.choosing import choose
from fieldref.packs.errors import PackError
from fieldref.packs.outside import described
from fieldref.packs.store import PackStore

REPO = Path(__file__).resolve().parent.parent
NAME = "USB Ñandú #1 100%"


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path | None]:
    """A file system of that size at `folder`; None where we may not mount one."""
    folder.mkdir()
    made = _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "fieldref-test", str(folder))
    try:
        yield folder if made else None
    finally:
        if made:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def _mount(*arguments: str) -> bool:
    try:
        return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def attempt(store: PackStore, file: Path, bundled: Path) -> dict[str, str]:
    """Install once; what was said, and what is open afterwards."""
    try:
        store.install(file)
        said, problem = "", "installed"
    except PackError as error:
        said, problem = error.sentence(), error.problem.value
    except Exception as error:  # noqa: BLE001 - counted as a crash
        said, problem = str(error), f"crashed: {type(error).__name__}"
    return {"problem": problem, "said": said, "open": choose((bundled,), store).path.name}


def full_disk(folder: Path, file: Path, bundled: Path) -> dict[str, object]:
    """Disks of every size from nothing to just too small."""
    told: dict[str, int] = {}
    for kilobytes in (0, 16, 64, 256, 1000, 4000, 8000, 9600, 10200):
        with small_disk(folder / f"{NAME} {kilobytes}", max(kilobytes, 8)) as disk:
            if disk is None:
                return {"left out": "mounting a file system needs root"}
            if not kilobytes:
                (disk / "filler").write_bytes(b"x" * 4096)
            store = PackStore(disk / "content", (DEVELOPMENT_KEY.public,), tuple(described((bundled,))))
            result = attempt(store, file, bundled)
            kept = result["open"] == bundled.name and not list(store.folder.rglob("*.part"))
            key = f"{result['problem']}{'' if kept else ', and something is left behind'}"
            told[key] = told.get(key, 0) + 1
    return dict(told)


def read_only(folder: Path, file: Path, bundled: Path) -> dict[str, object]:
    """Content on a stick that turns read-only: it is read, and nothing more is installed."""
    with small_disk(folder / f"{NAME} ro", 60_000) as disk:
        if disk is None:
            return {"left out": "mounting a file system needs root"}
        store = PackStore(disk / "content", (DEVELOPMENT_KEY.public,), tuple(described((bundled,))))
        first = store.install(file)
        if not _mount("-o", "remount,ro", str(disk)):
            return {"left out": "the file system cannot be made read-only"}
        result = attempt(store, file, bundled)
        window = _offscreen_window(disk / "data")
        return {
            "installing": result["problem"],
            "still_open": result["open"] == first.path.name,
            "window_starts_from_it": window,
        }


def _offscreen_window(data: Path) -> bool:
    """Whether the window opens with its data in a folder that cannot be made, and HOME missing."""
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QTimer; import fieldref.ui.application as a\n"
        "from fieldref.app import Options, run; from PySide6.QtWidgets import QApplication; make = a.make_application\n"
        "def made(*given):\n"
        "    QTimer.singleShot(600, QApplication.closeAllWindows) if (result := make(*given)) else None\n"
        "    return result\n"
        "a.make_application = made; sys.exit(run(Options(data_dir=Path(sys.argv[1]), language='es')))"
    )
    environ = {k: v for k, v in os.environ.items() if k not in ("HOME", "DISPLAY", "WAYLAND_DISPLAY")}
    environ |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPO / "src")}
    command = [sys.executable, "-c", code, str(data)]
    ended = subprocess.run(command, check=False, capture_output=True, env=environ, timeout=120)
    return ended.returncode == 0


def pulled_out(folder: Path, file: Path, bundled: Path, rounds: int, seed: int) -> dict[str, object]:
    """The pack gets shorter, or goes away, while it is read."""
    chance = random.Random(seed)
    store = PackStore(folder / NAME / "content", (DEVELOPMENT_KEY.public,), tuple(described((bundled,))))
    told: dict[str, int] = {}
    for number in range(rounds):
        copy = folder / f"{number}.frpack"
        shutil.copyfile(file, copy)
        at, keep = chance.randrange(40), chance.random()

        def pull(done: int, total: int, copy: Path = copy, at: int = at, keep: float = keep) -> None:
            if done * 40 >= total * at and copy.exists():
                os.truncate(copy, int(copy.stat().st_size * keep))

        try:
            store.install(copy, progress=pull)
            problem = "installed"  # all of it had been read before the stick went
        except PackError as error:
            problem = error.problem.value
        except Exception as error:  # noqa: BLE001 - counted as a crash
            problem = f"crashed: {type(error).__name__}"
        copy.unlink()
        told[problem] = told.get(problem, 0) + 1
        choose((bundled,), store)
        for library in store.libraries():
            for one in store.versions(library):
                store.remove(library, one.path)
    return dict(told)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", type=Path, default=REPO / "data" / "content.db")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldref-places-") as scratch:
        folder = Path(scratch)
        database = changed_copy(options.content, folder / "new.db", set_meta(serial="900", version="2027.1"))
        file = pack(database, folder / "new.frpack")
        figures = {
            "full_disk": full_disk(folder, file, options.content),
            "read_only": read_only(folder, file, options.content),
            "pulled_out": pulled_out(folder, file, options.content, options.rounds, options.seed),
        }
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    text = json.dumps(figures)
    return 1 if "crashed" in text or "left behind" in text else 0


if __name__ == "__main__":
    sys.exit(main())
