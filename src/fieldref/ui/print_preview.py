"""The preview before printing, in Qt's own dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QToolButton, QWidget

from fieldref.ui.printing import Printout, a4


class PreviewDialog(QPrintPreviewDialog):
    """Shows the pages, lets the page be set up, and prints on a printer of this computer."""

    def __init__(self, printout: Printout, title: str, parent: QWidget | None = None) -> None:
        self._printout = printout
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)  # the dialog does not keep it alive
        self._printer.setPageLayout(a4())
        self._printer.setDocName(printout.title)
        self._printer.setCreator("FieldRef")
        super().__init__(self._printer, parent)
        self.setWindowTitle(title)
        self.resize(900, 700)
        self.paintRequested.connect(self._on_paint)
        self._open_to_keys()

    def _open_to_keys(self) -> None:
        """Qt makes the buttons for the mouse alone: Tab should reach them, and the key that led here prints."""
        buttons = [button for button in self.findChildren(QToolButton) if button.defaultAction() is not None]
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(button.defaultAction().text())
        if buttons:  # the last one prints
            buttons[-1].defaultAction().setShortcut(QKeySequence.StandardKey.Print)

    def _on_paint(self, printer: QPrinter) -> None:
        """Pages are laid out in the window's thread, for a document belongs to one: that it takes a moment is seen."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._printout.draw(printer)
        finally:
            QGuiApplication.restoreOverrideCursor()
