"""Work beside the window: it stays alive, the work can be stopped, errors come back to whoever asked."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldref.ui.working import Tell, run_beside


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_result_comes_back_and_the_window_lives_on_meanwhile(parent: QWidget) -> None:
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(5)

    def act(tell: Tell) -> int:
        time.sleep(0.15)
        return 7 if tell(1, 1) else 0

    assert run_beside(parent, "Working", act) == 7
    assert len(ticks) > 5


def test_long_work_is_shown_and_can_be_stopped(qtbot: QtBot, parent: QWidget) -> None:
    def cancel() -> None:
        dialog = parent.findChild(QProgressDialog)
        assert isinstance(dialog, QProgressDialog)
        assert dialog.isVisible()
        button = dialog.findChild(QPushButton)
        assert isinstance(button, QPushButton)
        button.click()

    def act(tell: Tell) -> bool:
        for step in range(500):
            if not tell(step, 500):
                return False
            time.sleep(0.01)
        return True

    QTimer.singleShot(400, cancel)
    assert run_beside(parent, "Working", act) is False


def test_short_work_shows_nothing(parent: QWidget) -> None:
    assert run_beside(parent, "Working", lambda _tell: "done") == "done"
    assert not any(dialog.isVisible() for dialog in parent.findChildren(QProgressDialog))


def test_an_error_is_raised_where_the_work_was_asked_for(parent: QWidget) -> None:
    def act(_tell: Tell) -> None:
        raise PermissionError(13, "no")

    with pytest.raises(PermissionError):
        run_beside(parent, "Working", act)
