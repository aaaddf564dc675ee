"""Pictures of every page, in every language and look, into a folder: `make screens`.

Nothing is shown on a screen: the window is drawn with Qt's offscreen platform unless QT_QPA_PLATFORM says otherwise.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.i18n import _
from fieldref.paths import find_paths
from fieldref.settings import SettingsStore
from fieldref.ui.application import make_application
from fieldref.ui.context import Context
from fieldref.ui.language import Language
from fieldref.ui.main_window import MainWindow
from fieldref.ui.pages.programmes import ProgrammesPage
from fieldref.ui.window_parts import build_window
from fieldref.userdata.opening import open_user_data

USUAL, SMALL = (1366, 768), (1024, 640)
RECORDS = {
    "programmes": "programme/sisfin",
    "regions": "region/PE-AYA",
    "coverage": "indicator/insured_any_pct",
    "topics": "topic/aus",
    "saved": "programme/prodern-2",
    "about": "source/enabel-peru",
}

STATES: dict[str, dict[str, object]] = {
    "compare": {"places": ["region/PE-AYA", "region/PE-HUV", "region/PE-CAJ"]},
    "coverage": {"indicator": "indicator/insured_any_census_pct", "places": ["region/PE-AYA", "region/PE-LOR"]},
}

ANAEMIA = "indicator/anaemia_6_35m_new_norm_pct"
SCENES: dict[str, tuple[str, dict[str, object], str | None]] = {
    "timeline": ("programmes", {"view": "timeline"}, "programme/sisfin"),
    "filtered": ("programmes", {"sectors": ["health"], "years": [2005, 2015]}, "programme/sisfin"),
    "none": ("programmes", {"words": "xqzw"}, "programme/sisfin"),
    "region": ("regions", {"view": "table", "colour": "indicator/insured_any_census_pct"}, "region/PE-LOR"),
    "places": ("regions", {"view": "places"}, "province/0501"),
    "indicatormap": ("regions", {"colour": "indicator/insured_any_census_pct"}, "region/PE-PUN"),
    "trend": (
        "coverage",
        {"indicator": ANAEMIA, "places": ["region/PE-AYA", "region/PE-HUV"]},
        None,
    ),
    "census": ("coverage", STATES["coverage"], None),
    "provinces": (
        "coverage",
        {
            "indicator": "indicator/insured_any_census_pct",
            "level": "province",
            "regions": ["region/PE-AYA", "region/PE-HUV"],
            "order": "value",
        },
        None,
    ),
    "two": ("compare", {"places": ["region/PE-AYA", "region/PE-LOR"]}, None),
    "four": ("compare", {"places": ["region/PE-AYA", "region/PE-HUV", "region/PE-CAJ", "region/PE-LIM"]}, None),
    "choose": ("compare", {"places": []}, None),
    "terms": ("topics", {"view": "glossary"}, "term/sis"),
    "words": ("topics", {"view": "words"}, "topic/sis"),
    "sources": ("about", {"view": "sources"}, "source/natural-earth"),
    "keys": ("about", {"view": "keyboard"}, None),
    "content": ("about", {"view": "content"}, None),
}
"""Pages in a state of their own: (page, state, record)."""


OVER = ("search", "nothing", "menu", "keyboard", "sides", "facet", "share", "note", "toast", "help")
"""What opens over a page or beside a record."""

PICTURES = {"record": ("programmes", ""), "map": ("regions", "indicatormap"), "trend": ("coverage", "trend")}
"""Pictures of the README: (page, scene) by name."""


@dataclass(frozen=True)
class Shot:
    """One picture to take."""

    page: str
    language: str
    look: str
    size: tuple[int, int] = USUAL
    zoom: float = 1.0
    extra: str = ""

    @property
    def name(self) -> str:
        """File name without its ending."""
        zoom = f"{round(self.zoom * 100)}" if self.zoom != 1.0 else ""
        size = f"{self.size[0]}" if self.size != USUAL else ""
        return "-".join(part for part in (self.page, self.extra, self.language, self.look, size, zoom) if part)


def shots(pages: list[str]) -> Iterator[Shot]:
    """Every page × language × look; the main pages small and at twice the size; what opens over the pages."""
    for page in pages:
        for language in i18n.available_languages():
            for look in ("light", "dark", "contrast"):
                yield Shot(page, language, look)
            yield Shot(page, language, "light", SMALL)
            yield Shot(page, language, "light", USUAL, 2.0)
    for language in i18n.available_languages():
        for look in ("light", "dark"):
            for extra in OVER:
                yield Shot("programmes", language, look, extra=extra)
            for scene in SCENES:
                yield Shot(SCENES[scene][0], language, look, extra=scene)


def take_pictures(window: MainWindow, language: Language, folder: Path) -> int:
    """The pictures of the README, in each language, with few colours so that they stay small."""
    for code in i18n.available_languages():
        for name, (page, scene) in PICTURES.items():
            shot = Shot(page, code, "light", extra=scene)
            take(window, language, shot, folder)
            made = folder / f"{shot.name}.png"
            picture = _of_few_colors(QImage(str(made)))
            picture.save(str(folder / f"{name}-{code}.png"), quality=0)
            made.unlink()
    return len(PICTURES) * len(i18n.available_languages())


def _of_few_colors(picture: QImage) -> QImage:
    """With the 128 colours it has most of: flat surfaces stay flat, which a dithered picture would not."""
    width = 1100
    small = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    small = small.convertToFormat(QImage.Format.Format_RGB32)
    colors = Counter(memoryview(small.constBits()).cast("I"))
    table = [color for color, _count in colors.most_common(128)]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return small.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


def settle(milliseconds: int = 80) -> None:
    """Let everything that waits happen."""
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def take(window: MainWindow, language: Language, shot: Shot, folder: Path) -> None:
    """Bring the window into the state of the picture and take it."""
    theme = window.context.theme
    if (focus := QApplication.focusWidget()) is not None:
        focus.clearFocus()  # a picture of the page, not of where the keyboard is
    window.resize(*shot.size)
    theme.set_choice(shot.look)
    theme.set_zoom(shot.zoom)
    if language.code != shot.language:
        language.switch(shot.language)
    _page, state, record = SCENES.get(shot.extra, (shot.page, STATES.get(shot.page), RECORDS.get(shot.page)))
    window.navigation.open_page(shot.page, {} if state is None and shot.page == "programmes" else state)
    if record is not None and window.context.library.exists(record):
        window.navigation.open_record(record)
    elif window.navigation.page is not None and not window.navigation.page.shows_reader:
        window.navigation.close_record()
    settle(260)  # figures are drawn anew once the width has come to rest
    opened = _open_extra(window, shot.extra)
    settle(200 if shot.extra else 60)
    picture = window.grab()
    if opened is not None:
        _over(picture, window, opened)
    picture.save(str(folder / f"{shot.name}.png"))
    _close_extra(window, shot.extra, opened)


def _open_extra(window: MainWindow, extra: str):  # type: ignore[no-untyped-def]
    if extra in ("search", "nothing"):
        window.search.field.setFocus()
        window.search.field.setText("salud ayacucho" if extra == "search" else "xqzw")
        window.search.field.textEdited.emit(window.search.field.text())
        settle(900)
    elif extra == "menu":
        menu = window.actions_.menu
        menu.popup(window.mapToGlobal(QPoint(window.width() - 300, 52)))
        return menu
    elif extra == "keyboard":
        window.show_shortcuts()
        return window._sheet
    elif extra == "help":
        window.show_help()
        return window._help
    elif extra == "share":
        window.record_actions.menu.popup(window.mapToGlobal(QPoint(window.width() - 300, 88)))
        return window.record_actions.menu
    elif extra == "facet":
        page = window.navigation.page
        assert isinstance(page, ProgrammesPage)
        menu = page._facets["regions"]._menu
        menu.popup(window.mapToGlobal(QPoint(280, 220)))
        return menu
    elif extra == "note":
        window.record_actions.show_notes(True)
    elif extra == "toast":
        window.toast.say(_("“{title}” removed").format(title="SISFIN"), _("Undo"), lambda: None)
    elif extra == "sides":
        window.reader.set_side_by_side(True)
    return None


def _over(picture: QPixmap, window: MainWindow, opened) -> None:  # type: ignore[no-untyped-def]
    painter = QPainter(picture)
    place = opened.pos() - window.pos()
    if not window.rect().contains(place):
        place = QPoint((window.width() - opened.width()) // 2, (window.height() - opened.height()) // 2)
    painter.drawPixmap(place, opened.grab())
    painter.end()


def _close_extra(window: MainWindow, extra: str, opened) -> None:  # type: ignore[no-untyped-def]
    if opened is not None:
        opened.hide()
    if extra in ("search", "nothing"):
        window.search.close_panel()
        window.search.field.clear()
        window.search.close_panel()
        window.setFocus()
    elif extra == "sides":
        window.reader.set_side_by_side(False)
    elif extra == "note":
        window.record_actions.show_notes(False)
    elif extra == "toast":
        window.toast.hide()


def _fill_own(context: Context) -> None:
    """Something read and saved, so that those parts are not empty."""
    shelf = context.shelf
    assert shelf is not None
    for record in ("programme/sisfin", "region/PE-AYA", "topic/aus", "programme/prodern-2"):
        if context.library.exists(record):
            ref = context.library.ref(record, i18n.language())
            shelf.history.visited(record, title=str(ref.title), kind=ref.kind.value)
            shelf.bookmarks.add(record, title=str(ref.title), kind=ref.kind.value)


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("screens"))
    parser.add_argument(
        "--only", help="only pictures whose name contains one of these, separated by commas", default=""
    )
    parser.add_argument("--pictures", action="store_true", help="only the pictures of the README, in docs/pictures")
    options = parser.parse_args()
    if options.pictures:
        options.out = Path(__file__).resolve().parent.parent / "docs" / "pictures"
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        paths = find_paths(Path(folder))
        settings = SettingsStore(None)
        app, theme = make_application(paths, settings)
        language = Language(app)
        i18n.set_language("es")
        language.follow()
        with Library(paths.content_file) as library, open_user_data(paths.data) as userdata:
            context = Context(library, userdata, settings, theme)
            _fill_own(context)
            window = build_window(context, language, gallery=not options.pictures)
            window.resize(*USUAL)
            window.start("programme/sisfin")
            window.show()
            settle()
            wanted = [part for part in options.only.split(",") if part]
            count = take_pictures(window, language, options.out) if options.pictures else 0
            for shot in shots(list(window.navigation.stack)) if not options.pictures else ():
                if not wanted or any(part in shot.name for part in wanted):
                    take(window, language, shot, options.out)
                    count += 1
            window.close()
            window.end()
    print(f"{count} pictures in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
