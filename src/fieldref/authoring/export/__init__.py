"""The content for others: tables, records, shapes, a data package, metadata for a Datasette, a site of pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fieldref.authoring.telling import Refused
from fieldref.i18n import _

FORMATS = ("csv", "json", "geojson", "datapackage", "metadata", "site")
Progress = Callable[[str], None]


def export(database: Path, folder: Path, form: str, progress: Progress, *, hxl: bool = False) -> list[Path]:
    """Write the content file as `form` into `folder`, which must be new or empty, and return the files. Raises Refused,
    ContentError and OSError."""
    from fieldref.authoring.export.datapackage import write_package
    from fieldref.authoring.export.records import write_records
    from fieldref.authoring.export.served import write_served
    from fieldref.authoring.export.shapes import write_shapes
    from fieldref.authoring.export.site import write_site
    from fieldref.authoring.export.tables import write_tables
    from fieldref.content.opening import open_content

    open_content(database).close()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(_("{folder} is not an empty folder; nothing was written.").format(folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    if form == "csv":
        write_tables(database, folder, progress, hxl=hxl)
    elif form == "datapackage":
        write_package(database, folder, progress, hxl=hxl)
    elif form == "json":
        write_records(database, folder, progress)
    elif form == "geojson":
        write_shapes(database, folder, progress)
    elif form == "metadata":
        write_served(database, folder, progress)
    else:
        write_site(database, folder, progress)
    return sorted(path for path in folder.rglob("*") if path.is_file())
