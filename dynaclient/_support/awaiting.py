"""What a hook of an async client gave back: a value, or something to await first."""

from __future__ import annotations

from typing import Any


async def awaited(value: Any) -> Any:
    """The value itself, or what awaiting it gives."""
    return await value if hasattr(value, "__await__") else value
