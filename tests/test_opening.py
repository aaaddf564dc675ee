"""Opening a content file: what is refused, with which sentence, and that nothing can be changed through it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from tests.small_content import make_content

from fieldref.content.opening import ContentError, Problem, content_message, open_content, printable, read_only_uri
from fieldref.content.schema import SCHEMA_VERSION


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_content(tmp_path_factory.mktemp("content") / "content.db")


def problem_of(path: Path) -> Problem:
    with pytest.raises(ContentError) as caught:
        open_content(path).close()
    assert caught.value.path == path
    assert str(caught.value)
    return caught.value.problem


def changed(sound: Path, target: Path, pragma: str) -> Path:
    shutil.copy(sound, target)
    connection = sqlite3.connect(target)
    connection.execute(pragma)
    connection.commit()
    connection.close()
    return target


def test_a_missing_file(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "nowhere.db") is Problem.MISSING
    assert problem_of(tmp_path / "nowhere" / "x.db") is Problem.MISSING
    assert problem_of(tmp_path / ("x" * 5000)) is Problem.MISSING
    assert problem_of(Path("a\0b")) is Problem.MISSING


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert problem_of(tmp_path / "empty.db") is Problem.EMPTY


@pytest.mark.parametrize("content", [b"SQLite", b"hello", b"\0" * 4096, b"PK\x03\x04" + b"x" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    assert problem_of(file) is (Problem.DAMAGED if content == b"SQLite" else Problem.FOREIGN)


def test_a_folder_is_foreign(tmp_path: Path) -> None:
    assert problem_of(tmp_path) is Problem.FOREIGN


def test_another_programs_database(tmp_path: Path, sound: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE meta (key, value)")
    connection.commit()
    connection.close()
    assert problem_of(other) is Problem.FOREIGN
    assert problem_of(changed(sound, tmp_path / "id.db", "PRAGMA application_id = 1")) is Problem.FOREIGN


def test_another_schema_version(tmp_path: Path, sound: Path) -> None:
    newer = changed(sound, tmp_path / "newer.db", f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    older = changed(sound, tmp_path / "older.db", f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    assert problem_of(newer) is Problem.NEWER
    assert problem_of(older) is Problem.OLDER


@pytest.mark.parametrize("kept", [50, 100, 4096, 0.3, 0.9])
def test_a_file_cut_short(tmp_path: Path, sound: Path, kept: float) -> None:
    content = sound.read_bytes()
    file = tmp_path / "cut.db"
    file.write_bytes(content[: int(kept if kept > 1 else kept * len(content))])
    assert problem_of(file) is Problem.DAMAGED


def test_a_file_overwritten_inside(tmp_path: Path, sound: Path) -> None:
    content = sound.read_bytes()
    file = tmp_path / "scratched.db"
    file.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    assert problem_of(file) is Problem.DAMAGED


def test_our_marks_on_a_file_without_our_tables(tmp_path: Path, sound: Path) -> None:
    assert problem_of(changed(sound, tmp_path / "bare.db", "DROP TABLE observation")) is Problem.DAMAGED


NOT_ON_WINDOWS = [] if sys.platform == "win32" else ["what?", "'quoted\""]


@pytest.mark.parametrize("name", ["#1", "50%25 off", "Ñandú ábc", "a b;c&d=e", *NOT_ON_WINDOWS])
def test_any_folder_name(tmp_path: Path, sound: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(sound, folder / "content.db")
    connection = open_content(folder / "content.db")
    try:
        assert connection.execute("SELECT count(*) FROM record").fetchone()[0] > 0
    finally:
        connection.close()
    assert [entry.name for entry in folder.iterdir()] == ["content.db"]


def test_nothing_can_be_written(sound: Path) -> None:
    before = sound.read_bytes()
    connection = open_content(sound)
    try:
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM record")
        assert connection.execute("PRAGMA trusted_schema").fetchone()[0] == 0
    finally:
        connection.close()
    assert sound.read_bytes() == before


def test_the_address_of_a_file_on_the_network() -> None:
    class Share(type(Path())):  # type: ignore[misc]
        def absolute(self) -> Share:
            return self

        def as_uri(self) -> str:
            return "file://server/share/content.db"

    assert read_only_uri(Share("x")) == "file:////server/share/content.db?mode=ro&immutable=1"


def test_every_problem_has_one_sentence_with_the_file() -> None:
    sentences = {content_message(problem, Path("a.db")) for problem in Problem}
    assert len(sentences) == len(Problem)
    assert all("a.db" in sentence and "\n" not in sentence for sentence in sentences)


def test_a_hostile_path_is_told_on_one_line() -> None:
    assert "\n" not in printable(Path("a\nb\x1b[31m\udcff"))
    printable(Path("a\udcff")).encode()
