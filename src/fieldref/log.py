"""What the program notes of its own running, for whoever has to find out why something failed.

Says nothing of the person: no searches, no notes, and the home folder is written `~`.
"""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from fieldref.paths import prepare

LEVELS = ("debug", "info", "warning", "error")
_SIZE = 512 * 1024
_KEPT = 3


class _WithoutHome(logging.Formatter):
    """Writes the home folder as `~`: its name is often the person's."""

    def __init__(self, home: str) -> None:
        super().__init__("{asctime} {levelname:7} {name}: {message}", style="{")
        self._home = home

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return text.replace(self._home, "~") if len(self._home) > 1 else text


def start_log(file: Path, level: str = "info") -> str | None:
    """Note messages of `level` and above in `file`, three older files kept. Returns None, or the reason why nothing
    can be written there; the program then goes on without a file. Starting again replaces the file."""
    stop_log()
    logger = logging.getLogger("fieldref")
    logger.setLevel(level.upper())
    problem = prepare(file.parent)
    if problem is not None:
        logger.addHandler(logging.NullHandler())
        return problem
    try:
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        logger.addHandler(logging.NullHandler())
        return error.strerror or str(error)
    handler.setFormatter(_WithoutHome(_home()))
    logger.addHandler(handler)
    logger.propagate = False
    return None


def stop_log() -> None:
    """Close the file and forget the handlers."""
    logger = logging.getLogger("fieldref")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


def _home() -> str:
    try:
        return str(Path.home())
    except RuntimeError:
        return ""
