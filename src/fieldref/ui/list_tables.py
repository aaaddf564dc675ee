"""The lists of the pages as tables that leave the app, each line with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fieldref.citations import LINK, cite_sources
from fieldref.content.library import Library
from fieldref.content.model import Kind, PlaceLevel, PlaceSummary, ProgrammeSummary, RecordRef
from fieldref.content.record_model import Programme
from fieldref.i18n import _, available_languages, language_name
from fieldref.sheets.words import Words
from fieldref.tables import Cell, Table, content_notes
from fieldref.ui.kinds import kind_name, kind_of
from fieldref.ui.sections import section_name
from fieldref.userdata import Bookmark


def programme_table(library: Library, programmes: Sequence[ProgrammeSummary], language: str) -> Table:
    """Programmes with sector, dates, budget, regions and partners. What no source states is an empty cell; what is not
    verified is left out, and a column says so. Dates that are only planned are told in words alone."""
    statuses = {"closed": _("Closed"), "active": _("Active"), "unknown": _("Not known")}
    rows = []
    for one in programmes:
        record = library.record(one.ref.id, language)
        assert isinstance(record, Programme)
        name = (Words(language).named(one.ref), one.acronym, one.sector.name, statuses.get(one.status, one.status))
        rows.append((*name, *_programme_cells(record, language), *_origin(library, one.ref.id, language)))
    headers = (
        *(_("Programme"), _("Acronym"), _("Sector"), _("Status"), _("Start"), _("End")),
        *(_("Period in words"), _("Budget"), _("Currency")),
        *(_("Regions"), _("Region codes"), _("Partners"), _("Left out, not verified"), *_origin_headers()),
    )
    hxl = (
        *("#activity+name", "#activity+code", "#sector+name", "#status", "#date+start", "#date+end"),
        *(
            "#date+description",
            "#value+budget",
            "#currency",
            "#adm1+name+list",
            "#adm1+code+list",
            "#org+partner+list",
            "#meta+note",
        ),
        *_ORIGIN_HXL,
    )
    return Table(_("Programmes"), headers, tuple(rows), hxl, content_notes(library, language))


def _programme_cells(record: Programme, language: str) -> tuple[Cell, ...]:
    """Dates, budget, regions, partners, and the names of what is left out."""
    budget = record.budget if record.budget_verified else None
    regions = record.regions if record.regions_verified else ()
    unverified = (
        (_("Dates"), record.period.dated and not record.period.verified),
        (_("Budget"), record.budget is not None and not record.budget_verified),
        (_("Regions"), bool(record.regions) and not record.regions_verified),
    )
    return (
        record.period.start if record.period.firm else None,
        record.period.end if record.period.firm else None,
        Words(language).ran(record.period) or None,
        _whole(budget.amount) if budget else None,
        budget.currency if budget else None,
        _joined(region.title.value for region in regions),
        _joined(region.id.partition("/")[2] for region in regions),
        _joined(partner.name for partner in record.partners),
        _joined(name for name, left_out in unverified if left_out),
    )


def place_table(library: Library, places: Sequence[PlaceSummary], language: str) -> Table:
    """Places with their codes, capital and the number of programmes known to have worked there."""
    rows = [
        (
            one.ref.title.value,
            one.level.official(one.place_code),
            _iso(one),
            one.capital,
            one.programmes,
            one.unverified,
            *_origin(library, one.ref.id, language),
        )
        for one in places
    ]
    headers = (
        *(_("Place"), _("Place code"), "ISO 3166-2", _("Capital")),
        *(_("Programmes"), _("Programmes, list of regions not verified"), *_origin_headers()),
    )
    hxl = (
        *("#adm1+name", "#adm1+code+v_pcode", "#adm1+code+v_iso", "#loc+name"),
        *("#activity+num", "#activity+num+unverified", *_ORIGIN_HXL),
    )
    return Table(_("Regions"), headers, tuple(rows), hxl, content_notes(library, language))


def entry_table(library: Library, title: str, refs: Sequence[RecordRef], language: str) -> Table:
    """Topics or terms, each with what it is about."""
    rows = [
        (Words(language).named(one), one.detail, kind_name(one.kind), *_origin(library, one.id, language))
        for one in refs
    ]
    headers = (_("Name"), _("Description"), _("Kind"), *_origin_headers())
    return Table(title, headers, tuple(rows), (), content_notes(library, language))


def word_table(library: Library, refs: Sequence[RecordRef], language: str) -> Table:
    """Terms and topics with a column for each language; a name that is missing is an empty cell."""
    codes = (language, *(code for code in available_languages() if code != language))
    names: dict[str, Mapping[str, RecordRef]] = {
        code: {ref.id: ref for ref in library.refs([one.id for one in refs], code)} for code in codes
    }
    rows = []
    for one in refs:
        words = [names[code].get(one.id) for code in codes]
        shown = [Words(c).named(w) if w and w.title.is_in(c) else None for w, c in zip(words, codes, strict=True)]
        rows.append((*shown, kind_name(one.kind), *_origin(library, one.id, language)))
    headers = (*(language_name(code, lang=language) for code in codes), _("Kind"), *_origin_headers())
    return Table(_("Words of both languages"), headers, tuple(rows), (), content_notes(library, language))


def source_table(library: Library, refs: Sequence[RecordRef], language: str) -> Table:
    """Sources with publisher, year, address and reliability."""
    found = library.source_summaries([ref.id for ref in refs], language)
    rows = [
        (one.ref.title.value, one.publisher, one.year, one.year_note, one.url, one.reliability.name, LINK + one.ref.id)
        for one in (found[ref.id] for ref in refs if ref.id in found)
    ]
    headers = (
        *(_("Source"), _("Publisher"), _("Year"), _("Note on the year"), _("Address of the source")),
        *(_("Reliability"), _("Address in FieldRef")),
    )
    hxl = ("#meta+source", "#meta+publisher", "#date+year", "#meta+note", "#meta+url", "#meta+reliability", "#meta+id")
    return Table(_("Sources"), headers, tuple(rows), hxl, content_notes(library, language))


def saved_table(
    library: Library, marks: Sequence[Bookmark], folders: Mapping[int, str], notes: Mapping[str, str], language: str
) -> Table:
    """The reader's own bookmarks, with their notes on the records."""
    rows: list[tuple[Cell, ...]] = []
    for mark in marks:
        known, kind = library.refs([mark.record_id], language), kind_of(mark.record_id)
        rows.append(
            (
                known[0].title.value if known else mark.title,
                section_name(mark.place) if mark.place else None,
                kind_name(kind) if kind else mark.kind,
                folders.get(mark.folder_id) if mark.folder_id is not None else None,
                _joined(mark.tags),
                notes.get(mark.record_id),
                mark.created[:10],
                LINK + mark.record_id + (f"#{mark.place}" if mark.place else ""),
            )
        )
    headers = (
        *(_("Name"), _("Place in the record"), _("Kind"), _("Folder"), _("Tags")),
        *(_("My note"), _("Saved on"), _("Address in FieldRef")),
    )
    return Table(_("My saved records"), headers, tuple(rows), (), content_notes(library, language))


_ORIGIN_HXL = ("#meta+source+list", "#meta+url+list", "#meta+id")


def _origin_headers() -> tuple[str, ...]:
    return _("Sources"), _("Addresses of the sources"), _("Address in FieldRef")


def _origin(library: Library, record_id: str, language: str) -> tuple[Cell, ...]:
    """The three cells that make a line quotable."""
    references = cite_sources(library, record_id, language, figures=False)
    return (
        _joined(f"{one.publisher}: {one.title}" if one.publisher else one.title for one in references),
        _joined(one.url for one in references),
        LINK + record_id,
    )


def _iso(place: PlaceSummary) -> str | None:
    is_iso = kind_of(place.ref.id) is Kind.REGION and place.level is PlaceLevel.REGION
    return place.ref.id.partition("/")[2] if is_iso else None


def _whole(amount: float) -> int | float:
    return int(amount) if amount == int(amount) else amount


def _joined(words: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(word for word in words if word)) or None
