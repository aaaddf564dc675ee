"""A pack on its way in, told step by step: who signed it, what it is, what is new; then the person decides."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from fieldref import i18n
from fieldref.i18n import _, ngettext, number
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.store import PackStore
from fieldref.ui.kinds import kind_name
from fieldref.ui.language import Language
from fieldref.ui.pack_facts import PackFacts
from fieldref.ui.pack_job import MOST_LISTED, PackJob, Proposal
from fieldref.ui.theme import Theme
from fieldref.ui.widgets.boxes import Picture
from fieldref.ui.widgets.labels import label, line
from fieldref.ui.widgets.row_model import Row
from fieldref.ui.widgets.rows import RowList

if TYPE_CHECKING:
    from fieldref.content.model import RecordRef


class Step(Enum):
    """Where the pack is on its way."""

    CHECKING = auto()
    PROPOSED = auto()
    INSTALLING = auto()
    INSTALLED = auto()
    REFUSED = auto()


_MARKS = {
    Step.CHECKING: ("download", "text_muted"),
    Step.PROPOSED: ("download", "accent"),
    Step.INSTALLING: ("download", "accent"),
    Step.INSTALLED: ("check", "accent"),
    Step.REFUSED: ("warning", "warning"),
}
"""Icon and colour beside the headline; they only repeat what it says."""


class PacksDialog(QDialog):
    """Follows one `PackJob`; whoever opens the content is told by `content_installed`."""

    content_installed = Signal(object)
    """The Path of the installed content file."""
    open_record = Signal(str)
    add_key = Signal(str)
    """Id of the key that the pack is signed with and nobody has said to trust."""
    go_back = Signal()

    def __init__(
        self, theme: Theme, language: Language, store: PackStore, pack: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._store, self._pack = theme, store, pack
        self.step = Step.CHECKING
        self.problem: PackError | None = None
        self.proposal: Proposal | None = None
        self._job: PackJob | None = None
        self._title, self._file, self._said = label("title", wrap=True), label("muted", wrap=True), label(wrap=True)
        self.progress = QProgressBar()
        self._mark = Picture(theme, "download", 28)
        self._facts = PackFacts()
        self._warned, self._warning = label(wrap=True), QFrame()
        self._line, self._new = line(), label("heading")
        self.list = RowList(theme)
        self.act, self.close_button = QPushButton(), QPushButton()
        self._build()
        self.act.clicked.connect(self._on_act)
        self.close_button.clicked.connect(self.reject)
        self.list.opened.connect(self._on_row)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def check(self, *, allow_older: bool = False) -> None:
        """Begin, or begin anew."""
        self._stop()
        self.problem = self.proposal = None
        job = PackJob(self._store, self._pack, allow_older=allow_older, parent=self)
        job.progressed.connect(self._on_progress)
        job.ready.connect(self._on_ready)
        job.failed.connect(self._on_failed)
        job.installed.connect(self._on_installed)
        self._job = job
        self._go(Step.CHECKING)
        job.start()

    def done(self, result: int) -> None:
        """However the dialog is left, a pack that was not installed leaves nothing behind."""
        self._stop()
        super().done(result)

    # ---- words

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.setWindowTitle(_("Install content"))
        self.progress.setAccessibleName(_("Progress"))
        self.list.setAccessibleName(_("What is new"))
        self._say()

    def _say(self) -> None:
        self._title.setText(self._headline())
        self._file.setText(self._pack.name if self.proposal is None else "")
        self._file.setVisible(self.proposal is None)
        self._mark.show_icon(*_MARKS[self.step])
        self._said.setText(self._sentence())
        self.progress.setVisible(self.step in (Step.CHECKING, Step.INSTALLING))
        self._say_facts()
        self._say_changes()
        self._say_buttons()
        self._fit()

    def _headline(self) -> str:
        if self.proposal is not None:
            return self.proposal.signed.manifest.title_in(i18n.language())
        return _("Not installed") if self.step is Step.REFUSED else _("Install content")

    def _sentence(self) -> str:
        if self.problem is not None:
            return self.problem.sentence() + "\n\n" + _("Nothing was changed.")
        if self.step is Step.CHECKING:
            return _("Checking the pack…")
        if self.step is Step.INSTALLING:
            return _("Installing…")
        if self.step is Step.INSTALLED:
            return _("Installed and in use.")
        return _("The signature is valid and the content is whole. Nothing has been changed yet.")

    def _say_facts(self) -> None:
        proposal = self.proposal
        self._facts.setVisible(proposal is not None)
        if proposal is not None:
            self._facts.show_proposal(proposal, installed=self.step is Step.INSTALLED)
        caution = self._caution() if proposal is not None and self.step is Step.PROPOSED else ""
        self._warned.setText(caution)
        self._warning.setVisible(bool(caution))

    def _caution(self) -> str:
        """What a careful reader would want to know before going on."""
        assert self.proposal is not None
        replaced, now = self.proposal.replaces, self.proposal.signed
        said = []
        if replaced is not None and now.manifest.serial < replaced.serial:
            said.append(_("This is older than the content in use ({version}).").format(version=replaced.version))
        signer = self.proposal.signer_before
        if signer is not None and signer.key != now.signer.key:
            said.append(_("The content in use was signed with another key, that of {name}.").format(name=signer.name))
        return " ".join(said)

    def _say_changes(self) -> None:
        changes = self.proposal.changes if self.proposal is not None else None
        self._new.setVisible(self.proposal is not None)
        self._line.setVisible(self.proposal is not None)
        self.list.setVisible(bool(changes))
        if self.proposal is None:
            return
        if changes is None:
            self._new.setText(_("This library is new here."))
            return
        if not changes:
            self._new.setText(_("It says the same as the content in use."))
            return
        self._new.setText(_("What is new"))
        rows: list[Row] = []
        for word, ids in (
            (_("Added"), changes.added),
            (_("Changed"), changes.changed),
            (_("Removed"), changes.removed),
        ):
            if ids:
                rows.append(Row(f"section:{word}", word, trailing=number(len(ids)), section=True))
                rows += [self._row(record_id) for record_id in ids[:MOST_LISTED]]
            if len(ids) > MOST_LISTED:
                more = len(ids) - MOST_LISTED
                text = ngettext("and {count} more", "and {count} more", more).format(count=number(more))
                rows.append(Row(f"section:more:{word}", text, section=True))
        self.list.set_rows(rows)

    def _row(self, record_id: str) -> Row:
        assert self.proposal is not None
        ref: RecordRef | None = self.proposal.titles.get(i18n.language(), {}).get(record_id)
        if ref is None:
            return Row(record_id, record_id)
        return Row(record_id, ref.title.value, detail=kind_name(ref.kind), icon=ref.kind.value)

    def _say_buttons(self) -> None:
        words = {
            Step.PROPOSED: _("Install and use"),
            Step.INSTALLED: _("Go back to the version before"),
        }
        text = words.get(self.step, "")
        if self.problem is not None:
            text = {Problem.OLDER: _("Use older"), Problem.UNKNOWN_KEY: _("Add a key…")}.get(self.problem.problem, "")
        if self.step is Step.INSTALLED and (self.proposal is None or self.proposal.replaces is None):
            text = ""
        self.act.setText(text)
        self.act.setVisible(bool(text))
        self.act.setProperty("look", "primary" if self.step is Step.PROPOSED else "")
        self.act.style().polish(self.act)
        unfinished = self.step in (Step.CHECKING, Step.PROPOSED)
        self.close_button.setText(_("Cancel") if unfinished else _("Close"))
        self.close_button.setEnabled(self.step is not Step.INSTALLING)

    # ---- steps

    def _go(self, step: Step) -> None:
        self.step = step
        self._say()

    def _on_act(self) -> None:
        if self.problem is not None and self.problem.problem is Problem.OLDER:
            self.check(allow_older=True)
        elif self.problem is not None:
            self.add_key.emit(self.problem.detail)
        elif self.step is Step.PROPOSED and self._job is not None:
            self._go(Step.INSTALLING)
            self._job.install()
        elif self.step is Step.INSTALLED:
            self.go_back.emit()
            self.accept()

    def _on_row(self, record_id: str) -> None:
        changes = self.proposal.changes if self.proposal is not None else None
        if changes is not None and (self.step is Step.INSTALLED or record_id not in changes.added):
            self.open_record.emit(record_id)

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.setMaximum(1000)
        self.progress.setValue(round(1000 * done / max(total, 1)))

    def _on_ready(self, proposal: Proposal) -> None:
        if self.sender() is self._job:
            self.proposal = proposal
            self._go(Step.PROPOSED)
            self.act.setFocus()

    def _on_failed(self, error: PackError) -> None:
        if self.sender() is self._job and error.problem is not Problem.CANCELLED:
            self.problem = error
            self._go(Step.REFUSED)
            self.close_button.setFocus()  # Enter is not how one comes to use older content

    def _on_installed(self, path: Path) -> None:
        if self.sender() is self._job:
            self.content_installed.emit(path)
            self._go(Step.INSTALLED)
            self.close_button.setFocus()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            job.wait()

    # ---- building

    def _build(self) -> None:
        self.progress.setTextVisible(False)
        self.progress.setMaximum(0)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.act)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        QVBoxLayout(self._warning).addWidget(self._warned)
        self._warning.setProperty("look", "note")
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._file)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        layout.addLayout(head)
        for widget in (self._said, self.progress, self._warning, self._facts, self._line, self._new):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)  # takes the room of the list while there is none
        layout.addLayout(buttons)

    def _fit(self) -> None:
        """As high as what there is to say: a sentence needs less room than a list of what is new."""
        large = self.proposal is not None and bool(self.proposal.changes)
        width = self._theme.px(680)
        layout = self.layout()
        assert layout is not None
        self.resize(width, self._theme.px(600) if large else layout.totalHeightForWidth(width))
