"""The `OpenAI` whose calls are awaited. Apart from `openai` because of asyncio, which takes a while to load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .async_client import AsyncClient
from .openai import OpenAIWays, in_sandbox

if TYPE_CHECKING:
    from typing_extensions import Self

    from .document import Document
    from .document.document import Source


class AsyncOpenAI(OpenAIWays, AsyncClient):
    """An `OpenAI` whose calls are awaited; its arguments are the same, and `session` is one of aiohttp."""

    @classmethod
    def sandbox(cls, document: Source | Document | None = None, **options: Any) -> Self:
        """A client for an embedded server made from the description: no key, no network, nothing to pay."""
        found: Self = in_sandbox(cls, document, options)
        return found
