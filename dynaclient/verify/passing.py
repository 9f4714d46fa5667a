"""A request and its answer on their way through the proxy: bodies pass as they arrive.

What the judge and a recording need of them is kept beside, up to a size.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from typing import Any

from ..model.media_types import family_of
from ..recording.bodies import BodyKeeper, boundary_of
from ..recording.exchange import Exchange, Pairs, ReceivedAnswer, SentRequest, value_of
from ..recording.unpacking import plain_body, plain_request
from ..sandbox.message import HEADERS
from ..transport.bodies import is_stream
from .forwarding import Target

_MOST_KEPT = 4 * 1024 * 1024
"""Bytes of a body that are kept for the judge."""

_CHUNK = 1 << 16


class PassingRequest:
    """One request on its way: what is known of it, and its body as the target reads it."""

    def __init__(self, environ: dict[str, Any], target: Target) -> None:
        self.method: str = environ["REQUEST_METHOD"]
        raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO") or "/"
        if "://" in raw.partition("?")[0]:  # absolute-form, RFC 9112 section 3.2.2
            raw = "/" + raw.partition("://")[2].partition("/")[2]
        self.path = raw if raw.startswith("/") else f"/{raw}"
        self.url = target.address(self.path)
        self.headers: Pairs = tuple(environ.get(HEADERS) or _headers_of(environ))
        self.started, self.began = datetime.now(timezone.utc), time.monotonic()
        content_type = value_of(self.headers, "Content-Type")
        self._source = environ["wsgi.input"]
        length = environ.get("CONTENT_LENGTH")
        self._is_chunked = length in (None, "")
        self._left = int(length or 0)
        self._keeper = BodyKeeper(_MOST_KEPT, boundary_of(content_type))
        self._held: list[bytes] | None = None
        self._is_whole = False

    def hold(self) -> None:
        """Read the body, up to what is kept of one; the rest follows when it is sent."""
        self._held = []
        size = 0
        while size <= _MOST_KEPT and (piece := self._read()):
            self._held.append(piece)
            size += len(piece)

    def _read(self) -> bytes:
        if not self._is_chunked and self._left <= 0:
            self._is_whole = True
            return b""
        piece: bytes = self._source.read(_CHUNK if self._is_chunked else min(_CHUNK, self._left))
        self._is_whole = not piece
        self._left -= len(piece)
        self._keeper.take(piece)
        return piece

    def body(self) -> Iterable[bytes] | None:
        """The body for the target; None if there is none."""
        has_body = self._held or self._left > 0 or value_of(self.headers, "Transfer-Encoding")
        return self._pieces() if has_body or value_of(self.headers, "Content-Length") not in ("", "0") else None

    def _pieces(self) -> Iterator[bytes]:
        yield from self._held or ()
        while piece := self._read():
            yield piece

    def exchange(self, answer: ReceivedAnswer | None, wait: float = 0.0, receive: float = 0.0) -> Exchange:
        """What passed, as far as it did."""
        body = self._keeper.body(is_whole=self._is_whole)
        headers, body = plain_request(self.headers, body, _MOST_KEPT)
        request = SentRequest(self.method, self.url, headers, body)
        return Exchange(request, answer or ReceivedAnswer(0), "", "call", 1, self.started, wait, receive, is_own=True)


class ArrivingAnswer:
    """One answer on its way back, as the body of a WSGI answer."""

    def __init__(self, answer: Any, passing: PassingRequest, done: Callable[[Exchange], None]) -> None:
        self._answer = answer
        self._passing = passing
        self._done: Callable[[Exchange], None] | None = done
        self._wait = time.monotonic() - passing.began
        self._keeper = BodyKeeper(_MOST_KEPT)
        self._times: list[tuple[float, int]] = []
        self._began = time.monotonic()
        self._pieces: Iterator[bytes] = answer.pieces()
        self._held: list[bytes] = []

    def can_be_held(self) -> bool:
        """Whether the answer is one whose body is judged before it is passed on."""
        kind = value_of(self._answer.headers, "Content-Type")
        length = value_of(self._answer.headers, "Content-Length")
        if is_stream(kind) or (length.isdigit() and int(length) > _MOST_KEPT):
            return False
        return family_of(kind).answer == "schema" or not kind or length.isdigit()

    def hold(self) -> Exchange | None:
        """Read the body; None if it is larger than what is kept, and passes on."""
        size = 0
        for piece in self._pieces:
            self._take(piece)
            self._held.append(piece)
            size += len(piece)
            if size > _MOST_KEPT:
                return None
        self._done = None
        return self._exchange(is_whole=True)

    def held(self, start_response: Any) -> Iterable[bytes]:
        """The answer, whose body was read."""
        start_response(f"{self._answer.status} {self._answer.reason or '-'}", list(self._answer.headers))
        self._answer.close()
        return self._held

    def _take(self, piece: bytes) -> None:
        self._keeper.take(piece)
        self._times.append((time.monotonic() - self._began, len(piece)))

    def __iter__(self) -> Iterator[bytes]:
        yield b""  # so that the head is sent now
        yield from self._held
        for piece in self._pieces:
            self._take(piece)
            yield piece
        self._end(is_whole=True)

    def close(self) -> None:
        """Give the connection back; what passed is judged."""
        self._answer.close()
        self._end(is_whole=False)

    def _end(self, *, is_whole: bool) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(self._exchange(is_whole=is_whole))

    def _exchange(self, *, is_whole: bool) -> Exchange:
        answer = self._answer
        body = self._keeper.body(is_whole=is_whole)
        pieces = tuple(self._times)
        coding = value_of(answer.headers, "Content-Encoding")
        if coding:
            body, pieces = plain_body(body, coding, _MOST_KEPT), ()
        if not is_stream(value_of(answer.headers, "Content-Type")):
            pieces = ()
        received = ReceivedAnswer(answer.status, answer.reason, answer.headers, body, pieces)
        return self._passing.exchange(received, self._wait, time.monotonic() - self._began)


def _headers_of(environ: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in environ.items():
        if key.startswith("HTTP_") or (key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value):
            yield key.removeprefix("HTTP_").replace("_", "-").title(), value
