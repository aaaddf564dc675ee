"""The trials of the package can fail: what they accept and what not."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from package import trial
from package.pictures import difference


def done(said: str, status: int = 0) -> subprocess.CompletedProcess[bytes]:
    return subprocess.CompletedProcess([], status, said.encode(), b"")


def told(ok: bool, name: str = "map") -> str:
    steps = [{"step": "content", "ok": True, "ms": 3, "detail": ""}, {"step": name, "ok": ok, "ms": 9, "detail": "no"}]
    return json.dumps({"ok": ok, "steps": steps})


def test_a_selftest_that_passed():
    assert trial.verdict(done("Qt says something first\n" + told(True))) == "2 steps, slowest map 9 ms"


@pytest.mark.parametrize(
    ("said", "status", "expected"),
    [
        (told(False), 1, "map: no"),
        (told(True), 3, "exit 3"),
        ("Segmentation fault", 139, "exit 139"),
        ("", 0, "exit 0"),
    ],
)
def test_a_selftest_that_failed(said: str, status: int, expected: str):
    with pytest.raises(trial.Failed, match=expected):
        trial.verdict(done(said, status))


def test_every_case_is_told_and_counted(capsys: pytest.CaptureFixture[str]):
    folders: list[Path] = []

    def fine(folder: Path) -> str:
        folders.append(folder)
        (folder / "made").touch()
        return "well"

    def left_out(_folder: Path) -> str:
        raise trial.LeftOut("no root")

    def wrong(_folder: Path) -> str:
        raise trial.Failed("blank screen")

    assert trial.run_cases({"fine": fine, "left": left_out}, ["fine", "left"]) == 0
    assert trial.run_cases({"fine": fine, "wrong": wrong}, ["wrong", "fine"]) == 1
    said = capsys.readouterr().out
    assert "left out" in said
    assert "blank screen" in said
    assert "1 of 2 cases failed" in said
    assert not any(folder.exists() for folder in folders)


def test_a_case_that_there_is_not(capsys: pytest.CaptureFixture[str]):
    assert trial.run_cases({"fine": lambda _folder: "well", "left": lambda _folder: "well"}, ["fine", "nope"]) == 2
    assert capsys.readouterr().out == "no such case: nope; there are fine, left\n"


def test_pictures_are_told_apart(tmp_path: Path):
    qt = pytest.importorskip("PySide6.QtGui", exc_type=ImportError)
    for name, colour in (("white", 0xFFFFFF), ("black", 0)):
        picture = qt.QImage(90, 60, qt.QImage.Format.Format_RGB32)
        picture.fill(colour)
        picture.save(str(tmp_path / f"{name}.png"))
    assert difference(tmp_path / "white.png", tmp_path / "white.png") == 0
    assert difference(tmp_path / "white.png", tmp_path / "black.png") > 0.9
    with pytest.raises(trial.Failed):
        difference(tmp_path / "white.png", tmp_path / "none.png")
