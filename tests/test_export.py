"""The content for others: tables, data package, records, shapes, a Datasette, a site that needs no server."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldref.authoring.export import export
from fieldref.authoring.export.site_index import folding_table
from fieldref.authoring.telling import Refused
from fieldref.content.folding import fold

MOST_BYTES = 6_000_000


def silent(_words: str) -> None:
    pass


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# ---- tables


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "hxl"])
def package(content_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path_factory.mktemp("package") / "out"
    export(content_path, folder, "datapackage", silent, hxl=request.param)
    return folder


@pytest.mark.slow
def test_the_data_package_is_valid(package: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its libraries say of themselves
        from frictionless import Package

        report = Package(str(package / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]


def test_it_names_its_licence_and_describes_every_column(package: Path) -> None:
    told = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert {one["path"] for one in told["resources"]} == {path.name for path in package.glob("*.csv")}
    for resource in told["resources"]:
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]
    assert "CC BY 4.0" in (package / "ABOUT.txt").read_text(encoding="utf-8")


def test_hashtags_stand_below_the_headers_where_asked(content_path: Path, tmp_path: Path) -> None:
    export(content_path, tmp_path / "hxl", "csv", silent, hxl=True)
    first = rows_of(tmp_path / "hxl" / "observations.csv")[0]
    assert first["place"] == "#adm+code"
    assert first["value"] == "#indicator+value+num"
    assert all(tag.startswith("#") for tag in first.values())


def test_every_figure_is_there_and_codes_keep_their_zeros(content_path: Path, tmp_path: Path, library) -> None:
    export(content_path, tmp_path / "out", "csv", silent)
    rows = rows_of(tmp_path / "out" / "observations.csv")
    assert len(rows) == library.info("es").counts["observation"]
    assert any(row["place"].startswith("0") for row in rows)
    assert {row["id"] for row in rows_of(tmp_path / "out" / "programmes.csv")} >= {"programme/sisfin"}


def test_a_folder_with_files_is_left_alone(content_path: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        export(content_path, tmp_path, "csv", silent)


# ---- records and shapes


@pytest.mark.slow
def test_records_are_json_in_every_language(content_path: Path, tmp_path: Path, library) -> None:
    export(content_path, tmp_path / "out", "json", silent)
    told = json.loads((tmp_path / "out" / "programme.json").read_text(encoding="utf-8"))
    assert told["content"]["licence"] == "CC BY 4.0"
    assert len(told["records"]) == library.info("es").counts["programme"]
    sisfin = next(one for one in told["records"] if one["id"] == "programme/sisfin")
    assert sisfin["es"]["title"]["language"] == "es"
    assert sisfin["en"]["sources"]


def test_shapes_carry_ids_codes_and_names(content_path: Path, tmp_path: Path) -> None:
    export(content_path, tmp_path / "out", "geojson", silent)
    told = json.loads((tmp_path / "out" / "regions.geojson").read_text(encoding="utf-8"))
    assert told["licence"] == "CC BY 4.0"
    assert len(told["features"]) == 25
    ayacucho = next(one for one in told["features"] if one["id"] == "region/PE-AYA")["properties"]
    assert (ayacucho["place_code"], ayacucho["iso_3166_2"], ayacucho["name_en"]) == ("05", "PE-AYA", "Ayacucho")
    assert "programme/prodern-2" in ayacucho["programmes"]


# ---- a public Datasette


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_the_files_have_the_rights_of_new_ones(content_path: Path, tmp_path: Path) -> None:
    """Those that the person lets new files have, even where the content file itself is on a read-only stick."""
    source = tmp_path / "content.db"
    shutil.copyfile(content_path, source)
    source.chmod(0o400)
    before = os.umask(0o027)
    try:
        made = export(source, tmp_path / "out", "metadata", silent)
    finally:
        os.umask(before)
    assert {path.name: path.stat().st_mode & 0o777 for path in made} == dict.fromkeys(
        ("README.txt", "content.db", "metadata.json"), 0o640
    )


@pytest.fixture(scope="module")
def ask(content_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    from datasette.app import Datasette  # type: ignore[import-untyped]

    folder = tmp_path_factory.mktemp("served") / "out"
    export(content_path, folder, "metadata", silent)
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    loop = asyncio.new_event_loop()
    server = Datasette([], immutables=[str(folder / "content.db")], metadata=metadata)
    loop.run_until_complete(server.invoke_startup())

    def asked(path: str) -> Any:
        answer = loop.run_until_complete(server.client.get(path))
        assert answer.status_code == 200, answer.text[:500]
        return answer.json() if ".json" in path else answer.text

    yield asked
    for database in server.databases.values():
        for connection in database._all_file_connections:
            connection.close()
    server.executor.shutdown()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.mark.slow
def test_pages_are_searched_without_accents(ask: Callable[[str], Any]) -> None:
    found = ask("/content/page.json?_search=desnutricion+cronica&language=es&_shape=array")
    assert found
    found = ask("/content/search.json?q=ayacucho&language=es&_shape=array")
    assert found[0]["record_id"] == "region/PE-AYA"


@pytest.mark.slow
def test_programmes_of_a_region_are_told_with_how_well_they_are_known(ask: Callable[[str], Any]) -> None:
    found = ask("/content/programmes_by_region.json?place=region/PE-AMA&language=es&_shape=array")
    (sisfin,) = [one for one in found if one["id"] == "programme/sisfin"]
    assert {name: sisfin[name] for name in ("dates_planned", "active_in", "regions_verified", "reviewed")} == {
        "dates_planned": 1,
        "active_in": "2017-06",
        "regions_verified": 1,
        "reviewed": 1,
    }


@pytest.mark.slow
def test_tables_have_facets_and_the_index_is_out_of_sight(ask: Callable[[str], Any]) -> None:
    told = ask("/content.json")
    shown = {table["name"] for table in told["tables"] if not table["hidden"]}
    assert {"page", "observation", "programme", "place"} <= shown
    assert not [name for name in shown if name.startswith("search_")]
    facets = ask("/content/page.json?_size=1")["facet_results"]
    assert {"kind", "language"} <= set(facets)
    assert "CC BY 4.0" in ask("/content")
    indicator = "indicator/insured_any_census_pct"
    for query in ("programmes_by_region.json?place=region/PE-AYA", f"indicator_by_region.json?indicator={indicator}"):
        assert ask(f"/content/{query}&_shape=array")


# ---- the site


@pytest.fixture(scope="module")
def site(content_path: Path, tmp_path_factory: pytest.TempPathFactory, repo: Path) -> Path:
    """In a process of its own: it makes a Qt application without a window."""
    folder = tmp_path_factory.mktemp("site") / "a stick, ñ 100%"
    done = subprocess.run(
        [sys.executable, "-m", "fieldref", "content", "export", "--json", "--from", str(content_path), "--format",
         "site", str(folder)],
        check=False, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(repo / "src")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
def test_the_site_is_small_and_whole(site: Path, library) -> None:
    files = [path for path in site.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    for code in ("es", "en"):
        assert len(list((site / code / "programme").glob("*.html"))) == library.info("es").counts["programme"]
        assert (site / code / "region" / "PE-AYA.html").is_file()


@pytest.mark.slow
def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    ids = {path: set(re.findall(r' id="?([\w.-]+)', html)) for path, html in pages.items()}
    for path, html in pages.items():
        assert "fieldref:" not in html, path
        assert 'src="figure:' not in html, path
        for link in re.findall(r'(?:href|src)="?([^"\s>]+)', html):
            if link.startswith(("http://", "https://")):
                continue
            address, _mark, place = link.partition("#")
            target = (path.parent / address).resolve() if address else path
            assert target.is_file(), (path, link)
            assert not place or place in ids.get(target, {place}), (path, link)


@pytest.mark.slow
def test_the_site_fetches_nothing(site: Path) -> None:
    for path in [*site.rglob("*.html"), *site.rglob("*.css"), *site.rglob("*.svg"), *site.glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        for outside in ("fetch(", "XMLHttpRequest", "@import", 'src="http', "src=http", "url(http"):
            assert outside not in text, path


@pytest.mark.slow
def test_maps_and_trends_are_drawn_in_the_pages(site: Path) -> None:
    html = (site / "es" / "indicator" / "insured_any_census_pct.html").read_text(encoding="utf-8")
    assert "<svg" in html
    assert "Huancavelica" in html
    assert "figcaption" in html
    assert html.count("<svg") == html.count("</svg>")


def test_the_folding_of_the_site_is_that_of_the_app() -> None:
    table = folding_table()
    for word in ("Ñahuimpuquio", "Q'eros", "Áncash", "D’Orbigny", "MADRE DE DIOS", "½ “SIS”", "œuvre", "ﬁn", "Á"):
        folded = " ".join("".join(table.get(letter, letter) for letter in word).split())
        assert folded == fold(word), word


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_search_of_the_site_folds_and_finds_as_the_app_does(site: Path, tmp_path: Path) -> None:
    script = tmp_path / "run.js"
    words = "".join((site / name).read_text(encoding="utf-8") for name in ("words.js", "es/index.js"))
    search = (site / "search.js").read_text(encoding="utf-8")
    asked = ["ayacucho", "sisfin", "PE-HUV", "huancabelica", "qosqo", "desnutrición crónica", "madre dios"]
    texts = ["Ñahuimpuquio", "Q'eros ½", "Ley 29344 · “SIS”", "àÉîÕü ß"]
    script.write_text(
        "const field={value:'',addEventListener(){}};const none={addEventListener(){},hidden:false};\n"
        "globalThis.window=globalThis;globalThis.location={hash:''};\n"
        "globalThis.document={getElementById:n=>n==='q'?field:none,documentElement:{lang:'es'}};\n"
        f"{words}\n{search}\n"
        f"console.log(JSON.stringify([{json.dumps(asked)}.map(q=>fieldrefSearch(q).slice(0,3)),"
        f"{json.dumps(texts)}.map(fieldrefFold)]));\n",
        encoding="utf-8",
    )
    done = subprocess.run(["node", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found, folded = json.loads(done.stdout)
    assert folded == [fold(text) for text in texts]
    assert found[0][0] == "region/PE-AYA"
    assert found[1][0] in ("programme/sisfin", "term/sisfin")
    assert "region/PE-HUV" in found[2]
    assert found[3][0] == "region/PE-HUV"
    assert all(found), found


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--host-resolver-rules=MAP * ~NOTFOUND")  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None or "FIELDREF_BROWSER" not in os.environ, reason="set FIELDREF_BROWSER=1")
@pytest.mark.parametrize("size", ["500,900", "1280,800"])
def test_a_browser_shows_it_from_a_stick(site: Path, tmp_path: Path, size: str) -> None:
    assert CHROMIUM is not None

    def browse(address: str, *more: str) -> str:
        done = subprocess.run(
            [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={size}", *more, address],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    start = (site / "es" / "index.html").as_uri()
    assert 'href="region/PE-HUV.html"' in browse(f"{start}#q=huancavelica", "--dump-dom")
    picture = tmp_path / "page.png"
    browse((site / "es" / "region" / "PE-AYA.html").as_uri(), f"--screenshot={picture}")
    assert picture.stat().st_size > 20_000
