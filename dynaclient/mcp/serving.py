"""`serve`: one or several clients as an MCP server, over stdio or HTTP, until it is stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Literal

from .._support.wording import shown_option
from ..client.base import BaseClient
from ..errors import MissingExtra, RequestError
from .access import check_patterns
from .settings import DEFAULT_BUDGET, Settings, Writes, checked_settings
from .work import Workshop

_MOST_PORT = 65_535

Clients = Any
"""A client, or a sequence of them."""


def workshop_of(clients: Clients, settings: Settings) -> Workshop:
    """The tools of some clients.

    Raises:
        RequestError: one is not a client, or a setting leaves nothing to serve.
    """
    found = list(clients) if isinstance(clients, Sequence) and not isinstance(clients, str) else [clients]
    for client in found:
        if not isinstance(client, BaseClient):
            raise RequestError(f"serve takes a Client, or a list of them, not {shown_option(client)}")
    if not found:
        raise RequestError("serve needs a client")
    check_patterns([line for client in found for line in client.operations.overviews], settings)
    return Workshop(found, settings)


def serve(
    client: Clients,
    *,
    transport: Literal["stdio", "http"] = "stdio",
    host: str = "127.0.0.1",
    port: int = 8766,
    token: str | None = None,
    allow: Sequence[str] = (),
    deny: Sequence[str] = (),
    tags: Sequence[str] = (),
    writes: Writes = "no",
    read_only: Sequence[str] = (),
    budget: int = DEFAULT_BUDGET,
    files: str | os.PathLike[str] | None = None,
    audit: str | os.PathLike[str] | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the operations of a client to language models, by the Model Context Protocol. Returns when it is stopped.

    Args:
        client: a sync or async client, or a list of them, one for each document.
        transport: "stdio" for the process that started this one; "http" for a port.
        host: the address to listen on with "http"; any but a loopback one needs a token.
        port: 0 picks a free one.
        token: what clients have to send as bearer token over HTTP.
        allow: what may be called: globs for an operationId, a tag, or `METHOD /path`; empty for everything.
        deny: what may not, in the same form.
        tags: only operations with one of these tags.
        writes: "no" refuses calls that may change something, "ask" asks the person, "yes" sends them.
        read_only: globs for operations that change nothing, whatever their method.
        budget: tokens of an answer, counted as bytes divided by 4.
        files: the folder for files that are sent and saved; without it there are none.
        audit: a file that gets a line of JSON for each call, without values.
        on_ready: called with the URL when the port is open.

    Raises:
        RequestError: an option cannot be used.
        MissingExtra: the `mcp` package is not installed.
    """
    settings = _settings(allow, deny, tags, writes, read_only, budget, files, audit)
    anyio, main = _prepared(client, settings, transport, host, port, token, on_ready)
    anyio.run(main)


async def serve_async(client: Clients, **options: Any) -> None:
    """`serve` within an event loop; the arguments are the same."""
    rest = {name: options.pop(name) for name in ("transport", "host", "port", "token", "on_ready") if name in options}
    settings = checked_settings(**options)
    _, main = _prepared(
        client,
        settings,
        rest.get("transport", "stdio"),
        rest.get("host", "127.0.0.1"),
        rest.get("port", 8766),
        rest.get("token"),
        rest.get("on_ready"),
    )
    await main()


def _settings(
    allow: Any, deny: Any, tags: Any, writes: Any, read_only: Any, budget: Any, files: Any, audit: Any
) -> Settings:
    return checked_settings(
        allow=allow, deny=deny, tags=tags, writes=writes, read_only=read_only, budget=budget, files=files, audit=audit
    )


def _prepared(
    client: Any, settings: Settings, transport: str, host: str, port: int, token: str | None, on_ready: Any
) -> tuple[Any, Callable[[], Any]]:
    try:
        import anyio

        from .server import ModelServer
    except ModuleNotFoundError as error:
        is_sdk = (error.name or "").partition(".")[0] in ("anyio", "mcp", "mcp_types")
        raise MissingExtra("an MCP server", "mcp" if is_sdk else str(error.name)) from None
    if transport not in ("stdio", "http"):
        raise RequestError(f"transport= is 'stdio' or 'http', not {shown_option(transport)}")
    if isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= _MOST_PORT:
        raise RequestError(f"port= is a number from 0 to {_MOST_PORT:,}, not {shown_option(port)}")
    server = ModelServer(workshop_of(client, settings))
    if transport == "http":
        from .http import serve_http

        return anyio, lambda: serve_http(server, host, port, token, on_ready)

    async def stdio() -> None:
        from mcp.server.stdio import stdio_server

        async with stdio_server() as (read, write):
            await server.server.run(read, write, server.server.create_initialization_options())

    return anyio, stdio
