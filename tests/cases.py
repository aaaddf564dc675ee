"""How many cases each property is tried on: a few on every run, thousands when asked (FIELDREF_CASES=20000)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

CASES = int(os.environ.get("FIELDREF_CASES", "150"))

cases = settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
