"""What the user keeps of one content library: records of two countries never stand in one list."""

from __future__ import annotations

from fieldref.userdata.bookmarks import Bookmarks
from fieldref.userdata.history import History
from fieldref.userdata.model import Elsewhere
from fieldref.userdata.notes import Notes
from fieldref.userdata.store import Store


class Shelf:
    """Bookmarks, notes and history of the library `pack_id`. Folders and tags are shared by all libraries."""

    def __init__(self, store: Store, pack_id: str) -> None:
        self._store = store
        self.pack_id = pack_id
        self.bookmarks = Bookmarks(store, pack_id)
        self.notes = Notes(store, pack_id)
        self.history = History(store, pack_id)

    def elsewhere(self) -> tuple[Elsewhere, ...]:
        """What is kept of other libraries, by their id."""
        rows = self._store.rows(
            "SELECT pack_id, sum(saved), sum(notes), sum(recent) FROM ("
            "SELECT pack_id, 1 AS saved, 0 AS notes, 0 AS recent FROM bookmark"
            " UNION ALL SELECT pack_id, 0, 1, 0 FROM note UNION ALL SELECT pack_id, 0, 0, 1 FROM visit"
            ") WHERE pack_id <> ? GROUP BY pack_id ORDER BY pack_id",
            (self.pack_id,),
        )
        return tuple(Elsewhere(str(row[0]), *(int(str(count)) for count in row[1:])) for row in rows)
