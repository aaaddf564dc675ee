"""Records on paper and as PDF: A4, black on white, figures as vectors, page numbers, sources and version at the foot.

One `Printout` draws on a printer (and its preview) and on a PDF alike. Several records make a dossier, with a table
of contents in front.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtWidgets import QApplication

from fieldref.content.library import Library
from fieldref.content.model import ContentInfo
from fieldref.i18n import _, date, ngettext, number
from fieldref.paths import write_atomically
from fieldref.sheets.render import Sheets
from fieldref.sheets.style import SheetStyle
from fieldref.ui.pdf_packing import pack
from fieldref.ui.print_document import Figures, PrintedPart, lay_out, print_font

_MARGINS_MM = QMarginsF(18, 16, 18, 14)
_FOOTER_MM = 9.0


class Printout:
    """Records ready to be drawn. `notes` are the reader's own, by record id: printed only when given.

    `also` names further languages: each record then comes in all of them. With more than one record, or with a
    `dossier` title, a table of contents comes first."""

    def __init__(
        self,
        library: Library,
        record_ids: Sequence[str],
        language: str,
        *,
        also: Sequence[str] = (),
        figures: bool = True,
        dossier: str = "",
        notes: Mapping[str, str] | None = None,
    ) -> None:
        self._library = library
        self._record_ids = tuple(record_ids)
        self._language = language
        self._copies = [(record_id, code) for record_id in self._record_ids for code in (language, *also)]
        self._figures = {code: Figures(library, code) for code in (language, *also)} if figures else {}
        self._dossier = dossier
        self._notes = dict(notes or {})
        self._sheets = Sheets(library)
        self._info = library.info(language)

    @property
    def title(self) -> str:
        """What the file or print job is called."""
        if self._dossier:
            return self._dossier
        titles = [self._library.ref(record_id, self._language).title.value for record_id in self._record_ids[:1]]
        more = len(self._record_ids) - 1
        if not more:
            return "".join(titles)
        template = ngettext("{title} and {count} more", "{title} and {count} more", more, lang=self._language)
        return template.format(title="".join(titles), count=number(more, lang=self._language))

    def draw(self, device: QPagedPaintDevice, progress: Callable[[int, int], bool] | None = None) -> bool:
        """Draw all pages. `progress` is told (done, all) sheets while laying out, and stops the work by returning
        False: then nothing is drawn, and the result is False. Raises RecordNotFound, and OSError where the device
        cannot be written."""
        room = device.pageLayout().paintRectPixels(device.logicalDpiY())
        footer = _FOOTER_MM / 25.4 * device.logicalDpiY()
        size = QSizeF(room.width(), room.height() - footer)
        parts = list(self._parts(device, size, progress))
        if len(parts) < len(self._copies):
            return False
        if self._dossier or len(self._record_ids) > 1:
            parts.insert(0, self._contents(parts, device, size))
        painter = QPainter()
        if not painter.begin(device):
            raise OSError("the printer or file does not take anything")
        try:
            self._draw_pages(painter, device, parts, size, footer)
        finally:
            painter.end()
        return True

    def pdf(self, progress: Callable[[int, int], bool] | None = None) -> bytes:
        """The pages as a PDF file, empty when `progress` stopped the work."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(600)
        writer.setPageLayout(a4())
        writer.setTitle(self.title)
        writer.setCreator("FieldRef")
        writer.setAuthor(self._info.title.value)
        drawn = self.draw(writer, progress)
        del writer  # lets go of the buffer
        return pack(bytes(buffer.data().data())) if drawn else b""

    def _draw_pages(
        self, painter: QPainter, device: QPagedPaintDevice, parts: Sequence[PrintedPart], size: QSizeF, footer: float
    ) -> None:
        total, page = sum(part.pages for part in parts), 0
        wanted = device.pageRanges()
        started = False
        for part in parts:
            for index in range(part.pages):
                page += 1
                if not wanted.isEmpty() and not wanted.contains(page):
                    continue
                if started:
                    device.newPage()
                started = True
                part.draw_page(painter, index)
                self._draw_footer(painter, QRectF(0, size.height(), size.width(), footer), page, total)

    def _parts(
        self, device: QPagedPaintDevice, size: QSizeF, progress: Callable[[int, int], bool] | None
    ) -> Iterator[PrintedPart]:
        style = SheetStyle(target="print", beside=True)
        for index, (record_id, language) in enumerate(self._copies):
            if progress and not progress(index, len(self._copies)):
                return
            sheet = self._sheets.html(record_id, language, figures=bool(self._figures), style=style)
            text = sheet.html
            if record_id in self._notes and language == self._language:
                text = text.replace("</body>", _note_box(self._notes[record_id], language, style) + "</body>")
            yield lay_out(sheet.title, text, device, size, self._figures.get(language))

    def _contents(self, parts: Sequence[PrintedPart], device: QPagedPaintDevice, size: QSizeF) -> PrintedPart:
        """The table of contents; laid out until its own length no longer moves the page numbers."""
        pages = 1
        while True:
            text = self._contents_html(parts, pages)
            part = lay_out(self.title, text, device, size, None)
            if part.pages <= pages:
                return part
            pages = part.pages

    def _contents_html(self, parts: Sequence[PrintedPart], pages: int) -> str:
        rows, page = [], pages + 1
        for part in parts:
            rows.append(
                f"<tr><td style='padding:4px 12px 4px 0'>{html.escape(part.title)}</td>"
                f"<td align='right' style='padding:4px 0'>{number(page, 0, lang=self._language)}</td></tr>"
            )
            page += part.pages
        heading = _("Contents", lang=self._language)
        return (
            f"<h1 style='font-size:xx-large; font-weight:600'>{html.escape(self.title)}</h1>"
            f"<p>{html.escape(_origin(self._info, self._language))}</p>"
            f"<h2 style='font-size:large; margin-top:18px'>{html.escape(heading)}</h2>"
            f"<table width='100%' cellspacing='0'>{''.join(rows)}</table>"
        )

    def _draw_footer(self, painter: QPainter, rect: QRectF, page: int, total: int) -> None:
        line = rect.top() + rect.height() * 0.3
        painter.setFont(print_font(0.78))
        painter.setPen(QPen(Qt.GlobalColor.black, painter.device().logicalDpiY() / 200))
        painter.drawLine(QPointF(rect.left(), line), QPointF(rect.right(), line))
        words = _("Page {page} of {total}", lang=self._language)
        shown = words.format(page=number(page, 0, lang=self._language), total=number(total, 0, lang=self._language))
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | bottom, _origin(self._info, self._language))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | bottom, shown)


