"""One sheet laid out for paper: figures as vectors in the text, headings that stay with what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPagedPaintDevice,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from fieldref.content.library import Library
from fieldref.ui.figures import render
from fieldref.ui.figures.map_spec import MapSpec
from fieldref.ui.palettes import PALETTES

FAMILIES = ("Noto Sans", "Segoe UI", "Source Sans 3", "Liberation Sans", "Arial", "Helvetica Neue", "DejaVu Sans")
"""Fonts with every letter of Spanish and Quechua that are small once cut down to the letters in use."""

_INNER_LINK = re.compile(r'<a href="(?:#|fieldref:)[^"]*"')
"""Links that lead nowhere on paper; in a PDF each would cost as much as a line of text."""
_BASE_POINTS = 9.5
_FIGURE_TEXT = 11.0
_MAP_WIDTH = 400.0
BESIDE = "?beside"
"""End of the key of a figure that stands beside the key facts."""
_BESIDE_SHARE = 0.39
_LIST_INDENT = 14.0
_ROW_FOOT = 9.0
"""What a row of a table takes below its last line: padding and rule."""
_LINES_KEPT = 4
"""So many lines of what follows a heading stay with it."""
_CSS_DPI = 96.0
_FIGURE = QTextFormat.ObjectTypes.UserObject + 1
_KEY = QTextFormat.Property.UserProperty + 1


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A sheet (or the table of contents) laid out for a device."""

    title: str
    document: QTextDocument
    pages: int

    def draw_page(self, painter: QPainter, index: int) -> None:
        """Draw one page at the painter's origin."""
        size = self.document.pageSize()
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        context.clip = QRectF(0, index * size.height(), size.width(), size.height())
        with _saved(painter):
            painter.translate(0, -index * size.height())
            painter.setClipRect(context.clip)
            self.document.documentLayout().draw(painter, context)


