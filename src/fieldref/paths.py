"""Where everything lies: what comes with the program, and what belongs to the person using it.

Nothing is made here until it is needed. A folder that cannot be written to is told with its reason, and the caller
goes on in memory: a reference on a read-only stick is still a reference.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "fieldref"
PORTABLE_MARK = "portable.txt"
"""A file of this name beside the program keeps everything the user makes beside the program too."""
PORTABLE_DATA = "fieldref-data"
_PAUSES = (0.01, 0.03, 0.1, 0.2)
"""Seconds between tries to replace a file that another program has open."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one run. Properties only name places; `prepare` makes a folder."""

    bundle: Path
    """What came with the program; never written to."""
    data: Path
    config: Path
    state: Path
    log: Path
    portable: bool = False

    @property
    def content_file(self) -> Path:
        """The content file that came with the program."""
        return self.bundle / "data" / "content.db"

    @property
    def translations(self) -> Path:
        """The folder of message catalogs, one folder a language."""
        return self.bundle / "translations"

    @property
    def resources(self) -> Path:
        """The folder of templates, icons and style."""
        return self.bundle / "resources"

    @property
    def templates(self) -> Path:
        """The folder of the sheets' templates."""
        return self.resources / "templates"

    @property
    def packs(self) -> Path:
        """The folder of installed content files."""
        return self.data / "content"

    @property
    def userdata_file(self) -> Path:
        """Bookmarks, notes and history."""
        return self.data / "userdata.db"

    @property
    def settings_file(self) -> Path:
        """The person's choices."""
        return self.config / "settings.json"

    @property
    def log_file(self) -> Path:
        """What the program noted of its own running."""
        return self.log / "fieldref.log"


def package_folder() -> Path:
    """The folder of this package."""
    return Path(__file__).resolve().parent


def bundle_root() -> Path:
    """The folder that holds `data`, `resources` and `translations`: inside the installed package, inside a frozen
    program, or the repository."""
    package = package_folder()
    installed = package / "_bundle"
    if installed.is_dir():
        return installed
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    return package.parent.parent


def program_folder() -> Path:
    """The folder a person sees the program in: where `portable.txt` is looked for."""
    if not getattr(sys, "frozen", False):
        return bundle_root()
    executable = Path(sys.executable).resolve()
    for folder in executable.parents:
        if folder.suffix == ".app":
            return folder.parent
    return executable.parent


def find_paths(data_dir: Path | None = None, *, program: Path | None = None) -> Paths:
    """The folders to use: `data_dir` if given, else beside a portable program, else where this system keeps such
    files. Makes nothing. `program` stands in for the program's folder in tests."""
    bundle = bundle_root()
    program = program if program is not None else program_folder()
    if data_dir is not None:
        return _all_in(data_dir.expanduser().absolute(), bundle, portable=False)
    if (program / PORTABLE_MARK).is_file():
        return _all_in(program / PORTABLE_DATA, bundle, portable=True)
    from platformdirs import PlatformDirs

    own = PlatformDirs(APP_NAME, appauthor=False)
    try:
        return Paths(
            bundle=bundle,
            data=own.user_data_path,
            config=own.user_config_path,
            state=own.user_state_path,
            log=own.user_log_path,
        )
    except RuntimeError:  # no home folder, and a user the system does not know: nowhere to keep anything
        return _all_in(Path(os.devnull) / APP_NAME, bundle, portable=False)


def _all_in(folder: Path, bundle: Path, *, portable: bool) -> Paths:
    return Paths(bundle=bundle, data=folder, config=folder, state=folder, log=folder / "log", portable=portable)


def file_uri(path: Path) -> str:
    """The `file:` address of a path for SQLite: safe for `#`, `?`, `%`, accents and network folders."""
    uri = path.absolute().as_uri()
    if uri.startswith("file:///"):
        return uri
    return "file:////" + uri.removeprefix("file://")  # \\server\share: SQLite takes no host name, but four slashes


def prepare(folder: Path) -> str | None:
    """Make `folder` and try to write in it. Returns None when it can be used, else the system's reason."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try_to_write(folder)
    except OSError as error:
        return error.strerror or str(error)
    return None


def try_to_write(folder: Path) -> None:
    """Tried, not asked: what a system says of rights is not always what it does. Nothing stays behind. Raises
    OSError."""
    draft = new_file(folder, ".fieldref-")
    draft.unlink()


def new_file(folder: Path, prefix: str, suffix: str = ".part", *, private: bool = False) -> Path:
    """An empty file under a name that nothing has. It can be read by whom the system lets read new files; a `private`
    one only by whom it belongs to. Raises OSError.

    Not by `tempfile`: under Windows, in the Python that goes into our package, it takes a folder's refusal for a name
    that is taken, and goes on to try two thousand million others.
    """
    path = folder / f"{prefix}{os.urandom(8).hex()}{suffix}"
    make_file(path, private=private)
    return path


def make_file(path: Path, *, private: bool = False) -> None:
    """Make the file empty; `private` as for `new_file`. Raises OSError, also where it exists."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if private else 0o666))


def make_private(path: Path) -> None:
    """Take from everybody but its owner what they may do with a file. Where that cannot be (a stick, another person's
    file), it stays as it is."""
    with contextlib.suppress(OSError):
        rights = stat.S_IMODE(path.stat().st_mode)
        if rights & 0o077:
            path.chmod(rights & 0o700)


def put_in_place(draft: Path, target: Path) -> None:
    """Give a finished file the name of another, which it replaces. Raises OSError.

    Windows refuses while another program has the old one open: a virus scanner or a backup lets go after a moment.
    """
    for pause in _PAUSES if os.name == "nt" else ():
        try:
            draft.replace(target)
            return
        except PermissionError:
            time.sleep(pause)
    draft.replace(target)


def write_atomically(path: Path, content: bytes, *, private: bool = False) -> None:
    """Replace the file at `path` as one step, so that a cut of power leaves the old file or the new one, never half.
    The folder must exist; `private` as for `new_file`. Raises OSError."""
    draft = new_file(path.parent, f".{path.name[:40]}.", private=private)
    try:
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        put_in_place(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system offers it (Windows does so by itself). Raises
    OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
