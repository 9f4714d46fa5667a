"""Warns a program of deprecated operations and arguments that it uses itself, once for each in a process."""

from __future__ import annotations

import re
from typing import Any

from .._support.warning import warn_once
from .._support.wording import clean
from ..document import Document
from ..errors import DynaclientDeprecationWarning
from ..model import Operation
from .values import Key

_OWN_ROOMS = frozenset(("_support", "client", "editing", "openai", "request", "transport"))
"""The subpackages that a program's own call passes."""

_SUCCESSOR = re.compile(r"[^.;:]*\binstead\b[^.]*")
"""The part of a description that says what to use instead of something deprecated."""

_MOST = 300
"""Characters of a text that comes from a server or a document."""


def warn_of_operation(document: Document, operation: Operation, announced: str = "") -> None:
    """Warn of a deprecated operation.

    Args:
        announced: what the server says, if it is not the document that says so.
    """
    text = f"the server says that it is {announced}" if announced else f"is deprecated{_successor(operation)}"
    joined = f"{operation.operation_id}: {text}" if announced else f"{operation.operation_id} {text}"
    warn_once(_key(document, operation), clean(joined)[:_MOST], DynaclientDeprecationWarning, _OWN_ROOMS)


def warn_of_argument(document: Document, operation: Operation, name: Key | str) -> None:
    """Warn of a deprecated argument.

    Args:
        name: (location, name) of a parameter, or the name of a member of the body.
    """
    plain = name if isinstance(name, str) else name[1]
    text = clean(f"{operation.operation_id}: the argument {plain} is deprecated")[:_MOST]
    warn_once((*_key(document, operation), name), text, DynaclientDeprecationWarning, _OWN_ROOMS)


def _key(document: Document, operation: Operation) -> tuple[Any, ...]:
    """The same for every client of an API."""
    return document.title, operation.operation_id, operation.method, operation.path


def _successor(operation: Operation) -> str:
    _, _, after = operation.description.rpartition("eprecated")
    found = _SUCCESSOR.search(after or operation.description)
    return f": {' '.join(found[0].split())}" if found else ""
