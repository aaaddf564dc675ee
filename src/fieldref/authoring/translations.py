"""Notice a text whose original changed after its translation."""

from __future__ import annotations

from pathlib import Path

from fieldref.authoring.load import Reference
from fieldref.authoring.problems import Problems


def check_translations(reference: Reference, source_dir: Path, problems: Problems) -> None:
    """A problem for every translation that is older than its original."""
