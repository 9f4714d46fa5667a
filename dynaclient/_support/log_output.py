"""Writes the package's log to standard error, if the environment variable DYNACLIENT_LOG asks for it."""

from __future__ import annotations

import logging
import sys
import warnings

VARIABLE = "DYNACLIENT_LOG"

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
_FORMAT = "%(asctime)s %(levelname)s %(message)s"


class _Output(logging.Handler):
    """Writes to standard error as it is now, unless the program has set up logging and sees the records anyway."""

    def emit(self, record: logging.LogRecord) -> None:
        if logging.getLogger().handlers:
            return
        try:
            sys.stderr.write(self.format(record) + "\n")
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
    output = _Output()
    output.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(output)
    logger.setLevel(found)
