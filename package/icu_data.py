"""ICU's data for a thousand languages, cut down to what Qt asks of it in ours.

Qt's wheel for Linux brings one library of 31 MB that holds nothing but this data, a quarter of the whole package.
Qt6Core uses it to sort names (file dialogs), to name time zones and to read texts in old encodings. ICU's makers
foresee that a program takes what it needs along: the data is a table of named items, and the library is only its
envelope, which the linker makes anew.
"""

from __future__ import annotations

import re
import struct
import subprocess
from pathlib import Path
from typing import Final

LIBRARY: Final = re.compile(r"libicudata\.so\.(\d+)")
_MARK, _MARK_AT = b"CmnD", 12
_ALIGNED = 16
_KEPT: Final = re.compile(
    r"""(
    (?:(?:coll|curr|lang|region|unit|zone)/)?(?:root|pool|res_index|(?:en|es)(?:_\w+)?|tzdbNames)\.res  # by language
    | [a-z]{4,}[A-Za-z0-9]*\.res  # of no language: time zones, plurals, what stands for what
    | coll/ucadata\.icu | \w+\.nrm | (?:cnvalias|uemoji|ulayout)\.icu
    | ibm-(?:1252|5348|850|858|923)_P100-\d+\.cnv  # Western Europe under Windows, DOS and Unix
    )""",
    re.VERBOSE,
)


def keeps_item(name: str) -> bool:
    """Whether an item of the data goes along. `name` as `coll/es.res`, without the name of the version."""
    return _KEPT.fullmatch(name) is not None


def items(library: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The head of the data in a library, and its items by name. Raises ValueError where there is none."""
    start = library.index(_MARK) - _MARK_AT
    (length,) = struct.unpack_from("<H", library, start)
    base = start + length
    (count,) = struct.unpack_from("<I", library, base)
    entries = [struct.unpack_from("<II", library, base + 4 + 8 * number) for number in range(count)]
    ends = [offset for _name, offset in entries[1:]] + [len(library) - base]
    found = {}
    for (name_at, begin), end in zip(entries, ends, strict=True):
        name = library[base + name_at : library.index(b"\0", base + name_at)].decode("ascii")
        found[name] = library[base + begin : base + end]
    return library[start:base], found


def packed(head: bytes, kept: dict[str, bytes]) -> bytes:
    """The data anew: the head, a sorted table of where each name and item lies, the names, the items."""
    table = 4 + 8 * len(kept)
    names, places = b"", []
    for name in sorted(kept):
        places.append(table + len(names))
        names += name.encode("ascii") + b"\0"
    names += b"\xaa" * (-(len(head) + table + len(names)) % _ALIGNED)
    body, entries, at = [], b"", table + len(names)
    for place, name in zip(places, sorted(kept), strict=True):
        item = kept[name] + b"\xaa" * (-len(kept[name]) % _ALIGNED)
        entries += struct.pack("<II", place, at)
        at += len(item)
        body.append(item)
    return head + struct.pack("<I", len(kept)) + entries + names + b"".join(body)


def trimmed(library: Path, work: Path) -> Path:
    """A library like `library` with the kept items only. Needs `as` and `ld`, as PyInstaller does."""
    version = LIBRARY.fullmatch(library.name)
    if version is None:
        raise ValueError(library.name)
    head, found = items(library.read_bytes())
    data = work / "icu.dat"
    data.write_bytes(packed(head, {name: item for name, item in found.items() if keeps_item(name.partition("/")[2])}))
    symbol = f"icudt{version[1]}_dat"
    source = (
        f".section .rodata\n.balign {_ALIGNED}\n.globl {symbol}\n.type {symbol}, %object\n{symbol}:\n"
        f'.incbin "{data.name}"\n.size {symbol}, .-{symbol}\n.section .note.GNU-stack,"",%progbits\n'
    )
    subprocess.run(["as", "-o", "icu.o", "-"], input=source, text=True, check=True, cwd=work)
    link = ["ld", "-shared", "-soname", library.name, "-z", "noseparate-code", "-o", library.name, "icu.o"]
    subprocess.run(link, check=True, cwd=work)
    return work / library.name
