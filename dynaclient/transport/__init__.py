"""Send requests: the only room that opens sockets. Public names are imported on first use.

`requests_*` sends through requests, `aiohttp_*` through aiohttp, and `threaded_application` calls an application for
the async client. The other modules hold the rules and values that these share, and do no I/O.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .deadlines import Timeout
    from .delivery import Attempt, CallContext
    from .rate_limit import Quota, RateLimit
    from .requests_sender import Sender
    from .requests_wsgi import WSGIAdapter
    from .retries import RetryPolicy

_HOMES = {
    "Attempt": "delivery",
    "CallContext": "delivery",
    "Quota": "rate_limit",
    "RateLimit": "rate_limit",
    "RetryPolicy": "retries",
    "Sender": "requests_sender",
    "Timeout": "deadlines",
    "WSGIAdapter": "requests_wsgi",
}
__all__ = [
    "Attempt",
    "CallContext",
    "Quota",
    "RateLimit",
    "RetryPolicy",
    "Sender",
    "Timeout",
    "WSGIAdapter",
]

__getattr__ = lazy_names(__name__, _HOMES)
