"""What tables for others are made of: a column is an expression over the rows of one query. A text comes as one column
a language, and a proper name stands in the column of each."""

from __future__ import annotations

from dataclasses import dataclass

from fieldref.content.model import UNDETERMINED


@dataclass(frozen=True, slots=True)
class Column:
    """`type` as in a data package; `points_at` is (table, column) of what the values name; `hxl` is a hashtag."""

    name: str
    sql: str
    description: str
    type: str = "string"
    hxl: str = ""
    required: bool = False
    points_at: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """One table. `key` names the columns that tell its rows apart."""

    name: str
    title: str
    source: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def sql(self) -> str:
        """The query that gives the rows."""
        return f"SELECT {', '.join(f'{one.sql} AS {chr(34)}{one.name}{chr(34)}' for one in self.columns)} {self.source}"


def text(field: str, record: str, description: str, languages: tuple[str, ...], hxl: str = "") -> tuple[Column, ...]:
    """A text of a record, a column a language."""
    return tuple(
        Column(
            f"{field}_{code}",
            f"""(SELECT text FROM record_text WHERE record_id = {record} AND field = '{field}'
                AND language IN ('{code}', '{UNDETERMINED}') ORDER BY language = '{UNDETERMINED}')""",
            f"{description} ({code})",
            hxl=f"{hxl}+i_{code}" if hxl else "",
        )
        for code in languages
    )


def said(table: str, where: str, name: str, description: str, languages: tuple[str, ...]) -> tuple[Column, ...]:
    """A text in a table of texts of its own, a column a language."""
    return tuple(
        Column(
            f"{name}_{code}",
            f"(SELECT {'name' if table == 'label' else 'text'} FROM {table} WHERE {where} AND language = '{code}')",
            f"{description} ({code})",
        )
        for code in languages
    )


def gathered(table: str, column: str, where: str, order: str) -> str:
    """Values of several rows, separated by semicolons."""
    return f"(SELECT group_concat(one, ';') FROM (SELECT {column} AS one FROM {table} WHERE {where} ORDER BY {order}))"


def record_id(kind: str, sql: str = "r.id") -> Column:
    """The id of a record."""
    return Column("id", sql, f"stable id of the {kind}; never changes", required=True, hxl=f"#meta+id+{kind}")


def yes(name: str, sql: str, description: str) -> Column:
    """A column of true and false."""
    return Column(name, f"CASE {sql} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", description, "boolean")


SOURCES = Column(
    "sources", gathered("record_source", "source_id", "record_id = r.id", "position"),
    "ids of the sources it rests on, separated by semicolons", hxl="#meta+source",
)  # fmt: skip
"""The sources of a record."""

REVIEWED = yes("reviewed", "r.reviewed", "false: imported by machine, and nobody has reviewed it yet")
"""Whether somebody has read a record."""
