"""Ends that come from outside close the window as its own button does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from fieldref.ui.ending import Ending

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldref.ui.main_window import MainWindow
    from fieldref.userdata import Shelf

NUMBERS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Session:
    """What the system's session allows and is told, in place of `QSessionManager`, which nobody can make."""

    def __init__(self, *, lets_ask: bool = True) -> None:
        self.lets_ask = lets_ask
        self.told: list[str] = []

    def allowsInteraction(self) -> bool:
        return self.lets_ask

    def release(self) -> None:
        self.told.append("release")

    def cancel(self) -> None:
        self.told.append("cancel")


@pytest.fixture
def ending(window: MainWindow) -> Iterator[Ending]:
    made = Ending(window)
    yield made
    made.end()


def write(window: MainWindow, text: str) -> None:
    window.record_actions.show_notes(True)
    window.record_actions.notes.editor.setPlainText(text)


def noted(shelf: Shelf) -> str:
    note = shelf.notes.get("programme/sisfin")
    return note.text if note else ""


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_closes_the_window_and_stores_what_was_typed(
    window: MainWindow, ending: Ending, shelf: Shelf, qtbot: QtBot, number: signal.Signals
) -> None:
    write(window, "a medio escri")
    signal.raise_signal(number)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert noted(shelf) == "a medio escri"


@pytest.mark.parametrize("stays", [False, True])
def test_a_signal_asks_what_closing_asks(
    window: MainWindow, ending: Ending, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stays: bool
) -> None:
    asked: list[bool] = []

    def answer() -> bool:
        asked.append(True)
        return not stays

    with monkeypatch.context() as patch:
        patch.setattr(window.record_actions, "may_close", answer)
        signal.raise_signal(signal.SIGTERM)
        qtbot.waitUntil(lambda: bool(asked))
        assert window.isVisible() == stays


def test_signals_go_back_to_who_had_them(window: MainWindow) -> None:
    before = [signal.getsignal(number) for number in NUMBERS]
    Ending(window).end()
    assert [signal.getsignal(number) for number in NUMBERS] == before
    assert not [thread for thread in threading.enumerate() if thread.name == "signals"]


def test_the_end_of_the_session_stores_what_was_typed(window: MainWindow, ending: Ending, shelf: Shelf) -> None:
    for lets_ask, text in ((True, "con preguntas"), (False, "sin preguntas")):
        write(window, text)
        session = Session(lets_ask=lets_ask)
        ending.on_session_end(session)  # type: ignore[arg-type]
        assert session.told == (["release"] if lets_ask else [])
        assert noted(shelf) == text


def test_who_goes_back_to_a_note_stops_the_end_of_the_session(
    window: MainWindow, ending: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session()
    with monkeypatch.context() as patch:
        patch.setattr(window.record_actions, "may_close", lambda: False)
        ending.on_session_end(session)  # type: ignore[arg-type]
    assert session.told == ["release", "cancel"]
