"""What is wrong in an IATI file, each fault with its file and line. Faults are counted without end but kept only up to
a limit: a large file with the same slip in every activity must not fill the memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fieldref.authoring.problems import Problem

KEPT = 2000
"""How many faults are kept with their words; all are counted."""


class Broken(Exception):
    """The file cannot be read to its end, so nothing of the run is written. `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True)
class Faults:
    """Collects what was left out of a file, or taken in another form than it was written."""

    found: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, file: str, line: int, name: str, message: str, hint: str = "") -> None:
        """Note one fault. `kind` is a word for programs: 'date', 'currency', 'identifier' …"""
        self.counts[kind] += 1
        if len(self.found) < KEPT:
            self.found.append(Problem(file, line, name, message, hint))

    def __len__(self) -> int:
        return sum(self.counts.values())
