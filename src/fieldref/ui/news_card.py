"""What the open content brings: in its editors' words, and counted against the version that was there before."""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldref import i18n
from fieldref.i18n import _, date, ngettext, number
from fieldref.ui.context import Context
from fieldref.ui.widgets.boxes import Card, SectionHeader
from fieldref.ui.widgets.labels import label

if TYPE_CHECKING:
    from fieldref.packs.changes import Changes
    from fieldref.packs.store import InUse

_log = logging.getLogger(__name__)
_PATIENCE_MS = 1500
"""Counting waits until the window stands and the reader has begun."""


class ChangeCount(QObject):
    """Compares two content files beside the window's own thread. `counted` brings the files and what differs; the
    object is not a child of anything, so that it outlives a window that is closed meanwhile."""

    counted = Signal(object, object)

    def start(self, old: Path, new: Path) -> None:
        """Begin; nothing comes when a file cannot be read."""
        threading.Thread(target=self._work, args=(old, new), name="news", daemon=True).start()

    def _work(self, old: Path, new: Path) -> None:
        from fieldref.packs.changes import compare  # only where there is something to compare with

        try:
            changes = compare(old, new)
        except (OSError, sqlite3.Error) as error:
            _log.info("Not compared with the version before: %s", error)
            return
        self.counted.emit((old, new), changes)


class NewsCard(Card):
    """The news of the open content; the counts come a moment later, where a version before is at hand."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._changes: Changes | None = None
        self._compared: tuple[Path, Path] | None = None
        self._count = ChangeCount()
        self._count.counted.connect(self._on_counted)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PATIENCE_MS)
        self._rest.timeout.connect(self._compare)
        self._header = SectionHeader()
        self._news = label(wrap=True)
        self._counts = label("muted", wrap=True)
        self._edition = label("small", wrap=True)
        for widget in (self._header, self._news, self._counts, self._edition):
            self.body.addWidget(widget)

    def retranslate(self) -> None:
        """Put the texts into the current language, and look whether there is something to count."""
        info = self._context.library.info(i18n.language())
        self._header.say(_("New in this content"), info.version)
        self._news.setText("\n".join(f"•\u2002{text}" for text in info.news))
        self._news.setVisible(bool(info.news))
        self._edition.setText(
            _("Content {version}, built on {date}.").format(version=info.version, date=date(info.built_on))
        )
        self._say_counts()
        self._rest.start()

    def _before(self) -> InUse | None:
        """The version before, unless the reader went back to the older one."""
        before = self._context.before() if self._context.before is not None else None
        serial = self._context.library.info(i18n.language()).serial
        return before if before is not None and before.serial < serial else None

    def _compare(self) -> None:
        before = self._before()
        now = self._context.library.path
        pair = (before.path, now) if before is not None else None
        if pair == self._compared:
            return
        self._compared, self._changes = pair, None
        self._say_counts()
        if pair is not None:
            self._count.start(*pair)

    def _on_counted(self, pair: object, changes: Changes) -> None:
        if pair == self._compared:
            self._changes = changes
            self._say_counts()

    def _say_counts(self) -> None:
        before = self._before() if self._changes is not None else None
        self._counts.setVisible(before is not None)
        if before is None or self._changes is None:
            return
        found = self._changes
        added = ngettext("{n} record added", "{n} records added", len(found.added))
        changed = ngettext("{n} changed", "{n} changed", len(found.changed))
        removed = ngettext("{n} removed", "{n} removed", len(found.removed))
        counted = ((added, found.added), (changed, found.changed), (removed, found.removed))
        parts = [text.format(n=number(len(ids))) for text, ids in counted if ids]
        told = ", ".join(parts) or _("nothing has changed in the records")
        self._counts.setText(_("Since {version}: {counts}.").format(version=before.version, counts=told))
