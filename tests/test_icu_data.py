"""The data of ICU in the Linux package: small, and enough for what Qt asks of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from package import icu_data

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ASK = """
from PySide6.QtCore import QCollator, QLocale, QStringDecoder, QTimeZone

words = ["Ñandú", "Nube", "Áncash", "Amazonas", "Ayacucho", "Ocaso", "zarza", "ñame"]
for name in ("es_PE", "en_GB"):
    locale = QLocale(name)
    print(sorted(words, key=QCollator(locale).sortKey), locale.toUpper("ñandú"))
    for zone in (b"America/Lima", b"Europe/Brussels"):
        print(QTimeZone(zone).displayName(QTimeZone.TimeType.StandardTime, QTimeZone.NameType.LongName, locale))
print([QStringDecoder(name).isValid() for name in ("windows-1252", "ISO-8859-15", "IBM850")])
print([line.split()[-1] for line in open("/proc/self/maps") if "icudata" in line][0])
"""


@pytest.fixture(scope="module")
def library() -> Path:
    """The data library in Qt's wheel."""
    pyside = pytest.importorskip("PySide6", exc_type=ImportError)
    found = sorted((Path(pyside.__file__).parent / "Qt" / "lib").glob("libicudata.so.*"))
    if not found:
        pytest.skip("Qt brings no ICU on this system")
    return found[0]


def test_the_data_packs_as_it_was(library: Path):
    data = library.read_bytes()
    head, found = icu_data.items(data)
    last = max(len(item) for item in found.values())
    assert data.find(icu_data.packed(head, found)[:-last]) >= 0


@pytest.mark.skipif(shutil.which("as") is None, reason="no assembler: the package is built where there is one")
def test_what_is_kept_is_enough(library: Path, tmp_path: Path, run_python: Run):
    """Qt sorts names and tells time zones with the small library as it does with the large one."""
    small = icu_data.trimmed(library, tmp_path)
    assert small.stat().st_size < library.stat().st_size / 6
    told = {}
    for folder in (library.parent, tmp_path):
        environ = os.environ | {"LD_LIBRARY_PATH": str(folder), "PYTHONIOENCODING": "utf-8"}
        done = run_python("-c", ASK, env=environ)
        *said, used = done.stdout.splitlines() or [done.stderr]
        assert Path(used).parent == folder
        told[folder] = said
    assert told[tmp_path] == told[library.parent]
    assert "'Nube', 'ñame', 'Ñandú', 'Ocaso'" in told[tmp_path][0]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("coll/es.res", True),
        ("coll/root.res", True),
        ("coll/zh.res", False),
        ("zone/es_419.res", True),
        ("es_PE.res", True),
        ("est.res", False),
        ("pl.res", False),
        ("plurals.res", True),
        ("zoneinfo64.res", True),
        ("ibm-5348_P100-1997.cnv", True),
        ("ibm-943_P15A-2003.cnv", False),
        ("translit/root.res", False),
        ("brkitr/thaidict.dict", False),
    ],
)
def test_what_goes_along(name: str, kept: bool):
    assert icu_data.keeps_item(name) is kept
