from __future__ import annotations

import itertools
import math
import re

import pytest
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QTableView, QTextBrowser, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from fieldref.paths import find_paths
from fieldref.ui import icons
from fieldref.ui.palettes import PALETTES, Palette, contrast_ratio, readable_on
from fieldref.ui.theme import FONT_SCALE, ZOOMS, Theme

GROUNDS = ("window", "surface", "surface_raised", "surface_sunken", "accent_soft", "warning_soft", "selection")
WORDS = ("text", "text_muted", "text_faint", "link", "danger", "warning", "success", "accent")
NEED = {"light": 4.5, "dark": 4.5, "print": 4.5, "contrast": 7.0}

# Linear RGB as seen with each kind of colour blindness (Viénot, Brettel, Mollon 1999; Brettel 1997 for the third).
BLINDNESS = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "tritan": ((1.0, 0.14461, -0.14461), (0.0, 0.85924, 0.14076), (0.0, 0.85924, 0.14076)),
}


def _linear(color: str) -> tuple[float, ...]:
    values = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


def _lab(linear: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(max(v, 0.0), 1.0) for v in linear)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _apart(one: str, other: str, seen: str) -> float:
    """How far apart two colours are (CIE76) for somebody with that colour vision."""
    labs = []
    for color in (one, other):
        linear = _linear(color)
        if seen in BLINDNESS:
            linear = tuple(sum(m * v for m, v in zip(row, linear, strict=True)) for row in BLINDNESS[seen])
        labs.append(_lab(linear))
    return math.dist(*labs)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_can_be_read_on_every_ground(name: str, ground: str) -> None:
    palette: Palette = PALETTES[name]
    inks = {word: getattr(palette, word) for word in WORDS} | dict(palette.sector)
    weak = {
        ink: round(contrast_ratio(color, getattr(palette, ground)), 2)
        for ink, color in inks.items()
        if contrast_ratio(color, getattr(palette, ground)) < NEED[name]
    }
    assert not weak


@pytest.mark.parametrize("name", PALETTES)
def test_pairs_made_for_each_other_can_be_read(name: str) -> None:
    palette = PALETTES[name]
    assert contrast_ratio(palette.accent_text, palette.accent) >= NEED[name]
    assert contrast_ratio(palette.selection_text, palette.selection) >= NEED[name]
    assert contrast_ratio(palette.window, palette.text) >= 7
    for color in (*palette.ramp, palette.no_data):
        assert contrast_ratio(readable_on(color), color) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
def test_lines_and_rings_stand_out(name: str) -> None:
    palette = PALETTES[name]
    for ground in GROUNDS:
        assert contrast_ratio(palette.border_strong, getattr(palette, ground)) >= 3, ground
        assert contrast_ratio(palette.focus, getattr(palette, ground)) >= 3, ground
    for color in palette.series:
        assert contrast_ratio(color, palette.surface) >= 3


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("seen", ["usual", *BLINDNESS])
def test_map_and_chart_colours_are_told_apart_with_any_colour_vision(name: str, seen: str) -> None:
    palette = PALETTES[name]
    for one, other in itertools.pairwise(palette.ramp):
        assert _apart(one, other, seen) >= 8, (one, other)
    for one, other in itertools.combinations(palette.series, 2):
        assert _apart(one, other, seen) >= 10, (one, other)


@pytest.mark.parametrize("name", PALETTES)
def test_the_ramp_goes_one_way(name: str) -> None:
    lightness = [_lab(_linear(color))[0] for color in PALETTES[name].ramp]
    assert lightness == sorted(lightness, reverse=not PALETTES[name].dark)


def test_the_sheet_names_only_what_there_is(theme: Theme) -> None:
    template = (find_paths().resources / "style.qss").read_text(encoding="utf-8")
    filled = theme.style_sheet(template)
    assert "{{" not in filled
    assert not re.findall(r"#[0-9a-fA-F]{6}", template), "a colour stands in the stylesheet itself"


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_every_other_row_of_a_table_has_a_ground_of_its_own(theme: Theme, look: str) -> None:
    theme.set_choice(look)
    assert theme.style_sheet("{{stripe}}") != theme.palette.surface


def test_body_is_never_smaller_than_eleven_points(theme: Theme) -> None:
    assert theme.font("body").pointSizeF() >= 11
    theme.set_zoom(2.0)
    assert theme.font("body").pointSizeF() >= 22
    assert theme.px(8) == 16


def test_what_windows_gives_letters_of_its_own_keeps_ours(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    """Whenever the system's look changes, Qt takes the letters of these from Windows again: 9 points, at any zoom."""
    theirs = QFont(qapp.font())
    theirs.setPointSizeF(7)
    for kind in ("QAbstractItemView", "QMenu", "QMessageBox", "QTipLabel"):
        qapp.setFont(theirs, kind)  # type: ignore[arg-type]
    widgets: list[QWidget] = [QTableView(), QMenu(), QMessageBox()]
    for widget in widgets:
        qtbot.addWidget(widget)
        widget.ensurePolished()
    shown = QTableView()
    qtbot.addWidget(shown)
    shown.show()
    QToolTip.showText(shown.mapToGlobal(shown.rect().center()), "SIS", shown)
    widgets += [w for w in qapp.topLevelWidgets() if w.inherits("QTipLabel")]
    assert len(widgets) == 4
    assert {widget.font().pointSizeF() for widget in widgets} == {theme.body_points}


def test_zoom_goes_up_and_down_its_ladder_and_stops_at_the_ends(theme: Theme) -> None:
    for _ in ZOOMS:
        theme.zoom_by(1)
    assert theme.zoom == ZOOMS[-1]
    for _ in ZOOMS:
        theme.zoom_by(-1)
    assert theme.zoom == ZOOMS[0]
    theme.set_zoom(99)
    assert theme.zoom == ZOOMS[-1]


def test_a_change_is_told_once_and_nothing_changed_is_not_told(theme: Theme) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.name))
    theme.set_choice("dark")
    theme.set_choice("dark")
    theme.set_density("compact")
    assert told == ["dark", "dark"]


def test_every_icon_can_be_drawn(theme: Theme) -> None:
    for name in icons.GLYPHS:
        image = icons.pixmap(name, "#000000", 32).toImage()
        inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(32) for y in range(32))
        assert inked > 20, name
        edge = [image.pixelColor(x, 31).alpha() for x in range(32)] + [
            image.pixelColor(31, y).alpha() for y in range(32)
        ]
        assert max(edge) < 255, f"{name} is cut off"
    assert not theme.icon("home").pixmap(20).isNull()
    assert theme.icon("home") is theme.icon("home")


def test_roles_of_the_type_scale_grow(theme: Theme) -> None:
    sizes = [theme.font(role).pointSizeF() for role in FONT_SCALE]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(("ring", "seen"), [(None, True), (True, True), (False, False)])
def test_a_text_that_has_the_keyboard_shows_it(qtbot: QtBot, theme: Theme, ring: bool | None, seen: bool) -> None:
    text = QTextBrowser()
    text.setProperty("ring", ring)
    qtbot.addWidget(text)
    text.resize(200, 100)
    text.show()
    text.activateWindow()
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    assert (text.grab().toImage().pixelColor(1, 50) == QColor(theme.palette.focus)) is seen
