"""Bodies as they pass: kept up to a size, else counted and digested. Knows neither HAR nor plugins."""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from ..model.media_types import parameters_of
from ..transport.bodies import CHUNK, can_replay, chunks_of
from .exchange import NOTHING, KeptBody


def boundary_of(content_type: str) -> bytes:
    """The boundary of a multipart body, or b""."""
    if not content_type.lower().startswith("multipart/"):
        return b""
    return parameters_of(content_type).get("boundary", "").encode("latin-1", "replace")


class BodyKeeper:
    """Takes a body piece by piece.

    Args:
        most: the most bytes to keep; None for no limit.
        boundary: of a multipart body, which is left out of the digest.
    """

    def __init__(self, most: int | None, boundary: bytes = b"") -> None:
        self._most = most
        self._boundary = boundary
        self._pieces: list[bytes] | None = []
        self._digest = hashlib.sha256()
        self._rest = b""
        self.size = 0

    def take(self, piece: bytes) -> None:
        """Take the next piece."""
        self.size += len(piece)
        if self._most is not None and self.size > self._most:
            self._pieces = None
        if self._pieces is not None:
            self._pieces.append(piece)
        if not self._boundary:
            self._digest.update(piece)
            return
        text = (self._rest + piece).replace(self._boundary, b"")
        keep = len(self._boundary) - 1
        self._digest.update(text[: len(text) - keep] if keep else text)
        self._rest = text[len(text) - keep :] if keep else b""

    def body(self, *, is_whole: bool = True) -> KeptBody:
        """What was taken."""
        digest = self._digest.copy()
        digest.update(self._rest)
        data = None if self._pieces is None else b"".join(self._pieces)
        return KeptBody(data, self.size, digest.hexdigest(), False, is_whole)


def kept_at_once(body: Any, content_type: str, most: int | None) -> KeptBody | None:
    """The body of a request that can be sent again, read and put back to where it was; None of any other."""
    if body is None:
        return NOTHING
    keeper = BodyKeeper(most, boundary_of(content_type))
    if isinstance(body, str):
        keeper.take(body.encode())
    elif isinstance(body, (bytes, bytearray)):
        keeper.take(bytes(body))
    elif hasattr(body, "read") and can_replay(body):
        here = body.tell() if hasattr(body, "tell") else 0  # what is compressed as it is read begins again
        while piece := body.read(CHUNK):
            keeper.take(piece)
        body.seek(here)
    else:
        return None
    return keeper.body()


class SentOnce:
    """The body of a request that can be read only once; `keeper` sees what is sent."""

    def __init__(self, body: Any, keeper: BodyKeeper) -> None:
        self._body = body
        self.keeper = keeper

    def __iter__(self) -> Iterator[bytes]:
        for piece in chunks_of(self._body):
            self.keeper.take(piece)
            yield piece

    def __getattr__(self, name: str) -> Any:
        if name == "read":
            return self._reading(self._body.read)
        return getattr(self._body, name)

    def _reading(self, read: Callable[..., bytes]) -> Callable[..., bytes]:
        def reading(*size: int) -> bytes:
            piece = read(*size)
            self.keeper.take(piece)
            return piece

        return reading


class SentOnceAsync:
    """The same for a body whose pieces are awaited."""

    def __init__(self, body: Any, keeper: BodyKeeper) -> None:
        self._body = body
        self.keeper = keeper

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._body:
            self.keeper.take(piece)
            yield piece

    @property
    def failure(self) -> Exception | None:
        """What ended the sending early, of a body that says so; see `ItemBody`."""
        found: Exception | None = self._body.failure
        return found


def watched_once(body: Any, content_type: str, most: int | None) -> SentOnce | SentOnceAsync:
    """A body that can be read only once, watched while it is sent."""
    keeper = BodyKeeper(most, boundary_of(content_type))
    return SentOnceAsync(body, keeper) if hasattr(body, "__aiter__") else SentOnce(body, keeper)


Pieces = tuple[tuple[float, int], ...]
"""When each piece arrived, in seconds, and its length."""

Done = Callable[[KeptBody, Pieces, "BaseException | None"], None]
"""Takes a body, its pieces, and what broke it off."""


class PassingBody:
    """The body of an answer that is read as it arrives. `done` is called once, at its end or when its reader leaves.

    Args:
        pieces: an iterable, or an async one.
        most: the most bytes to keep.
    """

    def __init__(self, pieces: Any, most: int | None, done: Done) -> None:
        self._pieces = pieces
        self._keeper = BodyKeeper(most)
        self._done: Done | None = done
        self._began = time.monotonic()
        self._times: list[tuple[float, int]] = []

    def _take(self, piece: bytes) -> None:
        self._keeper.take(piece)
        self._times.append((time.monotonic() - self._began, len(piece)))

    def end(self, *, is_whole: bool, error: BaseException | None = None) -> None:
        """Pass on what was read, unless that has been done."""
        done, self._done = self._done, None
        if done is not None:
            done(self._keeper.body(is_whole=is_whole), tuple(self._times), error)

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._pieces:
                self._take(piece)
                yield piece
        except BaseException as error:
            self.end(is_whole=False, error=error)
            raise
        self.end(is_whole=True)


class PassingBodyAsync(PassingBody):
    """The same for an async client."""

    __iter__ = None  # type: ignore[assignment]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._pieces:
                self._take(piece)
                yield piece
        except BaseException as error:
            self.end(is_whole=False, error=error)
            raise
        self.end(is_whole=True)
