"""Types used in generated stubs, for type checkers only: at run time every response is a `Response`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeAlias, TypeVar, overload

from .response import Response
from .response.asynchronous import AsyncResponse, AsyncStream
from .response.page_rule import PageRule
from .response.stream import Stream

T = TypeVar("T")
V = TypeVar("V")
T_co = TypeVar("T_co", covariant=True)
Answered = TypeVar("Answered", bound=Response)

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


ItemsInput: TypeAlias = Iterable[T]
"""A body that is a sequence of items."""

AsyncItemsInput: TypeAlias = Iterable[T] | AsyncIterable[T]
"""A body that is a sequence of items, for an async client."""


if TYPE_CHECKING:
    import ssl

    import aiohttp
    import requests
    from typing_extensions import Self

    from .client.base import LockMode
    from .client.given_options import CommonOptions
    from .client.typed_jobs import AsyncJobOf as AsyncJobOf  # noqa: PLC0414  # exported
    from .client.typed_jobs import AsyncPullOf as AsyncPullOf  # noqa: PLC0414
    from .client.typed_jobs import AsyncRowsInput as AsyncRowsInput  # noqa: PLC0414
    from .client.typed_jobs import JobOf as JobOf  # noqa: PLC0414
    from .client.typed_jobs import MapOptions as MapOptions  # noqa: PLC0414
    from .client.typed_jobs import PathInput as PathInput  # noqa: PLC0414
    from .client.typed_jobs import PullOf as PullOf  # noqa: PLC0414
    from .client.typed_jobs import RowsInput as RowsInput  # noqa: PLC0414
    from .client.typed_pages import AsyncPagesOf as AsyncPagesOf  # noqa: PLC0414  # exported
    from .client.typed_pages import PagesOf as PagesOf  # noqa: PLC0414
    from .document.overlays import OverlaySource
    from .webhooks.secrets import SecretInput

    class SharedOptions(CommonOptions, total=False):
        """The arguments that `OpenAI` and `AsyncOpenAI` have in common, besides the document."""

        api_key: str | None
        admin_key: str | None
        organization: str | None
        project: str | None
        webhook_secret: SecretInput | None
        environment: Mapping[str, str] | None
        assistants: bool | None
        app: Any
        verify: bool | str | os.PathLike[str] | ssl.SSLContext
        cert: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None
        proxies: str | Mapping[str, str] | Literal[False] | None
        allow_references: Sequence[str | os.PathLike[str]]
        overlays: Sequence[OverlaySource] | None
        lock: str | os.PathLike[str] | None
        lock_mode: LockMode

    class OpenAIOptions(SharedOptions, total=False):
        """The arguments of `OpenAI` besides the document."""

        session: requests.Session | None

    class AsyncOpenAIOptions(SharedOptions, total=False):
        """The arguments of `AsyncOpenAI` besides the document."""

        session: aiohttp.ClientSession | None


PageRuleInput: TypeAlias = PageRule | Mapping[str, Any] | None
"""How to get from one page to the next, or what to change in the rule that the document shows."""

UntilInput: TypeAlias = Callable[[T], Any] | str | Mapping[str, Any]
"""What to wait for: a function of the answer, the name of a field, or the values of fields."""

AnyAnswer: TypeAlias = Response
"""An answer of any operation."""


class Answer(Response, Generic[T]):
    """A response whose `data` has the type declared in the document; `answer["id"]` has that of the field."""

    if TYPE_CHECKING:

        @property
        def data(self) -> T:
            """The decoded body."""

        @overload
        def __getitem__(self: Answer[list[V]], key: int) -> V: ...
        @overload
        def __getitem__(self: Answer[dict[str, V]], key: str) -> V: ...
        @overload
        def __getitem__(self, key: Any) -> Any: ...
        def __getitem__(self, key: Any) -> Any:
            """The value of a member of the body."""

        @overload
        def __iter__(self: Answer[list[V]]) -> Iterator[V]: ...
        @overload
        def __iter__(self) -> Iterator[Any]: ...
        def __iter__(self) -> Iterator[Any]:
            """The items of the body."""


class Event(Protocol[T_co]):
    """One event of a stream."""

    @property
    def data(self) -> T_co:
        """The decoded data."""

    @property
    def event(self) -> str:
        """The event's name."""


