"""An answer of aiohttp in the shape that responses read, and its body as it arrives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import aiohttp
import requests

from .._support.record import replaced
from ..errors import ResponseError, TransportError
from .failures import CallContext, failure_of
from .fields import Fields

FAILURES = (aiohttp.ClientError, requests.RequestException, asyncio.TimeoutError, OSError)
"""What the network's failures are raised as."""


@dataclass(slots=True)
class AiohttpAnswer:
    """An answer of aiohttp in the shape of `requests.Response`, as far as a `Response` reads it.

    Attributes:
        client_response: aiohttp's own.
        content: the body, once it was read.
    """

    client_response: aiohttp.ClientResponse
    request: requests.PreparedRequest
    status_code: int
    reason: str
    history: list[AiohttpAnswer] = field(default_factory=list)
    content: bytes | None = None
    joined: Mapping[str, str] | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, their names in any case; what came several times is joined as requests does it."""
        if self.joined is None:
            received = self.client_response.headers
            if len({name.lower() for name in received}) == len(received):
                self.joined = received
                return received
            joined = Fields()
            for name, value in received.items():
                joined[name] = f"{joined[name]}, {value}" if name in joined else value
            self.joined = joined
        return self.joined

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.request.url or ""

    def close(self) -> None:
        """Close the connection, unless the answer was read to its end and gave it back."""
        self.client_response.close()


class AsyncIncoming:
    """The body of one answer as it arrives. The deadline is kept by aiohttp, which has the total."""

    def __init__(self, raw: AiohttpAnswer, context: CallContext) -> None:
        self.raw = raw
        self.received = 0
        self._context = context
        self._begun = False
        self._failed: TransportError | None = None

    @property
    def is_read(self) -> bool:
        """Whether the whole body is in memory."""
        return self.raw.content is not None

    def read(self) -> bytes:
        """The body, if it was read."""
        if self.raw.content is None:
            raise ResponseError(
                "the body was not read yet; `await response.read()`, or iterate with `async for`",
                operation_id=self._context.operation_id,
            )
        return self.raw.content

    async def load(self) -> bytes:
        """The whole body.

        Raises:
            TransportError: it did not come, or not in time.
        """
        if self.raw.content is None:
            stream, pieces = self._begin(), []
            if stream.is_eof() and stream.exception() is None:  # a small body has come with the headers
                pieces.append(stream.read_nowait())
                self.received = len(pieces[0])
            while not stream.at_eof() and (chunk := await self._next(stream)):
                self.received += len(chunk)
                pieces.append(chunk)
            self.raw.content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        return self.raw.content

    def _begin(self) -> aiohttp.StreamReader:
        if self._begun:
            raise ResponseError(
                "the stream was read already; collect its items in a list to use them twice",
                operation_id=self._context.operation_id,
            )
        self._begun = True
        return self.raw.client_response.content

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body in pieces of what has arrived; once.

        Raises:
            TransportError: the rest did not come, or not in time.
            ResponseError: it was read before.
        """
        if self.raw.content is not None:
            yield self.raw.content
            return
        stream = self._begin()
        while chunk := await self._next(stream):
            self.received += len(chunk)
            yield chunk

    async def _next(self, stream: aiohttp.StreamReader) -> bytes:
        told = self._failed
        if told is None:
            try:
                return await stream.readany()
            except FAILURES as error:
                rest = _arrived(stream)
                context = replaced(self._context, status_code=self.raw.status_code, received=self.received + len(rest))
                told = failure_of(error, context)
            except BaseException:
                self.close()
                raise
            self.close()
            if rest:
                self._failed = told
                return rest
        raise told

    def close(self) -> None:
        """Give the connection back, or close it where the body was not read to its end."""
        self.raw.close()


def _arrived(stream: aiohttp.StreamReader) -> bytes:
    """What had arrived before a failure. aiohttp raises without giving it, and has no public way to ask for it."""
    read = getattr(stream, "_read_nowait", None)
    try:
        return b"" if read is None else read(-1)
    except FAILURES:
        return b""
