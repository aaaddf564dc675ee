"""The rules of the house, checked: layers, no side effects of importing, no Qt in the core, a light start."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
REPO = Path(__file__).resolve().parent.parent
SOURCE = REPO / "src"
QT = {"PySide6", "shiboken6"}
AUTHORING = {"pydantic", "pyuca", "ruamel", "sqlite_utils"}


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}
CORE = [name for name in MODULES if not name.startswith(("fieldref.ui", "fieldref.app"))]


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file; relative imports are not ours."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def core_imports(path: Path) -> set[str]:
    """The modules of the core that a file imports; `from package import module` is the module, not the package."""
    found = set(imported(path))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and all(f"{node.module}.{one.name}" in CORE for one in node.names):
            found -= {node.module or ""}
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return found & set(CORE)


@pytest.mark.slow
def test_layers(run_python: Run):
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = run_python("-c", lint, "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", MODULES)
def test_only_the_window_imports_qt(name: str):
    found = {module.split(".")[0] for module in imported(MODULES[name])}
    if name in CORE:
        assert not found & QT
    if not name.startswith("fieldref.authoring"):
        assert not found & AUTHORING


@pytest.mark.parametrize("name", MODULES)
def test_only_the_command_line_imports_the_authoring_tools(name: str):
    if name.startswith(("fieldref.authoring", "fieldref.cli")):
        return
    assert not [module for module in imported(MODULES[name]) if module.startswith("fieldref.authoring")]


def test_no_circles_in_the_core():
    """Of two modules at most one knows the other, not even for its types."""
    knows = {name: core_imports(MODULES[name]) - {name} for name in CORE}
    while leaves := [name for name, known in knows.items() if not known & knows.keys()]:
        for name in leaves:
            del knows[name]
    assert not knows, "these import each other in a circle, or such ones"


def test_no_shapeless_names():
    shapeless = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert not [name for name in MODULES if shapeless & set(name.replace("_", ".").split("."))]


WATCH_IMPORTS = """
import importlib, json, os, sys, threading
made = []
acts = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.putenv", "os.system", "shutil.rmtree",
        "sqlite3.connect", "subprocess.Popen", "socket.connect", "socket.bind", "_thread.start_new_thread"}
code = (".py", ".pyc", ".so", ".pyd", ".pth")

def watch(event, args):
    if event == "open":
        path, mode, flags = args
        writes = isinstance(mode, str) and set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        ours = isinstance(path, str) and path.startswith(repo) and not path.startswith(environment)
        if writes and "__pycache__" not in str(path):
            made.append(f"writes {path}")
        elif ours and not path.endswith(code):
            made.append(f"reads {path}")
    elif event in acts:
        if "__pycache__" not in str(args):
            made.append(f"{event} {args!r}")

repo, environment, modules = json.loads(sys.stdin.read())
before = dict(os.environ), threading.active_count()
sys.dont_write_bytecode = True
import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets
sys.addaudithook(watch)
blame = {}
for name in modules:
    importlib.import_module(name)
    if made:
        blame[name] = made[:]
        made.clear()
if before != (dict(os.environ), threading.active_count()):
    blame["environment"] = ["changed"]
from PySide6.QtCore import QCoreApplication
if QCoreApplication.instance() is not None:
    blame["application"] = ["made"]
print(json.dumps(blame))
"""


@pytest.mark.slow
def test_importing_does_nothing(run_python: Run):
    modules = [name for name in MODULES if not name.endswith("__main__")]
    given = json.dumps([str(REPO), sys.prefix, modules])
    done = run_python("-c", WATCH_IMPORTS, input=given)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}


def test_each_module_imports_on_its_own_order(run_python: Run):
    """In reverse order too: no module counts on another having been imported before."""
    modules = [name for name in MODULES if not name.endswith("__main__")]
    done = run_python("-c", f"import importlib\nfor name in {modules[::-1]!r}: importlib.import_module(name)")
    assert done.returncode == 0, done.stderr


BLOCK_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is not for the core")
        return None

sys.meta_path.insert(0, NoQt())
"""


@pytest.mark.slow
def test_the_core_is_imported_without_qt(run_python: Run):
    core = [name for name in CORE if not name.endswith("__main__")]
    done = run_python("-c", f"{BLOCK_QT}\nimport importlib\nfor name in {core!r}: importlib.import_module(name)")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["fieldref.ui", "fieldref.ui.printing", "fieldref.ui.main_window"])
def test_tests_of_the_core_have_no_window(name: str):
    """What the tests of the core show, they show without Qt: what imports it is refused while they run."""
    with pytest.raises(ImportError, match="is not for the core"):
        importlib.import_module(name)


@pytest.mark.slow
@pytest.mark.parametrize("entry", ["fieldref.cli", "fieldref.app", "fieldref.ui.main_window"])
def test_the_start_path_is_light(run_python: Run, entry: str):
    if entry not in MODULES:
        pytest.skip(f"{entry} is not there")
    done = run_python("-X", "importtime", "-c", f"import {entry}")
    told = done.stderr
    assert done.returncode == 0, told
    loaded = {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}
    top = {name.split(".")[0] for name in loaded}
    assert not top & (AUTHORING | {"babel.messages", "numpy", "setuptools", "pytest"})
    assert not [name for name in loaded if name.startswith("fieldref.authoring")]
    if entry == "fieldref.cli":
        assert not top & QT
