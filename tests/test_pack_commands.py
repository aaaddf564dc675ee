"""`fieldref pack …`, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pack_maker import DEVELOPMENT_KEY, OTHER_KEY, changed_copy, pack, set_meta

from fieldref.cli import main
from fieldref.packs.keys import read_public
from fieldref.packs.outside import described
from fieldref.packs.signing import PublicKey
from fieldref.packs.store import PackStore

Run = tuple[int, str, str]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The public key of an office, in a file of another name."""
    key = DEVELOPMENT_KEY.public
    file = tmp_path / "clave.pub"
    PublicKey(key.key_id, key.key, "Oficina Lima").to_file(file)
    return file


@pytest.fixture
def newer(content_path: Path, tmp_path: Path) -> Path:
    """A pack of a later edition."""
    later = changed_copy(content_path, tmp_path / "later.db", set_meta(version="2099.12", serial="999"))
    return pack(later, tmp_path / "later.frpack")


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: object) -> Run:
    status = main(["--data-dir", str(data), "--lang", "es", *map(str, arguments)])
    return (status, *capsys.readouterr())


def test_the_content_that_came_with_the_program_is_a_version_to_go_back_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, office: Path, newer: Path
) -> None:
    data = tmp_path / "data"
    status, out, _err = run(capsys, data, "pack", "list")
    assert (status, out.startswith("* peru")) == (0, True)
    own = out.split()[2]
    assert run(capsys, data, "pack", "use", "peru", own)[0] == 0
    assert run(capsys, data, "pack", "trust", office, "--yes")[0] == 0
    assert run(capsys, data, "pack", "install", newer)[0] == 0
    lines = run(capsys, data, "pack", "list")[1].splitlines()
    assert [line[:1] for line in lines] == ["*", " "]
    assert "vino con el programa" in lines[1]
    assert run(capsys, data, "pack", "use", "peru", own)[0] == 0
    assert [line[:1] for line in run(capsys, data, "pack", "list")[1].splitlines()] == [" ", "*"]
    assert own in run(capsys, data, "--diagnose")[1]
    assert run(capsys, data, "pack", "use", "peru", "2099.12")[0] == 0
    assert "2099.12" in run(capsys, data, "--diagnose")[1]
    status, out, err = run(capsys, data, "pack", "remove", "peru", own)
    assert (status, out) == (1, "")
    assert "se queda" in err


def test_a_key_keeps_the_name_its_owner_gave_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, office: Path, newer: Path
) -> None:
    data = tmp_path / "data"
    assert "Clave de Oficina Lima" in run(capsys, data, "pack", "trust", office, "--yes")[1]
    assert "Firmado por Oficina Lima (" in run(capsys, data, "pack", "verify", newer)[1]


def test_a_key_that_names_nobody_is_called_as_its_file(tmp_path: Path) -> None:
    OTHER_KEY.public.to_file(tmp_path / "vecinos.pub")
    assert read_public(str(tmp_path / "vecinos.pub")).name == "vecinos"
    assert read_public((tmp_path / "vecinos.pub").read_text(encoding="utf-8")).name == ""


def test_an_unknown_key_is_told_with_the_way_to_trust_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, newer: Path
) -> None:
    status, _out, err = run(capsys, tmp_path / "data", "pack", "verify", newer)
    assert (status, err.count("\n")) == (1, 1)
    assert "fieldref pack trust" in err


def test_a_pack_that_is_not_there_is_told_in_the_readers_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "(no existe)" in run(capsys, tmp_path / "data", "pack", "install", tmp_path / "no.frpack")[2]
    assert "(es una carpeta)" in run(capsys, tmp_path / "data", "pack", "verify", tmp_path)[2]


@pytest.fixture
def beside(content_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program with an older and a newer edition beside it."""
    program = tmp_path / "program"
    (program / "content").mkdir(parents=True)
    changed_copy(content_path, program / "content" / "older.db", set_meta(version="2020.01", serial="0"))
    changed_copy(content_path, program / "content" / "newer.db", set_meta(version="2050.01", serial="500"))
    monkeypatch.setattr("fieldref.content_choice.program_folder", lambda: program)
    return program


def test_of_several_files_that_came_along_the_newest_is_the_one_to_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, beside: Path, office: Path, newer: Path
) -> None:
    data = tmp_path / "data"
    assert run(capsys, data, "pack", "list")[1].split()[:3] == ["*", "peru", "2050.01"]
    status, out, err = run(capsys, data, "pack", "use", "peru", "2020.01")
    assert (status, out) == (1, ""), "an edition that is not opened is not told to be in use"
    assert "2020.01" in err
    assert run(capsys, data, "pack", "use", "peru", "2050.01")[0] == 0, "before anything is installed, too"
    run(capsys, data, "pack", "trust", office, "--yes")
    assert run(capsys, data, "pack", "install", newer)[0] == 0
    assert run(capsys, data, "pack", "use", "peru", "2020.01")[0] == 1
    assert run(capsys, data, "pack", "use", "peru", "2050.01")[0] == 0
    lines = run(capsys, data, "pack", "list")[1].splitlines()
    assert [line[:15] for line in lines] == ["  peru  2099.12", "* peru  2050.01"]
    assert "2050.01" in run(capsys, data, "--diagnose")[1]


def test_going_back_leads_to_what_is_opened_then(tmp_path: Path, content_path: Path, beside: Path, newer: Path) -> None:
    along = described((content_path, *sorted((beside / "content").iterdir(), reverse=True)))
    store = PackStore(tmp_path / "packs", (DEVELOPMENT_KEY.public,), tuple(along))
    store.install(newer)
    back = store.roll_back("peru")
    assert back is not None
    assert back == store.in_use("peru")
    assert back.version == "2050.01"
    assert store.before("peru") is None, "what is older came along too, and is never the one to use"
