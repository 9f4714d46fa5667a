"""What a served application takes from its clients, and for how long it waits for them. Values only."""

from __future__ import annotations

from dataclasses import dataclass, fields

from .._support.wording import shown_option
from ..errors import RequestError

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServingLimits:
    """The limits of one server. Sizes are in bytes, times in seconds.

    Attributes:
        body: bytes of a request body, also after it is unpacked; more is answered with 413.
        head: bytes of a request line and its headers; more is answered with 414 or 431.
        headers: header lines of one request; more are answered with 431.
        threads: requests that are answered at the same time.
        waiting: requests that wait for a thread; one more is answered with 503.
        kept_alive: idle connections that stay open for another request.
        idle: seconds that such a connection stays open.
        read_head: seconds in which a request line and its headers must arrive; later is answered with 408.
        read_body: seconds in which a body must arrive.
        write: seconds in which a client must take a piece of an answer, before its connection is closed.

    Raises:
        RequestError: one of them is not a number above 0; `kept_alive` and `waiting` may be 0.
    """

    body: int = 64 * MEGABYTE
    head: int = 64 * 1024
    headers: int = 200
    threads: int = 128
    waiting: int = 1024
    kept_alive: int = 512
    idle: float = 75.0
    read_head: float = 10.0
    read_body: float = 60.0
    write: float = 30.0

    def __post_init__(self) -> None:
        for item in fields(self):
            value, is_whole = getattr(self, item.name), item.type == "int"
            least = "from 0" if item.name in _MAY_BE_ZERO else "above 0"
            is_number = isinstance(value, int if is_whole else (int, float)) and not isinstance(value, bool)
            if not is_number or not 0 <= value < float("inf") or (value == 0 and item.name not in _MAY_BE_ZERO):
                kind = "a whole number" if is_whole else "a number"
                raise RequestError(f"ServingLimits: {item.name}= must be {kind} {least}, not {shown_option(value)}")


_MAY_BE_ZERO = frozenset(("waiting", "kept_alive"))
