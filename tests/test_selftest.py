"""`fieldref --selftest` and the desktop's menu."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldref import desktop, i18n, selftest
from fieldref.paths import find_paths

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.slow
def test_everything_is_tried_and_timed(run_python: Run):
    done = run_python("-m", "fieldref", "--selftest", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, told
    assert told["ok"]
    assert [step["step"] for step in told["steps"]] == [
        "content", "search", "formats", "language", "userdata", "qt", "window", "switch", "map", "chart", "pdf",
    ]  # fmt: skip
    assert all(step["ms"] >= 0 for step in told["steps"])


def test_a_damaged_content_file_fails(tmp_path: Path):
    broken = tmp_path / "broken.db"
    broken.write_bytes(find_paths().content_file.read_bytes()[:5000])
    tested = selftest.run_selftest(find_paths(), broken)
    assert not tested.passed
    assert not tested.steps[0].passed
    assert "!" in tested.text()


def test_core_steps_leave_the_language_as_it_was():
    i18n.set_language("es")
    for _key, act in selftest._core_steps(find_paths().content_file, Path("/nonexistent"))[:4]:
        act()
    assert i18n.language() == "es"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("/opt/FieldRef/FieldRef", '"/opt/FieldRef/FieldRef"'),
        ("/media/USB Ñandú #1 100%/FieldRef", '"/media/USB Ñandú #1 100%%/FieldRef"'),
        ('/a"b$c`d\\e', '"/a\\\\"b\\\\$c\\\\`d\\\\\\\\e"'),
    ],
)
def test_words_of_a_menu_entry(word: str, expected: str):
    assert desktop.quoted(word) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="the menu of Linux desktops")
def test_in_the_menu_and_out_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desktop, "_tell_desktop", lambda _home: None)
    environ = {"XDG_DATA_HOME": str(tmp_path / "datos #1"), "APPIMAGE": "/media/USB 100%/FieldRef.AppImage"}
    made = desktop.install_desktop(find_paths(), environ)
    assert all(path.is_file() for path in made)
    entry = (tmp_path / "datos #1" / desktop.ENTRY).read_text(encoding="utf-8")
    assert 'Exec="/media/USB 100%%/FieldRef.AppImage" %u\n' in entry
    assert "x-scheme-handler/fieldref" in entry
    assert sorted(desktop.remove_desktop(find_paths(), environ)) == sorted(made)
    assert not any(path.exists() for path in made)
