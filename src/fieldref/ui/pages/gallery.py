"""Developers' page (`fieldref --gallery`): every widget of the design system, in every look."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fieldref.i18n import _
from fieldref.ui import icons
from fieldref.ui.context import Context
from fieldref.ui.pages.page import Page
from fieldref.ui.theme import FONT_SCALE
from fieldref.ui.widgets.boxes import Card, EmptyState, FigureBox, Picture, SectionHeader
from fieldref.ui.widgets.buttons import Chip, IconButton, KindChip, SegmentedToggle
from fieldref.ui.widgets.flow_layout import FlowLayout
from fieldref.ui.widgets.labels import Badge, label
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList
from fieldref.ui.widgets.search_field import SearchField

LOOKS = ("light", "dark", "contrast")


class GalleryPage(Page):
    """Shows; does nothing. The toggle at the top changes the look of the whole window."""

    key = "gallery"
    icon = "gallery"
    shows_reader = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._header = SectionHeader("page-title")
        self._looks = SegmentedToggle([(look, look) for look in LOOKS])
        self._looks.chosen.connect(context.theme.set_choice)
        self._parts: list[tuple[SectionHeader, str]] = []
        inside = QWidget()
        inside.setProperty("look", "page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(16)
        self._header.add(self._looks)
        self._column.addWidget(self._header)
        self._fill()
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.retranslate()

    @classmethod
    def title(cls) -> str:
        """The page's name."""
        return _("Gallery")

    def retranslate(self) -> None:
        """Names of looks and parts; the samples are names of widgets and stay."""
        self._header.say(self.title())
        words = {"light": _("Light"), "dark": _("Dark"), "contrast": _("High contrast")}
        for look, word in words.items():
            self._looks.say(look, word, word)
        self._looks.set_chosen(self.context.theme.name)
        for header, key in self._parts:
            header.say(key)

    def _part(self, name: str) -> QVBoxLayout:
        card = Card()
        header = SectionHeader()
        self._parts.append((header, name))
        card.body.addWidget(header)
        self._column.addWidget(card)
        return card.body

    def _fill(self) -> None:
        theme = self.context.theme
        words = self._part("Type")
        for role in FONT_SCALE:
            sample = label("" if role == "body" else role)
            sample.setText(f"{role}: Aa Ññ Áá 0123456789")
            words.addWidget(sample)
        self._part("Buttons").addLayout(self._buttons())
        chips = QWidget()
        flow = FlowLayout(chips, 6)
        for word in ("Chip", "Ayacucho", "2012–2018"):
            chip = Chip(theme, word)
            chip.say(word, word)
            flow.addWidget(chip)
        kind = KindChip("kind")
        kind.say("KindChip", "4")
        flow.addWidget(kind)
        for warning in (False, True):
            badge = Badge(warning=warning)
            badge.say("Badge", "Badge")
            flow.addWidget(badge)
        self._part("Chips and badges").addWidget(chips)
        row = QHBoxLayout()
        for icon in ("programme", "region", "coverage"):
            box = FigureBox(theme, icon)
            box.say("1,234", "FigureBox", "A line about the figure")
            row.addWidget(box)
        self._part("FigureBox").addLayout(row)
        rows = RowList(theme)
        rows.setAccessibleName("RowList")
        sectors = list(theme.palette.sector)
        rows.set_rows(
            [Row("s", "Section", section=True, trailing="6")]
            + [Row(s, s, f"Detail of {s}", "2012–2018", s, f"sector:{s}", mark=True, badge="ES") for s in sectors]
        )
        rows.setFixedHeight(theme.px(340))
        self._part("RowList").addWidget(rows)
        empty = EmptyState(theme, "filter")
        empty.say("EmptyState", "Says why, and what to do", "Button")
        empty.setFixedHeight(theme.px(260))
        self._part("EmptyState").addWidget(empty)
        self._part("Icons").addLayout(self._icons())

    def _buttons(self) -> QHBoxLayout:
        theme, row = self.context.theme, QHBoxLayout()
        for look in ("", "primary", "link"):
            button = QPushButton(look or "QPushButton")
            if look:
                button.setProperty("look", look)
            row.addWidget(button)
        for icon in ("back", "forward", "star", "star-filled"):
            small = IconButton(theme, icon)
            small.say(icon)
            row.addWidget(small)
        toggle = SegmentedToggle([("a", "ES"), ("b", "EN")])
        toggle.set_chosen("a")
        row.addWidget(toggle)
        field = SearchField(theme)
        field.say("SearchField", "SearchField", "Clear")
        row.addWidget(field, 1)
        line = QLineEdit()
        line.setPlaceholderText("QLineEdit")
        line.setAccessibleName("QLineEdit")
        row.addWidget(line)
        return row

    def _icons(self) -> QGridLayout:
        grid = QGridLayout()
        for place, name in enumerate(icons.GLYPHS):
            cell = QHBoxLayout()
            cell.addWidget(Picture(self.context.theme, name, 24, "text"))
            named = label("small")
            named.setText(name)
            cell.addWidget(named, 1)
            grid.addLayout(cell, place // 5, place % 5)
        return grid
