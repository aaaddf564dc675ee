"""Where both frozen programs begin: the window program and the console program are the same code."""

from __future__ import annotations

import sys

from fieldref.cli import main

sys.exit(main())
