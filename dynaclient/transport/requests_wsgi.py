"""Call a WSGI application in the same process instead of the network. Source: PEP 3333.

It is an adapter of requests, so a session's cookies, hooks and redirects work as usual.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter

from .._support.urls import host_and_port
from .applications import ChunkReader, has_no_body, raw_answer
from .bodies import chunks_of
from .failures import ApplicationError

WSGIApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]
"""A callable of (environ, start_response), as in PEP 3333."""


class WSGIAdapter(BaseAdapter):
    """Sends requests to an application instead of a socket."""

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__()
        self._app = app
        self._builder = HTTPAdapter()

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Run the application up to its first bytes. Its exceptions reach the caller."""
        run = _Run(request.body)
        try:
            run.begin(self._app, environ_of(request))
            code, reason = _status(run.status)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is the caller's
            with contextlib.suppress(ApplicationError):
                run.close()
            raise ApplicationError(error) from None
        without_body = has_no_body(request.method, code)
        if without_body:
            run.drop()
        raw = raw_answer(request, code, reason, run.headers, None if without_body else run)
        return self._builder.build_response(request, raw)

    def close(self) -> None:
        """Do nothing: nothing stays open between requests."""


def environ_of(request: PreparedRequest) -> dict[str, Any]:
    """The environ of a prepared request. Source: PEP 3333, "environ Variables"; RFC 3875 section 4.1."""
    parts = urlsplit(request.url or "/")
    stream, length = _input(request.body)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method or "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "RAW_URI": target,
        "REQUEST_URI": target,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "localhost",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host_and_port(parts.netloc),
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
    if isinstance(body, str):
        body = body.encode()
    if body is None or isinstance(body, (bytes, bytearray)):
        return io.BytesIO(body or b""), len(body or b"")
    return io.BufferedReader(ChunkReader(chunks_of(body))), getattr(body, "known_size", None)


class _Run:
    """One run of an application: its status and headers, and its output, which can be read once."""

    def __init__(self, request_body: Any) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self._request_body = request_body
        self._sent = False
        self._written: list[bytes] = []
        self._first: list[bytes] = []
        self._iterable: Iterable[bytes] = ()
        self._iterator: Iterator[bytes] = iter(())
        self._closed = False

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Record the status and headers. Source: PEP 3333, on the start_response callable."""
        try:
            if exc_info is not None and self._sent:
                raise exc_info[1].with_traceback(exc_info[2])
            if exc_info is None and self.status:
                raise RuntimeError("the WSGI application called start_response twice without exc_info")
        finally:
            exc_info = None  # its traceback refers back to this frame
        self.status, self.headers = status, list(headers)
        return self._write

    def _write(self, data: bytes) -> None:
        """Queue data before anything yielded later. Source: PEP 3333, "The write() Callable"."""
        self._sent = self._sent or bool(data)
        self._written.append(_checked(data))

    def begin(self, app: WSGIApplication, environ: dict[str, Any]) -> None:
        """Call the application and read chunks until one has bytes: until then it may change its headers."""
        self._iterable = app(environ, self.start_response)
        self._iterator = iter(self._iterable)
        while not self._sent:
            chunk = next(self._iterator, None)
            if chunk is None:
                break
            if _checked(chunk):
                self._first = [chunk]
                break
        if not self.status:
            raise RuntimeError("the WSGI application gave no status before its first bytes: call start_response first")
        self._sent = True
        self._first = [*self._written, *self._first]
        self._written.clear()

    def __iter__(self) -> Iterator[bytes]:
        yield from self._first
        self._first = []
        while True:
            chunk = self._next()
            yield from self._written
            self._written.clear()
            if chunk is None:
                return
            yield chunk

    def _next(self) -> bytes | None:
        try:
            chunk = next(self._iterator, None)
            return None if chunk is None else _checked(chunk)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is the caller's
            with contextlib.suppress(ApplicationError):  # report the first error
                self.close()
            raise ApplicationError(error) from None

    def drop(self) -> None:
        """Run the application to its end and discard the output."""
        try:
            for _ in self:
                pass
        finally:
            self.close()

    def close(self) -> None:
        """Close the output, as PEP 3333 requires after every run, and the input if it is ours; once."""
        if self._closed:
            return
        self._closed = True
        if hasattr(self._request_body, "known_size"):
            self._request_body.close()
        if hasattr(self._iterable, "close"):
            try:
                self._iterable.close()
            except Exception as error:  # noqa: BLE001  # whatever it is, it is the caller's
                raise ApplicationError(error) from None


def _checked(chunk: Any) -> bytes:
    if not isinstance(chunk, bytes):
        raise TypeError(f"the WSGI application must yield bytes, not {type(chunk).__name__}")
    return chunk


def _status(text: str) -> tuple[int, str]:
    code, _, reason = str(text).partition(" ")
    with contextlib.suppress(ValueError):
        return int(code), reason
    raise RuntimeError(f"the WSGI application gave the status {text!r}; it must be text such as '200 OK'")
