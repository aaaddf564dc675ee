"""What tests of the window have: the look, the context on the bundled content, and the window itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieldref import i18n
from fieldref.paths import find_paths
from fieldref.settings import SettingsStore

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from fieldref.content.library import Library
    from fieldref.ui.content_desk import ContentDesk
    from fieldref.ui.context import Context
    from fieldref.ui.language import Language
    from fieldref.ui.main_window import MainWindow
    from fieldref.ui.theme import Theme
    from fieldref.userdata import Shelf


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says of each dialog that it cannot do what windows do."""
    for item in items:
        if "/tests/ui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["fieldref"]


@pytest.fixture
def theme(qapp: QApplication, tmp_path: Path) -> Iterator[Theme]:
    from fieldref.ui.application import make_theme

    before = qapp.font()
    made = make_theme(find_paths(tmp_path), SettingsStore(None))
    made.set_choice("light")
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")
    qapp.setFont(before)


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    from fieldref.ui.language import Language

    i18n.set_language("es")
    made = Language(qapp)
    made.follow()
    yield made
    made.switch(i18n.SOURCE_LANGUAGE)


@pytest.fixture
def context(library: Library, theme: Theme, tmp_path: Path) -> Iterator[Context]:
    from fieldref.ui.context import Context
    from fieldref.userdata.opening import open_user_data

    with open_user_data(tmp_path / "own") as userdata:
        yield Context(library, userdata, SettingsStore(None), theme)


@pytest.fixture
def shelf(context: Context) -> Shelf:
    """The reader's own data of the open library."""
    assert context.shelf is not None
    return context.shelf


@pytest.fixture
def window(context: Context, language: Language) -> Iterator[MainWindow]:
    from PySide6.QtCore import QCoreApplication, QEvent

    from fieldref.ui.window_parts import build_window

    made = build_window(context, language)
    made.start("programme/sisfin")
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    made.end()
    made.deleteLater()
    # Now, not when the next test lets events through: by then the library it reads is closed.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened() -> Iterator[list[Library]]:
    """Libraries that stay open until the window has gone."""
    libraries: list[Library] = []
    yield libraries
    for one in libraries:
        one.close()


@pytest.fixture
def desk(opened: list[Library], window: MainWindow, content_path: Path, tmp_path: Path) -> Iterator[ContentDesk]:
    """What opens content in the window: packs in a folder of their own, the development key is trusted."""
    from tests.pack_maker import DEVELOPMENT_KEY

    from fieldref.packs.outside import described
    from fieldref.packs.store import PackStore
    from fieldref.ui.content_desk import ContentDesk

    (tmp_path / "keys").mkdir()
    store = PackStore(tmp_path / "packs", (DEVELOPMENT_KEY.public,), tuple(described((content_path,))))
    made = ContentDesk(window, store, (tmp_path / "keys",))
    yield made
    made.end()
    opened.append(window.context.library)
