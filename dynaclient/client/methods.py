"""An operation as a method of a client: a function with the name, signature and help of the operation."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping
from typing import Any

from ..model import Operation
from ..model.help import OperationHelp
from ..model.naming import python_name
from ..types import MISSING


def is_attribute(name: str) -> bool:
    """Whether an operation of this name can be used as an attribute of a client."""
    return name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")


def make_method(
    call: Callable[..., Any], owner: type, operation: Operation, operation_help: OperationHelp
) -> Callable[..., Any]:
    """A function that calls one operation.

    Args:
        call: the client's `call`.
        owner: the client's class.
    """

    def method(params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any) -> Any:
        return call(operation.operation_id, params, body=body, **arguments)

    method.__name__ = method.__qualname__ = python_name(operation.operation_id)
    method.__module__ = owner.__module__
    method.__doc__ = operation_help.text
    method.__signature__ = operation_help.signature  # type: ignore[attr-defined]
    method.operation = operation  # type: ignore[attr-defined]
    return method
