"""What works here and what does not: for a person with a problem, and for whoever helps that person."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from fieldref import __version__
from fieldref.content.library import ContentError, Library
from fieldref.content.model import ContentInfo
from fieldref.content.opening import printable
from fieldref.content_choice import content_file
from fieldref.display import display_problem
from fieldref.i18n import _, date, has_catalog, language, language_name, number
from fieldref.paths import Paths, try_to_write
from fieldref.sheets.words import Words
from fieldref.system import DEBIAN_PACKAGES

OLDEST_SQLITE = (3, 37, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """Lines of (name, value), and one sentence for each problem. `unusable`: the reference cannot be read at all."""

    lines: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    unusable: bool

    def text(self) -> str:
        """The report as text, names aligned, problems at the end."""
        width = max(len(name) for name, _value in self.lines)
        told = [f"{name.ljust(width)}  {value}" for name, value in self.lines]
        told += ["", *(self.problems or (_("No problem was found."),))]
        return "\n".join(told) + "\n"


def diagnose(paths: Paths, asked: Path | None = None, settled: str = "") -> Report:
    """Looks at everything that FieldRef needs. Makes and changes nothing."""
    lines: list[tuple[str, str]] = [(_("FieldRef"), __version__), (_("Python"), _python())]
    problems: list[str] = []
    usable = _content(paths, asked, settled, lines, problems)
    _sqlite(lines, problems)
    _catalog(lines, problems)
    _qt(lines, problems)
    _folders(paths, lines, problems)
    return Report(tuple(lines), tuple(problems), not usable)


def _python() -> str:
    frozen = _("in one folder with the program") if getattr(sys, "frozen", False) else sys.prefix
    return f"{platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}, {frozen}"


def _content(paths: Paths, asked: Path | None, settled: str, lines: list[tuple[str, str]], problems: list[str]) -> bool:
    name = _("Content file")
    try:
        path = content_file(paths, asked, settled)
        with Library(path) as library:
            info = library.info(language())
    except ContentError as error:
        lines.append((name, printable(error.path)))
        problems.append(str(error))
        return False
    lines += [
        (name, printable(path)),
        (_("Content"), _("{title}, version {version} of {date}").format(
            title=info.title, version=info.version, date=date(info.built_on)
        )),
        (_("Holds"), " · ".join(f"{word} {number(count)}" for word, count in named_counts(info))),
    ]  # fmt: skip
    return True


def named_counts(info: ContentInfo) -> list[tuple[str, int]]:
    """What the content holds, in words: (Regions, 25) and so on, in the order of the kinds."""
    return Words(language()).counts(info.counts)


def _sqlite(lines: list[tuple[str, str]], problems: list[str]) -> None:
    lines.append((_("SQLite"), sqlite3.sqlite_version))
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE[:2]))
        problems.append(_("SQLite is older than {version}: search will not work.").format(version=wanted))
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(word)")
        connection.execute("SELECT value FROM json_each('[1]')").fetchall()
    except sqlite3.Error:
        problems.append(_("SQLite was built without full-text search or JSON: FieldRef needs both."))
    finally:
        connection.close()


def _catalog(lines: list[tuple[str, str]], problems: list[str]) -> None:
    code = language()
    lines.append((_("Language"), f"{language_name(code)} ({code})"))
    if not has_catalog(code):
        problems.append(_("The messages in {language} are missing.").format(language=language_name(code)))


def _qt(lines: list[tuple[str, str]], problems: list[str]) -> None:
    shown = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    told = shown or (_("none") if sys.platform.startswith("linux") else _("the system's"))
    problem = display_problem()
    try:
        from fieldref.ui.qt_facts import qt_facts

        facts = qt_facts()
    except (ImportError, OSError) as error:
        lines.append((_("Qt"), _("does not load")))
        problems.append(_("Qt does not load: {reason}.").format(reason=str(error).rstrip(".")))
        if sys.platform.startswith("linux"):
            told = _("Debian and Ubuntu bring what is missing with: {command}")
            problems.append(told.format(command=f"apt-get install {' '.join(DEBIAN_PACKAGES)}"))
    else:
        lines += [(_("Qt"), facts.version), (_("Fonts"), f"{number(facts.families)}, {facts.family}")]
        if not facts.families:
            problems.append(_("There are no fonts: text in the window will be empty boxes."))
    lines.append((_("Display"), told))
    if problem is not None:
        problems.append(problem)


def _folders(paths: Paths, lines: list[tuple[str, str]], problems: list[str]) -> None:
    for name, folder in (
        (_("Program folder"), paths.bundle),
        (_("Data folder"), paths.data),
        (_("Settings folder"), paths.config),
        (_("Log folder"), paths.log),
    ):
        lines.append((name, printable(folder)))
        if folder is not paths.bundle and not _writable(folder):
            problems.append(_("The folder {folder} cannot be written to.").format(folder=printable(folder)))
    if not paths.templates.is_dir():
        problems.append(_("The folder {folder} is missing: install FieldRef again.").format(
            folder=printable(paths.templates)
        ))  # fmt: skip


def _writable(folder: Path) -> bool:
    """Whether the folder can be written to, or made where it is not there yet."""
    for there in (folder, *folder.parents):
        if there.exists():
            return there.is_dir() and _takes_a_file(there)
    return False


def _takes_a_file(folder: Path) -> bool:
    try:
        try_to_write(folder)
    except OSError:
        return False
    return True
