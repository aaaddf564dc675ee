"""What is wrong in the source files: told all at once, each with its place and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an editor must mend. `line` is 1-based; 0 means the file as a whole."""

    file: str
    line: int
    field: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = [place, self.field, self.message] if self.field else [place, self.message]
        text = ": ".join(parts)
        return f"{text} → {self.hint}" if self.hint else text


@dataclass(slots=True)
class Problems:
    """Collects problems so that one run names them all."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, name: str, message: str, hint: str = "") -> None:
        """Note one problem; the same one is told once."""
        problem = Problem(file, line, name, message, hint)
        if problem not in self.found:
            self.found.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found))

    def __len__(self) -> int:
        return len(self.found)


class SourceProblems(Exception):
    """The source cannot be built; `problems` says all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the source files")
        self.problems = problems
