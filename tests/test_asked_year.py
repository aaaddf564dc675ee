from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldref.content.library import Library
from fieldref.content.search import Hit, Searcher
from fieldref.sheets.asked_year import in_asked_years

Asked = Callable[..., tuple[Hit, Hit]]


@pytest.fixture(scope="module")
def asked(content_path: Path) -> Iterator[Asked]:
    """The first hit as it was found, and as it is to be read."""
    with Library(content_path) as library, Searcher(content_path) as searcher:

        def first(query: str, language: str = "es") -> tuple[Hit, Hit]:
            results = searcher.search(query, language, limit=5)
            return results.hits[0], in_asked_years(library, results).hits[0]

        yield first


def test_a_passage_tells_the_year_that_was_asked_for(asked: Asked) -> None:
    newest, told = asked("anemia puno 2018")
    assert newest.ref.id == told.ref.id == "region/PE-PUN"
    assert "(2025" in newest.snippet
    assert told.snippet.endswith(": 67.7% (2018, n = 294)")
    assert [told.snippet[start:end] for start, end in told.marks] == ["Anemia", "2018"]


def test_the_year_may_stand_in_another_series_of_the_same_subject(asked: Asked) -> None:
    _newest, told = asked("forest loss ucayali 2020", "en")
    assert told.snippet == "Yearly loss of humid Amazon forest (calculated): 47,266 ha (calculated, 2020)"


def test_a_year_without_a_figure_is_told(asked: Asked) -> None:
    newest, told = asked("muertes maternas cajamarca 2024")
    assert told.snippet == f"{newest.snippet}; sin cifra de 2024"
    _newest, told = asked("muertes maternas cajamarca 2010 2024")
    assert told.snippet == "Muertes maternas (registro): 47 muertes (2010); sin cifra de 2024"


@pytest.mark.parametrize("query", ["anemia puno", "anemia puno 2025", "ley 29344", "sisfin 2013"])
def test_without_another_year_in_the_query_nothing_changes(asked: Asked, query: str) -> None:
    newest, told = asked(query)
    assert told == newest


def test_some_titles_have_a_colon_inside(asked: Asked) -> None:
    newest, told = asked("pobreza extrema puno 2022")
    assert newest.snippet != told.snippet
    assert "2022" in told.snippet


def test_other_names_of_an_indicator_do_not_stand_before_what_is_missing(asked: Asked) -> None:
    newest, told = asked("doctores puno 1999")
    assert "•" in newest.snippet
    assert "•" not in told.snippet
    assert told.snippet.endswith("; sin cifra de 1999")


@pytest.mark.parametrize("query", ["ubigeo 2001", "anemia puno -2018", "anemia DS 017-2019 puno"])
def test_a_code_a_decree_and_what_is_excluded_are_no_years(asked: Asked, query: str) -> None:
    newest, told = asked(query)
    assert told == newest
