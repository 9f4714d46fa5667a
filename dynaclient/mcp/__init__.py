"""What language models use an API through: an MCP server, function definitions, and checked calls as text.

Everything that a model reads is cut to a budget of tokens, and everything that it writes is checked before it is sent.
`server`, `asking` and `http` need the MCP SDK; the rest of the room does not.
"""

from __future__ import annotations

from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .results import ToolResult as ToolResult
    from .serving import serve as serve
    from .serving import serve_async as serve_async
    from .settings import Settings as Settings

_NAMES = {"serve": "serving", "serve_async": "serving", "Settings": "settings", "ToolResult": "results"}

__all__ = ["Settings", "ToolResult", "serve", "serve_async"]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_NAMES[name]}", __name__), name)
