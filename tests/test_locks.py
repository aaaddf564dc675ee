"""One program at a time, and files that somebody still reads."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from tests.conftest import StartPython

from fieldref.locks import Hold, alone, remove_unless_held


def test_one_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "USB Ñandú #1 100%.lock"
    with alone(lock, wait=0), pytest.raises(sqlite3.OperationalError), alone(lock, wait=0):
        pytest.fail("two at once")
    with alone(lock, wait=0):
        pass


def test_a_killed_program_lets_go(start_python: StartPython, tmp_path: Path) -> None:
    lock, file = tmp_path / "lock", tmp_path / "file"
    file.write_bytes(b"read")
    code = (
        "import sys, time; from pathlib import Path; from fieldref.locks import Hold, alone\n"
        "held = Hold(Path(sys.argv[2]))\n"
        "with alone(Path(sys.argv[1]), wait=0): print('held', flush=True); time.sleep(600)"
    )
    with start_python("-c", code, str(lock), str(file)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(sqlite3.OperationalError), alone(lock, wait=0):
            pytest.fail("two at once")
        if os.name != "nt":
            assert not remove_unless_held(file)
        holder.kill()
        holder.wait()
    with alone(lock, wait=0):
        assert remove_unless_held(file)
    assert not file.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps every open file by itself")
def test_a_file_that_is_read_stays_until_all_have_let_go(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"read")
    one, two = Hold(file), Hold(file)
    assert not remove_unless_held(file)
    one.release()
    one.release()
    assert not remove_unless_held(file)
    two.release()
    assert remove_unless_held(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    Hold(tmp_path / "nothing").release()
    Hold(Path("\0")).release()
    with pytest.raises(FileNotFoundError):
        remove_unless_held(tmp_path / "nothing")
