"""What a span and a duration say about a request, by the semantic conventions. Knows nothing of OpenTelemetry's API.

Source: OpenTelemetry semantic conventions for HTTP spans and metrics, stable since 1.23.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from .._support.masking import Masking
from .._support.secret_names import MASK
from ..errors import DynaclientError
from ..transport.plugin_call import PluginAnswer, PluginCall

Attributes = dict[str, "str | int"]

_METHODS = frozenset(("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"))
"""The methods of RFC 9110, and PATCH of RFC 5789."""

_KNOWN = "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS"
"""The environment variable that replaces them, with commas between them."""

_PORTS = {"http": 80, "https": 443}

_OF_METRICS = frozenset(
    (
        "error.type",
        "http.request.method",
        "http.response.status_code",
        "network.protocol.version",
        "server.address",
        "server.port",
        "url.template",
    )
)
"""The attributes of a span that have few values, so that durations are counted by them too."""


def span_name(call: PluginCall) -> str:
    """The name of the span of an attempt."""
    method = known_method(call.method)
    return f"{'HTTP' if method == '_OTHER' else method} {call.path}".rstrip()


def known_method(method: str) -> str:
    """A method that the conventions know, or `_OTHER`."""
    return method if method in _known_methods(os.environ.get(_KNOWN)) else "_OTHER"


@lru_cache(maxsize=8)
def _known_methods(given: str | None) -> frozenset[str]:
    return _METHODS if given is None else frozenset(filter(None, map(str.strip, given.split(","))))


def request_attributes(call: PluginCall, secret_names: frozenset[str]) -> Attributes:
    """What is known before an attempt is sent.

    Args:
        secret_names: the names of parameters that carry credentials.
    """
    method = known_method(call.method)
    found: Attributes = {"http.request.method": method, **server_attributes(call.url)}
    found["url.full"] = Masking(call.secrets, secret_names).url(call.url).replace(MASK, "REDACTED")
    if call.path:
        found["url.template"] = call.path
    if method != call.method:
        found["http.request.method_original"] = call.method
    if call.number > 1:
        found["http.request.resend_count"] = call.number - 1
    return found


def server_attributes(url: str) -> Attributes:
    """The server of a URL."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return {}
    return {"server.address": parts.hostname or "", "server.port": port}


def answer_attributes(answer: PluginAnswer) -> Attributes:
    """What the head of an answer tells."""
    found: Attributes = {"http.response.status_code": answer.status_code}
    if answer.status_code >= 400:
        found["error.type"] = str(answer.status_code)
    version = _version(answer)
    return {**found, "network.protocol.version": version} if version else found


def error_type(error: BaseException) -> str:
    """The class of an error, by the name that programs import it by."""
    kind = type(error)
    package, _, _ = kind.__module__.partition(".")
    if isinstance(error, DynaclientError) and package == "dynaclient":
        return f"{package}.{kind.__name__}"
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def description_of(error: BaseException) -> str:
    """What an error says; nothing of another package's, which may say anything."""
    return str(getattr(error, "message", "")) if isinstance(error, DynaclientError) else ""


def metric_attributes(attributes: Mapping[str, Any]) -> Attributes:
    """Those attributes of a span by which durations are counted."""
    return {name: value for name, value in attributes.items() if name in _OF_METRICS}


def _version(answer: PluginAnswer) -> str:
    """The version of HTTP, if the connection knows it."""
    raw = getattr(answer.incoming, "raw", None)
    found = getattr(getattr(raw, "raw", None), "version", None)  # of requests
    if isinstance(found, int):
        return {10: "1.0", 11: "1.1", 20: "2"}.get(found, "")
    version = getattr(getattr(raw, "client_response", None), "version", None)  # of aiohttp
    return f"{version.major}.{version.minor}" if version is not None else ""
