"""A private HTTP cache for clients: the plugin `HTTPCache`. Public names are loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .http_cache import HTTPCache

__all__ = ["HTTPCache"]

__getattr__ = lazy_names(__name__, {"HTTPCache": "http_cache"})


def __dir__() -> list[str]:
    return sorted(__all__)
