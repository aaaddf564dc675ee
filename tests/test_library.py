"""The library's answers, on a small file with one of everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.small_content import RECORDS, make_content

from fieldref.content.library import ContentError, Library, Problem, RecordNotFound
from fieldref.content.model import Kind, Method, PlaceLevel, Role, TextStatus
from fieldref.content.record_model import Indicator, Place, Programme, Source, Story, Term, Topic

HOSTILE = ["", "programme/nope", "programme", "'; DROP TABLE record; --", "x\0y", "\ud800", "../../etc", "%", "*", "🦙"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(make_content(tmp_path_factory.mktemp("content") / "content.db")) as opened:
        yield opened


def programme(library: Library, language: str = "es") -> Programme:
    found = library.record("programme/agua", language)
    assert isinstance(found, Programme)
    return found


def test_info_says_what_the_file_is(library: Library) -> None:
    info = library.info("en")
    assert (info.id, info.version, info.serial, info.built_on) == ("test-reference", "2026.11", 3, "2026-11-23")
    assert str(info.title) == "Test reference"
    assert str(library.info("es").title) == "Referencia de prueba"
    assert (info.languages, info.default_language, info.country_id) == (("es", "en"), "es", "country/ZZ")
    assert info.counts["programme"] == 2
    assert info.counts["observation"] == 8


@pytest.mark.parametrize("language", ["es", "en", "qu"])
@pytest.mark.parametrize("record_id", [entry[0] for entry in RECORDS])
def test_every_record_is_read_as_its_kind(library: Library, record_id: str, language: str) -> None:
    record = library.record(record_id, language)
    kinds: dict[Kind, type] = {
        Kind.PROGRAMME: Programme,
        Kind.INDICATOR: Indicator,
        Kind.TOPIC: Topic,
        Kind.TERM: Term,
        Kind.STORY: Story,
        Kind.SOURCE: Source,
    }
    assert type(record) is kinds.get(record.kind, Place)
    assert record.id == record_id
    assert str(record.title)


@pytest.mark.parametrize("record_id", HOSTILE)
def test_an_id_that_is_not_there(library: Library, record_id: str) -> None:
    assert not library.exists(record_id)
    assert library.refs([record_id], "es") == ()
    with pytest.raises(RecordNotFound):
        library.record(record_id, "es")
    with pytest.raises(RecordNotFound):
        library.ref(record_id, "es")


def test_text_in_the_readers_language_and_its_status(library: Library) -> None:
    assert programme(library, "es").title.status is TextStatus.ORIGINAL
    english = programme(library, "en").title
    assert (english.language, english.status) == ("en", TextStatus.REVIEWED)


def test_a_missing_text_comes_in_the_other_language_and_says_so(library: Library) -> None:
    title = library.record("programme/monte", "en").title
    assert (str(title), title.language) == ("Programa del monte", "es")
    assert not title.is_in("en")
    assert library.ref("programme/monte", "en").title == title


def test_a_proper_name_is_in_every_language(library: Library) -> None:
    assert library.record("region/ZZ-AMA", "en").title.is_in("en")


def test_a_programme(library: Library) -> None:
    found = programme(library, "en")
    assert (found.acronym, found.sector.name, found.status) == ("AGUA", "Health", "closed")
    assert (found.period.start, found.period.end) == ("2012-04", "2015")
    assert found.budget is not None
    assert (found.budget.amount, found.budget.currency) == (6500000, "EUR")
    assert [c.source_id for c in found.budget_citations] == ["source/dos"]
    assert [ref.id for ref in found.regions] == ["region/ZZ-ZOR", "region/ZZ-AMA"]
    assert [(p.name, p.record and p.record.id) for p in found.partners] == [("SIS", "term/sis"), ("Vecinos", None)]
    assert found.sources == ("source/uno", "source/dos")


def test_what_is_not_known_stays_unknown(library: Library) -> None:
    found = library.record("programme/monte", "es")
    assert isinstance(found, Programme)
    assert (found.period.start, found.period.end, found.budget, found.implementer) == (None, None, None, None)


def test_statements_keep_role_order_citations_and_mark(library: Library) -> None:
    found = programme(library, "es")
    facts = found.said(Role.FACT)
    assert [fact.verified for fact in facts] == [True, False]
    assert [c.source_id for c in facts[0].citations] == ["source/dos", "source/uno"]
    assert str(facts[0].note) == "Se contaron dos veces."
    assert found.said(Role.OBJECTIVE)[0].citations[0].locator == "p. 4"
    assert [str(s.text) for s in found.said(Role.GAP)] == ["Aporte local"]


def test_codes_are_named_and_suggestions_marked(library: Library) -> None:
    codes = {code.scheme: code for code in programme(library, "en").codes}
    assert codes["dac"].suggested
    assert (str(codes["dac"].name), str(codes["dac"].reason)) == ("Health policy", "It is the best fit.")
    assert not codes["navision"].suggested
    assert codes["navision"].source_id == "source/uno"


def test_links_are_read_from_both_ends(library: Library) -> None:
    assert [(role, ref.id) for role, ref in library.record("topic/seguro", "es").related] == [
        ("explains", "programme/agua"),
        ("explains", "indicator/insured_any_pct"),
    ]
    assert {(role, ref.id) for role, ref in programme(library).related} == {
        ("related", "programme/monte"),
        ("told_in", "story/alpaca"),
        ("explained_by", "topic/seguro"),
    }
    census = library.record("indicator/insured_census_pct", "es")
    assert isinstance(census, Indicator)
    assert [ref.id for ref in census.not_comparable] == ["indicator/insured_any_pct"]


def test_a_region(library: Library) -> None:
    found = library.record("region/ZZ-AMA", "en")
    assert isinstance(found, Place)
    assert (found.level, found.place_code, found.capital) == (PlaceLevel.REGION, "01", "Puerto")
    assert found.parent is not None
    assert found.parent.id == "country/ZZ"
    assert [ref.id for ref in found.programmes] == ["programme/agua", "programme/monte"]
    (trait,) = found.traits["natural_region"]
    assert (trait.label.name, trait.verified) == ("Highlands", False)
    assert found.aliases[0].name == "Lovely"
    assert found.events == ()


def test_events_are_the_countrys_oldest_first(library: Library) -> None:
    country = library.record("country/ZZ", "en")
    assert isinstance(country, Place)
    assert [event.date for event in country.events] == ["1965", "2019-06"]
    assert library.events("en") == country.events
    assert country.events[0].citations[0].source_id == "source/dos"


def test_norms(library: Library) -> None:
    topic = library.record("topic/seguro", "en")
    assert isinstance(topic, Topic)
    first, second = topic.norms
    assert (first.reference, first.issued, first.verified) == ("Ley 1", "2009-04-09", True)
    assert str(first.role) == "Creates it."
    assert (second.issued, second.role, second.verified) == (None, None, False)


def test_lists_are_sorted_as_the_language_sorts(library: Library) -> None:
    assert [str(p.ref.title) for p in library.places("region", "es")] == ["Amable", "Áncora", "Zorro"]
    provinces = library.places(PlaceLevel.PROVINCE, "es", parent="region/ZZ-AMA")
    assert [str(p.ref.title) for p in provinces] == ["Nube", "Ñandú"]
    assert library.places("province", "es", parent="region/ZZ-ZOR") == ()
    assert [(p.programmes, p.unverified) for p in library.places("region", "es")] == [(1, 1), (0, 0), (1, 0)]


def test_a_detail_says_where_or_who(library: Library) -> None:
    assert library.ref("district/010101", "es").detail == "Ñandú, Amable"
    assert library.ref("source/uno", "es").detail == "Instituto Uno, 2020"
    assert library.ref("programme/agua", "es").detail == "AGUA"
    assert library.ref("indicator/insured_any_pct", "es").detail == "Instituto"


def test_refs_keep_the_order_asked(library: Library) -> None:
    found = library.refs(["topic/seguro", "nope", "region/ZZ-AMA", "topic/seguro"], "es")
    assert [ref.id for ref in found] == ["topic/seguro", "region/ZZ-AMA", "topic/seguro"]


def test_programme_list(library: Library) -> None:
    first, second = library.programmes("es")
    assert first.region_ids == ("region/ZZ-ZOR", "region/ZZ-AMA")
    assert first.partners == ("SIS", "Vecinos")
    assert (second.acronym, second.period.start, second.status) == (None, None, "unknown")


def test_indicator_list_says_how_much_there_is(library: Library) -> None:
    survey, census = library.indicators("en")
    assert (survey.first_year, survey.last_year, survey.regions) == (2004, 2021, 2)
    assert (census.method, census.regions, census.theme.name) == (Method.CENSUS, 1, "Health insurance")


def test_observations(library: Library) -> None:
    every = library.observations("indicator/insured_any_pct", "es")
    assert [(o.place_id, o.year, o.area) for o in every] == [
        ("country/ZZ", 2019, "total"),
        ("country/ZZ", 2021, "total"),
        ("region/ZZ-AMA", 2004, "total"),
        ("region/ZZ-AMA", 2019, "rural"),
        ("region/ZZ-AMA", 2019, "total"),
        ("region/ZZ-ANC", 2019, "total"),
    ]
    (one,) = library.observations("indicator/insured_any_pct", "en", place_id="country/ZZ", year=2021, area="total")
    assert (one.value, one.period, one.sample_size) == (80.1, "2021-Q4", 900)
    assert one.qualifier is not None
    assert one.qualifier.name == "preliminary"
    assert str(one.note) == "The question changed."


def test_population_groups_are_asked_for(library: Library) -> None:
    everybody = library.observations("indicator/insured_census_pct", "es")
    assert [o.population_group for o in everybody] == [""]
    assert len(library.observations("indicator/insured_census_pct", "es", population_group=None)) == 2
    (quechua,) = library.observations("indicator/insured_census_pct", "es", population_group="quechua")
    assert quechua.value == 50


def test_years_and_latest(library: Library) -> None:
    assert library.years("indicator/insured_any_pct") == (2004, 2019, 2021)
    assert library.years("indicator/insured_any_pct", "rural") == (2019,)
    assert library.years("nope") == ()
    assert [(o.indicator_id, o.year, o.area) for o in library.latest("region/ZZ-AMA", "es")] == [
        ("indicator/insured_any_pct", 2019, "total"),
        ("indicator/insured_census_pct", 2025, "total"),
    ]


def test_a_source_knows_who_cites_it(library: Library) -> None:
    assert [ref.id for ref in library.cited_by("source/dos", "es")] == [
        "country/ZZ",
        "programme/agua",
        "region/ZZ-AMA",
        "indicator/insured_any_pct",
        "topic/seguro",
        "story/alpaca",
    ]


def test_source_summaries(library: Library) -> None:
    found = library.source_summaries(["source/uno", "nope"], "en")
    assert list(found) == ["source/uno"]
    assert (found["source/uno"].publisher, found["source/uno"].reliability.name) == ("Instituto Uno", "Official")


def test_glossary_topics_terms_stories_sources(library: Library) -> None:
    assert library.glossary("en")["SIS"].detail == "Public test insurance."
    assert [ref.id for ref in library.topics("es")] == ["topic/seguro"]
    assert [ref.id for ref in library.terms("es")] == ["term/sis"]
    assert [ref.id for ref in library.stories("es")] == ["story/alpaca"]
    assert [ref.id for ref in library.sources("es")] == ["source/uno", "source/dos"]


def test_labels(library: Library) -> None:
    labels = library.labels("sector", "en")
    assert labels["health"].name == "Health"
    labels.clear()
    assert library.labels("sector", "en")
    assert library.labels("sector", "qu")["health"].name == "Salud"
    assert library.labels("nope", "es") == {}


def test_boundaries(library: Library) -> None:
    region, lake = library.boundaries()
    assert (region.layer, region.place_id, region.label) == ("region", "region/ZZ-AMA", (-77, -6))
    assert (lake.place_id, lake.label) == (None, None)
    assert region.geometry["type"] == "Polygon"


def test_damage_found_later_is_told_as_such(tmp_path: Path) -> None:
    file = make_content(tmp_path / "content.db")
    connection = sqlite3.connect(file)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'boundary'").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    content = bytearray(file.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    file.write_bytes(content)
    with Library(file) as library, pytest.raises(ContentError) as caught:
        library.boundaries()
    assert caught.value.problem is Problem.DAMAGED


def test_a_list_costs_a_fixed_number_of_queries(tmp_path: Path) -> None:
    with Library(make_content(tmp_path / "content.db")) as library:
        asked: list[str] = []
        library._rows._connection.set_trace_callback(asked.append)
        for ask in (library.programmes, library.indicators, library.terms, library.sources):
            asked.clear()
            ask("es")
            assert len([sql for sql in asked if not sql.startswith("--")]) <= 5, ask


def test_a_programme_as_a_row_says_whether_its_dates_and_regions_are_verified(library: Library) -> None:
    rows = {one.ref.id: one for one in library.programmes("es")}
    assert not rows["programme/monte"].regions_verified
    assert not rows["programme/monte"].period.verified
    assert rows["programme/agua"].regions_verified
    assert rows["programme/agua"].period.verified


def test_regions_are_counted_without_their_parts(content_path: Path) -> None:
    with Library(content_path) as library:
        parts = library.places(PlaceLevel.REGION_PART, "es")
        assert parts
        assert {one.ref.kind for one in parts} == {Kind.REGION}
        assert library.regions() == len(library.places(PlaceLevel.REGION, "es"))
