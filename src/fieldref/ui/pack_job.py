"""Checking and installing a pack beside the window's own thread, with a pause for the person's word in between."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldref import i18n
from fieldref.content.library import Library
from fieldref.content.model import RecordRef
from fieldref.content.opening import ContentError
from fieldref.packs.changes import Changes, compare
from fieldref.packs.errors import PackError, Problem

if TYPE_CHECKING:
    from fieldref.packs.container import SignedManifest
    from fieldref.packs.signing import PublicKey
    from fieldref.packs.store import Checked, InUse, PackStore

_log = logging.getLogger(__name__)

MOST_LISTED = 500
"""Records of a kind of change that are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a checked pack would bring, for the person to decide on."""

    signed: SignedManifest
    replaces: InUse | None
    signer_before: PublicKey | None
    """Whose signature the content in use carries; None where that is not known."""
    changes: Changes | None
    """None where there is nothing to compare with."""
    titles: dict[str, dict[str, RecordRef]]
    """By language, then record id."""


class PackJob(QObject):
    """One pack on its way in. Signals come on the window's thread; the last one is `failed` or `installed`."""

    progressed = Signal(int, int)
    ready = Signal(object)
    """A Proposal: now `install()` or `cancel()`."""
    failed = Signal(object)
    """A PackError."""
    installed = Signal(object)
    """The Path to open."""

    def __init__(self, store: PackStore, pack: Path, *, allow_older: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self._store = store
        self._allow_older = allow_older
        self._word = threading.Event()
        self._go = False
        self._cancelled = False
        self._thread = threading.Thread(target=self._work, name="pack", daemon=True)

    def start(self) -> None:
        """Begin to check."""
        self._thread.start()

    def install(self) -> None:
        """The person wants it."""
        self._go = True
        self._word.set()

    def cancel(self) -> None:
        """The person does not want it: nothing is changed, and no signal comes after the one on its way."""
        self._cancelled = True
        self._word.set()

    def wait(self, seconds: float = 5.0) -> None:
        """Until the thread has let go of everything."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _work(self) -> None:
        try:
            self._carry_out()
        except PackError as error:
            level = logging.INFO if error.problem is Problem.CANCELLED else logging.WARNING
            _log.log(level, "A pack is not taken: %s", error)
            self._tell(self.failed, error)
        except Exception:  # noqa: BLE001 - whatever it is, the person is told and the old content stays
            _log.exception("A pack cannot be checked")
            self._tell(self.failed, PackError(Problem.UNREADABLE, self.pack))

    def _carry_out(self) -> None:
        with self._store.prepare(self.pack, allow_older=self._allow_older, progress=self._progress) as checked:
            self._tell(self.ready, _proposal(checked))
            self._word.wait()
            if self._cancelled or not self._go:
                raise PackError(Problem.CANCELLED, self.pack)
            path = self._store.commit(checked).path
        self._tell(self.installed, path)

    def _progress(self, done: int, total: int) -> None:
        if self._cancelled:
            raise PackError(Problem.CANCELLED, self.pack)
        self.progressed.emit(done, total)

    def _tell(self, signal: object, value: object) -> None:
        try:
            signal.emit(value)  # type: ignore[attr-defined]
        except RuntimeError:  # the window has gone meanwhile
            _log.info("Nobody is left to tell about %s", self.pack.name)


def _proposal(checked: Checked) -> Proposal:
    changes, titles = None, {}
    if checked.replaces is not None:
        try:
            changes = compare(checked.replaces.path, checked.database)
            titles = _titles(checked, changes)
        except (
            ContentError,
            OSError,
            ValueError,
        ) as error:  # the old one may be the damaged one
            _log.warning("What is new cannot be told: %s", error)
    return Proposal(checked.signed, checked.replaces, checked.signer_before, changes, titles)


def _titles(checked: Checked, changes: Changes) -> dict[str, dict[str, RecordRef]]:
    """Names of the records that are listed, in every language, so that the dialog can switch while it is open."""
    assert checked.replaces is not None
    titles: dict[str, dict[str, RecordRef]] = {}
    with Library(checked.database) as new, Library(checked.replaces.path) as old:
        for language in i18n.available_languages():
            refs = (
                *new.refs((*changes.added[:MOST_LISTED], *changes.changed[:MOST_LISTED]), language),
                *old.refs(changes.removed[:MOST_LISTED], language),
            )
            titles[language] = {ref.id: ref for ref in refs}
    return titles
