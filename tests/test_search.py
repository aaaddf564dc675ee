"""Search over a small index of its own: what is found, what is marked, what is told; and that nothing breaks it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import cases

from fieldref.authoring.search_index import SearchDocument, write_index
from fieldref.content.folding import fold
from fieldref.content.model import Kind
from fieldref.content.opening import ContentError
from fieldref.content.search import Searcher, SearchInterrupted, SearchResults

S = SearchDocument
DOCUMENTS = [
    S("region/AA", Kind.REGION, "es", "Huancavelica", ("Wankawillka",), ("PE-HUV", "09"), "Sierra.\nAnemia infantil"),
    S("region/AA", Kind.REGION, "en", "Huancavelica", ("Wankawillka",), ("PE-HUV", "09"), "Highlands.\nChild anaemia"),
    S("region/BB", Kind.REGION, "es", "Madre de Dios", (), ("PE-MDD", "17"), "Selva y ríos."),
    S("region/BB", Kind.REGION, "en", "Madre de Dios", (), ("PE-MDD", "17"), "Rainforest and rivers."),
    S("province/0901", Kind.PROVINCE, "und", "Huancavelica", (), ("0901",), "", 0.5, 0, "Huancavelica"),
    S("district/090101", Kind.DISTRICT, "und", "Huancavelica", (), ("090101",), "", 0.2, 0, "Huancavelica"),
    S("district/090102", Kind.DISTRICT, "und", "Peña Alta", (), ("090102",), "", 0.2, 1, "Huancavelica"),
    S("district/090103", Kind.DISTRICT, "und", "Pena Alta", (), ("090103",), "", 0.2, 2, "Huancavelica"),
    S("topic/sis", Kind.TOPIC, "es", "Seguro Integral de Salud (SIS)", (), ("Ley 27657", "27657"),
      "Cubre a los afiliados en hospitales públicos. Los Q'eros también lo usan."),
    S("topic/sis", Kind.TOPIC, "en", "Comprehensive Health Insurance (SIS)", (), ("Ley 27657", "27657"),
      "Covers the insured in public hospitals. Peru's largest insurance."),
    S("term/sis", Kind.TERM, "es", "Seguro Integral de Salud", ("SIS",), (), "Seguro público de salud."),
    S("term/sis", Kind.TERM, "en", "Comprehensive Health Insurance", ("SIS",), (), "Public health insurance."),
    S("programme/prodern", Kind.PROGRAMME, "es", "Desarrollo y recursos naturales", ("PRODERN", "PRODERN II"),
      ("PER 09 016 11", "12110"), "Con familias de la puna.\nHuancavelica, Madre de Dios", 0.9, 0, "Ambiente"),
    S("programme/prodern", Kind.PROGRAMME, "en", "Development and natural resources", ("PRODERN", "PRODERN II"),
      ("PER 09 016 11", "12110"), "With families of the puna.\nHuancavelica, Madre de Dios", 0.9, 0, "Environment"),
    S("indicator/anemia", Kind.INDICATOR, "es", "Anemia en niños (encuesta)", (), (), "Parte de los niños."),
    S("indicator/anemia", Kind.INDICATOR, "en", "Anaemia in children (survey)", (), (), "Share of the children."),
    S("story/agua", Kind.STORY, "es", "Lagunas recuperadas", (), (), "Solo está en español: la educación del agua."),
    S("source/informe", Kind.SOURCE, "es", "Informe PRODERN 2013", (), (), "Huancavelica y su SIS."),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("índice #1") / "búsqueda %20.db"
    with closing(sqlite3.connect(path)) as connection:
        assert write_index(connection, DOCUMENTS) == len({d.record_id for d in DOCUMENTS})
        connection.execute("CREATE TABLE record (id TEXT PRIMARY KEY, reviewed INTEGER)")
        connection.execute("CREATE TABLE programme (id TEXT PRIMARY KEY, acronym TEXT)")
        connection.execute("INSERT INTO record SELECT record_id, record_id <> 'source/informe' FROM search_record")
        connection.commit()
    return path


@pytest.fixture(scope="module")
def searcher(index: Path) -> Iterator[Searcher]:
    with Searcher(index) as opened:
        yield opened


def ids(results: SearchResults) -> list[str]:
    return [hit.ref.id for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("huancavelica", "es", "region/AA"),
        ("HUANCAVELICA", "en", "region/AA"),
        ("wankawillka", "es", "region/AA"),
        ("h", "es", "region/AA"),
        ("huan", "es", "region/AA"),
        ("pe-huv", "es", "region/AA"),
        ("PEHUV", "en", "region/AA"),
        ("0901", "es", "province/0901"),
        ("provincia huancavelica", "es", "province/0901"),
        ("distrito de Huancavelica", "es", "district/090101"),
        ("madre de dios", "es", "region/BB"),
        ("madrededios", "es", "region/BB"),
        ("dios madre", "en", "region/BB"),
        ("SIS", "es", "topic/sis"),
        ("¿qué es el SIS?", "es", "topic/sis"),
        ("ley 27657", "es", "topic/sis"),
        ("law 27657", "en", "topic/sis"),
        ("27657", "es", "topic/sis"),
        ("12110", "es", "programme/prodern"),
        ("per 09 016 11", "es", "programme/prodern"),
        ("prodern ii", "en", "programme/prodern"),
        ("hospital", "es", "topic/sis"),
        ("afiliación", "es", "topic/sis"),
        ("qeros", "es", "topic/sis"),
        ("Q’eros", "en", "topic/sis"),
        ("Peru", "en", "topic/sis"),
        ("niños anemia", "en", "indicator/anemia"),
        ("children niños", "es", "indicator/anemia"),
        ("huancabelica", "es", "region/AA"),
        ("uancavelika", "es", "region/AA"),
        ("prodren", "es", "programme/prodern"),
        ("educasion", "es", "story/agua"),
        ("huanca velica", "es", "region/AA"),
        ("recursosnaturales", "es", "programme/prodern"),
        ("velica", "es", "region/AA"),
        ("ncavel", "es", "region/AA"),
        ("quién trabajó en Huancavelica", "es", "programme/prodern"),
        ("distritos de Huancavelica", "es", "district/090101"),
        ("anemia en Huancavelica", "es", "region/AA"),
        ("how many families have natural resources xyzzy", "en", "programme/prodern"),
        ('"recursos naturales"', "es", "programme/prodern"),
    ],
)
def test_first_hit(searcher: Searcher, query: str, language: str, first: str) -> None:
    assert ids(searcher.search(query, language))[0] == first


def test_a_record_is_found_once_in_the_language_of_the_reader(searcher: Searcher) -> None:
    for language, title in (("es", "Seguro Integral de Salud (SIS)"), ("en", "Comprehensive Health Insurance (SIS)")):
        results = searcher.search("sis", language)
        assert len(ids(results)) == len(set(ids(results)))
        assert results.hits[0].ref.title.value == title
        assert results.hits[0].language == language


def test_what_matches_only_in_the_other_language_says_so(searcher: Searcher) -> None:
    hit = searcher.search("highlands", "es").hits[0]
    assert (hit.ref.id, hit.ref.title.language, hit.language) == ("region/AA", "es", "en")
    assert "Highlands" in hit.snippet
    hit = searcher.search("lagunas", "en").hits[0]
    assert (hit.ref.id, hit.ref.title.language, hit.language) == ("story/agua", "es", "es")
    assert searcher.search("peña", "en").hits[0].language == "und"


def test_marks_are_where_the_words_are(searcher: Searcher) -> None:
    hit = searcher.search("qeros hospitales", "es").hits[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["hospitales", "Q'eros"]
    hit = searcher.search("huanc", "es").hits[0]
    assert [hit.ref.title.value[start:end] for start, end in hit.title_marks] == ["Huancavelica"]
    hit = searcher.search("ríos", "es").hits[0]
    assert "\n" not in hit.snippet
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["ríos"]


def test_the_exact_accent_comes_first(searcher: Searcher) -> None:
    assert ids(searcher.search("peña", "es"))[:2] == ["district/090102", "district/090103"]
    assert set(ids(searcher.search("pena", "es"))[:2]) == {"district/090102", "district/090103"}


def test_exclusions_and_phrases(searcher: Searcher) -> None:
    assert "source/informe" in ids(searcher.search("prodern", "es"))
    assert "source/informe" not in ids(searcher.search("prodern -informe", "es"))
    assert ids(searcher.search('"naturales recursos"', "es")) == []
    assert "source/informe" not in ids(searcher.search('huancavelica -"su SIS"', "es"))


def test_corrected_tells_what_was_searched(searcher: Searcher) -> None:
    assert searcher.search("huancabelica", "es").corrected == "huancavelica"
    assert searcher.search("anemia huancabelica", "es").corrected == "anemia huancavelica"
    assert searcher.search("huancavelica", "es").corrected is None
    assert searcher.search("velica", "es").corrected is None


def test_nothing_found_may_offer_another_query(searcher: Searcher) -> None:
    results = searcher.search("zzzzzz", "es")
    assert (results.hits, results.total, results.counts, results.did_you_mean) == ((), 0, {}, None)


def test_kinds_filter_and_counts(searcher: Searcher) -> None:
    everything = searcher.search("huancavelica", "es")
    assert everything.counts[Kind.DISTRICT] == 3
    assert everything.total == sum(everything.counts.values())
    districts = searcher.search("huancavelica", "es", kinds=frozenset({Kind.DISTRICT}))
    assert {hit.ref.kind for hit in districts.hits} == {Kind.DISTRICT}
    assert districts.total == 3
    assert districts.counts == everything.counts
    assert len(searcher.search("huancavelica", "es", limit=2).hits) == 2


def test_an_empty_query_finds_nothing(searcher: Searcher) -> None:
    for query in ("", "   ", "…", "'", '"', "-", "\x00", "\ud83d"):
        results = searcher.search(query, "es")
        assert (results.hits, results.corrected, results.total) == ((), None, 0)


@pytest.mark.parametrize(
    "query",
    [
        "a" * 100_000,
        "palabra " * 20_000,
        '"' * 5_000,
        "-" * 5_000,
        "NEAR(a b, 5)",
        "a AND",
        "OR",
        "NOT NOT",
        "names:sis",
        "* ^ + { } ( )",
        "sis*",
        "'; DROP TABLE record; --",
        "%_%",
        "٣٤٥ ١٢",
        "漢字 かな 한국어",
        "\u202esis\u202c",
        "e\u0301" * 300,
        "🇵🇪 perú",
        "\x00sis\x00",
    ],
)
def test_hostile_queries(searcher: Searcher, query: str) -> None:
    assert isinstance(searcher.search(query, "es"), SearchResults)


WORDS = st.sampled_from(
    [
        "sis",
        "huancavelica",
        "peña",
        "Q'eros",
        "madre",
        "de",
        "12110",
        "PE-HUV",
        "hospitales",
        "educasion",
        "velica",
        "ley",
    ]
)
PLAIN = st.text(st.characters(exclude_characters='"“”«»„-−–', exclude_categories=["Cs"]), max_size=12)


@cases
@given(st.lists(st.one_of(WORDS, PLAIN), max_size=5).map(" ".join), st.sampled_from(["es", "en", "qu"]))
def test_folding_a_query_changes_nothing(searcher: Searcher, query: str, language: str) -> None:
    assert set(ids(searcher.search(query, language))) == set(ids(searcher.search(fold(query), language)))


@cases
@given(st.one_of(st.text(), st.lists(st.one_of(WORDS, st.text(max_size=8), st.just('"')), max_size=8).map(" ".join)))
def test_no_text_breaks_search(searcher: Searcher, query: str) -> None:
    results = searcher.search(query, "en", kinds=frozenset({Kind.TOPIC, Kind.REGION}))
    for hit in results.hits:
        assert hit.ref.kind in (Kind.TOPIC, Kind.REGION)
        for start, end in hit.marks:
            assert 0 <= start < end <= len(hit.snippet)
        for start, end in hit.title_marks:
            assert 0 <= start < end <= len(hit.ref.title.value)


def test_the_same_documents_give_the_same_index(tmp_path: Path) -> None:
    dumps = []
    for name, documents in (("one", DOCUMENTS), ("two", DOCUMENTS[::-1])):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            write_index(connection, documents)
            dumps.append(list(connection.iterdump()))
    assert dumps[0] == dumps[1]


def test_writing_the_index_keeps_the_transaction(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "one.db")) as connection:
        connection.execute("CREATE TABLE kept (x)")
        connection.execute("INSERT INTO kept VALUES (1)")
        write_index(connection, DOCUMENTS)
        connection.rollback()
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_hit_tells_that_nobody_reviewed_the_record(searcher: Searcher) -> None:
    hits = {hit.ref.id: hit.ref.reviewed for hit in searcher.search("sis huancavelica", "es").hits}
    assert hits.pop("source/informe") is False
    assert all(hits.values())


def test_a_file_without_index_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bare.db")) as connection:
        connection.execute("CREATE TABLE other (x)")
    with pytest.raises(ContentError):
        Searcher(tmp_path / "bare.db")
    with pytest.raises(ContentError):
        Searcher(tmp_path / "none.db")


def test_a_search_can_be_given_up(index: Path) -> None:
    with Searcher(index) as searcher:
        searcher.interrupt()  # nothing runs: nothing happens
        assert searcher.search("sis", "es").hits
        searcher.warm()
        stop = threading.Event()

        def pester() -> None:
            while not stop.is_set():
                searcher.interrupt()

        thread = threading.Thread(target=pester)
        thread.start()
        given_up = 0
        try:
            for _ in range(300):
                try:
                    searcher.search("huancabelica de la educasion naturales", "es")
                except SearchInterrupted:
                    given_up += 1
        finally:
            stop.set()
            thread.join()
        assert given_up
        assert searcher.search("sis", "es").hits


def test_a_word_that_nothing_has_is_told_and_the_rest_is_found(content_path: Path) -> None:
    with Searcher(content_path) as real:
        results = real.search("xyzzy cosecha huancavelica", "es")
        assert results.hits[0].ref.id == "region/PE-HUV"
        assert results.missing == ("xyzzy", "cosecha")
        assert real.search("xyzzy", "es").missing == ()
        assert real.search("salud huancavelica", "es").missing == ()


@pytest.mark.parametrize("query", ["greater", "woodwork", "seniority"])
def test_a_word_is_not_taken_for_a_far_one(content_path: Path, query: str) -> None:
    with Searcher(content_path) as real:
        assert real.search(f"{query} xyzzy", "en").corrected is None


def test_a_budget_is_found_as_people_write_it_and_shown_as_the_sheet_has_it(content_path: Path) -> None:
    with Searcher(content_path) as real:
        for query in ("6500000", "6,500,000", "6.500.000", "EUR 6 500 000"):
            hit = real.search(query, "es").hits[0]
            assert hit.ref.id == "programme/sisfin"
            assert hit.snippet.startswith("EUR\u00a06,500,000")


def test_what_is_said_above_the_results_is_what_was_searched(content_path: Path) -> None:
    with Searcher(content_path) as real:
        results = real.search("wrtkplmg anemai puno", "es")
        assert (results.corrected, results.missing) == ("anemia puno", ("wrtkplmg",))
        assert real.search("Ñandúxyz anemia puno", "es").missing == ("Ñandúxyz",)


def test_a_figure_is_marked_as_it_is_written(content_path: Path) -> None:
    with Searcher(content_path) as real:
        hit = real.search("25,878,327", "es").hits[0]
        assert [hit.snippet[start:end] for start, end in hit.marks] == ["25,878,327"]
