"""`python -m fieldref`."""

from __future__ import annotations

import sys

from fieldref.cli import main

if __name__ == "__main__":
    sys.exit(main())
