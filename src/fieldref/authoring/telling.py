"""How `fieldref content` speaks: words for a person, or one JSON document for a program; trouble in one line on the
error stream."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from fieldref.authoring.problems import Problem
from fieldref.i18n import _, ngettext
from fieldref.system import reason

FINE, PROBLEM, USAGE = 0, 1, 2


class Refused(Exception):
    """What was asked cannot be done; `str()` is one sentence for the person."""


class Misused(Exception):
    """The command was not called as it must be; `str()` is one sentence."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Where a command says what it does. With `as_json` nothing but the final document is printed."""

    as_json: bool = False

    def progress(self, words: str) -> None:
        """A line on the way."""
        if not self.as_json:
            print(words, flush=True)

    def done(self, facts: dict[str, object], lines: Iterable[str]) -> int:
        """The result of a command that went well."""
        self._print({"ok": True, **facts}, lines)
        return FINE

    def problems(self, found: list[Problem], well: str) -> int:
        """Every problem, each on a line; `well` is said where there is none."""
        if not found:
            return self.done({"problems": []}, [well])
        self._print({"ok": False, "problems": [asdict(one) for one in found]}, [str(one) for one in found])
        words = ngettext("{count} problem to mend.", "{count} problems to mend.", len(found))
        self.complain(words.format(count=len(found)))
        return PROBLEM

    def refused(self, sentence: str) -> int:
        """A command that could not do what was asked."""
        if self.as_json:
            self._print({"ok": False, "error": sentence}, ())
        self.complain(sentence)
        return PROBLEM

    @staticmethod
    def complain(sentence: str) -> None:
        """One line on the error stream."""
        print(" ".join(sentence.split()), file=sys.stderr)

    def _print(self, facts: dict[str, object], lines: Iterable[str]) -> None:
        if self.as_json:
            print(json.dumps(facts, ensure_ascii=False, indent=2))
        else:
            print("\n".join(lines))


def unreadable(path: object, error: OSError) -> Refused:
    """A file that the system does not give."""
    return Refused(_("“{file}” cannot be read or written: {reason}.").format(file=path, reason=reason(error)))
