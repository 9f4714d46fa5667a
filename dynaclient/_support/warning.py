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
