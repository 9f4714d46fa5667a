"""Looks whether the text at an address is another than before: a file by its state, a web address by its validators.

What counts in the end is the hash of the text, so that a file that was only touched is not new.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from .._support.urls import without_secrets
from ..errors import DocumentError
from .cache import digest
from .retrieve import MAX_BYTES, is_web, path_of_uri, retrieve, uri_of


class TextVersion:
    """The text at one address, as it was seen last.

    Args:
        address: a path or an http(s) URL.
        seen: the hash of the text that is known already; None if it could not be read.
    """

    def __init__(self, address: str, seen: str | None) -> None:
        self.address = uri_of(address)
        self.seen = seen
        self.found_at = self.address
        self._validators: Mapping[str, str] = {}
        self._state: tuple[int, ...] = ()

    def look(self) -> bytes | None:
        """The text, if it is another than the one seen last, which it then is; else None.

        Raises:
            DocumentError: there is no text. What was seen last does not change.
        """
        data = self._look_at_web() if is_web(self.address) else self._look_at_file()
        if data is None:
            return None
        found = digest([data])
        if found == self.seen:
            return None
        self.seen = found
        return data

    def read(self) -> bytes:
        """The text as it is now.

        Raises:
            DocumentError: there is none.
        """
        data, self.found_at = retrieve(self.address)
        self.seen = digest([data])
        return data

    def _look_at_web(self) -> bytes | None:
        from .web import read_web_text

        found = read_web_text(self.address, MAX_BYTES, None, validators=self._validators)
        self._validators, self.found_at = found.validators, found.address
        return found.data

    def _look_at_file(self) -> bytes | None:
        path = path_of_uri(self.address)
        if _state(path) == self._state:
            return None
        for _ in range(_LONGEST_SETTLING):
            before = _settled(path)
            data, _ = retrieve(self.address)
            if _state(path) == before:  # it did not change while it was read
                self._state = before
                return data
        raise _unsettled(path)


SETTLED = 0.5
"""Seconds since the last change after which a file counts as completely written."""

_LONGEST_SETTLING = 20
"""How many times a file that goes on changing is waited for."""


def _settled(path: str) -> tuple[int, ...]:
    """The state of a file that nobody writes any more: half a document may be a document too."""
    for _ in range(_LONGEST_SETTLING):
        state = _state(path)
        age = time.time() - state[0] / 1e9
        if not 0 <= age < SETTLED:
            return state
        time.sleep(SETTLED - age)
    raise _unsettled(path)


def _unsettled(path: str) -> DocumentError:
    return DocumentError("the file is still being written", source=without_secrets(path))


def _state(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return (-1,)  # reading it says what is wrong
    return status.st_mtime_ns, status.st_size, status.st_ino
