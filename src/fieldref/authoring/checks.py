"""Checks that need more than one record: references, codes, ranges, languages, honesty."""

from __future__ import annotations

from fieldref.authoring.load import Reference
from fieldref.authoring.problems import Problems


def check_reference(reference: Reference, problems: Problems) -> None:
    """Everything that is wrong between records."""
