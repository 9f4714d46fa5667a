"""The body of an answer as it arrives: each read returns what is there, and none outlasts the deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import requests

from .._support.record import replaced
from .bodies import CHUNK
from .delivery import CallContext
from .failures import NETWORK_ERRORS, body_too_large, error_to_raise, failure_of, no_second_time

_MOST_OF_REDIRECT = 1 << 16
"""The most bytes read of a redirect's body."""


class Incoming:
    """The body of one answer of requests.

    Args:
        raw: the answer; its body may be read already, by whoever created it.
        context: the call, with its timeout and deadline.

    Attributes:
        is_stream: whether the body is read item by item.
    """

    def __init__(self, raw: requests.Response, context: CallContext) -> None:
        self.raw = raw
        self.received = 0
        self.is_stream = False
        self._context = context
        self._begun = False
        self._closed = False

    @property
    def is_read(self) -> bool:
        """Whether the whole body is in memory."""
        return isinstance(getattr(self.raw, "_content", False), bytes)

    def read(self) -> bytes:
        """Read the whole body.

        Raises:
            TransportError: the body did not arrive, or not in time, or is too large.
        """
        held = getattr(self.raw, "_content", False)
        if isinstance(held, bytes):
            return held
        content = self._all()
        # for callers that read `raw` itself
        vars(self.raw).update(_content=content, _content_consumed=True)
        return content

    def _all(self) -> bytes:
        read, limit = self._begin(), self._context.max_body
        if self._context.deadline.seconds is not None:
            read = partial(self._next, read)
        pieces: list[bytes] = []
        failure: BaseException | None = None
        try:
            while chunk := read():
                self.received += len(chunk)
                if limit is not None and self.received > limit:
                    failure = body_too_large(self._context_so_far())
                    break
                pieces.append(chunk)
        except NETWORK_ERRORS as error:
            failure = error_to_raise(error, self._context_so_far())
        except BaseException:
            self.close()
            raise
        if failure is not None:
            self.close()
            raise failure
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def chunks(self) -> Iterator[bytes]:
        """Yield the body in pieces as they arrive; once.

        Raises:
            TransportError: the rest did not arrive, or not in time.
            ResponseError: the body was read before.
        """
        if self.is_read:
            yield self.raw.content
            return
        read = self._begin()
        while chunk := self._next(read):
            self.received += len(chunk)
            yield chunk

    def _begin(self) -> Callable[[], bytes]:
        """A function that returns the next bytes without waiting for a full chunk; b"" at the end."""
        if self._begun or self._closed:
            raise no_second_time(self._context, closed=not self._begun)
        self._begun = True
        source: Any = self.raw.raw
        if hasattr(source, "read1") and hasattr(getattr(source, "_fp", None), "read1"):
            if "Content-Encoding" in source.headers:
                return partial(source.read1, CHUNK, decode_content=True)
            return self._read_to_length
        content = self.raw.iter_content(CHUNK)
        return partial(next, content, b"")

    def _next(self, read: Callable[[], bytes]) -> bytes:
        if self._closed:
            return b""
        deadline = self._context.deadline
        if deadline.seconds is not None and deadline.expired:
            self.close()
            raise failure_of(TimeoutError(), self._context_so_far())
        failure: BaseException
        try:
            return read()
        except NETWORK_ERRORS as error:
            failure = error_to_raise(error, self._context_so_far())
        except BaseException:
            self.close()
            raise
        self.close()
        raise failure

    def _context_so_far(self) -> CallContext:
        return replaced(self._context, status_code=self.raw.status_code, received=self.received)

    def _read_to_length(self) -> bytes:
        """The next bytes; the connection is released as soon as Content-Length bytes are read."""
        source: Any = self.raw.raw
        if self.received and source.length_remaining == 0:
            return b""
        return source.read1(CHUNK, decode_content=True)  # type: ignore[no-any-return]

    def close(self) -> None:
        """Release the connection, or close it if the body was not read to its end."""
        self._closed = True
        self.raw.close()


def read_redirect(answer: requests.Response, **_: Any) -> None:
    """Read the body of a redirect before requests does, which would hold any size of it in memory.

    The connection of a long one is closed instead. A hook of requests.
    """
    if not answer.is_redirect or isinstance(getattr(answer, "_content", False), bytes):
        return
    content = b""
    try:
        content = answer.raw.read(_MOST_OF_REDIRECT + 1, decode_content=True) or b""
    except NETWORK_ERRORS:
        answer.raw.close()
    if len(content) > _MOST_OF_REDIRECT:
        answer.raw.close()
    vars(answer).update(_content=content[:_MOST_OF_REDIRECT], _content_consumed=True)
