"""Ctrl-C, and SIGTERM, in a process that imports modules while it runs. Knows nothing about what the process does."""

from __future__ import annotations

import signal
import sys
from types import FrameType

LATER = 0.002
"""Seconds until the next try."""

_IMPORTING = "<frozen importlib._bootstrap"


def install() -> None:
    """Delay an interrupt that arrives during an import until the import is over.

    Raised inside one, KeyboardInterrupt may be lost: Python swallows what is raised in the callbacks of its import
    locks, and a native module that cannot load another one may panic. An import takes milliseconds.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return  # ignored, as in a background job of a shell, or handled by someone else
    signal.signal(signal.SIGINT, _interrupted)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminated)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _interrupted)


def _terminated(number: int, frame: FrameType | None) -> None:
    """End as a shell reports it, after removing files that are not complete."""
    sys.exit(128 + number)


def _interrupted(number: int, frame: FrameType | None) -> None:
    if hasattr(signal, "setitimer") and _is_importing(frame):
        signal.setitimer(signal.ITIMER_REAL, LATER)
        return
    sys.unraisablehook = lambda _: None  # what is broken off in its making may fail when it is freed
    raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return True
        frame = frame.f_back
    return False
