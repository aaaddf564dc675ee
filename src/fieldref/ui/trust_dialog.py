"""Adding somebody's key to those that are trusted: the key is pasted or chosen, its fingerprint compared."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldref.i18n import _
from fieldref.packs.keys import read_public, trust
from fieldref.packs.signing import PublicKey, parse_public_key
from fieldref.ui.asking import Asking
from fieldref.ui.language import Language
from fieldref.ui.widgets.labels import label


class TrustDialog(QDialog):
    """Nothing is trusted until the person has said that the fingerprint was compared."""

    def __init__(self, language: Language, folder: Path, wanted: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._wanted = wanted
        self._key: PublicKey | None = None
        self.asking = Asking(self)
        self._title, self._how = label("title"), label(wrap=True)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(80)
        self._choose = QPushButton()
        self.name = QLineEdit()
        self._name_label = QLabel()
        self._finger_label, self.fingerprint = QLabel(), label("strong", wrap=True, selectable=True)
        self._hint = label("muted", wrap=True)
        self.compared = QCheckBox()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = self._buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.setProperty("look", "primary")
        self._build()
        self.text.textChanged.connect(self._read)
        self._choose.clicked.connect(self._on_choose)
        self.compared.toggled.connect(lambda _on: self._enable())
        self.add.clicked.connect(self._on_add)
        self._buttons.rejected.connect(self.reject)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        self.setWindowTitle(_("Add a trusted key"))
        self._title.setText(_("Add a trusted key"))
        self._how.setText(
            _("Ask the sender for their public key: a file that ends in .pub, or the one line inside it. A key that "
              "came together with the pack proves nothing.")
        )  # fmt: skip
        self.text.setPlaceholderText(_("Paste the key here"))
        self.text.setAccessibleName(_("Public key"))
        self._choose.setText(_("Choose a file…"))
        self._name_label.setText(_("Whose key it is"))
        self.name.setAccessibleName(_("Whose key it is"))
        self._finger_label.setText(_("Fingerprint"))
        self.compared.setText(_("I have compared the fingerprint with the sender, by telephone or in person"))
        self.add.setText(_("Trust this key"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self._say()

    def _build(self) -> None:
        form = QFormLayout()
        form.addRow(self._name_label, self.name)
        form.addRow(self._finger_label, self.fingerprint)
        choose = QHBoxLayout()
        choose.addWidget(self._choose)
        choose.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        above: tuple[QWidget, ...] = (self._title, self._how, self.text)
        below: tuple[QWidget, ...] = (self._hint, self.compared, self._buttons)
        for widget in above:
            layout.addWidget(widget)
        layout.addLayout(choose)
        layout.addLayout(form)
        for widget in below:
            layout.addWidget(widget)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.fingerprint.setMinimumHeight(2 * self.fingerprint.fontMetrics().lineSpacing() + 8)
        self.setMinimumWidth(640)

    def _on_choose(self) -> None:
        kind = _("Public keys")
        file = self.asking.file_to_read(_("Choose a public key"), f"{kind} (*.pub)")
        if file is None:
            return
        try:
            key = read_public(str(file))
        except (OSError, ValueError):
            self.text.setPlainText(file.name)
        else:
            self.text.setPlainText(key.to_text())

    def _read(self) -> None:
        try:
            self._key = parse_public_key(self.text.toPlainText())  # what is pasted is a key, never the name of a file
        except ValueError:
            self._key = None
        if self._key is not None and not self.name.isModified():  # what the person wrote stays
            self.name.setText(self._key.name)
        self.compared.setChecked(False)
        self._say()

    def _say(self) -> None:
        key = self._key
        self.fingerprint.setText(key.fingerprint if key is not None else "–")
        hint = ""
        if key is None and self.text.toPlainText().strip():
            hint = _("This is not a public key. It is one line that begins with “RW”, or a file that ends in .pub.")
        elif key is not None and self._wanted and key.key_id[::-1].hex().upper() != self._wanted:
            hint = _("This is another key than the one the pack is signed with ({key}).").format(key=self._wanted)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._enable()

    def _enable(self) -> None:
        self.compared.setEnabled(self._key is not None)
        self.add.setEnabled(self._key is not None and self.compared.isChecked())

    def _on_add(self) -> None:
        assert self._key is not None
        named = PublicKey(self._key.key_id, self._key.key, self.name.text().strip() or self._key.name)
        try:
            trust(named, self._folder)
        except OSError:
            self._hint.setText(_("The folder {folder} cannot be written to.").format(folder=self._folder))
            self._hint.setVisible(True)
            return
        self.accept()
