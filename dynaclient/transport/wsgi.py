"""Calls a WSGI application in the same process, as if it were the network. Source: PEP 3333.

An adapter like any other of requests, so that a session's cookies, hooks and redirects work as they do elsewhere.
"""

from __future__ import annotations

import email.message
import io
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

WSGIApplication = Any
"""A callable of (environ, start_response), as PEP 3333 has it."""


class WSGIAdapter(BaseAdapter):
    """Sends requests to an application instead of a socket."""

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__()
        self._app = app
        self._builder = HTTPAdapter()

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Run the application. What it raises is the caller's to see."""
        started: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if exc_info and started.get("sent"):
                raise exc_info[1].with_traceback(exc_info[2])
            started.update(status=status, headers=headers)
            return written.append

        written: list[bytes] = []
        chunks = self._app(environ_of(request), start_response)
        body = _Body(chunks, written, started)
        body.begin()
        code, _, reason = str(started["status"]).partition(" ")
        raw = HTTPResponse(
            body=body,
            headers=started["headers"],
            status=int(code),
            reason=reason,
            preload_content=False,
            request_method=request.method,
            original_response=_Original(started["headers"]),  # type: ignore[arg-type]
        )
        return self._builder.build_response(request, raw)

    def close(self) -> None:
        """Nothing is held open between requests."""


def environ_of(request: PreparedRequest) -> dict[str, Any]:
    """The environ of a prepared request. Source: PEP 3333, "environ Variables"; RFC 3875 section 4.1."""
    parts = urlsplit(request.url or "/")
    stream, length = _input(request.body)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method or "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "RAW_URI": f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}",
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "localhost",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc.rpartition("@")[2],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme or "http",
        "wsgi.input": stream,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = text
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def _input(body: Any) -> tuple[Any, int | None]:
    if body is None:
        return io.BytesIO(), 0
    if isinstance(body, str):
        body = body.encode()
    if isinstance(body, (bytes, bytearray)):
        return io.BytesIO(body), len(body)
    if hasattr(body, "read"):
        return body, getattr(body, "known_size", None)
    return _Reader(body), None


class _Reader(io.RawIOBase):
    """An iterable of bytes as a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks: Iterator[bytes] = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = bytes(chunk)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class _Body(_Reader):
    """What the application answers, asked for as it is read, and closed as PEP 3333 demands."""

    def __init__(self, chunks: Iterable[bytes], written: list[bytes], started: dict[str, Any]) -> None:
        super().__init__(chunks)
        self._app_iterable = chunks
        self._written = written
        self._started = started

    def begin(self) -> None:
        """Ask for chunks until the headers are there: an application may set them as late as its first chunk."""
        while "status" not in self._started:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._rest += chunk
        if "status" not in self._started:
            raise RuntimeError("the WSGI application ended without calling start_response")
        self._rest = b"".join(self._written) + self._rest
        self._started["sent"] = True

    def close(self) -> None:
        if not self.closed and hasattr(self._app_iterable, "close"):
            self._app_iterable.close()
        super().close()


class _Original:
    """What the cookie jar of requests asks of the response of `http.client`."""

    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.msg = email.message.Message()
        for name, value in headers:
            self.msg[name] = value

    def isclosed(self) -> bool:
        return True

    def close(self) -> None: ...
