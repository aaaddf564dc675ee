"""Closing while a note could not be stored: nothing that was typed goes without the reader's word."""

from __future__ import annotations

from collections.abc import Sequence

from fieldref.filenames import file_name
from fieldref.i18n import _, ngettext
from fieldref.paths import write_atomically
from fieldref.ui.asking import Asking, Outcome
from fieldref.ui.notes_panel import NotesPanel
from fieldref.userdata import Note, Trouble
from fieldref.userdata.markup import notes_text

_NAMED = 6
"""Notes that are named in the question: a disk that refuses for long may have refused many."""


def may_close(panel: NotesPanel, asking: Asking) -> bool:
    """Store what was typed. What still cannot be stored, the reader saves as a text file or gives up; False where they
    go back to it."""
    refused = ""
    while True:
        panel.save()
        unsaved, trouble = panel.unsaved(), panel.why_unsaved()
        if not unsaved or trouble is None:
            return True
        ways = (_("Save as text file…"), _("Close and lose the text"), _("Back to my notes"))
        way = asking.choose(f"{refused}\n\n{_question(unsaved, trouble)}".lstrip(), ways)
        if way == len(ways) - 1:
            return False
        outcome = _save_text(unsaved, asking) if way == 0 else Outcome(done=True)
        if outcome.done:
            panel.let_go()
            return True
        refused = outcome.sentence


def _question(unsaved: Sequence[Note], trouble: Trouble) -> str:
    titles = ", ".join(_("“{title}”").format(title=note.title) for note in unsaved[:_NAMED])
    text = ngettext(
        "The note on {titles} could not be stored and will be lost: {reason}.",
        "The notes on {titles} could not be stored and will be lost: {reason}.",
        len(unsaved),
    )
    return text.format(titles=titles + ("…" if len(unsaved) > _NAMED else ""), reason=trouble.reason())


def _save_text(unsaved: Sequence[Note], asking: Asking) -> Outcome:
    name = file_name("FieldRef", _("My notes"), suffix="txt")
    return asking.save(name, _("Text file (*.txt)"), lambda path: write_atomically(path, notes_text(unsaved).encode()))
