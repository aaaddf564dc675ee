"""How a sheet looks: for whom it is drawn, and its colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Literal

Target = Literal["screen", "print", "web"]

_SECTORS: Mapping[str, str] = MappingProxyType(
    {
        "health": "#b02a4c",
        "environment": "#1d6b3c",
        "governance_human_rights": "#4b4fb0",
        "education": "#8c4b08",
        "agriculture": "#5f6410",
        "multi_sector": "#54606b",
    }
)


_LAYOUT = frozenset({"target", "beside", "narrow_facts", "narrow_tables", "scale"})


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """Colours by what they are for, as `#rrggbb`. The defaults are ink on white paper.

    `screen` and `print` keep to the part of HTML that a Qt text document draws; `web` is a page of its own for a
    browser, which follows the reader's light or dark.
    """

    target: Target = "print"
    beside: bool = False
    """Whether a map has room at the right of the key facts; only on the screen."""
    narrow_facts: bool = False
    """Whether the column is too narrow for key facts beside their names; only on the screen."""
    narrow_tables: bool = False
    """Whether it is too narrow for tables of several columns; only on the screen."""
    scale: float = 1.0
    """How much larger than at 100 % letters are: margins that stand beside letters grow with them."""
    text: str = "#111816"
    text_muted: str = "#414b47"
    text_faint: str = "#5a6661"
    surface_sunken: str = "#f1f3f2"
    border: str = "#cfd6d2"
    accent: str = "#0b6470"
    link: str = "#0a4f7d"
    warning: str = "#7a4d00"
    warning_soft: str = "#fbf1d9"
    sector: Mapping[str, str] = field(default_factory=lambda: _SECTORS)

    def scaled(self, length: float) -> int:
        """A length at 100 %, in the pixels of this size of letters."""
        return round(length * self.scale)

    def px(self, length: float) -> str:
        """The same as CSS writes it."""
        return f"{self.scaled(length)}px"

    @classmethod
    def of(cls, palette: object, target: Target = "screen") -> SheetStyle:
        """The style with the colours of a palette of the window: any object that has colours under these names."""
        named = (each.name for each in fields(cls) if each.name not in _LAYOUT)
        return cls(target=target, **{name: getattr(palette, name) for name in named})
