"""Named colours of the four looks. Plain data: `theme` puts them to use, a test computes their contrast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for, as `#rrggbb`.

    Text colours, `link`, `danger`, `warning`, `success` and the sector colours can be read on every background
    (≥ 4.5:1; ≥ 7:1 in `contrast`); `border_strong`, `focus` and `series` can be told from it (≥ 3:1).
    """

    dark: bool
    window: str
    surface: str
    surface_raised: str
    surface_sunken: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_faint: str
    accent: str
    accent_text: str
    accent_soft: str
    focus: str
    selection: str
    selection_text: str
    link: str
    danger: str
    warning: str
    success: str
    warning_soft: str
    sector: Mapping[str, str]
    ramp: tuple[str, ...]
    """Seven steps from little to much, one hue family, told apart with any colour vision."""
    series: tuple[str, ...]
    """Four lines of a chart, told apart with any colour vision."""
    no_data: str
    water: str
    neighbour: str
    neighbour_border: str
    grid: str


def _sectors(
    health: str, environment: str, governance: str, education: str, agriculture: str, several: str
) -> Mapping[str, str]:
    return MappingProxyType(
        {
            "health": health,
            "environment": environment,
            "governance_human_rights": governance,
            "education": education,
            "agriculture": agriculture,
            "multi_sector": several,
        }
    )


LIGHT: Final = Palette(
    dark=False,
    window="#f4f5f3",
    surface="#ffffff",
    surface_raised="#ffffff",
    surface_sunken="#ebeeec",
    border="#d9dedb",
    border_strong="#76827d",
    text="#18211e",
    text_muted="#46524d",
    text_faint="#5a6661",
    accent="#0b6470",
    accent_text="#ffffff",
    accent_soft="#dceef0",
    focus="#0b6470",
    selection="#d2e9ec",
    selection_text="#0d1f22",
    link="#0a5a8f",
    danger="#a9261f",
    warning="#7a4d00",
    success="#1c6534",
    warning_soft="#fbeecb",
    sector=_sectors("#b02a4c", "#1d6b3c", "#4b4fb0", "#8c4b08", "#5f6410", "#54606b"),
    ramp=("#f7f4d0", "#cadeae", "#8bc7a2", "#4aacab", "#158cae", "#0b6c9c", "#13487b"),
    series=("#0b4f9e", "#c04f08", "#1a9472", "#a03a86"),
    no_data="#e6e8e7",
    water="#cfe2ee",
    neighbour="#eceeec",
    neighbour_border="#c6ccc9",
    grid="#e1e5e3",
)

DARK: Final = Palette(
    dark=True,
    window="#161b1c",
    surface="#1e2425",
    surface_raised="#272e30",
    surface_sunken="#121617",
    border="#363f41",
    border_strong="#85929a",
    text="#e8eded",
    text_muted="#b9c4c4",
    text_faint="#a2b0b0",
    accent="#5fc4cf",
    accent_text="#07282c",
    accent_soft="#1c3b40",
    focus="#7fdbe4",
    selection="#1f454c",
    selection_text="#f2fbfc",
    link="#83c4f2",
    danger="#ff9d94",
    warning="#f0c063",
    success="#85d69c",
    warning_soft="#3b3118",
    sector=_sectors("#ff9bb3", "#84d39b", "#b3b6ff", "#f2b36b", "#ccd06c", "#b6c2cc"),
    ramp=("#284354", "#206176", "#12808f", "#3d9e97", "#73b996", "#bad19b", "#edeabf"),
    series=("#4a9be6", "#f0974f", "#74e0b6", "#e08fc8"),
    no_data="#2b3133",
    water="#22394a",
    neighbour="#202627",
    neighbour_border="#3b4446",
    grid="#323a3c",
)

CONTRAST: Final = Palette(
    dark=False,
    window="#ffffff",
    surface="#ffffff",
    surface_raised="#ffffff",
    surface_sunken="#f3f3f3",
    border="#5a5a5a",
    border_strong="#1a1a1a",
    text="#000000",
    text_muted="#1f1f1f",
    text_faint="#2e2e2e",
    accent="#00363d",
    accent_text="#ffffff",
    accent_soft="#e2f3f5",
    focus="#8a0000",
    selection="#ffe86b",
    selection_text="#000000",
    link="#00317a",
    danger="#7d0000",
    warning="#4d3000",
    success="#003d14",
    warning_soft="#fff1b8",
    sector=_sectors("#7a0026", "#00401a", "#26237f", "#5c2b00", "#3a3d00", "#2b333a"),
    ramp=("#fdfadf", "#cce2ae", "#82c79d", "#21a6a9", "#007fa9", "#005a91", "#003168"),
    series=("#00337d", "#943300", "#007056", "#7d1266"),
    no_data="#e3e3e3",
    water="#bcd9ec",
    neighbour="#ededed",
    neighbour_border="#8a8a8a",
    grid="#c9c9c9",
)

PRINT: Final = Palette(
    dark=False,
    window="#ffffff",
    surface="#ffffff",
    surface_raised="#ffffff",
    surface_sunken="#f5f5f5",
    border="#c4c4c4",
    border_strong="#6b6b6b",
    text="#000000",
    text_muted="#333333",
    text_faint="#4d4d4d",
    accent="#0b4a54",
    accent_text="#ffffff",
    accent_soft="#e9f2f3",
    focus="#0b4a54",
    selection="#d9e8ea",
    selection_text="#000000",
    link="#0a3f6b",
    danger="#8a1c16",
    warning="#5e3b00",
    success="#154f28",
    warning_soft="#faf1d8",
    sector=_sectors("#8f1f3c", "#15552f", "#3b3e92", "#743e06", "#4a4e0b", "#434d56"),
    ramp=LIGHT.ramp,
    series=LIGHT.series,
    no_data="#ededed",
    water="#dbe9f2",
    neighbour="#f4f4f4",
    neighbour_border="#c9c9c9",
    grid="#dddddd",
)

PALETTES: Final[Mapping[str, Palette]] = MappingProxyType(
    {"light": LIGHT, "dark": DARK, "contrast": CONTRAST, "print": PRINT}
)


def contrast_ratio(one: str, other: str) -> float:
    """How well two `#rrggbb` colours can be told apart: 1 (the same) to 21 (black on white), as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: str) -> str:
    """Black or white, whichever reads better on the colour: for labels on a map or bar."""
    return max(("#000000", "#ffffff"), key=lambda c: contrast_ratio(c, background))


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
