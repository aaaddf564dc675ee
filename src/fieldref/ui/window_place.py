"""The window's place on the screen: it fits with its frame, wherever it stood last time."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMargins, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget

USUAL = QSize(1366, 768)
SMALL_SCREEN = 1400
"""A screen not wider than this is given to the window whole on a first start."""
FRAME = QMargins(8, 38, 8, 8)
"""Room for the frame as long as the system has not told its size: that is known only after the window is shown."""


def fitted(wanted: QRect, available: QRect, frame: QMargins = FRAME) -> QRect:
    """`wanted` (without its frame) made smaller and moved so that it stands with its frame in the available part of
    the screen."""
    room = available.marginsRemoved(frame)
    size = wanted.size().boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.left() + room.width() - size.width())
    top = min(max(wanted.top(), room.top()), room.top() + room.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def put_on_screen(window: QWidget, kept: str) -> None:
    """Before the window is shown: where it stood (`kept`, as Qt saves it, in base64) or, on a first start, in its usual
    size. It never reaches over the screen's edge."""
    restored = bool(kept) and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))
    available = window.screen().availableGeometry()
    wanted = window.geometry()
    if not restored:
        wanted = QRect(available.center() - QRect(available.topLeft(), USUAL).center() + available.topLeft(), USUAL)
    if not window.isMaximized() and not window.isFullScreen():
        window.setGeometry(fitted(wanted, available))


def show_whole(window: QWidget, *, first: bool) -> None:
    """Show the window, on a first start on a small screen as large as the screen; then look whether its real frame fits
    too."""
    if first and window.screen().availableGeometry().width() <= SMALL_SCREEN:
        window.showMaximized()
        return
    window.show()
    QTimer.singleShot(0, window, lambda: _keep_inside(window))


def _keep_inside(window: QWidget) -> None:
    if window.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        return
    inner, outer = window.geometry(), window.frameGeometry()
    frame = QMargins(
        inner.left() - outer.left(),
        inner.top() - outer.top(),
        outer.right() - inner.right(),
        outer.bottom() - inner.bottom(),
    )
    wanted = fitted(inner, window.screen().availableGeometry(), frame)
    if wanted != inner:
        window.setGeometry(wanted)
