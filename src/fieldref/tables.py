"""Tables that leave the app: CSV, XLSX and the clipboard. Numbers stay numbers, and text never becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldref.content.library import Library
from fieldref.content.model import Observation, PlaceLevel
from fieldref.i18n import _, date, pgettext, plain
from fieldref.paths import write_atomically

Cell = str | int | float | None
"""None is an empty cell: unknown, never zero."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST_COLUMN = 60
_IN_REGIONS = (PlaceLevel.PROVINCE, PlaceLevel.DISTRICT)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its provenance. `hxl` holds one hashtag for each column, or nothing; `notes` are lines on where
    the figures come from, written on a second sheet of a workbook."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    hxl: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        widths = {len(row) for row in self.rows} | ({len(self.hxl)} if self.hxl else set())
        if widths - {len(self.headers)}:
            raise ValueError("every row of a table has as many cells as there are headers")


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How a CSV file is written. A spreadsheet set to a decimal comma wants ';' and ','."""

    separator: str = ","
    decimal: str = "."
    hxl: bool = False


def to_csv(table: Table, style: CsvStyle | None = None) -> bytes:
    """UTF-8 with a byte order mark (spreadsheets then read the accents), CRLF, headers first."""
    return b"\xef\xbb\xbf" + _delimited(table, style or CsvStyle()).encode()


def to_tsv(table: Table, decimal: str = ".") -> str:
    """For the clipboard: pastes into a spreadsheet as cells."""
    return _delimited(table, CsvStyle("\t", decimal)).replace("\r\n", "\n")


def write_csv(table: Table, path: Path, style: CsvStyle | None = None) -> None:
    """Write a CSV file. Raises OSError."""
    write_atomically(path, to_csv(table, style))


def write_xlsx(table: Table, path: Path, *, hxl: bool = False) -> None:
    """Write a workbook: the table with a filter and a frozen header, its notes on a second sheet. Raises OSError."""
    write_atomically(path, to_xlsx(table, hxl=hxl))


def to_xlsx(table: Table, *, hxl: bool = False) -> bytes:
    """The workbook as bytes. Numbers are numbers; everything else is text, formulas and links included."""
    import xlsxwriter  # only when somebody exports

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": table.title, "comments": "\n".join(table.notes)})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("Table"))
        lines: list[tuple[Cell, ...]] = [table.headers, *([table.hxl] if hxl and table.hxl else []), *table.rows]
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, plain(cell), bold if row == 0 else None)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
        sheet.freeze_panes(1, 0)
        if table.headers:
            sheet.autofilter(0, 0, len(lines) - 1, len(table.headers) - 1)
        for column, width in enumerate(_widths(lines)):
            sheet.set_column(column, column, width)
        about = book.add_worksheet(_("About"))
        about.set_column(0, 0, 100)
        for row, line in enumerate((table.title, *table.notes)):
            about.write_string(row, 0, plain(line), bold if row == 0 else None)
    return stream.getvalue()


def observation_table(library: Library, observations: Sequence[Observation], language: str) -> Table:
    """Figures with everything that makes them quotable: place and its code, period, unit, source and address."""
    places = _places(library, observations, language)
    regions = any(place[2] for place in places.values())
    indicators = {each.ref.id: each for each in library.indicators(language)}
    sources = library.source_summaries(list({each.citation.source_id for each in observations}), language)
    areas = library.labels("area", language)
    groups = library.labels("population_group", language)
    rows: list[tuple[Cell, ...]] = []
    for one in observations:
        indicator, source = indicators.get(one.indicator_id), sources.get(one.citation.source_id)
        name, code, region = places[one.place_id]
        rows.append(
            (
                indicator.ref.title.value if indicator else one.indicator_id,
                name,
                *((region,) if regions else ()),
                code,
                areas[one.area].name if one.area in areas else one.area,
                groups[one.population_group].name if one.population_group in groups else one.population_group,
                one.period,
                _number(one.value),
                indicator.unit.name if indicator else "",
                one.qualifier.name if one.qualifier else "",
                source.ref.title.value if source else one.citation.source_id,
                source.publisher if source else "",
                one.citation.locator,
                source.url if source else "",
                " · ".join(str(said) for said in (indicator.caveat if indicator else None, one.note) if said),
            )
        )
    titles = sorted({str(row[0]) for row in rows})
    headers, hxl = observation_headers(language, regions=regions), _hxl(regions=regions)
    return Table("; ".join(titles), headers, tuple(rows), hxl, content_notes(library, language))


def content_notes(library: Library, language: str) -> tuple[str, ...]:
    """Where an exported table comes from: content, version, date and licence."""
    info = library.info(language)
    line = _("{title}, content {version} of {date}", lang=language)
    return (
        line.format(title=info.title.value, version=info.version, date=plain(date(info.built_on, lang=language))),
        info.licence,
    )


_HXL = (
    "#indicator+name",
    "#geo+name",
    "#geo+code+v_pcode",
    "#meta+area",
    "#meta+group",
    "#date+period",
    "#indicator+value+num",
    "#indicator+unit",
    "#meta+qualifier",
    "#meta+source",
    "#meta+publisher",
    "#meta+locator",
    "#meta+url",
    "#meta+note",
)


def _hxl(*, regions: bool) -> tuple[str, ...]:
    return (*_HXL[:2], *(("#adm1+name",) if regions else ()), *_HXL[2:])


def observation_headers(language: str, *, regions: bool = False) -> tuple[str, ...]:
    """The headers of a table of figures, in a language; with `regions`, for provinces and districts, that names the
    region of each."""
    return (
        _("Indicator", lang=language),
        _("Place", lang=language),
        *((_("Region", lang=language),) if regions else ()),
        _("Place code", lang=language),
        pgettext("urban or rural", "Area", lang=language),
        _("Population group", lang=language),
        _("Period", lang=language),
        _("Value", lang=language),
        _("Unit", lang=language),
        _("Qualifier", lang=language),
        _("Source", lang=language),
        _("Publisher", lang=language),
        _("Table or page", lang=language),
        _("Address of the source", lang=language),
        _("Note", lang=language),
    )


def _places(library: Library, observations: Sequence[Observation], language: str) -> dict[str, tuple[str, str, str]]:
    """Name, code, and of a province or district the name of its region, of every place."""
    wanted = {one.place_id for one in observations}
    found: dict[str, tuple[str, str, str]] = {}
    region_of: dict[str | None, str] = {}
    for level in PlaceLevel:
        if wanted - found.keys():
            for place in library.places(level, language):
                name = place.ref.title.value
                region = region_of.get(place.parent_id, "") if level in _IN_REGIONS else ""
                if level is PlaceLevel.REGION or region:
                    region_of[place.ref.id] = region or name
                if place.ref.id in wanted:
                    found[place.ref.id] = (name, level.official(place.place_code), region)
    return found


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _delimited(table: Table, style: CsvStyle) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=style.separator, lineterminator="\r\n")
    writer.writerow([_text(header) for header in table.headers])
    if style.hxl and table.hxl:
        writer.writerow(table.hxl)
    for row in table.rows:
        writer.writerow([_plain_cell(cell, style) for cell in row])
    return stream.getvalue()


def _plain_cell(cell: Cell, style: CsvStyle) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell).replace("\t", " ").replace("\n", " ") if style.separator == "\t" else _text(cell)
    return format(cell, ".15g").replace(".", style.decimal) if isinstance(cell, float) else str(cell)


def _text(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front, which it takes as 'this is text'."""
    text = plain(text)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _widths(lines: Sequence[tuple[Cell, ...]]) -> list[int]:
    return [
        min(_WIDEST_COLUMN, 2 + max(len(str(cell or "")) for cell in column)) for column in zip(*lines, strict=True)
    ]
