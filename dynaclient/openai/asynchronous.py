"""The async client for the OpenAI API; in a module of its own because asyncio is slow to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..client.asynchronous import AsyncClient
from ..client.attached import Attached
from .mixin import OpenAIMixin

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from ..document import Document
    from ..document.document_source import Source
    from ..openai_types import AsyncBundledOpenAI
    from ..typed import AsyncOpenAIOptions


class AsyncOpenAI(OpenAIMixin, AsyncClient):
    """An `OpenAI` whose calls are awaited; it takes the same arguments, except that `session` is one of aiohttp."""

    if TYPE_CHECKING:

        @overload
        def __new__(cls, document: None = None, **options: Unpack[AsyncOpenAIOptions]) -> AsyncBundledOpenAI: ...
        @overload
        def __new__(cls, document: Source | Document | None, **options: Unpack[AsyncOpenAIOptions]) -> Self: ...
        def __new__(cls, document: Any = None, **options: Any) -> Any:
            """Create a client; type checkers know its operations unless another document is given."""

        @overload
        @classmethod
        def sandbox(cls, document: None = None, **options: Unpack[AsyncOpenAIOptions]) -> AsyncBundledOpenAI: ...
        @overload
        @classmethod
        def sandbox(cls, document: Source | Document | None, **options: Unpack[AsyncOpenAIOptions]) -> Self: ...
        @classmethod
        def sandbox(cls, document: Source | Document | None = None, **options: Any) -> Any:
            """A client for an in-process sandbox of the API: needs no key and no network, and costs nothing."""

    else:
        sandbox = Attached("sandbox", to_class=True)
