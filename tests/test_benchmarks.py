"""The benchmarks run and print what they promise. Times are never looked at: a busy machine is no mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_a_brief_run_counts_what_it_does():
    env = {**os.environ, "PYTHONPATH": str(REPO / "src"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--fast", "--only", "imports", "use", "keys", "search"],
        capture_output=True, check=False, cwd=REPO, env=env, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {"processor", "processors", "python", "sqlite", "pyside", "system", "load"} <= set(found["machine"])
    use = found["use"]["content"]
    assert (use["leak"]["visits"], use["leak"]["switches"]) == (20, 4)
    assert set(use["pages"]["first"]) >= {"home", "programmes", "regions", "coverage", "topics", "saved", "about"}
    assert use["pages"]["visits"] == len(use["pages"]["first"])
    assert set(use["open_record"]) == {"programme", "region", "topic", "district"}
    assert use["language"]["switches"] == 2 * len(use["pages"]["first"]) + 2
    assert found["keys"]["content"]["keys"] > 0
    assert found["keys"]["content"]["lost"] == 0
    assert "use · content · leak · visits" in done.stderr
