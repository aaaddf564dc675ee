"""Nothing in the program belongs to one country: another one is a folder of text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldref import i18n
from fieldref.authoring.build import build
from fieldref.content.library import Library
from fieldref.content.model import Kind, PlaceLevel
from fieldref.content.search import Searcher
from fieldref.packs.making import make_pack
from fieldref.packs.signing import generate_key
from fieldref.packs.store import PackStore
from fieldref.sheets.render import Sheets

DEPARTMENTS = {"BO-B", "BO-C", "BO-H", "BO-L", "BO-N", "BO-O", "BO-P", "BO-S", "BO-T"}


@pytest.fixture(scope="module")
def bolivia(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bolivia")
    shutil.copytree(repo / "tests" / "second_country", folder / "source")
    return build(folder / "source", folder / "content.db").target


@pytest.fixture
def second(bolivia: Path) -> Iterator[Library]:
    with Library(bolivia) as library:
        i18n.set_language("es", locales=library.info("es").locales)
        yield library


def test_the_source_names_no_country_in_code(repo: Path) -> None:
    """Comments and docstrings may say where an idea comes from; no text, code or path may."""
    for path in sorted((repo / "src").rglob("*.py")):
        text = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        code = "\n".join(line.partition("#")[0] for line in text.splitlines())
        assert not re.search(r"per[uú]", code, re.IGNORECASE), path


def test_it_is_a_library_of_its_own(second: Library) -> None:
    info = second.info("es")
    assert (info.id, info.country_id) == ("bolivia", "country/BO")
    assert info.locales == {"es": "es_BO", "en": "en_GB"}
    places = second.places(PlaceLevel.REGION, "es")
    assert {place.ref.id.removeprefix("region/") for place in places} == DEPARTMENTS


def test_the_parts_add_up_to_the_country(second: Library) -> None:
    found = second.observations("indicator/population_census_count", "es")
    whole = {one.place_id: one.value for one in found}
    country = whole.pop("country/BO")
    assert sum(whole.values()) == country == 10_059_856


def test_figures_are_written_as_that_country_writes_them(second: Library) -> None:
    assert "2.719.344 personas" in " ".join(Sheets(second).text("region/BO-L", "es").split())
    assert "2,719,344 people" in " ".join(Sheets(second).text("region/BO-L", "en").split())


def test_codes_levels_and_traits_have_that_countrys_names(second: Library) -> None:
    sheet = Sheets(second).text("region/BO-P", "es")
    assert sheet.startswith("Departamento\nPotosí")
    assert "Zona geográfica: Altiplano, Valles" in sheet
    assert "Código INE: 05" in sheet
    assert "Aporte (ficticio): EUR" in Sheets(second).text("programme/muestra-salud", "es")


def test_it_is_searched(bolivia: Path) -> None:
    searcher = Searcher(bolivia)
    try:
        assert searcher.search("potosi", "es").hits[0].ref.id == "region/BO-P"
        assert searcher.search("chuqiyapu", "en").hits[0].ref.id == "region/BO-L"
        assert searcher.search("020101", "es").hits[0].ref.kind is Kind.DISTRICT
    finally:
        searcher.close()


def test_it_is_packed_and_installed_beside_the_other(bolivia: Path, tmp_path: Path, content_path: Path) -> None:
    key = generate_key()
    pack, manifest = make_pack(bolivia, key, tmp_path)
    assert manifest.id == "bolivia"
    store = PackStore(tmp_path / "content", (key.public,))
    store.install(pack)
    store.install(make_pack(content_path, key, tmp_path)[0])
    assert len(store.libraries()) == 2


def test_a_third_language_is_a_folder(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: Library
) -> None:
    """A sample catalog with a handful of strings: it is offered, spoken where it can, and the rest is English."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    shutil.copytree(repo / "translations", tmp_path / "translations")
    shutil.copytree(repo / "resources" / "templates", tmp_path / "resources" / "templates")
    sample = Catalog(locale="fr")
    for said, here in (("Region", "Département"), ("Sources", "Sources"), ("Capital", "Chef-lieu")):
        sample.add(said, here)
    folder = tmp_path / "translations" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "fieldref.mo").open("wb") as stream:
        write_mo(stream, sample)
    monkeypatch.setattr(i18n, "bundle_root", lambda: tmp_path)
    assert i18n.available_languages() == ("es", "en", "fr")
    assert i18n.language_name("fr") == "Français"
    i18n.set_language("fr")
    sheet = Sheets(second, tmp_path / "resources" / "templates").text("region/BO-L", "fr")
    assert "Chef-lieu: La Paz" in sheet
    assert "Part of: Bolivia" in sheet
    assert i18n.number(2719344, 0) == "2\u00a0719\u00a0344"
