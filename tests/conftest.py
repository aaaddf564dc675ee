"""What every test has: the bundled content, a language that does not leak, and a Qt that needs no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from fieldref.content.library import Library
    from fieldref.packs.store import PackStore

# Before Qt is imported anywhere: tests never open a window on the screen of whoever runs them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A slow machine is no failure.
settings.register_profile("fieldref", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fieldref")

REPO = Path(__file__).resolve().parent.parent

RunPython = Callable[..., "subprocess.CompletedProcess[str]"]
StartPython = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the repository."""
    return REPO


@pytest.fixture(scope="session")
def content_path() -> Path:
    """The content file that comes with the program."""
    path = REPO / "data" / "content.db"
    if not path.is_file():
        pytest.fail("data/content.db is missing: run `make content`")
    return path


@pytest.fixture
def library(content_path: Path) -> Iterator[Library]:
    """The bundled reference, open."""
    from fieldref.content.library import Library

    with Library(content_path) as opened:
        yield opened


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder named as sticks are."""
    folder = tmp_path / "USB Ñandú #1 100%"
    folder.mkdir()
    return folder


@pytest.fixture
def store(stick: Path) -> PackStore:
    """Content files on that stick, none yet; the development key is trusted."""
    from tests.pack_maker import DEVELOPMENT_KEY

    from fieldref.packs.store import PackStore

    return PackStore(stick / "content", (DEVELOPMENT_KEY.public,))


@pytest.fixture
def good(content_path: Path, stick: Path) -> Path:
    """A pack of the bundled content with which nothing is wrong."""
    from tests.pack_maker import pack

    return pack(content_path, stick / "good.frpack")


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    """A test may speak any language; the next one starts in the source language, with its catalog of the bundle."""
    from fieldref import i18n

    i18n.set_language(i18n.SOURCE_LANGUAGE, locales={})
    yield
    i18n.set_language(i18n.SOURCE_LANGUAGE, locales={})


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the folders of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


class _NoWindow:
    """Stands before all finders and refuses the window, as Python does where Qt is not installed."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        if name.startswith("fieldref.ui"):
            raise ImportError(f"{name} is not for the core")


@pytest.fixture(autouse=True)
def _core_without_qt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of the core run without the window, the only part that imports Qt (`test_architecture.py` holds that). The
    slow ones, which start programs and draw, may have it."""
    if request.node.get_closest_marker("slow") or "/tests/ui/" in request.node.path.as_posix():
        return
    for name in [name for name in sys.modules if name.startswith("fieldref.ui")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_NoWindow(), *sys.meta_path])


@pytest.fixture
def run_python() -> RunPython:
    """Run Python in a process of its own, with the package importable: `run_python("-c", "…")`."""

    def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        usual: dict[str, object] = {
            "capture_output": True,
            "text": True,
            "timeout": 300,
            "cwd": REPO,
            "env": _with_our_sources(),
        }
        return subprocess.run([sys.executable, *arguments], check=False, **(usual | options))  # type: ignore[call-overload,no-any-return]

    return run


@pytest.fixture
def start_python() -> StartPython:
    """The same, but going on beside the test, with its streams as pipes: to be used in a `with`, which lets it end."""

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command, pipe = [sys.executable, *arguments], subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=REPO, env=_with_our_sources())

    return start


def _with_our_sources() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(REPO / "src"), "PYTHONIOENCODING": "utf-8"}
