#!/usr/bin/env python3
"""Pictures of every page, in every language and look, for people to look at.

    tools/screens.py [--out screens] [--page programmes] [--record programme/sisfin] [--size 1366x768]

Pages that show records beside them are taken with a record open.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.paths import find_paths
from fieldref.settings import SettingsStore

if TYPE_CHECKING:
    from fieldref.ui.main_window import MainWindow

RECORDS = {"programmes": "programme/sisfin", "regions": "region/PE-AYA", "topics": "topic/sis"}
"""What is open beside a page; the others are taken alone."""
LOOKS = ("light", "dark", "contrast")
REST_SECONDS = 0.4
"""Long enough for what is drawn after a pause."""


def settle() -> None:
    """Let the window finish what it started."""
    from PySide6.QtCore import QCoreApplication

    end = time.monotonic() + REST_SECONDS
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.01)


def take(window: MainWindow, options: argparse.Namespace) -> list[Path]:
    """Every wanted picture of one language and look; returns the files."""
    from fieldref.ui.pages.registry import PAGES

    made = []
    for page in PAGES:
        if options.page and page.key not in options.page:
            continue
        window.navigation.open_page(page.key)
        record = options.record or RECORDS.get(page.key)
        if record and page.shows_reader and window.context.library.exists(record):
            window.navigation.open_record(record)
        else:
            window.navigation.close_record()
        settle()
        file = options.out / f"{page.key}-{i18n.language()}-{window.context.theme.name}.png"
        window.grab().save(str(file))
        made.append(file)
    return made


def run(options: argparse.Namespace, data: Path) -> list[Path]:
    """Open the window once; switch language and look in it, as a reader would."""
    from fieldref.ui.application import make_application
    from fieldref.ui.context import Context
    from fieldref.ui.language import Language
    from fieldref.ui.window_parts import build_window
    from fieldref.userdata.opening import open_user_data

    paths = find_paths(data)
    settings = SettingsStore(paths.settings_file)
    i18n.set_language(options.lang[0])
    app, theme = make_application(paths, settings)
    language = Language(app)
    language.follow()
    userdata = open_user_data(paths.data)
    made = []
    try:
        with Library(options.content or paths.content_file) as library:
            window = build_window(Context(library, None, userdata, settings, theme), language)
            window.start()
            window.resize(*options.size)
            window.show()
            for look in options.look:
                theme.set_choice(look)
                for code in options.lang:
                    language.switch(code)
                    settle()
                    made += take(window, options)
            window.end()
            window.close()
    finally:
        userdata.close()
    return made


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Pictures of every page, in every language and look.")
    parser.add_argument("--out", type=Path, default=Path("screens"))
    parser.add_argument("--content", type=Path)
    parser.add_argument("--page", action="append", help="only this page (may be given more than once)")
    parser.add_argument("--record", help="the record to open beside pages")
    parser.add_argument("--lang", action="append", choices=i18n.available_languages())
    parser.add_argument("--look", action="append", choices=LOOKS)
    parser.add_argument("--size", type=lambda text: tuple(map(int, text.split("x"))), default=(1366, 768))
    options = parser.parse_args()
    options.lang = options.lang or list(i18n.available_languages())
    options.look = options.look or ["light", "dark"]
    return options


def main() -> None:
    """Take the pictures and name them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        for file in run(options, Path(data)):
            print(file)


if __name__ == "__main__":
    main()
