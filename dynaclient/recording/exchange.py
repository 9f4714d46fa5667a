"""One request and its answer, as a recording has them. Values only: knows neither files nor documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["call", "token"]

Pairs = tuple[tuple[str, str], ...]


def value_of(headers: Pairs, name: str) -> str:
    """The value of a header by any case of its name; the values of a repeated one are joined, none is ""."""
    return ", ".join(value for key, value in headers if key.lower() == name.lower())


def pairs_of(headers: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> Pairs:
    """Headers as pairs of text."""
    items = headers.items() if isinstance(headers, Mapping) else headers
    return tuple(
        (str(name), value.decode("latin-1") if isinstance(value, bytes) else str(value)) for name, value in items
    )


@dataclass(frozen=True, slots=True)
class KeptBody:
    """A body, or what is known of one that is too large to keep.

    Attributes:
        data: its bytes, after decompression; None if they were not kept.
        size: its bytes, counted.
        digest: SHA-256 in hexadecimal. Of a multipart body, the boundary is left out: it is another one each time.
        is_masked: whether secrets in it were replaced, so that size and digest are those of the masked bytes.
        is_whole: False if its reader left before its end.
    """

    data: bytes | None = b""
    size: int = 0
    digest: str = ""
    is_masked: bool = False
    is_whole: bool = True

    @classmethod
    def of(cls, data: bytes, *, is_masked: bool = False, is_whole: bool = True) -> KeptBody:
        """A body whose bytes are at hand."""
        return cls(data, len(data), hashlib.sha256(data).hexdigest(), is_masked, is_whole)


NOTHING = KeptBody.of(b"")


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it was sent.

    Attributes:
        method: in the letters in which it was sent.
        url: with its query.
    """

    method: str
    url: str
    headers: Pairs = ()
    body: KeptBody = NOTHING

    @property
    def content_type(self) -> str:
        """The Content-Type header, or ""."""
        return value_of(self.headers, "Content-Type")

    @property
    def is_conditional(self) -> bool:
        """Whether it asks for news of an answer that its sender has. Source: RFC 9110 section 13.1."""
        return any(value_of(self.headers, name) for name in ("If-None-Match", "If-Modified-Since"))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no answer was received.

    Attributes:
        kind: the name of the `TransportError`.
        facts: the attributes by which it is made again.
    """

    kind: str
    message: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ReceivedAnswer:
    """An answer as it was received; with a status of 0 there was none, and `failure` says why.

    Attributes:
        pieces: of a stream, when each piece arrived, in seconds since the head of the answer, and its length.
    """

    status: int
    reason: str = ""
    headers: Pairs = ()
    body: KeptBody = NOTHING
    pieces: tuple[tuple[float, int], ...] = ()
    failure: Failure | None = None

    @property
    def content_type(self) -> str:
        """The Content-Type header, or ""."""
        return value_of(self.headers, "Content-Type")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what came of it.

    Attributes:
        operation_id: the operation that was called, of a recording that this package made; else "".
        kind: a "token" request obtains a credential; its operation is the one that it was for.
        number: the number of the attempt, from 1.
        started: when it was sent; None if that is not known.
        wait: seconds until the head of the answer.
        receive: seconds from there to the end of its body.
        is_own: whether this package recorded it.
        resource: what a browser loaded it for, such as "fetch" or "image"; "" if that is not known.
        place: its number in the file, from 1.
    """

    request: SentRequest
    answer: ReceivedAnswer
    operation_id: str = ""
    kind: Kind = "call"
    number: int = 1
    started: datetime | None = None
    wait: float = 0.0
    receive: float = 0.0
    is_own: bool = False
    resource: str = ""
    place: int = 0
