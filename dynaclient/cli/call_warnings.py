"""Writes the warnings of this package as notes, not as lines of Python."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from ..errors import DynaclientWarning
from .commands import PROGRAM

if TYPE_CHECKING:
    from .terminal import Terminal


class CallWarnings:
    """Shows the warnings of this package on a terminal until it is closed; others are shown as usual."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._before = warnings.catch_warnings()
        self._before.__enter__()
        self._others = warnings.showwarning
        warnings.simplefilter("always", DynaclientWarning)
        warnings.showwarning = self._show

    def _show(self, message: Warning | str, category: type[Warning], *details: Any, **named: Any) -> None:
        if issubclass(category, DynaclientWarning):
            self._terminal.note(f"{PROGRAM}: warning: {message}")
        else:
            self._others(message, category, *details, **named)

    def close(self) -> None:
        """Show warnings as before."""
        self._before.__exit__(None, None, None)
