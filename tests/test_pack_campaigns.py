"""The campaigns of `benchmarks/` in small: that they run, and that what they count is nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks import fuzz_packs, kill_install, pack_places
from tests.pack_maker import changed_copy, pack, set_meta

pytestmark = pytest.mark.slow


def test_no_spoiled_pack_gets_through(content_path: Path) -> None:
    figures = fuzz_packs.run(24, 7, content_path)
    assert figures["accepted"] == 0
    assert figures["crashed"] == 0
    assert figures["good_content_still_in_use"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_an_installation_that_is_killed(content_path: Path) -> None:
    figures = kill_install.run(3, 7, content_path)
    assert figures["problems"] == []
    assert figures["temporary_files_swept_by_the_next_installation"]


def test_a_stick_that_is_pulled_out(content_path: Path, tmp_path: Path) -> None:
    database = changed_copy(content_path, tmp_path / "new.db", set_meta(serial="900", version="2027.1"))
    told = pack_places.pulled_out(tmp_path, pack(database, tmp_path / "new.frpack"), content_path, 4, 7)
    assert set(told) <= {"truncated", "altered", "unreadable", "installed"}


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small file system")
def test_a_disk_that_is_full(content_path: Path, tmp_path: Path) -> None:
    database = changed_copy(content_path, tmp_path / "new.db", set_meta(serial="900", version="2027.1"))
    told = pack_places.full_disk(tmp_path, pack(database, tmp_path / "new.frpack"), content_path)
    if "left out" in told:
        pytest.skip(str(told["left out"]))
    assert set(told) == {"no_space"}
