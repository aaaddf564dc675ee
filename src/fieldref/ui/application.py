"""The Qt application, dressed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from fieldref import __version__
from fieldref.paths import Paths
from fieldref.settings import SettingsStore
from fieldref.ui.theme import Theme


def make_application(
    paths: Paths, settings: SettingsStore, arguments: Sequence[str] = ()
) -> tuple[QApplication, Theme]:
    """The one application, in the look of the settings."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([sys.argv[0], *arguments])
    app.setApplicationName("FieldRef")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("fieldref")
    app.setWindowIcon(app_icon(paths))
    theme = make_theme(paths, settings)
    theme.apply(app)
    return app, theme


def make_theme(paths: Paths, settings: SettingsStore) -> Theme:
    """The look of the settings, with the bundled stylesheet."""
    chosen = settings.current
    return Theme(
        chosen.theme,
        chosen.zoom,
        chosen.density,
        reduced_motion=chosen.reduced_motion,
        style_template=(paths.resources / "style.qss").read_text(encoding="utf-8"),
    )


def app_icon(paths: Paths) -> QIcon:
    """Our own icon, from one drawing in several sizes."""
    icon = QIcon()
    for file in sorted((paths.resources / "icons").glob("fieldref-*.png")):
        icon.addFile(str(file))
    return icon


def show_sentence(sentence: str) -> None:
    """One sentence in a dialog, for a program that cannot start."""
    from PySide6.QtWidgets import QMessageBox

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([])
    QMessageBox.critical(None, "FieldRef", sentence)
    app.processEvents()
