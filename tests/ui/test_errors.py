from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtGui import QGuiApplication

from fieldref.ui.crash_dialog import CrashDialog
from fieldref.ui.errors import CrashReporter, note_qt_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from fieldref.ui.theme import Theme

    RunPython = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _dressed(theme: Theme) -> None:
    """Every dialog here has the app's look."""


def test_what_nobody_caught_is_shown_and_noted(caplog: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []
    reporter = CrashReporter(None, shown.append)
    reporter.install()
    try:
        try:
            raise RuntimeError("broken wheel")
        except RuntimeError as error:
            sys.excepthook(RuntimeError, error, error.__traceback__)
    finally:
        reporter.uninstall()
    assert len(shown) == 1
    assert "broken wheel" in shown[0]
    assert "broken wheel" in caplog.text


def test_errors_of_other_threads_are_shown_on_this_one(qtbot: QtBot) -> None:
    shown: list[tuple[str, int]] = []
    reporter = CrashReporter(None, lambda text: shown.append((text, threading.get_ident())))
    reporter.install()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(shown) == 1)
    finally:
        reporter.uninstall()
    assert "ZeroDivisionError" in shown[0][0]
    assert shown[0][1] == threading.get_ident()


def test_a_flood_of_errors_is_one_dialog() -> None:
    shown: list[str] = []

    def show(text: str) -> None:
        shown.append(text)
        reporter.caught.emit("and again")

    reporter = CrashReporter(None, show)
    reporter.caught.emit("once")
    assert shown == ["once"]


def test_the_dialog_copies_all_of_it(qtbot: QtBot) -> None:
    dialog = CrashDialog("Traceback: broken wheel", Path("fieldref.log"))
    qtbot.addWidget(dialog)
    dialog._copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "broken wheel" in copied
    assert "FieldRef" in copied
    assert "fieldref.log" in dialog._where.text()


def test_the_dialog_names_no_log_that_is_not_there(qtbot: QtBot, tmp_path: Path) -> None:
    for name, there in (("lost.log", False), ("kept.log", True)):
        if there:
            (tmp_path / name).touch()
        dialog = CrashDialog("Traceback", tmp_path / name)
        qtbot.addWidget(dialog)
        assert dialog._where.isVisibleTo(dialog) is there


def test_what_qt_says_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        note_qt_message(QtMsgType.QtWarningMsg, None, "something of Qt's")
    assert "something of Qt's" in caplog.text


@pytest.mark.slow
def test_without_a_display_one_sentence_and_exit_1(run_python: RunPython, tmp_path: Path) -> None:
    code = (
        "import os, sys; [os.environ.pop(n, None) for n in ('DISPLAY', 'WAYLAND_DISPLAY', 'QT_QPA_PLATFORM')]\n"
        "from pathlib import Path; from fieldref.app import Options, run\n"
        f"sys.exit(run(Options(data_dir=Path({str(tmp_path)!r}), language='en')))"
    )
    result = run_python("-c", code)
    assert result.returncode == 1
    assert "there is no display here" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("content", ["missing", "empty", "foreign"])
def test_content_that_cannot_be_used_is_one_sentence_and_exit_1(
    run_python: RunPython, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "x.db"
    if content != "missing":
        file.write_bytes(b"" if content == "empty" else b"not ours at all" * 200)
    code = (
        "import sys; from pathlib import Path; from fieldref.app import Options, run\n"
        f"sys.exit(run(Options(data_dir=Path({str(tmp_path)!r}), content=Path({str(file)!r}), language='en')))"
    )
    result = run_python("-c", code)
    assert result.returncode == 1
    assert "x.db" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_the_window_starts_without_authoring_tools(run_python: RunPython) -> None:
    code = (
        "import sys; import fieldref.ui.window_parts, fieldref.ui.application\n"
        "heavy = ('sqlite_utils', 'pydantic', 'ruamel', 'pyuca', 'qtawesome', 'qtpy')\n"
        "print([m for m in sys.modules if m.split('.')[0] in heavy or m.startswith('fieldref.authoring')])"
    )
    assert run_python("-c", code).stdout.strip() == "[]"
