"""The marks by which a content file is known as ours, and the SQL that shapes it."""

from __future__ import annotations

from importlib import resources

APPLICATION_ID = 0x46526566
"""`PRAGMA application_id` of every content file: the letters FRef."""

SCHEMA_VERSION = 2
"""`PRAGMA user_version`: raised whenever a reader made for the older shape could go wrong."""


def schema_sql() -> str:
    """The statements that make an empty content file, without its search index."""
    return resources.files("fieldref.content").joinpath("schema.sql").read_text(encoding="utf-8")


def search_schema_sql() -> str:
    """The statements that make an empty search index."""
    return resources.files("fieldref.content").joinpath("search_schema.sql").read_text(encoding="utf-8")
