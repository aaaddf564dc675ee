"""What is installed: carries everything it needs, from locks that can be trusted."""

from __future__ import annotations

import importlib.machinery
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
REPO = Path(__file__).resolve().parent.parent
LOCKS = sorted((REPO / "requirements").glob("*.txt"))


def pins(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def names(requirements: list[object]) -> set[str]:
    plain = [re.split(r"[\s<>=!~;\[]", item, maxsplit=1)[0] for item in requirements if isinstance(item, str)]
    return {name.lower().replace("_", "-").replace(".", "-") for name in plain}


@pytest.fixture(scope="module")
def project() -> dict[str, dict[str, object]]:
    with (REPO / "pyproject.toml").open("rb") as stream:
        return tomllib.load(stream)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_lock_is_hashed_and_names_no_host(lock: Path):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", "    hash "), re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_there_are_three_locks():
    assert [lock.stem for lock in LOCKS] == ["build", "dev", "run"]


def test_locks_agree():
    run, build, dev = (pins(REPO / "requirements" / f"{name}.txt") for name in ("run", "build", "dev"))
    for name, version in (run | build).items():
        assert dev.get(name) == version, name


def test_locks_hold_what_the_project_asks_for(project: dict[str, dict[str, object]]):
    declared = project["project"]
    run = names(declared["dependencies"])  # type: ignore[arg-type]
    authoring = names(declared["optional-dependencies"]["authoring"])  # type: ignore[index]
    dev = names(project["dependency-groups"]["dev"])  # type: ignore[arg-type]
    assert run <= set(pins(REPO / "requirements" / "run.txt"))
    assert run | authoring | dev <= set(pins(REPO / "requirements" / "dev.txt"))
    assert not authoring & set(pins(REPO / "requirements" / "run.txt"))


def test_qt_is_the_version_that_is_sound():
    assert pins(REPO / "requirements" / "run.txt")["pyside6-essentials"] == "6.11.3"


def test_version_is_said_once(project: dict[str, dict[str, object]]):
    import fieldref

    assert fieldref.__version__ == project["project"]["version"]


@pytest.fixture
def qt_libraries() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("qt_libraries", str(REPO / "tools" / "qt-libraries"))
    module = ModuleType("qt_libraries")
    loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries of Linux")
def test_missing_libraries_are_told_with_the_exact_command(
    qt_libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda: {"libEGL.so.1", "libxcb-cursor.so.0"})
    monkeypatch.setattr(qt_libraries, "has_font", lambda: False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert qt_libraries.main() == 1
    assert "sudo apt-get install libegl1 libxcb-cursor0 fonts-dejavu-core\n" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries of Linux")
def test_libraries_no_package_is_known_for_are_named(
    qt_libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda: {"libnew.so.9"})
    assert qt_libraries.main() == 1
    assert "libnew.so.9" in capsys.readouterr().err


@pytest.mark.slow
def test_wheel_carries_everything(run_python: Run, tmp_path: Path):
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = run_python("-c", build, str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        archive.extractall(tmp_path / "unpacked")
    bundle = "fieldref/_bundle"
    assert f"{bundle}/data/content.db" in held
    assert f"{bundle}/translations/es/LC_MESSAGES/fieldref.mo" in held
    resources = {path.relative_to(REPO).as_posix() for path in (REPO / "resources").rglob("*") if path.is_file()}
    assert {f"{bundle}/{name}" for name in resources} <= held
    assert "fieldref/content/schema.sql" in held
    assert not [name for name in held if "__pycache__" in name or name.startswith(("tests", "tools"))]
    look = "from fieldref import paths, i18n; print(paths.find_paths().content_file.is_file(), i18n.has_catalog('es'))"
    environ = {"PYTHONPATH": str(tmp_path / "unpacked"), "HOME": str(tmp_path)}
    found = run_python("-c", look, cwd=tmp_path, env=environ)
    assert found.stdout.split() == ["True", "True"], found.stderr
