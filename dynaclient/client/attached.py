"""What the rooms above the clients hang on them: a table of names, each imported when it is first asked for.

The clients know the names and nothing else. A new attachment is one row here, and one line in the class that has it:
`sandbox = Attached("sandbox")`, beside its types for checkers.
"""

from __future__ import annotations

from importlib import import_module
from types import MethodType
from typing import Any

ATTACHED = {
    "sandbox": "sandbox.clients:in_sandbox",
}
"""Name → the function, as module:function of this package. Its first argument is the client, or the class."""


class Attached:
    """An attribute of a client class whose function is in `ATTACHED`.

    Args:
        name: its key there.
        to_class: bind the class even when a client is asked, as a classmethod does.
    """

    def __init__(self, name: str, *, to_class: bool = False) -> None:
        self._home = ATTACHED[name]
        self._to_class = to_class

    def __get__(self, instance: Any, owner: type) -> Any:
        module, _, name = self._home.partition(":")
        function = getattr(import_module(f"..{module}", __package__), name)
        return MethodType(function, owner if instance is None or self._to_class else instance)
