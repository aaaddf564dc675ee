"""The timeline of the cooperation from the reference."""

from __future__ import annotations

import math
from collections.abc import Container

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.model import Event, ProgrammeSummary
from fieldref.i18n import _
from fieldref.sheets.words import Words
from fieldref.ui.figures import lettering
from fieldref.ui.figures.timeline_spec import TimelineBar, TimelineEvent, TimelineSpec, decimal_year

_YEARS_AROUND = 1


def timeline(
    library: Library, language: str, text_size: float = lettering.BASE, *, only: Container[str] | None = None
) -> TimelineSpec:
    """Every programme and event of the reference; with `only`, those programmes alone, on the same years, so that a
    bar stays where it was when filters change."""
    bars = tuple(_bar(programme, language) for programme in library.programmes(language))
    events = tuple(_event(index, event, language) for index, event in enumerate(library.events(language)))
    years = [d for bar in bars for d in (bar.start, bar.end, bar.reach) if d is not None] + [
        event.date for event in events
    ]
    first = math.floor(min(years)) if years else 0
    last = math.ceil(max(years)) if years else 1
    return TimelineSpec(
        bars if only is None else tuple(bar for bar in bars if bar.key in only),
        events if only is None else (),
        first,
        last + (_YEARS_AROUND if last == max(years, default=0) else 0),
        events_title=_("Events of the cooperation", lang=language),
        undated_title=_("Start and end not found in the sources:", lang=language),
        open_note=_(
            "A faded end with an arrow: the date was not found in the sources; the length of the bar says nothing.",
            lang=language,
        ),
        dashed_note=_("A dashed outline: the dates are planned or not verified.", lang=language),
        text_size=text_size,
    )


def _bar(programme: ProgrammeSummary, language: str) -> TimelineBar:
    own = programme.brief
    name = Words(language).named(programme.ref, own)
    title, period = programme.ref.title.value, programme.period
    ran = Words(language).ran(period) or _("Start and end: not found in the sources", lang=language)
    open_end = period.dated and period.last is None
    told = [decimal_year(date, end=True) for date in (period.end, period.active_in)] if open_end else []
    return TimelineBar(
        programme.ref.id,
        name,
        programme.sector.key,
        programme.sector.name,
        decimal_year(period.start),
        decimal_year(period.last, end=True),
        ran[0].upper() + ran[1:],
        (title,) if title != own else (),
        max((date for date in told if date is not None), default=None),
        period.firm,
    )


def _event(index: int, event: Event, language: str) -> TimelineEvent:
    when = i18n.date(event.date, lang=language)
    if event.end:
        when = f"{when} – {i18n.date(event.end, lang=language)}"
    return TimelineEvent(f"event/{index}", decimal_year(event.date) or 0.0, when, event.text.value)
