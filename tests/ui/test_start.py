"""The start: what the first window leaves for later, and that it comes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.conftest import RunPython

from fieldref import i18n
from fieldref.ui.main_window import MainWindow
from fieldref.ui.pages.registry import GALLERY, PAGES, Door
from fieldref.ui.warming import Warming
from fieldref.ui.window_parts import warm_up

LATER = (
    "babel",
    "jinja2",
    "rapidfuzz",
    "nacl",
    "fieldref.content.record_model",
    "fieldref.content.search",
    "fieldref.sheets.render",
    "fieldref.ui.crash_dialog",
    "fieldref.ui.printing",
    "fieldref.ui.reading_pane",
    "fieldref.ui.record_actions",
    "fieldref.ui.widgets.result_panel",
)
"""Packages and modules that no first window waits for."""


@pytest.mark.parametrize("door", [*PAGES, GALLERY], ids=lambda door: door.key)
def test_doors_say_what_is_behind_them(door: Door) -> None:
    page = door.kind()
    assert (page.key, page.icon, page.on_rail) == (door.key, door.icon, door.on_rail)
    for code in i18n.available_languages():
        i18n.set_language(code)
        assert page.title() == door.title()


START = """
import sys
from pathlib import Path
import fieldref.app
from fieldref.ui.warming import Warming

def painted(self):
    print([name for name in later if name in sys.modules])
    fieldref.app.gc.enable()
    self._window.close()

later = sys.argv[2:]
Warming._next = painted
sys.exit(fieldref.app.run(fieldref.app.Options(data_dir=Path(sys.argv[1]), language="es")))
"""


def test_the_first_window_loads_nothing_it_does_not_show(run_python: RunPython, tmp_path: Path) -> None:
    """In a Python of its own, up to the first painting: here everything is long loaded."""
    done = run_python("-c", START, str(tmp_path), *LATER)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_start_reads_no_source(run_python: RunPython) -> None:
    """The binding would read every module's, looking for a feature that nothing here uses."""
    code = (
        "import linecache, fieldref.app\nfieldref.app._import_plainly()\nimport fieldref.ui.main_window\n"
        "print([name for name in linecache.cache if name.startswith(fieldref.__path__[0])])"
    )
    done = run_python("-c", code)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_rest_is_loaded_after_the_first_painting_and_then_nothing_stays(
    window: MainWindow, qapp: QApplication
) -> None:
    done: list[str] = []
    gc.disable()
    try:
        warming = warm_up(window, lambda: done.append("first"))
        assert not done
        window.show()
        for _turn in range(400):
            qapp.processEvents()
            warming._timer.setInterval(0)
            if gc.isenabled():
                break
    finally:
        gc.enable()
        gc.unfreeze()
    assert done == ["first"]
    assert not warming._timer.isActive()


def test_a_window_that_goes_early_stops_it(window: MainWindow, qapp: QApplication) -> None:
    done: list[int] = []

    def work() -> Iterator[None]:
        for number in range(3):
            done.append(number)
            yield

    warming = Warming(window, work())
    warming.stop()
    window.show()
    qapp.processEvents()
    assert not done
