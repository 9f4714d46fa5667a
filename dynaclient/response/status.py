"""Map statuses to error classes, and extract the server's message from an error body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import (
    BadRequest,
    Conflict,
    Forbidden,
    HTTPStatusError,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
    UnprocessableEntity,
)

STATUS_ERRORS: dict[int, type[HTTPStatusError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: UnprocessableEntity,
    429: RateLimited,
}
"""Status → error class; any other 5xx raises `ServerError`, any other 4xx `HTTPStatusError`."""

_PLACES = ("message", "error_description", "detail", "title", "description", "reason", "msg", "error", "errors")
"""Keys of the message in error bodies, the best first. Source: RFC 9457 section 3.1; RFC 6749 section 5.2."""


def error_class(status: int) -> type[HTTPStatusError]:
    """The class that a 4xx or 5xx status raises."""
    return STATUS_ERRORS.get(status, ServerError if status >= 500 else HTTPStatusError)


def detail_of(data: Any, depth: int = 0) -> str:
    """The server's message in an error body, or ""."""
    if isinstance(data, str):
        return data.strip() if depth else ""
    if isinstance(data, list) and data and depth < 4:
        return "; ".join(filter(None, (detail_of(item, depth + 1) for item in data[:3])))
    if isinstance(data, Mapping) and depth < 4:
        error = data.get("error")
        if isinstance(error, Mapping):
            return detail_of(error, depth + 1)
        for place in _PLACES:
            found = detail_of(data.get(place), depth + 1)
            if found:
                return found
    return ""
