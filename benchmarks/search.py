"""How long a search takes, key by key, on content of any size. Prints JSON.

    python -m benchmarks.search [FILE] [--scale 1|10|100] [--queries 200]

Without FILE a made-up content file is written (and kept for the next time in the folder for temporary files).
Each query is typed letter by letter; every key is one search, as in the window.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import synthetic

from fieldref.authoring import search_index
from fieldref.content.model import Kind
from fieldref.content.search import Searcher

CONTENT = Path(search_index.__file__).parent.parent / "content"
WRITTEN_BY = (
    Path(synthetic.__file__),
    Path(search_index.__file__),
    *(CONTENT / name for name in ("schema.py", "schema.sql", "search_schema.sql", "folding.py", "vocabulary.py")),
)
"""What a made-up file follows from: where one of these is younger, it is written anew."""


def made_up(scale: int) -> Path:
    """Where the made-up file of this scale is kept: the large ones take minutes to write."""
    return Path(tempfile.gettempdir()) / f"fieldref-synthetic-{scale}.db"


def prepared(scale: int) -> Path:
    """The made-up file of this scale; written if it is not there or was made by an older generator."""
    path = made_up(scale)
    if not path.exists() or path.stat().st_mtime < max(source.stat().st_mtime for source in WRITTEN_BY):
        synthetic.write(path, scale)
    return path


def realistic_queries(path: Path, count: int) -> list[tuple[str, str]]:
    """(query, language) as people type them, drawn from what the file holds: names, words, codes, slips, questions."""
    chance = random.Random(7)
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        titles = connection.execute(
            "SELECT t.title, t.language, r.kind FROM search_text t JOIN search_record r ON r.id = t.search_id"
            " WHERE r.id % 7 = 3 OR r.id < 4000 LIMIT 60000"
        ).fetchall()
        keys = [row[0] for row in connection.execute("SELECT key FROM search_key WHERE rank = 0 LIMIT 20000")]
        words = [row[0] for row in connection.execute("SELECT word FROM search_word WHERE length(word) > 3 LIMIT 3000")]
    finally:
        connection.close()
    queries: list[tuple[str, str]] = []
    while len(queries) < count:
        title, language, kind = chance.choice(titles)
        language = "es" if language == "und" else language
        parts = title.split()
        style = chance.random()
        if style < 0.25:
            query = " ".join(parts[-2:])
        elif style < 0.4:
            query = " ".join(parts[:3])
        elif style < 0.55:
            query = " ".join(chance.choices(words[:300], k=2))
        elif style < 0.65:
            query = chance.choice(words[:100])
        elif style < 0.72:
            query = chance.choice(keys)
        elif style < 0.87:
            query = _slip(chance, chance.choice([p for p in parts if len(p) > 3] or parts))
        else:
            one, two = chance.choices(words[:500], k=2)
            query = f"quién trabajó en {one} en {two}" if language == "es" else f"how many people have {one} in {two}"
        queries.append((query if kind != Kind.DISTRICT else query.lower(), language))
    return queries


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, max(2, len(word)))
    return chance.choice((word[:at] + word[at + 1 :], word[:at] + word[at : at + 1] * 2 + word[at + 1 :], word.lower()))


def measure(path: Path, queries: list[tuple[str, str]]) -> dict[str, object]:
    """Milliseconds of every key of every query, as the core answers."""
    taken: list[tuple[float, str]] = []
    firsts: list[float] = []
    with Searcher(path) as searcher:
        started = time.perf_counter()
        searcher.search("xq", "es")
        first_use = (time.perf_counter() - started) * 1000
        for query, language in queries:
            for end in range(1, len(query) + 1):
                started = time.perf_counter()
                searcher.search(query[:end], language)
                taken.append(((time.perf_counter() - started) * 1000, query[:end]))
                if end == 1:
                    firsts.append(taken[-1][0])
    times = [t for t, _ in taken]
    slow = sorted(taken, reverse=True)[:12]
    return {
        "file": path.name,
        "searches": len(times),
        "first_use_ms": round(first_use, 2),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=100)[94], 2),
        "max_ms": round(max(times), 2),
        "first_letter_p95_ms": round(statistics.quantiles(firsts, n=100)[94], 2),
        "slowest": [[query, round(t, 1)] for t, query in slow],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="How long a search takes, key by key.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--scale", type=int, default=1, choices=(1, 10, 100))
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    path = arguments.file or prepared(arguments.scale)
    print(json.dumps(measure(path, realistic_queries(path, arguments.queries)), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
