"""The benchmarks run and print what they promise. Times are never looked at: a busy machine is no mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from benchmarks import search, synthetic

from fieldref.content.library import Library
from fieldref.content.model import Kind
from fieldref.content.search import Searcher

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


THREADS = """
import threading, time
def work():
    while time.thread_time() < 0.1:
        pass
for _number in range(2):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print("done", flush=True)
input()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="starts are measured on Linux")
def test_threads_that_have_ended_are_counted():
    """And none that ends meanwhile ends the measuring."""
    from benchmarks import start

    with subprocess.Popen(
        [sys.executable, "-c", THREADS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "done\n"
        assert start._on_processor(program.pid) >= 200_000_000
        program.communicate("\n")


def test_made_up_content_is_written_anew_where_what_it_follows_from_is_younger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    written: list[Path] = []
    assert {"schema.sql", "search_schema.sql", "synthetic.py"} <= {path.name for path in search.WRITTEN_BY}
    youngest = max(path.stat().st_mtime for path in search.WRITTEN_BY)
    monkeypatch.setattr(search, "made_up", lambda _scale: tmp_path / "made up.db")

    def write(path: Path, _scale: int) -> None:
        written.append(path)
        path.touch()

    monkeypatch.setattr(synthetic, "write", write)
    search.prepared(1)
    for time, times in ((youngest + 1, 1), (youngest - 1, 2)):
        os.utime(search.prepared(1), (time, time))
        search.prepared(1)
        assert len(written) == times


def test_made_up_content_is_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A change of the schema must reach the generator: the library reads, and the search finds, what it writes."""
    everything = synthetic.documents
    monkeypatch.setattr(synthetic, "documents", lambda scale: islice(everything(scale), 900))
    path = tmp_path / "made up.db"
    count = synthetic.write(path, 1)
    with Library(path) as library, Searcher(path) as searcher:
        programmes = library.programmes("es")
        assert 0 < len(programmes) < count
        found = searcher.search(str(programmes[0].ref.title), "es")
        assert found.hits[0].ref.kind is Kind.PROGRAMME
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
