"""What every page is given: the open reference, the search, the user's own data, the settings and the look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldref.content.library import Library
    from fieldref.packs.store import InUse
    from fieldref.settings import SettingsStore
    from fieldref.ui.tasks import SearchRunner
    from fieldref.ui.theme import Theme
    from fieldref.userdata import Shelf, UserData


@dataclass
class Context:
    """Shared by the whole window and passed to each page's constructor.

    `library` is replaced when another content file is opened, and pages are then told by `reload()`: always read it
    from here, never keep a copy. `userdata` is None where the user's file cannot be written.
    """

    library: Library
    userdata: UserData | None
    settings: SettingsStore
    theme: Theme
    runner: SearchRunner | None = None
    """Searches in the background, for every search field of the window."""
    before: Callable[[], InUse | None] | None = None
    """The version that was open before the present content, where one is at hand."""
    libraries: Callable[[], Sequence[tuple[str, str]]] | None = None
    """(id, title) of every library that can be opened, by title."""
    open_library: Callable[[str], None] | None = None
    """Reads another library in place."""

    @property
    def shelf(self) -> Shelf | None:
        """The reader's own data of the open library; None where there is none."""
        return self.userdata.shelf(self.library.id) if self.userdata is not None else None
