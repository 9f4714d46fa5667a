"""Choose the base URL of a request: from the operation's servers, variables, the document's URL, or `base_url`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from .._support.urls import host_and_port
from .._support.wording import did_you_mean, either
from ..document import Document
from ..errors import RequestError
from ..model import Operation, Server

_VARIABLE = re.compile(r"\{([^{}]+)\}")
ROOT = Server("/")
"""The server if none is declared. Source: OAS 3.1.1 OpenAPI Object, `servers`."""


def check_base_url(base_url: str) -> str:
    """A base URL without the trailing slash of its path. Its query, if it has one, is encoded.

    Raises:
        RequestError: it is not an absolute http or https URL.
    """
    # never a password or a key, however malformed
    shown = host_and_port(base_url.partition("?")[0]) if isinstance(base_url, str) else base_url
    try:
        parts = urlsplit(base_url)
        is_absolute = isinstance(base_url, str) and parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except (ValueError, AttributeError, TypeError):
        is_absolute = False
    if not is_absolute:
        raise RequestError(f"base_url must be an absolute URL such as https://api.example.com/v1, not {shown!r}")
    if parts.fragment:
        raise RequestError(f"base_url must end with its path or query, without #: {shown!r}")
    address, _, query = base_url.rstrip("#").partition("?")
    if not query:
        return address.rstrip("/")
    from .own_query import encoded_query

    return f"{address.rstrip('/')}?{encoded_query(query)}"


def choose_server(operation: Operation, choice: int | str) -> Server:
    """The server with this index or name. An operation or path without it among its own servers uses its first.

    Raises:
        RequestError: this cannot be an index or a name.
    """
    servers = operation.servers or (ROOT,)
    if isinstance(choice, str) and choice and "/" not in choice:
        return next((server for server in servers if server.name == choice), servers[0])
    if not isinstance(choice, int) or isinstance(choice, bool) or choice < 0:
        raise RequestError(f"server= must be the index of a server, counted from 0, or the name of one, not {choice!r}")
    return servers[choice] if choice < len(servers) else servers[0]


def check_choice(document: Document, operation: Operation, choice: int | str, variables: Mapping[str, Any]) -> None:
    """Refuse a server, or a server variable, that no part of the document has.

    Looks at the operation first, then at the root, and at the other operations only for what neither has.

    Raises:
        RequestError: it names what there is.
    """
    choose_server(operation, choice)
    lists = list(_server_lists(document, operation)) if _is_elsewhere(operation, choice, variables) else []
    if lists and (wrong := _unknown_server(choice, lists)):
        raise RequestError(wrong, operation_id=operation.operation_id)
    known = dict.fromkeys(name for servers in lists for server in servers for name in _variables_of(server))
    for name in variables if lists else ():
        if name not in known:
            have = f" They have {', '.join(map(repr, list(known)[:20]))}." if known else " They have no variables."
            raise RequestError(
                f"server_variables: no server of the document has a variable {name!r}."
                f"{did_you_mean(str(name), known) or have}",
                operation_id=operation.operation_id,
            )


def _unknown_server(choice: int | str, lists: list[Any]) -> str:
    """Why no list has the server, or ""."""
    if isinstance(choice, str):
        names = dict.fromkeys(name for servers in lists for server in servers if (name := server.get("name")))
        if choice in names:
            return ""
        have = f" They are named {', '.join(map(repr, list(names)[:20]))}." if names else " They have no names."
        return f"server={choice!r}: no server of the document has this name.{did_you_mean(choice, names) or have}"
    if not choice or choice < max(map(len, lists)):
        return ""
    most = max(lists, key=len)
    return (
        f"server={choice}: the document has {len(most)} server{'s' if len(most) > 1 else ''}, counted from 0: "
        f"{', '.join(str(server.get('url')) for server in most[:5])}{', …' if len(most) > 5 else ''}"
    )


def _is_elsewhere(operation: Operation, choice: int | str, variables: Mapping[str, Any]) -> bool:
    """Whether the operation's own servers lack this one or one of these variables."""
    servers = operation.servers or (ROOT,)
    own = {name for server in servers for name in (*server.variables, *_VARIABLE.findall(server.url))}
    lacks = choice not in [server.name for server in servers] if isinstance(choice, str) else choice >= len(servers)
    return lacks or any(name not in own for name in variables)


def _server_lists(document: Document, operation: Operation) -> Iterator[Any]:
    yield document.servers or ({"url": ROOT.url},)
    own = (operation.operation_id,) if operation.pointer else ()  # a request that the document does not have has none
    for operation_id in (*own, *document.entries):
        yield document.operation(operation_id).get("servers") or ()


def _variables_of(server: Mapping[str, Any]) -> Iterator[str]:
    declared = server.get("variables")
    yield from declared if isinstance(declared, Mapping) else ()
    yield from _VARIABLE.findall(str(server.get("url")))


def server_url(
    operation: Operation, choice: int | str, variables: Mapping[str, str], document_uri: str, fallback: str
) -> str:
    """The absolute base URL of an operation, without a trailing slash.

    Args:
        variables: values for server variables; the others have their defaults.
        document_uri: the base of a relative server, if it is a web URL.
        fallback: the base to use if neither is absolute, or "".

    Raises:
        RequestError: the URL cannot be made absolute, or a variable is missing or not among its values.
    """
    server = choose_server(operation, choice)
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
