"""What a served application takes from its clients, and for how long it waits for them. Values only."""

from __future__ import annotations

from dataclasses import dataclass

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
