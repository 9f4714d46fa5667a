"""Writes the package's log to standard error, if the environment variable DYNACLIENT_LOG asks for it."""

from __future__ import annotations

import logging
import sys
import time
import warnings

VARIABLE = "DYNACLIENT_LOG"

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}


class _Output(logging.Handler):
    """Writes to standard error as it is now, unless the program has set up logging and sees the records anyway."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(message)s"))  # with the traceback, if there is one
        self._second = 0
        self._time = ""

    def emit(self, record: logging.LogRecord) -> None:
        if logging.getLogger().handlers:
            return
        try:
            second, rest = divmod(record.created, 1)
            if second != self._second:  # to read the calendar costs as much as the rest of the line
                self._second, self._time = int(second), time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
            text = self.format(record) if record.exc_info else record.getMessage()
            sys.stderr.write(f"{self._time},{int(rest * 1000):03d} {record.levelname} {text}\n")
        except Exception:  # noqa: BLE001  # as every handler: a log that cannot be written breaks no call
            self.handleError(record)


def write_log(level: str) -> None:
    """Begin to write the log.

    Args:
        level: debug, info or warning, in any case; anything else is warned of.
    """
    found = _LEVELS.get(level.strip().lower())
    if found is None:
        warnings.warn(f"{VARIABLE} must be debug, info or warning, not {level[:40]!r}; nothing is logged", stacklevel=2)
        return
    logger = logging.getLogger("dynaclient")
    logger.addHandler(_Output())
    logger.setLevel(found)
