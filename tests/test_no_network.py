"""The program opens no network connection, from the first click to the last: a promise, kept by this test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import RunPython
from tests.pack_maker import DEVELOPMENT_KEY, changed_copy, pack, set_meta

pytestmark = pytest.mark.slow

JOURNEY = r"""
import json, os, sys, time
from pathlib import Path

heard = []
WATCHED = ("socket.", "urllib.", "http.client.", "ftplib.", "smtplib.", "ssl.", "subprocess.Popen", "os.system",
           "os.exec", "os.posix_spawn", "webbrowser.")
sys.addaudithook(lambda event, args: heard.append(f"{event} {args!r}"[:200]) if event.startswith(WATCHED) else None)

data, stick, pdf = (Path(argument) for argument in sys.argv[1:4])
import fieldref.app as app
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from fieldref.ui.content_desk import ContentDesk
from fieldref.ui.main_window import MainWindow
from fieldref.ui.packs_dialog import Step

done = []

def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        QApplication.processEvents()
        assert time.monotonic() < end, true
        time.sleep(0.005)

def journey():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    try:
        for page in window._pages:
            window.navigation.open_page(page.key)
            QApplication.processEvents()
            done.append(f"page {page.key}")
        answers = []
        runner = window.context.runner
        runner.found.connect(lambda number, results: answers.append(results))
        runner.ask("sis", "es")
        until(lambda: answers)
        done.append(f"search {len(answers[0].hits)}")
        window.navigation.open_record(answers[0].hits[0].ref.id)
        for record in ("programme/sisfin", "region/PE-AYA", "indicator/insured_any_census_pct", "country/PE"):
            window.navigation.open_record(record)
            QApplication.processEvents()
            done.append(record)
        for _ in range(2):
            window.language.toggle()
            QApplication.processEvents()
            done.append("language")
        from fieldref.ui.printing import write_pdf
        write_pdf(window.context.library, ["programme/sisfin"], "es", pdf)
        done.append(f"pdf {pdf.stat().st_size > 1000}")
        desk = window.findChild(ContentDesk)
        desk.take(stick)
        dialog = desk.dialog
        until(lambda: dialog.step is not Step.CHECKING)
        dialog.act.click()
        until(lambda: dialog.step in (Step.INSTALLED, Step.REFUSED))
        done.append(f"pack {dialog.step.name}")
        dialog.close()
        desk.go_back()
    except BaseException as error:
        done.append(f"failed: {type(error).__name__}: {error}")
    finally:
        window.close()
        QApplication.quit()

QTimer.singleShot(0, lambda: None)
import fieldref.ui.application as application
make = application.make_application
def made(*given):
    result = make(*given)
    QTimer.singleShot(50, journey)
    return result
application.make_application = made
status = app.run(app.Options(data_dir=data, language="es"))
print(json.dumps({"status": status, "heard": heard, "done": done}))
"""


def test_the_whole_journey_without_a_network(run_python: RunPython, content_path: Path, tmp_path: Path) -> None:
    data = tmp_path / "USB Ñandú #1 100%"
    (data / "trusted-keys").mkdir(parents=True)
    DEVELOPMENT_KEY.public.to_file(data / "trusted-keys" / "lima.pub")
    stick = pack(
        changed_copy(content_path, tmp_path / "n.db", set_meta(serial="900", version="2027.1")),
        tmp_path / "n.frpack",
    )
    ended = run_python("-c", JOURNEY, str(data), str(stick), str(tmp_path / "sheet.pdf"))
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["status"] == 0
    assert not [step for step in told["done"] if step.startswith("failed")], told["done"]
    assert "pack INSTALLED" in told["done"]
    assert "pdf True" in told["done"]
    assert told["heard"] == [], "the program reached out"
    assert (data / "content").is_dir()


def test_the_watch_would_hear(run_python: RunPython) -> None:
    """A watch that hears nothing must be one that can hear."""
    ended = run_python(
        "-c",
        "import sys; heard = []; sys.addaudithook(lambda e, a: heard.append(e) if e.startswith('socket.') else None)\n"
        "import socket; s = socket.socket(); s.close(); print(len(heard) > 0)",
    )
    assert ended.stdout.strip() == "True"
