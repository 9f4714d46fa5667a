"""The async client for the OpenAI API, apart from the sync one because asyncio takes longer to load than a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..client.asynchronous import AsyncClient
from ..client.attached import Attached
from .mixin import OpenAIMixin

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from ..document import Document
    from ..document.document import Source
    from ..openai_types import AsyncBundledOpenAI
    from ..typed import AsyncOpenAIOptions


class AsyncOpenAI(OpenAIMixin, AsyncClient):
    """An `OpenAI` whose calls are awaited; its arguments are the same, and `session` is one of aiohttp."""

    if TYPE_CHECKING:

        @overload
        def __new__(cls, document: None = None, **options: Unpack[AsyncOpenAIOptions]) -> AsyncBundledOpenAI: ...
        @overload
        def __new__(cls, document: Source | Document | None, **options: Unpack[AsyncOpenAIOptions]) -> Self: ...
        def __new__(cls, document: Any = None, **options: Any) -> Any:
            """One whose operations are known, unless another document is named."""

        @overload
        @classmethod
        def sandbox(cls, document: None = None, **options: Any) -> AsyncBundledOpenAI: ...
        @overload
        @classmethod
        def sandbox(cls, document: Source | Document | None, **options: Any) -> Self: ...
        @classmethod
        def sandbox(cls, document: Source | Document | None = None, **options: Any) -> Any:
            """A client for an embedded server made from the description: no key, no network, nothing to pay."""

    else:
        sandbox = Attached("sandbox", to_class=True)
