"""What the packaged program needs of a Linux system, by the names of Debian and its relatives."""

from __future__ import annotations

from typing import Final

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
