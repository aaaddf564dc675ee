"""The tables as a data package: the same CSV files, described for programs (https://datapackage.org)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldref.authoring.export.columns import Column, Described
from fieldref.authoring.export.described import described
from fieldref.authoring.export.tables import languages, write_tables

_LICENCES = {"CC BY 4.0": ("CC-BY-4.0", "Creative Commons Attribution 4.0 International")}


def write_package(database: Path, folder: Path, progress: Callable[[str], None], *, hxl: bool = False) -> None:
    """Tables and `datapackage.json`. Raises ContentError and OSError."""
    info = write_tables(database, folder, progress, hxl=hxl)
    name, title = _LICENCES.get(info.licence, (info.licence, info.licence))
    package = {
        "name": f"fieldref-{info.id}",
        "id": f"fieldref:{info.id}:{info.version}",
        "title": info.title.value,
        "description": "What a FieldRef content file holds, as tables.",
        "version": info.version,
        "created": f"{info.built_on}T00:00:00Z",
        "licenses": [{"name": name, "title": title}],
        "languages": list(info.languages),
        "resources": [_resource(table, hxl=hxl) for table in described(languages(info))],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


def _resource(table: Described, *, hxl: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(one) for one in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys = [one for one in table.columns if one.points_at]
    if keys:
        schema["foreignKeys"] = [
            {"fields": [one.name], "reference": {"resource": one.points_at[0], "fields": [one.points_at[1]]}}
            for one in keys
            if one.points_at
        ]
    resource: dict[str, Any] = {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
    if hxl:
        resource["dialect"] = {"commentChar": "#"}  # the row of hashtags is no data
    return resource


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.hxl:
        field["hxl"] = column.hxl
    if column.required:
        field["constraints"] = {"required": True}
    return field
