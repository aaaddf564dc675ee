"""File names that survive every file system, mail program and stick, and say what is inside."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
"""Characters of a whole name, ending included: Windows counts the folders too."""

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices, whatever the ending."""
_UNCOMPOSED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "Æ": "AE", "Œ": "OE"})


def slug(text: str) -> str:
    """Text as ASCII words joined by hyphens: 'Áncash – Ñahuimpuquio' → 'Ancash-Nahuimpuquio'. May be empty."""
    plain = unicodedata.normalize("NFKD", text.translate(_UNCOMPOSED)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", re.sub(r"['’]", "", plain)).strip("-.")


def file_name(*parts: str, suffix: str) -> str:
    """A name from what the file holds, 'FieldRef-SISFIN-es-2026.11.pdf'. The first part is shortened last, the
    longest ones give way; a device name of Windows is never the result."""
    words = [word for word in (slug(part) for part in parts) if word] or ["file"]
    room = LONGEST - len(suffix) - 1 - (len(words) - 1)
    while sum(map(len, words)) > room:
        longest = max(range(len(words)), key=lambda at: len(words[at]))
        words[longest] = words[longest][:-1].rstrip("-.") or "x"
    name = "-".join(words)
    if name.split(".")[0].lower() in RESERVED:
        name = f"{name.split('.')[0]}_{name[len(name.split('.')[0]) :]}"
    return f"{name}.{suffix}"
