"""A record as a sheet: HTML for the window, paper and browsers, plain text, data."""

from __future__ import annotations

from fieldref.sheets.render import Sheet, Sheets
from fieldref.sheets.style import SheetStyle

__all__ = ["Sheet", "SheetStyle", "Sheets"]
