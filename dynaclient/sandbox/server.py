"""A WSGI application on a real port: HTTP/1.1 in threads, within limits. Knows nothing about the application."""

from __future__ import annotations

import errno
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from .._support.wording import shown_option
from ..errors import RequestError
from .limits import ServingLimits
from .origins import Origins

Application = Any
"""A callable of (environ, start_response), as defined by PEP 3333."""

_ANYWHERE = ("", "0.0.0.0")  # noqa: S104  # compared with, not bound to


class Serving:
    """A running server. Use it as a context manager, or call `close`.

    Args:
        cors: the origins whose pages may call the server from a browser, such as "https://app.example"; "*" for all.
            On a loopback address those of this machine always may.
        limits: what the server takes from its clients.
        passes_bodies: let the application read bodies as they arrive; `limits.body` does not count then.

    Attributes:
        url: the address, without a trailing slash.

    Raises:
        RequestError: an argument has a value that it cannot have.
        OSError: the address cannot be listened on.
    """

    def __init__(
        self,
        application: Application,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        cors: str | Sequence[str] = (),
        limits: ServingLimits | None = None,
        passes_bodies: bool = False,
    ) -> None:
        from .http_server import HTTPServer  # cheroot is loaded by what serves, not by a sandbox in process

        origins = (cors,) if isinstance(cors, str) else cors
        for name, value, wanted, holds in (
            ("host", host, "a name or an address", isinstance(host, str)),
            ("port", port, "a whole number from 0 to 65535", type(port) is int and 0 <= port <= 65535),
            ("cors", cors, "an origin, or a list of them", _are_texts(origins)),
            ("limits", limits, "ServingLimits", limits is None or isinstance(limits, ServingLimits)),
        ):
            if not holds:
                raise RequestError(f"{name}= must be {wanted}, not {shown_option(value)}")
        allowed = Origins(application, host, tuple(origins))
        self._server = HTTPServer(allowed, host, port, limits or ServingLimits(), passes_bodies=passes_bodies)
        try:
            self._server.prepare()
        except OSError as error:
            raise _plain(error.__cause__ or error.__context__ or error) from None
        self.port = int(self._server.bind_addr[1])
        shown = f"[{host}]" if ":" in host else "127.0.0.1" if host in _ANYWHERE else host
        self.url = f"http://{shown}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve, name="dynaclient server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving, and close open connections."""
        self._server.stop()
        self._thread.join()

    def wait(self) -> None:
        """Serve until the process is interrupted."""
        self._thread.join()

    def __enter__(self) -> Serving:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Serving {self.url}>"


def _are_texts(value: Any) -> bool:
    return isinstance(value, Sequence) and all(isinstance(item, str) for item in value)


def _plain(error: BaseException) -> BaseException:
    """The error with its reason alone: cheroot writes a text around that of a host without an address."""
    if not isinstance(error, OSError) or error.strerror is not None:
        return error
    return OSError(errno.EADDRNOTAVAIL, str(error).rpartition("] ")[2].rstrip(")"))
