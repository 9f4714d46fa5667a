"""An application that is made anew when a file changes. Knows nothing about what it is made of."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

Made = TypeVar("Made", bound=Callable[..., Any])

_EVERY = 0.5
"""Seconds between two looks at the files."""


class Watched(Generic[Made]):
    """The newest application that could be made.

    Args:
        first: the application to begin with.
        make: makes another from the files as they are now.
        files: the files that an application is made of.
        tell: is given a sentence about each change.

    Attributes:
        current: the application that answers now.
    """

    def __init__(
        self,
        first: Made,
        make: Callable[[], Made],
        files: Callable[[Made], Iterable[str]],
        tell: Callable[[str], None],
    ) -> None:
        self.current = first
        self._make = make
        self._files = files
        self._tell = tell
        self._seen = _states(files(first))
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="dynaclient watch", daemon=True)
        self._thread.start()

    def __call__(self, *arguments: Any) -> Any:
        """What the newest application answers."""
        return self.current(*arguments)

    def close(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(_EVERY):
            now = _states(self._seen)
            changed = [path for path in now if now[path] != self._seen[path]]
            if not changed:
                continue
            self._seen = now
            names = ", ".join(map(os.path.basename, changed))
            try:
                self.current = self._make()
            except Exception as error:  # noqa: BLE001  # whatever is wrong with a file, the old one goes on
                self._tell(f"{names} changed, and cannot be used, so the sandbox stays as it was: {error}")
                continue
            self._seen = {**_states(self._files(self.current)), **self._seen}
            self._tell(f"{names} changed: the sandbox is made anew.")


def _states(paths: Iterable[str]) -> dict[str, tuple[int, int] | None]:
    """Path -> time of change and size; None for a file that is not there."""
    out: dict[str, tuple[int, int] | None] = {}
    for path in paths:
        try:
            found = os.stat(path)
            out[path] = found.st_mtime_ns, found.st_size
        except OSError:
            out[path] = None
    return out
