"""Swap one version of a document for another without fear: what changed, whether it breaks a program, and for whom.

    from dynaclient.swap import compare

    report = compare("old.yaml", "new.yaml", used=["createPet"])
    print(report)

`client.activate` puts another document under a running client; `watch` looks for newer ones. Imports the core and no
other capability. Public names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .changes import Change
    from .comparison import compare
    from .drift import Drift
    from .lock import Lock, read_lock
    from .report import Report
    from .usage import Usage
    from .used import Used
    from .watching import AsyncWatch, Swap, Watch, watch

_HOMES = {
    "AsyncWatch": "watching",
    "Change": "changes",
    "Drift": "drift",
    "Lock": "lock",
    "Report": "report",
    "Swap": "watching",
    "Usage": "usage",
    "Used": "used",
    "Watch": "watching",
    "compare": "comparison",
    "read_lock": "lock",
    "watch": "watching",
}

__all__ = [
    "AsyncWatch", "Change", "Drift", "Lock", "Report", "Swap", "Usage", "Used", "Watch", "compare", "read_lock",
    "watch",
]  # fmt: skip

__getattr__ = lazy_names(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
