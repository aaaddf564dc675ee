"""Sheets: every record in every language and form, nothing empty, nothing without its source."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import StrictUndefined
from tests.small_content import RECORDS, make_content

from fieldref import i18n
from fieldref.content.library import Library, RecordNotFound
from fieldref.content.model import Kind, Label, Observation, Role
from fieldref.content.record_model import Code
from fieldref.sheets.found import Found
from fieldref.sheets.plain import WIDTH, breakable, shortened, tidy
from fieldref.sheets.render import Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.sheets.words import Words

LANGUAGES = ("es", "en")
IDS = [entry[0] for entry in RECORDS]
VOID = frozenset({"meta", "img", "br", "wbr"})
PLACEHOLDERS = re.compile(r"\bundefined\b|\{[a-z_]*\}|\{\{|\}\}|&lt;built-in|<function|Label\(|Text\(|\x07")


class Checker(HTMLParser):
    """Reads a sheet: balanced tags, anchors, links, headings and what follows them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.images: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.after: list[str] = []
        self.in_link = False
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        for name in ("name", "id"):
            if values.get(name) and tag != "meta":
                self.anchors.add(str(values[name]))
        if tag == "a" and "href" in values:
            assert not self.in_link, "a link inside a link"
            self.in_link = True
            self.links.append(str(values["href"]))
        if tag == "img":
            self.images.append(str(values["src"]))
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, ""))
            self.after.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag, tag
        if tag == "a":
            self.in_link = False

    def handle_data(self, data: str) -> None:
        if not self.headings:
            return
        if self.open and self.open[-1] == self.headings[-1][0]:
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + data)
        else:
            self.after[-1] += data

    def empty_headings(self) -> list[str]:
        """Headings with no words, or with nothing under them before the next one of the same rank or above."""
        found = []
        for position, (tag, words) in enumerate(self.headings):
            following = self.headings[position + 1][0] if position + 1 < len(self.headings) else "h1"
            nothing = not self.after[position].strip() and following <= tag and tag != "h1"
            if not words.strip() or nothing:
                found.append(words or tag)
        return found


def check(page: str, library: Library) -> Checker:
    found = Checker(page)
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not PLACEHOLDERS.search(text), PLACEHOLDERS.search(text)
    assert not re.search(r">\s*None\b", page)
    assert not found.empty_headings(), found.empty_headings()
    for link in found.links:
        if link.startswith("#"):
            assert link[1:] in found.anchors, link
        elif link.startswith("fieldref:"):
            assert library.exists(link.removeprefix("fieldref:")), link
        else:
            assert re.match(r"https?://", link), link
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(make_content(tmp_path_factory.mktemp("content") / "content.db")) as library:
        yield library


@pytest.fixture(scope="module")
def sheets(small: Library) -> Sheets:
    return Sheets(small)


