"""The headers of a request as whatever a framework has them: mappings, pairs of text or bytes, a WSGI environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import InvalidSignature, WebhookError

HeadersInput = Mapping[Any, Any] | Iterable[tuple[Any, Any]]


def read_headers(given: HeadersInput) -> dict[str, tuple[str, ...]]:
    """Lower-case name → its values; `HTTP_WEBHOOK_ID` of a WSGI environment is `webhook-id`.

    Raises:
        WebhookError: these are not headers.
    """
    pairs: Any = given.items() if hasattr(given, "items") else given
    found: dict[str, tuple[str, ...]] = {}
    try:
        for name, value in [(_text(name), value) for name, value in pairs]:
            wsgi = name.startswith("HTTP_")
            if name.startswith("wsgi."):
                continue
            key = (name[5:].replace("_", "-") if wsgi else name.replace("CONTENT_TYPE", "content-type")).lower()
            values = value if isinstance(value, (list, tuple)) else (value,)
            found[key] = found.get(key, ()) + tuple(_text(item) for item in values if isinstance(item, (str, bytes)))
    except (TypeError, ValueError):
        kind = type(given).__name__
        raise WebhookError(f"headers must be a mapping or pairs of names and values, not {kind}") from None
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if not isinstance(value, str):
        raise TypeError
    return value


def single(headers: Mapping[str, tuple[str, ...]], name: str, what: str) -> str:
    """The value of the header that must be there once.

    Raises:
        InvalidSignature: it is missing, empty, or there twice with different values.
    """
    values = tuple(dict.fromkeys(value.strip() for value in headers.get(name.lower(), ())))
    if not values:
        raise InvalidSignature(f"the header {name}, which has {what}, is missing")
    if len(values) > 1:
        raise InvalidSignature(f"the header {name} is there {len(values)} times with different values")
    if not values[0]:
        raise InvalidSignature(f"the header {name}, which has {what}, is empty")
    return values[0]
