"""What is in the bundle: every file with its maker and licence, as texts to read and as a CycloneDX list.

A file that no entry of components.toml covers, and a licence text that is not there, are errors.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import hashlib
import json
import platform
import shutil
import sqlite3
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
LICENCES = HERE / "licences"
LIST = "fieldref.cdx.json"
LIBRARY_ENDINGS = (".so", ".dll", ".pyd", ".dylib", ".exe")


class ListingError(Exception):
    """The bundle cannot be handed on as it is; `str()` names every reason, one a line."""


@dataclass(frozen=True)
class Component:
    """A part of the bundle that has one maker."""

    name: str
    licence: str
    version: str
    patterns: tuple[str, ...]
    texts: tuple[Path, ...]
    note: str = ""

    def has(self, path: str) -> bool:
        """Whether a file of the bundle (with `/`) belongs to it."""
        return any(fnmatch.fnmatchcase(path, pattern.replace("/**", "/*")) for pattern in self.patterns)


def components(app_version: str) -> list[Component]:
    """What components.toml names. Raises ListingError for licence texts that are not there."""
    entries = tomllib.loads((HERE / "components.toml").read_text(encoding="utf-8"))["component"]
    found, problems = [], []
    for entry in entries:
        texts = [LICENCES / name for name in entry.get("texts", ())]
        if "from" in entry:
            texts += _texts_of(entry["from"])
        problems += [f"{entry['name']}: no licence text {path.name}" for path in texts if not path.is_file()]
        if not texts:
            problems.append(f"{entry['name']}: no licence text")
        found.append(
            Component(
                entry["name"],
                entry["licence"],
                _version(entry.get("version", entry.get("from", "")), app_version),
                tuple(entry["files"]),
                tuple(path.resolve() for path in texts),
                entry.get("note", ""),
            )
        )
    if problems:
        raise ListingError("\n".join(problems))
    return found


def _texts_of(name: str) -> list[Path]:
    """The licence files a Python package brings along."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError as error:
        raise ListingError(f"{name} is not installed") from error
    wanted = ("LICENSE", "LICENCE", "COPYING")
    return [Path(str(file.locate())) for file in files if file.name.upper().startswith(wanted)]


def _version(wanted: str, app_version: str) -> str:
    known = {"app": app_version, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    if wanted in known:
        return known[wanted]
    try:
        return version(wanted)
    except PackageNotFoundError:
        return "" if wanted == "system" else wanted


def files_of(bundle: Path) -> list[str]:
    """Every file and link of the bundle, sorted, with `/`."""
    return sorted(p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_symlink() or p.is_file())


def owners(files: Iterable[str], parts: list[Component]) -> dict[str, Component]:
    """The component each file belongs to. Raises ListingError naming the files that belong to none."""
    found, nobodys = {}, []
    for path in files:
        owner = next((part for part in parts if part.has(path)), None)
        if owner is None:
            nobodys.append(f"no licence line for {path}")
        else:
            found[path] = owner
    if nobodys:
        raise ListingError("\n".join(nobodys))
    return found


def put_licences(bundle: Path, parts: list[Component]) -> None:
    """A folder of licence texts, one subfolder a component that is there, and how Qt may be replaced."""
    target = bundle / "licences"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    shutil.copyfile(LICENCES / "README.txt", target / "README.txt")
    for part in parts:
        folder = target / part.name.replace(" ", "-")
        folder.mkdir()
        for text in part.texts:
            shutil.copyfile(text, folder / text.name)


def write_list(bundle: Path, parts: list[Component], app_version: str, moment: int) -> Path:
    """The CycloneDX list beside the program. `moment` is its declared time, in seconds."""
    held = owners([path for path in files_of(bundle) if path != LIST], parts)
    listed = []
    for part in parts:
        mine = [path for path, owner in held.items() if owner is part]
        listed.append(_listed(part, bundle, mine))
    body = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": dt.datetime.fromtimestamp(moment, dt.UTC).isoformat().replace("+00:00", "Z"),
            "component": {
                "type": "application", "bom-ref": "fieldref", "name": "FieldRef", "version": app_version,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": listed,
        "dependencies": [{"ref": "fieldref", "dependsOn": [entry["bom-ref"] for entry in listed]}],
    }  # fmt: skip
    body["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(body, sort_keys=True))}"
    path = bundle / LIST
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _listed(part: Component, bundle: Path, files: list[str]) -> dict[str, object]:
    reference = part.name.lower().replace(" ", "-")
    entry: dict[str, object] = {
        "type": "library",
        "bom-ref": reference,
        "name": part.name,
        "licenses": [{"expression": part.licence}],
        "components": [_listed_file(reference, part.licence, bundle / path, path) for path in files],
    }
    if part.version:
        entry["version"] = part.version
    if part.note:
        entry["description"] = part.note
    return entry


def _listed_file(reference: str, licence: str, file: Path, path: str) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": "file",
        "bom-ref": f"{reference}:{path}",
        "name": path,
        "licenses": [{"expression": licence}],
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
    }
    if sys.platform == "linux" and not path.startswith("_internal/PySide6") and (debian := _debian_package(file.name)):
        entry["properties"] = [{"name": "debian:package", "value": debian}]
    return entry


def _debian_package(name: str) -> str:
    """The Debian package, with its version, that a copied system library comes from."""
    if not name.startswith(("libxcb-", "libxkb", "libffi", "libsqlite")) or shutil.which("dpkg-query") is None:
        return ""
    found = subprocess.run(["dpkg-query", "-S", f"*/{name}"], capture_output=True, text=True, check=False).stdout
    package = found.split(": ")[0].split(",")[0]
    shown = ["dpkg-query", "-W", "-f=${Package} ${Version}", package]
    return subprocess.run(shown, capture_output=True, text=True, check=False).stdout if package else ""
