"""Awaits a hook's result in an async client, if it can be awaited."""

from __future__ import annotations

from typing import Any


async def awaited(value: Any) -> Any:
    """The value itself, or the result of awaiting it."""
    return await value if hasattr(value, "__await__") else value
