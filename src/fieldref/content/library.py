"""The reference, asked: every question that the window, the sheets and the command line put to a content file.

A library opens one file, read only, and belongs to one thread. Answers are frozen dataclasses in the language asked
for; where a text is missing in it, the answer carries the text of another language and says so (`Text.language`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fieldref.content import events, lists, rows
from fieldref.content.model import (
    Boundary,
    ContentInfo,
    Event,
    IndicatorSummary,
    Kind,
    Label,
    Observation,
    PlaceLevel,
    PlaceSummary,
    ProgrammeSummary,
    RecordRef,
    SourceSummary,
    Text,
)
from fieldref.content.opening import ContentError, Problem, content_message, open_content
from fieldref.content.schema import SCHEMA_VERSION
from fieldref.locks import Hold

if TYPE_CHECKING:
    from fieldref.content.record_model import Record

__all__ = ["ContentError", "Library", "Problem", "RecordNotFound", "content_message"]


class RecordNotFound(LookupError):
    """There is no record with this id in the open content file."""

    def __init__(self, record_id: str) -> None:
        super().__init__(record_id)
        self.record_id = record_id


class Library:
    """The open content file. Raises `ContentError` on opening, and later if the file turns out to be damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hold = Hold(path)  # no other program that tidies up takes the file away
        try:
            connection = open_content(path)
            try:
                self._rows = rows.Rows(connection, path)
            except BaseException:
                connection.close()
                raise
        except BaseException:
            self._hold.release()
            raise
        self._labels: dict[tuple[str, str], dict[str, Label]] = {}
        self._spans: dict[str, tuple[int, int, int]] | None = None
        self._regions: int | None = None
        self._indicators: dict[str, tuple[IndicatorSummary, ...]] = {}

    @property
    def path(self) -> Path:
        """Where the open file lies."""
        return self._path

    @property
    def id(self) -> str:
        """Id of the library that the file is a version of."""
        return self._rows.meta.get("id", "")

    def close(self) -> None:
        """Lets go of the file."""
        self._rows.close()
        self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def info(self, language: str) -> ContentInfo:
        """What the file says of itself; `counts` by kind of record, and `observation`."""
        meta = self._rows.meta
        return ContentInfo(
            id=meta.get("id", ""),
            title=self._title(language),
            version=meta.get("version", ""),
            serial=int(meta.get("serial", "0")),
            schema=SCHEMA_VERSION,
            built_on=meta.get("built_on", ""),
            licence=meta.get("licence", ""),
            languages=self._rows.languages,
            default_language=self._rows.default_language,
            country_id=meta.get("country_id") or self._country(),
            counts=self._counts(),
            locales=self._locales(),
            map_sources=tuple(str(one) for one in self._listed("map_sources")),
            news=tuple(self._best(one, language) for one in self._listed("news") if isinstance(one, dict) and one),
        )

    def _locales(self) -> dict[str, str]:
        try:
            locales = json.loads(self._rows.meta.get("locales", "{}"))
        except ValueError:
            return {}
        return {str(code): str(name) for code, name in locales.items()} if isinstance(locales, dict) else {}

    def _listed(self, key: str) -> list[object]:
        try:
            found = json.loads(self._rows.meta.get(key, "[]"))
        except ValueError:
            return []
        return found if isinstance(found, list) else []

    def _title(self, language: str) -> Text:
        text = self._rows.meta.get("title", "")
        try:
            titles = json.loads(text)
        except ValueError:
            titles = None
        if not isinstance(titles, dict) or not titles:
            return Text(text, self._rows.default_language)
        return self._best(titles, language)

    def _best(self, texts: dict[str, object], language: str) -> Text:
        """The text in the language asked for, else in the file's own, else in any."""
        found = next(one for one in (language, self._rows.default_language, *sorted(texts)) if one in texts)
        return Text(str(texts[found]), found)

    def _country(self) -> str:
        row = self._rows.one("SELECT id FROM record WHERE kind = 'country' ORDER BY position LIMIT 1")
        return str(row["id"]) if row else ""

    def _counts(self) -> dict[str, int]:
        try:
            counts = json.loads(self._rows.meta.get("counts", ""))
        except ValueError:
            counts = None
        if isinstance(counts, dict):
            return {str(name): int(count) for name, count in counts.items()}
        found = self._rows.all("SELECT kind AS name, count(*) AS count FROM record GROUP BY kind")
        figures = self._rows.all("SELECT 'observation' AS name, count(*) AS count FROM observation")
        return {row["name"]: row["count"] for row in (*found, *figures)}

    def record(self, record_id: str, language: str) -> Record:
        """The whole record as the subclass of its kind; raises `RecordNotFound`."""
        from fieldref.content import records  # with a class for every kind: for the first record

        found = records.read_record(self._rows, record_id, language) if _storable(record_id) else None
        if found is None:
            raise RecordNotFound(record_id)
        return found

    def ref(self, record_id: str, language: str) -> RecordRef:
        """The record's name and kind; raises `RecordNotFound`."""
        found = self.refs([record_id], language)
        if not found:
            raise RecordNotFound(record_id)
        return found[0]

    def refs(self, ids: Sequence[str], language: str) -> tuple[RecordRef, ...]:
        """Names and kinds of those ids that exist, in the order asked; the rest are left out."""
        found = rows.refs_by_id(self._rows, [i for i in ids if _storable(i)], language)
        return tuple(found[record_id] for record_id in ids if record_id in found)

    def exists(self, record_id: str) -> bool:
        """Whether there is a record with this id."""
        sql = "SELECT 1 FROM record WHERE id = :id"
        return _storable(record_id) and self._rows.one(sql, {"id": record_id}) is not None

    def programmes(self, language: str) -> tuple[ProgrammeSummary, ...]:
        """Every programme, in the order the editors gave."""
        return lists.programmes(self._rows, language)

    def places(self, level: PlaceLevel | str, language: str, parent: str | None = None) -> tuple[PlaceSummary, ...]:
        """The places of a level, of one parent or of all, in the order of the alphabet."""
        return lists.places(self._rows, PlaceLevel(level), language, parent)

    def regions(self) -> int:
        """How many regions there are; parts of one that stand beside them as records are not counted."""
        if self._regions is None:  # asked with every key of a search
            level = {"level": PlaceLevel.REGION.value}
            row = self._rows.one("SELECT count(*) AS count FROM place WHERE level = :level", level)
            self._regions = int(row["count"]) if row else 0
        return self._regions

    def indicators(self, language: str) -> tuple[IndicatorSummary, ...]:
        """Every indicator, by theme."""
        if self._spans is None:
            self._spans = lists.indicator_spans(self._rows)
        if language not in self._indicators:  # asked with each key of a question for a year
            self._indicators[language] = lists.indicators(self._rows, language, self._spans)
        return self._indicators[language]

    def topics(self, language: str) -> tuple[RecordRef, ...]:
        """Every topic, in the order of the alphabet."""
        return lists.refs_of_kind(self._rows, Kind.TOPIC, language)

    def terms(self, language: str) -> tuple[RecordRef, ...]:
        """Every glossary entry with its definition as detail, in the order of the alphabet."""
        return lists.refs_of_kind(self._rows, Kind.TERM, language)

    def stories(self, language: str) -> tuple[RecordRef, ...]:
        """Every story, in the order of the alphabet."""
        return lists.refs_of_kind(self._rows, Kind.STORY, language)

    def sources(self, language: str) -> tuple[RecordRef, ...]:
        """Every source with publisher and year as detail, in the order of the alphabet."""
        return lists.refs_of_kind(self._rows, Kind.SOURCE, language)

    def source_summaries(self, ids: Sequence[str], language: str) -> dict[str, SourceSummary]:
        """Those sources among `ids` that exist, by id, as entries of a list of sources."""
        return lists.sources(self._rows, ids, language)

    def labels(self, vocabulary: str, language: str) -> dict[str, Label]:
        """The words of a vocabulary by key; empty where there is no such vocabulary."""
        key = (vocabulary, language)
        if key not in self._labels:
            self._labels[key] = rows.labels_of(self._rows, vocabulary, language)
        return dict(self._labels[key])

    def observations(
        self,
        indicator_id: str,
        language: str,
        *,
        place_id: str | None = None,
        year: int | None = None,
        area: str | None = None,
        population_group: str | None = "",
    ) -> tuple[Observation, ...]:
        """The figures of an indicator, by place, then oldest first. `population_group` is '' for everybody, None for
        every group."""
        chosen = {
            "indicator": indicator_id,
            "place": place_id,
            "year": year,
            "area": area,
            "population_group": population_group,
        }
        return lists.observations(self._rows, language, chosen)

    def years(self, indicator_id: str, area: str = "total") -> tuple[int, ...]:
        """The years for which an indicator has a value, oldest first."""
        found = self._rows.all(
            "SELECT DISTINCT year FROM observation WHERE indicator_id = :indicator AND area = :area ORDER BY year",
            {"indicator": indicator_id, "area": area},
        )
        return tuple(row["year"] for row in found)

    def latest(self, place_id: str, language: str) -> tuple[Observation, ...]:
        """The newest figure of each indicator for a place (whole area, everybody), by theme and indicator."""
        return lists.latest(self._rows, place_id, language)

    def newest(self, indicator_id: str, language: str) -> tuple[Observation, ...]:
        """The newest figure of an indicator for each place (whole area, everybody), the country first."""
        return lists.newest(self._rows, indicator_id, language)

    def events(self, language: str) -> tuple[Event, ...]:
        """The dated events of the cooperation, oldest first."""
        return events.read_events(self._rows, language)

    def cited_by(self, source_id: str, language: str) -> tuple[RecordRef, ...]:
        """Every record that rests on a source, by kind; a figure counts for its indicator."""
        return lists.cited_by(self._rows, source_id, language)

    def boundaries(self) -> tuple[Boundary, ...]:
        """The shapes of the map."""
        return tuple(
            Boundary(
                layer=row["layer"],
                place_id=row["place_id"],
                name=row["name"],
                label=None if row["label_longitude"] is None else (row["label_longitude"], row["label_latitude"]),
                geometry=json.loads(row["geometry"]),
            )
            for row in self._rows.all("SELECT * FROM boundary ORDER BY id")
        )

    def glossary(self, language: str) -> dict[str, RecordRef]:
        """Acronym → the term that explains it, with the definition as detail."""
        found = self._rows.all(
            f"""
            SELECT {rows.REF_COLUMNS}, x.acronym
            FROM term AS x JOIN record AS r ON r.id = x.id {rows.TITLE_JOIN}
            WHERE x.acronym IS NOT NULL ORDER BY r.position, r.id
            """,
            self._rows.values(language),
        )
        entries: dict[str, RecordRef] = {}
        for row in found:
            entries.setdefault(row["acronym"], rows.ref_of(row))
        return entries


def _storable(record_id: str) -> bool:
    """Whether a text can be a value of the file at all: lone surrogates cannot."""
    try:
        record_id.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
