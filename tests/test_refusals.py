"""What is refused is told in the reader's language to the last word."""

from __future__ import annotations

import ast
import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import REPO

from fieldref import i18n
from fieldref.content import opening
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.inspection import inspect_database
from fieldref.userdata import Trouble, TroubleKind
from fieldref.userdata.exchange import ExchangeError, ExchangeFault

PATH = Path("aqui", "x.frpack")
DETAIL = "2026"
SAME = {"FieldRef", "frpack", "on", "en", "se", "a", "no", "x", "error"}
"""Names, and words that both languages spell alike."""


def pack_errors() -> Iterator[PackError]:
    for problem in Problem:
        yield PackError(problem, PATH, DETAIL)
        for number in (errno.EIO, errno.ENODEV, errno.ENOENT, errno.EACCES):
            yield PackError(problem, PATH, OSError(number, os.strerror(number)))


def sentences() -> list[str]:
    told = [error.sentence() for error in pack_errors() if error.problem is Problem.UNREADABLE]
    told += [PackError(problem, PATH, DETAIL).sentence() for problem in Problem]
    told += [opening.content_message(problem, PATH) for problem in opening.Problem]
    told += [ExchangeError(fault, PATH.name).sentence() for fault in ExchangeFault]
    for kind in TroubleKind:
        for session_only in (False, True):
            for aside, day in ((None, ""), (PATH, ""), (PATH, "2026-11-01")):
                told.append(Trouble(kind, PATH, aside, day, session_only=session_only).sentence())
    return told


def words(sentence: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", sentence.replace(str(PATH), "").replace(str(PATH.parent), "")))


def test_no_english_is_left_in_spanish() -> None:
    i18n.set_language("en")
    english = sentences()
    i18n.set_language("es")
    spanish = sentences()
    for there, here in zip(english, spanish, strict=True):
        assert here != there
        assert words(here) & words(there) <= SAME, here


def test_the_reason_follows_the_language() -> None:
    i18n.set_language("en")
    error = PackError(Problem.UNREADABLE, PATH, OSError(errno.EIO, os.strerror(errno.EIO)))
    assert "the disk does not answer" in error.sentence()
    i18n.set_language("es")
    assert "the disk" not in error.sentence()
    assert os.strerror(errno.EIO) in str(error), "the log has the system's own words"


def shown_details() -> Iterator[tuple[str, str]]:
    """Every detail that is written down in the sources, of problems whose sentence shows it."""
    shown = {p.name for p in Problem if DETAIL in PackError(p, PATH, DETAIL).sentence()}
    for path in sorted((REPO / "src" / "fieldref" / "packs").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("PackError"), [problem, _, detail]):
                    names = {one.attr for one in ast.walk(problem) if isinstance(one, ast.Attribute)}
                    if names & shown:
                        yield path.name, ast.unparse(detail)


def test_details_that_are_shown_are_names_and_never_words() -> None:
    details = list(shown_details())
    assert len(details) > 5
    for where, code in details:
        said = [part.value for part in ast.walk(ast.parse(code)) if isinstance(part, ast.Constant)]
        assert not [text for text in said if isinstance(text, str) and " " in text], (where, code)


def test_a_newer_form_that_the_manifest_did_not_tell(content_path: Path, tmp_path: Path) -> None:
    """The number of a form is not the number of a program."""
    database = tmp_path / "content.db"
    database.write_bytes(content_path.read_bytes())
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(PackError) as caught:
        inspect_database(database, PATH)
    assert caught.value.problem is Problem.BAD_MANIFEST
    assert "999" not in caught.value.sentence()


def test_a_disk_that_refuses_is_told_with_its_folder(tmp_path: Path) -> None:
    from fieldref.packs.container import _write

    class Refusing:
        name = str(tmp_path / "x.part")

        def write(self, _chunk: bytes) -> int:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(PackError) as caught:
        _write(Refusing(), b"x", PATH)  # type: ignore[arg-type]
    assert caught.value.problem is Problem.NOT_WRITABLE
    assert str(tmp_path) in caught.value.sentence()
