"""Which kind of application `app=` is, and the answers of one in the form that requests reads."""

from __future__ import annotations

import contextlib
import email.message
import functools
import inspect
import io
from collections.abc import Iterator
from typing import Any, Literal, Protocol

from .._support.wording import shown_option
from ..errors import RequestError
from .bodies import CHUNK


def kind_of_application(app: Any) -> Literal["wsgi", "asgi"]:
    """The protocol of an application.

    Raises:
        RequestError: it is not an application.
    Source: PEP 3333; ASGI 3.0, "Applications".
    """
    call = app
    while isinstance(call, functools.partial):
        call = call.func
    is_class = inspect.isclass(call)
    if not is_class and (
        inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(getattr(call, "__call__", None))  # noqa: B004
    ):
        return "asgi"
    if callable(app) and not is_class:
        try:
            signature = inspect.signature(app, follow_wrapped=False)
        except (TypeError, ValueError):  # of a function written in C
            return "wsgi"
        for kind, count in (("wsgi", 2), ("asgi", 3)):
            with contextlib.suppress(TypeError):
                signature.bind(*range(count))
                return kind  # type: ignore[return-value]
    raise RequestError(
        "app= must be a WSGI application, a callable of (environ, start_response), or an ASGI application, one of "
        f"(scope, receive, send), not {shown_option(app)}"
    )


class Output(Protocol):
    """The output of one run of an application: chunks that can be read once."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None:
        """End the run, if it has not ended."""


class ChunkReader(io.RawIOBase):
    """An iterator of bytes as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with at most one chunk; returns the number of bytes."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class _Body(ChunkReader):
    """The output of a run as a file; the application produces it as it is read."""

    def __init__(self, run: Output) -> None:
        super().__init__(iter(run))
        self._run = run

    def read1(self, size: int = -1) -> bytes:
        """The application's next chunk, without waiting for more."""
        return self.read(size if size >= 0 else CHUNK) or b""

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._run.close()


class _Original:
    """The attributes of an `http.client` response that the cookie jar of requests reads."""

    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.msg = email.message.Message()
        for name, value in headers:
            self.msg[name] = value

    def isclosed(self) -> bool:
        return True

    def close(self) -> None: ...


def has_no_body(method: str | None, status: int) -> bool:
    """Whether a server sends no body, whatever the application returns. Source: RFC 9110 section 6.4.1."""
    return method == "HEAD" or status in (204, 304)


def raw_answer(request: Any, status: int, reason: str, headers: list[tuple[str, str]], run: Output | None) -> Any:
    """The answer of an application as urllib3 would return it; without a run it has no body."""
    from urllib3 import HTTPHeaderDict, HTTPResponse

    return HTTPResponse(
        body=io.BytesIO() if run is None else _Body(run),
        headers=HTTPHeaderDict([item for item in headers if item[0].lower() != "transfer-encoding"]),
        status=status,
        reason=reason,
        preload_content=False,
        request_method=request.method,
        original_response=_Original(headers),  # type: ignore[arg-type]
    )
