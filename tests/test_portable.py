"""The program on a stick: everything beside it, under any name, with no HOME, and where nothing may be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import RunPython
from tests.pack_maker import DEVELOPMENT_KEY, changed_copy, pack, set_meta

from fieldref.content_choice import choose_content, pack_store
from fieldref.paths import PORTABLE_DATA, find_paths

NAME = "USB Ñandú #1 100%"
START = r"""
import sys
from pathlib import Path
import fieldref.ui.application as application
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import fieldref.app as app
import fieldref.paths as paths

program, said = Path(sys.argv[1]), []
find = paths.find_paths
app.find_paths = lambda data_dir=None: find(data_dir, program=program)
import fieldref.content_choice as content_choice
content_choice.program_folder = lambda: program
make = application.make_application
def look():
    from fieldref.ui.main_window import MainWindow
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    toast = window.toast
    print("OPEN", window.context.library.path)
    print("SAID", toast.accessibleName() if toast.isVisible() else "")
    window.close()
def made(*given):
    result = make(*given)
    QTimer.singleShot(500, look)
    return result
application.make_application = made
sys.exit(app.run(app.Options(language="es")))
"""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    program = tmp_path / NAME
    program.mkdir()
    (program / "portable.txt").touch()
    return program


def test_everything_lies_beside_the_program(stick: Path, content_path: Path, tmp_path: Path) -> None:
    paths = find_paths(program=stick)
    assert paths.portable
    assert {paths.data, paths.config, paths.packs.parent} == {stick / PORTABLE_DATA}
    (paths.config / "trusted-keys").mkdir(parents=True)
    DEVELOPMENT_KEY.public.to_file(paths.config / "trusted-keys" / "lima.pub")
    database = changed_copy(content_path, tmp_path / "n.db", set_meta(serial="900"))
    installed = pack_store(paths).install(pack(database, tmp_path / "n.frpack"))
    assert installed.path.is_relative_to(stick)
    assert choose_content(paths).path == installed.path


def test_content_beside_the_program_counts(stick: Path, content_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldref.content_choice.program_folder", lambda: stick)
    (stick / "content").mkdir()
    paths = find_paths(program=stick)
    newer = changed_copy(content_path, stick / "content" / "Perú.db", set_meta(serial="901"))
    assert choose_content(paths).path == newer
    newer.write_bytes(newer.read_bytes()[:5000])
    choice = choose_content(paths)
    assert choice.path == paths.content_file
    assert [problem.path for problem in choice.failed] == [newer]


@pytest.mark.slow
def test_without_a_home(stick: Path, run_python: RunPython) -> None:
    environ = {k: v for k, v in os.environ.items() if k not in ("HOME", "USERPROFILE") and not k.startswith("XDG_")}
    environ["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent / "src")
    ended = run_python("-c", START, str(stick), env=environ)
    assert ended.returncode == 0, ended.stderr
    assert (stick / PORTABLE_DATA / "userdata.db").is_file()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="mounts a file system read-only")
def test_a_stick_that_cannot_be_written_to(tmp_path: Path, run_python: RunPython) -> None:
    """Everything works and lives in memory; the person is told once."""
    program = tmp_path / NAME
    program.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "t", str(program)], check=False, capture_output=True).returncode
    ):
        pytest.skip("mounting a file system needs root")
    try:
        (program / "portable.txt").touch()
        subprocess.run([mount, "-o", "remount,ro", str(program)], check=True)
        ended = run_python("-c", START, str(program))
        assert ended.returncode == 0, ended.stderr
        told = dict(line.partition(" ")[::2] for line in ended.stdout.splitlines())
        assert told["OPEN"].endswith("content.db")
        assert "solo lectura" in told["SAID"] or "no se puede" in told["SAID"], told
        assert list(program.iterdir()) == [program / "portable.txt"]
    finally:
        subprocess.run(["umount", "-l", str(program)], check=False)
