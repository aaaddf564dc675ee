"""The Windows package tried under Wine: the cases of `tools/windows-lab check`."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from package.keep import CEILINGS, MB
from package.making import unpacked_size
from package.pictures import difference
from package.screen import screen, wait_for_content
from package.trial import ODD_NAME, Failed, LeftOut, copy_of, environment, run_cases, state, verdict
from package.wine import NONE, Changes, Wine, windows_path

NEVER_SHIPPED = ("icuuc.dll", "python3.dll")
"""What the lab puts in place of parts of Windows and of CPython."""
_SHOWN_PARTS = 12
_MOST_APART = 0.06
"""How far the pictures of two systems may be from each other: other letters, the same pages (0 same, 1 opposite)."""
_ROLLBACK = b"\x01\x01"
"""In the head of a SQLite file: it does without a write-ahead log."""
_PERSON = "José Núñez Ñ."


@dataclass(frozen=True)
class Cases:
    """Everything that is tried, on one package."""

    bundle: Path
    wine: Wine

    def selftest(self, bundle: Path) -> str:
        """The program's own test. Raises Failed."""
        return verdict(self.wine.run(bundle / "fieldref-cli.exe", "--selftest", "--json", timeout=300))

    def size(self, _folder: Path) -> str:
        """Not larger than allowed, nothing of the lab inside."""
        size = unpacked_size(self.bundle)
        strangers = [path.name for path in self.bundle.rglob("*") if path.name.lower() in NEVER_SHIPPED]
        if size > CEILINGS["windows"] or strangers:
            raise Failed(f"{size / MB:.1f} MB, {strangers}")
        return f"{size / MB:.1f} MB"

    def here(self, _folder: Path) -> str:
        """Where it was built."""
        return self.selftest(self.bundle)

    def no_console(self, _folder: Path) -> str:
        """The window program has no streams at all, and still answers with its exit status."""
        done = self.wine.run(self.bundle / "FieldRef.exe", "--selftest", timeout=300)
        wrong = self.wine.run(self.bundle / "FieldRef.exe", "--no-such-option")
        if done.returncode or wrong.returncode != 2:
            raise Failed(f"exit {done.returncode} and {wrong.returncode}: {_text(done)[-400:]}")
        return "exit 0 and 2"

    def code_pages(self, _folder: Path) -> str:
        """Letters arrive whole in a pipe, whatever code page the console has."""
        for page in ("850", "1252"):
            done = self.wine.run(
                "cmd", "/c", f"chcp {page} >nul & fieldref-cli.exe --lang es search Áncash", cwd=self.bundle,
                changes={"PYTHONUTF8": "0"},
            )  # fmt: skip
            if done.returncode or "Áncash" not in _text(done):
                raise Failed(f"{page}: exit {done.returncode}, {_text(done)[-300:]}")
        return "850 and 1252"

    def odd_path(self, folder: Path) -> str:
        """A stick with a name as people give them."""
        return self.selftest(copy_of(self.bundle, folder / ODD_NAME / "FieldRef"))

    def network(self, folder: Path) -> str:
        """The program on a network drive; content and notes in a network folder without a drive letter. Two computers
        must be able to share the notes there.

        The program is not started by such a name: Wine tells it another (`\\\\?\\UNC\\oficina\\…`) than Windows does
        (`\\\\oficina\\…`), and PyInstaller's starter does not find itself by that."""
        there = self._on_a_stick(folder)
        with self.wine.network_folder(folder) as (drive, name):
            program = f"{drive}\\{ODD_NAME}\\FieldRef\\"
            told = verdict(self.wine.run(program + "fieldref-cli.exe", "--selftest", "--json", timeout=300))
            told += f"; {self._show('network-drive', program + 'FieldRef.exe')}"
            content = f"{name}\\{ODD_NAME}\\FieldRef\\_internal\\data\\content.db"
            given = ("--content", content, "--data-dir", f"{name}\\año 2026")
            told += f"; {self._show('network-name', self.bundle / 'FieldRef.exe', *given)}"
        for notes in (there / "fieldref-data" / "userdata.db", folder / "año 2026" / "userdata.db"):
            with notes.open("rb") as file:
                how = file.read(20)[18:20]
            if how != _ROLLBACK:
                raise Failed(f"the notes in {notes.parent.name} have a write-ahead log: {how!r}")
        return told

    def person(self, folder: Path) -> str:
        """Somebody whose name has accents, and whose session lacks APPDATA and HOME."""
        own = folder / _PERSON
        own.mkdir()
        home = windows_path(own)
        bare = "& ".join(f"set {name}=" for name in ("APPDATA", "LOCALAPPDATA", "HOME", "USERNAME"))
        folders = "".join(f"& set {name}={home}" for name in ("TEMP", "TMP", "USERPROFILE"))
        command = f"{bare}{folders}& fieldref-cli.exe --selftest --json"
        told = verdict(self.wine.run("cmd", "/c", command, cwd=self.bundle, timeout=300))
        if left := [path.name for path in own.iterdir()]:
            raise Failed(f"left in the folder for passing files: {left}")
        return told

    def read_only(self, folder: Path) -> str:
        """A folder where nothing can be written."""
        there = copy_of(self.bundle, folder / "read only" / "FieldRef")
        before = state(there)
        for path in [there, *there.rglob("*")]:
            path.chmod(path.stat().st_mode & ~0o222)
        told = self.selftest(there)
        for path in [there, *there.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o200)
        if state(there) != before:
            raise Failed("something was written into it")
        return told

    def portable(self, folder: Path) -> str:
        """Shown on a screen, keeping what the person makes beside the program."""
        there = self._on_a_stick(folder)
        told = self._show("portable", there / "FieldRef.exe")
        kept = sorted(path.name for path in (there / "fieldref-data").iterdir())
        if "userdata.db" not in kept:
            raise Failed(f"kept: {kept}")
        return f"{told}; {', '.join(kept)}"

    def twice(self, folder: Path) -> str:
        """Opened a second time while it is open, on the same data: both show, neither damages it."""
        there = self._on_a_stick(folder)
        with (
            screen() as shown,
            dataclasses.replace(self.wine, display=shown.display).started(there / "FieldRef.exe"),
        ):
            wait_for_content(shown, _SHOWN_PARTS, 60)
            told = self._show("twice", there / "FieldRef.exe")
        troubles = list((there / "fieldref-data").glob("*damaged*"))
        if troubles:
            raise Failed(str(troubles))
        return told

    def dropped(self, folder: Path) -> str:
        """A file dropped onto the program: one that is not for it is told, not an end without a word."""
        file = folder / "año 2026.txt"
        file.write_text("ñ", encoding="utf-8")
        program = self._on_a_stick(folder) / "FieldRef.exe"
        return self._show("dropped", program, windows_path(file), parts=1)

    def scaled(self, folder: Path) -> str:
        """On screens that are set to 125 and 150 per cent."""
        there, told = self._on_a_stick(folder), []
        for scale in ("1.25", "1.5"):  # Wine keeps this system's Qt variables from programs, and passes these for them
            changes = {"WINEQT_SCALE_FACTOR": scale}
            told.append(self._show(f"scale-{scale}", there / "FieldRef.exe", changes=changes))
        return "; ".join(told)

    def names(self, folder: Path) -> str:
        """Files under names with accents; what Windows does not take as a name is told."""
        told = []
        for name in ("Ñandú #1 100%.html", "ficha.txt"):
            done, target = self._exported(folder, name)
            data = target.read_bytes() if target.is_file() else b""
            if done.returncode or not data or b"\r\r\n" in data:
                raise Failed(f"{name}: exit {done.returncode}, {len(data)} bytes, {_text(done)}")
            told.append(f"{name} {len(data)}")
        for name in ("CON", "NUL", "a:b?.html", "x" * 300 + ".html"):
            done, target = self._exported(folder, name)
            said = _text(done).strip()
            well = len(said.splitlines()) == 1 if done.returncode else target.is_file()
            if not well:
                raise Failed(f"{name}: exit {done.returncode}, {said}")
            told.append(f"{name[:12]}: exit {done.returncode}")
        return ", ".join(told)

    def pictures(self, folder: Path) -> str:
        """The same pages as on Linux: pictures of both, compared tile by tile."""
        linux = self.bundle.parent.parent / "dist" / "FieldRef" / "fieldref-cli"
        if not linux.is_file():
            raise LeftOut("no Linux build to compare with")
        if importlib.util.find_spec("PySide6") is None:
            raise LeftOut("no PySide6 here to compare them with: .venv/bin/python tools/windows-lab check")
        ours, theirs = folder / "linux", folder / "windows"
        env = environment(folder, LANG="es_PE.UTF-8")
        command = [str(linux), "--lang", "es", "--selftest", "--pictures", str(ours)]
        subprocess.run(command, env=env, check=True, capture_output=True, timeout=300)
        program = self.bundle / "fieldref-cli.exe"
        self.wine.run(program, "--lang", "es", "--selftest", "--pictures", windows_path(theirs), timeout=300)
        told = []
        for path in sorted(ours.glob("*.png")):
            apart = difference(path, theirs / path.name)
            told.append(f"{path.stem} {apart:.3f}")
            if apart > _MOST_APART:
                raise Failed(", ".join(told))
        if keep := os.environ.get("FIELDREF_SMOKE_PICTURES"):
            shutil.copytree(folder, keep, dirs_exist_ok=True)
        return ", ".join(told)

    def _on_a_stick(self, folder: Path) -> Path:
        there = copy_of(self.bundle, folder / ODD_NAME / "FieldRef")
        (there / "portable.txt").touch()
        return there

    def _show(
        self, name: str, program: Path | str, *arguments: str, changes: Changes = NONE, parts: int = _SHOWN_PARTS
    ) -> str:
        with screen() as shown:
            wine = dataclasses.replace(self.wine, display=shown.display)
            with wine.started(program, "--lang", "es", *arguments, changes=changes) as opened:
                wait_for_content(shown, parts, 60)
                wait_for_content(shown, 25, 1.5)  # more parts than there are: until it stands still
                ended, picture = opened.poll(), shown.picture()
                if keep := os.environ.get("FIELDREF_SMOKE_PICTURES"):
                    Path(keep).mkdir(exist_ok=True)
                    picture.save(Path(keep) / f"windows-{name}.ppm")
        if ended is not None or picture.busy_parts() < parts:
            raise Failed(f"{picture.busy_parts()} of 24 parts of the screen show anything; ended with {ended}")
        return f"{picture.busy_parts()} of 24 parts of the screen show something"

    def _exported(self, folder: Path, name: str) -> tuple[subprocess.CompletedProcess[bytes], Path]:
        program, kind = self.bundle / "fieldref-cli.exe", "html" if name.endswith("html") else "text"
        output = windows_path(folder) + "\\" + name
        done = self.wine.run(program, "show", "topic/sis", "--format", kind, "--output", output, timeout=60)
        return done, folder / name


def _text(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stdout.decode("utf-8", "replace")


NAMES = (
    "size", "here", "no_console", "code_pages", "odd_path", "network", "person", "read_only", "portable", "twice",
    "dropped", "scaled", "names", "pictures",
)  # fmt: skip


def run(bundle: Path, wine: Wine, names: list[str]) -> int:
    """Try these cases, or all of them. Returns 0 when none failed."""
    with screen() as shown:
        cases = Cases(bundle, dataclasses.replace(wine, display=shown.display))
        return run_cases({name: getattr(cases, name) for name in NAMES}, names or NAMES)
