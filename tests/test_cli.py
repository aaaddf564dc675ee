"""The command line as a person meets it: what it prints, where, and with which exit status."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small_content import make_content
from tests.test_opening import changed

from fieldref import __version__, cli, console, i18n, reading
from fieldref.arguments import Request, read_arguments, wanted_language
from fieldref.command_parser import UsageError
from fieldref.console import Failure
from fieldref.content.model import Kind
from fieldref.content.schema import SCHEMA_VERSION
from fieldref.i18n import set_language
from fieldref.system import reason

HOSTILE = ["", "programme/nope", "'; DROP TABLE record; --", "x\ny", "../../etc/passwd", "\x1b[31m", "%s{0}", "🦙", "-"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_content(tmp_path_factory.mktemp("content") / "content.db")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = cli.main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def assert_one_line(err: str) -> None:
    assert err.startswith("fieldref: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err


def outside(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "fieldref", *map(str, arguments)]
    source = str(Path(cli.__file__).parent.parent)
    return subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": source, **environment}, timeout=60
    )


# ---- reading the arguments


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "en", "--content", "a.db", "--data-dir", "d", "show", "x/y"],
        ["show", "x/y", "--lang", "en", "--content", "a.db", "--data-dir", "d"],
        ["--lang=en", "show", "--content=a.db", "x/y", "--data-dir=d"],
    ],
)
def test_options_stand_before_or_after_the_command(arguments: list[str]) -> None:
    assert read_arguments(arguments) == Request("show", "en", Path("a.db"), Path("d"), record="x/y")


def test_no_command_is_the_window() -> None:
    assert read_arguments([]) == Request("")
    assert read_arguments(["programme/sisfin"]).record == "programme/sisfin"
    assert read_arguments(["fieldref:programme/sisfin", "--lang", "es"]).record == "programme/sisfin"


def test_words_of_a_query_need_no_quotes() -> None:
    request = read_arguments(["search", "universal", "health", "--kind", "topic", "--kind", "region", "--limit", "3"])
    assert (request.query, request.limit) == ("universal health", 3)
    assert request.kinds == {Kind.TOPIC, Kind.REGION}
    assert read_arguments(["search", "--", "-word"]).query == "-word"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bogus"],
        ["frobnicate"],
        ["search"],
        ["show"],
        ["show", "a", "b"],
        ["search", "x", "--kind", "nope"],
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "٣"],
        ["search", "x", "--limit", "99999999"],
        ["show", "x", "--format", "docx"],
        ["show", "x", "--format", "pdf"],
        ["--lang", "xx"],
        ["--lang"],
        ["--content"],
    ],
)
def test_what_is_not_understood_exits_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        read_arguments(arguments)
    for language in ("es", "en"):
        status, out, err = run(capsys, "--lang", language, *arguments)
        assert (status, out) == (2, "")
        assert_one_line(err)


def test_a_word_that_is_no_command_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    err = run(capsys, "--lang", "es", "serach")[2]
    assert "«serach» no es un comando (search, show, content, pack)" in err
    assert read_arguments(["fieldref:serach"]).record == "serach", "a link opens the window, which says what it lacks"
    assert read_arguments(["otra.frpack"]).record == "otra.frpack"


def test_a_folder_that_is_missing_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    told = run(capsys, "--lang", "es", "show", "programme/sisfin", "--output", str(tmp_path / "no" / "x.txt"))[2]
    assert f"la carpeta {tmp_path / 'no'} no existe" in told


def test_complaints_are_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "No se entiende" in run(capsys, "--lang", "es", "--bogus")[2]
    assert "not understood" in run(capsys, "--bogus", "--lang=en")[2]
    assert wanted_language(["show", "x", "--lang", "es_PE"]) == "es"
    assert wanted_language(["--", "--lang", "es"]) is None


ENGLISH = re.compile(
    r"\b(usage|options|show this|exit|FILE|FOLDER|QUERY|COMMAND|ACTION|KIND|NAME|See|choose|required)\b"
)


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "search --help",
        "show --help",
        "pack --help",
        "pack verify --help",
        "pack use --help",
        "pack trust --help",
        "pack use",
        "content --help",
        "content build --help",
        "content new --help",
        "content import-table --help",
        "content export --help",
        "content pack --help",
        "content export",
        "show --format docx x",
        "--bogus",
    ],
)
def test_the_spanish_command_line_is_all_spanish(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, err = run(capsys, "--lang", "es", *command.split())
    assert status == (0 if "--help" in command else 2)
    assert not ENGLISH.search(out + err), ENGLISH.search(out + err)


def test_names_of_commands_are_never_translated(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split()[0] for line in run(capsys, "content", "--help", "--lang", "es")[1].splitlines() if line]
    assert {"new", "pack"} <= set(lines)
    assert "BIBLIOTECA VERSIÓN" in run(capsys, "pack", "use", "--help", "--lang", "es")[1]


def test_the_systems_reasons_are_in_the_readers_language() -> None:
    set_language("es")
    assert reason(OSError(errno.ENOSPC, "No space left on device")) == "el disco está lleno"
    assert reason(OSError(errno.ENOENT, "No such file or directory")) == "no existe"
    assert reason(OSError(99999, "Strange")) == "Strange"
    assert reason(OSError("odd")) == "odd"


def test_of_a_file_to_be_written_only_a_missing_folder_is_told_to_be_missing(tmp_path: Path) -> None:
    """Nothing is looked at again: what refuses to be written to may refuse to be looked at, too."""
    set_language("es")
    file = tmp_path / "no" / "x.html"
    assert reason(OSError(errno.ENOENT, "No such file or directory"), file) == f"la carpeta {file.parent} no existe"
    assert reason(OSError(errno.EACCES, "Permission denied"), file) == reason(OSError(errno.EACCES, ""))
    (tmp_path / "README.md").touch()
    with pytest.raises(Failure, match="una parte de su ruta no es una carpeta"):
        console.write(tmp_path / "README.md" / "x.html", "")


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"FieldRef {__version__}\n", "")
    for command in ([], ["search"], ["show"]):
        status, out, err = run(capsys, *command, "--help", "--lang", "es")
        assert (status, err) == (0, "")
        assert out.startswith("Uso: fieldref")


# ---- show


def test_show_prints_the_sheet_with_its_sources(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    status, out, err = run(capsys, "--content", small, "show", "programme/agua", "--lang", "es")
    assert (status, err) == (0, "")
    assert "Programa de agua" in out
    assert "Fuentes\n-------\n[1]" in out


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_show_writes_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, small: Path, tmp_path: Path, form: str
) -> None:
    monkeypatch.setattr(reading, "_web_page", lambda *_given: "")  # no Qt in the process of these tests
    file = tmp_path / f"sheet.{form}"
    arguments = ("--content", small, "show", "topic/seguro", "--format", form, "--lang", "en")
    assert run(capsys, *arguments, "--output", file) == (0, "", "")
    assert file.read_text(encoding="utf-8") == run(capsys, *arguments)[1]
    if form == "json":
        assert json.loads(file.read_text(encoding="utf-8"))["id"] == "topic/seguro"


@pytest.mark.parametrize("record_id", HOSTILE)
def test_show_of_what_is_not_there(capsys: pytest.CaptureFixture[str], small: Path, record_id: str) -> None:
    status, out, err = run(capsys, "--content", small, "show", record_id)
    assert status == (2 if not record_id else 1)
    assert out == ""
    assert_one_line(err)
    assert "\x1b" not in err


def test_a_file_that_cannot_be_written(capsys: pytest.CaptureFixture[str], small: Path, tmp_path: Path) -> None:
    status, _out, err = run(capsys, "--content", small, "show", "topic/seguro", "--output", tmp_path / "no" / "x.txt")
    assert status == 1
    assert_one_line(err)


def test_a_pdf_of_what_is_not_there(capsys: pytest.CaptureFixture[str], small: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    status, _out, err = run(capsys, "--content", small, "show", "a/b", "--format", "pdf", "--output", file)
    assert status == 1
    assert_one_line(err)
    assert not file.exists()


# ---- search, on the bundled reference


def test_search_as_json(capsys: pytest.CaptureFixture[str], content_path: Path) -> None:
    arguments = ("--content", content_path, "search", "alpaca", "--lang", "es", "--json")
    status, out, err = run(capsys, *arguments)
    assert (status, err) == (0, "")
    hits = json.loads(out)
    assert set(hits[0]) == {"id", "kind", "title", "context", "snippet", "lang", "score", "reviewed"}
    assert "story/alpaca" in [hit["id"] for hit in hits[:3]]
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len(json.loads(run(capsys, *arguments, "--limit", "1")[1])) == 1
    only = json.loads(run(capsys, *arguments, "--kind", "story")[1])
    assert {hit["kind"] for hit in only} == {"story"}


def test_search_as_text(capsys: pytest.CaptureFixture[str], content_path: Path) -> None:
    status, out, _err = run(capsys, "--content", content_path, "search", "sisfin", "--lang", "es")
    assert status == 0
    assert "programme/sisfin" in out
    status, out, _err = run(capsys, "--content", content_path, "search", "qqqqzzzzxxxx", "--lang", "en")
    assert status == 0
    assert "Nothing found" in out


@pytest.mark.parametrize("query", [*HOSTILE[1:-1], '"', "a AND", "NEAR(", "*", "\x00", "a" * 5000])
def test_any_text_is_a_safe_query(capsys: pytest.CaptureFixture[str], content_path: Path, query: str) -> None:
    status, _out, err = run(capsys, "--content", content_path, "search", "--json", "--", query)
    assert (status, err) == (0, "")


# ---- content files that cannot be used


@pytest.mark.parametrize("command", [["show", "a/b"], ["search", "x"], ["--diagnose"]])
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("problem", ["missing", "empty", "cut", "foreign", "newer", "older"])
def test_a_broken_content_file(
    capsys: pytest.CaptureFixture[str], small: Path, tmp_path: Path, problem: str, language: str, command: list[str]
) -> None:
    file = tmp_path / f"{problem}.db"
    if problem == "empty":
        file.touch()
    elif problem == "cut":
        file.write_bytes(small.read_bytes()[:5000])
    elif problem == "foreign":
        file.write_bytes(b"not a database at all " * 50)
    elif problem in ("newer", "older"):
        version = SCHEMA_VERSION + (1 if problem == "newer" else -1)
        changed(small, file, f"PRAGMA user_version = {version}")
    status, out, err = run(capsys, "--content", file, "--lang", language, *command)
    assert status == 1
    if command == ["--diagnose"]:
        assert file.name in out
    else:
        assert_one_line(err)
        assert file.name in err


# ---- whatever goes wrong


def test_an_unexpected_error_is_one_line_and_a_log(
    capsys: pytest.CaptureFixture[str], small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("fieldref.sheets.render.Sheets.text", fail)
    status, _out, err = run(capsys, "--content", small, "--data-dir", tmp_path, "show", "topic/seguro")
    assert status == 1
    assert_one_line(err)
    assert "ZeroDivisionError" in (tmp_path / "log" / "fieldref.log").read_text(encoding="utf-8")
    from fieldref.log import stop_log

    stop_log()


def test_the_authoring_libraries_may_be_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("fieldref.authoring")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pydantic", None)
    status, _out, err = run(capsys, "content", "check")
    assert status == 1
    assert_one_line(err)
    assert "pydantic" in err


def test_content_without_an_action_is_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    status, _out, err = run(capsys, "--lang", "es", "content")
    assert status == 2
    assert_one_line(err)


def test_no_streams_at_all(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(["--content", str(small), "show", "topic/seguro"]) == 0
    assert cli.main(["--content", str(small), "show", "topic/nope"]) == 1


def test_a_stream_with_a_code_page(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252", errors="strict")
    monkeypatch.setattr(sys, "stdout", stream)
    assert cli.main(["--content", str(small), "show", "region/ZZ-ANC", "--lang", "es"]) == 0
    assert "Áncora" in raw.getvalue().decode("utf-8")


def test_the_language_chosen_in_the_window_is_spoken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, small: Path
) -> None:
    for language, word in (("en", "Sources"), ("es", "Fuentes")):
        (tmp_path / "settings.json").write_text(json.dumps({"language": language}), encoding="utf-8")
        assert word in run(capsys, "--data-dir", tmp_path, "--content", small, "show", "topic/seguro")[1]
    assert i18n.language() == "es"


# ---- from outside


@pytest.mark.slow
def test_with_an_ascii_locale(small: Path) -> None:
    done = outside("--content", small, "show", "region/ZZ-ANC", "--lang", "es", LANG="C", LC_ALL="C", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Áncora" in done.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="uses a POSIX shell")
def test_a_reader_that_leaves_early(small: Path) -> None:
    command = f'"{sys.executable}" -m fieldref --content "{small}" show programme/agua --format html | head -c 10'
    source = str(Path(cli.__file__).parent.parent)
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, check=False, env={**os.environ, "PYTHONPATH": source}, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_no_window_without_a_display() -> None:
    gone = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    done = outside("--lang", "en", **gone)
    if sys.platform.startswith("linux"):
        assert done.returncode == 1
        assert done.stderr.decode().count("\n") == 1
        assert "fieldref search" in done.stderr.decode()


@pytest.mark.slow
def test_show_loads_neither_qt_nor_the_authoring_libraries(small: Path) -> None:
    code = (
        "import sys; from fieldref import cli; "
        f"cli.main(['--content', {str(small)!r}, 'show', 'topic/seguro']); "
        "bad = {'PySide6', 'sqlite_utils', 'pydantic', 'ruamel', 'fieldref.authoring'} & set(sys.modules); "
        "assert not bad, bad"
    )
    source = str(Path(cli.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env={**os.environ, "PYTHONPATH": source},
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_web_page_has_its_figures_inside_and_without_qt_it_comes_without(content_path: Path) -> None:
    code = (
        "import sys\n"
        "from fieldref import cli\n"
        "if sys.argv[1] == 'without':\n"
        "    sys.modules['PySide6'] = None\n"
        "sys.exit(cli.main(['--content', sys.argv[2], 'show', 'programme/sisfin', '--format', 'html']))\n"
    )
    pages = {}
    for which in ("with", "without"):
        done = subprocess.run(
            [sys.executable, "-c", code, which, str(content_path)], capture_output=True, check=False, timeout=60,
            env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent), "DISPLAY": ""},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        pages[which] = done.stdout.decode()
        assert len(done.stdout) < 200_000
    assert pages["with"].count("<svg") > 0
    assert "<svg" not in pages["without"]
    assert "SISFIN" in pages["without"]
