"""Tables leave as CSV, XLSX and clipboard text without changing a value or running as a formula."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from frictionless import Dialect
from frictionless.formats import CsvControl
from frictionless.resources import TableResource
from hypothesis import given
from hypothesis import strategies as st
from tests.small_content import make_content

from fieldref.content.library import Library
from fieldref.filenames import LONGEST, file_name, slug
from fieldref.tables import CsvStyle, Table, observation_table, to_csv, to_tsv, to_xlsx, write_csv, write_xlsx

TABLE = Table(
    "Prueba",
    ("Lugar", "Valor", "Personas", "Fuente"),
    (
        ('Áncash; "norte", sur', 73.5, 1234567, "INEI\n2025"),
        ("=1+1", 0.1, 0, "@cmd"),
        ("-5 o menos", None, 12, "+51 1"),
    ),
    hxl=("#adm1+name", "#indicator+pct", "#population", "#meta+source"),
    notes=("FieldRef, 2026.11", "CC BY 4.0"),
)


@pytest.fixture(scope="module")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(make_content(tmp_path_factory.mktemp("content") / "content.db")) as opened:
        yield opened


def parsed(content: bytes, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_reads_back(separator: str) -> None:
    content = to_csv(TABLE, CsvStyle(separator))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = parsed(content, separator)
    assert rows[0] == list(TABLE.headers)
    assert rows[1][1:3] == ["73.5", "1234567"]
    assert rows[3][1] == ""


def test_csv_for_a_decimal_comma_with_hashtags() -> None:
    rows = parsed(to_csv(TABLE, CsvStyle(";", ",", hxl=True)), ";")
    assert rows[1] == list(TABLE.hxl)
    assert rows[2][1] == "73,5"


def test_text_never_runs_as_a_formula() -> None:
    rows = parsed(to_csv(TABLE), ",")
    assert [row[0] for row in rows[2:]] == ["'=1+1", "'-5 o menos"]
    assert [row[3] for row in rows[2:]] == ["'@cmd", "'+51 1"]


def test_negative_numbers_stay_numbers() -> None:
    table = Table("n", ("x",), ((-5,), (-0.25,)))
    assert parsed(to_csv(table), ",")[1:] == [["-5"], ["-0.25"]]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=1))
def test_numbers_keep_their_value(values: list[float]) -> None:
    table = Table("n", ("x",), tuple((value,) for value in values))
    back = [float(row[0]) for row in parsed(to_csv(table), ",")[1:]]
    assert back == pytest.approx(values, rel=1e-14)


def test_the_clipboard_gets_one_line_for_each_row() -> None:
    text = to_tsv(TABLE)
    assert [len(line.split("\t")) for line in text.rstrip("\n").split("\n")] == [4, 4, 4, 4]
    assert "\r" not in text


def test_a_crooked_table_is_refused() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table("x", ("a", "b"), ((1,),))
    with pytest.raises(ValueError, match="as many cells"):
        Table("x", ("a",), ((1,),), hxl=("#a", "#b"))


@pytest.mark.parametrize("which", ["small_library", "library"])
def test_frictionless_reads_the_same_values(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    library: Library = request.getfixturevalue(which)
    for indicator in library.indicators("es")[:2]:
        observations = library.observations(indicator.ref.id, "es")
        write_csv(observation_table(library, observations, "es"), tmp_path / "tabla.csv", CsvStyle(";"))
        dialect = Dialect(controls=[CsvControl(delimiter=";")])
        resource = TableResource(path="tabla.csv", basepath=str(tmp_path), encoding="utf-8-sig", dialect=dialect)
        report = resource.validate()
        assert report.valid, report.flatten(["type", "message"])
        values = [row.to_list()[6] for row in resource.read_rows()]
        assert [float(value) for value in values] == [one.value for one in observations]


# ---- XLSX, read back from its XML

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells(content: bytes, sheet: int = 1) -> dict[str, tuple[str, str]]:
    """Cell → (type, value): 's' is text, 'n' a number."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        shared = [
            "".join(text.text or "" for text in item.iter(f"{{{_NS['m']}}}t"))
            for item in ET.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        root = ET.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert root.find(".//m:f", _NS) is None, "no formula may be in the sheet"
    found: dict[str, tuple[str, str]] = {}
    for cell in root.iterfind(".//m:c", _NS):
        value = cell.find("m:v", _NS)
        if value is not None:
            kind, text = cell.get("t", "n"), value.text or ""
            found[cell.get("r", "")] = (kind, shared[int(text)] if kind == "s" else text)
    return found


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_full_disk_leaves_the_table_that_was_there(
    write: Callable[[Table, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "t").write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(TABLE, tmp_path / "t")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"before"]


def test_xlsx_has_numbers_as_numbers_and_text_as_text(tmp_path: Path) -> None:
    write_xlsx(TABLE, tmp_path / "t.xlsx")
    found = cells((tmp_path / "t.xlsx").read_bytes())
    assert found["A1"] == ("s", "Lugar")
    assert found["B2"] == ("n", "73.5")
    assert found["C2"] == ("n", "1234567")
    assert found["A3"] == ("s", "=1+1")
    assert "B4" not in found


def test_xlsx_tells_where_it_comes_from() -> None:
    found = cells(to_xlsx(TABLE), sheet=2)
    assert [value for _kind, value in found.values()] == ["Prueba", "FieldRef, 2026.11", "CC BY 4.0"]


def test_xlsx_with_hashtags() -> None:
    assert cells(to_xlsx(TABLE, hxl=True))["A2"] == ("s", "#adm1+name")


# ---- figures of the content


def test_figures_carry_place_period_unit_and_source(small_library: Library) -> None:
    observations = small_library.observations("indicator/insured_any_pct", "es")
    table = observation_table(small_library, observations, "es")
    assert len(table.rows) == len(observations)
    first = dict(zip(table.headers, table.rows[0], strict=True))
    assert set(map(str, table.rows[0])) >= {"Zetalandia", "00", "2019", "75.25", "Informe uno", "t. 1"}
    assert len(first) == len(table.hxl)
    assert "2026.11" in table.notes[0]


def test_provinces_and_districts_name_their_region(library: Library) -> None:
    found = library.observations("indicator/insured_any_census_pct", "es", area="total", population_group="")
    inside = [one for one in found if one.place_id in ("province/0906", "region/PE-HUV", "region/PE-LMA")]
    table = observation_table(library, inside, "es")
    regions = {row[1]: row[2] for row in table.rows}
    assert table.headers[2] == "Región"
    assert regions["Huaytará"] == "Huancavelica"
    assert regions["Huancavelica"] == ""
    assert len(table.hxl) == len(table.headers)
    assert "Región" not in observation_table(library, [one for one in inside if "region" in one.place_id], "es").headers


# ---- file names


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("FieldRef", "SISFIN", "es"), "FieldRef-SISFIN-es.pdf"),
        (("FieldRef", "Áncash: «Ñandú» / río?"), "FieldRef-Ancash-Nandu-rio.pdf"),
        (("CON",), "CON_.pdf"),
        (("nul.x",), "nul_.x.pdf"),
        (("…",), "file.pdf"),
        (("Pa'l Norte",), "Pal-Norte.pdf"),
    ],
)
def test_file_names(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts, suffix="pdf") == name


@given(st.lists(st.text(max_size=150), max_size=4))
def test_any_name_is_safe_everywhere(parts: list[str]) -> None:
    name = file_name(*parts, suffix="xlsx")
    assert name.isascii()
    assert len(name) <= LONGEST
    assert not set(name) & set('<>:"/\\|?* ')
    assert not name.startswith((".", "-"))
    assert name.split(".")[0].lower() not in ("con", "nul", "aux", "prn", "com1", "lpt9")


def test_slug_keeps_words_apart() -> None:
    assert slug("  Perú – Bélgica  2012/2018 ") == "Peru-Belgica-2012-2018"
