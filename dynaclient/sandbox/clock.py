"""The sandbox's clock, which only moves when it is moved, so that the same calls get the same answers."""

from __future__ import annotations

import threading
from collections.abc import Callable

EPOCH = 1_767_225_600.0
"""1 January 2026, in seconds since 1970."""

END = 253_370_764_800.0
"""1 January 9999; dates end with that year."""


class SandboxClock:
    """Seconds since 1970, from the first of January 2026 on.

    Args:
        source: a function that gives seconds since 1970, such as `time.time`, to let the time run by itself.
    """

    def __init__(self, source: Callable[[], float] | None = None) -> None:
        self._source = source
        self._moved = 0.0
        self.watchers: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        """The time."""
        return (EPOCH if self._source is None else self._source()) + self._moved

    @property
    def runs(self) -> bool:
        """Whether the time runs by itself."""
        return self._source is not None

    def advance(self, seconds: float) -> float:
        """Move the clock forward, and return the new time. What is due by then has happened at the next look.

        With a `webhook_url`, it happens at once, and the webhooks are sent.

        Raises:
            ValueError: it is not a number from 0, or the time would be beyond the year 9999.
        """
        is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
        if not is_number or not 0 <= seconds < END - self.now():
            raise ValueError(f"advance({seconds!r}): the clock of a sandbox only goes forward; give 0 or more seconds")
        with self._lock:
            self._moved += seconds
        for watcher in self.watchers:  # outside the lock
            watcher()
        return self.now()

    def reset(self) -> None:
        """Back to the time without any `advance`."""
        with self._lock:
            self._moved = 0.0

    def __repr__(self) -> str:
        return f"<SandboxClock at {self.now():.0f}>"
