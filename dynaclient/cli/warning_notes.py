"""Writes the library's warnings about answers as notes, where the command line or a profile asks for them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .terminal import Terminal


class WarningNotes(logging.Handler):
    """Passes the records of the library's logger to a terminal, masked and without control characters."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(logging.WARNING)
        self._terminal = terminal
        self._logger = logging.getLogger("dynaclient")
        self._logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, unless it is a warning of Python too, which `CallWarnings` shows."""
        if hasattr(record, "category"):
            return
        self._terminal.note(record.getMessage())

    def close(self) -> None:
        """Leave the logger."""
        self._logger.removeHandler(self)
        super().close()