@pytest.mark.parametrize("target", ["screen", "print", "web"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record_id", IDS)
def test_every_kind_in_every_form(sheets: Sheets, small: Library, record_id: str, language: str, target: str) -> None:
    style = SheetStyle(target=target)  # type: ignore[arg-type]
    sheet = sheets.html(record_id, language, style=style, figures=True)
    check(sheet.html, small)
    assert sheet.language == language
    assert html.escape(sheet.title) in sheet.html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record_id", IDS)
def test_plain_text(sheets: Sheets, record_id: str, language: str) -> None:
    text = sheets.text(record_id, language)
    assert not PLACEHOLDERS.search(text)
    assert "None" not in text
    assert "<" not in text.replace("<segura>", "").replace("<safe>", "")
    assert "&amp;" not in text
    assert all(len(line) <= WIDTH or "://" in line for line in text.splitlines())
    assert text == tidy(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record_id", IDS)
def test_data(sheets: Sheets, record_id: str, language: str) -> None:
    data = json.loads(json.dumps(sheets.json(record_id, language)))
    assert (data["id"], data["language"]) == (record_id, language)
    assert data["content"]["version"] == "2026.11"
    assert set(data["title"]) == {"text", "language", "status"}


def test_a_record_that_is_not_there(sheets: Sheets) -> None:
    for ask in (sheets.html, sheets.text, sheets.json):
        with pytest.raises(RecordNotFound):
            ask("programme/nope", "es")


def test_what_the_content_says_is_never_markup(sheets: Sheets) -> None:
    page = sheets.html("programme/agua", "en").html
    assert "&lt;safe&gt; &amp; clean" in page
    assert "<safe>" not in page


def test_the_programme_sheet_tells_all_of_it(sheets: Sheets) -> None:
    text = re.sub(r"\n +", " ", sheets.text("programme/agua", "en"))
    for words in (
        "Health · Programme",
        "EUR\u00a06,500,000 [1]",
        "April 2012 to 2015",
        "Objectives\n",
        "Results\n",
        "Facts\n",
        "[2, p. 4]",
        "There may have been more. [2] [not verified]",
        "Sources differ\n",
        "One source says 2014.",
        "Not found in the sources\n",
        "Local contribution",
        "12110",
        "[our suggestion]",
        "It is the best fit.",
        "[1] Report two. Office Two, n.d.",
        "content 2026.11",
    ):
        assert words in text, words


def test_what_no_source_gives_is_told_as_not_found(sheets: Sheets) -> None:
    text = sheets.text("programme/monte", "es")
    assert text.count("no se encontró en las fuentes") >= 3
    assert "EUR" not in text


def test_a_text_in_the_other_language_has_a_badge_and_the_sheet_says_so(sheets: Sheets) -> None:
    assert "Only in Spanish" in sheets.html("programme/monte", "en").html.replace("\u00a0", " ")
    assert sheets.html("programme/monte", "en").missing
    spanish = sheets.html("programme/monte", "es")
    assert "Only in" not in spanish.html
    assert not spanish.missing


def test_the_sheet_speaks_its_own_language_whatever_the_window_speaks(sheets: Sheets) -> None:
    i18n.set_language("es")
    assert "Objectives" in sheets.text("programme/agua", "en")
    i18n.set_language("en")
    assert "Objetivos" in sheets.text("programme/agua", "es")


def test_acronyms_link_once_a_section_and_never_to_their_own_sheet(sheets: Sheets) -> None:
    page = sheets.html("programme/agua", "es").html
    lead = page[page.index("Agua para la salud") :][:400]
    assert lead.count('href="fieldref:term/sis"') == 1
    assert 'title="Seguro público de prueba."' in lead
    assert 'class="term"' not in sheets.html("term/sis", "es").html


def test_figures_only_where_asked(sheets: Sheets, small: Library) -> None:
    assert not check(sheets.html("region/ZZ-AMA", "es").html, small).images
    assert "figure:map/programme/agua" in check(sheets.html("programme/agua", "es", figures=True).html, small).images
    images = check(sheets.html("indicator/insured_any_pct", "es", figures=True).html, small).images
    assert images == [
        "figure:map/indicator/insured_any_pct",
        "figure:trend/indicator/insured_any_pct/country/ZZ",
    ]


def test_an_indicator_says_how_to_read_it_and_what_not_to_compare(sheets: Sheets) -> None:
    text = sheets.text("indicator/insured_any_pct", "en")
    for words in ("How to read it", "Do not compare with", "(census)", "80.1% (preliminary)", "The question changed."):
        assert words in text, words


def test_a_region_has_its_latest_figures_with_source_and_period(sheets: Sheets) -> None:
    text = sheets.text("region/ZZ-AMA", "en")
    assert "more than 70.0%" in text
    assert re.search(r"60\.5%; 2019 \(7 years ago\); \[\d\]", text)
    assert "40.0%" not in text


def test_a_source_lists_what_rests_on_it(sheets: Sheets) -> None:
    text = sheets.text("source/dos", "en")
    assert "What rests on this source" in text
    assert "(topic/seguro)" in text


def test_colours_come_from_the_style(sheets: Sheets) -> None:
    style = SheetStyle(target="screen", text="#010203", link="#040506", border="#070809")
    page = sheets.html("programme/agua", "es", style=style).html
    assert all(colour in page for colour in ("#010203", "#040506", "#070809"))


def test_a_style_can_be_taken_from_a_palette() -> None:
    assert SheetStyle.of(SheetStyle(text="#123456"), "screen") == SheetStyle(target="screen", text="#123456")


def test_the_page_for_a_browser_fetches_nothing(sheets: Sheets) -> None:
    page = sheets.html("programme/agua", "es", style=SheetStyle(target="web")).html
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert not re.search(r"<(script|link|iframe|object)\b|@import|url\(", page)
    assert len(page.encode()) < 200_000


def test_a_misspelt_name_in_a_template_is_an_error(sheets: Sheets) -> None:
    assert sheets._html.undefined is StrictUndefined


def test_addresses() -> None:
    assert shortened("https://www.example.org/") == "example.org"
    assert len(shortened("https://example.org/" + "x" * 200)) <= 52
    assert breakable("https://a.b/c").replace("\u200b", "") == "https://a.b/c"


def test_words_for_figures() -> None:
    english, spanish = Words("en"), Words("es")
    percent, people = Label("percent", "%"), Label("persons", "people")
    assert english.figure(73.5, percent, 1) == "73.5%"
    assert english.figure(1234, people, 0) == "1,234 people"
    assert spanish.figure(1234567, Label("persons", "personas"), 0) == "1,234,567 personas"
    assert spanish.kind(Kind.REGION, several=True) == "Regiones"
    assert english.only_in("fr").endswith("French")


# ---- the bundled reference


def every_id(path: Path) -> list[str]:
    with Library(path) as library:
        rows = library._rows.all("SELECT id FROM record ORDER BY kind, position")
    return [row["id"] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_of_the_reference(content_path: Path, language: str) -> None:
    with Library(content_path) as library:
        sheets = Sheets(library)
        style = SheetStyle(target="screen")
        places = 0
        for record_id in every_id(content_path):
            if record_id.startswith("district/"):
                places += 1
                if places % 20:  # all alike: one in twenty is enough
                    continue
            check(sheets.html(record_id, language, style=style).html, library)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fact_of_the_reference_without_a_citation(content_path: Path, language: str) -> None:
    with Library(content_path) as library:
        for record_id in every_id(content_path):
            if record_id.startswith(("district/", "province/")):
                continue
            record = library.record(record_id, language)
            for role in (Role.FACT, Role.RESULT, Role.OBJECTIVE, Role.CONTRADICTION):
                for statement in record.said(role):
                    assert statement.citations or not statement.verified, (record_id, statement.text)
            for code in record.codes:
                assert isinstance(code, Code)
            for observation in library.latest(record_id, language) if record.kind is Kind.REGION else ():
                assert isinstance(observation, Observation)
                assert library.exists(observation.citation.source_id)


# ---- what a newcomer stumbled over


def joined(text: str) -> str:
    return re.sub(r"\n +", " ", text).replace("\u00a0", " ")


def test_a_region_tells_of_each_programme_what_when_and_how_sure(sheets: Sheets) -> None:
    text = joined(sheets.text("region/ZZ-AMA", "es"))
    assert "Salud · abril de 2012 a 2015): Resultado: Hay agua. [" in text
    assert "[lista de regiones sin verificar] (Ambiente · fechas no encontradas en las fuentes)" in text
    assert "dates not found in the sources" in joined(sheets.text("region/ZZ-AMA", "en"))


def test_key_facts_name_the_sources_of_the_record(sheets: Sheets) -> None:
    assert "Datos de la ficha: [1] [2]" in sheets.text("programme/agua", "es")
    assert "Facts of this sheet:" not in sheets.text("programme/monte", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record_id", ["programme/sistec", "region/PE-HUV", "term/acp", "topic/sis", "district/090616"])
def test_every_source_of_the_list_is_referred_to(content_path: Path, record_id: str, language: str) -> None:
    with Library(content_path) as library:
        page = Sheets(library).html(record_id, language).html
    listed = set(re.findall(r'name="source-(\d+)"', page))
    assert listed
    assert listed == set(re.findall(r'href="#source-(\d+)"', page))


def test_times_that_are_known_by_half() -> None:
    spanish, english = Words("es"), Words("en")
    assert spanish.time("2006-01", None) == "desde enero de 2006; fin no encontrado en las fuentes"
    assert english.time("2006-01", None) == "since January 2006; end not found in the sources"
    assert english.time(None, "2012") == "until 2012; start not found in the sources"
    assert english.time("2008", "2012") == "2008 to 2012"
    assert english.time(None, None) == ""


def test_a_rounded_figure_gets_no_decimals(small: Library) -> None:
    newest = small.latest("region/ZZ-AMA", "en")[0]
    rounded = dataclasses.replace(newest, value=37.0, qualifier=Label("rounded", "rounded"))
    percent = Label("percent", "%")
    assert Words("en").value(rounded, percent, 1) == "37% (rounded)"
    assert Words("en").value(dataclasses.replace(rounded, value=37.5), percent, 1) == "37.5% (rounded)"
    assert Words("en").value(dataclasses.replace(rounded, qualifier=None), percent, 1) == "37.0%"


def test_a_map_stands_beside_the_facts_where_there_is_room(sheets: Sheets, small: Library) -> None:
    style = SheetStyle(target="screen", beside=True)
    page = check(sheets.html("region/ZZ-AMA", "es", figures=True, style=style).html, small)
    assert "figure:map/region/ZZ-AMA?beside" in page.images
    assert "figure:map/region/ZZ-AMA" in check(sheets.html("region/ZZ-AMA", "es", figures=True).html, small).images


def test_a_district_names_what_it_lies_in_and_where_figures_are(sheets: Sheets) -> None:
    text = joined(sheets.text("district/010101", "es"))
    assert "Pertenece a: Ñandú › Amable\n" in text
    assert "Esta referencia no tiene cifras de este lugar; ver: Ñandú › Amable" in text


def test_addresses_for_browsers_and_terminals_are_clean(sheets: Sheets) -> None:
    page = sheets.html("source/uno", "es", style=SheetStyle(target="web")).html
    assert "<wbr>" in page
    assert "\u200b" not in page + sheets.text("source/uno", "es")


def test_an_unverified_definition_says_so_where_it_stands(content_path: Path) -> None:
    with Library(content_path) as library:
        text = joined(Sheets(library).text("term/ana", "es"))
    assert "[1] [sin verificar]" in text.split("Siglas")[0].split("Notas")[0]


def test_confidence_comes_with_its_grade(content_path: Path) -> None:
    with Library(content_path) as library:
        text = joined(Sheets(library).text("programme/micro", "es"))
        assert "Confianza A (texto o cuadro oficial): para 2010." in text
        assert "• SIS: Seguro Integral" not in Sheets(library).text("programme/sistec", "es")


def test_in_a_theme_the_newest_figures_come_first_and_old_ones_say_so(content_path: Path) -> None:
    with Library(content_path) as library:
        sheets = Sheets(library)
        record = library.record("country/PE", "en")
        for _theme, pairs in Found(library, record, Words("en")).latest():
            years = [observation.year for _summary, observation in pairs]
            assert years == sorted(years, reverse=True)
        text = joined(sheets.text("country/PE", "en"))
    assert "years ago)" in text
    assert "Census · INEI" not in text


def test_a_programme_with_an_end_of_its_own_is_not_closed_by_the_end_of_all(content_path: Path) -> None:
    with Library(content_path) as library:
        sheets = Sheets(library)
        assert "2019" not in joined(sheets.text("programme/pilvfs-2", "es")).split("Datos de la ficha")[0]
        assert "phase II ended in 2012" in joined(sheets.text("programme/pilvfs-2", "en"))


def test_words_that_are_there_to_be_found_by_are_no_names(content_path: Path) -> None:
    with Library(content_path) as library:
        country = joined(Sheets(library).text("country/PE", "es"))
        (told,) = re.findall(r"^También: (.*?)\n\n", country, re.MULTILINE | re.DOTALL)
        words = {alias.name for alias in library.record("country/PE", "es").aliases if alias.note == "search word"}
        assert {"peruana", "Belgian", "Belgians"} <= words
        assert words.isdisjoint(told.replace("\n", " ").split(", "))
        assert "Belgians" not in country
