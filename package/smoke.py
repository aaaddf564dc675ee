"""The frozen program, started where and how people start it: the cases of `tools/smoke`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from package.bare import try_bare
from package.screen import Screen, screen, wait_for_content
from package.trial import ODD_NAME, Failed, LeftOut, copy_of, environment, run_cases, verdict

_NOBODY = 65534
_SHOWN_PARTS = 14
"""Of the 24 parts of the screen: a window with a list, a page and a status line fills more."""
_SECONDS = 120


def call(
    bundle: Path, *arguments: str, env: Mapping[str, str], before: tuple[str, ...] = (), **options: object
) -> subprocess.CompletedProcess[bytes]:
    """Run the console program to its end."""
    command = [*before, str(bundle / "fieldref-cli"), *arguments]
    return subprocess.run(command, env=dict(env), capture_output=True, check=False, timeout=_SECONDS, **options)  # type: ignore[call-overload,no-any-return]


def selftest(bundle: Path, *, env: Mapping[str, str], before: tuple[str, ...] = (), **options: object) -> str:
    """The program's own test. Returns its slowest step, raises Failed."""
    return verdict(call(bundle, "--selftest", "--json", env=env, before=before, **options))


def shows(bundle: Path, shown: Screen, folder: Path, *arguments: str, before: tuple[str, ...] = ()) -> str:
    """Start the window program, look at the screen, end it. Raises Failed."""
    env = environment(folder, DISPLAY=shown.display, QT_QPA_PLATFORM="")
    command = [*before, str(bundle / "FieldRef"), *arguments]
    program = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        picture = wait_for_content(shown, _SHOWN_PARTS, 30)
        busy = picture.busy_parts()
        if program.poll() is not None:
            assert program.stdout is not None
            raise Failed(f"ended with {program.returncode}: {program.stdout.read().decode(errors='replace')[-800:]}")
        time.sleep(0.5)
        picture = shown.picture()
        if os.environ.get("FIELDREF_SMOKE_PICTURES"):
            picture.save(Path(os.environ["FIELDREF_SMOKE_PICTURES"]) / f"{bundle.parent.name}.ppm")
        if busy < _SHOWN_PARTS:
            raise Failed(f"only {busy} of 24 parts of the screen show anything")
        return f"{busy} of 24 parts of the screen show something"
    finally:
        program.terminate()
        with suppress(subprocess.TimeoutExpired):
            program.wait(10)
        if program.poll() is None:
            program.kill()
        if program.stdout is not None:
            program.stdout.close()


# ---- the cases


def offscreen(bundle: Path, folder: Path) -> str:
    """No screen at all."""
    return selftest(bundle, env=environment(folder))


def xvfb(bundle: Path, folder: Path) -> str:
    """A laptop's screen, first without anything opened, then at a record."""
    _needs("Xvfb")
    with screen() as shown:
        first = shows(bundle, shown, folder)
    record = _a_programme(bundle, folder)
    with screen() as shown:
        return f"{first}; {shows(bundle, shown, folder, f'fieldref:{record}')}"


def odd_path(bundle: Path, folder: Path) -> str:
    """A stick with a name as people give them."""
    there = folder / ODD_NAME / "FieldRef"
    copy_of(bundle, there)
    told = selftest(there, env=environment(folder))
    if shutil.which("Xvfb"):
        with screen() as shown:
            told += "; " + shows(there, shown, folder)
    return told


def portable(bundle: Path, folder: Path) -> str:
    """With the mark beside the program, everything the person makes stays on the stick."""
    _needs("Xvfb")
    there, home = folder / ODD_NAME / "FieldRef", folder / "home"
    copy_of(bundle, there)
    (there / "portable.txt").touch()
    home.mkdir()
    with screen() as shown:
        shows(there, shown, home)
    left = [
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if "FieldRef" in path.name or "fieldref" in path.name
    ]
    if left:
        raise Failed(f"left behind in the home folder: {left}")
    kept = sorted(path.name for path in (there / "fieldref-data").iterdir())
    if not kept:
        raise Failed("nothing was kept beside the program")
    return ", ".join(kept)


