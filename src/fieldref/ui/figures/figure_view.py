"""What the map, the trend and the timeline have in common as widgets: a picture painted once, items over it that can be
pointed at, walked to and pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontInfo,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fieldref.ui.figures.figure_items import FigureItem, ItemProxies
from fieldref.ui.palettes import Palette
from fieldref.ui.theme import Theme

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
_LARGEST = 4_000_000
"""Pixels of a picture that is kept whole (16 MB): one of a screen is far from it, the timeline of a thousand programmes
would take ten times that."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_KEY_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class FigureView(QWidget):
    """Base of the figure widgets. A subclass paints, tells its items, and says where the arrows lead."""

    activated = Signal(str)
    """An item was clicked or Enter was pressed on it."""
    pointed = Signal(str)
    """The item under the mouse or the keyboard changed; '' for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: QPixmap | None = None
        self._kept = QRect()
        """What of the figure the picture holds."""
        self._items: Sequence[FigureItem] = ()
        self._proxies = ItemProxies(self, self._press)
        self._hovered: int | None = None
        self._current: int | None = None
        self._by_keys = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.invalidate)

    # What a subclass gives

    def paint_figure(self, painter: QPainter, rect: QRectF, palette: Palette) -> Sequence[FigureItem]:
        """Paint the whole picture and tell its items."""
        raise NotImplementedError

    def paint_mark(self, painter: QPainter, palette: Palette, hovered: int | None, focused: int | None) -> None:
        """Paint what the reader points at, over the picture."""
        raise NotImplementedError

    def item_at(self, position: QPointF) -> int | None:
        """The item under the mouse."""
        raise NotImplementedError

    def step(self, current: int, key: Qt.Key) -> int:
        """Where an arrow key leads from an item."""
        last = len(self._items) - 1
        match key:
            case Qt.Key.Key_Home:
                return 0
            case Qt.Key.Key_End:
                return last
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                return max(0, current - 1)
        return min(last, current + 1)

    def first_item(self) -> int:
        """Where the keyboard enters the picture."""
        return 0

    # What everybody else uses

    @property
    def items(self) -> Sequence[FigureItem]:
        """The items of the picture as last painted."""
        self._picture_now()
        return self._items

    @property
    def current_key(self) -> str:
        """The item the keyboard is on, '' for none."""
        return self._items[self._current].key if self._current is not None else ""

    def text_pixels(self) -> float:
        """Text size for specs, from the widget's font."""
        return float(QFontInfo(self.font()).pixelSize())

    def invalidate(self) -> None:
        """Paint anew: spec, size, font or theme have changed."""
        self._picture = None
        self.update()

    def figure_rect(self) -> QRectF:
        """The rectangle the picture is painted into."""
        return QRectF(self.rect()).adjusted(4, 4, -4, -4)

    def _picture_now(self, seen: QRect | None = None) -> QPixmap:
        """The picture, kept until something changes; of a very large one only what lies round what is `seen`."""
        if self._picture is not None and (seen is None or self._kept.contains(seen)):
            return self._picture
        new, ratio = self._picture is None, self.devicePixelRatioF()
        self._kept = kept = self._to_keep(seen or self.visibleRegion().boundingRect(), ratio)
        picture = QPixmap(max(1, round(kept.width() * ratio)), max(1, round(kept.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.palette.surface))
        painter = QPainter(picture)
        painter.translate(-kept.topLeft())
        painter.setFont(self.font())
        items = self.paint_figure(painter, self.figure_rect(), self._theme.palette)
        painter.end()
        self._picture = picture
        if new:
            self._place(items)
        return picture

    def _to_keep(self, seen: QRect, ratio: float) -> QRect:
        rows = max(int(_LARGEST / (max(1, self.width()) * ratio * ratio)), seen.height())
        if self.height() <= rows:
            return self.rect()
        top = max(0, min(seen.center().y() - rows // 2, self.height() - rows))
        return QRect(0, top, self.width(), rows)

    def _place(self, items: Sequence[FigureItem]) -> None:
        key = self.current_key if self._current is not None and self._current < len(self._items) else ""
        self._items = items
        self._hovered = None
        self._current = next((i for i, item in enumerate(items) if item.key == key), None) if key else None
        self._proxies.place(items)

    def _press(self, number: int) -> None:
        self.activated.emit(self._items[number].key)

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kept picture, and the marks over it."""
        picture = self._picture_now(event.rect())
        painter = QPainter(self)
        painter.drawPixmap(self._kept.topLeft(), picture)
        focused = self._current if self.hasFocus() else None
        self.paint_mark(painter, self._theme.palette, self._hovered, focused)
        if self.hasFocus() and focused is None:  # the keyboard is here and on no item yet
            painter.setPen(QPen(QColor(self._theme.palette.focus), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size is another picture."""
        self.invalidate()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A new font or style is another picture."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.DevicePixelRatioChange):
            self.invalidate()
        super().changeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the item under the mouse."""
        self._picture_now()
        self._hover(self.item_at(event.position()), event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._hover(None, QPoint())
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the item under the mouse."""
        index = self.item_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if index is not None:
            self._current = index
            self.update()
            self.activated.emit(self._items[index].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from item to item, Enter opens."""
        self._picture_now()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if not self._items or not plain:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            entering = self._current is None and key not in (Qt.Key.Key_Home, Qt.Key.Key_End)
            self._walk_to(self.first_item() if entering else self.step(self._current or 0, key))
        elif key in _ENTER and self._current is not None:
            QToolTip.hideText()  # it would lie over what is opened
            self.activated.emit(self._items[self._current].key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in by Tab, the keyboard stands on an item at once."""
        super().focusInEvent(event)
        if event.reason() in _KEY_REASONS and self._current is None and self.items:
            self._walk_to(self.first_item())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        QToolTip.hideText()
        self.update()

    def _hover(self, index: int | None, where: QPoint) -> None:
        if index == self._hovered:
            return
        self._hovered = index
        self.setCursor(Qt.CursorShape.PointingHandCursor if index is not None else Qt.CursorShape.ArrowCursor)
        if index is None:
            QToolTip.hideText()
            self.pointed.emit("")
        else:
            QToolTip.showText(where + QPoint(12, 12), self._items[index].tooltip(), self)
            self.pointed.emit(self._items[index].key)
        self.update()

    def _walk_to(self, index: int) -> None:
        self._current = index
        item = self._items[index]
        area: QRect = item.area.toAlignedRect()
        QToolTip.showText(self.mapToGlobal(area.bottomRight() + QPoint(8, 4)), item.tooltip(), self)
        self.pointed.emit(item.key)
        self._proxies.tell_focus(index)
        self.update()
