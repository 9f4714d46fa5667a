"""Warns a program of deprecated operations that it calls itself, once for each."""

from __future__ import annotations

import re

from .._support.warning import warn_direct_caller
from ..errors import DynaclientDeprecationWarning
from ..model import Operation

_OWN_ROOMS = frozenset(("_support", "client", "openai", "request"))
"""The subpackages that a program's own call passes before its plan is made."""

_SUCCESSOR = re.compile(r"[^.;:]*\binstead\b[^.]*")
"""The part of a description that says what to use instead of something deprecated."""


def warn_deprecated(operation: Operation, warned: set[str]) -> None:
    """Warn of an operation, unless it is one of those that were warned of; then it becomes one of them."""
    if operation.operation_id not in warned:
        text = f"{operation.operation_id} is deprecated{_successor(operation)}"
        if warn_direct_caller(text, DynaclientDeprecationWarning, _OWN_ROOMS):
            warned.add(operation.operation_id)


def _successor(operation: Operation) -> str:
    _, _, after = operation.description.rpartition("eprecated")
    found = _SUCCESSOR.search(after or operation.description)
    return f": {' '.join(found[0].split())}" if found else ""