def read_only(bundle: Path, folder: Path) -> str:
    """A folder that cannot be written, as somebody else."""
    before = _as(_NOBODY)
    there = folder / "read only" / "FieldRef"
    copy_of(bundle, there)
    folder.chmod(0o755)
    for path in [there.parent, there, *there.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222 | 0o444)
    home = folder / "theirs"
    home.mkdir()
    os.chown(home, _NOBODY, _NOBODY)
    told = selftest(there, env=environment(home), before=before, cwd="/")
    for path in [there.parent, there, *there.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    return told


def no_home(bundle: Path, folder: Path) -> str:
    """No home folder, and a user that the system does not know by name."""
    folder.chmod(0o755)
    there = folder / "FieldRef"
    copy_of(bundle, there)
    before = _as(54321) if os.geteuid() == 0 else ()
    told = selftest(there, env=environment(None), before=before, cwd="/")
    gone = environment(Path("/nonexistent/home"))
    return f"{told}; {selftest(there, env=gone, before=before, cwd='/')}"


def languages(bundle: Path, folder: Path) -> str:
    """The system's language decides at the first start, and letters arrive whole in any of them."""
    told = []
    for locale, expected in (("C", "es"), ("POSIX", "es"), ("es_PE.UTF-8", "es"), ("en_GB.UTF-8", "en")):
        env = environment(folder, LANG=locale, LC_ALL=locale)
        done = call(bundle, "search", "educación", "--json", env=env)
        hits = json.loads(done.stdout.decode("utf-8"))
        help_text = call(bundle, "--help", env=env).stdout.decode("utf-8")
        said = "es" if "Opciones" in help_text else "en"
        if done.returncode or not hits or said != expected:
            raise Failed(f"{locale}: exit {done.returncode}, {len(hits)} hits, speaks {said}")
        selftest(bundle, env=env)
        told.append(f"{locale}: {said}")
    return ", ".join(told)


def no_network(bundle: Path, folder: Path) -> str:
    """Without any network, not even to itself."""
    _needs("unshare")
    before = ("unshare", "-n") if os.geteuid() == 0 else ("unshare", "-rn")
    if subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        raise LeftOut("unshare is not allowed here")
    told = selftest(bundle, env=environment(folder), before=before)
    if shutil.which("Xvfb"):
        with screen() as shown:
            told += "; " + shows(bundle, shown, folder, before=before)
    return told


def desktop(bundle: Path, folder: Path) -> str:
    """In the menu when asked for, and out of it again."""
    env = environment(folder)
    there = folder / ODD_NAME / "FieldRef"
    copy_of(bundle, there)
    done = call(there, "--install-desktop", env=env)
    entry = folder / ".local/share/applications/fieldref.desktop"
    if done.returncode or not entry.is_file():
        raise Failed(done.stderr.decode("utf-8", "replace"))
    if shutil.which("desktop-file-validate"):
        said = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False)
        if said.returncode:
            raise Failed(said.stdout + said.stderr)
    call(there, "--remove-desktop", env=env)
    if entry.exists():
        raise Failed("the entry stayed")
    return f"{len(done.stdout.splitlines())} files"


def bare(bundle: Path, folder: Path) -> str:
    """A bare Debian: what is missing there, told by the program, then installed package by package."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        raise LeftOut("needs root and debootstrap")
    return try_bare(bundle, folder)


CASES: dict[str, Callable[[Path, Path], str]] = {
    "offscreen": offscreen,
    "xvfb": xvfb,
    "odd-path": odd_path,
    "portable": portable,
    "read-only": read_only,
    "no-home": no_home,
    "languages": languages,
    "no-network": no_network,
    "desktop": desktop,
}
ON_REQUEST: dict[str, Callable[[Path, Path], str]] = {"bare": bare}


def run(bundle: Path, names: list[str]) -> int:
    """Try the cases one after the other. Returns 0 when none failed."""
    return run_cases({name: partial(case, bundle) for name, case in (CASES | ON_REQUEST).items()}, names)


def _as(user: int) -> tuple[str, ...]:
    if os.geteuid() != 0:
        raise LeftOut("only root can become somebody else")
    _needs("setpriv")
    return ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups")


def _needs(program: str) -> None:
    if shutil.which(program) is None:
        raise LeftOut(f"{program} is not here")


def _a_programme(bundle: Path, folder: Path) -> str:
    done = call(bundle, "search", "sis", "--kind", "programme", "--json", env=environment(folder))
    return str(json.loads(done.stdout)[0]["id"])
