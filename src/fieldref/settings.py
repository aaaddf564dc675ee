"""The person's choices, in one JSON file that a person can read.

The file is replaced as one step. Choices of a newer version are kept though unknown here; a broken file is set
aside, not thrown away; where nothing can be written the choices live until the program ends, and the caller is told.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from fieldref.paths import prepare, put_in_place, write_atomically

ThemeName = Literal["system", "light", "dark", "contrast"]
Density = Literal["comfortable", "compact"]
CsvSeparator = Literal[",", ";", "\t"]

ZOOM_RANGE = (0.6, 3.0)
RECENT_SEARCHES_KEPT = 12

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice with its value on a first start. An empty language means: not chosen yet, ask the system."""

    language: str = ""
    theme: ThemeName = "system"
    zoom: float = 1.0
    """Size of the text, 1.0 being the system's."""
    density: Density = "comfortable"
    reduced_motion: bool = False
    window_geometry: str = ""
    """As Qt saves it, in base64."""
    window_state: str = ""
    splitter: tuple[int, ...] = ()
    """Widths of list and reading pane in pixels."""
    last_page: str = ""
    last_record: str = ""
    last_state: str = ""
    """JSON of the page's own state."""
    recent_searches: tuple[str, ...] = ()
    keep_recent_searches: bool = True
    csv_separator: CsvSeparator = ","
    content_id: str = ""
    """Id of the library being read, where several are installed."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    first_start_done: bool = False


class SettingsStore:
    """Reads the choices once and writes them at each change. `path` None keeps them in memory."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.problem: str | None = None
        """Why the choices will not last, in the system's words, or None."""
        self.set_aside: Path | None = None
        """Where a file that could not be read was put, or None."""
        self._others: dict[str, object] = {}
        self.current = Settings()
        self._read()

    def update(self, **changes: Any) -> Settings:
        """Take the choices over and write them. Raises TypeError for an unknown name and ValueError for a value that
        the choice cannot have; a file that cannot be written is told in `problem`."""
        for name, value in changes.items():
            if name not in _TYPES:
                raise TypeError(name)
            if not _fits(value, _TYPES[name]):
                raise ValueError(f"{name}: {value!r}")
        changed = _tidy(dataclasses.replace(self.current, **changes))
        if changed != self.current:
            self.current = changed
            self._write()
        return self.current

    def add_search(self, query: str) -> None:
        """Put `query` first among the recent searches, unless the person wants none kept."""
        query = query.strip()
        if query and self.current.keep_recent_searches:
            others = (old for old in self.current.recent_searches if old.casefold() != query.casefold())
            self.update(recent_searches=(query, *others))

    def _read(self) -> None:
        if self.path is None:
            return
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            if not isinstance(found, dict):
                raise ValueError("not an object")
        except FileNotFoundError:
            return
        except (ValueError, RecursionError) as error:
            _log.warning("The settings file cannot be read and is set aside: %s", error)
            self._put_aside(self.path)
            return
        except OSError as error:
            self.problem = error.strerror or str(error)
            return
        self.current, self._others = _sorted_out(found)

    def _put_aside(self, path: Path) -> None:
        aside = path.with_name(f"{path.name}.broken")
        try:
            put_in_place(path, aside)
        except OSError as error:
            self.problem = error.strerror or str(error)
        else:
            self.set_aside = aside

    def _write(self) -> None:
        if self.path is None:
            return
        self.problem = prepare(self.path.parent)
        if self.problem is not None:
            return
        known = {name: value for name, value in dataclasses.asdict(self.current).items() if value != _DEFAULTS[name]}
        text = json.dumps(self._others | known, ensure_ascii=False, indent=2, sort_keys=True)
        try:
            write_atomically(self.path, text.encode() + b"\n", private=True)
        except OSError as error:
            self.problem = error.strerror or str(error)
            _log.warning("The settings cannot be written: %s", self.problem)


def _sorted_out(found: Mapping[str, object]) -> tuple[Settings, dict[str, object]]:
    """The choices in a file, and what else stands there. A value that cannot be is left at its default."""
    known: dict[str, Any] = {}
    others: dict[str, object] = {}
    for name, read in found.items():
        if name not in _TYPES:
            others[name] = read
            continue
        value = tuple(read) if isinstance(read, list) else read
        if _fits(value, _TYPES[name]):
            known[name] = value
        else:
            _log.warning("The setting %s has a value that cannot be; its default is used", name)
    return _tidy(Settings(**known)), others


def _tidy(settings: Settings) -> Settings:
    low, high = ZOOM_RANGE
    kept = settings.recent_searches[:RECENT_SEARCHES_KEPT] if settings.keep_recent_searches else ()
    return dataclasses.replace(settings, zoom=round(min(max(settings.zoom, low), high), 2), recent_searches=kept)


def _fits(value: object, wanted: Any) -> bool:
    """Whether a value read from a file is of the type a choice has."""
    origin = get_origin(wanted)
    if origin is Literal:
        return value in get_args(wanted)
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(item, get_args(wanted)[0]) for item in value)
    if wanted is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, wanted)


_TYPES: Mapping[str, Any] = get_type_hints(Settings)
_DEFAULTS: Mapping[str, object] = dataclasses.asdict(Settings())
