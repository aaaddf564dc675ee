"""The line at the foot of the window: which content is open, how much is in it, and that no network is needed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldref import i18n
from fieldref.content.model import Kind
from fieldref.i18n import _, number
from fieldref.ui.context import Context
from fieldref.ui.kinds import counted
from fieldref.ui.widgets.boxes import Picture
from fieldref.ui.widgets.labels import label


class StatusLine(QFrame):
    """Only shows; says again after a change of language or content."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("look", "status")
        self._content = label("small")
        self._offline = label("small")
        self._content.setMinimumWidth(1)
        self._trouble = label("strong")
        self._trouble.setMinimumWidth(1)
        self._trouble_told = ""
        self._parts: list[str] = []
        self._preview = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 3, 16, 3)
        layout.setSpacing(6)
        layout.addWidget(self._trouble)
        layout.addWidget(self._content, 1)
        layout.addWidget(Picture(context.theme, "offline", 16, "text_faint"))
        layout.addWidget(self._offline)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the current language."""
        info = self._context.library.info(i18n.language())
        userdata = self._context.userdata
        trouble = ""
        if userdata is not None and userdata.trouble is not None and not userdata.permanent:
            trouble = userdata.trouble.sentence()
        elif userdata is None:
            trouble = _("Nothing can be saved here: FieldRef cannot write in its data folder.")
        self._trouble_told = trouble
        self._trouble.setToolTip(trouble)
        self._trouble.setAccessibleName(trouble)
        self._trouble.setVisible(bool(trouble))
        parts = [_("Content {version}").format(version=info.version)]
        if self._preview:
            parts.insert(0, _("Preview of {folder}").format(folder=self._preview))
        for kind in (Kind.PROGRAMME, Kind.REGION, Kind.INDICATOR, Kind.TOPIC, Kind.SOURCE):
            count = info.counts.get(kind.value, 0)
            if kind is Kind.REGION:
                count = self._context.library.regions()
            if count:
                parts.append(counted(kind, count, number(count)))
        self._parts = parts
        self._offline.setText(_("Works without a network"))
        self.setToolTip(" · ".join(parts))
        self._fit()

    def show_content(self, preview: str) -> None:
        """Other content is open; of a `preview` of a source folder, say which and that it is no edition."""
        self._preview = preview
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many counts as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters leave less room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """A trouble first and, if it must be, with an ellipsis; then as many counts as have room."""
        room = self.width() - self._offline.sizeHint().width() - self._context.theme.px(70)
        if not self._trouble.isHidden():
            fitting = self._trouble.fontMetrics().elidedText(self._trouble_told, Qt.TextElideMode.ElideRight, room)
            self._trouble.setText(fitting)
            room -= self._trouble.sizeHint().width()
        metrics = self._content.fontMetrics()
        shown, least = len(self._parts), 0 if self._trouble_told else 1
        while shown > least and metrics.horizontalAdvance(" · ".join(self._parts[:shown])) > room:
            shown -= 1
        self._content.setText(" · ".join(self._parts[:shown]))
