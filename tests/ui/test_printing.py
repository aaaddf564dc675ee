"""Printed pages: A4, title, letters that can be searched, embedded fonts, sources and version, small files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QKeySequence, QPageRanges, QPainter, QPdfWriter
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from fieldref import i18n
from fieldref.content.library import Library, RecordNotFound
from fieldref.content.model import PlaceLevel
from fieldref.ui.pdf_packing import pack
from fieldref.ui.print_preview import PreviewDialog
from fieldref.ui.printing import Printout, a4, write_pdf

LARGEST = 120_000
pytestmark = pytest.mark.usefixtures("qapp")
poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="needs poppler's pdfinfo, pdftotext, pdffonts")


def told(program: str, *arguments: str | Path) -> str:
    result = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=True)
    assert "Error" not in result.stderr, result.stderr
    return result.stdout


def one_of_each(library: Library) -> list[str]:
    """A record of every kind that there is, the one with the longest sheet where it is easy to tell."""
    programmes = [each.ref.id for each in library.programmes("es")]
    regions = [each.ref.id for each in library.places(PlaceLevel.REGION, "es")]
    provinces = [each.ref.id for each in library.places(PlaceLevel.PROVINCE, "es")]
    lists = (
        programmes,
        regions,
        provinces,
        *(
            [ref.id for ref in refs]
            for refs in (library.topics("es"), library.terms("es"), library.stories("es"), library.sources("es"))
        ),
    )
    indicators = [each.ref.id for each in library.indicators("es")]
    return [found[0] for found in (*lists, indicators) if found] + [library.info("es").country_id]


@poppler
def test_every_kind_of_record_makes_a_good_small_pdf(library: Library, tmp_path: Path) -> None:
    i18n.set_language("es")
    info = library.info("es")
    for record_id in one_of_each(library):
        path = tmp_path / "hoja.pdf"
        write_pdf(library, [record_id], "es", path)
        assert path.stat().st_size <= LARGEST, record_id
        about = told("pdfinfo", path)
        assert "(A4)" in about
        title = library.ref(record_id, "es").title.value
        assert re.search(r"Title: +(.*)", about)[1].strip() == title  # type: ignore[index]
        text = " ".join(told("pdftotext", path, "-").split())
        assert title.split()[0] in text
        assert info.version in text
        assert "ﬁ" not in text, "a search for 'fi' would not find it"
        assert "\ufffd" not in text
        fonts = [line.split() for line in told("pdffonts", path).splitlines()[2:]]
        assert fonts
        assert all(line[-5] == "yes" for line in fonts), f"{record_id}: a font is not embedded"


@poppler
def test_sources_stand_in_the_pdf_and_accents_are_whole(library: Library, tmp_path: Path) -> None:
    record = library.record(library.programmes("es")[0].ref.id, "es")
    write_pdf(library, [record.id], "es", tmp_path / "p.pdf")
    text = " ".join(told("pdftotext", tmp_path / "p.pdf", "-").split())
    for source_id in record.sources:
        words = library.ref(source_id, "es").title.value.split()
        assert all(word in text for word in words[:3]), source_id
    assert re.search("[áéíóúñ]", text)


@poppler
def test_no_word_of_a_wide_table_leaves_the_page(library: Library, tmp_path: Path) -> None:
    region = library.places(PlaceLevel.REGION, "es")[0].ref.id
    write_pdf(library, [region], "es", tmp_path / "p.pdf")
    boxes = told("pdftotext", "-bbox", tmp_path / "p.pdf", "-")
    words = re.findall(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', boxes)
    assert len(words) > 100
    for left, top, right, bottom in words:
        assert 40 < float(left) < float(right) < 595 - 40
        assert 30 < float(top) < float(bottom) < 842 - 25


@poppler
def test_a_dossier_has_its_contents_in_front(library: Library, tmp_path: Path) -> None:
    records = [each.ref.id for each in library.programmes("es")[:3]]
    write_pdf(
        library, records, "es", tmp_path / "d.pdf", dossier="Mi dossier", notes={records[0]: "Mi apunte <privado>"}
    )
    pages = told("pdftotext", "-layout", tmp_path / "d.pdf", "-").split("\f")
    assert "Mi dossier" in pages[0]
    listed = [line for line in pages[0].splitlines() if re.search(r"  \d{1,2}$", line)]
    assert len(listed) == 3
    for line in listed:
        name, number = line.strip().rsplit(maxsplit=1)
        assert name.split()[0] in pages[int(number) - 1]
    assert any("Mi apunte <privado>" in page for page in pages)


@poppler
def test_both_languages_follow_each_other(library: Library, tmp_path: Path) -> None:
    record = library.programmes("es")[0].ref.id
    write_pdf(library, [record], "es", tmp_path / "p.pdf", also=["en"])
    text = told("pdftotext", tmp_path / "p.pdf", "-")
    for language in ("es", "en"):
        assert library.ref(record, language).title.value.split()[0] in text


def test_an_unknown_record_leaves_no_file(library: Library, tmp_path: Path) -> None:
    with pytest.raises(RecordNotFound):
        write_pdf(library, ["programme/none"], "es", tmp_path / "p.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(library: Library, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"\w"):
        write_pdf(library, [library.topics("es")[0].id], "es", tmp_path / "none" / "p.pdf")


def test_a_stopped_work_leaves_no_file(library: Library, tmp_path: Path) -> None:
    records = [ref.id for ref in library.topics("es")[:3]]
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 1

    write_pdf(library, records, "es", tmp_path / "p.pdf", progress=stop)
    assert seen == [(0, 3), (1, 3)]
    assert list(tmp_path.iterdir()) == []


def test_only_the_chosen_pages_are_drawn(library: Library, tmp_path: Path) -> None:
    printout = Printout(library, [ref.id for ref in library.topics("es")[:3]], "es")
    writer = QPdfWriter(str(tmp_path / "p.pdf"))
    writer.setPageLayout(a4())
    ranges = QPageRanges()
    ranges.addPage(2)
    writer.setPageRanges(ranges)
    assert printout.draw(writer)
    del writer
    assert (tmp_path / "p.pdf").read_bytes().count(b"/Type /Page\n") == 1


def test_the_preview_shows_the_pages(qtbot: QtBot, library: Library) -> None:
    dialog = PreviewDialog(Printout(library, [library.topics("es")[0].id], "es"), "Imprimir")
    qtbot.addWidget(dialog)
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.drawRect(QRectF(1, 1, 2, 2))
    painter.end()
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.windowTitle() == "Imprimir"
    buttons = [button for button in dialog.findChildren(QToolButton) if button.isVisible() and button.defaultAction()]
    assert len(buttons) > 10
    for button in buttons:
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.accessibleName()
    assert buttons[-1].defaultAction().shortcut() == QKeySequence("Ctrl+P")


@pytest.mark.slow
def test_the_command_line_writes_a_pdf_without_a_screen(library: Library, content_path: Path, tmp_path: Path) -> None:
    record = library.programmes("es")[0].ref.id
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "fieldref", "show", record, "--format", "pdf", "--output", str(tmp_path / "c.pdf")]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF-1.5")


# ---- making files smaller


def test_a_packed_file_keeps_every_word(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    printout = Printout(library, [library.programmes("es")[0].ref.id], "es")
    packed = printout.pdf()
    monkeypatch.setattr("fieldref.ui.printing.pack", lambda data: data)
    whole = printout.pdf()
    assert len(packed) < 0.75 * len(whole)
    if shutil.which("pdftotext"):
        (tmp_path / "a.pdf").write_bytes(packed)
        (tmp_path / "b.pdf").write_bytes(whole)
        assert told("pdftotext", tmp_path / "a.pdf", "-") == told("pdftotext", tmp_path / "b.pdf", "-")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\nnothing", b"%PDF-1.4\nstartxref\n0\n%%EOF", b"\x00" * 50])
def test_a_file_of_another_shape_comes_back_as_it_was(data: bytes) -> None:
    assert pack(data) == data
