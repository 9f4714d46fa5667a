"""What `map` and `pull` take and return, with the types of answers and items; for type checkers, never imported to run.

The classes themselves are in `bulk/`, which stands on the clients.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from typing_extensions import TypedDict

from ..errors import DynaclientError

Data_co = TypeVar("Data_co", covariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)
Item_co = TypeVar("Item_co", covariant=True)

PathInput: TypeAlias = str | os.PathLike[str]
"""A path."""

RowsInput: TypeAlias = str | os.PathLike[str] | Iterable[Mapping[str, Any]]
"""The path of a file, or mappings from arguments to values."""

AsyncRowsInput: TypeAlias = RowsInput | AsyncIterable[Mapping[str, Any]]
"""The same for an async client."""


class MapOptions(TypedDict, total=False):
    """The options of `map`; see `bulk.mapping.map_rows`."""

    key: str | Callable[[Any], Any] | None
    into: str | os.PathLike[str] | None
    arguments: Callable[[Any], Mapping[str, Any]] | Mapping[str, str] | None
    constants: Mapping[str, Any] | None
    workers: int | Literal["auto"]
    rate: float | str | None
    skip_bad: bool
    order: Literal["input", "finished"] | None
    max_failures: int | str | None
    coerce: bool | None
    select: Callable[[Any], Any] | None
    form: Literal["jsonl", "csv", "tsv", "parquet"] | None
    rows_form: Literal["jsonl", "json", "csv", "tsv", "parquet", "arrow"] | None
    resend_unknown: bool
    engine: Literal["dask"] | None
    address: Any
    worker_credentials: Callable[[], Mapping[str, Any]] | None


class BadRowLike(Protocol):
    """A row that cannot be sent."""

    @property
    def number(self) -> int:
        """From 1."""

    @property
    def key(self) -> Any:
        """Its key, or None."""

    @property
    def column(self) -> str:
        """Where the fault is."""

    @property
    def reason(self) -> str:
        """What is wrong."""


class MapReport(Protocol):
    """What has come of a job; counts are rows."""

    operation_id: str
    into: str
    total: int | None
    earlier: int
    sent: int
    done: int
    failed: int
    unknown: int
    bad: int
    requests: int
    seconds: float
    unknown_keys: list[Any]
    errors: dict[str, int]
    unused: tuple[str, ...]
    stopped: str

    @property
    def bad_rows(self) -> Sequence[BadRowLike]:
        """What is wrong with the bad rows."""

    @property
    def left(self) -> int | None:
        """Rows that are neither done, unknown nor bad."""

    @property
    def ok(self) -> bool:
        """Whether every row is done."""


class DoneOf(Protocol[Data_co, Answer_co]):
    """A finished row."""

    @property
    def key(self) -> Any:
        """Its key, or its number."""

    @property
    def number(self) -> int:
        """From 1, in the order of the input."""

    @property
    def row(self) -> Any:
        """Its values as they were read."""

    @property
    def response(self) -> Answer_co | None:
        """The answer, or None."""

    @property
    def error(self) -> DynaclientError | None:
        """The error that ended the row, or None if it was answered."""

    @property
    def data(self) -> Data_co | None:
        """The decoded body of the answer; None without one."""

    @property
    def ok(self) -> bool:
        """Whether the row is done."""

    @property
    def status_code(self) -> int | None:
        """The status of the answer, or None."""

    @property
    def tries(self) -> int:
        """How often it was sent."""

    @property
    def attempts(self) -> tuple[Any, ...]:
        """Every attempt of the call."""


class JobOf(Protocol[Data_co, Answer_co]):
    """A job of a sync client."""

    @property
    def report(self) -> MapReport:
        """What has come of it so far."""

    def __iter__(self) -> Iterator[DoneOf[Data_co, Answer_co]]: ...
    def run(self) -> MapReport:
        """Send all rows."""

    def check(self) -> MapReport:
        """Check all rows, and send nothing."""

    def stop(self) -> None:
        """Send no further row."""


class AsyncJobOf(Protocol[Data_co, Answer_co]):
    """A job of an async client."""

    @property
    def report(self) -> MapReport:
        """What has come of it so far."""

    def __aiter__(self) -> AsyncIterator[DoneOf[Data_co, Answer_co]]: ...
    async def run(self) -> MapReport:
        """Send all rows."""

    async def check(self) -> MapReport:
        """Check all rows, and send nothing."""

    def stop(self) -> None:
        """Send no further row."""


class PulledReport(Protocol):
    """What has come of a pull."""

    operation_id: str
    into: str
    pages: int
    items: int
    new: int
    earlier: int
    since: Any
    parameter: str
    began_again: bool
    is_whole: bool
    seconds: float
    stopped: str


class PullOf(Protocol[Item_co]):
    """A pull of a sync client."""

    @property
    def report(self) -> PulledReport:
        """What has come of it so far."""

    def __iter__(self) -> Iterator[Item_co]: ...
    def run(self) -> PulledReport:
        """Read all pages."""


class AsyncPullOf(Protocol[Item_co]):
    """A pull of an async client."""

    @property
    def report(self) -> PulledReport:
        """What has come of it so far."""

    def __aiter__(self) -> AsyncIterator[Item_co]: ...
    async def run(self) -> PulledReport:
        """Read all pages."""
