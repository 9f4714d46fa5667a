"""Looks at a running sandbox again and again, so that what is due happens without a request."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable

_LOG = logging.getLogger("dynaclient.sandbox")

EVERY = 0.5
"""Seconds between two looks."""


class Ticker:
    """Calls a method every half second until it is closed, or its object is gone."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._stopped = threading.Event()
        reference = weakref.WeakMethod(look)
        self._thread = threading.Thread(
            target=_tick, args=(reference, self._stopped), name="dynaclient ticker", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stopped.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()


def _tick(reference: weakref.WeakMethod[Callable[[], None]], stopped: threading.Event) -> None:
    while not stopped.wait(EVERY):
        look = reference()
        if look is None:
            return
        try:
            look()
        except Exception:  # noqa: BLE001  # it has to go on, whatever one look meets
            _LOG.warning("the sandbox cannot look at what is due", exc_info=True)
        del look
