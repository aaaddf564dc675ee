"""How answers of the search are put into words: rows, the remark above them, the line that counts them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from fieldref import i18n
from fieldref.content.folding import fold
from fieldref.content.model import UNDETERMINED, Kind, RecordRef
from fieldref.i18n import _, ngettext, number
from fieldref.sheets.words import words_of_missing
from fieldref.ui.badges import badge
from fieldref.ui.kinds import kind_name, kinds_name
from fieldref.ui.widgets.remark import Remark
from fieldref.ui.widgets.row_model import Row

if TYPE_CHECKING:
    from fieldref.content.search import Hit, SearchResults
    from fieldref.ui.context import Context

ASK, EXACTLY, ALL_KINDS = "ask:", "exactly:", "all:"
"""Beginnings of the keys of offers."""
RECENT_PREFIX, MORE = "recent:", "more:"
RECENT_SHOWN, READ_SHOWN = 6, 6


def hit_rows(results: SearchResults) -> list[Row]:
    """One row a hit and, where there are more, one that brings them."""
    language = i18n.language()
    names = {kind: kind_name(kind) for kind in {hit.ref.kind for hit in results.hits}}
    typed = fold(results.corrected or results.query).split()
    rows = [_row(hit, names[hit.ref.kind], language, typed) for hit in results.hits]
    if results.total > len(rows) and rows:
        rows.append(Row(id=MORE, title=_("More results"), icon="search"))
    return rows


def _row(hit: Hit, kind: str, language: str, typed: Collection[str]) -> Row:
    foreign = hit.language not in (language, UNDETERMINED)
    in_language = i18n.language_name(hit.language, lang=language) if foreign else ""
    found = (hit.language, _("Found in the text in {language}").format(language=in_language)) if foreign else ("", "")
    word, explained = badge(hit.ref, *found)
    short = f"{hit.acronym} · " if hit.acronym and hit.acronym not in str(hit.ref.title) else ""
    marks = [(start + len(short), end + len(short)) for start, end in hit.title_marks]
    if short and any(fold(hit.acronym).startswith(word) for word in typed):
        marks.insert(0, (0, len(hit.acronym)))
    return Row(
        id=hit.ref.id,
        title=short + str(hit.ref.title),
        detail=hit.snippet,
        trailing=" · ".join(part for part in (hit.context, kind) if part),
        icon=hit.ref.kind.value,
        badge=word,
        badge_explained=explained,
        title_marks=tuple(marks),
        detail_marks=hit.marks,
        detail_lines=2,
    )


def kind_chips(results: SearchResults, regions: int) -> list[tuple[str, str, str]]:
    """(key, word, count) of each kind found, in the order in which the kinds first appear among the hits. There are
    `regions` regions; where more are counted, their parts are among them and are named."""
    order = dict.fromkeys(hit.ref.kind for hit in results.hits)
    order |= dict.fromkeys(sorted(results.counts, key=lambda kind: -results.counts[kind]))
    names = {kind: kinds_name(kind) for kind in order}
    if results.counts.get(Kind.REGION, 0) > regions:
        names[Kind.REGION] = _("Regions and parts")
    return [(kind.value, names[kind], number(results.counts[kind])) for kind in order if results.counts.get(kind)]


def remark(results: SearchResults, kinds: Collection[Kind]) -> Remark:
    """What is said above the rows, and what is offered."""
    if not results.hits:
        return _nothing(results, kinds)
    without = words_of_missing(results.missing)
    if results.corrected is not None:
        said = _("Showing results for “{corrected}”.").format(corrected=results.corrected)
        offer = (EXACTLY + results.query, _("Search exactly for “{query}”").format(query=results.query))
        return Remark(f"{said} {without}".rstrip(), offers=(offer,))
    return Remark(without, offers=_meant(results))


def _meant(results: SearchResults) -> tuple[tuple[str, str], ...]:
    if results.did_you_mean is None:
        return ()
    words = _("Did you mean “{query}”?").format(query=results.did_you_mean)
    return ((ASK + results.did_you_mean, words),)


def _nothing(results: SearchResults, kinds: Collection[Kind]) -> Remark:
    offers = list(_meant(results))
    elsewhere = sum(results.counts.values())
    if kinds:
        offers.append((ALL_KINDS, _("Search all kinds of records")))
    plain = " ".join(word for word in results.query.replace('"', " ").split() if not word.startswith("-"))
    if plain and plain != results.query:
        offers.append((ASK + plain, _("Search for “{query}” without quotes or minus signs").format(query=plain)))
    words = plain.split()
    if len(words) > 1:
        longest = max(words, key=len)
        offers.append((ASK + longest, _("Search for “{query}” alone").format(query=longest)))
    if kinds and elsewhere:
        text = _("Nothing among these kinds for “{query}”.").format(query=results.query)
    else:
        text = _("Nothing found for “{query}”. Try fewer words, another spelling, or the other language.").format(
            query=results.query
        )
    searched = ", ".join(kinds_name(kind).lower() for kind in Kind if kind is not Kind.COUNTRY)
    detail = _("What can be searched: {kinds}; by name, word, code or number of a law, in either language.")
    return Remark(text, detail.format(kinds=searched), tuple(offers))


def count_line(results: SearchResults) -> str:
    """'1 result', '24 results', 'more than 300 results'."""
    if not results.hits:
        return ""
    shown = number(results.total)
    if results.more:
        return _("More than {n} results").format(n=shown)
    return ngettext("{n} result", "{n} results", results.total).format(n=shown)


def _read_row(ref: RecordRef) -> Row:
    word, explained = badge(ref)
    return Row(
        id=ref.id,
        title=" · ".join(filter(None, (ref.short_name, ref.title.value))),
        trailing=kind_name(ref.kind),
        icon=ref.kind.value,
        badge=word,
        badge_explained=explained,
    )


def own_rows(context: Context) -> list[Row]:
    """What was searched and read lately: for a field in which nothing stands yet."""
    rows: list[Row] = []
    searches = context.settings.current.recent_searches[:RECENT_SHOWN]
    if searches:
        rows.append(Row(id="", title=_("Recent searches"), section=True))
        rows += [Row(id=f"{RECENT_PREFIX}{query}", title=query, icon="recent") for query in searches]
    visits = context.shelf.history.recent(READ_SHOWN) if context.shelf is not None else ()
    read = context.library.refs([v.record_id for v in visits if context.library.exists(v.record_id)], i18n.language())
    if read:
        rows.append(Row(id="", title=_("Recently read"), section=True))
        rows += [_read_row(ref) for ref in read]
    return rows
