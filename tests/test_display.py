"""Whether there is a screen, found out before Qt is."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from fieldref import display
from fieldref.display import display_problem

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="displays of X11 and Wayland")


def test_no_display_is_one_sentence_and_a_hint():
    problem = display_problem({})
    assert problem is not None
    assert "no display" in problem
    assert "fieldref search" in problem
    assert "\n" not in problem


@pytest.mark.parametrize("shown", [":4091", "unix:4091.0", "nonsense", "localhost:", "127.0.0.1:-1"])
def test_a_display_that_does_not_answer_is_named(shown: str):
    problem = display_problem({"DISPLAY": shown})
    assert problem is not None
    assert f"“{shown}”" in problem


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=10x10"])
def test_platforms_that_need_no_display(platform: str):
    assert display_problem({"QT_QPA_PLATFORM": platform}) is None
    assert display_problem({"QT_QPA_PLATFORM": "xcb"}) is not None


def test_other_systems_always_have_a_screen():
    assert display_problem({}, "win32") is None
    assert display_problem({}, "darwin") is None


def test_a_display_that_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(display, "_X11_SOCKETS", tmp_path)
    with socket.socket(socket.AF_UNIX) as x11, socket.socket(socket.AF_UNIX) as wayland:
        x11.bind(str(tmp_path / "X7"))
        x11.listen()
        wayland.bind(str(tmp_path / "wayland-1"))
        wayland.listen()
        assert display_problem({"DISPLAY": ":7.0"}) is None
        assert display_problem({"DISPLAY": ":8"}) is not None
        assert display_problem({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)}) is None
        assert display_problem({"WAYLAND_DISPLAY": "wayland-2", "XDG_RUNTIME_DIR": str(tmp_path)}) is not None
