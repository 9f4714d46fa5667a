"""Swap documents without fear: put another document under a running client, and watch for newer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .watching import AsyncWatch, Swap, Watch, watch

_HOMES = {
    "AsyncWatch": "watching",
    "Swap": "watching",
    "Watch": "watching",
    "watch": "watching",
}
__all__ = ["AsyncWatch", "Swap", "Watch", "watch"]

__getattr__ = lazy_names(__name__, _HOMES)
