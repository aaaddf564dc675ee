"""Where both frozen programs begin: the window program and the console program are the same code."""

from __future__ import annotations

import dataclasses
import gc
import marshal
import sys
from pathlib import Path

# Starting makes a hundred thousand objects that stay: looking through them for garbage again and again costs 30 ms.
gc.set_threshold(50_000, 20, 20)


def _run_prepared(text: str, names: dict[str, object], local: dict[str, object]) -> None:
    """In place of `exec` within dataclasses: what they would compile at each start (45 ms) was compiled when the
    program was built; what was not is compiled as ever."""
    code = _prepared.pop(text, None)
    exec(marshal.loads(code) if code else compile(text, "<dataclass>", "exec"), names, local)


try:
    _prepared: dict[str, bytes] = marshal.loads((Path(sys._MEIPASS) / "prepared.bin").read_bytes())  # type: ignore[attr-defined]
    dataclasses.exec = _run_prepared  # type: ignore[attr-defined]
except (OSError, ValueError, EOFError, TypeError):
    pass  # it only saves time

from fieldref.cli import main  # noqa: E402

sys.exit(main())