def lay_out(title: str, text: str, device: QPagedPaintDevice, size: QSizeF, figures: Figures | None) -> PrintedPart:
    """Lay HTML out for the pages of a device; `size` is the room for text in device pixels."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setDefaultFont(print_font())
    document.setIndentWidth(_LIST_INDENT)
    layout = document.documentLayout()
    layout.setPaintDevice(device)
    document.setHtml(_INNER_LINK.sub("<a", text))
    if figures is not None:
        scale = device.logicalDpiY() / _CSS_DPI
        layout.registerHandler(_FIGURE, _FigureObject(figures, document, scale))
        _put_figures(document, figures, size.width() / scale)
    document.setPageSize(size)
    _keep_together(document, size.height(), device.logicalDpiY() / _CSS_DPI)
    return PrintedPart(title, document, document.pageCount())


def print_font(scale: float = 1.0) -> QFont:
    """The font of printed pages: the first of `FAMILIES` that this computer has, else its own."""
    known = set(QFontDatabase.families())
    family = next((name for name in FAMILIES if name in known), QGuiApplication.font().family())
    font = QFont(family)
    font.setPointSizeF(_BASE_POINTS * scale)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("liga"), 0)  # so that a search in the PDF finds "fin" and not only a drawn "ﬁn"
    return font


class Figures:
    """The figures of one printout, each worked out once. Lengths are in CSS pixels (96 to the inch)."""

    def __init__(self, library: Library, language: str) -> None:
        self._library = library
        self._language = language
        self._specs: dict[str, render.Spec | None] = {}

    def size(self, key: str, column: float) -> QSizeF | None:
        """The room a figure wants in a column, or None where there is nothing to draw."""
        if key not in self._specs:
            try:
                self._specs[key] = render.figure_spec(
                    key.removesuffix(BESIDE), self._library, self._language, _FIGURE_TEXT
                )
            except render.UnknownFigure:
                self._specs[key] = None
        spec = self._specs[key]
        if spec is None:
            return None
        if key.endswith(BESIDE):
            column *= _BESIDE_SHARE
        width = min(column, _MAP_WIDTH) if isinstance(spec, MapSpec) else column
        return QSizeF(width, render.natural_height(spec, width))

    def draw(self, painter: QPainter, rect: QRectF, key: str) -> None:
        """Draw it in black on white."""
        spec = self._specs.get(key)
        if spec is not None:
            render.draw_figure(painter, rect, spec, PALETTES["print"], print_font())


class _FigureObject(QPyTextObject):
    """A figure in the text of a document, drawn as vectors in the room it has."""

    def __init__(self, figures: Figures, document: QTextDocument, scale: float) -> None:
        super().__init__(document)
        self._figures = figures
        self._scale = scale

    def intrinsicSize(self, doc: QTextDocument, _position: int, format: QTextFormat) -> QSizeF:  # noqa: A002 - Qt's
        """The room the figure wants; never more than most of a page."""
        column, page = (doc.pageSize().width() - 1) / self._scale, doc.pageSize().height() / self._scale
        size = self._figures.size(str(format.property(_KEY)), column) or QSizeF(0, 0)
        return QSizeF(size.width(), min(size.height(), page * 0.8)) * self._scale

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _doc: QTextDocument,
        _position: int,
        format: QTextFormat,  # noqa: A002 - Qt's name
    ) -> None:
        """Draw in CSS pixels, whatever the resolution of the device."""
        with _saved(painter):
            painter.translate(rect.topLeft())
            painter.scale(self._scale, self._scale)
            room = QRectF(0, 0, rect.width() / self._scale, rect.height() / self._scale)
            self._figures.draw(painter, room, str(format.property(_KEY)))


def _put_figures(document: QTextDocument, figures: Figures, width: float) -> None:
    """Replace the image slots of a sheet by objects that draw; a slot with nothing to draw goes."""
    for position, key in reversed(list(_slots(document))):
        cursor = QTextCursor(document)
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        if figures.size(key, width) is None:
            cursor.removeSelectedText()
            continue
        drawn = QTextCharFormat()
        drawn.setObjectType(_FIGURE)
        drawn.setProperty(_KEY, key)
        cursor.insertText("\ufffc", drawn)


def _slots(document: QTextDocument) -> Iterator[tuple[int, str]]:
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            image = fragment.charFormat().toImageFormat()
            if image.isValid() and image.name().startswith("figure:"):
                for offset in range(fragment.length()):
                    yield fragment.position() + offset, image.name().partition(":")[2]
            iterator += 1
        block = block.next()


def _keep_together(document: QTextDocument, height: float, scale: float) -> None:
    """Move headings that would stand alone at the foot of a page, and table rows that would be cut by its end, to the
    next page. From top to bottom, so that what is settled above stays settled."""
    layout = document.documentLayout()
    seen: set[tuple[int, int]] = set()
    block = document.begin()
    while block.isValid():
        table = _table_of(block)
        if block.blockFormat().headingLevel():
            first = block
            while block.isValid() and block.blockFormat().headingLevel():
                block = block.next()
            if block.isValid() and _stands_alone(layout, first, block, height):
                moved = first.blockFormat()
                moved.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(first).setBlockFormat(moved)
                _lay_out_again(document)
            continue
        if table is not None:
            key = (table.firstPosition(), table.cellAt(QTextCursor(block)).row())
            if key not in seen:
                seen.add(key)
                if _push_row(layout, table, key[1], height, scale):
                    _lay_out_again(document)
        block = block.next()


def _table_of(block: QTextBlock) -> QTextTable | None:
    return QTextCursor(block).currentTable()


def _stands_alone(layout: QAbstractTextDocumentLayout, heading: QTextBlock, after: QTextBlock, height: float) -> bool:
    """Whether a heading ends a page; a table counts as following with its first two rows, a text with its first
    lines."""
    top = layout.blockBoundingRect(heading).top()
    table = _table_of(after)
    if table is not None:
        bottom = _row_extent(layout, table, min(1, table.rows() - 1))[1]
    else:
        bottom = _line_bottom(layout, after, min(_LINES_KEPT, after.layout().lineCount()) - 1)
    return int((bottom - 1) // height) > int(top // height) and top % height > 1


def _push_row(layout: QAbstractTextDocumentLayout, table: QTextTable, row: int, height: float, scale: float) -> bool:
    """Give a row that the end of a page would cut so much room above that it starts on the next page."""
    top, bottom = _row_extent(layout, table, row)
    page = int(top // height)
    bottom += _ROW_FOOT * scale
    if int((bottom - 1) // height) == page or bottom - top > height / 2:
        return False
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        cell_format = cell.format().toTableCellFormat()
        cell_format.setTopPadding(cell_format.topPadding() + ((page + 1) * height - top) / scale + 1)
        cell.setFormat(cell_format)
    return True


def _row_extent(layout: QAbstractTextDocumentLayout, table: QTextTable, row: int) -> tuple[float, float]:
    """Top of the first and bottom of the last line of text in a row."""
    cells = [table.cellAt(row, column) for column in range(table.columns())]
    tops = [layout.blockBoundingRect(cell.firstCursorPosition().block()).top() for cell in cells]
    return min(tops), max(_line_bottom(layout, cell.lastCursorPosition().block(), -1) for cell in cells)


def _line_bottom(layout: QAbstractTextDocumentLayout, block: QTextBlock, line: int) -> float:
    """Bottom of the first (0) or last (-1) line of a block."""
    top, count = layout.blockBoundingRect(block).top(), block.layout().lineCount()
    if not count:
        return top
    found = block.layout().lineAt(line % count)
    return top + found.y() + found.height()


def _lay_out_again(document: QTextDocument) -> None:
    """All of it: laying out a part alone loses lines where there are page breaks."""
    document.markContentsDirty(0, document.characterCount())
    document.pageCount()


@contextmanager
def _saved(painter: QPainter) -> Iterator[None]:
    painter.save()
    try:
        yield
    finally:
        painter.restore()
