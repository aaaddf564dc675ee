"""What was read and searched lately: written without waiting for the disk, and forgotten on request. A full disk
never disturbs reading: what cannot be noted is not noted."""

from __future__ import annotations

from contextlib import suppress

from fieldref.userdata.model import PastSearch, Visit
from fieldref.userdata.store import Store
from fieldref.userdata.trouble import NotSaved

_VISITS_KEPT = 200
_SEARCHES_KEPT = 50


class History:
    """Recently read records of one library, and recent searches of all, the newest first."""

    def __init__(self, store: Store, pack_id: str) -> None:
        self._store = store
        self._pack_id = pack_id

    def visited(self, record_id: str, *, title: str, kind: str = "") -> None:
        """Note that a record was read just now."""
        with suppress(NotSaved), self._store.write(durable=False) as connection:
            connection.execute(
                "INSERT INTO visit VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (pack_id, record_id) DO UPDATE SET "
                "title = excluded.title, visited = excluded.visited, times = times + 1",
                (record_id, title, kind, self._pack_id, self._store.now()),
            )
            connection.execute(
                "DELETE FROM visit WHERE pack_id = ? AND record_id NOT IN "
                "(SELECT record_id FROM visit WHERE pack_id = ? ORDER BY visited DESC, record_id LIMIT ?)",
                (self._pack_id, self._pack_id, _VISITS_KEPT),
            )

    def recent(self, limit: int = 20) -> tuple[Visit, ...]:
        """Records read last, each once."""
        rows = self._store.rows(
            "SELECT record_id, title, kind, pack_id, visited, times FROM visit "
            "WHERE pack_id = ? ORDER BY visited DESC, record_id LIMIT ?",
            (self._pack_id, limit),
        )
        return tuple(Visit(str(r[0]), str(r[1]), str(r[2]), str(r[3]), str(r[4]), int(str(r[5]))) for r in rows)

    def searched(self, query: str, language: str) -> None:
        """Note a search that led somewhere; spaces are tidied, an empty one is ignored."""
        wanted = " ".join(query.split())
        if not wanted:
            return
        with suppress(NotSaved), self._store.write(durable=False) as connection:
            connection.execute("INSERT OR REPLACE INTO search VALUES (?, ?, ?)", (wanted, language, self._store.now()))
            connection.execute(
                "DELETE FROM search WHERE query NOT IN "
                "(SELECT query FROM search ORDER BY searched DESC, query LIMIT ?)",
                (_SEARCHES_KEPT,),
            )

    def searches(self, limit: int = 10) -> tuple[PastSearch, ...]:
        """Searches made last, each once."""
        rows = self._store.rows(
            "SELECT query, language, searched FROM search ORDER BY searched DESC, query LIMIT ?", (limit,)
        )
        return tuple(PastSearch(str(r[0]), str(r[1]), str(r[2])) for r in rows)

    def clear(self) -> None:
        """Forget what was read and searched, in every library. Raises NotSaved."""
        with self._store.write() as connection:
            connection.execute("DELETE FROM visit")
            connection.execute("DELETE FROM search")
