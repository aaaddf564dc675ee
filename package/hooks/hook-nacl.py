"""PyNaCl: its one library is found as an import."""

from __future__ import annotations

hiddenimports = ["_cffi_backend"]
