"""What `build.spec` asks: which files go into the frozen program, and what they are made of first."""

from __future__ import annotations

import importlib.util
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from package import icu_data
from package.keep import (
    ICON_FONT,
    QT_COMPANIONS,
    QT_LIBRARIES,
    QT_MODULES,
    QT_TRANSLATIONS,
    keeps_plugin,
    keeps_system_library,
)

WINDOW = "FieldRef"
CONSOLE = "fieldref-cli"
OPTIMIZE = 0

Entry = tuple[str, str, str]
"""Name in the bundle, file it comes from, and PyInstaller's kind of it."""


def data_files(root: Path) -> list[tuple[str, str]]:
    """What the program reads: content, resources, compiled catalogs, schemas and the icon font, each with the folder
    it lies in. Compiles the catalogs. Raises FileNotFoundError for what must be made first."""
    content = root / "data" / "content.db"
    if not content.is_file():
        raise FileNotFoundError(f"{content} is missing: run `make content` first")
    files = [content, *(path for path in sorted((root / "resources").rglob("*")) if path.is_file())]
    files += sorted((root / "docs").glob("guide*.md"))
    files += _catalogs(root)
    found = [(str(path), path.parent.relative_to(root).as_posix()) for path in files]
    found += [
        (str(path), path.parent.relative_to(root / "src").as_posix())
        for path in sorted((root / "src").rglob("*.sql"))
        if "authoring" not in path.parts
    ]
    fonts = _package_folder("qtawesome") / "fonts"
    for pattern in ICON_FONT:
        found += [(str(path), "qtawesome/fonts") for path in sorted(fonts.glob(pattern))]
    return found


