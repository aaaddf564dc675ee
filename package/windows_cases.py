"""The Windows package tried under Wine: the cases of `tools/windows-lab check`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from package.keep import CEILINGS, MB
from package.making import unpacked_size
from package.screen import screen, wait_for_content
from package.smoke import ODD_NAME, Failed, LeftOut, environment

Wine = Callable[..., "subprocess.CompletedProcess[bytes]"]
_SHOWN_PARTS = 12
_TILES = (48, 27)
_MOST_APART = 0.06
"""How far the pictures of two systems may be from each other: other letters, the same pages (0 same, 1 opposite)."""


class Cases:
    """Everything that is tried, on one package."""

    def __init__(self, bundle: Path, wine: Wine, windows_path: Callable[[Path], str]) -> None:
        self.bundle, self.wine, self.windows_path = bundle, wine, windows_path

    def selftest(self, bundle: Path, **changes: str) -> str:
        """The program's own test. Raises Failed."""
        done = self.wine(bundle / "fieldref-cli.exe", "--selftest", "--json", timeout=300, **changes)
        try:
            told = json.loads(done.stdout[done.stdout.index(b"{") :].decode("utf-8"))
        except ValueError as error:
            raise Failed(done.stdout.decode("utf-8", "replace")[-600:]) from error
        wrong = [f"{step['step']}: {step['detail']}" for step in told["steps"] if not step["ok"]]
        if wrong or done.returncode:
            raise Failed("; ".join(wrong) or f"exit {done.returncode}")
        return f"{len(told['steps'])} steps"

    def size(self, _folder: Path) -> str:
        """Not larger than allowed, nothing of the lab inside."""
        size = unpacked_size(self.bundle)
        strangers = [path.name for path in self.bundle.rglob("*") if path.name.lower() in ("icuuc.dll", "python3.dll")]
        if size > CEILINGS["windows"] or strangers:
            raise Failed(f"{size / MB:.1f} MB, {strangers}")
        return f"{size / MB:.1f} MB"

    def here(self, _folder: Path) -> str:
        """Where it was built."""
        return self.selftest(self.bundle)

    def no_console(self, _folder: Path) -> str:
        """The window program has no streams at all, and still answers with its exit status."""
        done = self.wine(self.bundle / "FieldRef.exe", "--selftest", timeout=300)
        wrong = self.wine(self.bundle / "FieldRef.exe", "--no-such-option")
        if done.returncode or wrong.returncode != 2:
            raise Failed(
                f"exit {done.returncode} and {wrong.returncode}: {done.stdout.decode(errors='replace')[-400:]}"
            )
        return "exit 0 and 2"

    def odd_path(self, folder: Path) -> str:
        """A stick with a name as people give them."""
        there = folder / ODD_NAME / "FieldRef"
        shutil.copytree(self.bundle, there)
        return self.selftest(there)

    def read_only(self, folder: Path) -> str:
        """A folder where nothing can be written."""
        there = folder / "read only" / "FieldRef"
        shutil.copytree(self.bundle, there)
        before = _state(there)
        for path in [there, *there.rglob("*")]:
            path.chmod(path.stat().st_mode & ~0o222)
        told = self.selftest(there)
        for path in [there, *there.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o200)
        if _state(there) != before:
            raise Failed("something was written into it")
        return told

    def portable(self, folder: Path) -> str:
        """Shown on a screen, keeping what the person makes beside the program."""
        there = folder / ODD_NAME / "FieldRef"
        shutil.copytree(self.bundle, there)
        (there / "portable.txt").touch()
        told = self._show(there, "portable")
        kept = sorted(path.name for path in (there / "fieldref-data").iterdir())
        if "userdata.db" not in kept:
            raise Failed(f"kept: {kept}")
        return f"{told}; {', '.join(kept)}"

    def names(self, folder: Path) -> str:
        """Files under names with accents; the names of devices are refused or changed, never hang."""
        program, record = self.bundle / "fieldref-cli.exe", self._a_programme()
        told = []
        for name in ("Ñandú #1 100%.html", "ficha.txt"):
            target = folder / name
            kind = "html" if name.endswith("html") else "text"
            output = self.windows_path(folder) + "\\" + name
            done = self.wine(program, "show", record, "--format", kind, "--output", output)
            data = target.read_bytes() if target.is_file() else b""
            if done.returncode or not data or b"\r\r\n" in data:
                raise Failed(f"{name}: exit {done.returncode}, {len(data)} bytes")
            told.append(f"{name} {len(data)}")
        for name in ("CON", "NUL"):
            done = self.wine(program, "show", record, "--output", self.windows_path(folder) + "\\" + name, timeout=60)
            told.append(f"{name}: exit {done.returncode}")
        return ", ".join(told)

    def pictures(self, folder: Path) -> str:
        """The same pages as on Linux: pictures of both, compared tile by tile."""
        linux = self.bundle.parent.parent / "dist" / "FieldRef" / "fieldref-cli"
        if not linux.is_file():
            raise LeftOut("no Linux build to compare with")
        ours, theirs = folder / "linux", folder / "windows"
        env = environment(folder, LANG="es_PE.UTF-8")
        command = [str(linux), "--lang", "es", "--selftest", "--pictures", str(ours)]
        subprocess.run(command, env=env, check=True, capture_output=True, timeout=300)
        program, target = self.bundle / "fieldref-cli.exe", self.windows_path(folder) + "\\windows"
        self.wine(program, "--lang", "es", "--selftest", "--pictures", target, timeout=300)
        told = []
        for path in sorted(ours.glob("*.png")):
            apart = difference(path, theirs / path.name)
            told.append(f"{path.stem} {apart:.3f}")
            if apart > _MOST_APART:
                raise Failed(", ".join(told))
        if keep := os.environ.get("FIELDREF_SMOKE_PICTURES"):
            shutil.copytree(folder, keep, dirs_exist_ok=True)
        return ", ".join(told)

    def _show(self, bundle: Path, name: str) -> str:
        with screen() as shown:
            env = os.environ | {"DISPLAY": shown.display, "WINEDEBUG": "-all"}
            env["WINEPREFIX"] = str(self.bundle.parent.parent / "windows-lab" / "prefix")
            program = subprocess.Popen(
                ["wine", str(bundle / "FieldRef.exe"), "--lang", "es"],
                env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                wait_for_content(shown, _SHOWN_PARTS, 60)
                time.sleep(1)
                picture = shown.picture()
                if keep := os.environ.get("FIELDREF_SMOKE_PICTURES"):
                    picture.save(Path(keep) / f"windows-{name}.ppm")
            finally:
                subprocess.run(["wine", "taskkill", "/im", "FieldRef.exe"], env=env, capture_output=True, check=False)
                try:
                    program.wait(20)
                except subprocess.TimeoutExpired:
                    program.terminate()
            if picture.busy_parts() < _SHOWN_PARTS:
                raise Failed(f"only {picture.busy_parts()} of 24 parts of the screen show anything")
            return f"{picture.busy_parts()} of 24 parts of the screen show something"

    def _a_programme(self) -> str:
        done = self.wine(self.bundle / "fieldref-cli.exe", "search", "sis", "--kind", "programme", "--json")
        return str(json.loads(done.stdout[done.stdout.index(b"[") :])[0]["id"])


def difference(first: Path, second: Path) -> float:
    """How far two pictures are apart when letters are blurred away: 0 the same, 1 black against white."""
    from PySide6.QtCore import QSize, Qt
    from PySide6.QtGui import QImage

    smooth = Qt.TransformationMode.SmoothTransformation
    one, other = (
        QImage(str(path)).scaled(QSize(*_TILES), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        for path in (first, second)
    )
    if one.isNull() or other.isNull():
        raise Failed(f"no picture: {first.name}")
    apart = 0
    for y in range(_TILES[1]):
        for x in range(_TILES[0]):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            apart += abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())
    return apart / (_TILES[0] * _TILES[1] * 3 * 255)


def _state(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*"))


def run_cases(bundle: Path, wine: Wine, windows_path: Callable[[Path], str]) -> int:
    """Try them all. Returns 0 when none failed."""
    cases = Cases(bundle, wine, windows_path)
    failed = 0
    with screen() as shown:
        os.environ["DISPLAY"] = shown.display
        for name in ("size", "here", "no_console", "odd_path", "read_only", "portable", "names", "pictures"):
            started = time.perf_counter()
            folder = Path(tempfile.mkdtemp(prefix=f"windows-{name}-"))
            try:
                verdict, said = "ok", getattr(cases, name)(folder)
            except LeftOut as reason:
                verdict, said = "left out", str(reason)
            except (Failed, subprocess.SubprocessError, OSError, ValueError) as error:
                failed += 1
                verdict, said = "FAILED", str(error) or type(error).__name__
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            print(f"{name:12} {verdict:9} {time.perf_counter() - started:5.1f} s  {said}", flush=True)
    print("every case passed" if not failed else f"{failed} cases failed")
    return 1 if failed else 0
