"""Adapt an aiohttp response to the attributes that `Response` reads, and read its body as it arrives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import aiohttp
import requests
from multidict import CIMultiDict

from .._support.record import replaced
from ..errors import ResponseError, TransportError
from .delivery import CallContext
from .failures import body_too_large, failure_of, no_second_time
from .fields import Fields

if TYPE_CHECKING:
    from ..request import WireRequest

FAILURES = (aiohttp.ClientError, requests.RequestException, asyncio.TimeoutError, OSError)
"""Exceptions that a network failure may raise."""


class AiohttpAnswer:
    """An aiohttp response with those attributes of `requests.Response` that a `Response` reads.

    Attributes:
        client_response: the response of aiohttp.
        content: the body once it is read, else None.
    """

    __slots__ = ("_joined", "_sent", "client_response", "content", "history", "reason", "status_code")

    def __init__(self, client_response: aiohttp.ClientResponse, sent: requests.PreparedRequest | WireRequest) -> None:
        self.client_response = client_response
        self.status_code = client_response.status
        self.reason = client_response.reason or ""
        self.history: Sequence[AiohttpAnswer] = ()
        self.content: bytes | None = None
        self._sent = sent
        self._joined: Mapping[str, str] | None = None

    @property
    def request(self) -> requests.PreparedRequest:
        """The request that was answered; built from the wire request on first use."""
        if not isinstance(self._sent, requests.PreparedRequest):
            self._sent = prepared_of(self._sent)
        return self._sent

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are case-insensitive, and repeated headers are joined as in requests."""
        if self._joined is None:
            received = self.client_response.headers
            self._joined = Fields.joined(received.items()) if _repeats(tuple(received), len(received)) else received
        return self._joined

    @property
    def url(self) -> str:
        """The URL that answered."""
        return self._sent.url or ""

    def close(self) -> None:
        """Close the connection, unless reading the body to its end has released it."""
        if hasattr(self, "client_response"):
            self.client_response.close()

    def let_go(self) -> None:
        """Free the response of aiohttp, a dozen objects, once the body is read and nobody can ask for it."""
        _ = self.headers
        del self.client_response


def prepared_of(wire: WireRequest) -> requests.PreparedRequest:
    """The request as it is sent, without authentication, cookies and what aiohttp adds."""
    prepared = requests.PreparedRequest()
    prepared.method, prepared.url, prepared.body, prepared.hooks = wire.method, wire.url, wire.body, {}
    prepared.headers = Fields(wire.headers.items())
    prepared.operation_id = wire.operation_id  # type: ignore[attr-defined]  # for hooks and callers
    return prepared


@lru_cache(256)
def _repeats(names: tuple[str, ...], count: int) -> bool:
    """Whether a header is among so many more than once. Newer releases of multidict give a name once."""
    return len({name.lower() for name in names}) < count


class Body(aiohttp.Payload):
    """Bytes to send, with which aiohttp makes no headers, since the request has its Content-Type."""

    headers = CIMultiDict({"Content-Type": "application/octet-stream"})
    size: int = 0
    autoclose = True

    def __init__(self, value: bytes) -> None:
        self._bytes = value
        self.size = len(value)

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """The bytes as text."""
        return self._bytes.decode(encoding, errors)

    async def as_bytes(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """The bytes."""
        return self._bytes

    async def write(self, writer: Any) -> None:
        """Write them."""
        await writer.write(self._bytes)

    async def write_with_length(self, writer: Any, content_length: int | None) -> None:
        """Write them: the length is theirs."""
        await writer.write(self._bytes if content_length is None else self._bytes[:content_length])


class AsyncIncoming:
    """The body of one answer as it arrives. aiohttp enforces the deadline, as its total timeout.

    Attributes:
        is_stream: whether the body is read item by item.
    """

    def __init__(self, raw: AiohttpAnswer, context: CallContext) -> None:
        self.raw = raw
        self.received = 0
        self.is_stream = False
        self._context = context
        self._begun = False
        self._closed = False
        self._failed: TransportError | None = None

    @property
    def is_read(self) -> bool:
        """Whether the whole body is in memory."""
        return self.raw.content is not None

    def read(self) -> bytes:
        """The body, which must have been read."""
        if self.raw.content is None:
            raise ResponseError(
                "the body has not been read yet; `await response.read()`, or iterate with `async for`",
                operation_id=self._context.operation_id,
            )
        return self.raw.content

    async def load(self) -> bytes:
        """Read the whole body.

        Raises:
            TransportError: the body did not arrive, or not in time, or is too large.
        """
        if self.raw.content is None:
            stream, pieces = self._begin(), []
            limit = self._context.max_body
            if stream.is_eof() and stream.exception() is None:  # a small body arrived with the headers
                pieces.append(stream.read_nowait())
                self.received = len(pieces[0])
            while not stream.at_eof() and (chunk := await self._next(stream)):
                self.received += len(chunk)
                pieces.append(chunk)
                if limit is not None and self.received > limit:
                    break
            if limit is not None and self.received > limit:
                self.close()
                raise body_too_large(self._context_so_far())
            self.raw.content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        return self.raw.content

    def _begin(self) -> aiohttp.StreamReader:
        if self._begun or self._closed:
            raise no_second_time(self._context, closed=not self._begun)
        self._begun = True
        return self.raw.client_response.content

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body in pieces as they arrive; once.

        Raises:
            TransportError: the rest did not arrive, or not in time.
            ResponseError: the body was read before.
        """
        if self.raw.content is not None:
            yield self.raw.content
            return
        stream = self._begin()
        while chunk := await self._next(stream):
            self.received += len(chunk)
            yield chunk

    async def _next(self, stream: aiohttp.StreamReader) -> bytes:
        failure = self._failed
        if failure is None:
            if self._closed:
                return b""
            try:
                return await stream.readany()
            except FAILURES as error:
                rest = _arrived(stream)
                failure = failure_of(error, self._context_so_far(len(rest)))
            except BaseException:
                self.close()
                raise
            self.close()
            if rest:
                self._failed = failure
                return rest
        raise failure

    def _context_so_far(self, more: int = 0) -> CallContext:
        return replaced(self._context, status_code=self.raw.status_code, received=self.received + more)

    def close(self) -> None:
        """Release the connection, or close it if the body was not read to its end."""
        self._closed = True
        self.raw.close()


def _arrived(stream: aiohttp.StreamReader) -> bytes:
    """The bytes that arrived before a failure, which aiohttp buffers but has no public way to read."""
    read = getattr(stream, "_read_nowait", None)
    try:
        return b"" if read is None else read(-1)
    except FAILURES:
        return b""
