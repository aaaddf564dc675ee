"""What the documents say is true: commands, files and links exist, and both languages tell the same."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
REPO = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "README.es.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
MADE_ELSEWHERE = re.compile(r"[<…*]|^fieldref-data|^portable\.txt|/qu/|\.mo$")
"""Names with a blank to fill in, examples of recipes, and what only a run makes."""
TOP = {"data", "requirements", "resources", "src", "tests", "tools", "translations", "benchmarks", ".ci"}


@cache
def text(name: str) -> str:
    return (REPO / name).read_text(encoding="utf-8")


def code(name: str) -> list[str]:
    """What stands between backticks, and the lines of code blocks."""
    body = text(name)
    blocks = re.findall(r"```\w*\n(.*?)```", body, re.DOTALL)
    outside = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", outside) + [line for block in blocks for line in block.splitlines()]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_chores_exist(name: str):
    called = {word for line in code(name) for word in re.findall(r"\bmake ([a-z][a-z-]*)", line)}
    assert called <= targets()


def test_every_chore_is_in_the_help():
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony is not None
    shown = set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), re.MULTILINE))
    assert set(phony[1].split()) - {"setup", "setup-dev"} == shown
    assert {"run", "test", "lint", "content", "messages", "bench", "dist"} <= shown


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_exist(name: str):
    named = {word.rstrip("/:") for line in code(name) for word in re.findall(r"[\w./<>…*-]+/[\w./<>…*-]*", line)}
    ours = {path for path in named if path.split("/")[0] in TOP and not MADE_ELSEWHERE.search(path)}
    assert [path for path in sorted(ours) if not (REPO / path).exists()] == []


def test_the_plan_of_the_house_is_true():
    plan = re.findall(r"```\nsrc/fieldref/\n(.*?)```", text("ARCHITECTURE.md"), re.DOTALL)[0]
    folder = ""
    missing = []
    for line in plan.splitlines():
        indent, name = re.match(r"( *)(\S+)", line).groups()  # type: ignore[union-attr]
        folder = "" if len(indent) == 2 else folder
        path = REPO / "src" / "fieldref" / folder / name
        if len(indent) == 2 and name.endswith("/"):
            folder = name
        if not path.exists():
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str):
    for target in re.findall(r"\]\(([^)\s]+)\)", text(name)):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        assert (REPO / (file or name)).exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", text(file or name), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, target


def shape(name: str) -> list[str]:
    """The bones of a document: levels of headings, list items, code without its comments."""
    bones = []
    for line in text(name).splitlines():
        if heading := re.match(r"#+", line):
            bones.append(heading[0])
        elif line.startswith("- "):
            bones.append("-")
        elif re.match(r"(make|\.venv)", line):
            bones.append(re.sub(r"\s+#.*", "", line))
    return bones


def test_both_readmes_tell_the_same():
    assert shape("README.md") == shape("README.es.md")
    plain = [re.sub(r"-(es|en)\.png", ".png", text(name)) for name in ("README.md", "README.es.md")]
    links = [sorted(re.findall(r"\]\(([^)]+)\)", words)) for words in plain]
    assert [x for x in links[0] if "README" not in x] == [x for x in links[1] if "README" not in x]


def test_readme_has_the_two_commands():
    commands = re.findall(r"^make \w+", text("README.md"), re.MULTILINE)
    assert commands == ["make run", "make test"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_examples_of_the_command_line_work(name: str, run_python: Run, tmp_path: Path):
    lines = [line.split("#")[0] for line in code(name) if line.startswith(".venv/bin/fieldref ")]
    examples = [shlex.split(line)[1:] for line in lines]
    ran = [arguments for arguments in examples if arguments[0] in ("search", "show", "--diagnose")]
    assert len(ran) >= 5
    for arguments in ran:
        done = run_python("-m", "fieldref", *arguments, "--data-dir", str(tmp_path / "data"), cwd=tmp_path)
        if arguments[0] != "--diagnose":  # which may rightly find a problem on the machine of a test
            assert done.returncode == 0, (arguments, done.stderr)
        assert done.stdout or "--output" in arguments, arguments
        assert "Traceback" not in done.stderr
    assert (tmp_path / "ayacucho.html").is_file()


def test_dependencies_are_accounted_for():
    import tomllib

    project = tomllib.loads(text("pyproject.toml"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["authoring"]
    table = text("ARCHITECTURE.md").split("### What FieldRef rests on")[1]
    for requirement in asked:
        name = re.split(r"[<>=]", requirement)[0]
        assert re.search(rf"\| [^|]*\b{re.escape(name)}\b", table, re.IGNORECASE), name


def test_nothing_of_one_machine_is_committed():
    """Neither a registry's address nor a home folder stands in any text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    forbidden = re.compile(r"(pypi|npmjs|pythonhosted)\.(org|com)|/home/(?!rosa\b)\w+/|[A-Z]:\\Users\\")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = REPO / name
        if path == Path(__file__) or not path.is_file() or path.suffix in (".db", ".png", ".pdf", ".ico"):
            continue
        found += [f"{name}: {hit[0]}" for hit in forbidden.finditer(path.read_text(encoding="utf-8", errors="replace"))]
    assert found == []
