"""What Windows does otherwise, as rules that the sources keep; `tools/windows-lab` tries the rest there."""

from __future__ import annotations

import ast
import io
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldref import i18n, paths
from fieldref.system import reason

REPO = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "benchmarks", "package", "tools", "tests")


def sources(*folders: str) -> list[Path]:
    """All that is Python, also what is called by a name without an ending."""
    files = (path for folder in folders for path in (REPO / folder).rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix == ".py" or (not path.suffix and _asks_for_python(path)))


def _asks_for_python(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline()
    return first.startswith(b"#!") and b"python" in first


def left_open(code: str) -> Iterator[int]:
    """Lines where `with` is given a connection itself: that ends a transaction and leaves the file open, and Windows
    neither replaces nor deletes an open file."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                called = item.context_expr
                if isinstance(called, ast.Call) and ast.unparse(called.func).rpartition(".")[2] in OPENERS:
                    yield called.lineno


OPENERS = ("connect", "open_content")


def folder_for_tempfile(code: str) -> Iterator[int]:
    """Lines where `tempfile` is given a folder: under Windows it hangs where that cannot be written to."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("tempfile."):
            yield from (node.lineno for keyword in node.keywords if keyword.arg == "dir")


def impatient(code: str) -> Iterator[int]:
    """Lines where a file takes the place of another at the first try, or not at all."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(
                ast.Attribute(attr="replace" | "rename"), [_], []
            ):  # of a text it has two, of a date only named ones
                yield node.lineno


def test_tools_without_an_ending_are_read():
    assert {"dist", "smoke", "windows-lab", "screens.py"} <= {path.name for path in sources("tools")}
    assert "lock" not in {path.name for path in sources("tools")}


def test_connections_are_closed():
    assert list(left_open("with sqlite3.connect(path) as c:\n    pass")) == [1]
    assert list(left_open("with closing(sqlite3.connect(path)) as c:\n    pass")) == []
    found = {str(p.relative_to(REPO)): list(left_open(p.read_text(encoding="utf-8"))) for p in sources(*FOLDERS)}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_tempfile_keeps_to_its_own_folder():
    assert list(folder_for_tempfile("tempfile.mkstemp(dir=home)")) == [1]
    readers = [path for path in sources("src") if "authoring" not in path.parts]
    found = {str(p.relative_to(REPO)): list(folder_for_tempfile(p.read_text(encoding="utf-8"))) for p in readers}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_files_are_put_in_place_with_patience():
    assert list(impatient("draft.replace(target)\nfile.rename(aside)")) == [1, 2]
    assert list(impatient("text.replace(a, b)\nmoment.replace(hour=1)\nreplace(key, name=a)")) == []
    others = [path for path in sources("src") if path.name != "paths.py"]
    found = {str(p.relative_to(REPO)): list(impatient(p.read_text(encoding="utf-8"))) for p in others}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_refusal_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tried = []

    def refuse(path: Path, *_rest: object) -> int:
        tried.append(path)
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "open", refuse)
    assert paths.prepare(tmp_path) == "Access is denied"
    with pytest.raises(PermissionError):
        paths.write_atomically(tmp_path / "settings.json", b"{}")
    assert len(tried) == 2


def test_a_file_that_is_open_for_a_moment_is_replaced(tmp_path: Path):
    """As a virus scanner holds it. Only Windows refuses at all."""
    target = tmp_path / "settings.json"
    target.write_bytes(b"old")
    holding = target.open("rb")
    letting_go = threading.Timer(0.05, holding.close)
    letting_go.start()
    paths.write_atomically(target, b"new")
    letting_go.join()
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere open files are replaced")
def test_a_file_that_stays_open_keeps_what_it_had(tmp_path: Path):
    target = tmp_path / "settings.json"
    target.write_bytes(b"old")
    with target.open("rb"), pytest.raises(PermissionError):
        paths.write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


class Network:
    """A path as Windows makes it of a network folder."""

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def absolute(self) -> Network:
        return self

    def as_uri(self) -> str:
        return self.uri


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("file:///C:/Users/Jos%C3%A9/x.db", "file:///C:/Users/Jos%C3%A9/x.db"),
        ("file://server/oficina%20%231/x.db", "file:////server/oficina%20%231/x.db"),
    ],
)
def test_network_folders_have_no_host_for_sqlite(uri: str, expected: str):
    assert paths.file_uri(Network(uri)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(32, "another program is using it"), (206, "its name is too long"), (123, "characters that are not allowed")],
)
def test_what_windows_refuses_has_words(number: int, expected: str):
    i18n.set_language("en")
    error = OSError(22, "Invalid argument")
    error.winerror = number  # type: ignore[attr-defined]
    assert expected in reason(error)


def test_where_there_are_no_streams_a_dialog_tells(monkeypatch: pytest.MonkeyPatch):
    """The window program of Windows has none: a file dropped onto it must not end without a word."""
    from fieldref import app

    shown: list[str] = []
    monkeypatch.setattr(app, "_dialog", lambda: shown.append)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert app._fail("no such record") == 1
    assert shown == []
    monkeypatch.setattr(sys, "stderr", None)
    assert app._fail("no such record") == 1
    assert shown == ["no such record"]
