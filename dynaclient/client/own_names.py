"""Calls that do not name their operation: often an operation is meant that an attribute of the client hides."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from .._support.wording import shown_option
from ..errors import UnknownOperation
from ..model import Operations
from ..types import MISSING


def no_operation(client: type, operations: Operations, given: object) -> UnknownOperation:
    """The error of a call that does not name its operation, such as `client.validate()`.

    Args:
        given: what was passed instead of its id; `MISSING` for nothing.
    """
    method = _called_method(client)
    hidden = method if method in operations else operations.aliases.get(method)
    if hidden is not None:
        return UnknownOperation(
            "",
            reason=f"{method} is a method of the client here. The operation of that name is called with "
            f"client.call({hidden!r}); client.{method} takes the id of an operation as its first argument.",
        )
    if given is MISSING:
        return UnknownOperation("")
    return UnknownOperation("", reason=f"{method or 'a call'} takes {_wanted(method)}, not {_described(given, method)}")


def _wanted(method: str) -> str:
    return "the id of an operation or an answer first" if method == "poll" else "the id of an operation first"


def _described(given: object, method: str) -> str:
    """What was given, and what to write instead."""
    asked = getattr(given, "operation_id", None)
    if isinstance(asked, str) and hasattr(given, "status_code"):
        return f"its answer: write client.{method}({asked!r}, …)"
    if isinstance(given, Mapping) and method == "poll":
        return "a mapping: pass the answer itself, run instead of run.data"
    if isinstance(given, Mapping):
        return f"a mapping: write client.{method}('OPERATION', {{…}})"
    return f"{shown_option(given)}; client.operations has the ids"


def _called_method(client: type) -> str:
    """The method of the client that is running, as its caller wrote it; "" if none is."""
    frame = sys._getframe(1)  # noqa: SLF001  # for the text of an error only
    while frame is not None:
        name = frame.f_code.co_name
        if isinstance(frame.f_locals.get("self"), client) and not name.startswith("_"):
            return name
        frame = frame.f_back  # type: ignore[assignment]
    return ""
