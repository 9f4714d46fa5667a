"""Attributes of the clients that are implemented above them: a table of names, each imported on first use.

The clients know only the names. To add one, add a row here and a line such as `sandbox = Attached("sandbox")` in the
class that has it, beside its types for checkers.
"""

from __future__ import annotations

from importlib import import_module
from types import MethodType
from typing import Any

ATTACHED = {
    "activate": "swap.activation:activate",
    "activate_async": "swap.activation:activate_async",
    "rollback": "swap.activation:rollback",
    "rollback_async": "swap.activation:rollback_async",
    "lock": "swap.guard:keep_lock",
    "edit": "editing.edit:edit",
    "map": "bulk.mapping:map_rows",
    "pull": "bulk.pull:pull_list",
    "to_arrow": "bulk.frames:to_arrow",
    "to_arrow_async": "bulk.frames:to_arrow_async",
    "to_pandas": "bulk.frames:to_pandas",
    "to_pandas_async": "bulk.frames:to_pandas_async",
    "tools": "mcp.functions:tools",
    "run_tool": "mcp.functions:run_tool",
    "run_tool_async": "mcp.functions:run_tool_async",
    "sandbox": "sandbox.clients:in_sandbox",
}
"""Name → function, as module:function in this package. As an attribute, its first argument is the client or class."""


def attached(name: str) -> Any:
    """The function of this name."""
    module, _, function = ATTACHED[name].partition(":")
    return getattr(import_module(f"..{module}", __package__), function)


class Attached:
    """An attribute of a client class whose function is in `ATTACHED`.

    Args:
        name: the key in `ATTACHED`.
        to_class: bind the class even on a client, like a classmethod.
    """

    def __init__(self, name: str, *, to_class: bool = False) -> None:
        self._name = name
        self._to_class = to_class

    def __get__(self, instance: Any, owner: type) -> Any:
        return MethodType(attached(self._name), owner if instance is None or self._to_class else instance)
