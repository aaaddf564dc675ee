"""The package as a .deb: the same folder under /usr/lib, the command in the path, the menu entry, the file type."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from fieldref import __version__
from fieldref.system import DEBIAN_PACKAGES

MAINTAINER = "FieldRef contributors <maintainers@fieldref.invalid>"


def make_package(root: Path, bundle: Path, target: Path, moment: int) -> Path:
    """Write the .deb into `target`; all its files bear the time `moment`. Returns it."""
    tree = root / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    home = tree / "usr/lib/fieldref"
    shutil.copytree(bundle, home, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/fieldref").symlink_to("../lib/fieldref/fieldref-cli")
    _copy(root / "resources/linux/fieldref.desktop", tree / "usr/share/applications/fieldref.desktop")
    _copy(root / "resources/linux/fieldref.xml", tree / "usr/share/mime/packages/fieldref.xml")
    for icon in sorted((root / "resources/icons").glob("fieldref-*.png")):
        size = icon.stem.rpartition("-")[2]
        _copy(icon, tree / f"usr/share/icons/hicolor/{size}x{size}/apps/fieldref.png")
    _copy(root / "resources/icons/fieldref.svg", tree / "usr/share/icons/hicolor/scalable/apps/fieldref.svg")
    _copy(root / "NOTICE", tree / "usr/share/doc/fieldref/copyright")
    (tree / "DEBIAN").mkdir()
    kilobytes = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) // 1024
    (tree / "DEBIAN/control").write_text(_control(kilobytes, bundle), encoding="utf-8")
    _make_plain(tree, moment)
    path = target / f"fieldref_{__version__}_amd64.deb"
    environ = os.environ | {"SOURCE_DATE_EPOCH": str(moment)}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(path)]
    subprocess.run(command, check=True, env=environ, stdout=subprocess.DEVNULL)
    return path


def oldest_libc(bundle: Path) -> tuple[int, int]:
    """The oldest C library that has everything the programs and libraries of the bundle ask it for: (2, 35)."""
    files = [path for path in bundle.rglob("*") if path.is_file() and (".so" in path.name or path.parent == bundle)]
    asked = {number for path in files for number in re.findall(rb"\0GLIBC_2\.(\d+)", path.read_bytes())}
    return (2, max(map(int, asked)))


def _needed(bundle: Path) -> list[str]:
    """The packages, with the age of the C library that is needed and the other names some have elsewhere."""
    others = {"libglib2.0-0": "libglib2.0-0t64", "fonts-dejavu-core": "fonts-liberation | fonts-noto-core"}
    libc = ".".join(map(str, oldest_libc(bundle)))
    named = [f"{name} | {others[name]}" if name in others else name for name in DEBIAN_PACKAGES]
    return [f"libc6 (>= {libc})", *named]


def _control(kilobytes: int, bundle: Path) -> str:
    about = re.sub(r"\s+", " ", "Programmes, regions and health coverage, each figure with its source and its date, in "
                   "Spanish and English, without a network.")  # fmt: skip
    return (
        f"Package: fieldref\nVersion: {__version__}\nArchitecture: amd64\nMaintainer: {MAINTAINER}\n"
        f"Installed-Size: {kilobytes}\nDepends: {', '.join(_needed(bundle))}\nSection: education\nPriority: optional\n"
        f"Description: field reference that works with no network\n {about}\n"
    )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _make_plain(tree: Path, moment: int) -> None:
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
