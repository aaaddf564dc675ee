"""The window's actions: what the menu shows and the keyboard reaches. An action without a handler is not shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from fieldref import i18n
from fieldref.i18n import _, percent
from fieldref.ui import shortcuts
from fieldref.ui.language import Language
from fieldref.ui.theme import CHOICES as THEME_CHOICES
from fieldref.ui.theme import DENSITIES, Theme

Handler = Callable[[], object]

IN_MENU = ("save", "save_place", "note", "print", "find", "side_by_side")
_ICONS = {
    "save": "star",
    "note": "note",
    "print": "print",
    "find": "search",
    "side_by_side": "compare",
    "zoom_in": "zoom-in",
    "zoom_out": "zoom-out",
    "help": "help",
    "shortcuts": "keyboard",
    "about": "about",
}


class Actions(QObject):
    """Makes the actions from handlers by name, and the ⋯ menu from the actions."""

    def __init__(self, theme: Theme, language: Language, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._language = language
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._choices: dict[str, QAction] = {}
        self.menu = QMenu(window)
        self._theme_menu = QMenu(self.menu)
        self._density_menu = QMenu(self.menu)
        self._language_menu = QMenu(self.menu)
        self.is_saved: Callable[[], bool] = lambda: False
        """Whether the open record is among the saved ones, which the action to save it would take it out of."""
        self.has_record: Callable[[], bool] = lambda: True
        """Whether a record is open, to which the first actions of the menu are done."""
        self._zoom_title = QAction(self)
        self._zoom_title.setEnabled(False)
        self.menu.aboutToShow.connect(self._say)
        self.menu.aboutToHide.connect(lambda: self._enable(True))  # keys are asked when they are pressed

    def add(self, name: str, handler: Handler) -> QAction:
        """An action of the keyboard map (`shortcuts.KEYS`)."""
        action = QAction(self._window)
        if name in shortcuts.KEYS:
            action.setShortcuts(shortcuts.sequences(name))
        action.triggered.connect(lambda _checked=False: handler())
        self._window.addAction(action)
        self._actions[name] = action
        return action

    def missing(self) -> frozenset[str]:
        """Names in the keyboard map that nothing answers to."""
        return frozenset(shortcuts.KEYS) - set(self._actions) - {"pages", "next_area"}

    def build_menu(self) -> None:
        """Put together the menu of what there is; call once, after the last `add`."""
        for name in IN_MENU:
            if name in self._actions:
                self.menu.addAction(self._actions[name])
        self.menu.addSeparator()
        self.menu.addAction(self._zoom_title)
        for name in ("zoom_in", "zoom_out", "zoom_reset"):
            self.menu.addAction(self._actions[name])
        self.menu.addSeparator()
        self._fill(self._theme_menu, THEME_CHOICES, self._theme.set_choice, "theme:")
        self._fill(self._density_menu, DENSITIES, self._theme.set_density, "density:")
        self._fill(self._language_menu, i18n.available_languages(), self._language.switch, "language:")
        for submenu in (self._theme_menu, self._density_menu, self._language_menu):
            self.menu.addMenu(submenu)
        still = self.menu.addAction("")
        still.setCheckable(True)
        still.toggled.connect(self._theme.set_reduced_motion)
        self._choices["less_motion"] = still
        self.menu.addSeparator()
        for name in ("help", "shortcuts", "about", "quit"):
            if name in self._actions:
                self.menu.addAction(self._actions[name])

    def _say(self) -> None:
        """The menu opens: put its texts into the current language, its icons into the present colours, and the ticks
        where they belong. Nobody sees any of it before."""
        words = self._words()
        for name, action in (self._actions | self._choices).items():
            if name in words:
                keys = shortcuts.shown(shortcuts.KEYS[name][0]) if name in shortcuts.KEYS else ""
                action.setText(f"{words[name]}\t{keys}" if keys else words[name])
        self._zoom_title.setText(_("Size: {percent}").format(percent=percent(self._theme.zoom * 100, 0)))
        self._theme_menu.setTitle(_("Look"))
        self._density_menu.setTitle(_("Spacing"))
        self._language_menu.setTitle(_("Language"))
        self._tint_and_tick()
        self._enable(self.has_record())

    def _enable(self, on: bool) -> None:
        for name in IN_MENU:
            if name in self._actions:
                self._actions[name].setEnabled(on)

    def _words(self) -> dict[str, str]:
        words = {
            "search": _("Search"),
            "back": _("Back"),
            "forward": _("Forward"),
            "language": _("Switch the language"),
            "save": _("Remove from saved") if self.is_saved() else _("Save this record"),
            "note": _("My note"),
            "save_place": _("Save this place in the record"),
            "print": _("Print or save as PDF…"),
            "find": _("Find in the record"),
            "side_by_side": _("Both languages side by side"),
            "zoom_in": _("Larger"),
            "zoom_out": _("Smaller"),
            "zoom_reset": _("Usual size"),
            "theme": _("Next look"),
            "help": _("Help"),
            "shortcuts": _("Keyboard"),
            "about": _("About FieldRef"),
            "next_area": _("Next area"),
            "quit": _("Quit"),
            "theme:system": _("As the system"),
            "theme:light": _("Light"),
            "theme:dark": _("Dark"),
            "theme:contrast": _("High contrast"),
            "density:comfortable": _("Comfortable"),
            "density:compact": _("Compact"),
            "less_motion": _("Less motion"),
        }
        return words | {f"language:{code}": i18n.language_name(code) for code in i18n.available_languages()}

    def _tint_and_tick(self) -> None:
        for name, icon in _ICONS.items():
            if name in self._actions:
                self._actions[name].setIcon(self._theme.icon(icon))
        if "save" in self._actions and self.is_saved():
            self._actions["save"].setIcon(self._theme.icon("star-filled", "accent"))
        icons = {"light": "sun", "dark": "moon", "contrast": "contrast", "system": "settings"}
        self._theme_menu.setIcon(self._theme.icon(icons[self._theme.choice]))
        self._density_menu.setIcon(self._theme.icon("density"))
        self._language_menu.setIcon(self._theme.icon("language"))
        for key in (f"theme:{self._theme.choice}", f"density:{self._theme.density}", f"language:{i18n.language()}"):
            if key in self._choices:
                self._choices[key].setChecked(True)
        if "less_motion" in self._choices:
            self._choices["less_motion"].setChecked(self._theme.reduced_motion)

    def _fill(self, menu: QMenu, keys: tuple[str, ...], choose: Callable[[str], None], prefix: str) -> None:
        group = QActionGroup(menu)
        for key in keys:
            action = menu.addAction("")
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, key=key: choose(key))
            group.addAction(action)
            self._choices[f"{prefix}{key}"] = action
