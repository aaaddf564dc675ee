"""Queries taken apart: any text is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import cases

from fieldref.content import query as queries
from fieldref.content.folding import fold
from fieldref.content.model import Kind
from fieldref.content.query import MOST_WORDS, Query


class Words(frozenset[str]):
    """A file with these words."""

    def knows(self, word: str) -> int:
        return int(word in self)

    def begins(self, word: str) -> bool:
        return any(other.startswith(word) and other != word for other in self)


def parse(text: str, known: Words = Words()) -> Query:  # noqa: B008 - it does not change
    return queries.parse(text, known)


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert parse("¿cuántas personas tienen seguro en Puno?").words == ("seguro", "puno")
    assert parse("how many people have insurance in Puno").words == ("insurance", "puno")
    assert parse("la").words == ("la",)
    assert parse("de la").words == ("la",)
    assert parse("la libertad").every_word == ("la", "libertad")


def test_kinds_named_or_hinted_at_come_first_but_are_not_asked_for() -> None:
    query = parse("programas en Apurímac")
    assert query.words == ("apurimac",)
    assert query.light == ("programas",)
    assert query.kinds == parse("quién trabajó en Apurímac").kinds
    assert query.kinds[Kind.PROGRAMME] > parse("tasa de anemia").kinds[Kind.INDICATOR] > 0
    assert parse("distritos").words == ("distritos",)
    assert not parse("distritos").kinds


def test_a_word_found_nowhere_is_the_small_word_it_sounds_like() -> None:
    file = Words({"huanta", "asegurado", "ayacucho", "anemia"})
    assert parse("kuantos asegurado", file).words == ("asegurado",)
    assert parse("rejion", file).every_word == ("region",)
    assert parse("ase asegurado", file).every_word == ("hace", "asegurado")


@pytest.mark.parametrize("begun", ["huant", "ase", "ay"])
def test_a_word_that_is_still_typed_is_no_small_word(begun: str) -> None:
    file = Words({"huanta", "asegurado", "ayacucho", "anemia"})
    assert parse(f"anemia {begun}", file).words == ("anemia", begun)
    assert parse(f"anemia {begun}", Words({"anemia"})).words == ("anemia",)


@pytest.mark.parametrize(
    ("text", "words", "phrases", "excluded"),
    [
        ('"recursos naturales" agua', ("agua",), (("recursos", "naturales"),), ()),
        ("«recursos naturales»", (), (("recursos", "naturales"),), ()),
        ("“madre de dios”", (), (("madre", "de", "dios"),), ()),
        ("sis -planes", ("sis",), (), (("planes",),)),
        ("sis -“plan esencial”", ("sis",), (), (("plan", "esencial"),)),
        ("-sis", ("sis",), (), ()),
        ("pe-aya", ("pe", "aya"), (), ()),
        ('sin "cerrar', ("cerrar",), (), ()),
        ('""', (), (), ()),
        ("- - -", (), (), ()),
        ("sis - planes", ("sis", "planes"), (), ()),
    ],
)
def test_marks(text: str, words: tuple[str, ...], phrases: object, excluded: object) -> None:
    query = parse(text)
    assert (query.words, query.phrases, query.excluded) == (words, phrases, excluded)


def test_a_pasted_page_is_clipped() -> None:
    query = parse("palabra " * 100_000)
    assert query.words == ("palabra",)
    assert len(parse(" ".join(f"w{n}" for n in range(50))).words) == MOST_WORDS


def test_the_last_word_grows() -> None:
    assert parse("salud púb").growing == "pub"
    assert parse("salud ").growing == "salud"
    assert parse('"salud pública"').growing == ""


@cases
@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.empty == (not query.words and not query.phrases)
    for word in (*query.words, *query.light, *(w for p in query.phrases + query.excluded for w in p)):
        assert fold(word) == word
        assert " " not in word
