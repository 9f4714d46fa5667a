"""Warn where the caller can see it: at the line of the program that called this package, and in the log."""

from __future__ import annotations

import sys
import threading
import warnings

_PACKAGE = __name__.partition(".")[0]

_MOST_KEYS = 10_000
_warned: dict[object, None] = {}
_logged: dict[object, None] = {}
_lock = threading.Lock()


def warn_caller(text: str, category: type[Warning]) -> None:
    """Issue a warning that names the first line outside this package, through awaited calls and loops too."""
    log_warning(text, category)
    _warn(text, category)


def warn_once(key: object, text: str, category: type[Warning], rooms: frozenset[str]) -> None:
    """Warn like `warn_caller`, once in a process, but only of what a program asks for itself, and without breaking it.

    A filter that makes errors of warnings in general does nothing here; one that names the category raises it. What
    this package calls itself is only logged.

    Args:
        key: of what is warned of.
        rooms: the subpackages that a program's own calls pass. With a frame of another, this package calls itself.
    """
    if key in _warned:
        return
    if _add(_logged, key):
        log_warning(text, category)
    if not _is_direct(rooms) or not _add(_warned, key):
        return
    try:
        _warn(text, category)
    except category:
        filters = ((action, of) for action, _, of, *_ in warnings.filters)
        if any(action == "error" and isinstance(of, type) and issubclass(of, category) for action, of in filters):
            _warned.pop(key, None)
            raise


def log_warning(text: str, category: type[Warning] | None = None) -> None:
    """Write a warning to the log, if the program listens to it.

    Args:
        category: of a warning that Python shows too; the record has its name, so that a handler can leave it out.
    """
    logging = sys.modules.get("logging")  # nobody listens before it is loaded
    if logging is not None and (logger := logging.getLogger(_PACKAGE)).hasHandlers():
        logger.warning("%s", text, extra=None if category is None else {"category": category.__name__})


def _warn(text: str, category: type[Warning]) -> None:
    level, frame = 1, sys._getframe()  # noqa: SLF001  # `warnings` finds the line in the same way
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level)


def _add(keys: dict[object, None], key: object) -> bool:
    """Whether a key is new; then it is kept. Beyond very many, the oldest ones go."""
    with _lock:
        if key in keys:
            return False
        if len(keys) >= _MOST_KEYS:
            del keys[next(iter(keys))]
        keys[key] = None
        return True


def _is_direct(rooms: frozenset[str]) -> bool:
    """Whether a program's own call led here."""
    frame = sys._getframe(2)  # noqa: SLF001
    while (module := frame.f_globals.get("__name__", "").split("."))[0] == _PACKAGE:
        if module[1:2] and module[1] not in rooms and frame.f_code.co_name != "<module>":
            return False
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return True
