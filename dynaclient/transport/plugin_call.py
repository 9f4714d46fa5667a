"""What a plugin's `send` receives and returns: one attempt of a call, and its answer."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.record import record, replaced
from .delivery import CallContext
from .fields import Fields

if TYPE_CHECKING:
    import requests
    from typing_extensions import Self

Chunks = Iterable[bytes] | AsyncIterable[bytes]


@record(hidden=("request", "context"))
class PluginCall:
    """One attempt of a call, before it is sent.

    Attributes:
        call_id: the number of the call, the same in its events and attempts.
        number: the number of the attempt, from 1.
        request: the `requests.PreparedRequest`, including credentials.
        is_stream: whether the caller wants the body of any answer as it arrives.
        context: the call, for error messages.
    """

    call_id: int
    number: int
    request: requests.PreparedRequest
    is_stream: bool
    context: CallContext

    @property
    def operation_id(self) -> str:
        """The operation that is called."""
        return self.context.operation_id

    @property
    def path(self) -> str:
        """The path template of the operation, such as `/pets/{petId}`."""
        return self.context.path

    @property
    def method(self) -> str:
        """The method, in upper case."""
        return self.request.method or ""

    @property
    def url(self) -> str:
        """The full URL, with its query. It may hold a credential: see `secrets`."""
        return self.request.url or ""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are case-insensitive. They may hold a credential: see `secrets`."""
        return self.request.headers

    @property
    def body(self) -> Any:
        """The body: bytes, None, or a file or iterable of bytes that may be read only once."""
        return self.request.body

    @property
    def secrets(self) -> frozenset[str]:
        """Texts in this request that must not appear in logs or messages."""
        return self.context.secrets

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the call's deadline, or None if it has none."""
        return self.context.deadline.remaining

    def with_request(self, request: requests.PreparedRequest) -> PluginCall:
        """The same attempt with another request, to pass to `next`. Change a `request.copy()`, not the request."""
        return replaced(self, request=request)


class PluginAnswer:
    """An answer to one attempt, from the server or from a plugin.

    Args:
        status_code: the status.
        headers: by name, case-insensitive. Content-Encoding describes the body as it was sent; `body` is decoded.
        body: bytes; or an iterable of bytes (async in an async client) to read as it arrives.
        reason: the reason phrase.

    Attributes:
        from_cache: whether a plugin kept it from an earlier exchange; `response.from_cache` says so.
    """

    def __init__(
        self,
        status_code: int,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | Chunks = b"",
        reason: str = "",
    ) -> None:
        self.status_code = status_code
        self.headers: Mapping[str, str] = Fields(headers.items() if isinstance(headers, Mapping) else headers)
        self.reason = reason
        self._body = body
        self.incoming: Any = None
        self.is_changed = True
        self.from_cache = False

    @classmethod
    def received(cls, incoming: Any) -> Self:
        """The server's answer; its body arrives through `incoming`."""
        raw = incoming.raw
        answer = cls(raw.status_code, raw.headers, b"", raw.reason or "")
        answer.incoming, answer.is_changed = incoming, False
        return answer

    @property
    def is_read(self) -> bool:
        """Whether `body` is bytes."""
        return isinstance(self._body, bytes) if self.incoming is None or self.is_changed else self.incoming.is_read

    @property
    def body(self) -> bytes | Chunks:
        """The body as bytes; of a stream, the pieces as they arrive, which can be iterated once.

        If you iterate the pieces, pass them on with `changed(body=…)`.
        """
        if self.incoming is None or self.is_changed:
            return self._body
        return self.incoming.read() if self.incoming.is_read else self.incoming.chunks()  # type: ignore[no-any-return]

    def changed(self, **changes: Any) -> PluginAnswer:
        """A copy with another status_code, headers, body or reason. The copy takes over the connection."""
        given = {"status_code": self.status_code, "headers": self.headers, "reason": self.reason, **changes}
        if "body" not in given:
            given["body"] = self.body
        elif isinstance(given["body"], bytes) and "headers" not in changes and "Content-Length" in self.headers:
            given["headers"] = Fields(self.headers.items())
            given["headers"]["Content-Length"] = str(len(given["body"]))
        answer = PluginAnswer(**given)
        answer.incoming, answer.from_cache = self.incoming, self.from_cache
        return answer

    def close(self) -> None:
        """Release the connection of an answer that is not passed on."""
        if self.incoming is not None:
            self.incoming.close()

    def __repr__(self) -> str:
        return f"<PluginAnswer {self.status_code}>"
