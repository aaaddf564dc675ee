from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fieldref.content.model import Kind, Label, Period, ProgrammeSummary, RecordRef, Text
from fieldref.ui.pages.programmes import ProgrammesPage
from fieldref.ui.programme_filter import FACETS, ProgrammeFilter
from fieldref.ui.widgets.buttons import Chip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.ui.context import Context


def _programme(key: str, sector: str, start: str | None, end: str | None, *regions: str) -> ProgrammeSummary:
    ref = RecordRef(f"programme/{key}", Kind.PROGRAMME, Text(f"Programa {key} Áncash", "es"))
    return ProgrammeSummary(ref, key.upper(), Label(sector, sector), Period(start, end), "closed", regions, ("MINSA",))


PROGRAMMES = (
    _programme("one", "health", "2006", "2010-05", "region/A"),
    _programme("two", "health", "2012-04", None, "region/A", "region/B"),
    _programme("three", "environment", None, None),
)


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> ProgrammesPage:
    made = ProgrammesPage(context)
    qtbot.addWidget(made)
    made.resize(480, 700)
    made.show()
    return made


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, "one two three"),
        ({"sectors": frozenset({"health"})}, "one two"),
        ({"sectors": frozenset({"health", "environment"})}, "one two three"),
        ({"regions": frozenset({"region/B"})}, "two"),
        ({"sectors": frozenset({"environment"}), "regions": frozenset({"region/A"})}, ""),
        ({"years": (2011, 2011)}, ""),
        ({"years": (2010, 2011)}, "one"),
        ({"years": (2015, 2030)}, "two"),
        ({"words": "ancash TWO"}, "two"),
        ({"words": "minsa"}, "one two three"),
    ],
)
def test_a_filter_lets_through_what_fits(chosen: dict[str, Any], shown: str) -> None:
    narrowed = ProgrammeFilter(**chosen)
    assert " ".join(p.ref.id.removeprefix("programme/") for p in PROGRAMMES if narrowed.lets(p)) == shown
    assert ProgrammeFilter.from_state(narrowed.to_state()) == narrowed


def test_counts_are_of_what_a_value_would_show() -> None:
    narrowed = ProgrammeFilter(sectors=frozenset({"health"}), regions=frozenset({"region/B"}))
    assert narrowed.counts(PROGRAMMES, "regions") == {"region/A": 2, "region/B": 1}
    assert narrowed.counts(PROGRAMMES, "sectors") == {"health": 1}
    for facet in FACETS:
        for value, count in narrowed.counts(PROGRAMMES, facet).items():
            with_it = ProgrammeFilter.from_state(narrowed.without(facet).to_state() | {facet: [value]})
            assert sum(map(with_it.lets, PROGRAMMES)) == count


def test_a_state_of_nonsense_is_no_filter() -> None:
    assert ProgrammeFilter.from_state({"sectors": 3, "years": [1], "scroll": 4}) == ProgrammeFilter()


def test_all_programmes_are_listed_with_mark_word_and_years(page: ProgrammesPage, context: Context) -> None:
    summaries = context.library.programmes("en")
    rows = [page._list.rows.row(i) for i in range(page._list.rows.rowCount())]
    assert [r.id for r in rows] == [p.ref.id for p in summaries]
    for row, programme in zip(rows, summaries, strict=True):
        assert row.mark
        assert row.icon == programme.sector.key
        assert programme.sector.name in row.detail
        assert row.trailing


def test_conditions_are_shown_as_chips_that_go(page: ProgrammesPage, qtbot: QtBot) -> None:
    page.restore({"sectors": ["health"], "years": [2006, 2015]})
    chips = [w for w in page._chips.findChildren(Chip) if not w.isHidden()]
    assert len(chips) == 2
    chips[0].click()
    assert page.state().get("sectors") is None
    assert page.state()["years"] == [2006, 2015]


def test_nothing_fits_says_so_and_offers_the_way_out(page: ProgrammesPage, qtbot: QtBot) -> None:
    page._words.setText("zzzz")
    qtbot.waitUntil(page._empty.isVisible)
    page._empty.acted.emit()
    qtbot.waitUntil(page._list.isVisible)
    assert page.state().keys() == {"scroll"}


def test_facets_narrow_each_other(page: ProgrammesPage) -> None:
    page._facets["sectors"]._actions["health"].trigger()
    shown = page._list.rows.rowCount()
    assert 0 < shown < len(page._programmes)
    assert page.state()["sectors"] == ["health"]


def test_a_choice_opens_its_record(page: ProgrammesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.open_record) as asked:
        page._list.opened.emit("programme/sisfin")
    assert asked.args == ["programme/sisfin"]
    page.show_record("programme/sistec")
    assert page._list.current_id() == "programme/sistec"


def test_the_timeline_shows_what_the_filters_let_through(page: ProgrammesPage, qtbot: QtBot) -> None:
    page._toggle.chosen.emit("timeline")
    assert page._timeline.isVisible()
    whole = page._timeline.spec
    assert whole is not None
    assert {bar.key for bar in whole.bars} == {p.ref.id for p in page._programmes}
    assert whole.events
    page._facets["sectors"]._actions["health"].trigger()
    narrowed = page._timeline.spec
    assert narrowed is not None
    assert {bar.sector for bar in narrowed.bars} == {"health"}
    assert (narrowed.first, narrowed.last) == (whole.first, whole.last)
    with qtbot.waitSignal(page.open_record) as asked:
        page._timeline.activated.emit(narrowed.bars[0].key)
    assert asked.args == [narrowed.bars[0].key]
    state = page.state()
    assert state["view"] == "timeline"
    page.restore({})
    assert page._list.isVisible()
    page.restore(state)
    assert page._timeline.isVisible()
    assert page.state()["sectors"] == ["health"]
    page._chips.removed.emit("sectors:health")
    assert page._timeline.isVisible()
    assert "sectors" not in page.state()
