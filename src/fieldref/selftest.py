"""`fieldref --selftest`: does what a reader does, once, and says what worked and how long it took.

Made for the packaged program: a file that was left out of it shows here. Nothing of the person is touched: settings
live in memory, user data and pictures in a folder of their own.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref import __version__, i18n
from fieldref.i18n import _, number
from fieldref.paths import Paths

if TYPE_CHECKING:
    from fieldref.content.library import Library

QUERY = "apurimac"
"""Typed without its accent."""
_DAY, _AMOUNT = "2012-04-30", 13_000_000
_SAID = {"es": ("30 de abril de 2012", "EUR 13,000,000"), "en": ("30 April 2012", "EUR 13,000,000")}
"""How es_PE and en_GB tell a day and an amount."""


class StepFailed(Exception):
    """Something came out wrong; `str()` says what, for whoever looks into it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing tried. `key` never changes; `detail` is what came out, or what went wrong."""

    key: str
    passed: bool
    milliseconds: float
    detail: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Everything tried, in order."""

    steps: tuple[Step, ...]

    @property
    def passed(self) -> bool:
        """Whether all of it worked."""
        return all(step.passed for step in self.steps)

    def data(self) -> dict[str, object]:
        """For programs, as JSON."""
        steps = [
            {"step": s.key, "ok": s.passed, "ms": round(s.milliseconds, 1), "detail": s.detail} for s in self.steps
        ]
        return {"fieldref": __version__, "ok": self.passed, "steps": steps}

    def text(self) -> str:
        """For people: a line a step, and the verdict."""
        width = max(len(_NAMES[step.key]()) for step in self.steps)
        lines = [
            f"{'+' if s.passed else '!'} {_NAMES[s.key]().ljust(width)}  {number(s.milliseconds, 0):>6} ms  {s.detail}"
            for s in self.steps
        ]
        verdict = _("Everything works.") if self.passed else _("Something does not work: see the lines with “!”.")
        return "\n".join((*lines, "", verdict)) + "\n"


_NAMES: dict[str, Callable[[], str]] = {
    "content": lambda: _("Content"),
    "search": lambda: _("Search"),
    "formats": lambda: _("Dates and amounts"),
    "language": lambda: _("Languages"),
    "userdata": lambda: _("Your own data"),
    "qt": lambda: _("Qt"),
    "window": lambda: _("Window"),
    "switch": lambda: _("Switching language"),
    "map": lambda: _("Map"),
    "chart": lambda: _("Chart"),
    "pdf": lambda: _("PDF"),
}


def run_selftest(paths: Paths, content: Path, pictures: Path | None = None) -> SelfTest:
    """Try everything on the content file `content`. What is drawn stays in `pictures`, if given."""
    before = i18n.language()
    steps: list[Step] = []
    try:
        with _folder(pictures) as folder:
            for key, act in _core_steps(content, folder):
                steps.append(_tried(key, act))
            if steps[0].passed:
                steps += _window_steps(paths, content, folder)
    finally:
        i18n.set_language(before)
    return SelfTest(tuple(steps))


@contextmanager
def _folder(pictures: Path | None) -> Iterator[Path]:
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        yield pictures
        return
    with tempfile.TemporaryDirectory(prefix="fieldref-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _tried(key: str, act: Callable[[], str]) -> Step:
    started = time.perf_counter()
    try:
        detail, passed = act(), True
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is the result
        detail, passed = f"{type(error).__name__}: {error}", False
    return Step(key, passed, (time.perf_counter() - started) * 1000, detail)


def _core_steps(content: Path, folder: Path) -> list[tuple[str, Callable[[], str]]]:
    return [
        ("content", lambda: _check_content(content)),
        ("search", lambda: _check_search(content)),
        ("formats", _check_formats),
        ("language", _check_languages),
        ("userdata", lambda: _check_userdata(folder)),
    ]


def _window_steps(paths: Paths, content: Path, folder: Path) -> list[Step]:
    """Importing Qt is a step of its own: where it fails, the rest cannot be tried."""
    found: list[Step] = []
    steps: list[tuple[str, Callable[[], str]]] = []

    def load() -> str:
        from fieldref.ui.selftest import Trial

        trial = Trial(paths, library, folder)
        steps.extend(trial.steps())
        return trial.about()

    from fieldref.content.library import Library

    with Library(content) as library:
        found.append(_tried("qt", load))
        found.extend(_tried(key, act) for key, act in steps)
    return found


def _check_content(content: Path) -> str:
    from fieldref.content.library import Library
    from fieldref.content.opening import open_content

    with closing(open_content(content)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if verdict != "ok" or orphans:
        raise StepFailed(f"integrity: {verdict}; broken references: {len(orphans)}")
    with Library(content) as library:
        info = library.info(i18n.language())
        _require_all_kinds(library)
    return f"{info.id} {info.version}, {sum(info.counts.values())}"


def _require_all_kinds(library: Library) -> None:
    language = i18n.language()
    for name in ("programmes", "indicators", "topics", "terms", "sources"):
        if not getattr(library, name)(language):
            raise StepFailed(f"no {name}")


def _check_search(content: Path) -> str:
    from fieldref.content.search import Searcher

    with closing(Searcher(content)) as searcher:
        results = searcher.search(QUERY, i18n.language())
    if not results.hits:
        raise StepFailed(f"nothing found for {QUERY}")
    return f"{QUERY}: {results.hits[0].ref.id}, {results.total}"


def _check_formats() -> str:
    told = {code: (i18n.date(_DAY, lang=code), i18n.money(_AMOUNT, "EUR", lang=code)) for code in _SAID}
    for code, expected in _SAID.items():
        said = tuple(text.replace("\u00a0", " ") for text in told[code])
        if said != expected:
            raise StepFailed(f"{code}: {said}")
    return "; ".join(" · ".join(texts) for texts in told.values())


def _check_languages() -> str:
    said = {}
    for code in i18n.available_languages():
        if not i18n.has_catalog(code):
            raise StepFailed(f"no catalog: {code}")
        said[code] = _("Everything works.", lang=code)
    if len(set(said.values())) != len(said):
        raise StepFailed(str(said))
    return ", ".join(said)


def _check_userdata(folder: Path) -> str:
    from fieldref.userdata.opening import open_user_data

    place = folder / "own data"
    place.mkdir(exist_ok=True)
    with closing(open_user_data(place)) as own:
        if own.trouble is not None or not own.permanent:
            raise StepFailed(str(own.trouble))
        bookmarks = own.shelf("selftest").bookmarks
        bookmarks.add("selftest/record", title="Ñandú")
        kept = [bookmark.title for bookmark in bookmarks.all()]
        bookmarks.remove([bookmark.id for bookmark in bookmarks.all()])
    if "Ñandú" not in kept:
        raise StepFailed(str(kept))
    return ", ".join(kept)
