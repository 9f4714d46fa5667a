"""WireRequest → raw response: the only sockets. What a name needs is loaded when the name is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .attempts import Attempt
    from .deadlines import Timeout
    from .failures import CallContext, with_network_errors
    from .rate_limit import Quota, RateLimit
    from .retries import RetryPolicy
    from .secrecy import secrets_of
    from .sender import Sender
    from .wsgi import WSGIAdapter

_HOMES = {
    "Attempt": "attempts",
    "CallContext": "failures",
    "Quota": "rate_limit",
    "RateLimit": "rate_limit",
    "RetryPolicy": "retries",
    "Sender": "sender",
    "Timeout": "deadlines",
    "WSGIAdapter": "wsgi",
    "secrets_of": "secrecy",
    "with_network_errors": "failures",
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
    "secrets_of",
    "with_network_errors",
]

__getattr__ = lazy_names(__name__, _HOMES)
