"""The cooperation as a timeline: programmes and dated events from the library, in the reader's language."""

from __future__ import annotations

from fieldref.content.library import Library
from fieldref.content.model import ProgrammeSummary
from fieldref.i18n import _, period
from fieldref.ui.figures.timeline_spec import TimelineBar, TimelineEvent, TimelineSpec, decimal_year


def timeline_spec(library: Library, language: str) -> TimelineSpec:
    """Every programme as a bar and every verified event as a mark. Unknown dates stay unknown."""
    bars = tuple(_bar(programme) for programme in library.programmes(language))
    events = tuple(
        TimelineEvent(key=f"event:{i}", date=decimal_year(e.date) or 0.0, period=period(e.date), text=str(e.text))
        for i, e in enumerate(library.events(language))
        if e.verified and decimal_year(e.date) is not None
    )
    known = [y for b in bars for y in (b.start, b.end) if y is not None] + [e.date for e in events]
    return TimelineSpec(
        bars=bars,
        events=events,
        first=int(min(known, default=2000)),
        last=int(max(known, default=2001)) + 1,
        events_title=_("Events"),
        undated_title=_("Dates not found in the sources"),
        open_note=_("A bar that fades out: this end was not found in the sources."),
    )


def _bar(programme: ProgrammeSummary) -> TimelineBar:
    name = programme.acronym or str(programme.ref.title)
    span = f"{programme.start or ''}/{programme.end or ''}"
    return TimelineBar(
        key=programme.ref.id,
        name=name,
        sector=programme.sector.key,
        sector_word=programme.sector.name,
        start=decimal_year(programme.start),
        end=decimal_year(programme.end, end=True),
        period=period(span) if span != "/" else _("dates unknown"),
        lines=(str(programme.ref.title),) if programme.acronym else (),
    )
