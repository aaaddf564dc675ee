"""The system around the program: the packages it needs, and in the reader's words what it refuses."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Final

from fieldref.i18n import _

DEBIAN_PACKAGES: Final = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgl1",
    "libglib2.0-0",
    "libstdc++6",
    "libx11-6",
    "libx11-xcb1",
    "libxcb-randr0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb1",
    "zlib1g",
    "fonts-dejavu-core",
)
"""Any desktop has them. `tools/smoke bare` finds out, on a system with nothing, whether they are enough."""


OPEN_NAME: Final = "FieldRef.Open"
"""What the installer of Windows looks for: it waits until every window is closed."""


def tell_that_we_are_open() -> None:
    """Until this process ends, other programs of Windows can see that FieldRef runs. Elsewhere nothing asks."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.CreateMutexW(None, False, OPEN_NAME)


_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})  # Windows has no quota error


def is_full(error: OSError) -> bool:
    """Whether there is no room left on the disk, or in the part of it that this person may fill."""
    return error.errno in _FULL


def reason(error: OSError, written: Path | None = None) -> str:
    """Why something could not be read or written, as the end of a sentence; the system's own words where we have
    none. Of a file that was to be `written`, what does not exist is its folder."""
    if is_full(error):
        return _("the disk is full")
    if written is not None and error.errno == errno.ENOENT:
        return _("the folder {folder} does not exist").format(folder=written.parent)
    words = {
        errno.ENOENT: _("it does not exist"),
        errno.EACCES: _("permission is denied"),
        errno.EPERM: _("permission is denied"),
        errno.EROFS: _("the disk can only be read"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("a part of its path is not a folder"),
        errno.EEXIST: _("it already exists"),
        errno.ENAMETOOLONG: _("its name is too long"),
        errno.EBUSY: _("another program is using it"),
        **dict.fromkeys((errno.EIO, errno.ENODEV, errno.ENXIO), _("the disk does not answer as it should")),
    }
    told_by_windows = {
        32: _("another program is using it"),
        33: _("another program is using it"),
        123: _("its name has characters that are not allowed"),
        206: _("its name is too long"),
    }
    told = told_by_windows.get(getattr(error, "winerror", None) or 0) or words.get(error.errno or 0)
    return told or error.strerror or str(error)
