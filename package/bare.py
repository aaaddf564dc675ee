"""A bare Debian made with debootstrap, to learn which packages of the system the frozen program needs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from package.trial import Failed

from fieldref.system import DEBIAN_PACKAGES

_RELEASE = "bookworm"


def try_bare(bundle: Path, folder: Path) -> str:
    """Without anything: commands that draw nothing work, and the program names what is missing. With the packages of
    `keep.DEBIAN_PACKAGES`: everything works, also on a screen. Returns what was found, raises Failed."""
    root = Path(os.environ.get("FIELDREF_BARE_ROOT", folder / "root"))
    if not (root / "usr").is_dir():
        subprocess.run(["debootstrap", "--variant=minbase", _RELEASE, str(root)], check=True, capture_output=True)
        _lend_settings(root)
    target = root / "opt" / "FieldRef"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(bundle, target, symlinks=True)
    searched = _inside(root, "/opt/FieldRef/fieldref-cli search sis --json")
    if searched.returncode:
        raise Failed(f"search on a bare system: {searched.stderr[-400:]}")
    told = _inside(root, "/opt/FieldRef/fieldref-cli --lang en --diagnose").stdout
    named = [line for line in told.splitlines() if "cannot open shared object" in line or "does not load" in line]
    get = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {' '.join(DEBIAN_PACKAGES)} xvfb"
    got = _inside(root, f"export DEBIAN_FRONTEND=noninteractive; {get}")
    if got.returncode:
        raise Failed(got.stderr[-400:])
    tested = _inside(root, "QT_QPA_PLATFORM=offscreen /opt/FieldRef/fieldref-cli --selftest")
    on_screen = _inside(root, _ON_SCREEN)
    if tested.returncode or on_screen.returncode:
        raise Failed(
            f"{tested.stdout[-300:]} {tested.stderr[-300:]} {on_screen.stdout[-300:]} {on_screen.stderr[-300:]}"
        )
    missing = _inside(root, _MISSING).stdout.split()
    if missing:
        raise Failed(f"no package named for {' '.join(sorted(set(missing)))}")
    return f"without: {named[0] if named else 'nothing said'}; with {len(DEBIAN_PACKAGES)} packages: everything works"


_ON_SCREEN = (
    "Xvfb :9 >/dev/null 2>&1 & sleep 2; DISPLAY=:9 /opt/FieldRef/fieldref-cli --selftest; s=$?; kill %1; exit $s"
)
_MISSING = (
    "export LD_LIBRARY_PATH=/opt/FieldRef/_internal; "
    "find /opt/FieldRef/_internal -name '*.so*' ! -name '*cups*' ! -ipath '*wayland*' | "
    "while read f; do ldd $f 2>/dev/null | grep 'not found' | cut -d' ' -f1; done"
)


def _lend_settings(root: Path) -> None:
    """This machine's way to the packages."""
    for name in ("etc/resolv.conf", "etc/hosts", "etc/apt"):
        source = Path("/") / name
        if source.is_dir():
            shutil.copytree(source, root / name, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copyfile(source, root / name)
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.is_file():
        (root / "etc/ssl/certs").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(certificates, root / "etc/ssl/certs/ca-certificates.crt")


def _inside(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    passed = {name: value for name, value in os.environ.items() if "proxy" in name.lower()}
    env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"} | passed
    mounts = "mount -t proc proc /proc; mount --bind /dev/null /dev/null 2>/dev/null; "
    return subprocess.run(
        ["unshare", "-m", "chroot", str(root), "/bin/sh", "-c", mounts + command],
        env=env, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
