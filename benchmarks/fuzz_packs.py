"""Throw spoiled packs at the installer and count what gets through (it must be nothing).

    python -m benchmarks.fuzz_packs [--packs 5000] [--seed 1] [--content FILE]

Every pack is installed into a store that already holds good content. Counted: refused with a sentence, accepted,
crashed (any exception that is not ours). A pack that is byte for byte the good one after a mutation is not counted;
one whose zip differs (a date, a flag) but whose three members are byte for byte the signed ones is counted by itself.
Exit status 0 only if nothing was accepted or crashed and the good content is still in use.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.pack_maker import DEVELOPMENT_KEY, OTHER_KEY, changed_copy, members, pack, rezip, set_meta

from fieldref.packs.container import MEMBERS
from fieldref.packs.errors import PackError
from fieldref.packs.store import PackStore

REPO = Path(__file__).resolve().parent.parent
HOSTILE = (
    "CREATE TRIGGER t{n} AFTER INSERT ON meta BEGIN DELETE FROM record; END",
    "CREATE VIEW v{n} AS SELECT * FROM record",
    "CREATE VIRTUAL TABLE f{n} USING fts5(x)",
    "CREATE VIRTUAL TABLE r{n} USING rtree(i, a, b)",
    "CREATE TABLE extra{n}(x)",
    "CREATE INDEX extra{n} ON meta(value)",
    "ALTER TABLE term ADD COLUMN c{n}",
    "DROP INDEX record_by_kind",
    "PRAGMA foreign_keys=0; DROP TABLE event_source; CREATE VIEW event_source AS SELECT {n} AS event_id",
    "PRAGMA foreign_keys=0; DELETE FROM record WHERE id IN (SELECT id FROM source LIMIT {n} + 1)",
    "PRAGMA application_id = {n}",
    "PRAGMA user_version = {n}99",
    "PRAGMA journal_mode = WAL",
    "UPDATE meta SET value = '../other{n}' WHERE key = 'id'",
    "UPDATE record_text SET text = hex(zeroblob(150000 + {n})) WHERE field = 'title' AND record_id = 'topic/sis'",
    "UPDATE observation SET value = 'x{n}' WHERE id % 100 = 1",
    "UPDATE source SET url = 'file:///{n}'",
    "UPDATE label SET name = CAST(x'61ff62' AS TEXT)",
    "INSERT INTO search_name(search_name, rank) VALUES ('rank', 'bm25({n}.0)')",
    "UPDATE search_body_data SET block = zeroblob({n} % 500) WHERE id = (SELECT max(id) FROM search_body_data)",
    "UPDATE boundary SET geometry = replace(hex(zeroblob(5000)), '0', '[')",
    "ALTER TABLE term ADD COLUMN c{n} TEXT GENERATED ALWAYS AS (hex(id)) VIRTUAL",
    "CREATE INDEX extra{n} ON record_text(lower(text))",
    "CREATE TABLE extra{n}(id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "CREATE TRIGGER t{n} AFTER INSERT ON search_body_config BEGIN SELECT 1; END",
    "PRAGMA page_size = 65536; VACUUM",
    "UPDATE sqlite_stat1 SET stat = 'x{n}'",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (', 'CHECK ({n} OR ')",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = rootpage + 1 WHERE name = 'term'",
    "PRAGMA writable_schema = 1; INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'term'",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET tbl_name = 'meta' WHERE name = 'record_by_kind'",
)


class Campaign:
    """Makes spoiled packs in `folder` from a good one, each kind in turn."""

    def __init__(self, content: Path, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.content = content
        self.folder = folder
        self.good = pack(content, folder / "good.frpack")
        self.bytes = self.good.read_bytes()
        self.parts = members(self.good)
        self.kinds: tuple[Callable[[int, Path], object], ...] = (
            self.bit_flips,
            self.truncated,
            self.spliced,
            self.manifest_edited,
            self.members_swapped,
            self.signature_edited,
            self.database_edited,
            self.other_key,
            self.older,
            self.hostile_database,
            self.bomb,
            self.noise,
        )

    def make(self, number: int) -> tuple[str, Path]:
        """Spoiled pack `number` and its kind."""
        path = self.folder / f"pack {number}.frpack"
        kind = self.kinds[number % len(self.kinds)]
        kind(number, path)
        return kind.__name__, path

    def bit_flips(self, _number: int, path: Path) -> None:
        """Single bits turned over."""
        content = bytearray(self.bytes)
        for _ in range(self.random.choice((1, 1, 1, 4, 64))):
            content[self.random.randrange(len(content))] ^= 1 << self.random.randrange(8)
        path.write_bytes(content)

    def truncated(self, _number: int, path: Path) -> None:
        """Cut short anywhere."""
        path.write_bytes(self.bytes[: self.random.randrange(len(self.bytes))])

    def spliced(self, _number: int, path: Path) -> None:
        """A piece replaced by noise."""
        start = self.random.randrange(len(self.bytes))
        length = self.random.randrange(1, 5000)
        junk = self.random.randbytes(self.random.randrange(5000))
        path.write_bytes(self.bytes[:start] + junk + self.bytes[start + length :])

    def manifest_edited(self, _number: int, path: Path) -> None:
        """A value of the manifest replaced, the signature kept."""
        about = json.loads(self.parts[MEMBERS[0]])
        field = self.random.choice(sorted(about))
        about[field] = self.random.choice(
            (None, -1, 10**400, "x" * 500, "../../x", [], {}, True, "99.0", "\u0000", 1.5)
        )
        self._rezip(path, manifest=json.dumps(about).encode())

    def members_swapped(self, _number: int, path: Path) -> None:
        """The right contents under the wrong names."""
        names = list(MEMBERS)
        self.random.shuffle(names)
        if names == list(MEMBERS):
            names = ["../content.db", *MEMBERS[:2]]
        contents = [self.parts[name] for name in MEMBERS]
        rezip(list(zip(names, contents, strict=True)), path, zipfile.ZIP_STORED)

    def signature_edited(self, _number: int, path: Path) -> None:
        """One letter of the signature changed."""
        content = bytearray(self.parts[MEMBERS[1]])
        content[self.random.randrange(len(content))] ^= 1 + self.random.randrange(255)
        self._rezip(path, signature=bytes(content))

    def database_edited(self, _number: int, path: Path) -> None:
        """One byte of the database changed."""
        content = bytearray(self.parts[MEMBERS[2]])
        content[self.random.randrange(len(content))] ^= 1 + self.random.randrange(255)
        self._rezip(path, database=bytes(content))

    def other_key(self, _number: int, path: Path) -> None:
        """Signed by a stranger, or in a trusted key's name."""
        key = self.random.choice((OTHER_KEY, replace(OTHER_KEY, key_id=DEVELOPMENT_KEY.key_id)))
        pack(self.content, path, key)

    def older(self, number: int, path: Path) -> None:
        """Properly signed, but older than what is in use."""
        database = changed_copy(self.content, self.folder / "old.db", set_meta(serial="0", version=f"2020.{number}"))
        pack(database, path)

    def hostile_database(self, number: int, path: Path) -> None:
        """Properly signed, but with a database that no honest build makes."""
        statements = HOSTILE[(number // len(self.kinds)) % len(HOSTILE)].format(n=number)
        changed = changed_copy(self.content, self.folder / "hostile.db", lambda c: c.executescript(statements))
        try:
            pack(changed, path)
        except Exception:  # noqa: BLE001 - our own reader already refuses it: sign it as the original would be
            from fieldref.packs.container import write_pack
            from fieldref.packs.making import describe

            write_pack(changed, describe(self.content), DEVELOPMENT_KEY, "hostile", path, level=1)

    def bomb(self, _number: int, path: Path) -> None:
        """A database that unpacks to far more than was signed."""
        self._rezip(path, database=b"\0" * self.random.choice((10_000_000, 60_000_000)))

    def noise(self, number: int, path: Path) -> None:
        """Anything at all."""
        path.write_bytes(
            self.random.choice((b"", b"PK\x03\x04", b"SQLite format 3\0")) + self.random.randbytes(number % 4000)
        )

    def _rezip(self, path: Path, **changed: bytes) -> None:
        order = zip(("manifest", "signature", "database"), MEMBERS, strict=True)
        rezip([(name, changed.get(kind, self.parts[name])) for kind, name in order], path, zipfile.ZIP_STORED)


def run(packs: int, seed: int, content: Path) -> dict[str, object]:
    """Carry out the campaign and return its figures."""
    counts: collections.Counter[str] = collections.Counter()
    by_kind: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    escaped: list[str] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fieldref-fuzz-") as scratch:
        folder = Path(scratch)
        content = Path(shutil.copyfile(content, folder / "content.db"))  # whoever builds it anew meanwhile
        store = PackStore(folder / "store", (DEVELOPMENT_KEY.public,))
        campaign = Campaign(content, folder, seed)
        installed = store.install(campaign.good)
        for number in range(packs):
            kind, path = campaign.make(number)
            outcome = _try(store, path, campaign)
            counts[outcome] += 1
            by_kind[kind][outcome] += 1
            if outcome not in ("refused", "unchanged", "same content"):
                escaped.append(f"{kind} {number}: {outcome}")
            path.unlink()
        current = store.current(installed.manifest.id)
        intact = current is not None and current.path.read_bytes() == content.read_bytes()
    return {
        "packs": packs,
        "seed": seed,
        "refused": counts["refused"],
        "unchanged": counts["unchanged"],
        "same_content_in_another_wrapping": counts["same content"],
        "accepted": counts["accepted"],
        "crashed": packs - sum(counts[one] for one in ("refused", "unchanged", "same content", "accepted")),
        "good_content_still_in_use": intact,
        "seconds": round(time.monotonic() - started, 1),
        "by_kind": {kind: dict(found) for kind, found in by_kind.items()},
        "escaped": escaped[:20],
    }


def _try(store: PackStore, path: Path, campaign: Campaign) -> str:
    if path.read_bytes() == campaign.bytes:
        return "unchanged"
    try:
        store.install(path)
    except PackError as error:
        sentence = error.sentence()
        return "refused" if sentence and "{" not in sentence and path.name in sentence else "no sentence"
    except (Exception, sqlite3.Error) as error:  # noqa: BLE001 - counted as a crash
        return f"crashed: {type(error).__name__}: {error}"
    return "same content" if members(path) == campaign.parts else "accepted"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--content", type=Path, default=REPO / "data" / "content.db")
    options = parser.parse_args()
    figures = run(options.packs, options.seed, options.content)
    print(json.dumps(figures, indent=2))
    return 0 if not figures["escaped"] and not figures["accepted"] and figures["good_content_still_in_use"] else 1


if __name__ == "__main__":
    sys.exit(main())
