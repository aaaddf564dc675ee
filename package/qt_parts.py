"""For the hooks: a module of Qt as PyInstaller finds it, cut down to what is kept before its libraries are followed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from package.keep import QT_MODULES, QT_TRANSLATIONS, keeps_plugin
from PyInstaller.utils.hooks.qt import add_qt6_dependencies

Files = list[tuple[str, str]]


def parts_of(hook: str) -> tuple[list[str], Files, Files]:
    """Hidden imports, binaries and data files of the module that the hook file is named for."""
    hidden, binaries, datas = add_qt6_dependencies(hook)
    wanted = {f"PySide6.{name}" for name in QT_MODULES}
    return (
        [name for name in hidden if not name.startswith("PySide6.") or name in wanted],
        [(source, folder) for source, folder in binaries if _kept(source, folder)],
        [(source, folder) for source, folder in datas if _kept(source, folder)],
    )


def _kept(source: str, folder: str) -> bool:
    parts = PurePosixPath(folder.replace("\\", "/")).parts
    name = Path(source).name
    if "plugins" in parts:
        return keeps_plugin(parts[-1], name.split(".")[0].removeprefix("lib"))
    if "translations" in parts:
        return name in QT_TRANSLATIONS
    return True
