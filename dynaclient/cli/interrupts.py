"""Ctrl-C in a process that loads modules while it runs. Knows nothing of what the process does."""

from __future__ import annotations

import signal
from types import FrameType

LATER = 0.002
"""Seconds until it is tried again."""

_IMPORTING = "<frozen importlib._bootstrap"


def install() -> None:
    """Let an interrupt that falls into an import wait until that is over.

    Raised inside one, KeyboardInterrupt may be lost: Python swallows what is raised in the callbacks of its import
    locks, and a native module that cannot load another one may panic. An import takes milliseconds.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return  # ignored, as in the background of a shell script, or somebody else's
    signal.signal(signal.SIGINT, _interrupted)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _interrupted)


def _interrupted(number: int, frame: FrameType | None) -> None:
    if hasattr(signal, "setitimer") and _is_importing(frame):
        signal.setitimer(signal.ITIMER_REAL, LATER)
        return
    raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return True
        frame = frame.f_back
    return False
