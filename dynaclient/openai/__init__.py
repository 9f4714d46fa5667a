"""The sync and async clients for the OpenAI API, and the description bundled with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .asynchronous import AsyncOpenAI
    from .bundled import bundled_description, load_bundled, load_or_bundled
    from .sync import OpenAI

_HOMES = {
    "AsyncOpenAI": "asynchronous",
    "OpenAI": "sync",
    "bundled_description": "bundled",
    "load_bundled": "bundled",
    "load_or_bundled": "bundled",
}
__all__ = ["AsyncOpenAI", "OpenAI", "bundled_description", "load_bundled", "load_or_bundled"]

__getattr__ = lazy_names(__name__, _HOMES)
