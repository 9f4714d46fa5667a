"""Types that every stage shares. Owns no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Protocol, TypeAlias

JSON: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict with string keys."""

JSONObject: TypeAlias = Mapping[str, Any]
"""A JSON object that its reader does not change."""

Location: TypeAlias = Literal["path", "query", "header", "cookie"]
"""Where a parameter travels: the `in` of a Parameter Object."""


class Missing:
    """The type of `MISSING`: no value was given, which is neither `None` nor empty."""

    __slots__ = ()
    _instance: Missing | None = None

    def __new__(cls) -> Missing:
        """The one instance there is."""
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
"""Stands for an argument that was not given. `None` is JSON null and is sent as such."""


class AttemptLike(Protocol):
    """An attempt of a call, as errors hold it: an `Attempt`."""

    @property
    def number(self) -> int:
        """Which attempt it was, from 1."""

    @property
    def status_code(self) -> int | None:
        """The status that was received, or None."""

    @property
    def error(self) -> Any:
        """The `TransportError` of the attempt, or None."""

    @property
    def started(self) -> float:
        """Seconds from the beginning of the call."""

    @property
    def seconds(self) -> float:
        """How long the attempt took."""

    @property
    def wait(self) -> float | None:
        """Seconds until the next attempt; None for the last one."""

    @property
    def reason(self) -> str:
        """Why it was repeated, or why not."""


class ResponseLike(Protocol):
    """An answer, as errors and the readers of bodies hold it: a `Response` or an `AsyncResponse`."""

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
        """The words beside the status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names in any case."""

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

    def masked(self, text: str) -> str:
        """A text without the secrets of the call."""
