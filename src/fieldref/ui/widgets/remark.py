"""What stands above a list of results."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said above the results, with offers: (key, words on the button)."""

    text: str = ""
    detail: str = ""
    offers: tuple[tuple[str, str], ...] = ()
