"""What can be wrong with a pack, each in one sentence."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from fieldref.content.opening import printable
from fieldref.i18n import _
from fieldref.system import reason


class Problem(StrEnum):
    """Why a pack is refused. The value is what logs and `--json` show."""

    UNREADABLE = "unreadable"
    NOT_A_PACK = "not_a_pack"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    BAD_MANIFEST = "bad_manifest"
    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    ALTERED = "altered"
    NEWER_APP_NEEDED = "newer_app_needed"
    OLDER = "older"
    FOREIGN_DATABASE = "foreign_database"
    OLDER_FORM = "older_form"
    HOSTILE_SCHEMA = "hostile_schema"
    HOSTILE_CONTENT = "hostile_content"
    DAMAGED_DATABASE = "damaged_database"
    BROKEN_LINKS = "broken_links"
    OVER_BUDGET = "over_budget"
    NO_SPACE = "no_space"
    NOT_WRITABLE = "not_writable"
    BUSY = "busy"
    CANCELLED = "cancelled"


class PackError(Exception):
    """A pack that is not taken. `str()` is for the log; `sentence()` is for people. `detail` is the name, number or
    folder that the sentence has room for, or the system's refusal; of other problems only the log tells it."""

    def __init__(self, problem: Problem, path: Path, detail: str | OSError = "") -> None:
        self.problem = problem
        self.path = path
        self.detail = str(detail)
        self._refusal = detail if isinstance(detail, OSError) else None
        super().__init__(f"{problem.value}: {path.name}{': ' + self.detail if self.detail else ''}")

    def sentence(self) -> str:
        """What was tried, on which file and what to do, in the current language."""
        file = printable(self.path.name)
        return _sentence(self.problem).format(file=file, detail=printable(self._told()))

    def _told(self) -> str:
        if self.problem is not Problem.UNREADABLE:
            return self.detail
        return reason(self._refusal) if self._refusal is not None else _("an error that FieldRef did not expect")


def _sentence(problem: Problem) -> str:
    ask = {
        Problem.UNREADABLE: _(
            "“{file}” could not be read ({detail}). Check that the stick is still plugged in and try again."
        ),
        Problem.NOT_A_PACK: _("“{file}” is not a FieldRef content pack. Choose a file that ends in .frpack."),
        Problem.TRUNCATED: _("“{file}” is incomplete. Copy it again from where it came from."),
        Problem.TOO_LARGE: _("“{file}” is larger than a content pack may be, so it was not opened."),
        Problem.BAD_MANIFEST: _("“{file}” does not describe itself properly. Ask the sender for a new pack."),
        Problem.UNSIGNED: _(
            "“{file}” carries no signature, so nobody stands behind it. Ask the sender for a signed pack."
        ),
        Problem.UNKNOWN_KEY: _(
            "“{file}” is signed with the key {detail}, which is not among your trusted keys. "
            "If you know the sender, ask for their public key and add it."
        ),
        Problem.BAD_SIGNATURE: _(
            "The signature of “{file}” is not valid. Do not use this file; ask the sender for a new one."
        ),
        Problem.ALTERED: _(
            "“{file}” was changed or damaged after it was signed. Copy it again from where it came from."
        ),
        Problem.NEWER_APP_NEEDED: _("“{file}” needs FieldRef {detail} or newer. Update the program first."),
        Problem.OLDER: _(
            "“{file}” is older than the content already installed ({detail}). Choose “Use older” if "
            "that is what you want."
        ),
        Problem.FOREIGN_DATABASE: _(
            "The database inside “{file}” was not made by FieldRef. Ask the sender for a new pack."
        ),
        Problem.OLDER_FORM: _(
            "“{file}” was made for an older FieldRef and cannot be read any more. Ask the sender for a newer pack."
        ),
        Problem.HOSTILE_CONTENT: _(
            "The database inside “{file}” holds a value that content may not hold ({detail}). It was not used."
        ),
        Problem.BUSY: _(
            "“{file}” was not installed because another FieldRef is installing content. Try again when it is done."
        ),
        Problem.HOSTILE_SCHEMA: _(
            "The database inside “{file}” holds something that content may not hold. It was not opened."
        ),
        Problem.DAMAGED_DATABASE: _(
            "The database inside “{file}” is damaged. Copy the pack again or ask the sender for a new one."
        ),
        Problem.BROKEN_LINKS: _(
            "The database inside “{file}” is incomplete: some records point to others that are missing."
        ),
        Problem.OVER_BUDGET: _("“{file}” holds more than a content pack may hold. It was not used."),
        Problem.NO_SPACE: _("There is not enough room on the disk to install “{file}”. Free some space and try again."),
        Problem.NOT_WRITABLE: _("“{file}” cannot be installed because the folder {detail} cannot be written to."),
        Problem.CANCELLED: _("The installation of “{file}” was cancelled. Nothing was changed."),
    }
    return ask[problem]
