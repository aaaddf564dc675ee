"""The whole of data/source in memory, each record with the file and line it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from fieldref.authoring import models, tables
from fieldref.authoring.problems import Problems
from fieldref.authoring.readers import Entry, Path_, read_csv, read_text, read_yaml
from fieldref.authoring.validation import gather, validate
from fieldref.i18n import _

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A record and where it stands."""

    value: T
    file: str
    lines: Mapping[Path_, int]

    def line(self, *path: str | int) -> int:
        """The line of the value at `path`, or of the nearest value around it."""
        return Entry(self.file, {}, self.lines).line(*path)


@dataclass(slots=True)
class Reference:
    """Everything the editors wrote."""

    content: Loaded[models.ContentModel] | None = None
    country: Loaded[models.CountryModel] | None = None
    programmes: list[Loaded[models.ProgrammeModel]] = field(default_factory=list)
    topics: list[Loaded[models.TopicModel]] = field(default_factory=list)
    stories: list[Loaded[models.StoryModel]] = field(default_factory=list)
    terms: list[Loaded[tables.TermRow]] = field(default_factory=list)
    sources: list[Loaded[tables.SourceRow]] = field(default_factory=list)
    sectors: list[Loaded[tables.SectorRow]] = field(default_factory=list)
    themes: list[Loaded[tables.ThemeRow]] = field(default_factory=list)
    labels: list[Loaded[tables.LabelRow]] = field(default_factory=list)
    indicators: list[Loaded[tables.IndicatorRow]] = field(default_factory=list)
    notes: list[Loaded[tables.NoteRow]] = field(default_factory=list)
    aliases: list[Loaded[tables.AliasRow]] = field(default_factory=list)
    observations: list[Loaded[tables.ObservationRow]] = field(default_factory=list)
    regions: list[Loaded[tables.RegionRow]] = field(default_factory=list)
    provinces: list[Loaded[tables.ProvinceRow]] = field(default_factory=list)
    districts: list[Loaded[tables.DistrictRow]] = field(default_factory=list)
    left_out: list[Loaded[tables.LeftOutRow]] = field(default_factory=list)
    shapes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """GeoJSON features by file name."""
    rows_in: dict[str, int] = field(default_factory=dict)
    """How many records each file held, readable or not."""

    def vocabulary(self, name: str) -> tuple[str, ...]:
        """The keys of a vocabulary of labels.csv, in its order."""
        return tuple(one.value.key for one in self.labels if one.value.vocabulary == name)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the content, the default one first."""
        if self.content is None:
            return ()
        value = self.content.value
        return (value.default_language, *(code for code in value.languages if code != value.default_language))

    def every(self) -> list[Loaded[Any]]:
        """All records and rows, in the order of the files."""
        singles: list[Loaded[Any]] = [one for one in (self.content, self.country) if one is not None]
        several: tuple[Iterable[Loaded[Any]], ...] = (
            self.sectors, self.themes, self.labels, self.sources, self.programmes, self.topics, self.stories,
            self.terms, self.indicators, self.notes, self.aliases, self.regions, self.provinces, self.districts,
            self.observations, self.left_out,
        )  # fmt: skip
        return [*singles, *(one for group in several for one in group)]

    def records(self) -> list[Loaded[Any]]:
        """The YAML records, each a `RecordModel`."""
        found: list[Loaded[Any]] = [*self.programmes, *self.topics, *self.stories]
        return [*found, self.country] if self.country else found

    def built(self) -> dict[str, int]:
        """How many records of each file passed."""
        counts = {f"geo/{name}.geojson": len(features) for name, features in self.shapes.items()}
        for one in self.every():
            counts[one.file] = counts.get(one.file, 0) + 1
        return counts


class Loader:
    """Reads one source folder; problems gather in `problems`."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems
        self._reference = Reference()

    def load(self) -> Reference:
        """Everything that could be read. Whoever builds must look at the problems first."""
        found = self._reference
        found.content = self._one("content.yaml", models.ContentModel)
        found.country = self._one("country.yaml", models.CountryModel)
        found.programmes = self._many("programmes", models.ProgrammeModel)
        found.topics = self._many("topics", models.TopicModel)
        found.stories = self._many("stories", models.StoryModel)
        found.sectors = self._table("sectors.csv", tables.SectorRow)
        found.themes = self._table("themes.csv", tables.ThemeRow)
        found.labels = self._table("labels.csv", tables.LabelRow, "name")
        found.sources = self._table("sources.csv", tables.SourceRow)
        found.terms = self._table("terms.csv", tables.TermRow)
        found.indicators = self._table("indicators.csv", tables.IndicatorRow)
        found.notes = self._table("observation_notes.csv", tables.NoteRow, "text")
        found.aliases = self._table("aliases.csv", tables.AliasRow)
        found.regions = self._table("places/regions.csv", tables.RegionRow)
        found.provinces = self._table("places/provinces.csv", tables.ProvinceRow)
        found.districts = self._table("places/districts.csv", tables.DistrictRow)
        for name in self._names("observations", ".csv"):
            found.observations += self._table(name, tables.ObservationRow)
        if (self._folder / "left_out.csv").exists():
            found.left_out = self._table("left_out.csv", tables.LeftOutRow)
        for name in self._names("geo", ".geojson"):
            self._shapes(name)
        return found

    def _names(self, folder: str, ending: str) -> list[str]:
        base = self._folder / folder
        return sorted(f"{folder}/{path.name}" for path in base.glob(f"*{ending}")) if base.is_dir() else []

    def _one(self, name: str, model: type[T]) -> Loaded[T] | None:
        entry = read_yaml(self._folder / name, name, self._problems)
        self._reference.rows_in[name] = 1
        value = validate(model, entry, self._problems) if entry else None
        return Loaded(value, name, entry.lines) if entry and value else None

    def _many(self, folder: str, model: type[T]) -> list[Loaded[T]]:
        loaded = (self._one(name, model) for name in self._names(folder, ".yaml"))
        return sorted((one for one in loaded if one), key=lambda one: (getattr(one.value, "position", 0), one.file))

    def _table(self, name: str, model: type[T], bare: str | None = None) -> list[Loaded[T]]:
        rows = read_csv(self._folder / name, name, self._problems)
        self._reference.rows_in[name] = len(rows)
        result = []
        for row in rows:
            entry = gather(row, self._reference.languages, bare)
            value = validate(model, entry, self._problems)
            if value is not None:
                result.append(Loaded(value, name, entry.lines))
        return result

    def _shapes(self, name: str) -> None:
        text = read_text(self._folder / name, name, self._problems)
        try:
            features = json.loads(text or "")["features"]
        except (ValueError, KeyError, TypeError):
            self._problems.add(name, 0, "", _("This is not a GeoJSON collection of features."))
            return
        self._reference.shapes[Path(name).stem] = features
        self._reference.rows_in[name] = len(features)


def load(folder: Path, problems: Problems) -> Reference:
    """Read the source folder."""
    return Loader(folder, problems).load()
