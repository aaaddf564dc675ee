"""The keyboard map: one table for the actions, the shortcut sheet and the help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtGui import QKeySequence

from fieldref.i18n import N_, _
from fieldref.ui.qt_words import key_words

KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "search": ("Ctrl+K",),
        "back": ("Alt+Left",),
        "forward": ("Alt+Right",),
        "language": ("Ctrl+L",),
        "save": ("Ctrl+D",),
        "save_place": ("Ctrl+Shift+D",),
        "note": ("Ctrl+N",),
        "print": ("Ctrl+P",),
        "find": ("Ctrl+F",),
        "side_by_side": ("Ctrl+Shift+L",),
        "zoom_in": ("Ctrl++", "Ctrl+="),
        "zoom_out": ("Ctrl+-",),
        "zoom_reset": ("Ctrl+0",),
        "theme": ("Ctrl+Shift+T",),
        "help": ("F1",),
        "shortcuts": ("?",),
        "pages": ("Ctrl+1",),
        "next_area": ("F6",),
        "quit": ("Ctrl+Q",),
    }
)
"""Name of an action → its keys, the first one being shown."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A line of the shortcut sheet: keys as Qt shows them, and what they do."""

    keys: str
    does: str


GROUPS: Final = (
    (
        N_("Find and move"),
        (
            ("Ctrl+K", N_("Search from anywhere")),
            ("Down", N_("From the search field into the results")),
            ("Return", N_("Open the result")),
            ("Ctrl+Return", N_("Open the result and keep the list")),
            ("Alt+Left", N_("Back")),
            ("Alt+Right", N_("Forward")),
            ("Ctrl+1", N_("First page; Ctrl+2 the second, up to Ctrl+6")),
            ("F6", N_("Next area of the window")),
        ),
    ),
    (
        N_("Read"),
        (
            ("Ctrl+F", N_("Find in the record")),
            ("Ctrl+L", N_("Switch the language")),
            ("Ctrl+Shift+L", N_("Both languages side by side")),
            ("Ctrl+D", N_("Save the record")),
            ("Ctrl+Shift+D", N_("Save the place in the record")),
            ("Ctrl+N", N_("Write a note")),
            ("Ctrl+P", N_("Print or save as PDF")),
        ),
    ),
    (
        N_("Look"),
        (
            ("Ctrl++", N_("Larger")),
            ("Ctrl+-", N_("Smaller")),
            ("Ctrl+0", N_("Usual size")),
            ("Ctrl+Shift+T", N_("Light, dark, high contrast")),
            ("F1", N_("Help")),
            ("?", N_("This list")),
        ),
    ),
)


def shortcut_groups(missing: frozenset[str] = frozenset()) -> tuple[tuple[str, tuple[Shortcut, ...]], ...]:
    """The sheet in the current language, without the keys of actions that are not there."""
    absent = {KEYS[name][0] for name in missing if name in KEYS}
    return tuple(
        (_(title), tuple(Shortcut(shown(keys), _(does)) for keys, does in lines if keys not in absent))
        for title, lines in GROUPS
    )


def shown(keys: str) -> str:
    """A key combination as it stands on the keys, and as Qt writes it in menus."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    words = key_words()  # where Qt has no words of ours yet
    return "+".join(words.get(part, part) for part in native.replace("++", "+plus").split("+")).replace("plus", "+")


def sequences(name: str) -> list[QKeySequence]:
    """The keys of an action, for `QAction.setShortcuts`."""
    return [QKeySequence(keys) for keys in KEYS[name]]
