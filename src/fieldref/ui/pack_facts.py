"""What a checked pack says of itself and who says it: names at the left, values at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldref.i18n import _, date, file_size, language_name
from fieldref.ui.pack_job import Proposal
from fieldref.ui.widgets.labels import label

_NAMES = ("signer", "fingerprint", "comment", "version", "content")


class PackFacts(QWidget):
    """A table of five rows; every value can be selected, to be sent to somebody who knows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(_NAMES):
            self._names[name] = label("muted")
            self._values[name] = label("strong" if name == "signer" else "", wrap=True, selectable=True)
            grid.addWidget(self._names[name], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._values[name], row, 1)

    def show_proposal(self, proposal: Proposal, *, installed: bool) -> None:
        """Say it in the current language; `installed` when the content is in use by now."""
        manifest, signer = proposal.signed.manifest, proposal.signed.signer
        replaced = proposal.replaces
        version = _("{version} of {date}").format(version=manifest.version, date=date(manifest.built_on))
        if replaced is not None and replaced.version != manifest.version:
            text = _("{version} (before: {current})") if installed else _("{version} (now: {current})")
            version = text.format(version=version, current=replaced.version)
        languages = ", ".join(map(language_name, manifest.languages))
        told = {
            "signer": (_("Signed by"), signer.name),
            "fingerprint": (_("Fingerprint"), signer.fingerprint),
            "comment": (_("Signed comment"), proposal.signed.signature.comment),
            "version": (_("Version"), version),
            "content": (_("Content"), f"{languages} · {file_size(manifest.size)} · {manifest.licence}"),
        }
        for name, (word, value) in told.items():
            self._names[name].setText(word)
            self._values[name].setText(value)
            self._values[name].setAccessibleName(f"{word}: {value}")
