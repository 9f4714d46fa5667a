"""The error of an option that there is none of: often it is what other libraries call one of ours."""

from __future__ import annotations

from collections.abc import Iterable

from .._support.wording import did_you_mean
from ..errors import RequestError

OF_CLIENT = ("session", "app", "verify", "cert", "proxies", "allow_references", "overlays", "lock", "lock_mode")
"""Options that a client has for good."""

_OF_COPIES = ("content_type", "stream", "raise_for_status", "extra_body", "extra_headers", "extra_query",
              "pickle_credentials")  # fmt: skip
"""Options that only a copy can have."""

_OTHER_WORDS = {
    "api_key": "credentials={'SCHEME': '…'}",
    "auth": "credentials={'SCHEME': …}",
    "token": "credentials={'SCHEME': '…'}",
    "cookies": "headers={'Cookie': '…'}",
    "default_headers": "headers=",
    "default_query": "query=",
    "http_client": "session=",
    "host": "base_url=",
    "max_retries": "retries=",
    "params": "query=",
    "proxy": "proxies=",
    "ssl": "verify=",
    "ssl_context": "verify=",
    "verify_ssl": "verify=",
}
"""What other libraries call an option → what it is here."""


def hint_for(name: str, known: Iterable[str]) -> str:
    """What to write instead of an option that there is none of; "" if that is not known."""
    return f" Write {_OTHER_WORDS[name]}." if name in _OTHER_WORDS else did_you_mean(name, known)


def no_option(name: str, known: Iterable[str]) -> RequestError:
    """The error of an option that a copy of a client does not have."""
    if name in OF_CLIENT:
        return RequestError(f"{name}= is an option of the client itself: pass it when you make the client")
    return _none(name, list(known))


def no_option_of_client(name: str, known: Iterable[str]) -> RequestError:
    """The error of an option that a client is not made with.

    Args:
        known: the names of all options.
    """
    if name in _OF_COPIES:
        return RequestError(f"{name}= is an option of a copy: client.with_options({name}=…)")
    return _none(name, [*OF_CLIENT, *(other for other in known if other not in _OF_COPIES)])


def _none(name: str, known: list[str]) -> RequestError:
    hint = hint_for(name, known) or f" The options are {', '.join(sorted(known))}."
    return RequestError(f"there is no option {name!r}.{hint}")