class EventStream(Stream, Generic[T]):
    """A `Stream` whose events have the type declared in the document."""

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Event[T]]: ...
        def __enter__(self) -> Self: ...

        def events(self, *names: str) -> Iterator[Event[T]]:
            """Yield the events with one of these names."""


class ItemStream(Stream, Generic[T]):
    """A `Stream` of JSON values that have the type declared in the document."""

    if TYPE_CHECKING:

        @property
        def data(self) -> list[T]:
            """The values, when the whole body is read."""

        def __iter__(self) -> Iterator[T]: ...
        def __enter__(self) -> Self: ...

        def events(self, *names: str) -> Iterator[T]:
            """Yield the values whose `type` is one of these names."""


class Part(Protocol[T_co]):
    """One part of a multipart body."""

    @property
    def data(self) -> T_co:
        """The decoded content."""

    @property
    def content_type(self) -> str:
        """Its media type."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers; names are case-insensitive."""

    @property
    def content(self) -> bytes:
        """Its bytes."""


class PartStream(Stream, Generic[T]):
    """A `Stream` of the parts of a multipart body, whose data has the type declared in the document."""

    if TYPE_CHECKING:

        @property
        def data(self) -> list[T]:
            """What the parts hold, when the whole body is read."""

        def __iter__(self) -> Iterator[Part[T]]: ...
        def __enter__(self) -> Self: ...


class AsyncAnswer(AsyncResponse, Generic[T]):
    """An `Answer` of an async client."""

    if TYPE_CHECKING:

        @property
        def data(self) -> T:
            """The decoded body."""

        @overload
        def __getitem__(self: AsyncAnswer[list[V]], key: int) -> V: ...
        @overload
        def __getitem__(self: AsyncAnswer[dict[str, V]], key: str) -> V: ...
        @overload
        def __getitem__(self, key: Any) -> Any: ...
        def __getitem__(self, key: Any) -> Any:
            """The value of a member of the body."""

        @overload
        def __iter__(self: AsyncAnswer[list[V]]) -> Iterator[V]: ...
        @overload
        def __iter__(self) -> Iterator[Any]: ...
        def __iter__(self) -> Iterator[Any]:
            """The items of the body."""


class AsyncEventStream(AsyncStream, Generic[T]):
    """An `EventStream` that is iterated with `async for`."""

    if TYPE_CHECKING:

        def __aiter__(self) -> AsyncIterator[Event[T]]: ...
        async def __aenter__(self) -> Self: ...

        def events(self, *names: str) -> AsyncIterator[Event[T]]:
            """Yield the events with one of these names."""

        __iter__: None  # type: ignore[assignment]  # raises while the stream is open


class AsyncItemStream(AsyncStream, Generic[T]):
    """An `ItemStream` that is iterated with `async for`."""

    if TYPE_CHECKING:

        @property
        def data(self) -> list[T]:
            """The values, after `await stream.read()`."""

        def __aiter__(self) -> AsyncIterator[T]: ...
        async def __aenter__(self) -> Self: ...

        def events(self, *names: str) -> AsyncIterator[T]:
            """Yield the values whose `type` is one of these names."""

        __iter__: None  # type: ignore[assignment]  # raises while the stream is open


class AsyncPartStream(AsyncStream, Generic[T]):
    """A `PartStream` that is iterated with `async for`."""

    if TYPE_CHECKING:

        @property
        def data(self) -> list[T]:
            """What the parts hold, after `await stream.read()`."""

        def __aiter__(self) -> AsyncIterator[Part[T]]: ...
        async def __aenter__(self) -> Self: ...

        __iter__: None  # type: ignore[assignment]  # raises while the stream is open


if not TYPE_CHECKING:
    _LATE = dict.fromkeys(("AsyncPagesOf", "PagesOf"), "pages") | dict.fromkeys(
        ("AsyncJobOf", "AsyncPullOf", "AsyncRowsInput", "JobOf", "MapOptions", "PathInput", "PullOf", "RowsInput"),
        "jobs",
    )

    def __getattr__(name: str) -> Any:
        """Load the types of lists and jobs when they are asked for: they load requests."""
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f".client.typed_{_LATE[name]}", __package__), name)
