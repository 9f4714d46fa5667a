"""Choose the base URL of a request: from the operation's servers, variables, the document's URL, or `base_url`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from .._support.urls import host_and_port
from .._support.wording import did_you_mean, either
from ..errors import RequestError
from ..model import Operation, Server

_VARIABLE = re.compile(r"\{([^{}]+)\}")
ROOT = Server("/")
"""The server if none is declared. Source: OAS 3.1.1 OpenAPI Object, `servers`."""


def check_base_url(base_url: str) -> str:
    """A base URL without its trailing slash.

    Raises:
        RequestError: it is not an absolute http or https URL.
    """
    shown = host_and_port(base_url) if isinstance(base_url, str) else base_url  # never a password, however malformed
    try:
        parts = urlsplit(base_url)
        is_absolute = isinstance(base_url, str) and parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except (ValueError, AttributeError, TypeError):
        is_absolute = False
    if not is_absolute:
        raise RequestError(f"base_url must be an absolute URL such as https://api.example.com/v1, not {shown!r}")
    if parts.query or parts.fragment:
        raise RequestError(f"base_url must end with its path, without ? or #: {shown!r}")
    return base_url.rstrip("/")


def choose_server(operation: Operation, index: int) -> Server:
    """The server with this index. An operation or path with fewer servers of its own uses its first.

    Raises:
        RequestError: no part of the document has a server with this index.
    """
    servers = operation.servers or (ROOT,)
    if not isinstance(index, int) or index < 0:
        raise RequestError(f"server= must be the index of a server, counted from 0, not {index!r}")
    return servers[index] if index < len(servers) else servers[0]


def server_url(operation: Operation, index: int, variables: Mapping[str, str], document_uri: str, fallback: str) -> str:
    """The absolute base URL of an operation, without a trailing slash.

    Args:
        variables: values for server variables; the others have their defaults.
        document_uri: the base of a relative server, if it is a web URL.
        fallback: the base to use if neither is absolute, or "".

    Raises:
        RequestError: the URL cannot be made absolute, or a variable is missing or not among its values.
    """
    server = choose_server(operation, index)
    url = _substituted(operation, server, variables)
    base = document_uri if document_uri[:8].lower().startswith(("http://", "https://")) else fallback
    try:
        absolute = urljoin(base, url) if base else url
        if absolute.startswith("//"):
            absolute = f"https:{absolute}"
        parts = urlsplit(absolute)
    except ValueError:  # such as a bracket that is not closed
        raise RequestError(
            f"the document gives the server as {server.url!r}, which makes no valid URL; pass base_url='https://…'",
            operation_id=operation.operation_id,
        ) from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise RequestError(
            f"the server of the document, {server.url!r}, has no host; pass base_url='https://…'",
            operation_id=operation.operation_id,
        )
    return parts._replace(query="", fragment="").geturl().rstrip("/")


def _substituted(operation: Operation, server: Server, values: Mapping[str, str]) -> str:
    def value_of(match: re.Match[str]) -> str:
        name = match[1]
        variable = server.variables.get(name)
        value = values.get(name, variable.default if variable else None)
        if value is None:
            raise RequestError(
                f"the server {server.url!r} needs a value for {name!r}; pass server_variables={{{name!r}: '…'}}",
                operation_id=operation.operation_id,
            )
        value = str(value)
        if name in values and variable and variable.enum and value not in variable.enum:
            raise RequestError(
                f"the server variable {name!r} must be {either([repr(v) for v in variable.enum])}, not {value!r}."
                f"{did_you_mean(value, variable.enum)}",
                operation_id=operation.operation_id,
            )
        return value

    return _VARIABLE.sub(value_of, server.url)
