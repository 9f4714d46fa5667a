"""WireRequest → raw response: the only sockets. What a name needs is loaded when the name is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .attempts import Attempt
    from .deadlines import Timeout
    from .failures import Errand, translated
    from .rate_limit import Quota, RateLimit
    from .retries import RetryPolicy
    from .secrecy import secrets_of
    from .sender import Sender
    from .wsgi import WSGIAdapter

__all__ = [
    "Attempt",
    "Errand",
    "Quota",
    "RateLimit",
    "RetryPolicy",
    "Sender",
    "Timeout",
    "WSGIAdapter",
    "secrets_of",
    "translated",
]

_HOME_OF = {
    "Attempt": "attempts",
    "Errand": "failures",
    "Quota": "rate_limit",
    "RateLimit": "rate_limit",
    "RetryPolicy": "retries",
    "Sender": "sender",
    "Timeout": "deadlines",
    "WSGIAdapter": "wsgi",
    "secrets_of": "secrecy",
    "translated": "failures",
}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value
