"""What `edit` returns, for type checkers, never imported to run. The classes themselves are in `editing/`."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

Answer_co = TypeVar("Answer_co", covariant=True)


class EditFacts(Protocol[Answer_co]):
    """What both kinds of edit have.

    Attributes:
        value: the value that the block changes; may be replaced.
    """

    value: Any

    @property
    def operation_id(self) -> str:
        """The operation that writes."""

    @property
    def reads(self) -> str:
        """The operation that reads."""

    @property
    def read(self) -> Answer_co | None:
        """The answer that the value was read from."""

    @property
    def response(self) -> Answer_co | None:
        """The answer to the write; None if nothing was written."""


class EditOf(EditFacts[Answer_co], Protocol[Answer_co]):
    """An edit of a sync client."""

    def __enter__(self) -> Any: ...
    def __exit__(self, *exc_info: object) -> None: ...
    def open(self) -> Any:
        """Read the value, as entering the block does."""

    def write(self) -> None:
        """Write the changed value, as leaving the block does."""


class AsyncEditOf(EditFacts[Answer_co], Protocol[Answer_co]):
    """An edit of an async client."""

    async def __aenter__(self) -> Any: ...
    async def __aexit__(self, *exc_info: object) -> None: ...
    async def open(self) -> Any:
        """Read the value, as entering the block does."""

    async def write(self) -> None:
        """Write the changed value, as leaving the block does."""
