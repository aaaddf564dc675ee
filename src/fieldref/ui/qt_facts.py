"""What Qt has to say for itself, found out without a screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class QtFacts:
    """Version of Qt, number of font families, and the family that text is drawn in."""

    version: str
    families: int
    family: str


def qt_facts() -> QtFacts:
    """Starts a Qt that draws on no screen, unless one runs already, and asks it."""
    application = QApplication.instance() or QApplication(["fieldref", "-platform", "offscreen"])
    families = len(QFontDatabase.families())
    family = QFontInfo(QFont()).family() if families else ""
    del application
    return QtFacts(qVersion(), families, family)
