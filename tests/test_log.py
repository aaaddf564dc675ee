"""The log file: only when asked for, nothing of the person, never a reason to stop."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldref.log import start_log, stop_log


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    stop_log()
    logging.getLogger("fieldref").setLevel(logging.NOTSET)


def test_messages_of_the_level_and_above_are_noted(tmp_path: Path):
    file = tmp_path / "Ñandú #1" / "fieldref.log"
    assert start_log(file, "warning") is None
    logging.getLogger("fieldref.test").info("quiet")
    logging.getLogger("fieldref.test").warning("loud")
    text = file.read_text(encoding="utf-8")
    assert "loud" in text
    assert "quiet" not in text


def test_the_home_folder_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "home", staticmethod(lambda: Path("/home/rosa")))
    start_log(tmp_path / "fieldref.log")
    logging.getLogger("fieldref").error("cannot open %s", Path("/home/rosa/notes.db"))
    text = (tmp_path / "fieldref.log").read_text(encoding="utf-8")
    assert str(Path("~/notes.db")) in text
    assert "rosa" not in text


def test_starting_again_replaces_the_file(tmp_path: Path):
    start_log(tmp_path / "one.log")
    start_log(tmp_path / "two.log")
    logging.getLogger("fieldref").error("now")
    assert (tmp_path / "one.log").read_text(encoding="utf-8") == ""
    assert "now" in (tmp_path / "two.log").read_text(encoding="utf-8")


def test_unwritable_is_told_and_harmless(tmp_path: Path):
    (tmp_path / "file").touch()
    assert start_log(tmp_path / "file" / "fieldref.log")
    (tmp_path / "taken.log").mkdir()
    assert start_log(tmp_path / "taken.log")
    logging.getLogger("fieldref").error("nobody hears")


def test_old_files_are_few(tmp_path: Path):
    start_log(tmp_path / "fieldref.log")
    logger = logging.getLogger("fieldref")
    for _ in range(60):
        logger.error("x" * 50_000)
    assert 1 < len(list(tmp_path.iterdir())) <= 4
