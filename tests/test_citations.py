"""Citations: what they say, in two languages, and BibTeX and RIS that strict readers accept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.small_content import make_content

from fieldref.citations import Reference, ReferenceKind, cite_observation, cite_record, cite_sources
from fieldref.content.library import Library, RecordNotFound


@pytest.fixture(scope="module")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(make_content(tmp_path_factory.mktemp("content") / "content.db")) as opened:
        yield opened


def parse_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """One entry, read strictly: balanced braces, every field named once, no stray signs. → type, key, fields."""
    head = re.match(r"@([a-z]+)\{([A-Za-z0-9.:_-]+),\n", text)
    assert head, text
    at, fields = head.end(), {}
    while not text.startswith("}\n", at):
        name = re.compile(r"  ([a-z]+) = \{").match(text, at)
        assert name, text[at:]
        depth, start = 1, name.end()
        at = start
        while depth:
            if text[at] == "\\":
                at += 1
            elif text[at] in "{}":
                depth += 1 if text[at] == "{" else -1
            elif name[1] != "url":
                assert text[at] not in "&%$#_~^", f"{text[at]} unescaped in {name[1]}"
            at += 1
        assert name[1] not in fields
        fields[name[1]] = text[start : at - 1]
        at = re.compile(r",?\n").match(text, at).end()  # type: ignore[union-attr]
    assert text[at:] == "}\n"
    return head[1], head[2], fields


def parse_ris(text: str) -> list[tuple[str, str]]:
    """One record, read strictly: CRLF, two-sign tags, TY first, ER last."""
    assert text.endswith("\r\n")
    lines = text.split("\r\n")[:-1]
    fields = []
    for line in lines:
        found = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert found, line
        fields.append((found[1], found[2]))
    assert fields[0][0] == "TY"
    assert fields[-1] == ("ER", "")
    assert all(value for tag, value in fields[:-1])
    return fields


def test_a_record_is_cited_with_the_version_of_the_content(small_library: Library) -> None:
    spanish = cite_record(small_library, "topic/seguro", "es").text()
    assert spanish.startswith("Referencia de prueba (2026). Seguro de salud.")
    assert "2026.11" in spanish
    assert "Contenido del 23 de noviembre de 2026." in spanish
    assert "2026-11-23" not in cite_record(small_library, "topic/seguro", "es").bibtex()
    assert "fieldref:topic/seguro" in spanish
    english = cite_record(small_library, "topic/seguro", "en").text()
    assert english == (
        "Test reference (2026). Health insurance. Content of 23 November 2026. "
        "In Test reference, content 2026.11 (fieldref:topic/seguro)."
    )


def test_a_figure_is_cited_with_place_period_and_source(small_library: Library) -> None:
    observation = small_library.observations("indicator/insured_any_pct", "en", place_id="country/ZZ", year=2019)[0]
    text = cite_observation(small_library, observation, "en").text()
    assert text == (
        "Instituto Uno (2020). Informe uno, t. 1. With health insurance (survey), Zedland: 75.3%. As of: 2019. "
        "https://example.org/uno?a=1&b=2 In Test reference, content 2026.11 (fieldref:indicator/insured_any_pct)."
    )


def test_a_figure_keeps_its_area_and_qualifier(small_library: Library) -> None:
    rural = small_library.observations("indicator/insured_any_pct", "es", area="rural")[0]
    assert "rural" in cite_observation(small_library, rural, "es").said
    preliminary = small_library.observations("indicator/insured_any_pct", "es", year=2021)[0]
    assert "preliminar" in cite_observation(small_library, preliminary, "es").said


def test_a_source_without_a_year_says_so(small_library: Library) -> None:
    reference = cite_record(small_library, "source/dos", "en")
    assert reference.kind is ReferenceKind.SOURCE
    assert reference.text().startswith("Office Two (n.d.). Report two.")
    assert "year" not in parse_bibtex(reference.bibtex())[2]


def test_the_sources_of_a_record_come_with_their_pages(small_library: Library) -> None:
    references = cite_sources(small_library, "programme/agua", "es")
    assert [reference.link for reference in references] == ["fieldref:source/uno", "fieldref:source/dos"]
    assert references[0].locator == "p. 4"


def test_the_sources_of_a_place_are_those_of_its_figures_too(small_library: Library) -> None:
    references = cite_sources(small_library, "region/ZZ-AMA", "es")
    assert [reference.link for reference in references] == ["fieldref:source/dos", "fieldref:source/uno"]
    assert len(cite_sources(small_library, "indicator/insured_any_pct", "es")) == 1
    assert cite_sources(small_library, "region/ZZ-ZOR", "es") == ()


def test_general_knowledge_is_never_offered_as_a_source(library: Library) -> None:
    for record_id in ("region/PE-HUV", "term/ana"):
        cited = {reference.link for reference in cite_sources(library, record_id, "es")}
        assert "fieldref:source/bg" in {f"fieldref:{one}" for one in library.record(record_id, "es").sources}
        assert "fieldref:source/bg" not in cited
    region = {reference.link.removeprefix("fieldref:") for reference in cite_sources(library, "region/PE-HUV", "es")}
    assert {one.citation.source_id for one in library.latest("region/PE-HUV", "es")} <= region


def test_an_unknown_record_is_an_error(small_library: Library) -> None:
    with pytest.raises(RecordNotFound):
        cite_record(small_library, "topic/none", "es")


def awkward() -> Reference:
    return Reference(
        ReferenceKind.FIGURE,
        "es",
        publisher="Ñ & Cía. {100%} #1 $_~^\\",
        year="c. 2012–2015",
        title="Título\ncon <signos>",
        said="73,5\u00a0%",
        locator="p. 3",
        url="https://example.org/a b?x={y}&z=1%20#t_1",
        as_of="2015-04",
        content_title="FieldRef Perú",
        content_version="2026.11",
        link="fieldref:programme/sisfin",
    )


def test_bibtex_is_valid_with_awkward_signs() -> None:
    kind, key, fields = parse_bibtex(awkward().bibtex())
    assert (kind, key) == ("misc", "fieldref-programme-sisfin-2012")
    assert fields["year"] == "2012"
    assert fields["url"] == "https://example.org/a%20b?x=%7By%7D&z=1%20#t_1"
    assert fields["language"] == "spanish"


def test_ris_is_valid_with_awkward_signs() -> None:
    fields = dict(parse_ris(awkward().ris()))
    assert fields["TY"] == "DATA"
    assert fields["PY"] == "2012"
    assert fields["DA"] == "2015/04//"
    assert fields["TI"] == "Título con <signos>"


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_kind_of_record_of_the_content_can_be_cited(library: Library, language: str) -> None:
    ids = [reference.id for reference in (*library.topics(language)[:5], *library.sources(language))]
    ids += [each.ref.id for each in library.programmes(language)]
    ids += [each.ref.id for each in library.places("region", language)[:3]]
    for record_id in ids:
        reference = cite_record(library, record_id, language)
        parse_bibtex(reference.bibtex())
        parse_ris(reference.ris())
        assert "\n" not in reference.text()