def write_pdf(
    library: Library,
    record_ids: Sequence[str],
    language: str,
    path: Path,
    *,
    also: Sequence[str] = (),
    figures: bool = True,
    dossier: str = "",
    notes: Mapping[str, str] | None = None,
    progress: Callable[[int, int], bool] | None = None,
) -> bool:
    """Write records as one PDF; the file appears only when it is complete. Needs no screen: where no application runs,
    one without a window is made. False when `progress` stopped the work. Raises RecordNotFound, OSError."""
    application = offscreen_application()
    printout = Printout(library, record_ids, language, also=also, figures=figures, dossier=dossier, notes=notes)
    data = printout.pdf(progress)
    del application
    if not data or (progress and not progress(len(record_ids), len(record_ids))):
        return False
    write_atomically(path, data)
    return True


def a4() -> QPageLayout:
    """The page: A4 upright."""
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, _MARGINS_MM, QPageLayout.Unit.Millimeter)


def offscreen_application() -> QGuiApplication:
    """The application that runs, or a new one that needs no screen. Keep the result while it is needed."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    # Widgets and all: whoever comes later in this process may need a window, and there is only ever one application.
    return QApplication(["fieldref", "-platform", "offscreen"])


def _origin(info: ContentInfo, language: str) -> str:
    template = _("{title}, content {version} of {date}", lang=language)
    return template.format(title=info.title.value, version=info.version, date=date(info.built_on, lang=language))


def _note_box(note: str, language: str, style: SheetStyle) -> str:
    """The reader's note at the end of a record, plainly not part of the reference."""
    heading = html.escape(_("My note", lang=language))
    lines = "<br>".join(html.escape(line) for line in note.strip().splitlines())
    return (
        f"<table width='100%' cellpadding='8' cellspacing='0' border='1' style='border-collapse:collapse; "
        f"border-color:{style.border}; margin-top:16px'><tr><td><b>{heading}</b><br>{lines}</td></tr></table>"
    )
