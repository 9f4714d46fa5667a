"""An application that is made anew when a file changes. Knows nothing about what it is made of."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from ..document.versions import TextVersion
from ..errors import DocumentError

Made = TypeVar("Made", bound=Callable[..., Any])

_EVERY = 0.5
"""Seconds between two looks at the files."""


class Watched(Generic[Made]):
    """The newest application that could be made.

    Args:
        first: the application to begin with.
        make: makes another from the files as they are now.
        files: the files that an application is made of: path → hash of the text that it was made of, or None.
        tell: is given a sentence about each change.

    Attributes:
        current: the application that answers now.
    """

    def __init__(
        self,
        first: Made,
        make: Callable[[], Made],
        files: Callable[[Made], Mapping[str, str | None]],
        tell: Callable[[str], None],
    ) -> None:
        self.current = first
        self._make = make
        self._files = files
        self._tell = tell
        self._versions: dict[str, TextVersion] = {}
        self._missing: set[str] = set()
        self._follow(first)
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

    def _follow(self, made: Made) -> None:
        for path, seen in self._files(made).items():
            if path not in self._versions:
                self._versions[path] = TextVersion(path, seen)

    def _watch(self) -> None:
        while not self._stopped.wait(_EVERY):
            changed = [path for path, version in self._versions.items() if self._is_new(path, version)]
            if not changed:
                continue
            names = ", ".join(map(os.path.basename, changed))
            try:
                self.current = self._make()
                self._follow(self.current)
            except Exception as error:  # noqa: BLE001  # whatever is wrong with a file, the old one goes on
                self._tell(f"{names} changed, and cannot be used, so the sandbox stays as it was: {error}")
                continue
            self._tell(f"{names} changed: the sandbox is made anew.")

    def _is_new(self, path: str, version: TextVersion) -> bool:
        """Whether a file has another text than the one seen last, or has gone."""
        try:
            is_new = version.look() is not None
        except DocumentError:
            is_new = path not in self._missing
            self._missing.add(path)
            return is_new
        self._missing.discard(path)
        return is_new
