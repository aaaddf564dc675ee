"""Taking a figure along: the picture to the clipboard or a file, its table to a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from fieldref.filenames import file_name
from fieldref.i18n import _, language
from fieldref.paths import write_atomically
from fieldref.tables import CsvStyle, Table, to_tsv, write_csv, write_xlsx
from fieldref.ui.asking import Asking
from fieldref.ui.figures.render import Spec, natural_height, spec_image, spec_svg
from fieldref.ui.palettes import PALETTES
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.buttons import IconButton

PICTURE_WIDTH = 960
"""Width of a saved picture in pixels at 96 to the inch; a PNG has twice as many."""
_SAID_MS = 2500


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be taken along: what it is called, and the spec with title and sources inside."""

    name: str
    spec: Spec


@dataclass(frozen=True, slots=True)
class Exports:
    """What a page has to take along at this moment."""

    name: str
    """For file names."""
    pictures: tuple[Picture, ...] = ()
    table: Table | None = None


class ExportButton(IconButton):
    """Opens a menu of what `exports` gives. Pictures leave the window black on white, as paper wants them."""

    said = Signal(str)
    """One sentence on how it went."""

    def __init__(
        self,
        theme: Theme,
        exports: Callable[[], Exports],
        *,
        csv_separator: Callable[[], str] = lambda: ",",
        asking: Asking | None = None,
        pictures: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "download", parent=parent)
        self._with_pictures = pictures
        self._exports = exports
        self._csv_separator = csv_separator
        self.asking = asking or Asking(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAID_MS)
        self._timer.timeout.connect(self.retranslate)
        self.clicked.connect(self._open)
        self.retranslate()

    def retranslate(self) -> None:
        """Name in the current language."""
        self.set_icon("download", "text_muted")
        self.say(_("Save or copy picture and table") if self._with_pictures else _("Save or copy the list as a table"))

    def menu_of(self, exports: Exports) -> QMenu:
        """The menu; the caller shows it."""
        menu = QMenu(self)
        for picture in exports.pictures:
            part = menu.addMenu(picture.name)
            self._add(part, _("Copy picture"), partial(self.copy_picture, picture))
            self._add(part, _("Save as PNG…"), partial(self.save_png, exports, picture))
            self._add(part, _("Save as SVG…"), partial(self.save_svg, exports, picture))
        if exports.table is not None:
            part = menu.addMenu(_("Table")) if exports.pictures else menu
            self._add(part, _("Copy table"), partial(self.copy_table, exports.table))
            self._add(part, _("Save as CSV…"), partial(self.save_csv, exports, exports.table))
            if exports.table.hxl:
                act = partial(self.save_csv, exports, exports.table, hxl=True)
                self._add(part, _("Save as CSV with HXL tags…"), act)
            self._add(part, _("Save as XLSX…"), partial(self.save_xlsx, exports, exports.table))
        return menu

    # ---- what it does

    def copy_picture(self, picture: Picture) -> None:
        """The picture to the clipboard."""
        QGuiApplication.clipboard().setImage(spec_image(picture.spec, PALETTES["print"], self._size(picture)))
        self._tell(_("Picture copied"))

    def save_png(self, exports: Exports, picture: Picture) -> None:
        """The picture as PNG."""

        def write(path: Path) -> None:
            encoded = QBuffer()
            encoded.open(QIODevice.OpenModeFlag.WriteOnly)
            image = spec_image(picture.spec, PALETTES["print"], self._size(picture))
            if not image.save(encoded, "PNG"):  # type: ignore[call-overload]
                raise OSError(_("the picture could not be made"))
            write_atomically(path, bytes(encoded.data().data()))  # not by Qt, which has words of its own

        self._save(file_name(exports.name, picture.name, language(), suffix="png"), _("Picture (*.png)"), write)

    def save_svg(self, exports: Exports, picture: Picture) -> None:
        """The picture as SVG."""

        def write(path: Path) -> None:
            write_atomically(path, spec_svg(picture.spec, PALETTES["print"], self._size(picture)).encode())

        self._save(file_name(exports.name, picture.name, language(), suffix="svg"), _("Vector picture (*.svg)"), write)

    def copy_table(self, table: Table) -> None:
        """The table to the clipboard, as cells of a spreadsheet."""
        QGuiApplication.clipboard().setText(to_tsv(table, self._style().decimal))
        self._tell(_("Table copied"))

    def save_csv(self, exports: Exports, table: Table, *, hxl: bool = False) -> None:
        """The table as CSV, with every figure's period and source; `hxl` adds the row of hashtags."""
        style = replace(self._style(), hxl=hxl)
        name = file_name(exports.name, language(), suffix="csv")
        self._save(name, _("Table (*.csv)"), lambda path: write_csv(table, path, style))

    def save_xlsx(self, exports: Exports, table: Table) -> None:
        """The table as a workbook, where numbers are numbers."""
        name = file_name(exports.name, language(), suffix="xlsx")
        self._save(name, _("Workbook (*.xlsx)"), lambda path: write_xlsx(table, path))

    # ---- inside

    def _style(self) -> CsvStyle:
        separator = self._csv_separator()
        return CsvStyle(separator, "," if separator == ";" else ".")

    @staticmethod
    def _size(picture: Picture) -> QSize:
        return QSize(PICTURE_WIDTH, round(natural_height(picture.spec, PICTURE_WIDTH)))

    @staticmethod
    def _add(menu: QMenu, text: str, act: Callable[[], None]) -> None:
        menu.addAction(text).triggered.connect(lambda _checked=False: act())

    def _open(self) -> None:
        menu = self.menu_of(self._exports())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _save(self, suggested: str, kinds: str, write: Callable[[Path], None]) -> None:
        outcome = self.asking.save(suggested, kinds, write)
        if outcome.sentence:
            self._tell(outcome.sentence, good=outcome.done)

    def _tell(self, sentence: str, *, good: bool = True) -> None:
        self.set_icon("check" if good else "warning", "success" if good else "danger")
        self.say(sentence)
        self._timer.start()
        self.said.emit(sentence)
