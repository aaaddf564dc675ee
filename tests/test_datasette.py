"""The content file on Datasette, as docs/packs.md says: its tables as JSON, and full-text search."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def ask(repo: Path, content_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a Datasette on the built file for JSON, through its own client: no port is opened."""
    from datasette.app import Datasette  # type: ignore[import-untyped]

    folder = tmp_path_factory.mktemp("server")
    file = folder / "content.db"
    shutil.copyfile(content_path, file)
    metadata = json.loads((repo / "docs" / "datasette.json").read_text(encoding="utf-8"))
    loop = asyncio.new_event_loop()
    server = Datasette([], immutables=[str(file)], metadata=metadata)

    def run(work: Awaitable[Any]) -> Any:
        return loop.run_until_complete(work)

    run(server.invoke_startup())

    def asked(path: str) -> Any:
        answer = run(server.client.get(path))
        assert answer.status_code == 200, answer.text[:500]
        return answer.json()

    yield asked
    for database in server.databases.values():
        for connection in database._all_file_connections:
            connection.close()
    server.executor.shutdown()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def test_tables_are_told_with_their_links(ask: Ask) -> None:
    told = ask("/content.json")
    tables = {table["name"]: table for table in told["tables"]}
    assert tables["programme"]["count"] > 0
    outgoing = {key["other_table"] for key in tables["observation"]["foreign_keys"]["outgoing"]}
    assert {"indicator", "place", "source"} <= outgoing


def test_rows_are_served_as_json(ask: Ask) -> None:
    (row,) = ask("/content/programme/programme~2Fsisfin.json?_shape=array")
    assert row["sector_id"] == "health"
    rows = ask("/content/observation.json?_shape=array&_size=5&place_id=region%2FPE-AYA&area=total")
    assert len(rows) == 5
    assert {one["place_id"] for one in rows} == {"region/PE-AYA"}


@pytest.mark.parametrize(
    "asked", ["anemia", "ANEMIA", "An%C3%A9mia", "anemia%20infantil", "%22anemia", "anemia%20-%20*"]
)
def test_full_text_search(ask: Ask, asked: str) -> None:
    rows = ask(f"/content/search.json?_shape=array&language=es&q={asked}")
    if "-" not in asked:
        assert rows
        assert any("nemia" in row["title"] for row in rows), rows[:3]


def test_an_empty_search_is_no_error(ask: Ask) -> None:
    assert ask("/content/search.json?_shape=array&language=es&q=") == []


def test_figures_of_a_place_come_with_their_source(ask: Ask) -> None:
    rows = ask("/content/figures.json?_shape=array&language=en&place=region%2FPE-AYA")
    assert rows
    assert all(row["source_id"].startswith("source/") and row["period"] for row in rows)
