"""Types that every stage shares. No behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Protocol, TypeAlias

JSON: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict with string keys."""

JSONObject: TypeAlias = Mapping[str, Any]
"""A JSON object that its readers do not change."""

Location: TypeAlias = Literal["path", "query", "querystring", "header", "cookie"]
"""Where a parameter is sent: the `in` of a Parameter Object."""


class Missing:
    """The type of `MISSING`: no value was given, as opposed to `None` or an empty value."""

    __slots__ = ()
    _instance: Missing | None = None

    def __new__(cls) -> Missing:
        """Return the only instance."""
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""Marks an argument that was not given. `None` is null, which JSON has and parameters and forms have not."""


class AttemptLike(Protocol):
    """An attempt of a call, as in errors: an `Attempt`."""

    @property
    def number(self) -> int:
        """The number of the attempt, from 1."""

    @property
    def status_code(self) -> int | None:
        """The status that was received, or None."""

    @property
    def error(self) -> Any:
        """The `TransportError` of the attempt, or None."""

    @property
    def started(self) -> float:
        """Seconds since the start of the call."""

    @property
    def seconds(self) -> float:
        """How long the attempt took."""

    @property
    def wait(self) -> float | None:
        """Seconds until the next attempt; None for the last one."""

    @property
    def reason(self) -> str:
        """Why it was retried, or why not."""


class ResponseLike(Protocol):
    """A response, as in errors and body readers: a `Response` or an `AsyncResponse`."""

    @property
    def raw(self) -> Any:
        """The response of the library that received it."""

    @property
    def operation(self) -> Any:
        """The `Operation` that was called."""

    @property
    def operation_id(self) -> str:
        """Its id."""

    @property
    def request(self) -> Any:
        """The request that was sent last."""

    @property
    def status_code(self) -> int:
        """The status."""

    @property
    def reason(self) -> str:
        """The reason phrase."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are case-insensitive."""

    @property
    def content_type(self) -> str:
        """The media type of the body."""

    @property
    def content(self) -> bytes:
        """The bytes of the body."""

    @property
    def data(self) -> Any:
        """The decoded body."""

    @property
    def attempts(self) -> tuple[Any, ...]:
        """Every `Attempt` of the call."""

    @property
    def item_check(self) -> Any:
        """What checks the items of a stream as they are read, or None."""

    def masked(self, text: str) -> str:
        """A text without the secrets of the call."""
