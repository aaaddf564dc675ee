"""All files of an import, or none: they are written aside first and then put in their places, which is undone if it
cannot be finished."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from fieldref.paths import put_in_place

PREFIX = ".iati-import-"
_JOURNAL = "journal.json"
_DAY = 86_400


class Staging:
    """Files on their way into `folder`."""

    def __init__(self, folder: Path, aside: Path) -> None:
        self._folder = folder
        self._aside = aside
        self._names: list[str] = []

    @property
    def aside(self) -> Path:
        """A folder for work that is thrown away."""
        return self._aside

    def put(self, name: str, text: str) -> None:
        """Write a file aside. `name` is its path inside the folder."""
        path = self._aside / "new" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        self._names.append(name)

    def commit(self) -> None:
        """Put every file in its place. Whatever stops this on the way puts back what was there before."""
        done: list[tuple[Path, Path | None]] = []
        made: list[Path] = []
        with _undisturbed():
            (self._aside / _JOURNAL).write_text(json.dumps(self._names), encoding="utf-8")
            try:
                for number, name in enumerate(self._names):
                    target = self._folder / name
                    _make(target.parent, made)
                    kept: Path | None = None
                    if target.exists():
                        kept = self._aside / "old" / str(number)
                        kept.parent.mkdir(exist_ok=True)
                        put_in_place(target, kept)
                    done.append((target, kept))
                    put_in_place(self._aside / "new" / name, target)
            except BaseException:
                _undo(done, made)
                raise


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Staging]:
    """A staging area beside the files it is for; it is gone afterwards, come what may. Raises OSError."""
    made: list[Path] = []
    _make(folder, made)
    aside = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    try:
        yield Staging(folder, aside)
    finally:
        with _undisturbed():
            shutil.rmtree(aside, ignore_errors=True)
            for empty in reversed(made):
                with contextlib.suppress(OSError):
                    empty.rmdir()


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Let a request to end (SIGTERM) be like Ctrl+C, so that what was begun is cleared away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl+C back for the moment it takes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before = {
        number: signal.signal(number, lambda which, _frame: waiting.append(which))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def recover(folder: Path) -> None:
    """Undo an import that a cut of power stopped while it put its files in place; clear away old leavings."""
    for aside in folder.glob(f"{PREFIX}*"):
        try:
            names = json.loads((aside / _JOURNAL).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            if time.time() - aside.stat().st_mtime > _DAY:
                shutil.rmtree(aside, ignore_errors=True)
            continue
        for number, name in enumerate(names):
            kept = aside / "old" / str(number)
            if kept.exists():
                put_in_place(kept, folder / name)
            elif not (aside / "new" / name).exists():
                (folder / name).unlink(missing_ok=True)
        shutil.rmtree(aside, ignore_errors=True)


def _make(folder: Path, made: list[Path]) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        made.append(one)


def _undo(done: list[tuple[Path, Path | None]], made: list[Path]) -> None:
    for target, kept in reversed(done):
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        if kept is not None:
            with contextlib.suppress(OSError):
                put_in_place(kept, target)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()
