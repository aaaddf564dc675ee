"""Searching beside the window's own thread, so that typing is never held up."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from fieldref.content.model import Kind
    from fieldref.content.search import SearchResults

_log = logging.getLogger(__name__)


HAND_OVER = 0.0005
"""Seconds after which a busy thread lets the other go on. With Python's own 5 ms, window and search wait for
each other as long as a whole search takes."""


class Searches(Protocol):
    """What is asked of a searcher (`content.search.Searcher` is one)."""

    def search(
        self, query: str, language: str, *, kinds: frozenset[Kind] = frozenset(), limit: int = 50
    ) -> SearchResults:
        """Answer a query."""

    def warm(self) -> None:
        """Load now what the first search would otherwise wait for."""

    def interrupt(self) -> None:
        """Give up the query that is running."""

    def close(self) -> None:
        """Let go of the file."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search to run; of several waiting only the newest is."""

    number: int
    query: str
    language: str
    kinds: frozenset[Kind]
    limit: int


class SearchRunner(QObject):
    """Runs searches one after the other in a thread with its own connection. A new question ends the one that runs;
    `found` brings (number, results), always on the window's thread, and never for a question that was overtaken."""

    found = Signal(int, object)

    def __init__(self, make_searcher: Callable[[], Searches], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make_searcher
        self._condition = threading.Condition()
        self._next: Question | None = None
        self._running: Searches | None = None
        self._newest = 0
        self._closed = False
        self._stale = False
        self._thread: threading.Thread | None = None

    def ask(self, query: str, language: str, kinds: frozenset[Kind] = frozenset(), limit: int = 50) -> int:
        """Search in the background; returns the number that `found` will bring back."""
        with self._condition:
            self._newest += 1
            self._next = Question(self._newest, query, language, kinds, limit)
            if self._running is not None:
                self._running.interrupt()
            self._begin()
            self._condition.notify()
            return self._newest

    def prepare(self) -> None:
        """Open the file and warm the search up, so that the first letter is as quick as the others. Returns at once."""
        with self._condition:
            self._begin()

    def _begin(self) -> None:
        if self._thread is None and not self._closed:
            sys.setswitchinterval(HAND_OVER)
            self._thread = threading.Thread(target=self._work, name="search", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Forget the question: its answer will not come."""
        with self._condition:
            self._newest += 1
            self._next = None
            if self._running is not None:
                self._running.interrupt()

    def renew(self) -> None:
        """Other content is open: let go of the old file and search in the new one from now on."""
        with self._condition:
            if self._thread is None or self._closed:
                return
            self._stale, self._next = True, None
            self._newest += 1
            if self._running is not None:
                self._running.interrupt()
            self._condition.notify()

    def close(self) -> None:
        """End the thread and its connection. No answer comes after this."""
        with self._condition:
            self._closed = True
            self._next = None
            if self._running is not None:
                self._running.interrupt()
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _work(self) -> None:
        again = True
        while again:
            try:
                searcher = self._make()
            except Exception:  # noqa: BLE001 - whatever it is, typing must go on
                _log.exception("The search cannot be opened")
                return
            try:
                self._warm(searcher)
                while (question := self._wait(searcher)) is not None:
                    self._answer(searcher, question)
            finally:
                searcher.close()
            with self._condition:
                again, self._stale = self._stale and not self._closed, False

    def _warm(self, searcher: Searches) -> None:
        """Only when nobody waits: a letter that was typed already comes first."""
        with self._condition:
            if self._next is not None or self._closed:
                return
        try:
            searcher.warm()
        except Exception:  # noqa: BLE001 - the search itself will tell
            _log.exception("The search cannot be warmed up")

    def _wait(self, searcher: Searches) -> Question | None:
        with self._condition:
            self._running = None
            while self._next is None and not self._closed and not self._stale:
                self._condition.wait()
            if self._stale:
                return None
            question, self._next = self._next, None
            self._running = searcher if question is not None else None
            return question

    def _answer(self, searcher: Searches, question: Question) -> None:
        try:
            results = searcher.search(question.query, question.language, kinds=question.kinds, limit=question.limit)
        except Exception:  # noqa: BLE001 - an interrupted search, or one that must not end the thread
            if not self._overtaken(question):
                _log.exception("A search failed")
            return
        with self._condition:
            if not self._closed and question.number == self._newest:
                self.found.emit(question.number, results)

    def _overtaken(self, question: Question) -> bool:
        with self._condition:
            return self._closed or question.number != self._newest
