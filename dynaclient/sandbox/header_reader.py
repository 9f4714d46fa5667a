"""The headers of a request, read strictly. Source: RFC 9112 section 5, RFC 9110 section 5."""

from __future__ import annotations

import re
from typing import Any

_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FORBIDDEN = re.compile(rb"[\x00\r\n]")
_SINGLE = (b"Content-Length", b"Host")


class TooManyHeaders(Exception):
    """More header lines than allowed."""


class HeaderReader:
    """Reads headers for cheroot; lines of one name are joined, as its own reader does for a few names only.

    Args:
        most: header lines that one request may have.
    """

    def __init__(self, most: int) -> None:
        self._most = most

    def __call__(self, source: Any, headers: dict[bytes, bytes]) -> dict[bytes, bytes]:
        """Read until the empty line.

        Raises:
            ValueError: a line is malformed. The message says how.
            TooManyHeaders: there are more than allowed.
        """
        count = 0
        while (line := source.readline()) not in (b"\r\n", b"\n"):
            if not line.endswith(b"\n"):
                raise ValueError("The headers end early.")
            count += 1
            if count > self._most:
                raise TooManyHeaders
            raw, colon, value = line.partition(b":")
            if not colon or not _NAME.fullmatch(raw):
                raise ValueError("A header line is malformed.")
            value = value.strip()
            if _FORBIDDEN.search(value):
                raise ValueError("A header value has forbidden characters.")
            name = raw.title()
            known = headers.get(name)
            if known is not None and name in _SINGLE:
                raise ValueError(f"There is more than one {name.decode()}.")
            headers[name] = value if known is None else known + (b"; " if name == b"Cookie" else b",") + value
        if not headers.get(b"Content-Length", b"0").isdigit():
            raise ValueError("The Content-Length is not a number.")
        return headers
