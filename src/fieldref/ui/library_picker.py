"""The button in the toolbar that says which library is open, where several are installed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from fieldref.i18n import _

_LONGEST = 28


class LibraryPicker(QToolButton):
    """Out of sight while there is only one library."""

    chosen = Signal(str)
    """Id of the library to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "filter")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setMenu(QMenu(self))
        self.hide()

    def show_libraries(self, libraries: Sequence[tuple[str, str]], open_id: str) -> None:
        """`libraries` as (id, title) in the current language; `open_id` is the one being read."""
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for library_id, title in libraries:
            action = menu.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(library_id == open_id)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, library_id=library_id: self.chosen.emit(library_id))
        title = dict(libraries).get(open_id, open_id)
        self.setText(f"{short_title(title)} ▾")
        self.setToolTip(_("Library: {title}").format(title=title))
        self.setAccessibleName(_("Library: {title}").format(title=title))
        self.setVisible(len(libraries) > 1)


def short_title(title: str) -> str:
    """The name of a library where there is little room: what stands before the colon."""
    name = title.partition(":")[0].strip() or title
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
