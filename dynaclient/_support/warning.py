"""Warn where the caller can see it: at the line of the program that called this package."""

from __future__ import annotations

import sys
import warnings

_PACKAGE = __name__.partition(".")[0]


def warn_caller(text: str, category: type[Warning]) -> None:
    """Issue a warning that names the first line outside this package, through awaited calls and loops too."""
    level, frame = 1, sys._getframe()  # noqa: SLF001  # `warnings` finds the line in the same way
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level)


def warn_direct_caller(text: str, category: type[Warning], rooms: frozenset[str]) -> bool:
    """Warn like `warn_caller`, but only of what a program asks for itself, and without breaking it.

    A filter that makes errors of warnings in general does nothing here; one that names the category raises it.

    Args:
        rooms: the subpackages that a program's own calls pass. With a frame of another, this package calls itself.

    Returns:
        Whether the call was the program's own.
    """
    frame = sys._getframe(1)  # noqa: SLF001
    while (module := frame.f_globals.get("__name__", "").split("."))[0] == _PACKAGE:
        if module[1:2] and module[1] not in rooms and frame.f_code.co_name != "<module>":
            return False
        if frame.f_back is None:
            return False
        frame = frame.f_back
    try:
        warn_caller(text, category)
    except category:
        filters = ((action, of) for action, _, of, *_ in warnings.filters)
        if any(action == "error" and isinstance(of, type) and issubclass(of, category) for action, of in filters):
            raise
    return True
