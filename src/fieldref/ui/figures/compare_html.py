"""A comparison as one HTML table that can be read aloud, selected, copied and printed."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fieldref.content.model import RecordRef
from fieldref.i18n import _, language
from fieldref.sheets.words import Words
from fieldref.ui.figures.compare_data import ComparedFigure, ComparedRow, Comparison
from fieldref.ui.palettes import Palette

LINK = "fieldref:"

_MANY = 4
"""From so many places on their names stand in smaller letters, that none is broken where letters are large."""


def comparison_html(comparison: Comparison, palette: Palette) -> str:
    """The whole comparison."""
    page = _Page(comparison, palette)
    rows = [page.head()]
    rows.append(page.section(_("Key facts")))
    rows += [page.fact(name, cells) for name, cells in comparison.facts]
    rows.append(page.fact_sources())
    rows.append(page.section(_("Programmes")))
    rows.append(page.programmes())
    for theme in comparison.themes:
        rows.append(page.section(theme.name))
        rows += [page.figures(row) for row in theme.rows]
    table = f"<table width='100%' cellspacing='0' cellpadding='6'>{''.join(rows)}</table>"
    return table + page.notes()


class _Page:
    """Makes the rows of one comparison in the colours of one palette."""

    def __init__(self, comparison: Comparison, palette: Palette) -> None:
        self._comparison = comparison
        self._palette = palette
        self._numbers = {source_id: n for n, (source_id, _name) in enumerate(comparison.sources, start=1)}
        count = len(comparison.places)
        self._first, self._name = (24, "big") if count < _MANY else (20, "span")
        self._width = (100 - self._first) // max(1, count)

    def head(self) -> str:
        """The places as column headings that open them."""
        cells = "".join(
            f"<th align='left' valign='bottom' width='{self._width}%' style='{self._line()}'>"
            f"<{self._name}>{self._link(place.id, place.title.value)}</{self._name}></th>"
            for place in self._comparison.places
        )
        return f"<thead><tr><th width='{self._first}%' style='{self._line()}'></th>{cells}</tr></thead>"

    def section(self, name: str) -> str:
        """A line that starts a group."""
        span = len(self._comparison.places) + 1
        style = f"background-color:{self._palette.surface_sunken}; color:{self._palette.text};"
        return f"<tr><td colspan='{span}' style='{style}'><b>{escape(name)}</b></td></tr>"

    def fact(self, name: str, cells: Iterable[str]) -> str:
        """A row of plain values."""
        return self._row(escape(name), (escape(cell) for cell in cells))

    def fact_sources(self) -> str:
        """Which sources the key facts of each place rest on."""
        cells = []
        for place in self._comparison.places:
            numbered = sorted(place.sources, key=self._numbers.__getitem__)
            cells.append(self._muted(" ".join(self._link(i, f"[{self._numbers[i]}]") for i in numbered), ready=True))
        return self._row(escape(_("Sources")), cells)

    def programmes(self) -> str:
        """The programmes of each place; those that several of them have are marked in words."""
        cells = []
        for refs in self._comparison.programmes:
            lines = [self._programme(ref) for ref in refs] or [self._muted(_("No programme known"))]
            cells.append("<br>".join(lines))
        return self._row(escape(_("Worked there, according to the sources")), cells)

    def figures(self, row: ComparedRow) -> str:
        """One indicator in all places."""
        name = self._link(row.indicator.id, row.indicator.title.value)
        lines = [name, self._muted(row.method)]
        if row.years_differ:
            warning = escape(_("The years differ: compare with care"))
            lines.append(f"<small style='color:{self._palette.warning}'>{warning}</small>")
        return self._row("<br>".join(lines), (self._figure(cell) for cell in row.cells))

    def notes(self) -> str:
        """The sources by number."""
        items = "".join(
            f"<tr><td align='right' valign='top'>[{number}]</td><td>{self._link(source_id, name)}</td></tr>"
            for number, (source_id, name) in enumerate(self._comparison.sources, start=1)
        )
        if not items:
            return ""
        heading = escape(_("Sources"))
        return f"<h3>{heading}</h3><table cellspacing='0' cellpadding='3'>{items}</table>"

    def _row(self, name: str, cells: Iterable[str]) -> str:
        style = self._line()
        rest = "".join(f"<td valign='top' style='{style}'>{cell}</td>" for cell in cells)
        return f"<tr><td valign='top' style='{style}'>{name}</td>{rest}</tr>"

    def _figure(self, cell: ComparedFigure | None) -> str:
        if cell is None:
            return self._muted(_("No data"))
        number = self._numbers[cell.source_id]
        about = f"{escape(cell.period)} {self._link(cell.source_id, f'[{number}]')}"
        said = [self._muted(cell.before), f"<b>{escape(cell.number)}</b>", self._muted(cell.after)]
        remarks = f"<br>{self._muted(cell.remarks)}" if cell.remarks else ""
        return f"{' '.join(said).strip()}<br>{self._muted(about, ready=True)}{remarks}"

    def _programme(self, ref: RecordRef) -> str:
        link = self._link(ref.id, Words(language()).named(ref, ref.detail))
        count, places = self._comparison.shared.get(ref.id, 0), len(self._comparison.places)
        if not count:
            return link
        said = _("(in common)") if count == places else _("(in {count} of {places})")
        remark = self._muted(said.format(count=count, places=places).replace(" ", "\xa0"))  # on one line
        return f"{link} {remark}"

    def _muted(self, text: str, *, ready: bool = False) -> str:
        words = text if ready else escape(text)
        return f"<small style='color:{self._palette.text_muted}'>{words}</small>" if words else ""

    def _link(self, record_id: str, text: str) -> str:
        style = f"color:{self._palette.link}; text-decoration:none;"
        return f"<a href='{LINK}{escape(record_id)}' style='{style}'>{escape(text)}</a>"

    def _line(self) -> str:
        return f"border-bottom:1px solid {self._palette.border}; color:{self._palette.text};"
