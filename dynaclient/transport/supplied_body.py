"""The body of an answer that a plugin made or changed, with the interface of one from the network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import requests
from requests.utils import get_encoding_from_headers

from .._support.record import replaced
from ..errors import ResponseError
from .bodies import is_stream_answer
from .delivery import CallContext
from .failures import body_too_large, no_second_time
from .fields import Fields
from .plugin_call import PluginAnswer


class SuppliedBody:
    """The body of a plugin's answer, with the interface of `Incoming`."""

    def __init__(self, answer: PluginAnswer, request: requests.PreparedRequest, context: CallContext) -> None:
        self.raw = _raw_of(answer, request)
        self.received = 0
        self.is_stream = is_stream_answer(answer.status_code, answer.headers)
        self._answer = answer
        self._chunks: Any = None if answer.is_read else answer.body
        self._context = context
        self._closed = False

    @property
    def is_read(self) -> bool:
        """Whether the whole body is in memory."""
        return isinstance(vars(self.raw)["_content"], bytes)

    def _take(self) -> Any:
        if self._chunks is None or self._closed:
            raise no_second_time(self._context, closed=self._chunks is not None)
        chunks, self._chunks = self._chunks, None
        return chunks

    def _check_size(self) -> None:
        limit = self._context.max_body
        if limit is not None and self.received > limit:
            self.close()
            raise body_too_large(replaced(self._context, status_code=self.raw.status_code, received=self.received))

    def _keep(self, pieces: list[bytes]) -> bytes:
        content = b"".join(pieces)
        vars(self.raw).update(_content=content, _content_consumed=True)
        return content

    def read(self) -> bytes:
        """The whole body."""
        if self.is_read:
            return self.raw.content
        pieces = []
        for chunk in self.chunks():
            self._check_size()
            pieces.append(chunk)
        return self._keep(pieces)

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces; once."""
        if self.is_read:
            yield self.raw.content
            return
        for chunk in self._take():
            self.received += len(chunk)
            yield chunk

    def close(self) -> None:
        """Release the connection that the body comes from, if any."""
        self._closed = True
        self._answer.close()


class AsyncSuppliedBody(SuppliedBody):
    """The same for an async client, with the interface of `AsyncIncoming`."""

    def read(self) -> bytes:
        """The body, which must have been read."""
        if not self.is_read:
            text = "the body has not been read yet; `await response.read()`, or iterate with `async for`"
            raise ResponseError(text, operation_id=self._context.operation_id)
        return self.raw.content

    async def load(self) -> bytes:
        """The whole body."""
        if self.is_read:
            return self.raw.content
        pieces = []
        async for chunk in self.chunks():
            self._check_size()
            pieces.append(chunk)
        return self._keep(pieces)

    async def chunks(self) -> AsyncIterator[bytes]:  # type: ignore[override]
        """The body in pieces; once."""
        if self.is_read:
            yield self.raw.content
            return
        chunks = self._take()
        if not hasattr(chunks, "__aiter__"):
            for chunk in chunks:
                self.received += len(chunk)
                yield chunk
            return
        async for chunk in chunks:
            self.received += len(chunk)
            yield chunk


def _raw_of(answer: PluginAnswer, request: requests.PreparedRequest) -> requests.Response:
    raw = requests.Response()
    raw.status_code, raw.reason, raw.url, raw.request = answer.status_code, answer.reason, request.url or "", request
    raw.headers = Fields(answer.headers.items())
    raw.from_cache = answer.from_cache  # type: ignore[attr-defined]  # as a session of requests-cache has it
    raw.encoding = get_encoding_from_headers(raw.headers)
    if answer.incoming is not None:
        raw.history = list(answer.incoming.raw.history)
    if answer.is_read:
        vars(raw).update(_content=answer.body, _content_consumed=True)
    return raw
