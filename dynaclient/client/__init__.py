"""The sync and the async client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .asynchronous import AsyncClient
    from .sync import Client

__all__ = ["AsyncClient", "Client"]

__getattr__ = lazy_names(__name__, {"AsyncClient": "asynchronous", "Client": "sync"})
