"""The look of the app as one object: palette, type scale, spacing, stylesheet.

Pages and figures ask a `Theme` for colours, fonts and sizes and listen to `changed`; nobody else writes a colour or a
point size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from fieldref.ui import icons
from fieldref.ui.palettes import PALETTES, Palette, contrast_ratio, readable_on

__all__ = [
    "CHOICES",
    "DENSITIES",
    "FONT_SCALE",
    "PALETTES",
    "ZOOMS",
    "Palette",
    "Theme",
    "contrast_ratio",
    "readable_on",
]

CHOICES: Final = ("system", "light", "dark", "contrast")
DENSITIES: Final = ("comfortable", "compact")
ZOOMS: Final = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
SMALLEST_BODY_POINTS: Final = 11.0

FONT_SCALE: Final[Mapping[str, tuple[float, int]]] = MappingProxyType(
    {
        "small": (0.88, QFont.Weight.Normal),
        "body": (1.0, QFont.Weight.Normal),
        "strong": (1.0, QFont.Weight.DemiBold),
        "heading": (1.15, QFont.Weight.DemiBold),
        "title": (1.45, QFont.Weight.DemiBold),
        "display": (2.0, QFont.Weight.DemiBold),
    }
)
"""Role of a text → (size relative to the body, weight)."""


class Theme(QObject):
    """The look now. `choice` is what the reader picked, `name` the palette it leads to.

    `style_template` is the text of `resources/style.qss`; without it widgets are plain Fusion.
    """

    changed = Signal()

    def __init__(
        self,
        choice: str = "system",
        zoom: float = 1.0,
        density: str = "comfortable",
        *,
        reduced_motion: bool = False,
        style_template: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.choice = choice if choice in CHOICES else "system"
        self.zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self.density = density if density in DENSITIES else "comfortable"
        self.reduced_motion = reduced_motion
        self._template = style_template
        self._system_dark = False
        self._family_points: tuple[QFont, float] | None = None
        self._icons: dict[tuple[str, str], QIcon] = {}

    @property
    def name(self) -> str:
        """Key of the palette in use: light, dark or contrast."""
        if self.choice == "system":
            return "dark" if self._system_dark else "light"
        return self.choice

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return PALETTES[self.name]

    @property
    def compact(self) -> bool:
        """Whether lists and controls should be drawn closer together."""
        return self.density == "compact"

    def set_choice(self, choice: str) -> None:
        """Switch to system, light, dark or contrast."""
        if choice in CHOICES and choice != self.choice:
            self.choice = choice
            self._refresh()

    def set_zoom(self, zoom: float) -> None:
        """Make everything larger or smaller, 0.8 to 2.0."""
        zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        if zoom != self.zoom:
            self.zoom = zoom
            self._refresh()

    def zoom_by(self, steps: int) -> None:
        """Go up or down the ladder of zooms."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        self.set_zoom(ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)])

    def set_density(self, density: str) -> None:
        """Switch between comfortable and compact."""
        if density in DENSITIES and density != self.density:
            self.density = density
            self._refresh()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Let nothing move by itself, or let it again."""
        if reduced != self.reduced_motion:
            self.reduced_motion = reduced
            self._refresh()

    def px(self, pixels: float) -> int:
        """A length of the 8-px grid at the present zoom, in logical pixels."""
        return max(1, round(pixels * self.zoom)) if pixels else 0

    @property
    def body_points(self) -> float:
        """Size of running text at the present zoom."""
        base = self._family_points[1] if self._family_points else SMALLEST_BODY_POINTS
        return base * self.zoom

    def font(self, role: str = "body") -> QFont:
        """A font of the type scale (`FONT_SCALE`) at the present zoom, for things that paint for themselves."""
        scale, weight = FONT_SCALE[role]
        font = QFont(self._family_points[0]) if self._family_points else QFont()
        font.setPointSizeF(self.body_points * scale)
        font.setWeight(QFont.Weight(weight))
        return font

    def color(self, role: str) -> QColor:
        """A named colour of the palette; `sector:health` and the like give a sector's."""
        kind, _, key = role.partition(":")
        value = (
            self.palette.sector.get(key, self.palette.text_muted) if kind == "sector" else getattr(self.palette, kind)
        )
        return QColor(value)

    def icon(self, name: str, role: str = "text_muted") -> QIcon:
        """An icon in a named colour of the palette, kept until the look changes."""
        key = (name, role)
        if key not in self._icons:
            self._icons[key] = icons.icon(name, self.color(role).name(), self.palette.border_strong)
        return self._icons[key]

    def apply(self, app: QApplication) -> None:
        """Dress the application and follow the system's light and dark from now on. Call once, early."""
        app.setStyle("Fusion")
        system = QApplication.font()
        points = system.pointSizeF() if system.pointSizeF() > 0 else SMALLEST_BODY_POINTS
        self._family_points = (QFont(system), max(points, SMALLEST_BODY_POINTS))
        hints = app.styleHints()
        self._system_dark = hints.colorScheme() is Qt.ColorScheme.Dark
        hints.colorSchemeChanged.connect(self._on_system_scheme)
        self._dress()

    def style_sheet(self, template: str) -> str:
        """The stylesheet template with colours, `12px` lengths and `heading.pt` sizes filled in."""
        palette = self.palette
        colors = {f.name: getattr(palette, f.name) for f in fields(palette)}
        # Rows of a table are told apart by the ground of the window, where that is not the ground of the table too.
        colors["stripe"] = palette.window if palette.window != palette.surface else palette.surface_sunken

        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name.endswith("px"):
                return f"{self.px(float(name[:-2]))}px"
            if name.endswith(".pt"):
                return f"{self.body_points * FONT_SCALE[name[:-3]][0]:.2f}pt"
            return str(colors[name])

        return re.sub(r"\{\{([\w.]+)\}\}", value, template)

    def _on_system_scheme(self, scheme: Qt.ColorScheme) -> None:
        self._system_dark = scheme is Qt.ColorScheme.Dark
        if self.choice == "system":
            self._refresh()

    def _refresh(self) -> None:
        self._icons.clear()
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication) or self._family_points is None:
            return
        app.setFont(self.font())
        app.setPalette(self._qt_palette())
        app.setStyleSheet(self.style_sheet(self._template))

    def _qt_palette(self) -> QPalette:
        p, role, group = self.palette, QPalette.ColorRole, QPalette.ColorGroup
        colors = {
            role.Window: p.window,
            role.WindowText: p.text,
            role.Base: p.surface,
            role.AlternateBase: p.surface_sunken,
            role.ToolTipBase: p.surface_raised,
            role.ToolTipText: p.text,
            role.PlaceholderText: p.text_faint,
            role.Text: p.text,
            role.Button: p.surface,
            role.ButtonText: p.text,
            role.BrightText: p.danger,
            role.Highlight: p.selection,
            role.HighlightedText: p.selection_text,
            role.Link: p.link,
            role.LinkVisited: p.link,
            role.Accent: p.accent,
            role.Light: p.surface_raised,
            role.Midlight: p.surface_sunken,
            role.Mid: p.border,
            role.Dark: p.border_strong,
            role.Shadow: p.border_strong,
        }
        palette = QPalette()
        for color_role, value in colors.items():
            palette.setColor(color_role, QColor(value))
        for color_role in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, color_role, QColor(p.border_strong))
        return palette
