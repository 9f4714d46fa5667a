"""Types used in generated stubs, for type checkers only: at run time every response is a `Response`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypedDict, TypeVar

from .response import Response
from .response.asynchronous import AsyncResponse

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

FileInput: TypeAlias = (
    bytes
    | str
    | os.PathLike[str]
    | IO[bytes]
    | tuple[str | None, bytes | str | os.PathLike[str] | IO[bytes]]
    | tuple[str | None, bytes | str | os.PathLike[str] | IO[bytes], str | None]
    | tuple[str | None, bytes | str | os.PathLike[str] | IO[bytes], str | None, Mapping[str, Any]]
)
"""What can be passed as a file: a path, bytes, an open binary file, or (name, data[, media type[, headers]])."""


if TYPE_CHECKING:
    import aiohttp
    import requests

    from .client.base import LockMode
    from .client.options import Hook
    from .client.plugins import Plugin
    from .request.idempotency import Idempotency
    from .request.options import Validate, ValidateResponses
    from .transport import RetryPolicy, Timeout

    class SharedOptions(TypedDict, total=False):
        """The arguments that `OpenAI` and `AsyncOpenAI` have in common, besides the document."""

        api_key: str | None
        admin_key: str | None
        organization: str | None
        project: str | None
        base_url: str | None
        environment: Mapping[str, str] | None
        assistants: bool | None
        credentials: Mapping[str, Any] | bool | None
        headers: Mapping[str, str | None] | None
        query: Mapping[str, Any] | None
        server: int
        server_variables: Mapping[str, str] | None
        app: Any
        timeout: Timeout
        deadline: float | None
        max_body: int | None
        retries: int | RetryPolicy | None
        idempotency: Idempotency
        pace: bool
        validate: Validate
        formats: bool | Collection[str] | None
        validate_responses: ValidateResponses
        strict_responses: bool
        on_request: Hook | Sequence[Hook] | None
        on_response: Hook | Sequence[Hook] | None
        on_retry: Hook | Sequence[Hook] | None
        plugins: Sequence[Plugin] | None
        allow_references: Sequence[str | os.PathLike[str]]
        lock: str | os.PathLike[str] | None
        lock_mode: LockMode

    class OpenAIOptions(SharedOptions, total=False):
        """The arguments of `OpenAI` besides the document."""

        session: requests.Session | None

    class AsyncOpenAIOptions(SharedOptions, total=False):
        """The arguments of `AsyncOpenAI` besides the document."""

        session: aiohttp.ClientSession | None


class Answer(Response, Generic[T]):
    """A response whose `data` has the type declared in the document."""

    if TYPE_CHECKING:

        @property
        def data(self) -> T:
            """The decoded body."""


class Event(Protocol[T_co]):
    """One event of a stream."""

    @property
    def data(self) -> T_co:
        """The decoded data."""

    @property
    def event(self) -> str:
        """The event's name."""


class EventStream(Response, Generic[T]):
    """A response that yields its events as they arrive."""

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Event[T]]: ...


class AsyncAnswer(AsyncResponse, Generic[T]):
    """An `Answer` of an async client."""

    if TYPE_CHECKING:

        @property
        def data(self) -> T:
            """The decoded body."""


class AsyncEventStream(AsyncResponse, Generic[T]):
    """An `EventStream` that is iterated with `async for`."""

    if TYPE_CHECKING:

        def __aiter__(self) -> AsyncIterator[Event[T]]: ...

        __iter__: None  # type: ignore[assignment]  # raises while the stream is open
