"""Bookmarks and notes travel as one JSON file, and meet what is already there without loss or doubles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldref.userdata import UserData, notes, open_user_data
from fieldref.userdata.exchange import (
    LARGEST,
    ExchangeError,
    ExchangeFault,
    ImportResult,
    export_data,
    merge,
    read_file,
    write_file,
)
from fieldref.userdata.markup import note_html, notes_html, notes_text


class Watch:
    def __init__(self, hour: int) -> None:
        self.time = datetime(2026, 11, 23, hour, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def here(tmp_path: Path) -> Iterator[UserData]:
    with open_user_data(tmp_path / "here", Watch(12)) as data:
        yield data


@pytest.fixture
def there(tmp_path: Path) -> Iterator[UserData]:
    with open_user_data(tmp_path / "there", Watch(15)) as data:
        yield data


def fill(data: UserData) -> None:
    mission = data.folders.add("Misión Ayacucho")
    data.folders.add("Vacía")
    data.shelf("peru").bookmarks.add("region/PE-AYA", title="Ayacucho", kind="region", folder_id=mission.id)
    data.shelf("peru").bookmarks.add("topic/sis", title="SIS", place="norms", tags=["salud", "ley"])
    data.shelf("peru").notes.save("topic/sis", "Preguntar por el **padrón**\n", title="SIS")


def without_time(data: UserData) -> dict[str, object]:
    exported = export_data(data)
    del exported["exported"]
    return exported


def test_a_file_carries_everything_to_another_computer(here: UserData, there: UserData, tmp_path: Path) -> None:
    fill(here)
    file = tmp_path / "mis datos #1.json"
    write_file(here, file)
    result = read_file(there, file, "peru")
    assert result == ImportResult(bookmarks_added=2, notes_added=1)
    assert without_time(there) == without_time(here)
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_importing_twice_adds_nothing(here: UserData, there: UserData) -> None:
    fill(here)
    merge(there, export_data(here), "peru")
    before = without_time(there)
    assert merge(there, export_data(here), "peru") == ImportResult(bookmarks_known=2, notes_known=1)
    assert without_time(there) == before


def test_of_two_notes_the_newer_stands_above_and_the_other_is_kept(here: UserData, there: UserData) -> None:
    here.shelf("peru").notes.save("topic/sis", "temprano", title="SIS")
    there.shelf("peru").notes.save("topic/sis", "más tarde", title="SIS")
    assert merge(there, export_data(here), "peru").notes_joined == 1
    assert merge(here, export_data(there), "peru").bookmarks_added == 0
    for data in (here, there):
        note = data.shelf("peru").notes.get("topic/sis")
        assert note is not None
        assert note.text == "más tarde\n\n* * *\n\ntemprano"
    assert merge(there, export_data(here), "peru").notes_known == 1


def test_a_bookmark_that_is_there_keeps_its_folder_and_gets_the_tags_of_both(here: UserData, there: UserData) -> None:
    fill(here)
    own = there.folders.add("Mía")
    there.shelf("peru").bookmarks.add("region/PE-AYA", title="Ayacucho", folder_id=own.id, tags=["visita"])
    there.shelf("peru").bookmarks.add("topic/sis", title="SIS", place="norms", tags=["propio"])
    merge(there, export_data(here), "peru")
    aya, sis = (
        there.shelf("peru").bookmarks.get("region/PE-AYA"),
        there.shelf("peru").bookmarks.get("topic/sis", "norms"),
    )
    assert aya is not None
    assert sis is not None
    assert aya.folder_id == own.id
    assert sis.tags == ("ley", "propio", "salud")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ExchangeFault.NOT_OURS),
        (b"not json", ExchangeFault.NOT_OURS),
        (b"[]", ExchangeFault.NOT_OURS),
        (b"[" * 100_000, ExchangeFault.NOT_OURS),
        (b'{"format": "other", "version": 1}', ExchangeFault.NOT_OURS),
        (b'{"format": "fieldref-user-data", "version": "1"}', ExchangeFault.NOT_OURS),
        (b'{"format": "fieldref-user-data", "version": 2}', ExchangeFault.NEWER),
        (b"\xff\xfe\x00", ExchangeFault.UNREADABLE),
        (None, ExchangeFault.UNREADABLE),
    ],
)
def test_a_file_that_is_not_ours_is_told_in_a_sentence(
    here: UserData, tmp_path: Path, content: bytes | None, fault: ExchangeFault
) -> None:
    file = tmp_path / "llegó.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ExchangeError) as caught:
        read_file(here, file, "peru")
    assert caught.value.fault is fault
    assert "llegó.json" in caught.value.sentence()


def test_a_huge_file_is_not_read(here: UserData, tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(ExchangeError) as caught:
        read_file(here, file, "peru")
    assert caught.value.fault is ExchangeFault.TOO_LARGE
    assert caught.value.sentence()


def test_entries_that_make_no_sense_are_skipped_and_counted(here: UserData) -> None:
    data = {
        "format": "fieldref-user-data",
        "version": 1,
        "folders": [1, "", None],
        "bookmarks": [None, {}, {"record": "topic/ok", "tags": "x", "created": "yesterday"}, {"record": 3}],
        "notes": [{"record": "topic/ok", "text": "  "}, {"record": "topic/ok", "text": "bad \ud800 sign"}],
        "extra": True,
    }
    result = merge(here, data, "peru")
    assert (result.bookmarks_added, result.notes_added, result.skipped) == (1, 1, 4)
    mark = here.shelf("peru").bookmarks.get("topic/ok")
    assert mark is not None
    assert mark.title == "topic/ok"
    assert "4" in result.sentence()


def test_a_time_still_to_come_does_not_win_for_ever(here: UserData) -> None:
    data = {
        "format": "fieldref-user-data",
        "version": 1,
        "notes": [
            {"record": "topic/x", "text": "a", "changed": "2999-01-01T00:00:00Z", "created": "2020-01-01T00:00:00"}
        ],
    }
    merge(here, data, "peru")
    note = here.shelf("peru").notes.get("topic/x")
    assert note is not None
    assert note.changed < "2027"


def test_the_result_is_told_in_one_sentence() -> None:
    assert ImportResult(1, 2, 1, 0, 1, 0).sentence().count(";") == 3


def test_entries_go_to_their_own_library(here: UserData, there: UserData) -> None:
    here.shelf("bolivia").bookmarks.add("topic/sus", title="SUS")
    here.shelf("bolivia").notes.save("topic/sus", "Preguntar", title="SUS")
    merge(there, export_data(here), "peru")
    assert there.shelf("peru").bookmarks.all() == ()
    assert there.shelf("bolivia").bookmarks.get("topic/sus") is not None
    assert there.shelf("bolivia").notes.get("topic/sus") is not None


def test_entries_without_a_library_go_to_the_open_one(there: UserData) -> None:
    data = {"format": "fieldref-user-data", "version": 1, "bookmarks": [{"record": "topic/x"}]}
    merge(there, data, "peru")
    assert there.shelf("peru").bookmarks.get("topic/x") is not None


def test_history_stays_at_home(here: UserData) -> None:
    here.shelf("peru").history.visited("topic/private", title="Privado")
    assert "private" not in json.dumps(export_data(here))


# ---- notes as HTML and text


def test_simple_markdown_becomes_html() -> None:
    text = "# Plan\nlínea **una**\nlínea *dos*\n\n- a\n- b\n\n1. uno\n2. dos\n\n> dicho\n\n* * *\nhttps://a.pe/x_y_z?b=1&c=2."
    assert note_html(text) == (
        "<h3>Plan</h3><p>línea <strong>una</strong><br>línea <em>dos</em></p><ul><li>a</li><li>b</li></ul>"
        "<ol><li>uno</li><li>dos</li></ol><blockquote><p>dicho</p></blockquote><hr>"
        '<p><a href="https://a.pe/x_y_z?b=1&amp;c=2" rel="noreferrer">https://a.pe/x_y_z?b=1&amp;c=2</a>.</p>'
    )


class Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(st.text(alphabet="ab *_#->1.\n<&\"'/htps:", max_size=80))
def test_any_note_gives_balanced_harmless_html(text: str) -> None:
    parser = Balance()
    parser.feed(note_html(text))
    parser.close()
    assert parser.open == []
    allowed = {"p", "br", "hr", "ul", "ol", "li", "blockquote", "strong", "em", "a", *(f"h{n}" for n in range(1, 7))}
    assert parser.seen <= allowed


def test_notes_go_out_as_a_page_and_as_text(here: UserData) -> None:
    here.shelf("peru").notes.save("topic/sis", "uno <script>", title="SIS & más")
    page = notes_html(here.shelf("peru").notes.all())
    assert "<script>" not in page
    assert "SIS &amp; más" in page
    assert "http" not in page
    text = notes_text(here.shelf("peru").notes.all())
    assert "uno <script>" in text
    assert "topic/sis" in text


def test_the_example_in_the_documentation_is_true(here: UserData) -> None:
    page = (Path(__file__).parents[1] / "docs" / "user-data.md").read_text(encoding="utf-8")
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])
    assert merge(here, example, "peru") == ImportResult(bookmarks_added=1, notes_added=1)
    exported = export_data(here)
    assert exported.keys() == example.keys()
    assert exported["bookmarks"][0] == example["bookmarks"][0]
    assert exported["notes"][0] == example["notes"][0]
    assert exported["folders"] == example["folders"]


def test_copies_that_write_to_a_note_in_turn_do_not_double_it():
    """Each appends to what it read before the other wrote."""
    text = "Visita a Huanta"
    for number in range(40):
        text = notes.join(f"{text} <a{number}>", f"{text} <b{number}>")
    assert len(text) < 20_000
    assert all(f"<{name}{number}>" in text for name in "ab" for number in range(40))


@pytest.mark.parametrize(
    ("newer", "older", "expected"),
    [
        ("Llamar al 2010", "10", f"Llamar al 2010{notes.DIVIDER}10"),
        ("10", "Llamar al 2010", f"10{notes.DIVIDER}Llamar al 2010"),
        (f"Llamar al 2010{notes.DIVIDER}A", f"10{notes.DIVIDER}A", f"Llamar al 2010{notes.DIVIDER}A{notes.DIVIDER}10"),
        ("Llamar al\n10", "10", "Llamar al\n10"),
        ("10", "Llamar al\n10", "Llamar al\n10"),
        ("", "10\n\n20", "10\n\n20"),
        ("10", "", "10"),
    ],
)
def test_what_only_looks_contained_is_kept(newer: str, older: str, expected: str):
    assert notes.join(newer, older) == expected
