"""The frozen program: nothing in it that is not kept on purpose, nothing missing that `src/` imports, all licensed."""

from __future__ import annotations

import ast
import json
import os
import re
import struct
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from package import keep, listing, making
from package.debian import oldest_libc
from package.frozen import data_files, hidden_imports, kept_binaries, version_resource

from fieldref.system import DEBIAN_PACKAGES, OPEN_NAME

REPO = Path(__file__).resolve().parent.parent
SOURCE = REPO / "src" / "fieldref"
CALLED = r"tools/[a-z-]+|\.ci/run|package\\windows\\[a-z.]+|tests/\w+\.py"
BUNDLE = REPO / "build" / "dist" / "FieldRef"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def imports() -> Iterator[str]:
    """Every module that the frozen part of the sources imports, wherever in a file."""
    for path in SOURCE.rglob("*.py"):
        if "authoring" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module or ""


def test_the_parts_of_qt_are_those_that_are_imported():
    used = {name.split(".")[1] for name in imports() if name.startswith("PySide6.")}
    assert used == set(keep.QT_MODULES)


def test_nothing_is_left_out_that_is_imported():
    used = {name for name in imports() if not name.startswith("fieldref.authoring")}
    left_out = [name for name in used for out in keep.EXCLUDED_MODULES if name == out or name.startswith(f"{out}.")]
    assert left_out == []


def test_what_builds_the_content_is_left_out():
    with (REPO / "pyproject.toml").open("rb") as stream:
        authoring = tomllib.load(stream)["project"]["optional-dependencies"]["authoring"]
    names = {re.split(r"[<>=\[]", item)[0].replace("-", "_").removesuffix(".yaml") for item in authoring}
    assert names <= set(keep.EXCLUDED_MODULES)
    assert not [name for name in hidden_imports(REPO) if ".authoring" in name]


def test_data_files_are_all_there():
    found = {f"{folder}/{Path(source).name}" for source, folder in data_files(REPO)}
    wanted = {"data/content.db", "translations/es/LC_MESSAGES/fieldref.mo", "fieldref/content/schema.sql"}
    templates = {p.relative_to(REPO).as_posix() for p in (REPO / "resources").rglob("*") if p.is_file()}
    assert wanted | templates <= found


