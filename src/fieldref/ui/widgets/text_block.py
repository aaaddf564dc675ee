"""Text broken into lines, with marked words: what delegates paint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

Marks = Sequence[tuple[int, int]]


class TextBlock:
    """`text` laid out once for a width in pixels. `marks` are (start, end) positions drawn in `marked`.
    With `most_lines` the text is cut with an ellipsis: only for extracts, never for names."""

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float,
        *,
        marks: Marks = (),
        marked: QTextCharFormat | None = None,
        most_lines: int = 0,
    ) -> None:
        formats = [_range(start, end, marked) for start, end in marks] if marked is not None else []
        self.height, self.width, overflow = self._lay_out(text, font, width, most_lines, formats)
        room = width
        while overflow is not None and room > width / 2:  # marked letters are wider than they were measured
            cut = _cut(text, overflow, font, room)
            formats = [_range(s, e, marked) for s, e in marks if e < len(cut)] if marked is not None else []
            self.height, self.width, overflow = self._lay_out(cut, font, width, most_lines, formats)
            room *= 0.92

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Paint in the painter's pen."""
        self._layout.draw(painter, QPointF(x, y))

    def _lay_out(
        self, text: str, font: QFont, width: float, most_lines: int, formats: list[QTextLayout.FormatRange]
    ) -> tuple[float, float, int | None]:
        """Break the lines; the third value is where the last allowed line starts if the text does not fit."""
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.setFormats(formats)
        height, widest, lines, start = 0.0, 0.0, 0, 0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            if most_lines and lines == most_lines:
                self._layout.endLayout()
                return height, widest, start
            line.setLineWidth(max(width, 1.0))
            line.setPosition(QPointF(0, height))
            start = line.textStart()
            height += line.height()
            widest = max(widest, line.naturalTextWidth())
            lines += 1
        self._layout.endLayout()
        return height, widest, None


def _cut(text: str, last_line: int, font: QFont, width: float) -> str:
    """The text with its last line shortened to fit, and an ellipsis."""
    metrics = QFontMetricsF(font)
    room = width - metrics.horizontalAdvance("…") - 2
    last = text[last_line:].replace("\n", " ")
    while last and metrics.horizontalAdvance(last) > room:
        share = room / metrics.horizontalAdvance(last)
        last = last[: max(0, min(len(last) - 1, int(len(last) * share)))]
    return f"{text[:last_line]}{last.rstrip()}…"


def _range(start: int, end: int, marked: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, marked
    return made
