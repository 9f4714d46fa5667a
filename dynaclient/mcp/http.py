"""Streamable HTTP: on loopback by default, with Host and Origin checked, and with a bearer token anywhere else."""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import RequestError

if TYPE_CHECKING:
    from .server import ModelServer

PATH = "/mcp"
_LEAST_TOKEN = 16
"""Characters of a token that cannot be tried out."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Guard:
    """An ASGI application before another: refuses foreign origins, foreign hosts, and requests without the token.

    Args:
        is_local: whether the server listens on loopback, so that the name in Host has to be loopback too; a page of
            another site whose name leads here is refused that way.
    """

    def __init__(self, app: Any, token: str | None, *, is_local: bool) -> None:
        self._app = app
        self._token = token
        self._is_local = is_local

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "http" and (refusal := self._refusal(scope)):
            status, text = refusal
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            if status == 401:
                headers.append((b"www-authenticate", b"Bearer"))
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": text.encode()})
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Any) -> tuple[int, str] | None:
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in headers and name in (b"host", b"origin", b"authorization"):
                return 400, "a header is given twice"
            headers[name] = value
        host = headers.get(b"host", b"").decode("latin-1")
        if self._is_local and not is_loopback(urlsplit(f"//{host}").hostname or ""):
            return 421, "this server is only for the machine that it runs on"
        origin = headers.get(b"origin")
        if origin is not None and not self._is_own(origin.decode("latin-1"), host):
            return 403, "requests from pages of other sites are refused"
        if self._token is not None:
            scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
            if scheme.lower() != b"bearer" or not hmac.compare_digest(given.strip(), self._token.encode()):
                return 401, "a bearer token is needed"
        return None

    def _is_own(self, origin: str, host: str) -> bool:
        """Whether a page of this origin may talk to the server: one of the server itself, or of this machine."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https"):
            return False
        return parts.netloc == host or (self._is_local and is_loopback(parts.hostname or ""))


async def serve_http(
    server: ModelServer, host: str, port: int, token: str | None, on_ready: Callable[[str], None] | None
) -> None:
    """Listen until it is stopped.

    Raises:
        RequestError: it cannot listen there, or would without a token.
    """
    import anyio
    import uvicorn
    from mcp.server.transport_security import TransportSecuritySettings

    local = is_loopback(host)
    if token is None and not local:
        raise RequestError(f"listening on {host} lets other machines in: give a token that they have to send")
    if token is not None and (
        len(token) < _LEAST_TOKEN or not token.isascii() or not token.isprintable() or " " in token
    ):
        raise RequestError(f"the token has to have {_LEAST_TOKEN} letters, digits or signs at least, and no spaces")
    app = server.server.streamable_http_app(
        streamable_http_path=PATH,
        host=host,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # `Guard` does that
    )
    listener = _listener(host, port)
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        Guard(app, token, is_local=local), log_level="warning", lifespan="on", timeout_graceful_shutdown=3
    )
    running = uvicorn.Server(config)
    if on_ready is not None:
        on_ready(f"http://{shown}:{listener.getsockname()[1]}{PATH}")
    async with anyio.create_task_group() as group:

        async def run() -> None:
            try:
                with anyio.CancelScope(shield=True):  # to its end, so that sessions are closed
                    await running.serve(sockets=[listener])
            finally:
                listener.close()
                group.cancel_scope.cancel()

        group.start_soon(run)
        try:
            await anyio.sleep_forever()
        finally:
            running.should_exit = True


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"cannot listen on {host}, port {port}: {why}") from None
    listener.setblocking(False)
    return listener
