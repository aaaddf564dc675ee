"""Freezing, checking and packing: the steps of `tools/dist`."""

from __future__ import annotations

import hashlib
import importlib.util
import lzma
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from package.frozen import CONSOLE
from package.keep import CEILINGS, MB
from package.listing import LIST, ListingError, components, files_of, put_licences, write_list

from fieldref import __version__

NAME = "FieldRef"
_LARGEST = 20


def build(root: Path, work: Path | None = None) -> Path:
    """Freeze the program from nothing, add licences and list, check it. Returns its folder. Raises ListingError."""
    work = work or root / "build"
    bundle = work / "dist" / NAME
    shutil.rmtree(work / "pyinstaller", ignore_errors=True)
    shutil.rmtree(bundle, ignore_errors=True)
    # The same sets in the same order, the same dates: two builds give the same bytes.
    environ = os.environ | {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(declared_time(root))}
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--workpath", str(work / "pyinstaller"), "--distpath", str(work / "dist"), str(root / "build.spec")]
    subprocess.run(command, check=True, env=environ, cwd=root)
    complete(root, bundle)
    check(bundle)
    return bundle


def fresh_build(root: Path) -> Path:
    """The program's folder, built only where there is none that is younger than what it is made of. Raises
    ListingError."""
    bundle = root / "build" / "dist" / NAME
    return bundle if _is_fresh(root, bundle / CONSOLE) else build(root)


def _is_fresh(root: Path, program: Path) -> bool:
    made_of = [root / "build.spec", root / "data" / "content.db", *(root / "translations").rglob("*.po")]
    made_of += (path for part in ("src", "resources", "package") for path in (root / part).rglob("*"))
    files = [path for path in made_of if path.is_file() and path.suffix != ".pyc"]
    return program.is_file() and program.stat().st_mtime >= max(path.stat().st_mtime for path in files)


def complete(root: Path, bundle: Path) -> None:
    """Put beside the program what a person wants to read, and the list of everything."""
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(root / name, bundle / name)
    for page in sorted((root / "docs").glob("install*.md")):
        shutil.copyfile(page, bundle / page.name)
    parts = components(__version__)
    put_licences(bundle, parts)
    write_list(bundle, parts, __version__, declared_time(root))
    if (app := bundle.with_suffix(".app")).is_dir():  # macOS: what is handed out is this, made before
        for entry in (LIST, "LICENSE", "NOTICE"):
            shutil.copyfile(bundle / entry, app / "Contents" / "Resources" / entry)
        shutil.copytree(bundle / "licences", app / "Contents" / "Resources" / "licences", dirs_exist_ok=True)


def check(bundle: Path) -> None:
    """Sizes, dangling links, folders of this machine, and the list. Raises ListingError."""
    problems = [f"a link to nothing: {p.relative_to(bundle)}" for p in bundle.rglob("*") if _dangles(p)]
    if not (bundle / LIST).is_file():
        problems.append(f"no {LIST}")
    size = unpacked_size(bundle)
    ceiling = CEILINGS["windows" if (bundle / f"{NAME}.exe").exists() else "linux"]
    if size > ceiling:
        problems.append(f"{size / MB:.1f} MB unpacked, more than {ceiling / MB:.0f}")
    if problems:
        raise ListingError("\n".join(problems))
    print(f"{NAME} {__version__}: {size / MB:.1f} MB unpacked (at most {ceiling / MB:.0f}), the largest files:")
    for path in largest(bundle):
        print(f"{path.stat().st_size / MB:8.2f} MB  {path.relative_to(bundle).as_posix()}")


def unpacked_size(bundle: Path) -> int:
    """Bytes of all files; links count nothing."""
    return sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())


def largest(bundle: Path) -> list[Path]:
    """The twenty largest files, largest first."""
    files = [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(files, key=lambda path: (-path.stat().st_size, path))[:_LARGEST]


def _dangles(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def declared_time(root: Path) -> int:
    """The time everything made here bears: SOURCE_DATE_EPOCH, else that of the last commit."""
    if given := os.environ.get("SOURCE_DATE_EPOCH", ""):
        return int(given)
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False)
    return int(told.stdout) if told.returncode == 0 and told.stdout.strip() else 1_700_000_000


def hand_out(root: Path, bundle: Path) -> list[Path]:
    """Everything for dist/: archive, Debian package where its tools are, list and checksums. Raises ListingError."""
    target = root / "dist"
    target.mkdir(exist_ok=True)
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    stem = f"fieldref-{__version__}-{system}-{_processor()}"
    made = [_zip(root, bundle, target / f"{stem}.zip") if system == "windows" else _tar(root, bundle, target / stem)]
    if system == "linux" and shutil.which("dpkg-deb"):
        from package.debian import make_package

        made.append(make_package(root, bundle, target, declared_time(root)))
    copy = target / f"{stem}.cdx.json"
    shutil.copyfile(bundle / LIST, copy)
    made.append(copy)
    sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in sorted(made))
    (target / "SHA256SUMS").write_text(sums, encoding="ascii")
    for path in made:
        print(f"{path.stat().st_size / MB:8.2f} MB  dist/{path.name}")
    if made[0].stat().st_size > CEILINGS["archive"]:
        raise ListingError(f"{made[0].name} is larger than {CEILINGS['archive'] / MB:.0f} MB")
    return made


def _processor() -> str:
    return {"amd64": "x86_64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())


def _tar(root: Path, bundle: Path, stem: Path) -> Path:
    """Sorted, owned by nobody, of one time."""
    moment, path = declared_time(root), stem.parent / f"{stem.name}.tar.xz"

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime = moment
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with lzma.open(path, "wb", preset=7) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
        for entry in sorted(bundle.rglob("*")):
            tar.add(entry, f"{NAME}/{entry.relative_to(bundle).as_posix()}", recursive=False, filter=plain)
    return path


def _zip(root: Path, bundle: Path, path: Path) -> Path:
    """Portable: the mark that keeps a person's data beside the program is inside."""
    import time

    moment = time.gmtime(max(declared_time(root), 315_532_800))[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in [*files_of(bundle), "portable.txt"]:
            info = zipfile.ZipInfo(f"{NAME}/{name}", moment)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, (bundle / name).read_bytes() if name != "portable.txt" else b"")
    return path


def compare(root: Path) -> int:
    """Build twice, in folders of different names, and name what differs. Returns 0 when nothing does."""
    first, second = (build(root, root / "build" / name) for name in ("once", "twice"))
    names = {path: _sums(path) for path in (first, second)}
    different = sorted(
        name for name in names[first] | names[second] if names[first].get(name) != names[second].get(name)
    )
    for name in different:
        print(f"differs: {name}")
    print(f"{len(names[first])} files, {len(different)} differ")
    return 1 if different else 0


def _sums(bundle: Path) -> dict[str, str]:
    return {
        name: str((bundle / name).readlink())
        if (bundle / name).is_symlink()
        else hashlib.sha256((bundle / name).read_bytes()).hexdigest()
        for name in files_of(bundle)
    }


def has_pyinstaller() -> bool:
    """Whether the program can be frozen here."""
    return importlib.util.find_spec("PyInstaller") is not None
