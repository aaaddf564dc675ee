"""IATI files become records that the check passes; nothing is counted wrongly, added up wrongly or half written."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.iati.count import count
from tests.iati.made import made_up

from fieldref.authoring.build import build, check
from fieldref.authoring.iati.importing import import_iati
from fieldref.authoring.iati.storing import PREFIX
from fieldref.authoring.problems import Problem, Problems, SourceProblems
from fieldref.authoring.readers import read_yaml
from fieldref.authoring.telling import Refused
from fieldref.content.library import Library
from fieldref.i18n import language, set_language

HERE = Path(__file__).parent
SOUND = HERE / "broken_source" / "sound"
EVERY, ODD = HERE / "iati" / "every-element.xml", HERE / "iati" / "odd-forms.xml"
SQUARE = [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The sound source with a region that is a square, from 0 to 2 degrees."""
    folder = tmp_path / "source"
    shutil.copytree(SOUND, folder)
    shape = {"type": "Feature", "properties": {"ubigeo": "01", "name": "Ñusta"}}
    shape["geometry"] = {"type": "Polygon", "coordinates": SQUARE}
    (folder / "geo" / "regions.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    return folder


def _import(source: Path, *files: Path, **more: Any) -> dict[str, Any]:
    facts, lines = import_iati(list(files), source, source, more.pop("country", None), **more)
    assert all(isinstance(line, str) for line in lines)
    return facts


def _record(source: Path, name: str) -> dict[str, Any]:
    problems = Problems()
    entry = read_yaml(source / "programmes" / f"{name}.yaml", name, problems)
    assert entry
    assert not len(problems)
    return entry.data


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _written(tmp_path: Path, text: str | bytes, name: str = "f.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _activity(inside: str, attributes: str = 'version="2.03"') -> str:
    head = "<iati-activity default-currency='EUR'>\n<iati-identifier>A-1</iati-identifier>"
    return f"<iati-activities {attributes}>\n{head}\n{inside}\n</iati-activity></iati-activities>"


def _broken(source: Path, path: Path) -> Problem:
    before = _tree(source)
    with pytest.raises(SourceProblems) as caught:
        _import(source, path)
    assert _tree(source) == before
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


# ---- counts


@pytest.mark.parametrize("path", [EVERY, ODD], ids=lambda path: path.stem)
def test_counts_are_those_of_an_independent_count(source: Path, path: Path) -> None:
    assert _import(source, path)["counts"] == count(path)


def test_counts_of_made_up_files_are_those_of_an_independent_count(source: Path, tmp_path: Path) -> None:
    for seed in range(25):
        path = tmp_path / f"made-{seed}.xml"
        path.write_bytes(made_up(random.Random(seed)))
        facts = _import(source, path, write=False)
        assert facts["counts"] == count(path), seed
        assert "record" not in facts["problem_counts"], (seed, facts["problems"])


def test_made_up_records_pass_the_check_and_say_what_the_file_says(source: Path, tmp_path: Path) -> None:
    files = []
    for seed in range(4):
        path = tmp_path / f"made-{seed}.xml"
        path.write_bytes(made_up(random.Random(1000 + seed)))
        files.append(path)
    facts = _import(source, *files)
    assert sum(facts["records"].values()) == facts["records"]["new"] == sum(one["taken"] for one in facts["files"])
    assert check(source) == []


# ---- what is taken


def test_records_pass_the_check_build_and_open(source: Path, tmp_path: Path) -> None:
    facts = _import(source, EVERY, ODD)
    assert facts["records"] == {"new": 5}
    assert check(source) == []
    build(source, tmp_path / "content.db")
    with Library(tmp_path / "content.db") as library:
        record = library.record("programme/xx-test-0001", "es")
        assert record.title.value == "Agua limpia para las alturas"
        assert not record.reviewed
        assert library.record("programme/well", "es").reviewed
        french = library.record("programme/xx-test-0002", "es").title
        assert (french.value, french.language) == ("Écoles", "fr")


def test_texts_of_every_language_with_their_inheritance(source: Path) -> None:
    _import(source, EVERY)
    first = _record(source, "xx-test-0001")
    assert set(first["title"]) == {"en", "es", "fr"}
    assert first["summary"]["en"] == (
        "Wells & pipes for <forty> villages, built by the villages themselves.\n\n"
        "A second paragraph, in the same language."
    )
    assert first["objectives"][0]["es"] == "Menos niños se enferman."
    assert first["reviewed"] == "false"
    second = _record(source, "xx-test-0002")
    assert second["title"] == {"fr": "Écoles"}
    assert second["partners"][1]["name"] == {"en": "Office of Tests"}


def test_totals_are_never_added_across_types_and_currencies(source: Path) -> None:
    _import(source, EVERY)
    facts = [one["en"] for one in _record(source, "xx-test-0001")["facts"]]
    assert "Disbursements: 2019 EUR 250.25 (2 entries)." in facts
    assert "Disbursements: 2019 USD 70 (1 entry)." in facts
    assert "Expenditure: 2020 EUR 40 (1 entry)." in facts
    assert "Budget, original: 2019 EUR 1,000 (1 entry); 2020–2021 EUR 2,500.50 (1 entry)." in facts
    assert _record(source, "xx-test-0001")["budget"]["amount"] == "3500.50"


def test_locations_are_found_by_point_code_and_name_and_the_original_is_kept(source: Path) -> None:
    facts = _import(source, EVERY, ODD)
    first, odd = _record(source, "xx-test-0001"), _record(source, "odd-an-1")
    assert first["regions"] == ["01", "02"]
    assert odd["regions"] == ["01"]
    assert facts["locations"]["found_by"] == {"code": 1, "name": 2, "point": 1, "none": 3}
    assert [(one["file"], one["line"]) for one in facts["locations"]["not_found"]] == [
        ("every-element.xml", 61), ("odd-forms.xml", 20), ("odd-forms.xml", 23)]  # fmt: skip
    assert any("(48.85, 2.35)" in one["en"] for one in first["facts"])


def test_relations_lead_only_to_records_that_are_there(source: Path) -> None:
    _import(source, EVERY)
    assert _record(source, "xx-test-0001")["related"] == ["programme/xx-test-0002"]


def test_only_activities_of_a_country_also_when_only_a_transaction_names_it(source: Path) -> None:
    facts = _import(source, EVERY, ODD, country="xx")
    assert facts["files"][0]["taken"] == 2
    assert facts["files"][1]["left_out"] == {"identifier": 1, "duplicate": 1, "country": 2}
    with pytest.raises(Refused):
        _import(source, EVERY, country="Perú")


def test_identifiers_that_look_alike_get_ids_of_their_own_for_ever(source: Path) -> None:
    _import(source, ODD)
    locks = {json.loads(path.read_text())["identifier"]: path.stem for path in (source / "iati" / "lock").iterdir()}
    assert len(locks) == 3
    assert len(set(locks.values())) == 3
    for path in (source / "programmes").glob("odd*"):
        path.unlink()
    shutil.rmtree(source / "iati")
    _import(source, ODD)
    assert locks == {
        json.loads(path.read_text())["identifier"]: path.stem for path in (source / "iati" / "lock").iterdir()
    }


# ---- faults


def test_every_fault_is_located(source: Path) -> None:
    facts = _import(source, ODD)
    found = {(one["line"], one["field"]) for one in facts["problems"]}
    assert {
        (13, "activity-status"), (14, "activity-date"), (15, "activity-date"), (16, "activity-date"),
        (18, "activity-date"), (19, "recipient-country"), (20, "location"), (25, "budget"), (26, "budget"),
        (27, "transaction-date"), (29, "transaction"), (30, "transaction"), (36, "iati-identifier"),
        (37, "iati-identifier"), (38, "title"),
    } == found  # fmt: skip
    assert all(one["file"] == "odd-forms.xml" and one["message"] for one in facts["problems"])


def test_marks_inside_a_text_leave_its_words_in_their_order(source: Path, tmp_path: Path) -> None:
    text = "Agua<!-- x --> <b>muy <i>limpia</i></b><?y?><![CDATA[ & <clara>]]>"
    _import(source, _written(tmp_path, _activity(f"<title><narrative>{text}</narrative></title>")))
    assert _record(source, "a-1")["title"] == "Agua muy limpia & <clara>"


def test_texts_outside_narratives_and_percentages_that_make_no_whole_are_told(source: Path, tmp_path: Path) -> None:
    inside = """<title><narrative>x</narrative></title>
<description>Old text</description>
<reporting-org ref='X'>Old name</reporting-org>
<recipient-country code='XX' percentage='60'/><recipient-region code='489' percentage='20'/>
<sector code='12220' percentage='33.3'/><sector code='12240' percentage='33.3'/><sector code='12261' percentage='33.3'/>
<sector vocabulary='99' code='a' percentage='50'/><sector vocabulary='99' code='b' percentage='60'/>
<sector vocabulary='2' code='122'/><sector vocabulary='2' code='130' percentage='20'/>"""
    facts = _import(source, _written(tmp_path, _activity(inside)))
    assert [(one["line"], one["field"]) for one in facts["problems"]] == [
        (5, "description"), (6, "reporting-org"), (9, "sector"), (7, "recipient-country")]  # fmt: skip
    assert "110" in facts["problems"][2]["message"]
    assert "80" in facts["problems"][3]["message"]


def test_the_largest_share_chooses_the_sector_and_codes_of_no_sector_are_reported(source: Path, tmp_path: Path) -> None:
    table = source / "sectors.csv"
    rows = "id,position,name_es,name_en,dac\nwater,1,Agua,Water,140\nrest,2,Otros,Other,*\n"
    table.write_text(rows, encoding="utf-8")
    shares = "<sector code='14030' percentage='40'/><sector code='12220' percentage='60'/><sector code='what'/>"
    shares += "<sector vocabulary='1'/>"  # no code at all
    facts = _import(source, _written(tmp_path, _activity(f"<title><narrative>x</narrative></title>{shares}")))
    assert _record(source, "a-1")["sector"] == "rest"
    assert facts["sectors_not_mapped"] == {"12220": 1, "what": 1}
    assert "12220 1" in (source / "iati" / "report.md").read_text(encoding="utf-8")


SECTORS = "id,position,name_es,name_en,dac\nwater,1,Agua,Water,140\nrest,2,Otros,Other,*\n"


def test_what_an_import_guessed_is_not_its_own_proof_the_next_time(source: Path, tmp_path: Path) -> None:
    (source / "sectors.csv").write_text(SECTORS, encoding="utf-8")
    share = "<sector code='72010'><narrative xml:lang='en'>Relief</narrative></sector>"
    path = _written(tmp_path, _activity(f"<title><narrative>x</narrative></title>{share}"))
    _import(source, path)
    before = _tree(source / "programmes")
    assert _import(source, path)["records"] == {"unchanged": 1}
    assert _tree(source / "programmes") == before


def test_sectors_of_the_transactions_count_where_the_activity_has_none(source: Path, tmp_path: Path) -> None:
    (source / "sectors.csv").write_text(SECTORS, encoding="utf-8")
    paid = "<transaction><value currency='EUR'>1</value><sector code='{}'/></transaction>"
    inside = "<title><narrative>x</narrative></title><sector vocabulary='99' code='own'/><sector/>"
    inside += paid.format("14030") * 3 + paid.format("72010")
    facts = _import(source, _written(tmp_path, _activity(inside)))
    assert _record(source, "a-1")["sector"] == "water"
    assert "14030" in _record(source, "a-1")["sector_note"]["en"]
    assert facts["sectors_not_mapped"] == {"72010": 1}


def test_results_without_numbers_say_their_comments(source: Path, tmp_path: Path) -> None:
    inside = """<result type='2'><title><narrative>R</narrative></title><indicator measure='5'>
<title><narrative>I</narrative></title><baseline iso-date='2013-01-01' value='12'/>
<period><period-start iso-date='2013-01-01'/><period-end iso-date='2013-12-31'/>
<target value='9'><dimension name='sex' value='f'/></target>
<actual><comment><narrative>Much better</narrative><narrative xml:lang='es'>Mucho mejor</narrative></comment></actual>
</period></indicator></result>"""
    _import(source, _written(tmp_path, _activity(inside, 'version="2.03" xml:lang="en"')))
    said = _record(source, "a-1")["results"][0]
    assert "[baseline 1 January 2013: 12; 1 January 2013 – 31 December 2013: " in said["en"]
    assert said["en"].endswith(": target 9 (sex: f), reached Much better].")
    assert said["es"].endswith("(sex: f), logrado Mucho mejor].")


def test_organisations_are_lost_behind_no_reference_that_others_have_too(source: Path, tmp_path: Path) -> None:
    def named(ref: str, *names: str, role: int = 1) -> str:
        said = "".join(f"<narrative xml:lang='{name[:2]}'>{name[3:]}</narrative>" for name in names)
        return f"<participating-org ref='{ref}' role='{role}'>{said}</participating-org>"

    inside = "<title><narrative>x</narrative></title>" + "".join((
        named("-", "en:Gifts from Alfa"), named("-", "en:Gifts from Beta"),
        named("22000", "en:Wells for All"), named("22000", "en:Doctors of Alfa"),
        named("XX-1"), named("XX-1", "en:Ministry"), named("XX-1", "fr:Ministère"), named("", "en:MINISTRY", role=2),
        named("N/A"), named("YY-2"),
    ))  # fmt: skip
    _import(source, _written(tmp_path, _activity(inside)))
    record = _record(source, "a-1")
    assert [one["name"] for one in record["partners"]] == [
        {"en": "Gifts from Alfa"}, {"en": "Gifts from Beta"}, {"en": "Wells for All"}, {"en": "Doctors of Alfa"},
        {"en": "Ministry", "fr": "Ministère"}, "YY-2"]  # fmt: skip
    roles = next(one["en"] for one in record["facts"] if one["en"].startswith("Organisations"))
    assert "Gifts from Alfa, Gifts from Beta, Wells for All (22000)" in roles
    assert "N/A" not in roles


def test_a_result_tells_what_its_numbers_mean(source: Path, tmp_path: Path) -> None:
    def text(name: str, words: str) -> str:
        return f"<{name}><narrative>{words}</narrative></{name}>"

    inside = f"""<title><narrative>x</narrative></title>
<result type='1'>{text("title", "R")}{text("description", "Why.")}
<indicator measure='2'>{text("title", "Share of wells")}{text("description", "Share of wells")}
<baseline year='2012' value='10'/>
<period><target value='45.5'/><actual value='about half'/></period></indicator>
<indicator measure='4'>{text("title", "Stage")}{text("description", "1 begun, 2 done.")}
<baseline value='1'/></indicator></result>"""
    _import(source, _written(tmp_path, _activity(inside)))
    assert _record(source, "a-1")["results"][0]["en"] == (
        "Output: R. Why. Share of wells [baseline 2012: 10%; target 45.5%, reached about half]. "
        "Stage (1 begun, 2 done) [baseline 1]."
    )


def test_what_a_record_has_no_place_for_is_told_wherever_it_stands(source: Path, tmp_path: Path) -> None:
    inside = """<title><narrative>x</narrative></title><tag code='1'/>
<transaction><value currency='EUR'>1</value><provider-org/><receiver-org/><x:y><x:z/></x:y></transaction>
<location><description><narrative>Where</narrative></description><exactness code='1'/></location>
<other-identifier ref='MINE' type='A1'/><other-identifier ref='46004' type='B1'/><x:y/>"""
    path = _written(tmp_path, _activity(inside, "version='2.03' xmlns:x='http://example.org/x'"))
    facts = _import(source, path)
    assert facts["not_mapped"] == {
        "location/exactness": 1, "other-identifier": 1, "tag": 1, "transaction/provider-org": 1,
        "transaction/receiver-org": 1, "x:y": 2}  # fmt: skip
    aliases = _record(source, "a-1")["aliases"]
    assert "MINE" in aliases
    assert "46004" not in aliases


def test_regions_of_a_list_of_its_own_may_make_up_the_whole(source: Path, tmp_path: Path) -> None:
    inside = """<title><narrative>x</narrative></title><recipient-country code='XX' percentage='50.0000'/>
<recipient-region code='489' percentage='{}'/><recipient-region vocabulary='99' code='A' percentage='25'/>"""
    assert not _import(source, _written(tmp_path, _activity(inside.format(25))))["problems"]
    assert not _import(source, _written(tmp_path, _activity(inside.format(50))))["problems"]
    found = _import(source, _written(tmp_path, _activity(inside.format(30))))["problems"]
    assert ["80" in one["message"] for one in found] == [True]


@pytest.mark.parametrize(
    "told",
    [
        "<activity-date type='start-planned' iso-date='2012-01-01'/>",
        "<participating-org role='Funding'>X</participating-org>",
    ],
)
def test_a_file_that_hides_that_it_is_1_0x_is_refused_too(source: Path, tmp_path: Path, told: str) -> None:
    found = _broken(source, _written(tmp_path, _activity(told, "")))
    assert "1.0x" in found.message
    assert found.line == 4
    facts = _import(source, _written(tmp_path, _activity("<title><narrative>x</narrative></title>", "")))
    assert "does not say its version" in facts["problems"][0]["message"]


def test_what_spreadsheets_and_web_editors_leave_in_a_file_is_understood(source: Path, tmp_path: Path) -> None:
    inside = """<title><narrative xml:lang='spa'>Agua &amp;amp; P&amp;#xE1;ramo &amp;odd</narrative></title>
<description><narrative xml:lang='eng'>&lt;p class="a"&gt;For &lt;forty&gt; &lt;b&gt;villages&lt;/b&gt;,
3 &lt; 4&lt;/p&gt;&lt;p&gt;Yes&amp;nbsp;&lt;br/&gt;no&lt;/p&gt;</narrative></description>
<sector code='14030' percentage='33.333333333333335701809'/><sector code='14020' percentage='66.6666666666666643'/>
<sector vocabulary='98' code='W' percentage='100.0000000000'/>
<location><point><pos>0.99999999999999988 1.0000000000000002</pos></point>
<location-id vocabulary='G1' code='7'/><administrative vocabulary='G1' code='7'/></location>
<budget><period-start iso-date='2012-01-01'/><period-end iso-date=''/>
<value currency='EUR'>14155.08250000000001</value></budget>
<budget><period-start iso-date='2012-01-01'/><value currency='EUR'>0.30000000000000004</value></budget>"""
    facts = _import(source, _written(tmp_path, _activity(inside)))
    assert [one["message"] for one in facts["problems"]] == ["It has no date."]
    record = _record(source, "a-1")
    assert record["title"] == {"es": "Agua & Páramo &odd"}
    assert record["summary"] == {"en": "For <forty> villages,\n3 < 4\n\nYes\nno"}
    assert record["budget"]["amount"] == "14155.38"
    assert record["regions"] == ["01"]
    told = " ".join(one["en"] for one in record["facts"])
    assert "DAC 14030 33.33%; DAC 14020 66.67%; own list: W 100%" in told
    assert told.count("GeoNames 7") == 1


def test_an_activity_that_another_file_tells_now_is_told_of(source: Path, tmp_path: Path) -> None:
    text = _activity("<title><narrative>x</narrative></title>")
    first, second = _written(tmp_path, text, "donor.xml"), _written(tmp_path, text, "partner.xml")
    assert _import(source, first)["other_file"] == []
    assert _import(source, first)["other_file"] == []
    moved = {"record": "a-1", "before": "iati-donor", "now": "iati-partner"}
    assert _import(source, second)["other_file"] == [moved]
    assert "a-1: iati-donor → iati-partner" in (source / "iati" / "report.md").read_text(encoding="utf-8")
    assert check(source) == []


def test_a_name_that_tells_what_kind_of_place_it_is_finds_that_one(source: Path, tmp_path: Path) -> None:
    with (source / "places" / "districts.csv").open("a", encoding="utf-8") as stream:
        stream.write("010102,0101,Nuble,report\n010103,0101,La Marina,report\n")
    with (source / "places" / "regions.csv").open("a", encoding="utf-8") as stream:
        stream.write("XX-TWOP,02P,region_part,02,02P,Nuble del Sur,,,,,report\n")
    due = {
        "Región de Ñusta": "01", "Departamento de Nuble, Ultramar": "02", "Nuble": "02", "Distrito de Nuble": "01",
        "Primera Province": "01", "Region of the Nuble": "02", "Nuble del Sur": "02", "Provincia de Nuble": "",
        "Distrito": "", "Distrito de La Marina": "01", "Distrito de la Nuble": "01",
    }  # fmt: skip
    for name, place in due.items():
        text = f"<title><narrative>x</narrative></title><location><name><narrative>{name}</narrative></name></location>"
        _import(source, _written(tmp_path, _activity(text)))
        assert _record(source, "a-1").get("regions", []) == [place] * bool(place), name


def test_a_reporter_without_name_and_reference_reports_nothing(source: Path, tmp_path: Path) -> None:
    inside = "<title><narrative>x</narrative></title><reporting-org ref='0' type='10'/>"
    _import(source, _written(tmp_path, _activity(inside)))
    assert _record(source, "a-1")["confidence"] == "B"
    assert "facts" not in _record(source, "a-1")


def test_a_tiny_share_is_not_rounded_away(source: Path, tmp_path: Path) -> None:
    shares = "".join(f"<sector vocabulary='99' code='{code}' percentage='{share}'/>" for code, share in
                     (("A", "0.001"), ("B", "99.999"), ("C", "0")))  # fmt: skip
    _import(source, _written(tmp_path, _activity(f"<title><narrative>x</narrative></title>{shares}")))
    told = " ".join(one["en"] for one in _record(source, "a-1")["facts"])
    assert "A 0.001%" in told
    assert "C 0%" in told


def test_who_stands_behind_a_file_is_not_claimed_where_it_does_not_say(source: Path, tmp_path: Path) -> None:
    _import(source, _written(tmp_path, _activity("<title><narrative>x</narrative></title>")))
    assert _record(source, "a-1")["confidence"] == "B"
    row = (source / "sources.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert "iati-f" in row
    assert "by the organisation itself" not in row


def test_what_is_said_to_have_happened_after_the_file_was_made_is_told(source: Path, tmp_path: Path) -> None:
    dates = "".join(f"<activity-date type='{kind}' iso-date='2029-11-30'/>" for kind in (3, 4))
    inside = f"<title><narrative>x</narrative></title><recipient-country code=''/>{dates}"
    path = _written(tmp_path, _activity(inside, "version='2.03' generated-datetime='2025-04-14T00:07:07.123+02:00'"))
    facts = _import(source, path)
    assert [(one["field"], one["line"]) for one in facts["problems"]] == [("activity-date", 2)]
    assert "2029-11-30" in facts["problems"][0]["message"]
    assert "2025-04-14" in facts["problems"][0]["message"]
    assert not any("countries" in one["en"] for one in _record(source, "a-1")["facts"])
    assert not _import(source, _written(tmp_path, _activity(inside)))["problems"]


def test_a_name_that_windows_keeps_is_no_id(source: Path, tmp_path: Path) -> None:
    _import(source, _written(tmp_path, _activity("<title><narrative>x</narrative></title>").replace("A-1", "CON")))
    assert not (source / "programmes" / "con.yaml").exists()
    assert len(list((source / "programmes").glob("con-*.yaml"))) == 1


def test_strict_refuses_any_fault_and_writes_nothing(source: Path) -> None:
    before = _tree(source)
    with pytest.raises(SourceProblems) as caught:
        _import(source, ODD, strict=True)
    assert len(caught.value.problems) > 10
    assert _tree(source) == before


BOMB = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<iati-activities version="2.03"><iati-activity>
<iati-identifier>&b;</iati-identifier></iati-activity></iati-activities>"""
OUTSIDE = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<iati-activities version="2.03"><iati-activity>
<iati-identifier>&a;</iati-identifier></iati-activity></iati-activities>"""


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "empty"),
        ("\ufeff \n", 1, "empty"),
        ("no xml", 1, "does not begin as XML"),
        ("\n\n<?xml version='1.0'?><iati-activities/>", 3, "before the XML declaration"),
        (_activity("<title>\n<narrative>x</title>"), 5, "closed that is not the one"),
        (_activity("<title><narrative>x</narrative></title>")[:-30], 5, "breaks off"),
        (_activity("<title><narrative>salud & agua</narrative></title>"), 4, "bare & or <"),
        (_activity("") + "\n<p>", 6, "follows after its end"),
        (gzip.compress(_activity("").encode()), 1, "gzip"),
        (b"PK\x03\x04" + bytes(40), 1, "ZIP"),
        ('{"error": "not found"}', 1, "JSON"),
        ("<!DOCTYPE html>\n<html><body>404</body></html>", 1, "web page"),
        ("\n<HTML lang='en'>\n<body><br>404", 1, "web page"),
        (_activity("<title>" + "<a>" * 900 + "</a>" * 900 + "</title>"), 4, "deep in each other"),
        (_activity("", "").replace("<iati-activity ", "<iati-activity version='1.04' "), 2, "1.04; versions 1.0x"),
        (BOMB, 2, "document type or entities"),
        (OUTSIDE, 1, "document type or entities"),
        (_activity("<title>&undefined;</title>"), 4, "not defined"),
        ("<?xml version='1.0'?>\n<iati-organisations version='2.03'/>", 2, "The root is"),
        ("<rss xmlns='http://example.org/rss'/>", 1, "The root is"),
        ("<a:iati-activities xmlns:a='http://example.org/a' version='2.03'/>", 1, "The root is"),
        (_activity("", 'version="1.05"'), 1, "1.05; versions 1.0x are no longer read"),
        (_activity("\n<title><narrative>Perú</narrative></title>").encode("latin-1"), 5, "bytes"),
        (b"<?xml version='1.0' encoding='klingon'?>\n<iati-activities version='2.03'/>", 1, "encoding"),
        (b"<?xml version='1.0' encoding='gbk'?>\n<iati-activities version='2.03'/>", 1, "encoding"),
        (b"<?xml version='1.0' encoding='UTF-16'?>\n<iati-activities version='2.03'/>", 1, "encoding"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_with_its_line_and_nothing_is_written(
    source: Path, tmp_path: Path, content: str | bytes, line: int, words: str
) -> None:
    found = _broken(source, _written(tmp_path, content))
    assert words in found.message
    assert (found.file, found.line) == ("f.xml", line)
    set_language("es")
    assert _broken(source, _written(tmp_path, content)).message != found.message


def test_a_broken_second_file_keeps_the_first_out_too(source: Path, tmp_path: Path) -> None:
    before = _tree(source)
    with pytest.raises(SourceProblems):
        _import(source, EVERY, _written(tmp_path, "<iati-activities version='2.03'><x>"))
    assert _tree(source) == before


def test_a_file_that_is_not_there_and_two_of_one_name(source: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no file"):
        _import(source, tmp_path / "none.xml")
    (tmp_path / "other").mkdir()
    with pytest.raises(Refused, match="Two files"):
        _import(source, EVERY, _written(tmp_path / "other", EVERY.read_bytes(), EVERY.name))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("latin-1", "ISO-8859-1"), ("cp1252", "windows-1252")],
)
def test_encodings_that_are_declared_are_read(source: Path, tmp_path: Path, encoding: str, declared: str) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?>" + _activity("<title><narrative>Ñandú</narrative></title>")
    _import(source, _written(tmp_path, text.encode(encoding)))
    assert _record(source, "a-1")["title"] == "Ñandú"


def test_a_huge_text_comes_whole_and_a_monstrous_one_is_refused(source: Path, tmp_path: Path) -> None:
    text = "palabra " * 200_000
    _import(source, _written(tmp_path, _activity(f"<description><narrative>{text}</narrative></description>")))
    assert _record(source, "a-1")["summary"] == text.strip()
    monster = _activity(f"<description><narrative>{'x' * 33_000_000}</narrative></description>")
    assert "million characters" in _broken(source, _written(tmp_path, monster)).message


def test_a_default_namespace_and_foreign_elements(source: Path, tmp_path: Path) -> None:
    inside = "<location xmlns='http://example.org'><name/></location><o:location xmlns:o='u'/>"
    text = "<narrative>loose</narrative><title><narrative>x<o:n xmlns:o='u'>y</o:n></narrative></title>"
    path = _written(tmp_path, _activity(inside + text, 'version="2.03" xmlns="http://example.org/iati"'))
    facts = _import(source, path)
    assert facts["counts"] == count(path)
    assert facts["counts"]["activities"] == 1
    assert facts["counts"]["narratives"] == {"": 2}
    assert facts["counts"]["locations"] == 0


# ---- again


def test_importing_again_changes_nothing(source: Path) -> None:
    _import(source, EVERY, ODD)
    before = _tree(source)
    facts = _import(source, EVERY, ODD)
    assert facts["records"] == {"unchanged": 5}
    after = _tree(source)
    for report in ("iati/report.json", "iati/report.md"):
        before.pop(report), after.pop(report)
    assert after == before


def _newer(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = EVERY.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / "newer"
    folder.mkdir(exist_ok=True)
    return _written(folder, text, EVERY.name)


def _edit(source: Path, *changes: tuple[str, str]) -> None:
    path = source / "programmes" / "xx-test-0001.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_a_newer_file_updates_and_hand_edits_stay_with_conflicts_listed(source: Path, tmp_path: Path) -> None:
    _import(source, EVERY)
    _edit(source, ("reviewed: false", "reviewed: true  # read by Ana"), ("Clean water for", "Safe water for"),
          ("status: active", "# a remark of mine\nstatus: unknown\nacronym: CWU"))  # fmt: skip
    newer = _newer(tmp_path, ("Clean water", "Cleaner water"), (">100</value>", ">101</value>"))
    facts = _import(source, newer)
    assert facts["records"] == {"updated": 1, "unchanged": 1}
    assert [(one["record"], one["field"]) for one in facts["conflicts"]] == [("xx-test-0001", "title")]
    assert set(facts["hand_edits_kept"]) == {f"xx-test-0001: {name}" for name in ("reviewed", "title", "status")}
    assert facts["updated"] == [{"record": "xx-test-0001", "fields": ["facts"], "reviewed": True}]
    record = _record(source, "xx-test-0001")
    assert record["title"]["en"] == "Safe water for the uplands"
    assert (record["status"], record["acronym"], record["reviewed"]) == ("unknown", "CWU", "true")
    assert any("EUR 251.25" in one["en"] for one in record["facts"])
    text = (source / "programmes" / "xx-test-0001.yaml").read_text(encoding="utf-8")
    assert "# a remark of mine" in text
    assert "# read by Ana" in text
    again = _import(source, newer)
    assert again["records"] == {"unchanged": 2}
    assert again["conflicts"] == []


def test_a_record_that_an_editor_took_away_stays_away(source: Path) -> None:
    _import(source, EVERY)
    (source / "programmes" / "xx-test-0002.yaml").unlink()
    facts = _import(source, EVERY)
    assert facts["records"] == {"updated": 1, "removed": 1}
    assert not (source / "programmes" / "xx-test-0002.yaml").exists()
    assert check(source) == []


def test_the_table_of_sources_keeps_its_rows_and_hand_edits(source: Path, tmp_path: Path) -> None:
    before = (source / "sources.csv").read_text(encoding="utf-8")
    _import(source, EVERY)
    table = (source / "sources.csv").read_text(encoding="utf-8")
    assert table.startswith(before.rstrip("\n"))
    (source / "sources.csv").write_text(table.replace("Office of Tests,2026", "Our Office,2026"), encoding="utf-8")
    _import(source, _newer(tmp_path, ('"2026-03-01T', '"2027-03-01T')))
    assert "Our Office,2027" in (source / "sources.csv").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(source: Path) -> None:
    before = _tree(source)
    assert _import(source, EVERY, write=False)["records"] == {"new": 2}
    assert _tree(source) == before


def test_another_folder_gets_its_own_table_of_sources(source: Path, tmp_path: Path) -> None:
    before = _tree(source)
    into = tmp_path / "new" / "folder"
    import_iati([EVERY], source, into, None)
    assert (into / "programmes" / "xx-test-0001.yaml").is_file()
    assert (into / "sources.csv").is_file()
    assert _tree(source) == before


def test_a_source_beside_a_file_of_the_same_id_is_not_overwritten(source: Path, tmp_path: Path) -> None:
    text = _activity("<title><narrative>Other</narrative></title>").replace("A-1", "WELL")
    before = (source / "programmes" / "well.yaml").read_bytes()
    _import(source, _written(tmp_path, text))
    assert (source / "programmes" / "well.yaml").read_bytes() == before
    assert len(list((source / "programmes").glob("well-*.yaml"))) == 1


# ---- stopping


def test_what_cannot_be_finished_is_undone(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _import(source, EVERY)
    before = _tree(source)
    real = Path.replace
    calls = 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="No space"):
        _import(source, ODD)
    assert _tree(source) == before


def test_an_import_cut_off_by_a_power_cut_is_undone_by_the_next(source: Path) -> None:
    _import(source, EVERY)
    kept = (source / "programmes" / "xx-test-0001.yaml").read_bytes()
    aside = source / f"{PREFIX}dead"
    (aside / "old").mkdir(parents=True)
    (aside / "new" / "programmes").mkdir(parents=True)
    (aside / "journal.json").write_text(json.dumps(["programmes/xx-test-0001.yaml", "programmes/half.yaml"]))
    (aside / "old" / "0").write_bytes(kept)
    (source / "programmes" / "xx-test-0001.yaml").write_text("half")
    (source / "programmes" / "half.yaml").write_text("half")
    _import(source, EVERY)
    assert (source / "programmes" / "xx-test-0001.yaml").read_bytes() == kept
    assert not (source / "programmes" / "half.yaml").exists()
    assert not aside.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_nothing(source: Path, tmp_path: Path, number: int) -> None:
    activity = EVERY.read_text(encoding="utf-8").split("<iati-activity ", 2)[1].rsplit("</iati-activity>", 1)[0]
    big = tmp_path / "big.xml"
    with big.open("w", encoding="utf-8") as stream:
        stream.write("<iati-activities version='2.03' xmlns:own='u'>")
        for index in range(8000):
            stream.write(f"<iati-activity {activity.replace('TEST-0001', f'T-{index}')}</iati-activity>")
        stream.write("</iati-activities>")
    before = _tree(source)
    listening = (  # a shell's background job would not hear Ctrl+C
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from fieldref.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", listening, "content", "import-iati", str(big), "--source", str(source)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stderr
        assert b"%" in process.stderr.readline()
        time.sleep(0.2)
        process.send_signal(number)
        _out, trouble = process.communicate(timeout=300)
    assert process.returncode != 0
    assert trouble.decode().rstrip().endswith(("Stopped; nothing was written.", "Se detuvo; no se escribió nada."))
    assert _tree(source) == before
    assert not list(source.glob(f"{PREFIX}*"))