def test_the_locales_kept_are_enough(run_python: Run, tmp_path: Path):
    """Each kept locale inherits only from kept ones."""
    from babel import localedata

    assert set(keep.LOCALES) <= {"root", *localedata.locale_identifiers()}
    from babel.core import get_global

    parents = get_global("parent_exceptions")
    for name in keep.LOCALES:
        if name != "root":
            assert parents.get(name, name.rpartition("_")[0] or "root") in keep.LOCALES


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/QtCore.abi3.so", True),
        ("PySide6/QtDBus.abi3.so", False),
        ("PySide6/QtDBus.pyd", False),
        ("PySide6/Qt/lib/libQt6DBus.so.6", True),
        ("PySide6/Qt6Gui.dll", True),
        ("PySide6/Qt6Qml.dll", False),
        ("PySide6/Qt/lib/QtDBus.framework/Versions/A/QtDBus", True),
        ("PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml", False),
        ("PySide6/libpyside6.abi3.6.11.dylib", True),
        ("PySide6/libpyside6qml.abi3.6.11.dylib", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforms/libqminimal.dylib", False),
    ],
)
def test_which_parts_of_qt_are_kept(name: str, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """On Linux, Windows and macOS, and each that is kept has its licence."""
    monkeypatch.setattr(sys, "platform", "darwin" if "dylib" in name or "framework" in name else sys.platform)
    assert bool(kept_binaries([(name, name, "BINARY")], tmp_path)) is kept
    if kept:
        assert listing.owners([f"_internal/{name}"], listing.components("1.0"))


def test_every_component_has_its_licence():
    parts = listing.components("1.0")
    assert {"Qt", "Python", "SQLite", "FieldRef"} <= {part.name for part in parts}
    assert all(part.texts and part.licence for part in parts)


def test_a_missing_licence_text_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(listing, "LICENCES", tmp_path)
    with pytest.raises(listing.ListingError, match=r"no licence text LGPL-3\.0-only\.txt"):
        listing.components("1.0")


def test_a_file_of_nobody_is_an_error():
    with pytest.raises(listing.ListingError, match=r"no licence line for _internal/libmystery\.so"):
        listing.owners(["FieldRef", "_internal/libmystery.so.1"], listing.components("1.0"))


def test_full_texts_of_the_licences_of_qt():
    lgpl = (listing.LICENCES / "LGPL-3.0-only.txt").read_text(encoding="utf-8")
    gpl = (listing.LICENCES / "GPL-3.0-only.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lgpl
    assert "Combined Works" in lgpl
    assert gpl.rstrip().endswith("<https://www.gnu.org/licenses/why-not-lgpl.html>.")
    assert "_internal/PySide6/Qt/lib" in (listing.LICENCES / "README.txt").read_text(encoding="utf-8")


def test_version_resource_is_one(tmp_path: Path):
    made = Path(version_resource("1.2.3", tmp_path)).read_text(encoding="utf-8")
    assert "filevers=(1, 2, 3, 0)" in made
    assert "'ProductName', 'FieldRef'" in made


def test_the_icon_of_windows_holds_every_size():
    data = (REPO / "resources" / "icons" / "fieldref.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    sizes = {data[6 + 16 * number] or 256 for number in range(count)}
    assert (reserved, kind) == (0, 1)
    assert {16, 32, 48, 256} <= sizes


@pytest.mark.parametrize("name", ["install.md", "install.es.md"])
def test_the_documents_name_the_packages(name: str):
    text = (REPO / "docs" / name).read_text(encoding="utf-8")
    assert [package for package in DEBIAN_PACKAGES if package not in text] == []


@pytest.mark.parametrize(("name", "word"), [("install.md", "disk"), ("install.es.md", "disco")])
def test_the_package_is_no_larger_than_the_documents_say(name: str, word: str):
    told = re.search(rf"^\| {word} \| (\d+) MB \|$", (REPO / "docs" / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    assert keep.CEILINGS["linux"] == int(told[1]) * keep.MB


@pytest.mark.parametrize(
    "part", ["src/fieldref/app.py", "data/content.db", "translations/es/fieldref.po", "build.spec"]
)
def test_a_build_that_is_older_than_what_it_is_made_of_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
):
    """Or what is tried and measured would not be what was written."""
    program = tmp_path / "build" / "dist" / "FieldRef" / "fieldref-cli"
    built: list[Path] = []

    def build(root: Path) -> Path:
        built.append(root)
        return program.parent

    monkeypatch.setattr(making, "build", build)
    (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / part).touch()
    assert making.fresh_build(tmp_path) == program.parent
    assert len(built) == 1
    program.parent.mkdir(parents=True)
    program.touch()
    assert making.fresh_build(tmp_path) == program.parent
    assert len(built) == 1
    os.utime(program, (1, 1))
    making.fresh_build(tmp_path)
    assert len(built) == 2


def test_the_installer_asks_for_no_administrator():
    script = (REPO / "package" / "windows" / "fieldref.iss").read_text(encoding="utf-8")
    assert "PrivilegesRequired=lowest" in script
    assert 'Bundle "build\\dist\\FieldRef"' in script
    assert f"AppMutex={OPEN_NAME}\n" in script


@pytest.mark.parametrize("path", sorted((REPO / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.stem)
def test_workflows_say_that_they_were_not_run(path: Path):
    from ruamel.yaml import YAML

    text = path.read_text(encoding="utf-8")
    assert "not run" in text.splitlines()[0]
    jobs = YAML(typ="safe").load(text)["jobs"]
    for job in jobs.values():
        for step in job["steps"]:
            for called in re.findall(CALLED, str(step.get("run", ""))):
                assert (REPO / called.replace("\\", "/")).exists(), called


def test_windows_and_the_lab_run_the_same_tests():
    workflow = (REPO / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")
    lab = (REPO / "tools" / "windows-lab").read_text(encoding="utf-8")
    (named,) = (
        ast.literal_eval(node.value)
        for node in ast.parse(lab).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FILE_TESTS"
    )
    assert tuple(re.findall(r"tests/test_(\w+)\.py", workflow)) == named


# ---- what was built, if it was


@pytest.fixture
def bundle() -> Path:
    if not (BUNDLE / listing.LIST).is_file():
        pytest.skip("nothing is built here: `make smoke` or `make dist` does")
    return BUNDLE


def test_the_bundle_is_not_too_large(bundle: Path):
    assert making.unpacked_size(bundle) <= keep.CEILINGS["linux"]
    assert len(making.largest(bundle)) == 20
    for archive in (REPO / "dist").glob("fieldref-*.tar.xz"):
        assert archive.stat().st_size <= keep.CEILINGS["archive"]


def test_every_file_of_the_bundle_is_listed(bundle: Path):
    body = json.loads((bundle / listing.LIST).read_text(encoding="utf-8"))
    listed = {file["name"]: file for part in body["components"] for file in part["components"]}
    assert set(listed) == {path for path in listing.files_of(bundle) if path != listing.LIST}
    assert all(file["licenses"][0]["expression"] for file in listed.values())
    assert body["bomFormat"] == "CycloneDX"


def test_nothing_strange_is_in_the_bundle(bundle: Path):
    files = listing.files_of(bundle)
    kept = {f"{folder}/{stem}" for folder, stems in keep.PLUGINS.items() for stem in stems}
    plugins = {
        f"{Path(p).parent.name}/{Path(p).name.split('.')[0].removeprefix('lib')}" for p in files if "plugins" in p
    }
    assert plugins <= kept
    assert not [
        path for path in files if re.search(r"authoring|pydantic|sqlite_utils|pytest|Qml|Quick|Sql\.|gtk", path)
    ]
    assert not [path for path in files if (bundle / path).is_symlink()]
    if sys.platform == "linux":
        libraries = {Path(p).name for p in files if re.fullmatch(r"_internal/lib[^/]*\.so[^/]*", p)}
        assert all(keep.keeps_system_library(name) for name in libraries)


@pytest.mark.parametrize("name", ["install.md", "install.es.md"])
def test_the_bundle_runs_where_the_documents_say(bundle: Path, name: str):
    told = re.search(r"(?:C library|biblioteca de C) 2\.(\d+)", (REPO / "docs" / name).read_text(encoding="utf-8"))
    assert told is not None
    assert (2, 30) < oldest_libc(bundle) <= (2, int(told[1]))


def test_no_folder_of_this_machine_is_in_the_bundle(bundle: Path):
    here = str(REPO).encode()
    named = [path for path in listing.files_of(bundle) if here in (bundle / path).read_bytes()]
    assert named == []
