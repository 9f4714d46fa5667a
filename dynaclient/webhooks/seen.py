"""The ids of deliveries that have arrived, so that a replay is told from the first one."""

from __future__ import annotations

import threading
from typing import Any, Protocol

from ..errors import WebhookError

MOST = 10_000
"""Ids that are remembered."""


class SeenStore(Protocol):
    """Where ids are remembered: `SeenEvents`, or something that several processes share."""

    def add(self, delivery: str) -> bool:
        """Remember an id; whether it is new."""

    def forget(self, delivery: str) -> None:
        """Forget an id, so that its next delivery is new."""


def is_new(store: SeenStore, delivery: str) -> bool:
    """Remember an id in a store of the caller; whether it is new.

    Raises:
        WebhookError: the store does not say, as a `set` does not.
    """
    add: Any = getattr(store, "add", None)
    found = add(delivery) if callable(add) else None
    if found is None:
        raise WebhookError(
            "seen= must have add(id), which returns whether the id is new, and forget(id); "
            f"{type(store).__name__} {'returns None' if callable(add) else 'has no add'}"
        )
    return bool(found)


class SeenEvents:
    """The newest ids, in the memory of this process. Thread-safe.

    Args:
        most: how many are remembered; the oldest go.
    """

    def __init__(self, most: int = MOST) -> None:
        if most < 1:
            raise ValueError(f"most must be 1 or more, not {most!r}")
        self._most = most
        self._ids: dict[str, None] = {}
        self._lock = threading.Lock()

    def add(self, delivery: str) -> bool:
        """Remember an id; whether it is new."""
        with self._lock:
            is_new = self._ids.pop(delivery, self) is self
            self._ids[delivery] = None
            while len(self._ids) > self._most:
                del self._ids[next(iter(self._ids))]
            return is_new

    def forget(self, delivery: str) -> None:
        """Forget an id, so that its next delivery is new."""
        with self._lock:
            self._ids.pop(delivery, None)

    def __len__(self) -> int:
        return len(self._ids)

    def __repr__(self) -> str:
        return f"<SeenEvents: {len(self)} of {self._most}>"
