"""The tables of the source are described, and are as described."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "data" / "source"


def test_every_table_is_described() -> None:
    package = json.loads((SOURCE / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    assert described == {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.csv")}
    for resource in package["resources"]:
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]


def test_frictionless_finds_the_tables_valid() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its libraries say of themselves
        from frictionless import Package

        report = Package(str(SOURCE / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
