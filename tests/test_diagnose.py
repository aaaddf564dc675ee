"""The report of what works here: it changes nothing, and each problem is one plain sentence."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from fieldref import __version__, diagnose, i18n
from fieldref.content_choice import content_file
from fieldref.paths import Paths, find_paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths(tmp_path / "new")


def test_a_sound_place(paths: Paths, content_path: Path, tmp_path: Path) -> None:
    report = diagnose.diagnose(paths, content_path)
    text = report.text()
    assert not report.unusable
    for words in (__version__, "SQLite", "Qt", "Programmes 13", "Regions 25", "Provinces 196", "Districts 1,891"):
        assert words in text, words
    assert list(tmp_path.iterdir()) == []


def test_the_report_speaks_the_readers_language(paths: Paths, content_path: Path) -> None:
    i18n.set_language("es")
    text = diagnose.diagnose(paths, content_path).text()
    assert "Carpeta de datos" in text
    assert "Regiones 25" in text


def test_a_content_file_that_cannot_be_used(paths: Paths, tmp_path: Path) -> None:
    report = diagnose.diagnose(paths, tmp_path / "nowhere.db")
    assert report.unusable
    assert any("nowhere.db" in problem for problem in report.problems)


def test_missing_folders_are_told(paths: Paths, content_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lost = dataclasses.replace(paths, data=tmp_path / "file" / "data", bundle=tmp_path)
    problems = diagnose.diagnose(lost, content_path).problems
    assert any(str(tmp_path / "file" / "data") in problem for problem in problems)
    assert any("templates" in problem for problem in problems)


def test_a_folder_that_takes_no_file_is_told(
    paths: Paths, content_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("fieldref.diagnose.try_to_write", refuse)
    report = diagnose.diagnose(paths, content_path)
    assert not report.unusable
    assert any(str(paths.data) in problem for problem in report.problems)
    assert list(tmp_path.iterdir()) == []


def test_an_old_sqlite(paths: Paths, content_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnose, "OLDEST_SQLITE", (99, 0, 0))
    assert any("99.0" in problem for problem in diagnose.diagnose(paths, content_path).problems)


def test_qt_that_does_not_load(paths: Paths, content_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fieldref.ui.qt_facts", None)
    report = diagnose.diagnose(paths, content_path)
    assert not report.unusable
    assert any(problem.startswith("Qt does not load") for problem in report.problems)


def test_which_content_file(paths: Paths, tmp_path: Path) -> None:
    assert content_file(paths, tmp_path / "asked.db") == tmp_path / "asked.db"
    assert content_file(paths, None, "another-library") == paths.content_file
    paths.packs.mkdir(parents=True)
    assert content_file(paths, None) == paths.content_file
