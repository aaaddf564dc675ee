"""The program's icon as the file that macOS wants, from the pictures in resources/icons."""

from __future__ import annotations

import struct
from pathlib import Path

ICNS_KINDS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256}


def write_icns(folder: Path, target: Path) -> Path:
    """Pictures one after the other, each with its kind and length."""
    body = b""
    for kind, size in ICNS_KINDS.items():
        data = (folder / f"fieldref-{size}.png").read_bytes()
        body += kind + struct.pack(">I", len(data) + 8) + data
    target.write_bytes(b"icns" + struct.pack(">I", len(body) + 8) + body)
    return target
