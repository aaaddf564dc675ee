"""A copy of the content file made ready for a public Datasette, with its metadata: facets, search, questions to ask.

The app's own index keeps no texts and has its own folding, which a web server does not know: the copy gets a table of
pages with an index that Datasette searches by itself.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from fieldref.authoring.export.tables import languages
from fieldref.content.library import Library
from fieldref.content.model import ContentInfo
from fieldref.i18n import _

FILE, METADATA, READ_ME = "content.db", "metadata.json", "README.txt"


def write_served(database: Path, folder: Path, progress: Callable[[str], None]) -> None:
    """`content.db`, `metadata.json` and how to start. Raises ContentError and OSError."""
    with Library(database) as library:
        info = library.info(library.info("").default_language)
    progress(_("Writing {file}…").format(file=FILE))
    target = folder / FILE
    shutil.copyfile(database, target)  # without its rights: a new file, which can be written
    with closing(sqlite3.connect(target)) as connection:
        _add_pages(connection)
        _add_figures(connection, info.default_language)
        connection.commit()
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
    metadata = json.dumps(metadata_of(info), ensure_ascii=False, indent=1) + "\n"
    (folder / METADATA).write_text(metadata, encoding="utf-8", newline="\n")
    (folder / READ_ME).write_text(
        f"datasette -i {FILE} -m {METADATA} --setting default_page_size 50\n", encoding="utf-8", newline="\n"
    )


def _add_pages(connection: sqlite3.Connection) -> None:
    connection.execute("""
        CREATE TABLE page (               -- a record in one language, to search
          id INTEGER PRIMARY KEY, record_id TEXT NOT NULL REFERENCES record(id), kind TEXT NOT NULL,
          language TEXT NOT NULL, title TEXT NOT NULL, context TEXT NOT NULL,
          importance REAL NOT NULL,       -- 0 to 1
          reviewed INTEGER NOT NULL,      -- 0: imported by machine, nobody has reviewed it yet
          names TEXT NOT NULL,            -- without accents and apostrophes
          body TEXT NOT NULL
        )""")
    connection.execute("""
        INSERT INTO page
        SELECT t.id, s.record_id, s.kind, t.language, t.title, t.context, s.importance, r.reviewed, t.names,
          coalesce(p.body, '')
        FROM search_text AS t JOIN search_record AS s ON s.id = t.search_id JOIN record AS r ON r.id = s.record_id
        LEFT JOIN search_passage AS p ON p.id = t.id""")
    columns = ["title", "names", "context", "body"]
    Database(connection).table("page").enable_fts(columns, tokenize="unicode61 remove_diacritics 2")


def _add_figures(connection: sqlite3.Connection, language: str) -> None:
    connection.execute(
        f"""
        CREATE VIEW figures AS            -- observations as a person reads them
        SELECT it.text AS indicator, pt.text AS place, p.place_code, p.level, o.year, o.period, o.area,
          o.population_group, o.value, u.name AS unit, o.qualifier, i.method, i.producer, s.publisher, s.url,
          o.confidence, o.indicator_id, o.place_id, o.source_id
        FROM observation AS o JOIN indicator AS i ON i.id = o.indicator_id JOIN place AS p ON p.id = o.place_id
        JOIN source AS s ON s.id = o.source_id
        JOIN record_text AS it ON it.record_id = i.id AND it.field = 'title' AND it.language = '{language}'
        JOIN record_text AS pt ON pt.record_id = p.id AND pt.field = 'title' AND pt.language IN ('{language}', 'und')
        LEFT JOIN label AS u ON u.vocabulary = 'unit' AND u.key = i.unit AND u.language = '{language}'"""
    )


def metadata_of(info: ContentInfo) -> dict[str, Any]:
    """What Datasette is told: titles, licence, facets, hidden tables, questions."""
    tables: dict[str, Any] = {
        "page": {"facets": ["kind", "language", "reviewed"], "sort": "title",
                 "description": "Every record in every language.", "label_column": "title"},
        "observation": {"facets": ["indicator_id", "area", "population_group", "confidence"], "sort_desc": "year",
                        "description": "Figures. A survey, a census and a register are never added or ranked together.",
                        "columns": {"period": "what the figure covers or is as of",
                                    "population_group": "empty: everybody"}},
        "figures": {"facets": ["indicator", "level", "area", "method"], "sort_desc": "year"},
        "programme": {"facets": ["sector_id", "status"], "sort": "start_date"},
        "place": {"facets": ["level"], "sort": "place_code"},
        "indicator": {"facets": ["theme_id", "method", "producer"]},
        "statement": {"facets": ["role", "verified"]},
        "statement_text": {"facets": ["language", "status"]},
        "source": {"facets": ["reliability", "publisher"]},
        "record": {"facets": ["kind", "reviewed"]},
        "sector": {"label_column": "id"},
        "theme": {"label_column": "id"},
        "label": {"facets": ["vocabulary", "language"], "label_column": "name"},
    }  # fmt: skip
    for hidden in ("search_record", "search_text", "search_passage", "search_key", "search_word", "search_slip",
                   "search_name", "search_body", "search_fragment", "record_sort"):  # fmt: skip
        tables[hidden] = {"hidden": True}
    about = {
        "title": info.title.value,
        "license": info.licence,
        "source": f"FieldRef {info.id} {info.version}",
        "description": f"Content {info.version}, built on {info.built_on}. Every figure with its date and source.",
    }
    if info.licence == "CC BY 4.0":
        about["license_url"] = "https://creativecommons.org/licenses/by/4.0/"
    return {**about, "databases": {"content": {**about, "tables": tables, "queries": _queries(languages(info))}}}


def _queries(codes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "search": {
            "title": "Search all pages",
            "sql": "SELECT p.record_id, p.kind, p.title, p.context, p.reviewed, "
            "snippet(page_fts, 3, '', '', '…', 30) AS passage "
            "FROM page_fts JOIN page AS p ON p.id = page_fts.rowid WHERE page_fts MATCH escape_fts(:q) "
            f"AND p.language IN (coalesce(nullif(:language, ''), '{codes[0]}'), 'und') "
            "ORDER BY (lower(p.title) = lower(trim(:q))) * p.importance DESC, "
            "bm25(page_fts, 10, 8, 2, 1) * p.importance LIMIT 50",
        },
        "programmes_by_region": {
            "title": "Which programmes worked in a region",
            "sql": "SELECT t.text AS programme, p.start_date, p.end_date, p.dates_verified, p.dates_planned, "
            "p.active_in, p.status, p.regions_verified, p.budget_amount, p.budget_currency, p.budget_verified, "
            "r.reviewed, p.id FROM programme_region AS x "
            "JOIN programme AS p ON p.id = x.programme_id JOIN record AS r ON r.id = p.id "
            "JOIN record_text AS t "
            f"ON t.record_id = p.id AND t.field = 'title' AND t.language = '{codes[0]}' WHERE x.place_id = :place "
            "ORDER BY p.start_date",
        },
        "indicator_by_region": {
            "title": "An indicator by place, newest year",
            "sql": "SELECT place, place_code, year, value, unit, qualifier, publisher, url FROM figures "
            "WHERE indicator_id = :indicator AND level = 'region' AND area = 'total' AND population_group = '' "
            "AND year = (SELECT max(year) FROM observation AS o JOIN place AS p ON p.id = o.place_id "
            "WHERE o.indicator_id = :indicator AND p.level = 'region') ORDER BY place_code",
        },
    }
