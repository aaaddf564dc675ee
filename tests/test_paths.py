"""Where everything lies; nothing is made before it is needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from fieldref import paths
from fieldref.settings import SettingsStore

ODD = "USB Ñandú #1 100% " + ("x" if sys.platform == "win32" else "?x")


def everything_below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_a_checkout_finds_its_own_files(repo: Path):
    found = paths.find_paths()
    assert found.bundle == repo
    assert found.templates == repo / "resources" / "templates"
    assert found.translations == repo / "translations"
    assert found.content_file == repo / "data" / "content.db"
    assert not found.portable


def test_finding_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    found = paths.find_paths()
    paths.find_paths(tmp_path / "elsewhere")
    if sys.platform == "linux":
        assert found.config.is_relative_to(tmp_path)
    assert everything_below(tmp_path) == []


def test_data_dir_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    found = paths.find_paths(Path(ODD))
    places = (found.settings_file, found.userdata_file, found.log_file, found.packs)
    assert all(place.is_relative_to(tmp_path / ODD) for place in places)


def test_portable_mark_keeps_everything_beside_the_program(tmp_path: Path):
    program = tmp_path / ODD
    program.mkdir()
    assert not paths.find_paths(program=program).portable
    (program / paths.PORTABLE_MARK).touch()
    found = paths.find_paths(program=program)
    assert found.portable
    assert found.data == program / paths.PORTABLE_DATA
    assert not found.data.exists()
    assert not paths.find_paths(tmp_path / "own", program=program).portable


def test_installed_package_carries_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paths, "package_folder", lambda: tmp_path)
    (tmp_path / "_bundle").mkdir()
    assert paths.bundle_root() == tmp_path / "_bundle"


def test_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paths, "package_folder", lambda: tmp_path / "unpacked" / "fieldref")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "unpacked"), raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ODD / "fieldref.exe"))
    assert paths.bundle_root() == tmp_path / "unpacked"
    assert paths.program_folder() == tmp_path / ODD
    monkeypatch.setattr(sys, "executable", str(tmp_path / "FieldRef.app" / "Contents" / "MacOS" / "fieldref"))
    assert paths.program_folder() == tmp_path


def test_prepare_makes_the_folder_and_leaves_nothing_in_it(tmp_path: Path):
    folder = tmp_path / ODD / "deep"
    assert paths.prepare(folder) is None
    assert folder.is_dir()
    assert everything_below(folder) == []


def test_prepare_tells_why_not(tmp_path: Path):
    (tmp_path / "file").touch()
    problem = paths.prepare(tmp_path / "file" / "below")
    assert problem
    assert str(tmp_path) not in problem


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_prepare_tells_of_a_read_only_folder(tmp_path: Path):
    tmp_path.chmod(0o500)
    try:
        assert paths.prepare(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_write_atomically_replaces(tmp_path: Path):
    target = tmp_path / ODD
    paths.write_atomically(target, b"one")
    paths.write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert everything_below(tmp_path) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows goes by folders")
def test_what_is_handed_out_can_be_read_and_what_is_private_cannot(tmp_path: Path):
    """A sheet, a table, a pack in a shared folder are for others, as far as the system lets new files be; what the
    person looked for is not."""
    (tmp_path / "new").touch()
    paths.write_atomically(tmp_path / "sheet.html", b"")
    SettingsStore(tmp_path / "settings.json").update(theme="dark")
    sheet, new, own = ((tmp_path / name).stat().st_mode & 0o777 for name in ("sheet.html", "new", "settings.json"))
    assert sheet == new
    assert own == 0o600


def test_write_atomically_leaves_the_old_file_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    target = tmp_path / "file"
    target.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        paths.write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert everything_below(tmp_path) == [target]