def hidden_imports(root: Path) -> list[str]:
    """Our own modules, all of them: some are imported by name."""
    source = root / "src"
    names = []
    for path in sorted((source / "fieldref").rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        if "authoring" not in parts and parts[-1] != "__main__":
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def compiled_support(work: Path) -> list[tuple[str, str]]:
    """The Python part of shiboken, which its library else unpacks and compiles at every start (20 ms). It looks first
    for a folder `files.dir`, where its makers put it for trials; there it lies compiled."""
    target = work / "files.dir"
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run([sys.executable, "-c", _UNPACK_SUPPORT, str(target)], check=True)
    files = []
    for source in sorted(target.rglob("*.py")):
        name = source.relative_to(target)
        compiled = py_compile.compile(
            str(source), str(source.with_suffix(".pyc")), dfile=name.as_posix(), doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )  # fmt: skip
        files.append((str(compiled), (PurePosixPath("shiboken6/files.dir") / name.parent.as_posix()).as_posix()))
    return files


def prepared_code(root: Path, work: Path) -> list[tuple[str, str]]:
    """The methods of our dataclasses, compiled: package/entry.py says what for."""
    target = work / "prepared.bin"
    program = [sys.executable, "-c", _PREPARE, str(root / "src"), str(target), *hidden_imports(root)]
    subprocess.run(program, check=True)
    return [(str(target), ".")]


_PREPARE = """
import sys
source, target, *modules = sys.argv[1:]
sys.path.insert(0, source)
import dataclasses, importlib, marshal
made = {}

def run(text, names=None, local=None):
    made.setdefault(text, compile(text, "<dataclass>", "exec"))
    exec(made[text], names, local)

dataclasses.exec = run
for name in modules:
    importlib.import_module(name)
with open(target, "wb") as file:
    file.write(marshal.dumps({text: marshal.dumps(code) for text, code in sorted(made.items())}))
"""
_UNPACK_SUPPORT = """
import sys
import PySide6.QtCore, shibokensupport
archive = shibokensupport.__loader__.zfile
for name in archive.namelist():
    if name.startswith("shibokensupport/") and name.endswith(".py"):
        archive.extract(name, sys.argv[1])
"""


def kept_binaries(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """The compiled files that are kept; Python's own without their debugging tables, ICU's data for our languages."""
    kept = []
    for name, source, kind in entries:
        if _is_a_file(kind) and _keeps_binary(name):
            kept.append((name, _smaller(name, source, kind, work), kind))
    return kept


def _smaller(name: str, source: str, kind: str, work: Path) -> str:
    if icu_data.LIBRARY.fullmatch(_posix(name).name):
        return str(icu_data.trimmed(Path(source), work))
    return _stripped(source, work) if _is_pythons(name, kind) else source


def kept_scripts(entries: Iterable[Entry]) -> list[Entry]:
    """Our own start, without what PyInstaller runs before it: that would load Qt for every command, to tell it where
    its plugins are. They lie as in Qt's own package, where it finds them."""
    return [entry for entry in entries if not entry[0].startswith("pyi_rth_")]


def kept_datas(entries: Iterable[Entry]) -> list[Entry]:
    """The data files that are kept."""
    return [entry for entry in entries if _is_a_file(entry[2]) and _keeps_data(_posix(entry[0]))]


def _is_a_file(kind: str) -> bool:
    """Links, which a stick cannot hold, are not needed: libraries find each other by their own folders. Frameworks of
    macOS are made of links."""
    return kind != "SYMLINK" or sys.platform == "darwin"


def _keeps_binary(name: str) -> bool:
    path = _posix(name)
    if "plugins" in path.parts:
        return keeps_plugin(path.parts[-2], path.name.split(".")[0].removeprefix("lib"))
    if path.parts[0] in ("PySide6", "shiboken6"):
        return _keeps_qt(path.name)
    if path.name.startswith("_codecs_"):
        return False  # the encodings of East Asia
    if len(path.parts) > 1:
        return True  # inside a Python package that is kept
    if "Qt" in path.name or path.name.split(".")[0].removeprefix("lib") in (*QT_COMPANIONS, "pyside6", "shiboken6"):
        return _keeps_qt(path.name)  # links to Qt's libraries
    return sys.platform != "linux" or keeps_system_library(path.name)


def _keeps_qt(name: str) -> bool:
    stem = name.split(".", maxsplit=1)[0].removeprefix("lib")
    if stem.startswith("Qt6"):
        return stem.removeprefix("Qt6") in QT_LIBRARIES
    if name == stem and name.startswith("Qt"):  # a framework of macOS
        return name.removeprefix("Qt") in QT_LIBRARIES
    if stem.startswith("Qt"):
        return stem in QT_MODULES
    return stem in (*QT_COMPANIONS, "pyside6", "shiboken6", "Shiboken") or stem.lower().startswith(
        ("msvcp", "vcruntime")
    )


def _keeps_data(path: PurePosixPath) -> bool:
    if framework := [part for part in path.parts if part.endswith(".framework")]:
        return framework[0] == "Python.framework" or _keeps_qt(framework[0].removesuffix(".framework"))
    if path.parts[0] == "PySide6":
        return path.name in QT_TRANSLATIONS
    if path.suffix == ".dist-info" or any(part.endswith(".dist-info") for part in path.parts):
        return False
    return ".so" not in path.suffixes or _keeps_binary(str(path))  # links to libraries


def _is_pythons(name: str, kind: str) -> bool:
    return sys.platform == "linux" and (kind == "EXTENSION" or name.startswith("libpython"))


def _stripped(source: str, work: Path) -> str:
    """A copy without debugging tables: they are four fifths of a Python that was built at home."""
    strip = shutil.which("strip")
    path = Path(source)
    if strip is None or "site-packages" in path.parts:
        return source
    copy = work / "stripped" / path.name
    copy.parent.mkdir(exist_ok=True)
    shutil.copy2(path, copy)
    subprocess.run([strip, "--strip-unneeded", str(copy)], check=True)
    return str(copy)


def program_icon(root: Path, work: Path) -> str | None:
    """The icon file of this system; None where programs carry none."""
    folder = root / "resources" / "icons"
    if sys.platform == "win32":
        return str(folder / "fieldref.ico")
    if sys.platform == "darwin":
        from package.icons import write_icns

        return str(write_icns(folder, work / "FieldRef.icns"))
    return None


def version_resource(version: str, work: Path) -> str:
    """What Windows shows under Properties, Details."""
    numbers = tuple(int(part) for part in (version.split(".") + ["0"] * 4)[:4])
    said = {
        "CompanyName": "FieldRef contributors",
        "FileDescription": "FieldRef",
        "FileVersion": version,
        "InternalName": WINDOW,
        "LegalCopyright": "(c) FieldRef contributors, MIT",
        "OriginalFilename": f"{WINDOW}.exe",
        "ProductName": "FieldRef",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in said.items())
    path = work / "version.txt"
    path.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004,"
        f" fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('040904B0', [{strings}])]),"
        " VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n",
        encoding="utf-8",
    )
    return str(path)


def _catalogs(root: Path) -> list[Path]:
    spec = importlib.util.spec_from_file_location("messages", root / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    return [Path(path) for path in messages.compile_catalogs(root)]


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(name)
    return Path(next(iter(spec.submodule_search_locations)))


def _posix(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))
